"""The floors of the house: an import that climbs, or that goes round in a circle, is found."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import ROOT

LINTER = Path(sys.executable).with_name("lint-imports")


@pytest.fixture
def house(tmp_path):
    """A copy of the package whose imports may be spoiled."""
    ignore = shutil.ignore_patterns("__pycache__", "static", "template")
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts", ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(house):
    """What the linter of imports says of a house, and its exit status."""
    environment = os.environ | {"PYTHONPATH": str(house)}
    done = subprocess.run(
        [str(LINTER), "--no-cache"],
        cwd=house,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def add_import(house, module, line):
    """Have a function of a module import something."""
    with (house / "scripts" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n\ndef spoil():\n    {line}\n")


def test_the_house_keeps_its_floors(house):
    status, words = lint(house)
    assert status == 0, words


@pytest.mark.parametrize(
    ("module", "line", "named"),
    [
        (
            "study/study.py",
            "from scripts.privacy import confidentiality",
            "scripts.study is not allowed to import scripts.privacy",
        ),
        ("files/problems.py", "from scripts.files import spreadsheets", "acyclic"),
    ],
    ids=["climbs", "circle"],
)
def test_an_import_that_climbs_or_makes_a_circle_is_found(house, module, line, named):
    add_import(house, module, line)
    status, words = lint(house)
    assert status != 0
    assert named in words


def test_a_room_that_stands_on_no_floor_is_found(house):
    (house / "scripts" / "attic").mkdir()
    (house / "scripts" / "attic" / "__init__.py").write_text("")
    status, words = lint(house)
    assert status != 0
    assert "attic" in words

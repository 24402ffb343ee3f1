"""The kernel's note of what a chapter reads: all of the book's files, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from scripts.execution.traced_kernel import name_inside

from tests import ROOT

PROGRAM = """
import sys
from pathlib import Path
sys.path.insert(0, {project!r})
from scripts.execution.traced_kernel import watch_reads
watch_reads({root!r}, {record!r})
"""


@pytest.fixture
def watch(tmp_path):
    """Run code in a folder and return the names that were noted."""
    root = tmp_path / "an été"
    (root / "data").mkdir(parents=True)
    (root / "data/a.csv").write_text("a")
    (root / "module.py").write_text("")

    def run(code: str) -> list[str]:
        places = {"project": str(ROOT), "root": str(root)}
        program = PROGRAM.format(**places, record=str(tmp_path / "reads")) + code
        command = [sys.executable, "-c", program]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
        subprocess.run(command, cwd=root, check=True, timeout=600, env=environment)
        return (tmp_path / "reads").read_text("utf-8").splitlines()

    run.root = root
    return run


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("open('data/a.csv')", ["data/a.csv"]),
        ("open('data/a.csv'); Path('data/../data/a.csv').read_bytes()", ["data/a.csv"]),
        ("import os; os.open(b'data/a.csv', os.O_RDONLY)", ["data/a.csv"]),
        ("open('data/a.csv', 'r+')", ["data/a.csv"]),
        ("import pandas; pandas.read_csv('data/a.csv')", ["data/a.csv"]),
        ("try: open('data/none.csv')\nexcept OSError: pass", ["data/none.csv"]),
        ("list(Path('data').iterdir())", ["data/"]),
        ("list(Path('.').rglob('*.csv'))", ["./", "data/"]),
        ("import os; os.chdir('data'); os.listdir(); open('a.csv')", ["data/", "data/a.csv"]),
        ("open('data/a.csv', 'w'); open('data/b.csv', 'a'); open('/dev/null')", []),
        (
            "open('.hidden', 'w'); open('.hidden'); Path('_build').mkdir(); open('_build/x', 'w+')",
            [],
        ),
    ],
)
def test_what_is_read_is_noted_once_and_nothing_else(watch, code, names):
    assert sorted(watch(code)) == sorted(names)


def test_a_module_counts_by_its_source_also_when_it_is_loaded_compiled(watch):
    load = "sys.path.insert(0, '.'); import module"
    assert watch(load) == ["module.py"]
    assert list((watch.root / "__pycache__").glob("module.*.pyc")), "not compiled"
    (watch.root.parent / "reads").unlink()
    assert watch(load) == ["module.py"]


def test_a_link_to_the_folder_makes_no_difference(tmp_path):
    (tmp_path / "real/data").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert name_inside(str(tmp_path / "real"), tmp_path / "link/data/a.csv") == "data/a.csv"
    assert name_inside(str(tmp_path / "real"), tmp_path / "a.csv") is None

"""The house: no module is too long to be read at a sitting."""

from pathlib import Path

import pytest

MODULES = sorted((Path(__file__).resolve().parents[1] / "scripts").glob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_is_short_enough_to_be_read_at_a_sitting(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) < 300
    assert lines[0].startswith('"""'), "a module begins by saying what it is"

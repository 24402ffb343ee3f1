"""The house: no module is too long to be read at a sitting, and no test hopes to be in time."""

from pathlib import Path

import pytest

MODULES = sorted((Path(__file__).resolve().parents[1] / "scripts").glob("*.py"))
TESTS = sorted(Path(__file__).parent.rglob("*.py"))
# What is true after some milliseconds on one machine is not yet true on a busy one, and what
# a page is asked only once may come a moment later.
HASTY = ("page.wait_for_" + "timeout", 'wait_for_load_state("network' + 'idle")')


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_is_short_enough_to_be_read_at_a_sitting(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) < 300
    assert lines[0].startswith('"""'), "a module begins by saying what it is"


def test_a_test_looks_after_a_while_instead_of_waiting_for_what_it_looks_at():
    found = [(p.name, word) for p in TESTS for word in HASTY if word in p.read_text("utf-8")]
    assert found == [], "use Playwright's expect, or wait_for of tests/browser.py"

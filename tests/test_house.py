"""The house: modules lie in rooms and say what they are, and no test hopes to be in time."""

import re

import pytest

from tests import ROOT

MODULES = sorted((ROOT / "scripts").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
# What is true after some milliseconds on one machine is not yet true on a busy one, and what
# a page is asked only once may come a moment later.
HASTY = ("page.wait_for_" + "timeout", 'wait_for_load_state("network' + 'idle")')


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_begins_by_saying_what_it_is(path):
    assert path.read_text(encoding="utf-8").startswith('"""')


def test_modules_lie_in_rooms():
    package = ROOT / "scripts"
    assert {path.name for path in package.glob("*.py")} == {"__init__.py", "__main__.py"}
    assert len({path.parent for path in MODULES}) > 10


def test_a_test_looks_after_a_while_instead_of_waiting_for_what_it_looks_at():
    found = [(p.name, word) for p in TESTS for word in HASTY if word in p.read_text("utf-8")]
    assert found == [], "use Playwright's expect, or wait_for of tests/browser.py"


def test_jupyterlab_comes_without_changing_a_version_of_the_book():
    pins, lab = (
        dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / name).read_text("utf-8"), re.M))
        for name in ("requirements.txt", "requirements-lab.txt")
    )
    assert "jupyterlab" in lab
    assert {
        name: version for name, version in lab.items() if pins.get(name, version) != version
    } == {}

"""The map of the house: each room stands on it, in the order that `make lint` holds."""

import re
import tomllib

from tests import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PACKAGE = ROOT / "scripts"


def list_rooms():
    """Return each room of the map, and the module to begin with."""
    rows = TEXT.partition("| room | what happens there | begin with |")[2].partition("\n\n")[0]
    return re.findall(r"(?m)^\| `(\w+)` \|.*\| `(\w+)` \|$", rows)


def test_the_map_names_the_rooms_of_the_tree_in_the_order_of_their_floors():
    rooms = [room for room, _ in list_rooms()]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert rooms == project["tool"]["importlinter"]["contracts"][0]["layers"][::-1]
    assert set(rooms) == {path.parent.name for path in PACKAGE.glob("*/__init__.py")}


def test_the_module_to_begin_with_is_there():
    missing = [(r, m) for r, m in list_rooms() if not (PACKAGE / r / f"{m}.py").is_file()]
    assert missing == []


def test_each_file_that_is_named_is_there():
    named = re.findall(r"`((?:scripts|tests|chapters)/[\w./-]+\.\w+)`", TEXT)
    assert [name for name in named if not (ROOT / name).exists()] == []
    assert len(named) >= 3


def test_tests_stand_in_the_rooms_of_what_they_try():
    rooms = {room for room, _ in list_rooms()} | {"edition"}
    folders = {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")}
    assert folders <= rooms

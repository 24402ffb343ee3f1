"""The map of the house: each module stands on it, in its room, and nothing else does."""

import re

from tests import ROOT


def test_the_map_names_each_module_in_its_room_and_no_other():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = text.partition("| room | what happens there | modules |")[2].partition("\n\n")[0]
    named = []
    for row in rows.splitlines()[2:]:
        room, _, modules = row.strip("| ").split(" | ")
        named += [f"{room.strip('`')}/{name}.py" for name in re.findall(r"`(\w+)`", modules)]
    package = ROOT / "scripts"
    modules = {path.relative_to(package).as_posix() for path in package.rglob("*.py")}
    assert sorted(named) == sorted(name for name in modules if not name.endswith("__.py"))

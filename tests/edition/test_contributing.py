"""The map of the house: each module stands on it, and nothing else does."""

import re

from tests import ROOT


def test_the_map_names_each_module_once_and_no_other():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = text.partition("| what | modules |")[2].partition("\n\n")[0]
    named = sorted(n for n in re.findall(r"`(\w+)`", rows) if n != "command_")
    modules = {path.stem for path in (ROOT / "scripts").glob("*.py")} - {"__init__"}
    assert named == sorted(name for name in modules if not name.startswith("command_"))

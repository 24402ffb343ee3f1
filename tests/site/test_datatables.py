"""DataTables as a plain script: from a module, and from no other thing."""

from __future__ import annotations

from importlib.resources import files

import pytest

from scripts.site.datatables import build_script


def test_a_module_becomes_a_script_that_names_its_default():
    module = "var a=1,b=2;export{a as default,b as other};\n/*! licence */\n"
    script = build_script(module)
    assert "export" not in script
    assert "window.DataTable = a;" in script
    assert script.endswith("/*! licence */\n")


@pytest.mark.parametrize(
    "module",
    [
        "var a=1;",
        "var a=1;export{a as b};",
        "import x from 'y';var a=1;export{a as default};",
        "export{a as default};export{b as c};",
    ],
)
def test_a_bundle_of_another_form_is_refused(module):
    with pytest.raises(ValueError, match="export"):
        build_script(module)


def test_the_installed_bundle_is_a_script_with_its_licences():
    module = files("itables").joinpath("html", "dt_bundle.js").read_text("utf-8")
    script = build_script(module)
    assert script.count("SpryMedia") == module.count("SpryMedia") > 0
    assert "export{" not in script

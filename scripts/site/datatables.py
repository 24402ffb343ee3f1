"""DataTables as a plain script for the site, made from what the itables package brings along."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

SCRIPT = "datatables.js"
NAME = "DataTable"
# What a page holds that needs the script.
NEEDED_BY = "explorer-table"
EXPORT = re.compile(r"export\s*\{([^}]*)\}\s*;?")


def build_script(module: str) -> str:
    """Return the bundle as a script that sets `window.DataTable`; its licences stay in it.

    Browsers load no modules from files, and the site is to work from a folder.

    Parameters
    ----------
    module : str
        The bundle, an ES module that imports nothing and has one list of exports.

    Raises
    ------
    ValueError
        If the bundle has another form.
    """
    exports = EXPORT.findall(module)
    if len(exports) != 1 or re.search(r"^\s*import[\s{*'\"]", module, re.MULTILINE):
        raise ValueError(f"expected a module with one list of exports, found {len(exports)}")
    entries = [entry.split() for entry in exports[0].split(",")]
    names = {entry[-1]: entry[0] for entry in entries if entry}
    if "default" not in names:
        raise ValueError("the module has no default export")
    before, _, after = EXPORT.sub("\0", module).partition("\0")
    # A module is strict and keeps its names to itself; so does this.
    return (
        f'(function () {{ "use strict";\n{before}\nwindow.{NAME} = {names["default"]};\n'
        f"}})();\n{after.strip()}\n"
    )


def write_script(app: Sphinx) -> None:
    """Write the script among the static files of the site."""
    if app.builder.format != "html":
        return
    try:
        module = files("itables").joinpath("html", "dt_bundle.js").read_text("utf-8")
        script = build_script(module)
    except (OSError, ValueError) as error:
        raise ExtensionError(
            f"itables: {error}. The explorer needs DataTables from this package; install the "
            "version that requirements.txt names."
        ) from error
    folder = Path(app.outdir) / "_static"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SCRIPT).write_text(script, "utf-8", newline="\n")


def load_script(app: Sphinx, page: str, template: str, context: dict, doctree) -> None:
    """Load the script, and what uses it, on the pages that need it and no others."""
    if NEEDED_BY in str(context.get("body", "")):
        for name in (SCRIPT, "explorer.js"):
            app.add_js_file(name, loading_method="defer")


def connect(app: Sphinx) -> None:
    """Connect this to a build."""
    app.connect("builder-inited", write_script)
    app.connect("html-page-context", load_script)

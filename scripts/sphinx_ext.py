"""The book's Sphinx extension: the gate for data, the look, nothing from the network."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from scripts.problems import StudyError
from scripts.published import UnexplainedError, compare_all, require_explained
from scripts.study import CHECKED, find_data, load_study

STATIC = Path(str(files("scripts").joinpath("static")))


def check_before_building(app: Sphinx) -> None:
    """Refuse to build from data that are invalid or whose differences are unexplained.

    `make book` has checked already and says so; this serves a plain ``jupyter-book build``.
    """
    if os.environ.get(CHECKED):
        return
    try:
        require_explained(compare_all(load_study(find_data(Path(app.srcdir)))))
    except (StudyError, UnexplainedError) as error:
        raise ExtensionError(str(error)) from error


def keep_to_this_site(app: Sphinx, page: str, template: str, context: dict, doctree) -> None:
    """Take scripts with an address on the network out of a page."""
    context["script_files"] = [
        script
        for script in context.get("script_files", [])
        if "://" not in str(getattr(script, "filename", script))
    ]


def setup(app: Sphinx) -> dict[str, object]:
    """Connect the extension."""
    app.connect("builder-inited", check_before_building)
    app.connect("builder-inited", lambda app: app.config.html_static_path.append(str(STATIC)))
    app.connect("html-page-context", keep_to_this_site, priority=900)
    app.add_css_file("edition.css")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

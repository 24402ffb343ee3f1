"""The book's Sphinx extension: the gate for data, the look, nothing from the network."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from scripts import datatables, notices, page_writing
from scripts.problems import StudyError
from scripts.published import UnexplainedError, compare_all, require_explained
from scripts.study import CHECKED, find_data, load_study

PACKAGE = Path(str(files("scripts")))
# Jupyter Book loads it for every book. It would put addresses on the network into each page.
UNWANTED = "sphinx_thebe"


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


def disconnect_unwanted(app: Sphinx, config) -> None:
    """Take the handlers of the unwanted extension out again."""
    for listeners in list(app.events.listeners.values()):
        for listener in list(listeners):
            if listener.handler.__module__ == UNWANTED:
                app.disconnect(listener.id)


def leave_out_empty_index(app: Sphinx, env: BuildEnvironment) -> None:
    """Write no index page where nothing is indexed."""
    if app.builder.format == "html":
        # The builder has read its setting already; the pages' links still ask for it.
        is_needed = any(env.get_domain("index").entries.values())
        app.builder.use_index = app.config.html_use_index = is_needed


def keep_to_this_site(app: Sphinx, page: str, template: str, context: dict, doctree) -> None:
    """Take scripts and styles with an address on the network out of a page."""
    for key in ("script_files", "css_files"):
        context[key] = [file for file in context.get(key, []) if _is_ours(file)]


def _is_ours(file: object) -> bool:
    """Return whether a script or style sheet comes from this site, and is wanted."""
    body = str(getattr(file, "attributes", {}).get("body") or "")
    address = str(getattr(file, "filename", file) or "")
    return "://" not in address + body and "sphinx-thebe" not in address


def remove_leftovers(app: Sphinx, error: Exception | None) -> None:
    """Remove what is no part of the site: the themes' templates, and Sphinx's own notes."""
    if error is None and app.builder.format == "html":
        output = Path(app.outdir)
        for path in [*(output / "_static").rglob("*.html"), output / ".buildinfo"]:
            path.unlink(missing_ok=True)


def setup(app: Sphinx) -> dict[str, object]:
    """Connect the extension."""
    app.config.templates_path.append(str(PACKAGE / "templates"))
    app.connect("config-inited", disconnect_unwanted)
    app.connect("builder-inited", check_before_building)
    app.connect(
        "builder-inited", lambda app: app.config.html_static_path.append(str(PACKAGE / "static"))
    )
    app.connect("env-updated", leave_out_empty_index)
    app.connect("html-page-context", keep_to_this_site, priority=900)
    app.connect("build-finished", remove_leftovers)
    datatables.connect(app)
    page_writing.connect(app)
    notices.connect(app)
    app.add_css_file("edition.css")
    app.add_css_file("explorer.css")
    app.add_css_file("downloads.css")
    app.add_js_file("change-model.js")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""The book's Sphinx extension: the gate for data, the look, nothing from the network."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.logging import getLogger

from scripts.book.download_store import DownloadError, make_downloads
from scripts.book.printing import PrintError
from scripts.execution.executor import require_sound_data
from scripts.files.problems import StudyError
from scripts.published.comparison import UnexplainedError
from scripts.site import (
    address,
    cards,
    code_cells,
    faces,
    notices,
    page_head,
    page_writing,
    passages,
)
from scripts.site.assets import disconnect_unwanted, drop_unneeded_files, remove_leftovers
from scripts.site.page_markup import repair_page
from scripts.site.page_security import secure_site
from scripts.study.study import find_data

PACKAGE = Path(str(files("scripts.site")))
STYLES = {
    "faces.css": {},
    "type.css": {},
    "layout.css": {},
    "edition.css": {},
    "change-model.css": {},
    "explorer.css": {},
    "downloads.css": {},
    "shell.css": {},
    "print.css": {"media": "print"},
}
SCRIPTS = ("shell.js", "cards.js", "change-model.js", "explorer.js")
LOGGER = getLogger(__name__)


def check_before_building(app: Sphinx) -> None:
    """Refuse to build from data that are invalid or whose differences are unexplained.

    What `make book` has found sound already, it does not look at again.
    """
    try:
        require_sound_data(find_data(Path(app.srcdir)).parent)
    except (StudyError, UnexplainedError) as error:
        raise ExtensionError(str(error)) from error


def drop_empty_index(app: Sphinx, env: BuildEnvironment) -> None:
    """Write no index page where nothing is indexed."""
    if app.builder.format == "html":
        # The builder has read its setting already; the pages' links still ask for it.
        is_needed = any(env.get_domain("index").entries.values())
        app.builder.use_index = app.config.html_use_index = is_needed


def add_files(app: Sphinx, error: Exception | None) -> None:
    """Make the downloads of a plain ``jupyter-book build``; `make book` makes its own."""
    if error is not None or app.builder.format != "html":
        return
    if not app.config.edition_downloads:
        return
    root, site = find_data(Path(app.srcdir)).parent, Path(app.outdir)
    pages = (path.read_bytes() for path in site.rglob("*.html"))
    try:
        with make_downloads(root, site, pages, LOGGER.info):
            pass
    except (DownloadError, PrintError) as problem:
        raise ExtensionError(str(problem)) from problem


def setup(app: Sphinx) -> dict[str, object]:
    """Connect the extension."""
    app.add_config_value("edition_downloads", True, "")
    # Outputs hold the same in open forms too, which are not for pages.
    app.config.suppress_warnings.append("mystnb.unknown_mime_type")
    # Before the places of the themes, which have templates of the same names.
    app.config.templates_path.insert(0, str(PACKAGE / "templates"))
    app.connect("config-inited", disconnect_unwanted)
    app.connect("builder-inited", check_before_building)
    app.connect(
        "builder-inited", lambda app: app.config.html_static_path.append(str(PACKAGE / "static"))
    )
    app.connect("env-updated", drop_empty_index)
    cards.connect(app)
    code_cells.connect(app)
    page_writing.connect(app)
    notices.connect(app)
    page_head.connect(app)
    address.connect(app)
    passages.connect(app)
    faces.connect(app)
    app.connect("html-page-context", repair_page)
    app.connect("html-page-context", drop_unneeded_files, priority=900)
    # Last of all, when whatever makes pages or files of its own has made them.
    app.connect("build-finished", remove_leftovers, priority=900)
    app.connect("build-finished", secure_site, priority=901)
    # The book is printed from the pages as they will be.
    app.connect("build-finished", add_files, priority=950)
    for name, attributes in STYLES.items():
        app.add_css_file(name, **attributes)
    for name in SCRIPTS:
        app.add_js_file(name)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

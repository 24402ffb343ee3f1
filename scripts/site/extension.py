"""The book's Sphinx extension: the gate for data, the look, nothing from the network."""

from functools import partial
from importlib.resources import files
from itertools import chain
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.logging import getLogger

from scripts.book.printing import add_books
from scripts.chapters.executor import require_sound_data
from scripts.chapters.results import load_all_results, load_results
from scripts.display.citations import read_edition, read_evaluation
from scripts.exports.downloads import FOLDER, write_downloads
from scripts.files.problems import RefusalError
from scripts.site.after_build import finish_site
from scripts.site.code_cells import FoldCode, NamedTextRole
from scripts.site.metadata import find_shared_figure, read_address
from scripts.site.pages import collect_pages, prepare_page
from scripts.study.study import Study, find_data, load_study

PACKAGE = Path(str(files("scripts.site")))
STYLES = (
    *("new.css", "faces.css", "type.css", "layout.css", "edition.css", "change-model.css"),
    *("explorer.css", "downloads.css", "shell.css"),
)
SCRIPTS = ("shell.js", "cards.js", "change-model.js", "explorer.js")
# Jupyter Book loads it for every book. It would put addresses on the network into each page.
UNWANTED = "sphinx_thebe"
BINDER = "https://mybinder.org"
# What Jupyter Book takes for the address of a book's source if none is given: its own.
NOT_GIVEN = "https://github.com/executablebooks/jupyter-book"
LOGGER = getLogger(__name__)


def disconnect_unwanted(app: Sphinx, config: object) -> None:
    """Take the handlers of the unwanted extension out again."""
    for listener in list(chain.from_iterable(app.events.listeners.values())):
        if listener.handler.__module__ == UNWANTED:
            app.disconnect(listener.id)


def add_source_links(app: Sphinx, config) -> None:
    """Offer a link to the source, and to run it on Binder, if its address is configured.

    That is ``repository.url`` in ``_config.yml``; nothing else needs to be set.
    """
    options = config.html_theme_options
    if options.get("repository_url") == NOT_GIVEN:
        del options["repository_url"]
    if options.get("repository_url"):
        options["use_repository_button"] = True
        buttons = dict(options.get("launch_buttons") or {})
        buttons["binderhub_url"] = buttons.get("binderhub_url") or BINDER
        options["launch_buttons"] = buttons


def open_book(app: Sphinx) -> None:
    """Read the study and what its chapters show, once, and have all pages made from them.

    Data that are invalid or whose differences are unexplained are refused. What `make book` has
    found sound already is not looked at again.
    """
    source = Path(app.srcdir)
    data = find_data(source)
    try:
        require_sound_data(data.parent)
    except RefusalError as error:
        raise ExtensionError(str(error)) from error
    if app.builder.format != "html":
        return
    app.config.html_static_path.append(str(PACKAGE / "static"))
    # The search index of Sphinx knows neither sentences nor cells, and reads code as prose.
    app.builder.search = False
    study, results = load_study(data), load_results(source, data)
    facts = study.settings.facts
    app.config.html_context["notice"] = str(facts.get("notice", ""))
    works = read_evaluation(facts), read_edition(data.parent)
    has_picture = find_shared_figure(study, results) is not None
    app.connect("env-updated", drop_empty_index)
    app.connect("html-collect-pages", partial(collect_pages, study, results))
    # Last, when whatever adds to a page has done so.
    app.connect("html-page-context", partial(prepare_page, works, has_picture), priority=900)
    # Last of all, when whatever makes pages or files of its own has made them. The book is
    # printed from the pages as they will be.
    app.connect("build-finished", partial(finish_site, study, results), priority=900)
    app.connect("build-finished", partial(add_files, study), priority=950)


def drop_empty_index(app: Sphinx, env: BuildEnvironment) -> None:
    """Write no index page where nothing is indexed."""
    # The builder has read its setting already; the pages' links still ask for it.
    is_needed = any(env.get_domain("index").entries.values())
    app.builder.use_index = app.config.html_use_index = is_needed


def add_files(study: Study, app: Sphinx, error: Exception | None) -> None:
    """Make the downloads of a plain ``jupyter-book build``; `make book` makes its own."""
    if error is not None or not app.config.edition_downloads:
        return
    site, root = Path(app.outdir), study.directory.parent
    pages = (path.read_text("utf-8") for path in site.rglob("*.html"))
    if not any(f"/{FOLDER}/" in page for page in pages):
        return
    results = load_all_results(root, study.directory)
    try:
        write_downloads(study, results, site / FOLDER)
        add_books(root, site, study, results, LOGGER.info)
    except RefusalError as problem:
        raise ExtensionError(str(problem)) from problem


def setup(app: Sphinx) -> dict[str, object]:
    """Connect the extension."""
    app.add_config_value("edition_downloads", True, "")
    # Outputs hold the same in open forms too, which are not for pages.
    app.config.suppress_warnings.append("mystnb.unknown_mime_type")
    # Before the places of the themes, which have templates of the same names.
    app.config.templates_path.insert(0, str(PACKAGE / "templates"))
    app.setup_extension("myst_nb")
    app.add_role_to_domain("glue", "text", NamedTextRole(), override=True)
    app.add_post_transform(FoldCode)
    app.connect("config-inited", disconnect_unwanted)
    app.connect("config-inited", read_address)
    app.connect("config-inited", add_source_links)
    app.connect("builder-inited", open_book)
    for name in STYLES:
        app.add_css_file(name)
    app.add_css_file("print.css", media="print")
    for name in SCRIPTS:
        app.add_js_file(name)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

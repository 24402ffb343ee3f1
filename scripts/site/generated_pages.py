"""Pages that no chapter writes: the search, and one for each configuration."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

from sphinx.application import Sphinx

from scripts.cases.configuration_pages import EXPLORER, build_pages
from scripts.chapters.results import load_results
from scripts.site.metadata import find_base
from scripts.study.study import find_data, load_study


def collect_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, object], str]]:
    """Yield name, context and template of the search and of the page of each configuration.

    They are made from the data and from what the chapters show, in a plain Jupyter Book build
    too, and stand in no table of contents: the explorer leads to them, and they lead to it.
    """
    if app.builder.format != "html":
        return
    yield "search", {"title": "Search", "body": ""}, "search.html"
    source = Path(app.srcdir)
    data = find_data(source)
    study, results = load_study(data), load_results(source, data)
    about = app.env.found_docs, str(app.config.html_title or ""), find_base(app)
    pages = list(build_pages(study, results, *about))
    links = [{"link": f"{p.name.rpartition('/')[2]}.html", "title": escape(p.title)} for p in pages]
    parents = []
    if EXPLORER in app.env.titles:
        title = escape(app.env.titles[EXPLORER].astext())
        parents = [{"link": f"../{EXPLORER}.html", "title": title}]
    for page, before, after in zip(pages, [None, *links], [*links[1:], None], strict=False):
        context = {
            "title": escape(page.title),
            "body": page.body,
            "description": page.description,
            "prev": before,
            "next": after,
            "parents": parents,
        }
        yield page.name, context, "page.html"

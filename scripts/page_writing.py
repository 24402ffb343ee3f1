"""The pages of single configurations, written while the site is built, and found by its search."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import new_document

from scripts.configuration_pages import EXPLORER, Book, ConfigurationPage, build_pages
from scripts.study import find_data, load_study


def collect_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, object], str]]:
    """Return name, context and template of the page of each configuration.

    They are made from the data alone, so that they are in a plain Jupyter Book build too,
    and stand in no table of contents: the explorer leads to them, and they lead to it.
    """
    if app.builder.format != "html":
        return
    address = app.config.html_baseurl
    book = Book(
        str(app.config.html_title or ""),
        app.env.found_docs,
        address.rstrip("/") + "/" if address else "",
    )
    pages = list(build_pages(load_study(find_data(Path(app.srcdir))), book))
    for i, page in enumerate(pages):
        feed_search(app, page)
        before, after = pages[i - 1 : i] if i else (), pages[i + 1 : i + 2]
        context = {
            "title": escape(page.title),
            "body": page.body,
            "description": page.description,
            "prev": _lead_to(before),
            "next": _lead_to(after),
            "parents": _list_parents(app),
        }
        yield page.name, context, "page.html"


def _lead_to(pages) -> dict[str, str] | None:
    """Return link and title of the one page before or after, if there is one."""
    for page in pages:
        return {"link": f"{page.name.rsplit('/', 1)[1]}.html", "title": escape(page.title)}
    return None


def _list_parents(app: Sphinx) -> list[dict[str, str]]:
    """Return the way back to the explorer, if the book has it."""
    if EXPLORER not in app.env.titles:
        return []
    title = escape(app.env.titles[EXPLORER].astext())
    return [{"link": f"../{EXPLORER}.html", "title": title}]


def feed_search(app: Sphinx, page: ConfigurationPage) -> None:
    """Make a page known to the search of the site."""
    if getattr(app.builder, "indexer", None) is None:
        return
    document = new_document(page.name)
    section = nodes.section("", nodes.title(text=page.title), ids=["top"])
    section += [nodes.paragraph(text=words) for words in page.words]
    document += section
    app.builder.indexer.feed(page.name, f"{page.name}.html", page.title, document)
    # Before it is written, the index forgets the pages that are not listed here; and
    # what is listed here has to have a title.
    app.env.all_docs.setdefault(page.name, 0)
    app.env.titles.setdefault(page.name, nodes.title(text=page.title))


def connect(app: Sphinx) -> None:
    """Connect this to a build."""
    app.connect("html-collect-pages", collect_pages)

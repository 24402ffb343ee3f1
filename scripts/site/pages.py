"""The pages of single configurations, written while the site is built."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from sphinx.application import Sphinx

from scripts.cases.pages import EXPLORER, Book, build_pages
from scripts.chapters.results import load_results
from scripts.study.study import find_data, load_study


def collect_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, object], str]]:
    """Return name, context and template of the page of each configuration.

    They are made from the data and from what the chapters show, in a plain Jupyter Book
    build too, and stand in no table of contents: the explorer leads to them, and they lead to it.
    """
    if app.builder.format != "html":
        return
    address = app.config.html_baseurl
    book = Book(
        str(app.config.html_title or ""),
        app.env.found_docs,
        address.rstrip("/") + "/" if address else "",
    )
    data = find_data(Path(app.srcdir))
    pages = list(build_pages(load_study(data), book, load_results(Path(app.srcdir), data)))
    for i, page in enumerate(pages):
        before, after = pages[i - 1 : i] if i else (), pages[i + 1 : i + 2]
        context = {
            "title": escape(page.title),
            "body": page.body,
            "description": page.description,
            "prev": _link_neighbour(before),
            "next": _link_neighbour(after),
            "parents": _list_parents(app),
        }
        yield page.name, context, "page.html"


def _link_neighbour(pages) -> dict[str, str] | None:
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


def connect(app: Sphinx) -> None:
    """Connect this to a build."""
    app.connect("html-collect-pages", collect_pages)

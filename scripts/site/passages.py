"""What the search of the site finds: sentences, cells and quotations, each with its place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from bs4 import BeautifulSoup, Tag
from sphinx.application import Sphinx
from sphinx.search import IndexBuilder

from scripts.study.study import find_data, load_study

SCRIPT = "passages.js"
PAGE = "search"
# What is read as one piece.
BLOCKS = ("p", "li", "td", "th", "dt", "dd", "figcaption", "caption", "h1", "h2", "h3", "div")
# What no reader searches for: code, drawings, files to take away, what only works on a screen.
UNREAD = (
    ".edition-code, .edition-frame, .case-codes, svg, script, style, nav, form, button, thead, "
    "[hidden], pre, "
    ".edition-downloads, .edition-files, .edition-how, .edition-skip, .edition-status, "
    ".edition-zoom, .edition-card, .headerlink, .verdict-mark, .note-mark, .figure-link"
)
# What a piece is, by what it stands in; the first that fits.
KINDS = {
    ".quotation, blockquote": "quotation",
    "td, tbody th, .case-words": "cell",
    "h1, h2, h3": "heading",
}
FEWEST_LETTERS = 3
ONE_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Passage:
    """A piece of a page.

    Attributes
    ----------
    anchor : str
        The id nearest before it; empty at the top of the page.
    kind : str
        ``quotation``, ``cell``, ``heading`` or ``text``.
    label : str
        For a cell what its column is called.
    text : str
        In one line.
    """

    anchor: str
    kind: str
    label: str
    text: str


def read_passages(html: str) -> Iterator[Passage]:
    """Yield the pieces of a page in their order, none of them within another."""
    article = BeautifulSoup(html, "lxml").find("article")
    if article is None:
        return
    for unread in article.select(UNREAD):
        unread.decompose()
    anchor = ""
    for element in article.find_all(True):
        anchor = element.get("id") or anchor
        if element.name not in BLOCKS or element.find(BLOCKS):
            continue
        text = " ".join(element.get_text(" ", strip=True).split())
        if sum(map(str.isalpha, text)) >= FEWEST_LETTERS:
            kind = find_kind(element)
            yield Passage(anchor, kind, find_label(element) if kind == "cell" else "", text)


def find_kind(element: Tag) -> str:
    """Return what an element stands in."""
    around = [element, *element.parents]
    for selector, kind in KINDS.items():
        names = {part.strip() for part in selector.split(",")}
        for place in around:
            classes = {f".{name}" for name in place.get("class") or ()}
            is_row_head = place.name == "th" and "tbody th" in names
            if place.name in names or classes & names or is_row_head:
                return kind
    return "text"


def find_label(element: Tag) -> str:
    """Return what the column of a cell is called."""
    stage = element.find_previous_sibling(class_="case-stage")
    if stage is not None:
        return stage.get_text(strip=True)
    cell = element if element.has_attr("data-label") else element.find_parent(["td", "th"])
    return str(cell.get("data-label") or "") if cell is not None else ""


def collect_passages(site: Path, order: list[str]) -> list[list[object]]:
    """Return for each page its name, its title and its passages, as the script reads them.

    Words that stand on several pages are found on the first of them.

    Parameters
    ----------
    site : Path
        The finished site.
    order : list of str
        Names of pages without their suffix, those that are to be found first before others.
    """
    seen: set[str] = set()
    pages = []
    for name in order:
        path = site / f"{name}.html"
        if not path.is_file():
            continue
        passages = list(read_passages(path.read_text("utf-8")))
        title = next((p.text for p in passages if p.kind == "heading"), name)
        kept = [p for p in passages if p.text.casefold() not in seen or p.kind == "heading"]
        seen.update(p.text.casefold() for p in kept)
        pages.append([name, title, [[p.anchor, p.kind, p.label, p.text] for p in kept]])
    return pages


def list_pages(app: Sphinx) -> list[str]:
    """Return the names of all pages: configurations, then chapters as in the contents."""
    chapters = [app.config.root_doc, *_walk(app, app.config.root_doc)]
    site = Path(app.outdir)
    found = {p.relative_to(site).with_suffix("").as_posix() for p in site.rglob("*.html")}
    others = sorted(found - {*chapters, PAGE})
    return [*others, *chapters]


def _walk(app: Sphinx, page: str) -> Iterator[str]:
    """Yield the pages below a page in the order of the contents."""
    for child in app.env.toctree_includes.get(page, ()):
        yield child
        yield from _walk(app, child)


def write_passages(app: Sphinx, error: Exception | None) -> None:
    """Write what the search finds, and how words of the book's language are told alike."""
    if error is not None or app.builder.format != "html":
        return
    site = Path(app.outdir)
    pages = collect_passages(site, list_pages(app))
    synonyms = load_study(find_data(Path(app.srcdir))).synonyms
    language = IndexBuilder(app.env, app.config.html_search_language or app.config.language, {}, "")
    lines = [
        f"window.PASSAGES = {_embed(pages)};",
        f"window.SYNONYMS = {_embed(list_synonyms(synonyms))};",
        f"window.STOPWORDS = {_embed(sorted(language.lang.stopwords))};",
        "var Stemmer;",
        language.get_js_stemmer_code(),
        "window.STEMMER = Stemmer;",
        "",
    ]
    (site / "_static" / SCRIPT).write_text("\n".join(lines), "utf-8", newline="\n")


def list_synonyms(synonyms: pd.DataFrame) -> list[list[str]]:
    """Return the pairs of single words, of which the first finds the second as well.

    Terms of several words, and those that stand for a value to filter by, are the explorer's.
    """
    pairs = synonyms.loc[synonyms["column"] == "", ["term", "finds"]]
    return [pair for pair in pairs.to_numpy().tolist() if all(map(ONE_WORD.fullmatch, pair))]


def _embed(data: object) -> str:
    """Return data as JavaScript."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def replace_search(app: Sphinx) -> None:
    """Make no index of words: it knows neither sentences nor cells, and it reads code as prose."""
    if app.builder.format == "html":
        app.builder.search = False


def add_search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, object], str]]:
    """Return the page of the search."""
    if app.builder.format == "html":
        yield PAGE, {"title": "Search", "body": ""}, "search.html"


def connect(app: Sphinx) -> None:
    """Connect this to a build."""
    app.connect("builder-inited", replace_search)
    app.connect("html-collect-pages", add_search_page)
    # After the removal of files that no page leads to.
    app.connect("build-finished", write_passages, priority=901)

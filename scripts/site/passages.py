"""What the search of the site finds: sentences, cells and quotations, each with its place."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from bs4 import BeautifulSoup, Tag
from sphinx.application import Sphinx
from sphinx.search import IndexBuilder

from scripts.chapters.contents import list_pages

SCRIPT = "passages.js"
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
    "quotation": ".quotation, blockquote",
    "cell": "td, tbody th, .case-words",
    "heading": "h1, h2, h3",
}
FEWEST_LETTERS = 3
ONE_WORD = re.compile(r"\w+")


class Passage(NamedTuple):
    """A piece of a page.

    `anchor` is the id nearest before it, `kind` one of `KINDS` or ``text``, `label` what the
    column of a cell is called.
    """

    anchor: str
    kind: str
    label: str
    text: str


def read_passages(document: BeautifulSoup) -> Iterator[Passage]:
    """Yield the pieces of a page in their order; what nobody searches for is taken out of it."""
    article = document.find("article")
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
            kinds = (kind for kind, places in KINDS.items() if element.css.closest(places))
            kind = next(kinds, "text")
            yield Passage(anchor, kind, _find_label(element) if kind == "cell" else "", text)


def _find_label(cell: Tag) -> str:
    """Return what the column of a cell is called, or the stage of a configuration's page."""
    if stage := cell.find_previous_sibling(class_="case-stage"):
        return stage.get_text(strip=True)
    labelled = cell.css.closest("[data-label]")
    return str(labelled["data-label"]) if labelled else ""


def drop_repeated(pages: Mapping[str, Sequence[Passage]]) -> list[list[object]]:
    """Return for each page its name, its title and its passages, as the script reads them.

    Words that stand on several pages are found on the first of them.
    """
    seen: set[str] = set()
    found = []
    for name, passages in pages.items():
        title = next((p.text for p in passages if p.kind == "heading"), name)
        kept = [p for p in passages if p.text.casefold() not in seen or p.kind == "heading"]
        seen.update(p.text.casefold() for p in kept)
        found.append([name, title, kept])
    return found


def order_pages(root: Path, names: Sequence[str]) -> list[str]:
    """Return the names of pages as they are searched: configurations, then as in the contents."""
    chapters = [page.relative_to(root).with_suffix("").as_posix() for page in list_pages(root)]
    return [*sorted({*names} - {*chapters}), *(name for name in chapters if name in names)]


def describe_language(app: Sphinx) -> tuple[list[str], str]:
    """Return the words of the book's language that say nothing, and the script of its stems."""
    language = IndexBuilder(app.env, app.config.html_search_language or app.config.language, {}, "")
    code = f"var Stemmer;\n{language.get_js_stemmer_code()}\nwindow.STEMMER = Stemmer;\n"
    return sorted(language.lang.stopwords), code


def list_synonyms(synonyms: pd.DataFrame) -> list[list[str]]:
    """Return pairs of a word and a word that it also finds.

    Terms of several words, and those that stand for a value to filter by, are the explorer's.
    """
    pairs = synonyms.loc[synonyms["column"] == "", ["term", "finds"]]
    return [pair for pair in pairs.to_numpy().tolist() if all(map(ONE_WORD.fullmatch, pair))]

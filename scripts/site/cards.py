"""Cards: what a link leads to in a few lines, for whoever points at it or comes to it."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag
from sphinx.application import Sphinx

from scripts.analysis.crosslinks import CONFIGURATION_PAGES

SCRIPT = "cards-data.js"
LINK = re.compile(r'<a [^>]*?\bhref="([^"]+)"')
# Marks and links within what is shown, which a card has no room for.
ASIDE = ".figure-link, .verdict-mark, .note-mark, .headerlink, .label"
# Characters; what is longer is cut at a word.
LONGEST = 320
CALCULATION = "Calculated by"
# What brings numbers into the prose, in one line or up to the bracket that ends it.
STATEMENT = re.compile(r"^glue\((?:[^\n]*\)$|.*?^\)$)", re.DOTALL | re.MULTILINE)

Card = tuple[str, list[list[str]], str]


def list_targets(html: str, page: str) -> Iterator[tuple[str, str]]:
    """Yield where the links of a page lead within the site: a page, and an id or nothing."""
    for address in LINK.findall(html):
        place = urlsplit(address.replace("&amp;", "&"))
        if place.scheme or place.netloc:
            continue
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(place.path)))
        yield (path if place.path else page), unquote(place.fragment)


def collect_cards(site: Path) -> dict[str, Card]:
    """Return the card of each place that some page leads to, by its address within the site.

    Rows of tables have one, references, pages of configurations, and code that glues numbers
    into the prose. A card has a title, labelled words, and a quotation or nothing.
    """
    wanted: dict[str, set[str]] = {}
    for path in site.rglob("*.html"):
        page = path.relative_to(site).as_posix()
        for target, name in list_targets(path.read_text("utf-8"), page):
            if name or target.startswith(f"{CONFIGURATION_PAGES}/"):
                wanted.setdefault(target, set()).add(name)
    cards = {}
    for target, names in sorted(wanted.items()):
        path = site / target
        if path.suffix != ".html" or not path.is_file():
            continue
        document = BeautifulSoup(path.read_text("utf-8"), "lxml")
        for name in sorted(names):
            card = build_card(document, name)
            if card is not None:
                cards[f"{target}#{name}" if name else target] = card
    return cards


def build_card(document: BeautifulSoup, name: str) -> Card | None:
    """Return the card of a place of a page; None if it is nothing that fits on one."""
    if not name:
        return _describe_configuration(document)
    place = document.find(id=name)
    if place is None:
        return None
    if place.name == "tr":
        return _describe_row(place)
    classes = place.get("class") or ()
    if "citation" in classes:
        return ("", [["", _read(place)]], "")
    if "edition-code" in classes:
        return _describe_code(place)
    return None


def _describe_row(row: Tag) -> Card:
    """Return the cells of a row under the names of their columns."""
    head, *_ = row.find_all("th") or [None]
    cells = [[cell.get("data-label") or "", _read(cell)] for cell in row.find_all("td")]
    return (_read(head) if head else "", [cell for cell in cells if cell[1]], "")


def _describe_configuration(document: BeautifulSoup) -> Card | None:
    """Return title, sentence and first quotation of the page of a configuration."""
    title = document.select_one("article h1")
    if title is None:
        return None
    number = document.select_one("article .case-number")
    words = number.find(string=True).strip() if number else ""
    sentence = document.select_one("article .case-sentence")
    quotation = document.select_one("article .case-quotation")
    return (
        f"{words}: {_read(title)}" if words else _read(title),
        [["", _read(sentence)]] if sentence else [],
        _read(quotation) if quotation else "",
    )


def _describe_code(fold: Tag) -> Card | None:
    """Return the statement of a cell that brings numbers into the prose."""
    code = fold.find("pre")
    found = STATEMENT.search(code.get_text() if code else "")
    return ("", [[CALCULATION, _cut(" ".join(found[0].split()))]], "") if found else None


def _read(element: Tag) -> str:
    """Return the words of an element in one line, without marks and links beside them."""
    copy = BeautifulSoup(str(element), "lxml")
    for aside in copy.select(ASIDE):
        aside.decompose()
    return _cut(" ".join(copy.get_text(" ", strip=True).split()))


def _cut(text: str) -> str:
    """Return text that is not too long, cut at a word."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]} …"


def write_cards(app: Sphinx, error: Exception | None) -> None:
    """Write the cards of all pages; a page asks for them when somebody first points at a link."""
    if error is None and app.builder.format == "html":
        site = Path(app.outdir)
        words = json.dumps(collect_cards(site), ensure_ascii=False, separators=(",", ":"))
        content = "window.CARDS = " + words.replace("<", "\\u003c") + ";\n"
        (site / "_static" / SCRIPT).write_text(content, "utf-8", newline="\n")


def connect(app: Sphinx) -> None:
    """Connect this to a build."""
    # After the removal of files that no page leads to.
    app.connect("build-finished", write_cards, priority=901)

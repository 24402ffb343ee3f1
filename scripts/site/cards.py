"""Cards: what a link leads to in a few lines, for whoever points at it or comes to it."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag
from sphinx.application import Sphinx

from scripts.analysis.crosslinks import CONFIGURATION_PAGES, name_configuration_page
from scripts.chapters.results import load_results
from scripts.site.calculations import describe_number, list_tables
from scripts.site.code_cells import CODE_CELL, VALUE_NAME
from scripts.site.origins import Origin, list_origins
from scripts.study.study import find_data, load_study
from scripts.tables.table import name_table

SCRIPT = "cards-data.js"
LINK = re.compile(r'<a [^>]*?\bhref="([^"]+)"')
# Marks and links within what is shown, which a card has no room for.
ASIDE = ".figure-link, .verdict-mark, .note-mark, .headerlink, .label"
# Characters; what is longer is cut at a word.
LONGEST = 320
CALCULATION = "Calculated by"
BASIS = "which rests on"
# The class of a line that is code.
CODE = "code"

Card = tuple[str, list[list[str]], str]


def list_targets(html: str, page: str) -> Iterator[tuple[str, str]]:
    """Yield where the links of a page lead within the site: a page, and an id or nothing."""
    for address in LINK.findall(html):
        place = urlsplit(address.replace("&amp;", "&"))
        if place.scheme or place.netloc:
            continue
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(place.path)))
        yield (path if place.path else page), unquote(place.fragment)


def collect_cards(
    site: Path, origins: Mapping[str, Origin] = MappingProxyType({})
) -> dict[str, Card]:
    """Return the card of each place that some page leads to, by its address within the site.

    Rows of tables have one, references, configurations wherever they are shown, and what the
    code of a chapter has calculated: numbers in the prose and tables. A card has a title,
    labelled words, and a quotation or nothing. `origins` has what is said
    before and after some rows.
    """
    wanted: dict[str, set[str]] = {}
    cards: dict[str, Card] = {}
    for path in sorted(site.rglob("*.html")):
        page = path.relative_to(site).as_posix()
        html = path.read_text("utf-8")
        for target, name in list_targets(html, page):
            if name or target.startswith(f"{CONFIGURATION_PAGES}/"):
                wanted.setdefault(target, set()).add(name)
        if CODE_CELL in html:
            cards |= describe_calculations(BeautifulSoup(html, "lxml"), page)
    # Pages of configurations first: rows and boxes that show one have its card.
    first = sorted(wanted, key=lambda target: (not target.startswith(CONFIGURATION_PAGES), target))
    for target in first:
        path = site / target
        if path.suffix != ".html" or not path.is_file():
            continue
        document = BeautifulSoup(path.read_text("utf-8"), "lxml")
        for name in sorted(wanted[target]):
            address = f"{target}#{name}" if name else target
            card = build_card(document, name, cards)
            if card is not None:
                title, rows, quotation = card
                before, after = origins.get(address, ((), ()))
                rows = [*map(list, before), *rows, *map(list, after)]
                cards[address] = (title, rows, quotation)
    return dict(sorted(cards.items()))


def describe_calculations(document: BeautifulSoup, page: str) -> dict[str, Card]:
    """Return the cards of the numbers in the prose of a page, and of the cells of its tables.

    A number goes by the cell that glued it and its name, a table by its id.
    """
    code = {fold["id"]: fold.find("pre") for fold in document.select(f".{CODE_CELL}[id]")}
    sources = [pre.get_text() if pre else "" for pre in code.values()]
    cards: dict[str, Card] = {}
    for link in document.select(f'a[href][class*="{VALUE_NAME}"]'):
        name = next(c for c in link["class"] if c.startswith(VALUE_NAME)).removeprefix(VALUE_NAME)
        lines = describe_number(name, sources)
        if lines:
            cards[f"{page}{link['href']}:{name}"] = ("", _format_code(lines), "")
    for key, lines in list_tables(sources).items():
        if lines:
            cards[f"{page}#{name_table(key)}"] = ("", _format_code(lines), "")
    return cards


def _format_code(lines: Sequence[str]) -> list[list[str]]:
    """Return statements as lines of a card: the calculation, then what it rests on."""
    labels = [CALCULATION, BASIS, *[""] * len(lines)]
    return [[label, _cut(line), CODE] for label, line in zip(labels, lines, strict=False)]


def build_card(document: BeautifulSoup, name: str, cards: Mapping[str, Card]) -> Card | None:
    """Return the card of a place of a page; None if it is nothing that fits on one.

    What shows a configuration has the card of its page, which is among `cards` already.
    """
    if not name:
        return _describe_configuration(document)
    place = document.find(id=name)
    if place is None:
        return None
    configuration = place.get("data-name") or place.get("data-row")
    if configuration:
        page = f"{CONFIGURATION_PAGES}/{name_configuration_page(configuration)}.html"
        if page in cards:
            return cards[page]
    if place.name == "tr":
        return _describe_row(place)
    return ("", [["", _read(place)]], "") if "citation" in (place.get("class") or ()) else None


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
        site, data = Path(app.outdir), find_data(Path(app.srcdir))
        comparisons = load_results(Path(app.srcdir), data).comparisons
        cards = collect_cards(site, list_origins(load_study(data), comparisons))
        words = json.dumps(cards, ensure_ascii=False, separators=(",", ":"))
        content = "window.CARDS = " + words.replace("<", "\\u003c") + ";\n"
        (site / "_static" / SCRIPT).write_text(content, "utf-8", newline="\n")


def connect(app: Sphinx) -> None:
    """Connect this to a build."""
    # After the removal of files that no page leads to.
    app.connect("build-finished", write_cards, priority=901)

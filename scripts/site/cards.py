"""Cards: what a link leads to in a few lines, for whoever points at it or comes to it."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from copy import copy
from html import unescape
from urllib.parse import unquote, urldefrag, urljoin

from bs4 import BeautifulSoup, Tag

from scripts.analysis.crosslinks import CONFIGURATION_PAGES, address_configuration
from scripts.files.problems import count
from scripts.published.comparison import Comparison
from scripts.published.printed_cells import QUOTATIONS
from scripts.site.calculations import explain_number, list_tables, read_statements
from scripts.site.code_cells import CODE_CELL, VALUE_NAME
from scripts.site.metadata import shorten
from scripts.study.settings import CLAIMS, CLAIMS_TABLE, Exhibit
from scripts.study.study import Study
from scripts.tables.edition_tables import judge_cells, link_notes
from scripts.tables.table import name_table

SCRIPT = "cards-data.js"
CHAPTERS = "chapters/"
LINK = re.compile(r'<a [^>]*?\bhref="([^"]+)"')
# Marks and links within what is shown, which a card has no room for.
ASIDE = ".figure-link, .verdict-mark, .note-mark, .headerlink, .label"
# Characters; what is longer is cut at a word.
LONGEST = 320
CALCULATION, BASIS = "Calculated by", "which rests on"
HERE, PRINTED, DATA = "This edition", "Printed", "Rows of the data"
# The class of a line that is code.
CODE = "code"

# A title, labelled words, and a quotation or nothing.
Card = tuple[str, list[list[str]], str]


def list_targets(pages: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the pages and ids within the site that some page leads to."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for page, html in pages.items():
        for address in LINK.findall(html):
            target, place = urldefrag(urljoin(page, unescape(address)))
            wanted[unquote(target)].add(unquote(place))
    return wanted


def build_cards(
    document: BeautifulSoup,
    page: str,
    wanted: Collection[str],
    cards: Mapping[str, Card],
    origins: Mapping[str, list[list[str]]],
) -> dict[str, Card]:
    """Return the cards of a page by their address within the site.

    Rows of tables have one, references, configurations wherever they are shown, and what the
    code of a chapter has calculated. Of `cards`, those of earlier pages, a row or a box that
    shows a configuration takes the one of its page; `wanted` has the ids that are led to.
    """
    found = describe_calculations(document, page)
    if page.startswith(f"{CONFIGURATION_PAGES}/") and (card := _describe_configuration(document)):
        found[page] = card
    places = {tag["id"]: tag for tag in document.find_all(id=True)} if any(wanted) else {}
    for name in wanted & places.keys():
        address = f"{page}#{name}"
        if card := _describe_place(places[name], cards):
            title, rows, quotation = card
            if address in origins:
                *readings, data = origins[address]
                rows = [*readings, *rows, data]
            found[address] = (title, rows, quotation)
    return found


def describe_calculations(document: BeautifulSoup, page: str) -> dict[str, Card]:
    """Return the cards of the numbers in the prose of a page, and of the cells of its tables.

    A number goes by the cell that glued it and its name, a table by its id.
    """
    code = [pre.get_text() for pre in document.select(f".{CODE_CELL}[id] pre")]
    statements, told = read_statements(code), {}
    for link in document.select(f'a[href][class*="{VALUE_NAME}"]'):
        name = next(c for c in link["class"] if c.startswith(VALUE_NAME)).removeprefix(VALUE_NAME)
        if found := explain_number(name, statements):
            told[f"{page}{link['href']}:{name}"] = found[1]
    for key, lines in list_tables(statements).items():
        told[f"{page}#{name_table(key)}"] = lines
    cards = {}
    for address, lines in told.items():
        heads = [CALCULATION, BASIS, *[""] * len(lines)]
        words = (shorten(line, LONGEST) for line in lines)
        if rows := [[head, line, CODE] for head, line in zip(heads, words, strict=False)]:
            cards[address] = ("", rows, "")
    return cards


def _describe_place(place: Tag, cards: Mapping[str, Card]) -> Card | None:
    """Return the card of a place of a page; None if it is nothing that fits on one."""
    configuration = place.get("data-name") or place.get("data-row")
    if configuration:
        page = address_configuration(configuration).removeprefix("../")
        if page in cards:
            return cards[page]
    if place.name == "tr":
        cells = [[cell.get("data-label") or "", _read(cell)] for cell in place.find_all("td")]
        return (_read(place.find("th")), [cell for cell in cells if cell[1]], "")
    return ("", [["", _read(place)]], "") if "citation" in place.get("class", ()) else None


def _describe_configuration(document: BeautifulSoup) -> Card | None:
    """Return title, sentence and first quotation of the page of a configuration."""
    title = document.select_one("article h1")
    if title is None:
        return None
    number = document.select_one("article .case-number")
    words = f"{number.find(string=True).strip()}: " if number else ""
    sentence = _read(document.select_one("article .case-sentence"))
    quotation = _read(document.select_one("article .case-quotation"))
    return f"{words}{_read(title)}", [["", sentence]] if sentence else [], quotation


def _read(element: Tag | None) -> str:
    """Return the words of an element in one line, without marks and links beside them."""
    if element is None:
        return ""
    own = copy(element)
    for aside in own.select(ASIDE):
        aside.decompose()
    return shorten(own.get_text(" ", strip=True), LONGEST)


def list_origins(study: Study, comparisons: Mapping[str, Comparison]) -> dict[str, list[list[str]]]:
    """Return what is said of the cell of each verdict and each note, by address.

    Of a verdict what stands here and what is printed, which a note has already; and of both, last,
    the rows of the data that the cell is made from.
    """
    found = {}
    for comparison in comparisons.values():
        judged = judge_cells(comparison)
        for cell, values in comparison.values.groupby(["row", "column"], sort=False):
            lines = [
                [HERE, "; ".join(filter(None, values["rebuilt"]))],
                [PRINTED, "; ".join(filter(None, values["printed"]))],
                [DATA, describe_origin(study, comparison.exhibit, *cell)],
            ]
            found[f"{CHAPTERS}{judged[cell].address}"] = [line for line in lines if line[1]]
    for note in link_notes(study).itertuples():
        origin = describe_origin(study, study.exhibit(note.exhibit), note.row, note.field)
        found[f"{CHAPTERS}{note.address}"] = [[DATA, origin]]
    return found


def describe_origin(study: Study, exhibit: Exhibit, row: str, column: str) -> str:
    """Return which rows of which tables of the data a cell is made from.

    Their values are not told: some may be too small to be published.
    """
    if row in {"caption", "heading"}:
        return "study.yml"
    if exhibit.kind == "demographics":
        characteristic, _, level = row.partition("/")
        if not level:
            return f"characteristics: {characteristic}"
        return f"demographics: {characteristic}, {level}, {column}; groups of study.yml: {column}"
    if column == QUOTATIONS:
        number = (study.quotations["configuration"] == row).sum()
        return f"quotations: {row} ({count(number, 'row')})"
    return f"{CLAIMS_TABLE if exhibit.kind == CLAIMS else exhibit.kind}: {row}, {column}"

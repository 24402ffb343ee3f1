"""The tables of a workbook, one a sheet, with what is merged in them and what is hidden."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import Element

from scripts.files.office_files import read_parts
from scripts.files.workbooks import ALL, Page, find_sheets, read_cell, read_pages, unescape
from scripts.importer.office_texts import (
    RAISED,
    is_on,
    list_pictures,
    list_pieces,
    list_texts,
)
from scripts.importer.source_tables import FileContents, Place, TableError, clean

# Why a cell does not count, and the format of numbers that shows nothing.
STRUCK, UNSHOWN = "struck out", ";;;"
RAISED_SIGNS = set(map(chr, RAISED.values()))
# How signs are read aloud, which Japanese programs keep with them.
ALOUD = "how it is read"
# Parts of a workbook with text that stands in no cell.
BESIDE = re.compile(r"xl/(?:comments|threadedComments|drawings|charts|diagrams)[^_]*\.xml")


def read_workbook(path: Path) -> FileContents:
    """Return the sheets of a workbook, with the values that formulas had when it was saved."""
    parts = read_parts(path)
    sheets = find_sheets(parts)
    shared = list(parts.get("xl/sharedStrings.xml", ()))
    texts = [text for title in sheets for text in _list_cells(title, sheets[title], shared)]
    reading = FileContents(source=[(place, (text,)) for place, text in texts])
    for page in read_pages(path, parts, values=True):
        _take_page(page, dict(texts), reading)
    _take_beside(parts, sheets, reading)
    reading.notes += [f"[{place}] {text}" for place, text in texts if place.endswith(ALOUD)]
    return reading


def _take_page(page: Page, texts: Mapping[str, str], reading: FileContents) -> None:
    """Add the table of a sheet to a reading, and set aside what does not count of it.

    `texts` are the cells as they stand in the file.
    """
    name = f"sheet {page.title}"
    cells: dict[Place, str] = {}
    doubts = []
    for cell in (cell for row in page.rows.values() for cell in row.values()):
        text, wrong = read_cell(cell, "boolean")
        where = f"{name}, cell {cell.coordinate}"
        stored = texts.get(where, "")
        if RAISED_SIGNS & set(stored):
            # openpyxl does not tell which letters are raised.
            text = stored
        if wrong:
            found, allowed, fix = wrong
            doubts.append(f"{where}: {found}, where {allowed} should stand. {fix}")
            text = str(cell.value) + (f" ({stored})" if stored != str(cell.value) else "")
        lines = (f"row {cell.row}", f"column {cell.column_letter}")
        hidden = next((line for line in lines if line in page.hidden), "")
        if ALL in page.hidden:
            reading.set_aside(f"{name}, hidden", text)
        elif hidden:
            reading.set_aside(f"{name}, {hidden}, hidden", text)
        elif cell.font.strike or cell.number_format == UNSHOWN:
            reading.set_aside(f"{where}, {STRUCK if cell.font.strike else 'hidden'}", text)
        else:
            cells[cell.row - 1, cell.column - 1] = clean(text)
    origins = {
        (row - 1, column - 1): (area.min_row - 1, area.min_col - 1)
        for area in page.merged
        for row, column in area.cells
    }
    reading.add_table(name, cells, origins, doubts=tuple(doubts))


def _take_beside(
    parts: Mapping[str, Element], sheets: Mapping[str, Element], reading: FileContents
) -> None:
    """Add to a reading what stands in no cell: comments, charts, margins, words of pictures."""
    beside = sorted(name for name in parts if BESIDE.fullmatch(name))
    texts = [(name.removeprefix("xl/"), own) for name in beside for own in list_pieces(parts[name])]
    for title, part in sheets.items():
        margins = (node for margin in part.iter("headerFooter") for node in margin)
        texts += [(f"sheet {title}, {node.tag}", (node.text or "",)) for node in margins]
    reading.source += texts
    reading.notes += [f"[{place}] {clean(''.join(own))}" for place, own in texts if any(own)]
    pictures = (words for name in beside for words in list_pictures(parts[name]))
    reading.notes += [f"[a picture or drawing] {words}" for words in pictures]


def _list_cells(title: str, sheet: Element, shared: Sequence[Element]) -> Iterator[tuple[str, str]]:
    """Yield the text of each cell of a sheet in the simplest way, with its place.

    A formula that was saved without its value stops it, and text of which a part is struck out.
    """
    for cell in sheet.iter("c"):
        place, kind = f"sheet {title}, cell {cell.get('r', '')}", cell.get("t", "n")
        text = cell.findtext("v", "")
        # A formula whose value is an empty text has one.
        has_value = text or (kind == "str" and cell.find("v") is not None)
        if cell.find("f") is not None and not has_value:
            raise TableError(
                f"{place}: a formula without a value. Copy the cell, paste it in the same place "
                "as “values only”, and save the file in the spreadsheet program."
            )
        rich = shared[int(text)] if kind == "s" else cell.find("is")
        if rich is not None:
            if any(map(is_on, rich.iterfind("*/*/strike"))):
                raise TableError(
                    f"{place}: a part of the text is {STRUCK}. Delete that part, or take off the "
                    "line."
                )
            *aloud, text = list_texts(rich)
            yield from ((f"{place}, {ALOUD}", words) for words in aloud)
        elif kind == "b":
            text = {"1": "true", "0": "false"}.get(text, text)
        elif kind == "n" and text:
            text = format(Decimal(f"{float(text):.15g}"), "f")
        if text:
            yield place, unescape(text)

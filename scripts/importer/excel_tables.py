"""The tables of a workbook, one a sheet, with what is merged in them and what is hidden."""

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import Element

from scripts.files.workbooks import find_excess, read_cell, unescape
from scripts.importer.office_parts import (
    RAISED,
    is_on,
    list_pictures,
    list_pieces,
    list_texts,
    read_parts,
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
    import openpyxl

    parts, told = read_parts(path)
    found = find_excess(path)
    if found:
        raise TableError(f"{found}. Copy the table alone into a new file, and use that copy.")
    sheets = _find_sheets(parts)
    shared = list(parts.get("xl/sharedStrings.xml", ()))
    texts = [text for title in sheets for text in _list_cells(title, sheets[title], shared)]
    # openpyxl does not tell which letters are raised, so the text of such cells is given.
    raised = {place: text for place, text in texts if RAISED_SIGNS & set(text)}
    reading = FileContents(told=told, source=[(place, (text,)) for place, text in texts])
    with warnings.catch_warnings():
        # What openpyxl does not keep (styles, extensions) is nothing that is read here.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        for sheet in book.worksheets:
            _take_sheet(sheet, sheets[sheet.title], raised, reading)
        book.close()
    _take_beside(parts, sheets, reading)
    reading.notes += [f"[{place}] {text}" for place, text in texts if place.endswith(ALOUD)]
    return reading


def _take_sheet(sheet, part: Element, raised: Mapping[str, str], reading: FileContents) -> None:
    """Add the table of a sheet to a reading, and set aside what does not count of it.

    The rows come as they stand in the file, however far its formats reach.
    """
    from openpyxl.utils import range_boundaries

    name = f"sheet {sheet.title}"
    hidden = _find_hidden(part)
    cells: dict[Place, str] = {}
    doubts = []
    sheet.reset_dimensions()
    for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
        text, wrong = read_cell(cell, "boolean")
        where = f"{name}, cell {cell.coordinate}"
        text = clean(raised.get(where, text))
        if wrong:
            found, allowed, fix = wrong
            doubts.append(f"{where}: {found}, where {allowed} should stand. {fix}")
            text = _write_doubtful(cell.value)
        row, column = f"row {cell.row}", f"column {cell.column_letter}"
        if sheet.sheet_state != "visible":
            reading.set_aside(f"{name}, hidden", text)
        elif row in hidden or column in hidden:
            reading.set_aside(f"{name}, {row if row in hidden else column}, hidden", text)
        elif cell.font.strike or cell.number_format == UNSHOWN:
            reading.set_aside(f"{where}, {STRUCK if cell.font.strike else 'hidden'}", text)
        else:
            cells[cell.row - 1, cell.column - 1] = text
    origins = {}
    for area in part.iter("mergeCell"):
        left, top, right, bottom = range_boundaries(area.get("ref"))
        for row in range(top, bottom + 1):
            places = ((row - 1, column - 1) for column in range(left, right + 1))
            origins |= dict.fromkeys(places, (top - 1, left - 1))
    reading.add_table(name, cells, origins, doubts=tuple(doubts))


def _find_hidden(part: Element) -> set[str]:
    """Return the rows and columns of a sheet that are hidden, or drawn without height or width."""
    from openpyxl.utils import get_column_letter

    def is_hidden(node: Element, size: str) -> bool:
        return node.get("hidden") in {"1", "true"} or float(node.get(size, 1)) == 0

    rows = enumerate(part.iter("row"), start=1)
    hidden = {f"row {row.get('r', place)}" for place, row in rows if is_hidden(row, "ht")}
    for column in (column for column in part.iter("col") if is_hidden(column, "width")):
        span = range(int(column.get("min")), int(column.get("max")) + 1)
        hidden |= {f"column {get_column_letter(number)}" for number in span}
    return hidden


def _write_doubtful(value: object) -> str:
    """Return a value that no table may hold, for the notes: a date with its number."""
    from openpyxl.utils.datetime import to_excel

    if isinstance(value, (date, time, timedelta)):
        return f"{value} ({to_excel(value):.15g})"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


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


def _find_sheets(parts: Mapping[str, Element]) -> dict[str, Element]:
    """Return the XML of each sheet by its title."""
    links = {
        link.get("Id"): link.get("Target").removeprefix("/xl/")
        for link in parts["xl/_rels/workbook.xml.rels"]
    }
    named = {
        sheet.get("name"): f"xl/{links[sheet.get('id')]}"
        for sheet in parts["xl/workbook.xml"].iter("sheet")
    }
    return {title: parts[name] for title, name in named.items() if name in parts}


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

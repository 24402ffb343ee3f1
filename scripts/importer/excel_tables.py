"""The tables of a workbook, one a sheet, with what is merged in them and what is hidden."""

import re
import warnings
from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import Element

from scripts.files.workbooks import find_excess, read_cell, unescape
from scripts.importer.office_parts import (
    OFF,
    RAISED,
    attribute,
    list_embedded,
    list_nodes,
    list_pictures,
    list_texts,
    local,
    read_parts,
)
from scripts.importer.source_tables import (
    FileContents,
    Place,
    TableError,
    build_source_table,
    clean,
)

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

    parts = read_parts(path)
    found = find_excess(path)
    if found:
        raise TableError(f"{found}. Copy the table alone into a new file, and use that copy.")
    texts = list(_list_cells(parts))
    with warnings.catch_warnings():
        # What openpyxl does not keep (styles, extensions) is nothing that is read here.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path)
        values = openpyxl.load_workbook(path, read_only=True, data_only=True)
    # openpyxl does not tell which letters are raised, so the text of such cells is given.
    raised = {place: text for place, text in texts if RAISED_SIGNS & set(text)}
    reading = FileContents(source=[(place, (text,)) for place, text in texts])
    for sheet in book.worksheets:
        _take_sheet(sheet, values[sheet.title], raised, reading)
    values.close()
    _take_beside(parts, reading)
    reading.told += list_embedded(path)
    reading.notes += [f"[{place}] {text}" for place, text in texts if place.endswith(ALOUD)]
    return reading


def _take_sheet(sheet, values, raised: Mapping[str, str], reading: FileContents) -> None:
    """Add the table of a sheet to a reading, and what does not count of it to the notes."""
    name = f"sheet {sheet.title}"
    cells, doubts = _read_cells(values, name, raised)
    height = max((row for row, _ in cells), default=-1) + 1
    width = max((column for _, column in cells), default=-1) + 1
    for (place, why), texts in _take_hidden(sheet, name, cells).items():
        reading.notes += [f"[{place}, {why}]", *texts]
        reading.told.append(
            f"{place} is {why}: it may be private or left out, so it stands in the notes alone; "
            f"to take it over, {'take off the line' if why == STRUCK else 'show it (Unhide)'} and "
            "begin anew"
        )
    origins = {}
    for area in sheet.merged_cells.ranges:
        first = (area.min_row - 1, area.min_col - 1)
        for row in range(first[0], min(area.max_row, height)):
            for column in range(first[1], min(area.max_col, width)):
                place = (row, column)
                if place != first and place in cells:
                    reading.notes.append(f"[{name}, below a merged cell] {cells.pop(place)}")
                origins[place] = first
                if first in cells:
                    cells[place] = cells[first]
    if cells:
        reading.grids.append(build_source_table(name, cells, origins, doubts=tuple(doubts)))


def _read_cells(values, name: str, raised: Mapping[str, str]) -> tuple[dict[Place, str], list[str]]:
    """Return the text of each cell of a sheet that holds anything, and what may be misread.

    The rows come as they stand in the file, however far its formats reach.
    """
    cells, doubts = {}, []
    values.reset_dimensions()
    for cell in (cell for row in values.iter_rows() for cell in row if cell.value is not None):
        text, wrong = read_cell(cell, "boolean")
        where = f"{name}, cell {cell.coordinate}"
        text = raised.get(where, text)
        if wrong:
            found, allowed, fix = wrong
            doubts.append(f"{where}: {found}, where {allowed} should stand. {fix}")
            text = _write_doubtful(cell.value)
        if clean(text):
            cells[cell.row - 1, cell.column - 1] = clean(text)
    return cells, doubts


def _write_doubtful(value: object) -> str:
    """Return a value that no table may hold, for the notes: a date with its number."""
    from openpyxl.utils.datetime import to_excel

    if isinstance(value, (date, time, timedelta)):
        return f"{value} ({to_excel(value):.15g})"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _take_hidden(sheet, name: str, cells: dict[Place, str]) -> dict[tuple[str, str], list[str]]:
    """Take what does not count out of the cells of a sheet, and return it by place and reason."""
    from openpyxl.utils import get_column_letter

    # What is drawn without any height or width is as good as hidden.
    rows = {n - 1 for n, about in sheet.row_dimensions.items() if about.hidden or about.ht == 0}
    columns = sheet.column_dimensions.values()
    spans = [(c.min, c.max) for c in columns if c.hidden or c.width == 0]
    hidden: dict[tuple[str, str], list[str]] = {}
    for row, column in sorted(cells):
        why, about = "hidden", sheet.cell(row + 1, column + 1)
        if sheet.sheet_state != "visible":
            place = name
        elif row in rows:
            place = f"{name}, row {row + 1}"
        elif any(first <= column + 1 <= last for first, last in spans):
            place = f"{name}, column {get_column_letter(column + 1)}"
        elif about.font.strike or about.number_format == UNSHOWN:
            place, why = f"{name}, cell {about.coordinate}", STRUCK if about.font.strike else why
        else:
            continue
        hidden.setdefault((place, why), []).append(cells.pop((row, column)))
    return hidden


def _take_beside(parts: Mapping[str, Element], reading: FileContents) -> None:
    """Add to a reading what stands in no cell: comments, charts, margins, words of pictures."""
    beside = sorted(name for name in parts if BESIDE.fullmatch(name))
    others = [(name.removeprefix("xl/"), ts) for name in beside for ts in list_nodes(parts[name])]
    for name in sorted(name for name in parts if name.startswith("xl/worksheets/sheet")):
        margins = (node for node in parts[name].iter() if local(node) == "headerFooter")
        others += [
            (f"{name.removeprefix('xl/')}, {local(node)}", (node.text or "",))
            for own in margins
            for node in own
        ]
    reading.source += others
    reading.notes += [f"[{place}] {clean(''.join(texts))}" for place, texts in others if any(texts)]
    pictures = (words for name in beside for words in list_pictures(parts[name]))
    reading.notes += [f"[a picture or drawing] {words}" for words in pictures]


def _each_cell(parts: Mapping[str, Element]) -> Iterator[tuple[str, Element]]:
    """Yield each cell of each sheet, as the file has it, with its place."""
    links = {
        attribute(link, "Id"): attribute(link, "Target").removeprefix("/xl/")
        for link in parts["xl/_rels/workbook.xml.rels"]
    }
    sheets = (node for node in parts["xl/workbook.xml"].iter() if local(node) == "sheet")
    for sheet in sheets:
        part = parts.get(f"xl/{links[attribute(sheet, 'id')]}")
        for cell in () if part is None else part.iter():
            if local(cell) == "c":
                yield f"sheet {attribute(sheet, 'name')}, cell {attribute(cell, 'r')}", cell


def _list_cells(parts: Mapping[str, Element]) -> Iterator[tuple[str, str]]:
    """Yield the text of each cell of each sheet in the simplest way, with its place.

    A formula that was saved without its value stops it, and text of which a part is struck out.
    """
    shared = list(parts.get("xl/sharedStrings.xml", ()))
    for place, cell in _each_cell(parts):
        kind = attribute(cell, "t")
        inner = {local(child): child for child in cell}
        value = inner.get("v")
        # A formula whose value is an empty text has one.
        if "f" in inner and (value is None or not (value.text or kind == "str")):
            raise TableError(
                f"{place}: a formula without a value. Copy the cell, paste it in the same place "
                "as “values only”, and save the file in the spreadsheet program."
            )
        text = "" if value is None else value.text or ""
        rich = shared[int(text)] if kind == "s" else inner.get("is")
        if rich is not None:
            about = (node for run in rich for own in run for node in own)
            if any(local(node) == "strike" and attribute(node, "val") not in OFF for node in about):
                raise TableError(
                    f"{place}: a part of the text is {STRUCK}. Delete that part, or take off the "
                    "line."
                )
            *aloud, text = list_texts(rich)
            yield from ((f"{place}, {ALOUD}", words) for words in aloud)
        elif kind == "b":
            text = {"1": "true", "0": "false"}.get(text, text)
        elif kind in ("", "n") and text:
            text = format(Decimal(f"{float(text):.15g}"), "f")
        if text:
            yield place, unescape(text)

"""The tables of a workbook, one a sheet, with what is merged in them and what is hidden."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import Element

from scripts.adapt.office_parts import attribute, list_nodes, list_texts, local, read_parts
from scripts.adapt.table_grids import Place, Reading, TableError, build_source_table, clean
from scripts.files.workbooks import read_cell, unescape

# Parts of a workbook with text that stands in no cell.
BESIDE = re.compile(r"xl/(?:comments|threadedComments|drawings|charts|diagrams)[^_]*\.xml")


def read_workbook(path: Path) -> Reading:
    """Return the sheets of a workbook, with the values that formulas had when it was saved."""
    import openpyxl

    parts = read_parts(path)
    _refuse_empty_formulas(parts)
    with warnings.catch_warnings():
        # What openpyxl does not keep (styles, extensions) is nothing that is read here.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path)
        rows = openpyxl.load_workbook(path, read_only=True, data_only=True)
    grids, notes, places = [], [], []
    for sheet in book.worksheets:
        name = f"sheet {sheet.title}"
        cells, doubts = _read_cells(rows[sheet.title], name)
        height = max((row for row, _ in cells), default=-1) + 1
        width = max((column for _, column in cells), default=-1) + 1
        hidden = _take_hidden(sheet, name, cells)
        places += hidden
        for place, texts in hidden.items():
            notes += [f"[{place}, hidden]", *texts]
        origins = {}
        for area in sheet.merged_cells.ranges:
            first = (area.min_row - 1, area.min_col - 1)
            inside = [
                (row, column)
                for row in range(first[0], min(area.max_row, height))
                for column in range(first[1], min(area.max_col, width))
            ]
            for place in inside:
                if place != first and place in cells:
                    notes.append(f"[{name}, below a merged cell] {cells.pop(place)}")
                origins[place] = first
                if first in cells:
                    cells[place] = cells[first]
        if cells:
            grids.append(build_source_table(name, cells, origins, sheet.title, tuple(doubts)))
    rows.close()
    beside = sorted(name for name in parts if BESIDE.fullmatch(name))
    others = [(name.removeprefix("xl/"), ts) for name in beside for ts in list_nodes(parts[name])]
    notes += [f"[{place}] {clean(''.join(texts))}" for place, texts in others if any(texts)]
    told = [
        f"{place} is hidden: it may be private, so it stands in the notes alone; to take it "
        "over, show it (Unhide) and begin anew"
        for place in places
    ]
    source = [(place, (text,)) for place, text in _list_cells(parts)]
    return Reading(tuple(grids), tuple(notes), tuple(told), (*source, *others))


def _read_cells(sheet, name: str) -> tuple[dict[Place, str], list[str]]:
    """Return the text of each cell of a sheet that holds anything, and what may be misread.

    The rows come as they stand in the file, however far its formats reach.
    """
    cells, doubts = {}, []
    sheet.reset_dimensions()
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
            text, wrong = read_cell(cell, "boolean")
            if wrong:
                found, allowed, fix = wrong
                where = f"{name}, cell {cell.coordinate}"
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


def _take_hidden(sheet, name: str, cells: dict[Place, str]) -> dict[str, list[str]]:
    """Take what is hidden out of the cells of a sheet, and return it by its place."""
    from openpyxl.utils import get_column_letter

    rows = {number - 1 for number, about in sheet.row_dimensions.items() if about.hidden}
    spans = [(c.min, c.max) for c in sheet.column_dimensions.values() if c.hidden]
    hidden: dict[str, list[str]] = {}
    for row, column in sorted(cells):
        if sheet.sheet_state != "visible":
            place = name
        elif row in rows:
            place = f"{name}, row {row + 1}"
        elif any(first <= column + 1 <= last for first, last in spans):
            place = f"{name}, column {get_column_letter(column + 1)}"
        else:
            continue
        hidden.setdefault(place, []).append(cells.pop((row, column)))
    return hidden


def _each_cell(parts: dict[str, Element]) -> Iterator[tuple[str, Element]]:
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


def _refuse_empty_formulas(parts: dict[str, Element]) -> None:
    """Stop at a formula that was saved without its value, or with an empty one."""
    for place, cell in _each_cell(parts):
        inner = {local(child): child for child in cell}
        value = inner.get("v")
        # A formula whose value is an empty text has one.
        if "f" in inner and (value is None or not (value.text or attribute(cell, "t") == "str")):
            raise TableError(
                f"{place}: a formula without a value. Copy the cell, paste it in the same place "
                "as “values only”, and save the file in the spreadsheet program."
            )


def _list_cells(parts: dict[str, Element]) -> Iterator[tuple[str, str]]:
    """Yield the text of each cell of each sheet in the simplest way, with its place."""
    shared = parts.get("xl/sharedStrings.xml")
    strings = [] if shared is None else ["".join(list_texts(entry)) for entry in shared]
    for place, cell in _each_cell(parts):
        kind = attribute(cell, "t")
        inner = {local(child): child for child in cell}
        text = inner["v"].text or "" if "v" in inner else ""
        if kind == "s":
            text = strings[int(text)]
        elif kind == "inlineStr" and "is" in inner:
            text = "".join(list_texts(inner["is"]))
        elif kind == "b":
            text = {"1": "true", "0": "false"}.get(text, text)
        elif kind in ("", "n") and text:
            text = format(Decimal(f"{float(text):.15g}"), "f")
        if text:
            yield place, unescape(text)

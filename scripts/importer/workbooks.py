"""The tables of a workbook, one a sheet, with what is merged in them and what is hidden."""

from __future__ import annotations

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
from scripts.importer.source_tables import Place, Reading, TableError, build_source_table, clean

# Why a cell does not count, and the format of numbers that shows nothing.
STRUCK, UNSHOWN = "struck out", ";;;"
RAISED_SIGNS = set(map(chr, RAISED.values()))
# How signs are read aloud, which Japanese programs keep with them.
READING = "how it is read"
# Parts of a workbook with text that stands in no cell.
BESIDE = re.compile(r"xl/(?:comments|threadedComments|drawings|charts|diagrams)[^_]*\.xml")


def read_workbook(path: Path) -> Reading:
    """Return the sheets of a workbook, with the values that formulas had when it was saved."""
    import openpyxl

    parts = read_parts(path)
    found = find_excess(path)
    if found:
        raise TableError(f"{found}. Copy the table alone into a new file, and begin with that.")
    _refuse_half_told(parts)
    with warnings.catch_warnings():
        # What openpyxl does not keep (styles, extensions) is nothing that is read here.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path)
        rows = openpyxl.load_workbook(path, read_only=True, data_only=True)
    grids, notes, places = [], [], []
    raised = {place: text for place, text in _list_cells(parts) if RAISED_SIGNS & set(text)}
    for sheet in book.worksheets:
        name = f"sheet {sheet.title}"
        cells, doubts = _read_cells(rows[sheet.title], name, raised)
        height = max((row for row, _ in cells), default=-1) + 1
        width = max((column for _, column in cells), default=-1) + 1
        hidden = _take_hidden(sheet, name, cells)
        places += hidden
        for (place, why), texts in hidden.items():
            notes += [f"[{place}, {why}]", *texts]
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
    others += _list_margins(parts)
    notes += [f"[{place}] {clean(''.join(texts))}" for place, texts in others if any(texts)]
    pictures = [words for name in beside for words in list_pictures(parts[name]) if words]
    notes += [f"[a picture or drawing] {words}" for words in pictures]
    told = [
        f"{place} is {why}: it may be private or left out, so it stands in the notes alone; to "
        f"take it over, {'take off the line' if why == STRUCK else 'show it (Unhide)'} and begin "
        "anew"
        for place, why in places
    ]
    told += list_embedded(path)
    source = [(place, (text,)) for place, text in _list_cells(parts)]
    notes += [f"[{place}] {text}" for place, (text,) in source if place.endswith(READING)]
    return Reading(tuple(grids), tuple(notes), tuple(told), (*source, *others))


def _read_cells(sheet, name: str, raised: Mapping[str, str]) -> tuple[dict[Place, str], list[str]]:
    """Return the text of each cell of a sheet that holds anything, and what may be misread.

    openpyxl does not tell which letters are raised, so the text of such cells is given.

    The rows come as they stand in the file, however far its formats reach.
    """
    cells, doubts = {}, []
    sheet.reset_dimensions()
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
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


def _list_margins(parts: dict[str, Element]) -> list[tuple[str, tuple[str, ...]]]:
    """Return what is printed above and below each sheet, with its place."""
    sheets = sorted(name for name in parts if name.startswith("xl/worksheets/sheet"))
    return [
        (f"{name.removeprefix('xl/')}, {local(node)}", (node.text or "",))
        for name in sheets
        for margins in parts[name].iter()
        if local(margins) == "headerFooter"
        for node in margins
    ]


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


def _refuse_half_told(parts: dict[str, Element]) -> None:
    """Stop at a formula that was saved without its value, and at text of which a part is struck."""
    shared = list(parts.get("xl/sharedStrings.xml", ()))
    for place, cell in _each_cell(parts):
        inner = {local(child): child for child in cell}
        value = inner.get("v")
        text = shared[int(value.text)] if attribute(cell, "t") == "s" else inner.get("is", ())
        if any(
            local(node) == "strike" and attribute(node, "val") not in OFF
            for run in text
            for about in run
            for node in about
        ):
            raise TableError(
                f"{place}: a part of the text is {STRUCK}. Delete that part, or take off the line."
            )
        # A formula whose value is an empty text has one.
        if "f" in inner and (value is None or not (value.text or attribute(cell, "t") == "str")):
            raise TableError(
                f"{place}: a formula without a value. Copy the cell, paste it in the same place "
                "as “values only”, and save the file in the spreadsheet program."
            )


def _list_cells(parts: dict[str, Element]) -> Iterator[tuple[str, str]]:
    """Yield the text of each cell of each sheet in the simplest way, with its place."""
    shared = parts.get("xl/sharedStrings.xml")
    strings = [] if shared is None else [list(list_texts(entry)) for entry in shared]
    for place, cell in _each_cell(parts):
        kind = attribute(cell, "t")
        inner = {local(child): child for child in cell}
        text = inner["v"].text or "" if "v" in inner else ""
        readings: list[str] = []
        if kind == "s":
            *readings, text = strings[int(text)]
        elif kind == "inlineStr" and "is" in inner:
            *readings, text = list_texts(inner["is"])
        elif kind == "b":
            text = {"1": "true", "0": "false"}.get(text, text)
        elif kind in ("", "n") and text:
            text = format(Decimal(f"{float(text):.15g}"), "f")
        yield from ((f"{place}, {READING}", words) for words in readings)
        if text:
            yield place, unescape(text)

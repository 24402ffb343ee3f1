"""A workbook in place of the comma-separated files: each sheet as plain rows of text."""

from __future__ import annotations

import re
import stat
import warnings
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.files.problems import Problem, StudyError, did_you_mean, one_of, quote
from scripts.files.spreadsheets import (
    UNSEEN,
    Sheet,
    check_headings,
    describe_unseen,
    find_title,
    read_sheet,
)

if TYPE_CHECKING:
    from openpyxl.cell import Cell

    from scripts.study.dictionary import Table

FILE = "study.xlsx"
# Sheets of a workbook that explain it or feed its drop-downs, and hold no data.
GUIDE, LISTS = "read me", "lists"
# The tab of a sheet whose table the study does not have, though it could.
UNUSED = "00A6A6A6"
# Spreadsheet programs allow no longer name of a sheet.
LONGEST_NAME = 31
# Formats of the same programs that are not read.
OTHER_MAKES = (".xls", ".ods", ".numbers", ".xlsm")
NAMES = (FILE, *(FILE.replace(".xlsx", make) for make in OTHER_MAKES))
# A sheet that was formatted down to its last row has a million rows of nothing.
MOST_CELLS = 3_000_000
# Unpacked. A workbook of thousands of configurations has a hundredth of it.
MOST_BYTES = 300_000_000


@dataclass(frozen=True)
class _Page:
    """A sheet of a workbook: name, the cells that are filled, what is merged or hidden.

    It is spare where its table is one that the study does not have.
    """

    title: str
    cells: dict[tuple[int, int], Cell]
    merged: tuple[str, ...]
    hidden: tuple[str, ...]
    too_large: bool
    is_spare: bool = False


def name_sheet(table: Table) -> str:
    """Return the name of a table's sheet in the workbook."""
    return table.name[:LONGEST_NAME]


def find_file(directory: Path, table: Table) -> str | None:
    """Return the file within the data folder that holds a table, or None if none does."""
    if (directory / table.path).exists():
        return table.path
    page = _find_page(directory, table)
    # The workbook has a sheet for each table that may be filled; a spare one is not in use.
    return FILE if page and (page.too_large or (page.cells and not page.is_spare)) else None


def read_table(directory: Path, table: Table) -> tuple[Sheet | None, list[Problem]]:
    """Return a table from its own file or from the workbook, and what is wrong with its form.

    The sheet is None where the table cannot be read.

    Parameters
    ----------
    directory : Path
        The data folder.
    table : Table
        What the dictionary says of the table.
    """
    in_file = (directory / table.path).exists()
    page = _find_page(directory, table)
    if in_file and page and any(row > 1 for row, _ in page.cells):
        found = f"the same table as in {FILE}, sheet {page.title}"
        fix = f"Keep the one that is right: delete this file, or the sheet in {FILE}."
        allowed = "each table in one place"
        return None, [Problem(table.path, None, None, found, allowed, fix)]
    if not in_file and any((directory / name).is_file() for name in NAMES[1:]):
        # A workbook of another make has been named already.
        return None, []
    if in_file or not (directory / FILE).is_file():
        return read_sheet(directory, table.path)
    if page is None:
        pages, problems = load_pages(directory)
        # A workbook that cannot be opened has been named already.
        if problems:
            return None, []
        names = [page.title for page in pages]
        fix = "Add the sheet, or give the right one this name."
        fix += did_you_mean(name_sheet(table), names)
        allowed = f"the sheet {quote(name_sheet(table))}, or a file {table.path}"
        return None, [Problem(FILE, None, None, "no such sheet", allowed, fix)]
    return _read_page(page, table)


def check_workbook(directory: Path, tables: dict[str, Table]) -> list[Problem]:
    """Return what is wrong with the workbook as a whole: its make, and sheets nobody knows."""
    problems = []
    for suffix in OTHER_MAKES:
        name = FILE.replace(".xlsx", suffix)
        if (directory / name).is_file():
            fix = f"Open it, and save it as “Excel workbook (.xlsx)” under the name {FILE}."
            allowed = f"a workbook {FILE}"
            problems.append(Problem(name, None, None, f"a workbook of {suffix}", allowed, fix))
    path = directory / FILE
    if not path.is_file():
        if path.exists() or path.is_symlink():
            found, fix = "something that is no ordinary file", "Move it away."
            problems.append(Problem(FILE, None, None, found, "a workbook", fix))
        return problems
    pages, own = load_pages(directory)
    problems += own
    known = {_plain(name_sheet(table)) for table in tables.values()} | {_plain(GUIDE), LISTS}
    held = {_plain(page.title) for page in pages}
    for number, page in enumerate(pages):
        alike = [other for other in pages[:number] if _plain(other.title) == _plain(page.title)]
        if alike:
            found = f"the sheets {quote(alike[0].title)} and {quote(page.title)}"
            allowed, fix = "one sheet for each table", "Bring them together, and delete one."
            problems.append(Problem(FILE, None, None, found, allowed, fix))
    lacking = [name_sheet(t) for t in tables.values() if _plain(name_sheet(t)) not in held]
    for page in pages:
        if page.cells and _plain(page.title) not in known:
            fix = "Rename the sheet, or move it into another workbook: all of this one is data."
            fix += did_you_mean(page.title, lacking)
            found = f"the unknown sheet {quote(page.title)}"
            allowed = one_of([name_sheet(table) for table in tables.values()])
            problems.append(Problem(_place(page), None, None, found, allowed, fix))
    return problems


def list_hidden(directory: Path) -> list[tuple[str, str]]:
    """Return place and name of every filled row, column and sheet that the workbook hides."""
    if not (directory / FILE).is_file():
        return []
    pages, _ = load_pages(directory)
    return [(_place(page), part) for page in pages if page.title != LISTS for part in page.hidden]


def load_pages(directory: Path) -> tuple[tuple[_Page, ...], list[Problem]]:
    """Return the sheets of the workbook of a data folder, and why it cannot be opened."""
    path = directory / FILE
    try:
        if path.is_symlink() or not stat.S_ISREG(path.stat().st_mode):
            raise OSError("no ordinary file")
        state = path.stat()
        pages, words = _load(path, state.st_mtime_ns, state.st_size)
    except OSError:
        pages, words = (), ("a file that cannot be opened", "Close it in other programs.")
    allowed = "a workbook as spreadsheet programs save it (.xlsx)"
    return pages, [Problem(FILE, None, None, words[0], allowed, words[1])] if words else []


@lru_cache(maxsize=4)
def _load(path: Path, changed: int, size: int) -> tuple[tuple[_Page, ...], tuple[str, ...]]:
    """Return sheets, and what was found and what to do; kept until the file changes."""
    # Importing it takes a quarter of a second, which a study in text files need not pay.
    import openpyxl

    with path.open("rb") as file:
        start = file.read(4)
    if not start:
        return (), ("an empty file", "Put the workbook back, or delete this file.")
    again = f"Open it in the spreadsheet program, and save it as {FILE} (“Excel workbook”)."
    if start == b"\xd0\xcf\x11\xe0":
        return (), ("a workbook with a password, or in the format of before 2007", again)
    if start != b"PK\x03\x04":
        return (), ("something that is no workbook", again)
    try:
        with zipfile.ZipFile(path) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_BYTES:
                return (), ("a workbook that unpacks to far more than tables need", again)
        with warnings.catch_warnings():
            # What openpyxl does not keep (styles, extensions) is nothing that is read here.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path)
    # A file that is cut short or made wrongly fails in as many ways as it has parts.
    except Exception:
        return (), ("a workbook that is damaged", again)
    return tuple(_take(sheet) for sheet in book.worksheets), ()


def _take(sheet) -> _Page:
    """Return what is read of a sheet."""
    if sheet.max_row * sheet.max_column > MOST_CELLS:
        return _Page(sheet.title, {}, (), (), True)
    cells = {
        (cell.row, cell.column): cell
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and str(cell.value).strip()
    }
    from openpyxl.utils import column_index_from_string

    merged = tuple(
        str(area)
        for area in sheet.merged_cells.ranges
        if any(
            area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col
            for row, column in cells
        )
    )
    rows, columns = {row for row, _ in cells}, {column for _, column in cells}
    hidden = [f"row {row}" for row in sorted(rows) if sheet.row_dimensions[row].hidden]
    for letter, about in sheet.column_dimensions.items():
        first = about.min or column_index_from_string(letter)
        if about.hidden and columns & set(range(first, (about.max or first) + 1)):
            hidden.append(f"column {letter}")
    if sheet.sheet_state != "visible" and cells:
        hidden.append("the whole sheet")
    tab = sheet.sheet_properties.tabColor
    is_spare = tab is not None and tab.rgb == UNUSED and all(row == 1 for row, _ in cells)
    return _Page(sheet.title, cells, merged, tuple(hidden), False, is_spare)


def _plain(title: str) -> str:
    """Return the name of a sheet without what people do not see as a difference."""
    return title.strip().casefold()


def _place(page: _Page) -> str:
    return f"{FILE}, sheet {page.title}"


def _find_page(directory: Path, table: Table) -> _Page | None:
    """Return the sheet of a table, or None if the workbook has none or is not there."""
    if not (directory / FILE).is_file():
        return None
    pages, _ = load_pages(directory)
    return next((p for p in pages if _plain(p.title) == _plain(name_sheet(table))), None)


def _read_page(page: _Page, table: Table) -> tuple[Sheet | None, list[Problem]]:
    """Return a sheet of the workbook as rows of text, and the cells that are none."""
    file = _place(page)

    def refuse(row: int | None, column: str | None, found: str, allowed: str, fix: str) -> Problem:
        return Problem(file, row, column, found, allowed, fix)

    if page.too_large:
        fix = "Copy the filled cells to a new sheet, and delete this one."
        found, allowed = (
            "formats that reach far below the last row",
            "a sheet that ends where its text does",
        )
        return None, [refuse(None, None, found, allowed, fix)]
    if not page.cells:
        fix = "Write the headings into row 1, or delete the sheet."
        return None, [refuse(1, None, "an empty sheet", "the headings of the columns", fix)]
    width = max((column for row, column in page.cells if row == 1), default=0)
    if not width:
        fix = "Delete the blank rows at the top."
        return None, [refuse(1, None, "a blank row", "the headings of the columns", fix)]
    heads = {number: _text(page.cells.get((1, number))) for number in range(1, width + 1)}
    columns = tuple(heads.values())
    second = min((row for row, _ in page.cells if row > 1), default=0)
    below = [_text(cell) for (row, _), cell in page.cells.items() if row == second]
    title = find_title(file, columns, below)
    if title:
        return None, [title]
    problems = check_headings(file, columns)
    for area in page.merged:
        fix = "Undo the merging (Home, Merge & Center), and fill each of its cells."
        allowed = "cells that stand for themselves"
        row = int(re.search(r"\d+", area).group())
        problems.append(refuse(row, None, f"the merged cells {area}", allowed, fix))
    rows, numbers = [], []
    for number in sorted({row for row, _ in page.cells if row > 1}):
        row = []
        for column in range(1, width + 1):
            text, wrong = read_cell(page.cells.get((number, column)), table, heads[column])
            row.append(text)
            if wrong:
                problems.append(refuse(number, heads[column] or None, *wrong))
        beyond = [c for (r, c), _ in page.cells.items() if r == number and c > width]
        for column in beyond:
            found = f"{quote(_text(page.cells[number, column]))} right of the last heading"
            fix = "Move the text into a column with a heading, or delete it."
            problems.append(refuse(number, None, found, "cells below a heading", fix))
        if not beyond or any(row):
            rows.append(tuple(row))
            numbers.append(number)
    return Sheet(file, columns, tuple(rows), tuple(numbers)), problems


def _text(cell: Cell | None) -> str:
    """Return the text of a cell, whatever it is."""
    return "" if cell is None else unescape(str(cell.value)).strip()


def read_tables(directory: Path, tables: dict[str, Table]) -> dict[str, Sheet]:
    """Return every table that is there, by name, as it stands in the data folder.

    Raises
    ------
    StudyError
        If one cannot be read; the message lists all that is wrong.
    """
    sheets: dict[str, Sheet] = {}
    problems: list[Problem] = []
    for table in tables.values():
        if find_file(directory, table):
            sheet, own = read_table(directory, table)
            problems += own
            if sheet is not None:
                sheets[table.name] = sheet
    if problems:
        raise StudyError(problems)
    return sheets


if TYPE_CHECKING:
    from openpyxl.cell import Cell

    from scripts.study.dictionary import Table

# Fifteen digits are what a spreadsheet program keeps of a number.
MOST_DIGITS = 10**15
# How the format writes characters that XML cannot hold, and text that looks like that.
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
AS_TEXT = "Give the column the format Text, and then type the value again."


def escape(text: str) -> str:
    """Return text as a workbook can hold it; `unescape` gives it back."""
    return NOT_IN_XML.sub(lambda match: f"_x{ord(match.group()):04X}_", text)


def unescape(text: str) -> str:
    """Return text with every character in its own form."""
    return ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)


def read_cell(
    cell: Cell | None, table: Table, column: str
) -> tuple[str, tuple[str, str, str] | None]:
    """Return a cell as text; or what it holds, what is allowed and what to do.

    Whole numbers come without a point and others with at most fifteen digits; TRUE and
    FALSE are understood as yes and no where the column has these.
    """
    if cell is None:
        return "", None
    value, kind = cell.value, cell.data_type
    field = table.field(column)
    if kind == "f":
        formula = getattr(value, "text", value)
        fix = "Copy the cell, and paste it in the same place as “values only”."
        return "?", (f"the formula {quote(formula)}", "the value itself", fix)
    if kind == "e":
        fix = "Type the value that is meant; leave the cell empty where nothing is known."
        return "?", (f"the error {quote(value)} of a formula", "a value", fix)
    if isinstance(value, bool):
        return _read_truth(value, table, column)
    if isinstance(value, (date, datetime)) or kind == "d":
        return _read_date(value, field)
    if isinstance(value, (int, float)):
        return _read_number(value, cell.number_format, field)
    text = unescape(str(value)).strip()
    unseen = UNSEEN.search(text)
    if unseen:
        fix = "Type the cell anew, or copy the text once more as plain text."
        return "?", (describe_unseen(unseen.group()), "text that can be seen", fix)
    return text, None


def _read_truth(value: bool, table: Table, column: str):
    legal = table.allowed(column)
    if table.field(column).get("type") == "boolean":
        return str(value).lower(), None
    if {"yes", "no"} <= set(legal):
        return "yes" if value else "no", None
    allowed = one_of(legal) if legal else "text or a number"
    found = f"{quote(str(value).upper())}, which the spreadsheet program made of a word"
    return "?", (found, allowed, AS_TEXT)


def _read_date(value, field):
    if isinstance(value, datetime) and field.get("type") == "date":
        return value.date().isoformat(), None
    if isinstance(value, date):
        day, month = value.day, value.month
        meant = f"perhaps from {day}-{month} or {month}-{day}"
        found = f"the date {value:%Y-%m-%d}, which the spreadsheet program made, {meant}"
        return "?", (found, "the text as you typed it", AS_TEXT)
    found = f"the time {quote(value)}, which the spreadsheet program made"
    return "?", (found, "the text as you typed it", AS_TEXT)


def _read_number(value: float, look: str, field):
    if isinstance(value, float) and "%" in look:
        found = f"{value:.15g}, which the sheet shows as {100 * value:g}%"
        fix = "Give the column the format Text, and type the number without the sign %."
        return "?", (found, "the number as it is meant", fix)
    if abs(value) >= MOST_DIGITS:
        found = f"{value:.15g}, a number of more than fifteen digits"
        return "?", (found, "a shorter number, or text", AS_TEXT)
    text = f"{value:.15g}"
    if "e" in text:
        text = f"{value:.15f}".rstrip("0")
    return text, None

"""Workbooks of spreadsheet programs: each sheet as plain rows of text."""

import re
import stat
import warnings
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.files.problems import Problem, one_of, place_sheet, quote
from scripts.files.spreadsheets import Sheet, check_headings, find_title
from scripts.files.text_files import UNSEEN, describe_unseen

if TYPE_CHECKING:
    from openpyxl.cell import Cell

# The tab of a sheet that nobody has filled yet.
UNUSED = "00A6A6A6"
# A sheet that was formatted down to its last row has a million rows of nothing.
MOST_CELLS = 3_000_000
# Unpacked. A workbook of thousands of configurations has a tenth of it.
MOST_BYTES = 100_000_000
# Cells that are merged, which take as much time as if each were filled.
MOST_MERGED = 200_000
# Fifteen digits are what a spreadsheet program keeps of a number.
MOST_DIGITS = 10**15
# A cell, and an area of merged ones, as they stand in a sheet.
CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([^\"']*)")
# Names of the elements of a form of the format that openpyxl does not know.
STRICT = b"purl.oclc.org/ooxml/spreadsheetml"
# How the format writes characters that XML cannot hold, and text that looks like that.
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
AS_TEXT = "Give the column the format Text, and then type the value again."


@dataclass(frozen=True)
class Page:
    """A sheet of a workbook: its name, the cells that are filled, what is merged or hidden."""

    title: str
    cells: dict[tuple[int, int], "Cell"]
    merged: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    is_marked_unused: bool = False

    @property
    def name(self) -> str:
        """Its name without what people do not see as a difference."""
        return self.title.strip().casefold()

    @property
    def has_rows(self) -> bool:
        """Whether anything stands below the first row."""
        return any(row > 1 for row, _ in self.cells)

    @property
    def is_in_use(self) -> bool:
        """Whether it is more than an offer of headings."""
        return self.has_rows or bool(self.cells and not self.is_marked_unused)


def load_pages(path: Path) -> tuple[tuple[Page, ...], list[Problem]]:
    """Return the sheets of a workbook, and why it cannot be opened."""
    # Importing it takes a quarter of a second, which a study in text files need not pay.
    import openpyxl

    def refuse(found: str, fix: str):
        allowed = "a workbook as spreadsheet programs save it (.xlsx)"
        return (), [Problem(path.name, None, None, found, allowed, fix)]

    again = f"Open it in the spreadsheet program, and save it as {path.name} (“Excel workbook”)."
    try:
        if path.is_symlink() or not stat.S_ISREG(path.stat().st_mode):
            return refuse("something that is no ordinary file", "Move it away.")
        with path.open("rb") as file:
            start = file.read(4)
    except OSError:
        return refuse("a file that cannot be opened", "Close it in other programs.")
    if not start:
        return refuse("an empty file", "Put the workbook back, or delete this file.")
    if start == b"\xd0\xcf\x11\xe0":
        return refuse("a workbook with a password, or in the format of before 2007", again)
    if start != b"PK\x03\x04":
        return refuse("something that is no workbook", again)
    try:
        found = find_excess(path)
        if found:
            return refuse(found, "Copy the filled cells alone into a new workbook.")
        with warnings.catch_warnings():
            # What openpyxl does not keep (styles, extensions) is nothing that is read here.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path)
    # A file that is cut short or made wrongly fails in as many ways as it has parts.
    except Exception:
        return refuse("a workbook that is damaged", again)
    for sheet in book.worksheets:
        if sheet.max_row * sheet.max_column > MOST_CELLS:
            found = f"formats that reach far below the last row of the sheet {quote(sheet.title)}"
            return refuse(found, "Copy the filled cells to a new sheet, and delete this one.")
    return tuple(map(_take, book.worksheets)), []


def find_excess(path: Path) -> str:
    """Return what in a workbook would take too long to open; nothing where all is well."""
    with zipfile.ZipFile(path) as package:
        entries = package.infolist()
        if sum(entry.file_size for entry in entries) > MOST_BYTES:
            return "a workbook that unpacks to far more than tables need"
        if STRICT in package.read("xl/workbook.xml"):
            return "a workbook in the strict form of Open XML, which few programs read"
        for entry in entries:
            if not entry.filename.startswith("xl/worksheets/"):
                continue
            text = package.read(entry)
            if len(CELL.findall(text)) > MOST_CELLS:
                return f"more than {MOST_CELLS} cells on one sheet"
            if sum(map(_count_merged, MERGED.findall(text))) > MOST_MERGED:
                return f"more than {MOST_MERGED} merged cells on one sheet"
    return ""


def _count_merged(area: bytes) -> int:
    """Return how many cells are merged in an area such as A1:C9."""
    from openpyxl.utils import range_boundaries

    left, top, right, bottom = range_boundaries(area.decode("ascii", "replace"))
    return ((right or 1) - (left or 1) + 1) * ((bottom or 1) - (top or 1) + 1)


def _take(sheet) -> Page:
    """Return what is read of a sheet."""
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
        if about.hidden and any(first <= column <= (about.max or first) for column in columns):
            hidden.append(f"column {letter}")
    if sheet.sheet_state != "visible" and cells:
        hidden.append("the whole sheet")
    tab = sheet.sheet_properties.tabColor
    is_unused = tab is not None and tab.rgb == UNUSED
    return Page(sheet.title, cells, merged, tuple(hidden), is_marked_unused=is_unused)


def read_page(
    page: Page, workbook: str, kinds: Mapping[str, str], legal: Mapping[str, Collection[str]]
) -> tuple[Sheet | None, list[Problem]]:
    """Return a sheet of a workbook as rows of text, and what is wrong with its form.

    Problems name the workbook. `kinds` has the type of each column, as the dictionary says it, and
    `legal` the values that are allowed in a column, if they are few.
    """
    file = place_sheet(workbook, page.title)
    width = max((column for row, column in page.cells if row == 1), default=0)
    if not width:
        fix = "Write the headings into row 1, without blank rows above them, or delete the sheet."
        found = "a blank row" if page.cells else "an empty sheet"
        return None, [Problem(file, 1, None, found, "the headings of the columns", fix)]
    columns = tuple(_text(page.cells.get((1, number))) for number in range(1, width + 1))
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
        problems.append(Problem(file, row, None, f"the merged cells {area}", allowed, fix))
    rows, numbers = [], []
    for number in sorted({row for row, _ in page.cells if row > 1}):
        cells = []
        for column, head in enumerate(columns, start=1):
            cell = page.cells.get((number, column))
            text, wrong = read_cell(cell, kinds.get(head, ""), legal.get(head, ()))
            cells.append(text)
            if wrong:
                problems.append(Problem(file, number, head or None, *wrong))
        beyond = [cell for (r, c), cell in page.cells.items() if r == number and c > width]
        for cell in beyond:
            found = f"{quote(_text(cell))} right of the last heading"
            fix = "Move the text into a column with a heading, or delete it."
            problems.append(Problem(file, number, None, found, "cells below a heading", fix))
        if not beyond or any(cells):
            rows.append(tuple(cells))
            numbers.append(number)
    return Sheet(file, columns, tuple(rows), tuple(numbers), page.hidden), problems


def _text(cell: "Cell | None") -> str:
    """Return the text of a cell, whatever it is."""
    return "" if cell is None else unescape(str(cell.value)).strip()


def escape(text: str) -> str:
    """Return text as a workbook can hold it; `unescape` gives it back."""
    return NOT_IN_XML.sub(lambda match: f"_x{ord(match.group()):04X}_", text)


def unescape(text: str) -> str:
    """Return text with every character in its own form."""
    return ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)


def read_cell(
    cell: "Cell | None", column_kind: str = "", legal: Collection[str] = ()
) -> tuple[str, tuple[str, str, str] | None]:
    """Return a cell as text; or what it holds, what is allowed and what to do.

    Whole numbers come without a point and others with at most fifteen digits; TRUE and
    FALSE are understood as yes and no where the column has these.
    """
    if cell is None:
        return "", None
    value, kind = cell.value, cell.data_type
    if kind == "f":
        formula = getattr(value, "text", value)
        fix = "Copy the cell, and paste it in the same place as “values only”."
        return "?", (f"the formula {quote(formula)}", "the value itself", fix)
    if kind == "e":
        fix = "Type the value that is meant; leave the cell empty where nothing is known."
        return "?", (f"the error {quote(value)} of a formula", "a value", fix)
    if isinstance(value, bool):
        return _read_truth(value, column_kind, legal)
    if isinstance(value, (date, datetime)) or kind == "d":
        return _read_date(value, column_kind)
    if isinstance(value, (int, float)):
        return _read_number(value, cell.number_format)
    text = unescape(str(value)).strip()
    unseen = UNSEEN.search(text)
    if unseen:
        fix = "Type the cell anew, or copy the text once more as plain text."
        return "?", (describe_unseen(unseen.group()), "text that can be seen", fix)
    return text, None


def _read_truth(value: bool, column_kind: str, legal: Collection[str]):
    if column_kind == "boolean":
        return str(value).lower(), None
    if {"yes", "no"} <= set(legal):
        return "yes" if value else "no", None
    allowed = one_of(legal) if legal else "text or a number"
    found = f"{quote(str(value).upper())}, which the spreadsheet program made of a word"
    return "?", (found, allowed, AS_TEXT)


def _read_date(value, column_kind):
    if isinstance(value, datetime) and column_kind == "date":
        return value.date().isoformat(), None
    if isinstance(value, date):
        day, month = value.day, value.month
        typed = dict.fromkeys((f"{day}-{month}", f"{month}-{day}"))
        meant = f"perhaps from {' or '.join(typed)}"
        found = f"the date {value:%Y-%m-%d}, which the spreadsheet program made, {meant}"
        return "?", (found, "the text as you typed it", AS_TEXT)
    found = f"the time {quote(value)}, which the spreadsheet program made"
    return "?", (found, "the text as you typed it", AS_TEXT)


def _read_number(value: float, look: str):
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

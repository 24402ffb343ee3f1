"""Workbooks of spreadsheet programs: each sheet as plain rows of text."""

import re
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from scripts.files.office_files import FORMS, read_parts
from scripts.files.problems import Problem, one_of, place_sheet, quote
from scripts.files.spreadsheets import Sheet, read_headings
from scripts.files.text_files import UNSEEN, RefusedFileError, find_invisible

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.cell_range import CellRange

# The tab of a sheet that nobody has filled yet.
UNUSED = "00A6A6A6"
# Cells that are merged, which take as much time as if each were filled.
MOST_MERGED = 200_000
# Fifteen digits are what a spreadsheet program keeps of a number.
MOST_DIGITS = 10**15
ALONE = "cells that stand for themselves"
# What is hidden where a sheet is.
ALL = "the whole sheet"
# How the format writes characters that XML cannot hold, and text that looks like that.
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
AS_TEXT = "Give the column the format Text, and then type the value again."


@dataclass(frozen=True)
class Page:
    """A sheet of a workbook: its name, the cells that are filled, what is merged or hidden."""

    title: str
    # By the numbers of row and column.
    rows: dict[int, dict[int, "Cell"]]
    merged: tuple["CellRange", ...] = ()
    hidden: tuple[str, ...] = ()
    is_marked_unused: bool = False

    @property
    def name(self) -> str:
        """Its name without what people do not see as a difference."""
        return self.title.strip().casefold()

    @property
    def has_rows(self) -> bool:
        """Whether anything stands below the first row."""
        return any(number > 1 for number in self.rows)

    @property
    def is_in_use(self) -> bool:
        """Whether it is more than an offer of headings."""
        return self.has_rows or bool(self.rows and not self.is_marked_unused)


def load_pages(path: Path) -> tuple[tuple[Page, ...], list[Problem]]:
    """Return the sheets of a workbook, and why it cannot be opened."""
    try:
        return read_pages(path, read_parts(path)), []
    except RefusedFileError as error:
        found, allowed, fix, _ = error.args
    # A file that is cut short or made wrongly fails in as many ways as it has parts.
    except Exception:
        found, allowed = "a workbook that is damaged", FORMS[".xlsx"]
        fix = f"Open it in the spreadsheet program, and save it anew as {path.name}."
    return (), [Problem(path.name, None, None, found, allowed, fix)]


def read_pages(
    path: Path, parts: Mapping[str, Element], *, values: bool = False
) -> tuple[Page, ...]:
    """Return the sheets of a workbook, whose XML `read_parts` gives, or raise any error.

    A formula is one, unless `values` asks for what it had come to when the workbook was saved.
    The rows come as they stand in the file, however far its formats reach.
    """
    # Importing it takes a quarter of a second, which a study in text files need not pay.
    import openpyxl

    sheets = find_sheets(parts)
    with warnings.catch_warnings():
        # What openpyxl does not keep (styles, extensions) is nothing that is read here.
        warnings.simplefilter("ignore")
        with closing(openpyxl.load_workbook(path, read_only=True, data_only=values)) as book:
            return tuple(_take(sheet, sheets[sheet.title]) for sheet in book.worksheets)


def find_sheets(parts: Mapping[str, Element]) -> dict[str, Element]:
    """Return the XML of each sheet of a workbook by its title."""
    links = {
        link.get("Id"): link.get("Target").removeprefix("/xl/")
        for link in parts["xl/_rels/workbook.xml.rels"]
    }
    named = {
        sheet.get("name"): f"xl/{links[sheet.get('id')]}"
        for sheet in parts["xl/workbook.xml"].iter("sheet")
    }
    return {title: parts[name] for title, name in named.items() if name in parts}


def _take(sheet, part: Element) -> Page:
    """Return what is read of a sheet; what is merged or hidden stands in its XML alone."""
    from openpyxl.worksheet.cell_range import CellRange

    sheet.reset_dimensions()
    rows: dict[int, dict[int, Cell]] = {}
    for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
        if str(cell.value).strip():
            rows.setdefault(cell.row, {})[cell.column] = cell
    areas = [CellRange(area.get("ref")) for area in part.iter("mergeCell")]
    if sum(area.size["rows"] * area.size["columns"] for area in areas) > MOST_MERGED:
        found = f"more than {MOST_MERGED} merged cells on the sheet {quote(sheet.title)}"
        raise RefusedFileError(found, ALONE, "Copy the filled cells alone into a new sheet.")
    merged = tuple(area for area in areas if any(c in rows.get(r, ()) for r, c in area.cells))
    tab = part.find("sheetPr/tabColor")
    is_unused = tab is not None and tab.get("rgb") == UNUSED
    hidden = tuple(_list_hidden(rows, part))
    if rows and sheet.sheet_state != "visible":
        hidden = (*hidden, ALL)
    return Page(sheet.title, rows, merged, hidden, is_unused)


def _list_hidden(rows: Mapping[int, Iterable[int]], part: Element) -> Iterator[str]:
    """Yield the filled rows and columns of a sheet that are hidden, or have no height or width."""
    from openpyxl.utils import get_column_letter

    def is_hidden(node: Element, size: str) -> bool:
        return node.get("hidden") in {"1", "true"} or float(node.get(size, 1)) == 0

    columns = sorted(set().union(*rows.values()))
    for place, row in enumerate(part.iter("row"), start=1):
        number = int(row.get("r", place))
        if is_hidden(row, "ht") and number in rows:
            yield f"row {number}"
    for about in part.iter("col"):
        span = range(int(about.get("min")), int(about.get("max")) + 1)
        if is_hidden(about, "width"):
            yield from (f"column {get_column_letter(n)}" for n in columns if n in span)


def read_page(
    page: Page, workbook: str, kinds: Mapping[str, str], legal: Mapping[str, Collection[str]]
) -> tuple[Sheet | None, list[Problem]]:
    """Return a sheet of a workbook as rows of text, and what is wrong with its form.

    Problems name the workbook. `kinds` has the type of each column, as the dictionary says it, and
    `legal` the values that are allowed in a column, if they are few.
    """
    file = place_sheet(workbook, page.title)
    heads = page.rows.get(1, {})
    below = next((row.values() for number, row in page.rows.items() if number > 1), ())
    names = [_text(heads.get(number)) for number in range(1, max(heads, default=0) + 1)]
    columns, problems = read_headings(file, names, list(map(_text, below)))
    if not columns:
        return None, problems
    for area in page.merged:
        fix = "Undo the merging (Home, Merge & Center), and fill each of its cells."
        found = f"the merged cells {area.coord}"
        problems.append(Problem(file, area.min_row, None, found, ALONE, fix))
    rows, numbers = [], []
    for number, row in ((number, row) for number, row in page.rows.items() if number > 1):
        cells = []
        for column, head in enumerate(columns, start=1):
            text, wrong = read_cell(row.get(column), kinds.get(head, ""), legal.get(head, ()))
            cells.append(text)
            if wrong:
                problems.append(Problem(file, number, head or None, *wrong))
        beyond = [cell for column, cell in row.items() if column > len(columns)]
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
    value = cell.value
    text, wrong = unescape(str(value)).strip(), None
    if cell.data_type == "f":
        fix = "Copy the cell, and paste it in the same place as “values only”."
        wrong = f"the formula {quote(getattr(value, 'text', value))}", "the value itself", fix
    elif cell.data_type == "e":
        fix = "Type the value that is meant; leave the cell empty where nothing is known."
        wrong = f"the error {quote(value)} of a formula", "a value", fix
    elif isinstance(value, bool):
        if column_kind == "boolean":
            text = str(value).lower()
        elif {"yes", "no"} <= set(legal):
            text = "yes" if value else "no"
        else:
            found = f"{quote(str(value).upper())}, which the spreadsheet program made of a word"
            wrong = found, one_of(legal) if legal else "text or a number", AS_TEXT
    elif isinstance(value, (int, float)):
        text, wrong = _read_number(value, cell.number_format)
    elif isinstance(value, datetime) and column_kind == "date":
        text = value.date().isoformat()
    elif isinstance(value, date):
        typed = dict.fromkeys((f"{value.day}-{value.month}", f"{value.month}-{value.day}"))
        found = f"the date {value:%Y-%m-%d}, which the spreadsheet program made, perhaps from "
        wrong = found + " or ".join(typed), "the text as you typed it", AS_TEXT
    elif cell.data_type == "d":
        found = f"the time {quote(value)}, which the spreadsheet program made"
        wrong = found, "the text as you typed it", AS_TEXT
    elif UNSEEN.search(text):
        fix = "Type the cell anew, or copy the text once more as plain text."
        wrong = find_invisible(text), "text that can be seen", fix
    return "?" if wrong else text, wrong


def _read_number(value: float, look: str) -> tuple[str, tuple[str, str, str] | None]:
    """Return a number as text, or why the text is not known that was typed."""
    text = f"{value:.15g}"
    if isinstance(value, float) and "%" in look:
        fix = "Give the column the format Text, and type the number without the sign %."
        found = f"{text}, which the sheet shows as {100 * value:g}%"
        return text, (found, "the number as it is meant", fix)
    if abs(value) >= MOST_DIGITS:
        return text, (
            f"{text}, a number of more than fifteen digits",
            "a shorter number, or text",
            AS_TEXT,
        )
    return f"{value:.15f}".rstrip("0") if "e" in text else text, None

"""Tables as Excel workbooks: merged headings, numbers as numbers, text never a formula.

A cell holds what the page shows and nothing else. The editorial note on a cell is a
comment of the cell, and stands beneath the table as well, for paper.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from scripts.exports.grid import Grid, GridCell, read_number, share_width
from scripts.files.paths import write_office_file
from scripts.files.workbooks import escape
from scripts.look.text import is_right_to_left

# Widths in letters: what a screen shows beside each other.
SCREEN, WIDE_SCREEN = 110, 190
# Points that a line of text is high, and that a row may be.
LINE, TALLEST = 14.5, 409
# What the format calls the directions of text; by default a program guesses.
GUESSED, RIGHT_TO_LEFT = 0, 2
# Comments have one.
AUTHOR = "Editorial note"
THIN, THICK = Side(style="thin"), Side(style="medium")
# What a sheet cannot be called by.
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


def write_excel(grid: Grid, path: Path, title: str = "") -> Path:
    """Write a table as a workbook of one sheet, called by its label, and return the path."""
    book = Workbook()
    book.properties.creator = None
    book.properties.title = title or None
    label = FORBIDDEN.sub(" ", title.partition(". ")[0])
    book.active.title = label[:31].strip("' ") or "Table"
    _fill(book.active, grid)
    stream = io.BytesIO()
    book.save(stream)
    return write_office_file(path, stream)


def _fill(sheet: Worksheet, grid: Grid) -> None:
    """Write a table onto a sheet: caption, headings, body, notes."""
    widths = share_width(grid, WIDE_SCREEN if grid.wide else SCREEN)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = round(width + 1, 1)
    whole = sum(widths)
    placed = [(grid.caption, _put_long(sheet, 1, grid.caption, grid.width, whole, bold=True))]
    placed += _put_heads(sheet, grid, widths)
    first = row = 2 + len(grid.heads)
    for head, rows in grid.blocks:
        if head is not None:
            placed.append((head, _put(sheet, row, 1, head, bold=True)))
            row += 1
        for cells in rows:
            placed += [(c, _put(sheet, row, i, c)) for i, c in enumerate(cells, start=1)]
            sheet.row_dimensions[row].height = _measure(cells, widths)
            row += 1
    for column in range(1, grid.width + 1):
        sheet.cell(row - 1, column).border = Border(bottom=THICK)
    if row > first:
        sheet.auto_filter.ref = f"A{first - 1}:{get_column_letter(grid.width)}{row - 1}"
    sheet.freeze_panes = f"B{first}"
    sheet.print_title_rows = f"2:{first - 1}"
    places = _add_comments(placed, dict(grid.notes))
    for below, (mark, text) in enumerate(grid.remarks, start=row):
        text = f"{', '.join(places[mark])}: {text}" if mark else text
        _put_long(sheet, below, GridCell(text), grid.width, whole * 1.1, size=9)
    setup = sheet.page_setup
    setup.orientation = "landscape" if grid.wide else "portrait"
    setup.paperSize, setup.fitToWidth, setup.fitToHeight = sheet.PAPERSIZE_A4, 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _put_heads(
    sheet: Worksheet, grid: Grid, widths: Sequence[float]
) -> list[tuple[GridCell, Cell]]:
    """Write the rows of headings, with rules, and return each heading with its cell."""
    placed = []
    sheet.row_dimensions[1 + len(grid.heads)].height = _measure(grid.heads[-1], widths)
    for row, heads in enumerate(grid.heads, start=2):
        column, is_last = 1, heads is grid.heads[-1]
        for head in heads:
            target = _put(sheet, row, column, head, bold=True, is_head=True)
            placed.append((head, target))
            below = THICK if is_last else THIN if head.text else None
            for _ in range(head.span):
                edge = Border(top=THICK if row == 2 else None, bottom=below)
                sheet.cell(row, column).border = edge
                column += 1
    return placed


def _add_comments(
    placed: list[tuple[GridCell, Cell]], texts: dict[str, str]
) -> dict[str, list[str]]:
    """Put the notes on cells into their comments, and return where each mark stands."""
    places: dict[str, list[str]] = {}
    for cell, target in placed:
        for mark in cell.marks:
            places.setdefault(mark, []).append(target.coordinate)
        if cell.marks:
            text = escape("\n".join(texts[mark] for mark in cell.marks))
            height = 24 + 18 * (len(text) // 45 + 1)
            target.comment = Comment(text, AUTHOR, height=height, width=340)
    return places


def _put(
    sheet: Worksheet,
    row: int,
    column: int,
    cell: GridCell,
    bold: bool = False,
    size: int = 11,
    is_head: bool = False,
) -> Cell:
    """Write a cell; what it holds is text, whatever it begins with, unless it is a number."""
    target, text = sheet.cell(row, column), cell.text
    number = None if bold or size < 11 else read_number(text)
    if text and number is None:
        target.value = escape(text)
        # Else a text that begins with the sign of equality would be a formula.
        target.data_type = "s"
        target.quotePrefix = text.startswith(("=", "+", "-", "@", "'"))
    elif text:
        target.value = number
        decimals = len(text.partition(".")[2])
        target.number_format = f"0.{'0' * decimals}" if decimals else "0"
    target.font = Font(bold=bold, italic=cell.is_gap, size=size)
    side, is_leftward = cell.align, is_right_to_left(text)
    if is_head and cell.span > 1:
        side = "center"
    elif is_leftward and side == "left":
        side = "right"
    target.alignment = Alignment(
        horizontal=side,
        readingOrder=RIGHT_TO_LEFT if is_leftward else GUESSED,
        vertical="bottom" if is_head else "top",
        wrap_text=True,
    )
    if cell.span > 1:
        last = column + cell.span - 1
        sheet.merge_cells(start_row=row, start_column=column, end_row=row, end_column=last)
    return target


def _put_long(
    sheet: Worksheet, row: int, cell: GridCell, width: int, room: float, **look: object
) -> Cell:
    """Write text across the sheet."""
    sheet.row_dimensions[row].height = _measure([cell], [room])
    return _put(sheet, row, 1, replace(cell, span=width), **look)


def _measure(cells: Sequence[GridCell], widths: Sequence[float]) -> float:
    """Return how high a row must be, in points: some programs do not see to it themselves."""
    lines = 1
    for cell, width in zip(cells, widths, strict=True):
        # Words wrap before the end of a line.
        parts = cell.text.split("\n")
        lines = max(lines, sum(max(1, -(-len(part) // (width * 0.98))) for part in parts))
    return min(lines * LINE + 2, TALLEST)

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

from scripts.files.paths import write_office_file
from scripts.files.workbooks import escape
from scripts.look.text import is_right_to_left
from scripts.tables.grid import Grid, GridCell, Row, read_number, share_width

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


def write_excel(grid: Grid, path: Path) -> Path:
    """Write a table as a workbook of one sheet, called by its label, and return the path."""
    book = Workbook()
    book.properties.creator = None
    book.properties.title = grid.caption.text or None
    label = FORBIDDEN.sub(" ", grid.caption.text.partition(". ")[0])
    book.active.title = label[:31].strip("' ") or "Table"
    _fill(book.active, grid)
    stream = io.BytesIO()
    book.save(stream)
    return write_office_file(path, stream)


def _fill(sheet: Worksheet, grid: Grid) -> None:
    """Write a table onto a sheet: caption, headings, body, notes."""
    widths = share_width(grid, WIDE_SCREEN if grid.is_wide else SCREEN)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = round(width + 1, 1)
    rows = [(replace(grid.caption, span=grid.width),), *grid.heads, *grid.body]
    first, last = 2 + len(grid.heads), len(rows)
    placed = []
    for row, cells in enumerate(rows, start=1):
        placed += _put_row(sheet, row, cells, widths)
    _draw_rules(sheet, grid.heads, last)
    if last >= first:
        sheet.auto_filter.ref = f"A{first - 1}:{get_column_letter(grid.width)}{last}"
    sheet.freeze_panes = f"B{first}"
    sheet.print_title_rows = f"2:{first - 1}"
    places = _add_comments(placed, dict(grid.notes))
    for row, (mark, text) in enumerate(grid.remarks, start=last + 1):
        text = f"{', '.join(places[mark])}: {text}" if mark else text
        _put_row(sheet, row, (GridCell(text, grid.width),), widths, size=9)
    setup = sheet.page_setup
    setup.orientation = "landscape" if grid.is_wide else "portrait"
    setup.paperSize, setup.fitToWidth, setup.fitToHeight = sheet.PAPERSIZE_A4, 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _put_row(
    sheet: Worksheet, row: int, cells: Row, widths: Sequence[float], size: int = 11
) -> list[tuple[GridCell, Cell]]:
    """Write a row, as high as its text needs, and return each cell with where it stands."""
    placed, column, lines = [], 0, 1
    for cell in cells:
        target = sheet.cell(row, column + 1)
        _put(target, cell, size)
        placed.append((cell, target))
        # Words wrap before the end of a line.
        room = sum(widths[column : column + cell.span]) * 0.98
        lines = max(lines, sum(max(1, -(-len(t) // room)) for t in cell.text.split("\n")))
        column += cell.span
        if cell.span > 1:
            start = column - cell.span + 1
            sheet.merge_cells(start_row=row, start_column=start, end_row=row, end_column=column)
    # Some programs do not see to it themselves.
    sheet.row_dimensions[row].height = min(lines * LINE + 2, TALLEST)
    return placed


def _put(target: Cell, cell: GridCell, size: int) -> None:
    """Write a cell; what it holds is text, whatever it begins with, unless it is a number."""
    text, is_leftward = cell.text, is_right_to_left(cell.text)
    number = None if cell.is_bold else read_number(text)
    if number is not None:
        target.value = number
        decimals = len(text.partition(".")[2])
        target.number_format = f"0.{'0' * decimals}" if decimals else "0"
    elif text:
        target.value = escape(text)
        # Else a text that begins with the sign of equality would be a formula.
        target.data_type = "s"
        target.quotePrefix = text.startswith(("=", "+", "-", "@", "'"))
    target.font = Font(bold=cell.is_bold, italic=cell.is_gap, size=size)
    target.alignment = Alignment(
        horizontal="right" if is_leftward and cell.align == "left" else cell.align,
        readingOrder=RIGHT_TO_LEFT if is_leftward else GUESSED,
        vertical="bottom" if cell.is_bold else "top",
        wrap_text=True,
    )


def _draw_rules(sheet: Worksheet, heads: Sequence[Row], last: int) -> None:
    """Draw the rules above and below the headings, below what spans columns, and at the end."""
    for row, cells in enumerate(heads, start=2):
        shown = [bool(cell.text) for cell in cells for _ in range(cell.span)]
        for column, has_text in enumerate(shown, start=1):
            below = THICK if cells is heads[-1] else THIN if has_text else None
            edge = Border(top=THICK if row == 2 else None, bottom=below)
            sheet.cell(row, column).border = edge
    for cell in sheet[last]:
        cell.border = Border(bottom=THICK)


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

"""Tables as Excel workbooks: merged headings, numbers as numbers, text never a formula.

A cell holds what the page shows and nothing else. The editorial note on a cell is a
comment of the cell, and stands beneath the table as well, for paper.
"""

from __future__ import annotations

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
from scripts.files.workbooks import escape
from scripts.files.zipping import write_office_file
from scripts.look.text import is_right_to_left

# Widths in letters: what a screen shows beside each other.
SCREEN, WIDE_SCREEN = 110, 190
# Points that a line of text is high.
LINE = 14.5
TALLEST = 409
# What the format calls the directions of text; by default a program guesses.
GUESSED, RIGHT_TO_LEFT = 0, 2
# Comments have one.
AUTHOR = "Editorial note"
THIN, THICK = Side(style="thin"), Side(style="medium")
# What a sheet cannot be called by.
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


def write_excel(grids: Sequence[tuple[str, Grid]], path: Path, title: str = "") -> Path:
    """Write grids as a workbook, one sheet for each, and return its path.

    Parameters
    ----------
    grids : sequence of (str, Grid)
        Name of the sheet, and the table on it.
    path : Path
        Where to write.
    title : str
        Of the workbook.
    """
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = None
    book.properties.title = title or None
    for name, grid in grids:
        _fill(book.create_sheet(FORBIDDEN.sub(" ", name)[:31].strip("' ") or "Table"), grid)
    stream = io.BytesIO()
    book.save(stream)
    return write_office_file(path, stream)


def _fill(sheet: Worksheet, grid: Grid) -> None:
    """Write a table onto a sheet: caption, headings, body, notes."""
    widths = share_width(grid, WIDE_SCREEN if grid.wide else SCREEN)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = round(width + 1, 1)
    places = _Places(sheet, dict(grid.notes))
    caption = replace(grid.caption, span=grid.width)
    places.note(caption, _put(sheet, 1, 1, caption, bold=True))
    sheet.row_dimensions[1].height = _measure([(grid.caption.text, sum(widths))])
    row = 2
    for number, heads in enumerate(grid.heads):
        for column, cell in heads:
            last = number + cell.height == len(grid.heads)
            target = _put(sheet, row + number, column + 1, cell, bold=True, head=True)
            places.note(cell, target)
            edge = Border(top=THICK if number == 0 else None, bottom=THICK if last else THIN)
            for i in range(column + 1, column + 1 + cell.span):
                for j in range(row + number, row + number + cell.height):
                    sheet.cell(j, i).border = edge
        single = [(c.text, widths[i]) for i, c in heads if c.span == c.height == 1]
        sheet.row_dimensions[row + number].height = _measure(single or [("", 1)])
    _stretch_heads(sheet, grid, widths)
    row += len(grid.heads)
    sheet.freeze_panes = sheet.cell(row, 2)
    for line in grid.lines:
        if line.is_group:
            places.note(line.cells[0], _put(sheet, row, 1, line.cells[0], bold=True))
        else:
            for column, cell in enumerate(line.cells, start=1):
                places.note(cell, _put(sheet, row, column, cell))
            texts = zip((cell.text for cell in line.cells), widths, strict=True)
            sheet.row_dimensions[row].height = _measure(texts)
        row += 1
    for column in range(1, grid.width + 1):
        sheet.cell(row - 1, column).border = Border(bottom=THICK)
    if grid.heads and grid.lines:
        first = 1 + len(grid.heads)
        sheet.auto_filter.ref = f"A{first}:{get_column_letter(grid.width)}{row - 1}"
    for mark, text in grid.remarks:
        text = f"{', '.join(places.found[mark])}: {text}" if mark else text
        _put(sheet, row, 1, GridCell(text, grid.width), small=True)
        sheet.row_dimensions[row].height = _measure([(text, sum(widths) * 1.1)])
        row += 1
    setup = sheet.page_setup
    setup.orientation = "landscape" if grid.wide else "portrait"
    setup.paperSize, setup.fitToWidth, setup.fitToHeight = sheet.PAPERSIZE_A4, 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"2:{1 + len(grid.heads)}"


class _Places:
    """Where the notes of a sheet stand."""

    def __init__(self, sheet: Worksheet, texts: dict[str, str]) -> None:
        self.sheet, self.texts = sheet, texts
        self.found: dict[str, list[str]] = {}

    def note(self, cell: GridCell, target: Cell) -> None:
        """Put the notes on a cell into its comment."""
        for mark in cell.marks:
            self.found.setdefault(mark, []).append(target.coordinate)
        if cell.marks:
            text = escape("\n".join(self.texts[mark] for mark in cell.marks))
            height = 24 + 18 * (len(text) // 45 + 1)
            target.comment = Comment(text, AUTHOR, height=height, width=340)


def _put(
    sheet: Worksheet,
    row: int,
    column: int,
    cell: GridCell,
    bold: bool = False,
    head: bool = False,
    small: bool = False,
) -> Cell:
    """Write one cell; whatever it begins with, it is text unless it is a number."""
    target = sheet.cell(row, column)
    text = cell.text
    number = None if bold or small else read_number(text)
    if number is None:
        target.value = escape(text)
        # Else a text that begins with the sign of equality would be a formula.
        target.data_type = "s"
        target.quotePrefix = text.startswith(("=", "+", "-", "@", "'"))
    else:
        target.value = number
        decimals = len(text.partition(".")[2])
        target.number_format = f"0.{'0' * decimals}" if decimals else "0"
    target.font = Font(bold=bold, italic=cell.is_gap, size=9 if small else 11)
    side, order = cell.align, GUESSED
    if is_right_to_left(text):
        side, order = "right" if side == "left" else side, RIGHT_TO_LEFT
    target.alignment = Alignment(
        horizontal="center" if cell.span > 1 and head else side,
        readingOrder=order,
        vertical="bottom" if head else "top",
        wrap_text=True,
    )
    if cell.span > 1 or cell.height > 1:
        sheet.merge_cells(
            start_row=row,
            start_column=column,
            end_row=row + cell.height - 1,
            end_column=column + cell.span - 1,
        )
    return target


def _stretch_heads(sheet: Worksheet, grid: Grid, widths: Sequence[float]) -> None:
    """Make the last row of headings high enough for those that reach down into it."""
    first, last = 2, 1 + len(grid.heads)
    if first == last:
        return
    tall = [(c.text, widths[i]) for heads in grid.heads for i, c in heads if c.height > 1]
    above = sum(sheet.row_dimensions[row].height for row in range(first, last))
    own = sheet.row_dimensions[last].height
    sheet.row_dimensions[last].height = max(own, _measure(tall or [("", 1)]) - above)


def _measure(texts) -> float:
    """Return how high a row must be for texts in columns of given widths, in points."""
    lines = 1
    for text, width in texts:
        # Words wrap before the end of a line.
        room = max(width * 0.98, 1)
        lines = max(lines, sum(max(1, -(-len(part) // room)) for part in text.split("\n")))
    return min(lines * LINE + 2, TALLEST)

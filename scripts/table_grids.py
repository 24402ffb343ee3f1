"""Tables of other programs as plain grids: Excel, CSV and Word, with what is merged in them."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

# The place in the grid, by row and column from zero, whose text a cell shows.
Place = tuple[int, int]
DELIMITERS = (",", ";", "\t", "|")
KINDS = (".xlsx", ".csv", ".tsv", ".txt", ".docx")


class TableError(ValueError):
    """Raised when a file holds no table that can be taken over; says what to do."""


@dataclass(frozen=True)
class Grid:
    """A table as rows of text, each as long as the others.

    Attributes
    ----------
    name : str
        Where it stands in its file, such as the name of a sheet.
    rows : tuple of tuple of str
        The text of each cell; within merged cells, the same text in each.
    origins : tuple of tuple of (int, int)
        For each cell the first of those that it is merged with, or itself.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    origins: tuple[tuple[Place, ...], ...]

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def spans(self, row: int, column: int) -> range:
        """Return the columns of a row that a cell is merged over."""
        origin = self.origins[row][column]
        own = [c for c in range(self.width) if self.origins[row][c] == origin]
        return range(min(own), max(own) + 1)

    def turn(self) -> Grid:
        """Return the table with its rows as columns."""
        origins = tuple(
            tuple((c, r) for r, c in column) for column in zip(*self.origins, strict=True)
        )
        return Grid(self.name, tuple(zip(*self.rows, strict=True)), origins)


def read_grids(path: Path) -> tuple[list[Grid], list[str], list[str]]:
    """Return the tables of a file, the text around them, and what the file hides.

    Text that is hidden may be private, so it is in no table: it is part of the text around
    them, and the last list names its places.

    Raises
    ------
    TableError
        If the file is of another kind, or cannot be read.
    """
    if not path.is_file():
        raise TableError(f"{path}: no such file. Check the name and the folder.")
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise TableError(
            f"{path.name}: a file of the kind {kind or 'without ending'}. Save the table as "
            "Excel workbook (.xlsx), as CSV or as Word document (.docx)."
        )
    try:
        if kind == ".xlsx":
            return _read_workbook(path)
        if kind == ".docx":
            return (*_read_document(path), [])
        return [_read_text(path)], [], []
    except TableError:
        raise
    # A file that is cut short or made wrongly fails in as many ways as it has parts.
    except Exception as error:
        raise TableError(
            f"{path.name}: the file cannot be read. Open it in its program, save it anew as "
            f"{kind}, and try again."
        ) from error


def _build(name: str, cells: dict[Place, str], origins: dict[Place, Place]) -> Grid:
    """Return a grid of filled cells; rows and columns around them are left out."""
    height = max((row for row, _ in cells), default=-1) + 1
    width = max((column for _, column in cells), default=-1) + 1
    return Grid(
        name,
        tuple(tuple(cells.get((r, c), "") for c in range(width)) for r in range(height)),
        tuple(tuple(origins.get((r, c), (r, c)) for c in range(width)) for r in range(height)),
    )


def _read_text(path: Path) -> Grid:
    """Return a text file whose cells are separated by whatever most of its heading is."""
    raw = path.read_bytes()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = raw.decode("utf-16")
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            # What Excel writes on Windows where nobody asks for UTF-8.
            text = raw.decode("cp1252", "replace")
    widths = {}
    for mark in DELIMITERS:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
        filled = [len(row) for row in rows if any(cell.strip() for cell in row)]
        widths[mark] = (max(filled, default=0), rows)
    _, records = max(widths.values(), key=lambda found: found[0])
    cells = {
        (r, c): cell.strip()
        for r, record in enumerate(records)
        for c, cell in enumerate(record)
        if cell.strip()
    }
    return _build(path.name, cells, {})


def _read_workbook(path: Path) -> tuple[list[Grid], list[str], list[str]]:
    """Return the sheets that hold anything, with the values that formulas had when saved."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, data_only=True)
        formulas = openpyxl.load_workbook(path)
    grids, notes, places = [], [], []
    for sheet in book.worksheets:
        cells, origins = {}, {}
        for row in sheet.iter_rows():
            for cell in row:
                value = cell.value
                if value is None:
                    # A program that does not compute leaves a formula without its value.
                    value = formulas[sheet.title].cell(cell.row, cell.column).value
                text = _write_value(value)
                if text:
                    cells[cell.row - 1, cell.column - 1] = text
        for area in sheet.merged_cells.ranges:
            first = (area.min_row - 1, area.min_col - 1)
            for r in range(area.min_row - 1, area.max_row):
                for c in range(area.min_col - 1, area.max_col):
                    origins[r, c] = first
                    if first in cells:
                        cells[r, c] = cells[first]
        name = f"sheet {sheet.title}"
        hidden = _take_hidden(sheet, name, cells)
        places += hidden
        for place, texts in hidden.items():
            notes += [f"[{place}, hidden]", *texts]
        if cells:
            grids.append(_build(name, cells, origins))
    return grids, notes, places


def _take_hidden(sheet, name: str, cells: dict[Place, str]) -> dict[str, list[str]]:
    """Take what is hidden out of the cells of a sheet, and return it by its place."""
    from openpyxl.utils import get_column_letter

    rows = {number - 1 for number, about in sheet.row_dimensions.items() if about.hidden}
    columns = {
        number - 1
        for about in sheet.column_dimensions.values()
        if about.hidden
        for number in range(about.min, about.max + 1)
    }
    hidden: dict[str, list[str]] = {}
    for row, column in sorted(cells):
        if sheet.sheet_state != "visible":
            place = name
        elif row in rows:
            place = f"{name}, row {row + 1}"
        elif column in columns:
            place = f"{name}, column {get_column_letter(column + 1)}"
        else:
            continue
        hidden.setdefault(place, []).append(cells.pop((row, column)))
    return hidden


def _write_value(value: object) -> str:
    """Return what a cell of a workbook holds, as text."""
    if value is None:
        return ""
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value).strip()


def _read_document(path: Path) -> tuple[list[Grid], list[str]]:
    """Return the tables of a Word document, and its paragraphs outside of them."""
    import docx

    document = docx.Document(str(path))
    grids = []
    for number, table in enumerate(document.tables, start=1):
        cells, origins, first = {}, {}, {}
        for r, row in enumerate(table.rows):
            for c, cell in enumerate(row.cells, start=row.grid_cols_before):
                origin = first.setdefault(cell._tc, (r, c))
                origins[r, c] = origin
                text = "\n".join(filter(None, (words.strip() for words in _texts(cell))))
                if text:
                    cells[r, c] = text
        if cells:
            grids.append(_build(f"table {number}", cells, origins))
    words = [p.text.strip() for p in document.paragraphs if p.text.strip()]
    return grids, words


def _texts(cell) -> Iterator[str]:
    """Yield the paragraphs of a cell of a Word table, and of the tables within it."""
    for paragraph in cell.paragraphs:
        yield paragraph.text
    for table in cell.tables:
        for row in table.rows:
            for inner in dict.fromkeys(c._tc for c in row.cells):
                yield " ".join(t.text or "" for t in inner.iter() if t.tag.endswith("}t"))

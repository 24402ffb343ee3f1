"""Tables of other programs as plain grids: Excel, CSV and Word, with what is merged in them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from scripts.adapt.table_matching import STAGES, match_heading
from scripts.files.problems import Problem, format_problems
from scripts.files.spreadsheets import (
    MARKS,
    SAVE_AS_CSV,
    UNSEEN,
    describe_unseen,
    find_cell,
    find_delimiter,
    read_text,
    split_records,
)

# The place in the grid, by row and column from zero, whose text a cell shows.
Place = tuple[int, int]
KINDS = (".xlsx", ".csv", ".tsv", ".txt", ".docx")
# Rows at the top of a table among which its headings are looked for.
MOST_TITLES = 15
# What nobody sees at the ends of a text: blanks, and signs that only part or join words.
ENDS = re.compile(r"\A[\s\u00ad\u200b-\u200d\u2060\ufeff]+|[\s\u00ad\u200b-\u200d\u2060\ufeff]+\Z")


class TableError(ValueError):
    """Raised when a file holds no table that can be taken over; says what to do."""


@dataclass(frozen=True)
class Grid:
    """A table as rows of text, each as long as the others.

    Attributes
    ----------
    name : str
        Where it stands in its file, such as "sheet Codes".
    rows : tuple of tuple of str
        The text of each cell; within merged cells, the same text in each.
    origins : tuple of tuple of (int, int)
        For each cell the first of those that it is merged with, or itself.
    lengths : tuple of int
        In a text file, how many cells each row has in truth.
    title : str
        What its people call it, such as the name of a sheet.
    doubts : tuple of str
        Cells that a spreadsheet program has made of something else, such as dates.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    origins: tuple[tuple[Place, ...], ...]
    lengths: tuple[int, ...] = ()
    title: str = ""
    doubts: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def spans(self, row: int, column: int) -> range:
        """Return the columns of a row that a cell is merged over."""
        origin = self.origins[row][column]
        own = [c for c in range(self.width) if self.origins[row][c] == origin]
        return range(min(own), max(own) + 1)

    def turn(self, top: int) -> Grid:
        """Return the table from a row on, with its rows as columns."""
        origins = tuple(
            tuple((c, r - top) for r, c in column)
            for column in zip(*self.origins[top:], strict=True)
        )
        rows = tuple(zip(*self.rows[top:], strict=True))
        return replace(self, rows=rows, origins=origins, lengths=())


@dataclass(frozen=True)
class Reading:
    """What a file holds: its tables, and all other text.

    Attributes
    ----------
    grids : tuple of Grid
        The tables.
    notes : tuple of str
        Text that stands in none of them, with its place where it has one.
    told : tuple of str
        What the person who brought the file should know of that.
    source : tuple of (str, tuple of str)
        All text of the file once more, taken in the simplest way: for each place, the pieces in
        which the file holds it.
    """

    grids: tuple[Grid, ...]
    notes: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    source: tuple[tuple[str, tuple[str, ...]], ...] = ()


def clean(text: str) -> str:
    """Return text with plain line ends, and without what nobody sees around it."""
    return ENDS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def build_grid(
    name: str,
    cells: Mapping[Place, str],
    origins: Mapping[Place, Place],
    title: str = "",
    doubts: tuple[str, ...] = (),
) -> Grid:
    """Return a grid of filled cells; rows and columns around them are left out."""
    height = max((row for row, _ in cells), default=-1) + 1
    width = max((column for _, column in cells), default=-1) + 1
    return Grid(
        name,
        tuple(tuple(cells.get((r, c), "") for c in range(width)) for r in range(height)),
        tuple(tuple(origins.get((r, c), (r, c)) for c in range(width)) for r in range(height)),
        title=title,
        doubts=doubts,
    )


def read_tables(path: Path) -> Reading:
    """Return the tables of a file, and all other text in it.

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
    # Imported here because both are made of this module's.
    from scripts.adapt.table_document import read_document
    from scripts.adapt.table_workbook import read_workbook

    readers = {".xlsx": read_workbook, ".docx": read_document}
    try:
        reading = readers.get(kind, _read_text)(path)
    except TableError as error:
        raise TableError(f"{path.name}: {error}") from error
    # A file that is cut short or made wrongly fails in as many ways as it has parts.
    except Exception as error:
        raise TableError(
            f"{path.name}: the file cannot be read. Open it in its program, save it anew as "
            f"{kind}, and try again."
        ) from error
    for place, texts in reading.source:
        unseen = UNSEEN.search(clean("".join(texts)))
        if unseen:
            raise TableError(
                f"{path.name}: {place}: {describe_unseen(unseen.group())}. Type this place anew."
            )
    return reading


def _read_text(path: Path) -> Reading:
    """Return a text file, read as the check reads the files of a study."""
    text, problems = read_text(path.parent, path.name, SAVE_AS_CSV, find_cell)
    if text is None:
        raise TableError(f"the file cannot be taken over.\n{format_problems(problems)}")
    source = tuple((place, (line,)) for place, line in _list_lines(text))
    mark, text = _find_mark(text)
    records, broken = split_records(text, mark)
    if broken:
        todo = 'Look for a quotation mark " that is opened and not closed. ' + SAVE_AS_CSV
        place = len(records) + 1
        problem = Problem(
            path.name, place, None, broken, f"cells with a {MARKS[mark]} between", todo
        )
        raise TableError(f"the file cannot be taken over.\n{format_problems([problem])}")
    cells = {
        (r, c): clean(cell)
        for r, record in enumerate(records)
        for c, cell in enumerate(record)
        if clean(cell)
    }
    grid = build_grid(path.name, cells, {})
    lengths = tuple(map(len, records[: len(grid.rows)]))
    return Reading((replace(grid, lengths=lengths),), source=source)


def _list_lines(text: str) -> Iterator[tuple[str, str]]:
    """Yield each line of a text with its place; that in which Excel names the mark is none."""
    for number, line in enumerate(text.splitlines(), start=1):
        if number > 1 or not re.fullmatch(r"sep=[,;\t|]", line):
            yield f"line {number}", line


def _find_mark(text: str) -> tuple[str, str]:
    """Return what stands between the cells, and the table.

    It is what the check would take, unless only another mark makes headings of one of the
    first lines, as where a title stands above them.
    """
    mark, text = find_delimiter(text)
    lines = text.splitlines()[:MOST_TITLES]

    def count_stages(mark: str) -> int:
        rows = csv.reader(lines, delimiter=mark)
        return max((sum(match_heading(cell) in STAGES for cell in row) for row in rows), default=0)

    return max((mark, *MARKS), key=count_stages), text

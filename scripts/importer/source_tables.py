"""Tables of other programs as plain grids, with what is merged in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from scripts.files.problems import RefusalError

# The place in the grid, by row and column from zero, whose text a cell shows.
Place = tuple[int, int]
# Rows at the top of a table among which its headings are looked for.
MOST_TITLES = 15
# What nobody sees at the ends of a text: blanks, and signs that only part or join words.
ENDS = re.compile(r"\A[\s\u00ad\u200b-\u200d\u2060\ufeff]+|[\s\u00ad\u200b-\u200d\u2060\ufeff]+\Z")


class TableError(RefusalError):
    """Raised when a file holds no table that can be taken over; says what to do."""


@dataclass(frozen=True)
class SourceTable:
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

    def turn(self, top: int) -> SourceTable:
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
    grids : tuple of SourceTable
        The tables.
    notes : tuple of str
        Text that stands in none of them, with its place where it has one.
    told : tuple of str
        What the person who brought the file should know of that.
    source : tuple of (str, tuple of str)
        All text of the file once more, taken in the simplest way: for each place, the pieces in
        which the file holds it.
    """

    grids: tuple[SourceTable, ...]
    notes: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    source: tuple[tuple[str, tuple[str, ...]], ...] = ()


def clean(text: str) -> str:
    """Return text with plain line ends, and without what nobody sees around it."""
    return ENDS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def build_source_table(
    name: str,
    cells: Mapping[Place, str],
    origins: Mapping[Place, Place],
    title: str = "",
    doubts: tuple[str, ...] = (),
) -> SourceTable:
    """Return a grid of filled cells; rows and columns around them are left out."""
    height = max((row for row, _ in cells), default=-1) + 1
    width = max((column for _, column in cells), default=-1) + 1
    return SourceTable(
        name,
        tuple(tuple(cells.get((r, c), "") for c in range(width)) for r in range(height)),
        tuple(tuple(origins.get((r, c), (r, c)) for c in range(width)) for r in range(height)),
        title=title,
        doubts=doubts,
    )

"""Tables of other programs as plain grids, and the proof that nothing of a file was lost."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from scripts.files.problems import RefusalError, quote

# The place in the grid, by row and column from zero, whose text a cell shows.
Place = tuple[int, int]
# What nobody sees at the ends of a text: blanks, and signs that only part or join words.
ENDS = re.compile(r"\A[\s\u00ad\u200b-\u200d\u2060\ufeff]+|[\s\u00ad\u200b-\u200d\u2060\ufeff]+\Z")
# A table of so many cells, blank ones among them, is none that people made.
MOST_PLACES = 1_000_000
# Signs before the entries of a list, which may go: whatever else is a sign may not.
BULLETS = set("▪◦●○■□▸►❖➢")


class TableError(RefusalError):
    """Raised when a file holds no table that can be taken over; says what to do."""


@dataclass(frozen=True)
class SourceTable:
    """A table as rows of text, each as long as the others."""

    # Where it stands in its file, such as "sheet Codes".
    name: str
    # The text of each cell; within merged cells, the same text in each.
    rows: tuple[tuple[str, ...], ...]
    # For each cell a place that it shares with those that it is merged with.
    origins: tuple[tuple[Place, ...], ...]
    # In a text file, how many cells each row has in truth.
    lengths: tuple[int, ...] = ()
    # Cells that a spreadsheet program has made of something else, such as dates.
    doubts: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def count_span(self, row: int, column: int) -> int:
        """Return how many cells of a row are merged with one of them, itself among them."""
        return self.origins[row].count(self.origins[row][column])

    def turn(self, top: int) -> "SourceTable":
        """Return the table from a row on, with its rows as columns."""
        rows, origins = (tuple(zip(*part[top:], strict=True)) for part in (self.rows, self.origins))
        return replace(self, rows=rows, origins=origins, lengths=())


def clean(text: str) -> str:
    """Return text with plain line ends, and without what nobody sees around it."""
    return ENDS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


@dataclass
class FileContents:
    """What a file holds: its tables, and all other text."""

    grids: list[SourceTable] = field(default_factory=list)
    # Text that stands in no table, with its place where it has one.
    notes: list[str] = field(default_factory=list)
    # What is not shown, deleted or beside the text, by its place and the reason.
    aside: dict[str, list[str]] = field(default_factory=dict)
    # What the person who brought the file should know of that.
    told: list[str] = field(default_factory=list)
    # All text of the file once more, taken in the simplest way: for each place, the pieces in
    # which the file holds it.
    source: list[tuple[str, Sequence[str]]] = field(default_factory=list)

    def set_aside(self, place: str, text: str) -> None:
        """Keep text that does not count; `place` says why as well."""
        if clean(text):
            self.aside.setdefault(place, []).append(clean(text))

    def add_table(
        self, name: str, cells: Mapping[Place, str], origins: Mapping[Place, Place], **more: tuple
    ) -> None:
        """Add a table of cells, each at its place, unless all of them are blank.

        Merged cells all show the first of them, and what another one holds is set aside. Rows and
        columns behind the last that has a text of its own are left out.
        """
        height = max((row for (row, _), text in cells.items() if text), default=-1) + 1
        width = max((column for (_, column), text in cells.items() if text), default=-1) + 1
        if height * width > MOST_PLACES:
            raise TableError(
                f"{name}: text so far from the rest, down to row {height} and over to column "
                f"{width}, that the table has more than {MOST_PLACES} cells. Bring it together."
            )
        for place, text in cells.items():
            if origins.get(place, place) != place:
                self.set_aside(f"{name}, row {place[0] + 1}, below a merged cell", text)
        places = [[(row, column) for column in range(width)] for row in range(height)]
        starts = tuple(tuple(origins.get(place, place) for place in row) for row in places)
        rows = tuple(tuple(cells.get(place, "") for place in row) for row in starts)
        if any(map(any, rows)):
            self.grids.append(SourceTable(name, rows, starts, **more))


def is_alone(grid: SourceTable, row: int) -> bool:
    """Return whether a row has nothing but its first cell, or one that is merged over all."""
    cells = {grid.origins[row][c] for c, text in enumerate(grid.rows[row]) if text}
    return grid.width > 1 and len(cells) == 1 and bool(grid.rows[row][0])


def list_lines(grid: SourceTable, numbers: Iterable[int]) -> list[str]:
    """Return rows of a grid as lines of text, each merged cell once."""
    lines: list[str] = []
    seen: set[Place] = set()
    for r in numbers:
        own = {grid.origins[r][c]: cell for c, cell in enumerate(grid.rows[r]) if cell}
        lines.append(" | ".join(cell for place, cell in own.items() if place not in seen))
        seen |= own.keys()
    return list(filter(None, lines))


def check_conserved(source: Sequence[tuple[str, Sequence[str]]], kept: Iterable[str]) -> None:
    """Stop if a word or sign of a file (see `FileContents`) is less often in what was kept."""
    stored = [word for text in kept for word in list_words(text)]
    letters = "".join(stored)
    words = [_list_due(pieces, letters) for _, pieces in source]
    missing = Counter(chain(*words)) - Counter(stored)
    if not missing:
        return
    lost = [sum(word in missing for word in own) / max(len(own), 1) for own in words]
    place, pieces = source[lost.index(max(lost))]
    named = ", ".join(map(quote, list(missing)[:5]))
    raise TableError(
        f"{place}: the text beginning with {quote(''.join(pieces).strip())} would be lost in part "
        f"({named}), so nothing was made. Copy the table into a new file as plain text, with this "
        "place written anew, and use that copy."
    )


def _list_due(pieces: Sequence[str], letters: str) -> list[str]:
    """Return the words of a place that have to be kept.

    One that runs over several pieces, as where some letters are struck out, need not be kept as
    one, if all the pieces are among the letters that were kept.
    """
    parted: set[str] = set()
    for chunk in "\0".join(pieces).split():
        if "\0" in chunk and sum(bool(list_words(part)) for part in chunk.split("\0")) > 1:
            parted |= set(list_words(chunk.replace("\0", "")))
    if parted and not all("".join(list_words(piece)) in letters for piece in pieces):
        parted = set()
    return [word for word in list_words("".join(pieces)) if word not in parted]


def list_words(text: str) -> list[str]:
    """Return the words and signs of a text; punctuation may change with the form of a table."""
    return [
        word
        for word in re.findall(r"\w+|[^\w\s]", text.casefold())
        if word[0].isalnum() or (unicodedata.category(word[0])[0] == "S" and word not in BULLETS)
    ]

"""A table of the book as a grid of plain cells, which every file format is written from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from scripts.files.problems import quote
from scripts.study.study import Study
from scripts.tables.table import Table

# In place of the line break between a head that spans columns and the heads below it.
UNDER = ": "
# A word longer than this may be broken.
LONGEST_WORD = 15
# How much wider the letters of headings are.
BOLDER = 1.15
# More digits than this are a name, which a spreadsheet would round.
MOST_DIGITS = 15
GAP_NOTE = "Cells in italics: the source does not give the value."


@dataclass(frozen=True)
class GridCell:
    """A cell: its text, how many columns and rows it covers, and the marks of its notes."""

    text: str
    span: int = 1
    height: int = 1
    align: str = "left"
    marks: tuple[str, ...] = ()
    is_gap: bool = False


@dataclass(frozen=True)
class Line:
    """A row of the body; that of a group has one cell, as wide as the table."""

    cells: tuple[GridCell, ...]
    is_group: bool = False


@dataclass(frozen=True)
class Grid:
    """A table as plain cells.

    Attributes
    ----------
    caption : GridCell
        What the table shows.
    heads : tuple
        Rows of headings: (column from zero, cell) pairs; a cell may reach down.
    lines : tuple of Line
        The body.
    notes : tuple of (str, str)
        Mark and text of each note, in the order in which the marks stand.
    wide : bool
        Whether the table needs a page on its side.
    """

    caption: GridCell
    heads: tuple[tuple[tuple[int, GridCell], ...], ...]
    lines: tuple[Line, ...]
    notes: tuple[tuple[str, str], ...] = ()
    wide: bool = False

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return sum(cell.span for _, cell in self.heads[0])

    @property
    def rows(self) -> tuple[Line, ...]:
        """Return the lines that are no headings of groups."""
        return tuple(line for line in self.lines if not line.is_group)

    @property
    def has_gaps(self) -> bool:
        """Return whether any cell holds the words for a value that the source lacks."""
        return any(cell.is_gap for line in self.lines for cell in line.cells)

    @property
    def remarks(self) -> tuple[tuple[str, str], ...]:
        """Return what stands beneath the table: the notes, then what italics mean."""
        return self.notes + ((("", GAP_NOTE),) if self.has_gaps else ())


class _Marks:
    """Gives each different note a letter, in the order in which the notes are met."""

    def __init__(self, texts: Mapping[tuple[str, str], str]) -> None:
        self.texts = texts
        self.letters: dict[str, str] = {}

    def find(self, *places: tuple[str, str]) -> tuple[str, ...]:
        """Return the letters of the notes on some places of the table."""
        found = dict.fromkeys(self.texts[place] for place in places if place in self.texts)
        return tuple(self.letters.setdefault(text, letter(len(self.letters) + 1)) for text in found)


def letter(number: int) -> str:
    """Return the mark of a note: a to z, then aa, ab and so on."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def clean_text(text: str) -> str:
    """Return text that any file may hold: control characters as the pictures of themselves."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(
        "[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]",
        lambda match: chr(0x2400 + ord(match[0])) if match[0] < " " else "\ufffd",
        text,
    )


def read_number(text: str) -> int | float | None:
    """Return the number that a text is, such as 12 or 7.5, or None if it is any other text.

    ``007`` is a name, and a number of more digits than a spreadsheet keeps is one, too.
    """
    if not re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", text):
        return None
    if sum(c.isdigit() for c in text) > MOST_DIGITS:
        return None
    return float(text) if "." in text else int(text)


def describe_notes(study: Study, exhibit: str) -> dict[tuple[str, str], str]:
    """Return what is said beneath a table of each note on it, by row and column."""
    texts = {}
    for note in study.editorial_notes.itertuples():
        if note.exhibit == exhibit:
            source = quote(note.source_reading, 400) if note.source_reading else "nothing"
            reason = note.reason if note.reason.endswith((".", "?", "!")) else f"{note.reason}."
            text = f"{note.kind.capitalize()}. Source text: {source}. {reason}"
            text += f" Evidence: {note.evidence}; confidence: {note.confidence}."
            texts[note.row, note.field] = clean_text(text)
    return texts


def build_grid(table: Table, notes: Mapping[tuple[str, str], str] | None = None) -> Grid:
    """Return a table as a grid, with a letter at each place that has a note.

    Parameters
    ----------
    table : Table
        As a page shows it. Levels that differ within a stage stand in a column of their own.
    notes : mapping, optional
        Text of the note on each (row, column), as from `describe_notes`.
    """
    table = _set_levels_apart(table)
    marks = _Marks(notes or {})
    caption = GridCell(clean_text(table.caption), marks=marks.find(("caption", "caption")))
    heads = _build_heads(table, marks)
    lines = _build_lines(table, marks)
    pairs = tuple((mark, text) for text, mark in marks.letters.items())
    return Grid(caption, heads, lines, pairs, table.is_wide)


def _set_levels_apart(table: Table) -> Table:
    """Return a table in which the levels of a column's lines have a column beside it."""
    columns = [c for c in table.columns if any(column == c for _, column in table.levels)]
    if not columns:
        return table
    frame, heads, spanners = table.frame.copy(), dict(table.heads), dict(table.spanners)
    for column in columns:
        own = [table.levels.get((row, column), ()) for row in table.rows]
        level = f"{column}_level"
        place = frame.columns.get_loc(column) + 1
        words = ["\n".join(filter(None, dict.fromkeys(levels))) for levels in own]
        frame.insert(place, level, words)
        heads[level] = f"Level of {table.head(column).partition(' – ')[0].lower()}"
        if column in spanners:
            spanners[level] = spanners[column]
        frame[column] = [
            "\n".join(
                f"{name}: {line}" if name and len(set(levels)) > 1 else line
                for name, line in zip(
                    levels or [""] * (text.count("\n") + 1), text.split("\n"), strict=True
                )
            )
            for levels, text in zip(own, frame[column], strict=True)
        ]
    return replace(table, frame=frame, heads=heads, spanners=spanners, levels={})


def _build_heads(table: Table, marks: _Marks) -> tuple:
    """Return the rows of headings with the column at which each cell begins."""
    runs = table.group_columns()
    has_spanners = any(spanner for spanner, _ in runs)
    height = 2 if has_spanners else 1
    upper: list[tuple[int, GridCell]] = [(0, GridCell(clean_text(table.stub_head), 1, height))]
    lower: list[tuple[int, GridCell]] = []
    place = 1
    for spanner, columns in runs:
        if spanner:
            key = spanner.casefold()
            found = marks.find(("heading", key), ("heading", f"{key}/spanner"))
            align = "left"
            upper.append((place, GridCell(clean_text(spanner), len(columns), 1, align, found)))
        for column in columns:
            found = marks.find(("heading", column))
            align = table.align.get(column, "left")
            cell = GridCell(
                clean_text(table.head(column)), 1, 1 if spanner else height, align, found
            )
            (lower if spanner else upper).append((place, cell))
            place += 1
    return (tuple(upper), tuple(lower)) if has_spanners else (tuple(upper),)


def _build_lines(table: Table, marks: _Marks) -> tuple[Line, ...]:
    """Return the body: lines of cells, and the headings of blocks among them."""
    keys, heads, width = table.rows, table.row_heads, len(table.columns) + 1
    lines = []
    for key, label, places in table.group_rows():
        if label:
            blocks = dict.fromkeys(keys[place].split("/", 1)[0] for place in places)
            found = marks.find(*((block, "label") for block in blocks or (key,)))
            lines.append(Line((GridCell(clean_text(label), width, marks=found),), is_group=True))
        for place in places:
            cells = [GridCell(clean_text(heads[place]))]
            for column, text in table.list_cells(place):
                at = (keys[place], column)
                align, found = table.align.get(column, "left"), marks.find(at)
                cells.append(GridCell(clean_text(text), 1, 1, align, found, at in table.gaps))
            lines.append(Line(tuple(cells)))
    return tuple(lines)


def name_columns(grid: Grid) -> list[str]:
    """Return one heading for each column: what spans it, then its own."""
    names = [""] * grid.width
    for row in grid.heads:
        for column, cell in row:
            for i in range(column, column + cell.span):
                names[i] = UNDER.join(filter(None, (names[i], cell.text)))
    return names


def share_width(grid: Grid, available: float) -> list[float]:
    """Return a width for each column, in letters; together no more than `available`.

    Each column gets room for its longest word, and of the rest what its texts need.
    """
    least = [4.0] * grid.width
    lengths: list[list[int]] = [[4] for _ in least]
    heads = ((column, cell) for row in grid.heads for column, cell in row)
    bodies = chain.from_iterable(enumerate(line.cells) for line in grid.rows)
    for factor, cells in ((BOLDER, heads), (1, bodies)):
        for column, cell in cells:
            if cell.span > 1:
                continue
            longest = min(max(map(len, cell.text.split()), default=0), LONGEST_WORD)
            least[column] = max(least[column], factor * longest + 2)
            length = max(map(len, cell.text.split("\n"))) + 2 * len(cell.marks)
            lengths[column].append(round(factor * length) + 2)
    whole = [max(own) for own in lengths]
    if sum(whole) <= available:
        return [float(value) for value in whole]
    # One cell of unusual length does not make its column wide.
    usual = [sorted(own)[int(0.9 * (len(own) - 1))] for own in lengths]
    if sum(least) >= available:
        return [value * available / sum(least) for value in least]
    # The root keeps one long column from taking all that there is.
    extra = [max(w - m, 1) ** 0.6 for w, m in zip(usual, least, strict=True)]
    unit = (available - sum(least)) / sum(extra)
    return [m + e * unit for m, e in zip(least, extra, strict=True)]


def list_texts(grid: Grid) -> Iterable[str]:
    """Return every text of a grid."""
    yield grid.caption.text
    for row in grid.heads:
        yield from (cell.text for _, cell in row)
    for line in grid.lines:
        yield from (cell.text for cell in line.cells)
    yield from (text for _, text in grid.notes)

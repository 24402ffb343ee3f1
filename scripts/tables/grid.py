"""A table of the book as a grid of plain cells, which every file format is written from."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from openpyxl.utils import get_column_letter

from scripts.files.problems import quote
from scripts.study.study import Study
from scripts.tables.table import Table

# A word longer than this may be broken.
LONGEST_WORD = 15
# How much wider the letters of headings are.
BOLDER = 1.15
# More digits than this are a name, which a spreadsheet would round.
MOST_DIGITS = 15
GAP_NOTE = "Cells in italics: the source does not give the value."


@dataclass(frozen=True)
class GridCell:
    """A cell: its text, how many columns it covers, and the marks of its notes.

    Set bold are the caption and what heads columns or a block of rows.
    """

    text: str
    span: int = 1
    align: str = "left"
    marks: tuple[str, ...] = ()
    is_gap: bool = False
    is_bold: bool = False


Row = tuple[GridCell, ...]


@dataclass(frozen=True)
class Grid:
    """A table as plain cells.

    The headings of the columns are the last row of `heads`; above it stand, perhaps, those that
    span several. In the `body`, a row of one bold cell heads the rows below it. `notes` are mark
    and text of each, in the order of the marks. A wide table needs a page on its side.
    """

    caption: GridCell
    heads: tuple[Row, ...]
    body: tuple[Row, ...]
    notes: tuple[tuple[str, str], ...] = ()
    is_wide: bool = False

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.heads[-1])

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of the body that are no headings."""
        return tuple(row for row in self.body if not row[0].is_bold)

    @property
    def remarks(self) -> tuple[tuple[str, str], ...]:
        """What stands beneath the table: the notes, then what italics mean."""
        has_gaps = any(cell.is_gap for row in self.rows for cell in row)
        return self.notes + ((("", GAP_NOTE),) if has_gaps else ())


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

    `notes` has the text of the note on each row and column, as `describe_notes` gives it. Levels
    that differ within a stage stand in a column of their own.
    """
    texts = notes or {}
    letters: dict[str, str] = {}

    def build_cell(text: str, *places: tuple[str, str], **look) -> GridCell:
        # Each different note has a letter, in the order in which the notes are met.
        found = dict.fromkeys(texts[place] for place in places if place in texts)
        marks = [letters.setdefault(t, get_column_letter(len(letters) + 1).lower()) for t in found]
        return GridCell(clean_text(text), marks=tuple(marks), **look)

    table = _set_levels_apart(table)
    caption = build_cell(table.caption, ("caption", "caption"), is_bold=True)
    heads, body = _build_heads(table, build_cell), _build_body(table, build_cell)
    pairs = tuple((mark, text) for text, mark in letters.items())
    return Grid(caption, heads, body, pairs, table.is_wide)


def _build_heads(table: Table, build_cell: Callable[..., GridCell]) -> tuple[Row, ...]:
    """Return the rows of headings: above, those that span columns; below, one for each column."""
    upper, lower = [GridCell("")], [build_cell(table.stub_head, is_bold=True)]
    for spanner, columns in table.group_columns():
        key, size = spanner.casefold(), len(columns)
        places = [("heading", key), ("heading", f"{key}/spanner")]
        look = {"span": size, "align": "center", "is_bold": True}
        upper += [build_cell(spanner, *places, **look)] if spanner else [GridCell("")] * size
        for column in columns:
            look = {"align": table.align.get(column, "left"), "is_bold": True}
            lower.append(build_cell(table.head(column), ("heading", column), **look))
    return (tuple(upper), tuple(lower)) if any(cell.text for cell in upper) else (tuple(lower),)


def _build_body(table: Table, build_cell: Callable[..., GridCell]) -> tuple[Row, ...]:
    """Return the rows, those of each block below its heading."""
    keys, stubs, width = table.rows, table.row_heads, len(table.columns) + 1
    body: list[Row] = []
    for _, label, places in table.group_rows():
        own = dict.fromkeys((keys[place].split("/", 1)[0], "label") for place in places)
        # Rows without a heading do not belong to that of other rows.
        if label or body:
            body.append((build_cell(label, *own, span=width, is_bold=True),))
        for place in places:
            cells = [build_cell(stubs[place])]
            for column, text in table.list_cells(place):
                at, align = (keys[place], column), table.align.get(column, "left")
                cells.append(build_cell(text, at, align=align, is_gap=at in table.gaps))
            body.append(tuple(cells))
    return tuple(body)


def _set_levels_apart(table: Table) -> Table:
    """Return a table in which the levels of a column's lines have a column beside it."""
    frame, heads, spanners = table.frame.copy(), dict(table.heads), dict(table.spanners)
    for column in dict.fromkeys(column for _, column in table.levels):
        own = [table.levels.get((row, column), ()) for row in table.rows]
        level, place = f"{column}_level", frame.columns.get_loc(column)
        frame.insert(place + 1, level, ["\n".join(filter(None, dict.fromkeys(o))) for o in own])
        heads[level] = f"Level of {table.head(column).partition(' – ')[0].lower()}"
        if column in spanners:
            spanners[level] = spanners[column]
        frame[column] = [
            _name_levels(text.split("\n"), levels) if len(set(levels)) > 1 else text
            for text, levels in zip(frame[column], own, strict=True)
        ]
    return replace(table, frame=frame, heads=heads, spanners=spanners, levels={})


def _name_levels(lines: list[str], levels: tuple[str, ...]) -> str:
    """Return the lines of a cell, each behind its level."""
    pairs = zip(lines, levels, strict=True)
    return "\n".join(f"{level}: {line}" if level else line for line, level in pairs)


def share_width(grid: Grid, available: float) -> list[float]:
    """Return a width for each column, in letters; together no more than `available`.

    Each column gets room for its longest word, and of the rest what its texts need.
    """
    least, whole, usual = [], [], []
    for head, *cells in zip(grid.heads[-1], *grid.rows, strict=True):
        longest, lengths = 2.0, [4]
        for factor, cell in ((BOLDER, head), *((1, cell) for cell in cells)):
            word = min(max(map(len, cell.text.split()), default=0), LONGEST_WORD)
            longest = max(longest, factor * word)
            length = max(map(len, cell.text.split("\n"))) + 2 * len(cell.marks)
            lengths.append(round(factor * length) + 2)
        least.append(longest + 2)
        whole.append(max(lengths))
        # One cell of unusual length does not make its column wide.
        usual.append(sorted(lengths)[int(0.9 * (len(lengths) - 1))])
    if sum(whole) <= available:
        return [float(value) for value in whole]
    if sum(least) >= available:
        return [value * available / sum(least) for value in least]
    # The root keeps one long column from taking all that there is.
    extra = [max(w - m, 1) ** 0.6 for w, m in zip(usual, least, strict=True)]
    unit = (available - sum(least)) / sum(extra)
    return [m + e * unit for m, e in zip(least, extra, strict=True)]

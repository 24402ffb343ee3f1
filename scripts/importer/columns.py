"""The headings of somebody's table: where they stand, and what each column is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scripts.files.slugs import make_slug
from scripts.importer.headings import (
    CONFIGURATION,
    QUOTATION,
    SPEAKER,
    SPEAKER_GROUP,
    STAGES,
    VALENCE,
    belongs_below,
    blank_letters,
    fold,
    fold_plurals,
    match_heading,
)
from scripts.importer.source_tables import MOST_TITLES, SourceTable
from scripts.study.settings import RESERVED

# A heading is no sentence.
MOST_WORDS = 12
# The name of a stage at the left of a table that lies on its side is shorter still.
MOST_LABEL = 3
# What may stand there beside the stages.
SPOKEN = (QUOTATION, SPEAKER, SPEAKER_GROUP)
# What stands above columns that say something about a stage, and are no configurations.
ABOUT = {"description", "definition", "meaning", "explanation", "detail", "example", "text"}
ABOUT |= {"evidence", "source", "reference", "data", "note", "comment", "remark"}
# What a column that is a stage counts, beside one that is known otherwise.
STAGE = 100
# A column without a heading whose cells are as short as this, and all different, names the rows.
LONGEST_NUMBER = 20


@dataclass(frozen=True)
class Column:
    """A column of the table: its headings, and what its cells become.

    `kind` is a stage or another kind of `headings`, or None where it is kept as an
    extra column; `key` names it in the new data.
    """

    index: int
    heading: str
    spanner: str
    kind: str | None
    key: str


@dataclass(frozen=True)
class Headings:
    """The headings of a table: its columns, the first row of them, and the row below the last."""

    columns: tuple[Column, ...] = ()
    top: int = 0
    end: int = 0

    @property
    def score(self) -> int:
        """How surely these are the headings of configurations; 0 below two stages.

        One alone is the entry of a glossary, or a table about something else.
        """
        known = [c for c in self.columns if c.kind and len(c.heading.split()) <= MOST_WORDS]
        own = [column for column in known if column.kind in STAGES]
        stages = {column.kind for column in own}
        return STAGE * len(stages) + len(known) if len(stages) > 1 else 0


def find_headings(grid: SourceTable) -> tuple[SourceTable, Headings]:
    """Return a table with its headings; without columns where there are none.

    A table that names its stages at the left, one below the other, comes back turned, and the
    rows that stood above them are no part of it.
    """
    found, top = _find_in_rows(grid), find_labels(grid)
    if found.score < 2 * STAGE and top is not None:
        turned = grid.turn(top)
        return turned, _find_in_rows(turned)
    return grid, found


def find_labels(grid: SourceTable) -> int | None:
    """Return the row from which on the first column holds the names of stages and nothing else.

    Quotations and who speaks may stand among them; what numbers or names the configurations
    may stand above, in the first row or, as a title, over the whole table.
    """
    top = 0
    while top < len(grid.rows) and (
        not any(grid.rows[top]) or (is_alone(grid, top) and not _is_label(grid.rows[top][0]))
    ):
        top += 1
    rows = [row[0] for row in grid.rows[top:] if any(row)]
    if rows and (not rows[0] or re.search("cmo|configuration", fold(rows[0]))):
        rows = rows[1:]
        if ABOUT & set(map(fold_plurals, next(filter(any, grid.rows[top:])))):
            return None
    kinds = [match_heading(label) for label in blank_letters(rows) if _is_label(label)]
    enough = len(kinds) == len(rows) and len({kind for kind in kinds if kind in STAGES}) > 1
    return top if enough and grid.width > 1 else None


def _is_label(text: str) -> bool:
    """Return whether a text is the name of a stage, or of what is said about one."""
    return len(text.split()) <= MOST_LABEL and match_heading(text) in (*STAGES, *SPOKEN)


def _find_in_rows(grid: SourceTable) -> Headings:
    """Return the headings that are rows of a grid."""
    best = Headings()
    for top in range(min(MOST_TITLES, len(grid.rows))):
        for end in (top + 1, top + 2):
            if end > len(grid.rows) or (end > top + 1 and not _is_second_head(grid, top)):
                continue
            found = Headings(_name_columns(grid, top, end), top, end)
            # Two rows of headings say more than the first of them alone.
            if found.score > best.score or (found.score == best.score > 0 and top == best.top):
                best = found
    return best


def is_alone(grid: SourceTable, row: int) -> bool:
    """Return whether a row has nothing but its first cell, or one that is merged over all."""
    cells = {grid.origins[row][c]: text for c, text in enumerate(grid.rows[row]) if text}
    return grid.width > 1 and len(cells) == 1 and bool(grid.rows[row][0])


def _is_second_head(grid: SourceTable, top: int) -> bool:
    """Return whether a row of headings has a second one: where a head spans several columns."""
    if is_alone(grid, top):
        # A title, not a head.
        return False
    spanned = [c for c in range(grid.width) if 1 < len(grid.spans(top, c)) < grid.width]
    # Without merging, a blank behind a heading is how spreadsheets write a head that spans.
    row, below = grid.rows[top], grid.rows[top + 1]
    for c in range(grid.width):
        head = max((place for place in range(c) if row[place]), default=None)
        if row[c] or head is None or not below[c]:
            continue
        elsewhere = any(below[i] for i in range(grid.width) if row[i] and i != head)
        # A row with words below such a head and its blanks alone tells of no configuration.
        if match_heading(below[c]):
            spanned.append(c)
        elif below[head] and not elsewhere:
            spanned += [head, c]
    words = [below[c] for c in spanned if below[c] and below[c] != row[c]]
    others = [c for c in range(grid.width) if c not in spanned and row[c]]
    # The cells below the other heads are blank, or merged with them, or headings as well.
    clear = all(
        not below[c] or grid.origins[top + 1][c] == grid.origins[top][c] or match_heading(below[c])
        for c in others
    )
    return bool(words) and clear and all(len(word.split()) <= MOST_WORDS for word in words)


def _name_columns(grid: SourceTable, top: int, end: int) -> tuple[Column, ...]:
    """Return the columns below some rows of headings."""
    columns: list[Column] = []
    taken = [*(name for name in RESERVED if name != VALENCE), "section"]
    body = [row for n, row in enumerate(grid.rows) if n >= end and not is_alone(grid, n)]
    letters = {text for row in grid.rows[top:end] for text in row}
    letters -= set(blank_letters([*letters]))
    head = ""
    for index in range(grid.width):
        first, last = grid.rows[top][index], grid.rows[end - 1][index]
        spanner = ""
        if end - top > 1:
            # A blank behind a head belongs to it, unless it is merged or cannot be its part.
            head = first or head
            if last and last != first and (first or belongs_below(last, head)):
                spanner = head
        heading = last or first
        if spanner and not first and fold(spanner) in {fold(c.heading) for c in columns}:
            spanner = ""
        if not heading and not any(row[index] for row in body):
            continue
        kind = match_heading("" if heading in letters else heading, spanner)
        if not heading and not columns and _are_numbers([row[index] for row in body]):
            heading, kind = "Number", CONFIGURATION
        if kind not in STAGES and kind in [column.kind for column in columns]:
            kind = None
        name = kind if kind in (*STAGES, VALENCE) else name_column(heading, f"column_{index + 1}")
        key = name
        number = 1
        while key in taken:
            number += 1
            key = f"{name}_{number}"
        taken.append(key)
        columns.append(Column(index, heading or f"Column {index + 1}", spanner, kind, key))
    return tuple(columns)


def _are_numbers(cells: Sequence[str]) -> bool:
    """Return whether the cells of a column name the rows: short, filled and all different."""
    return len(set(cells)) == len(cells) > 0 and all(0 < len(c) <= LONGEST_NUMBER for c in cells)


def name_column(words: str, otherwise: str) -> str:
    """Return a key in small letters made from the first words of a heading."""
    key = make_slug(words, "_", 40)
    return key if re.match(r"[a-z]", key) else otherwise

"""Somebody's table of configurations taken over, with nothing of it left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.problems import quote
from scripts.settings import Stage
from scripts.settings_keys import RESERVED
from scripts.table_grids import Grid, TableError, read_grids
from scripts.table_matching import (
    CONFIGURATION,
    QUOTATION,
    SPEAKER,
    SPEAKER_GROUP,
    STAGES,
    VALENCE,
    fold,
    match_heading,
)
from scripts.table_rows import build_rows

# Rows at the top of a table among which its headings are looked for.
MOST_TITLES = 15
NOT_STATED = "not stated"


@dataclass(frozen=True)
class Column:
    """A column of the table: its headings, and what its cells become.

    `kind` is a stage or another kind of `table_matching`, or None where it is kept as an
    extra column; `key` names it in the new data.
    """

    index: int
    heading: str
    spanner: str
    kind: str | None
    key: str


@dataclass(frozen=True)
class ImportedTable:
    """What a table of configurations becomes.

    Attributes
    ----------
    stages : tuple of Stage
        The stages, in the order of the table.
    configurations, quotations : tuple of mapping
        Rows for the two tables of these names.
    extra : mapping of str to str
        Columns of the configurations that are no stages, with their headings.
    notes : tuple of str
        All text that found no place in a row, such as titles and footnotes.
    report : tuple of str
        What was matched and what was not, for the person who brought the table.
    """

    stages: tuple[Stage, ...]
    configurations: tuple[Mapping[str, str], ...]
    quotations: tuple[Mapping[str, str], ...]
    extra: Mapping[str, str]
    notes: tuple[str, ...]
    report: tuple[str, ...]


def import_table(path: Path) -> ImportedTable:
    """Return the configurations, quotations and other text of a table in a file.

    Raises
    ------
    TableError
        If there is no table with a heading that names a stage.
    """
    grids, words = read_grids(path)
    headed = [(grid, *_find_headings(grid)) for grid in grids]
    main = max(headed, key=lambda found: _score(found[1]), default=None)
    if main is None or not _score(main[1]):
        seen = [
            cell for g in grids[:3] for row in g.rows[:1] for cell in dict.fromkeys(row) if cell
        ]
        raise TableError(
            f"{path.name}: no column is called after a stage. The first rows begin with "
            f"{', '.join(map(quote, seen[:8])) or 'nothing'}. Give the columns headings such as "
            f"{', '.join(STAGES)}."
        )
    columns = main[1]
    rows: list[list[str]] = []
    notes = list(words)
    report = []
    for grid, own, top, end in headed:
        if grid is not main[0] and not _continues(columns, grid, own):
            notes += [f"[{grid.name}]", *_lines(grid, range(len(grid.rows)))]
            report.append(f"{grid.name}: another table; its text is kept with the notes")
            continue
        heads = {fold(c.heading) for c in columns} | {fold(c.spanner) for c in columns}
        notes += _lines(grid, range(top))
        below = {fold(cell) for line in grid.rows[top:end] for cell in line} - heads - {""}
        notes += [cell for line in grid.rows[top:end] for cell in line if fold(cell) in below]
        rows += _take_rows(grid, columns, end, notes)
    return _build(columns, rows, notes, report)


def _score(columns: Sequence[Column]) -> int:
    """Return how surely some columns are those of configurations."""
    own = [column for column in columns if column.kind in STAGES]
    stages = {column.kind for column in own}
    # One letter alone is no sign of a stage; C, M and O together are.
    if len(stages) == 1 and all(len(fold(column.heading)) == 1 for column in own):
        return 0
    return 10 * len(stages) + sum(1 for c in columns if c.kind) if stages else 0


def _find_headings(grid: Grid) -> tuple[tuple[Column, ...], int, int]:
    """Return the columns of a grid, its first row of headings, and the row below the last."""
    best: tuple[tuple[Column, ...], int, int] = ((), 0, 0)
    for top in range(min(MOST_TITLES, len(grid.rows))):
        for end in (top + 1, top + 2):
            if end > len(grid.rows) or (end > top + 1 and not _is_second_head(grid, top)):
                continue
            columns = _name_columns(grid, top, end)
            if _score(columns) > _score(best[0]):
                best = (columns, top, end)
    return best


def _is_second_head(grid: Grid, top: int) -> bool:
    """Return whether a row of headings has a second one: where a head spans several columns."""
    spanned = [c for c in range(grid.width) if 1 < len(grid.spans(top, c)) < grid.width]
    # Without merging, a blank behind a heading is how spreadsheets write a head that spans.
    row, below = grid.rows[top], grid.rows[top + 1]
    spanned += [c for c in range(grid.width) if not row[c] and below[c] and match_heading(below[c])]
    words = [below[c] for c in spanned if below[c] and below[c] != row[c]]
    others = [c for c in range(grid.width) if c not in spanned and row[c]]
    # The cells below the other heads are blank, or merged with them, or headings as well.
    clear = all(
        not below[c] or grid.origins[top + 1][c] == grid.origins[top][c] or match_heading(below[c])
        for c in others
    )
    return bool(words) and clear and all(len(word.split()) <= 12 for word in words)


def _name_columns(grid: Grid, top: int, end: int) -> tuple[Column, ...]:
    """Return the columns below some rows of headings."""
    columns: list[Column] = []
    taken = [*(name for name in RESERVED if name != VALENCE), "section"]
    head = ""
    for index in range(grid.width):
        first, last = grid.rows[top][index], grid.rows[end - 1][index]
        spanner = ""
        if end - top > 1:
            # A blank behind a head belongs to it.
            head = first or head
            if last and last != first:
                spanner = head
        heading = last or first
        if spanner and not first and fold(spanner) in {fold(c.heading) for c in columns}:
            spanner = ""
        kind = match_heading(heading, spanner)
        if kind not in STAGES and kind in [column.kind for column in columns]:
            kind = None
        if not heading and not any(row[index] for row in grid.rows[end:]):
            continue
        name = kind if kind in (*STAGES, VALENCE) else make_key(heading, f"column_{index + 1}")
        key = name
        number = 1
        while key in taken:
            number += 1
            key = f"{name}_{number}"
        taken.append(key)
        columns.append(Column(index, heading or f"Column {index + 1}", spanner, kind, key))
    return tuple(columns)


def make_key(words: str, otherwise: str) -> str:
    """Return a key in small letters made from the first words of a heading."""
    key = re.sub(r"[^a-z0-9]+", "_", fold(words)).strip("_")[:40].strip("_")
    return key if re.match(r"[a-z]", key) else otherwise


def _continues(columns: Sequence[Column], grid: Grid, own: Sequence[Column]) -> bool:
    """Return whether a further table is more of the first: the same headings again."""
    return [fold(c.heading) for c in own] == [fold(c.heading) for c in columns]


def _take_rows(
    grid: Grid, columns: Sequence[Column], start: int, notes: list[str]
) -> list[list[str]]:
    """Return the rows below the headings; what is no configuration goes to the notes."""
    heads = [fold(column.heading) for column in columns]
    rows, section = [], ""
    for number in range(start, len(grid.rows)):
        row = grid.rows[number]
        cells = [row[column.index] for column in columns]
        if not any(row):
            continue
        if [fold(cell) for cell in cells] == heads or {fold(c) for c in row if c} <= {
            fold(text) for c in columns for text in (c.heading, c.spanner)
        }:
            # The headings again, as on each page of a long table.
            continue
        across = len(grid.spans(number, 0)) == grid.width and grid.width > 1
        if across:
            section = row[0]
            notes.append(section)
            continue
        if not any(cell for cell, c in zip(cells, columns, strict=True) if c.kind in STAGES):
            notes += [cell for cell in dict.fromkeys(row) if cell]
            continue
        beyond = {column.index for column in columns}
        notes += [cell for i, cell in enumerate(row) if cell and i not in beyond]
        rows.append([*cells, section])
    return rows


def _lines(grid: Grid, numbers: range) -> list[str]:
    """Return rows of a grid as lines of text, each merged cell once."""
    lines = []
    for r in numbers:
        seen = {grid.origins[r][c]: cell for c, cell in enumerate(grid.rows[r]) if cell}
        if seen:
            lines.append(" | ".join(seen.values()))
    return lines


def _build(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], notes: list[str], report: list[str]
) -> ImportedTable:
    """Return the new tables of the rows, and what is to be told of them."""
    stages = tuple(
        Stage(c.key, c.heading, c.heading, c.spanner) for c in columns if c.kind in STAGES
    )
    extra = {
        c.key: c.heading
        for c in columns
        if c.kind not in (*STAGES, QUOTATION, SPEAKER, SPEAKER_GROUP, VALENCE)
    }
    if any(row[-1] for row in rows):
        extra["section"] = "Section"
    configurations, quotations = build_rows(columns, rows, notes)
    words = {CONFIGURATION: "name of the configuration", VALENCE: "valence, kept as it stands"}
    for column in columns:
        where = f"“{column.heading}”" + (f" (below “{column.spanner}”)" if column.spanner else "")
        if column.kind in STAGES:
            report.append(f"{where}: the stage {column.key}")
        elif column.kind in (QUOTATION, SPEAKER, SPEAKER_GROUP):
            report.append(f"{where}: quotations.csv, {column.kind}")
        elif column.kind:
            report.append(f"{where}: {words[column.kind]}, in the column {column.key}")
        else:
            report.append(f"{where}: not recognised; kept as the column {column.key}")
    blank = sum(not row[c.key] for row in configurations for c in columns if c.kind in STAGES)
    if blank:
        report.append(f"{blank} cells of stages are blank and stay blank; nothing is guessed")
    several = sum("\n" in row[c.key] for row in configurations for c in columns if c.kind in STAGES)
    if several:
        report.append(
            f"{several} cells of stages have several lines, and each line counts as an element of "
            "its own; where a line only goes on, join it to the one above"
        )
    if notes:
        report.append(f"{len(notes)} lines outside the rows are kept with the notes")
    return ImportedTable(
        stages, tuple(configurations), tuple(quotations), extra, tuple(notes), tuple(report)
    )

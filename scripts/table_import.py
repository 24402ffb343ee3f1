"""Somebody's table of configurations taken over, with nothing of it left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.problems import quote
from scripts.settings import Stage, Theory
from scripts.table_body import Row, take_rows, warn_of_blanks
from scripts.table_grids import Grid, TableError, read_grids
from scripts.table_headings import Column, find_headings
from scripts.table_matching import (
    CONFIGURATION,
    QUOTATION,
    SPEAKER,
    SPEAKER_GROUP,
    STAGES,
    VALENCE,
    fold,
)
from scripts.table_rows import build_rows, count, take_theories

# So many lines that found no place are named.
MOST_SHOWN = 3
# What comes first in a chain of causes, what last; all else lies between.
RANKS = {"intervention": 0, "context": 0, "actor": 0, "outcome": 2}


@dataclass(frozen=True)
class ImportedTable:
    """What a table of configurations becomes.

    Attributes
    ----------
    stages : tuple of Stage
        The stages, in the order of the table.
    theories : tuple of Theory
        Versions of the theory, in the same order.
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
    theories: tuple[Theory, ...]
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
    grids, words, hidden = read_grids(path)
    headed = [find_headings(grid) for grid in grids]
    main = max((head for _, head in headed), key=lambda head: head.score, default=None)
    if main is None or not any(any(row) for grid in grids for row in grid.rows):
        raise TableError(f"{path.name}: there is no table in this file, or an empty one.")
    if not main.score:
        seen = [c for g in grids[:3] for row in g.rows[:1] for c in dict.fromkeys(row) if c]
        raise TableError(
            f"{path.name}: no row of headings names a stage, such as Context, Mechanism or "
            f"Outcome. The first rows begin with {', '.join(map(quote, seen[:8]))}. Write one row "
            "for each configuration and one column for each stage, with headings such as "
            f"{', '.join(STAGES)}; where configurations are told in sentences, divide them so."
        )
    rows: list[Row] = []
    notes, told = list(words), []
    report = [
        f"{place} is hidden: it may be private, so it stands in the notes alone; to take it "
        "over, show it (Unhide) and begin anew"
        for place in hidden
    ]
    for (grid, head), source in zip(headed, grids, strict=True):
        if head is not main and not _continues(main.columns, head.columns):
            notes += [f"[{grid.name}]", *_lines(grid, range(len(grid.rows)))]
            report.append(f"{grid.name}: another table; its text is kept with the notes")
            continue
        if grid is not source:
            report.append(f"{grid.name}: its stages stand at the left; its columns became rows")
        heads = {fold(text) for c in main.columns for text in (c.heading, c.spanner)} | {""}
        notes += _lines(grid, range(head.top))
        above = [cell for line in grid.rows[head.top : head.end] for cell in line]
        notes += [cell for cell in above if fold(cell) not in heads]
        taken = take_rows(grid, main.columns, head.end, notes, told)
        told += warn_of_blanks(main.columns, taken)
        rows += taken
    return _build(main.columns, rows, notes, report, told)


def _continues(columns: Sequence[Column], own: Sequence[Column]) -> bool:
    """Return whether a further table is more of the first: the same headings again."""
    return [fold(c.heading) for c in own] == [fold(c.heading) for c in columns]


def _lines(grid: Grid, numbers: range) -> list[str]:
    """Return rows of a grid as lines of text, each merged cell once."""
    lines = []
    for r in numbers:
        seen = {grid.origins[r][c]: cell for c, cell in enumerate(grid.rows[r]) if cell}
        if seen:
            lines.append(" | ".join(seen.values()))
    return lines


def _build(
    columns: Sequence[Column],
    rows: Sequence[Row],
    notes: list[str],
    report: list[str],
    told: list[str],
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
    if any(row.section for row in rows):
        extra["section"] = "Section"
    configurations, quotations = build_rows(columns, rows, notes, told)
    theories = take_theories(extra, configurations)
    counted = [
        c.key
        for c in columns
        if c.kind == CONFIGURATION
        and all(row[c.key].strip(" .") == row["position"] for row in configurations)
    ]
    for key in counted:
        del extra[key]
        for row in configurations:
            del row[key]
    words = {CONFIGURATION: "name of the configuration", VALENCE: "valence, kept as it stands"}
    for column in columns:
        where = f"“{column.heading}”" + (f" (below “{column.spanner}”)" if column.spanner else "")
        if column.kind in STAGES:
            report.append(f"{where}: the stage {column.key}")
        elif column.kind in (QUOTATION, SPEAKER, SPEAKER_GROUP):
            report.append(f"{where}: quotations.csv, {column.kind}")
        elif column.key in counted:
            report.append(f"{where}: the numbers of the rows, which the book counts itself")
        elif column.key in theories:
            read = theories[column.key]
            report.append(f"{where}: a version of the theory, in the column {column.key}; {read}")
        elif column.kind:
            report.append(f"{where}: {words[column.kind]}, in the column {column.key}")
        else:
            report.append(f"{where}: not recognised; kept as the column {column.key}")
    ranks = [RANKS.get(c.kind, 1) for c in columns if c.kind in STAGES and not c.spanner]
    if ranks != sorted(ranks):
        named = ", ".join(stage.stage for stage in stages)
        report.append(
            f"the stages follow each other as in the table: {named}; where causes run otherwise, "
            "change their order in data/study.yml"
        )
    report += told
    several = sum("\n" in row[c.key] for row in configurations for c in columns if c.kind in STAGES)
    if several:
        report.append(
            f"{count(several, 'cell')} of stages with several lines: each line counts as an "
            "element of its own; where a line only goes on, join it to the one above"
        )
    report.append(
        f"{count(len(rows), 'row')} became {count(len(configurations), 'configuration')} and "
        f"{count(len(quotations), 'quotation')}"
    )
    if notes:
        shown = ", ".join(quote(line, 40) for line in notes[:MOST_SHOWN])
        more = " and more" if notes[MOST_SHOWN:] else ""
        report.append(
            f"{count(len(notes), 'line')} outside the rows kept with the notes: {shown}{more}"
        )
    return ImportedTable(
        stages,
        tuple(Theory(c.key, c.heading) for c in columns if c.key in theories),
        tuple(configurations),
        tuple(quotations),
        extra,
        tuple(notes),
        tuple(report),
    )

"""Which tables of a file hold the configurations, and why none does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scripts.files.problems import quote
from scripts.importer.columns import STAGE, Column, Headings
from scripts.importer.headings import STAGES, fold
from scripts.importer.source_tables import SourceTable, TableError

# Headings by which the tables of other programs are known, in which no row is a configuration.
PROGRAMS = {
    "Taguette": {"document", "content", "tag"},
    "Dedoose": {"excerpt copy", "codes applied combined"},
    "NVivo (a codebook)": {"name", "files", "references"},
    "NVivo": {"name", "sources", "references"},
    "ATLAS.ti": {"quotation content", "codes"},
    "MAXQDA": {"document name", "code", "segment"},
}
WRITE_ROWS = (
    "Write one row for each configuration and one column for each stage, with headings such as "
    f"{', '.join(STAGES)}; where configurations are told in sentences, divide them so."
)


def choose_tables(
    headed: Sequence[tuple[SourceTable, Headings, SourceTable]],
) -> tuple[list[Column], list[tuple[Column, ...] | None]]:
    """Return the columns of the new table, and for each table its own as some of these.

    A table that holds something else has none of its own. So has one that lies on its side
    beside one that stands: it says what the stages mean.
    """
    if not headed:
        raise TableError("there is no table in this file, or an empty one.")
    for _, _, source in headed:
        _refuse_passages(source)
    standing = [head for grid, head, source in headed if grid is source and head.score >= STAGE]
    main = max(standing or [head for _, head, _ in headed], key=lambda head: head.score)
    if not main.score:
        raise TableError(_describe_headings([source for *_, source in headed]))
    columns = list(main.columns)
    parts = [
        _fit_columns(columns, head.columns) if grid is source or not standing else None
        for grid, head, source in headed
    ]
    return columns, parts


def describe_other(grid: SourceTable, head: Headings) -> str:
    """Return what becomes of a table that is not taken over, and what to do where it should be."""
    stages = [c.heading for c in head.columns if c.kind in STAGES] if head.score else []
    other, todo = "", "where its rows go on those of another table, join the two"
    if stages:
        other = f", with the stages {', '.join(stages)}"
        todo = "where it holds configurations as well, give all tables the same headings"
    return (
        f"{grid.name}: another table{other}; its text is kept with the notes; {todo} and begin anew"
    )


def _fit_columns(columns: list[Column], own: Sequence[Column]) -> tuple[Column, ...] | None:
    """Return the columns of a table named as those of another; None if its stages are others.

    A column that the other one lacks is added to it.
    """
    stages = [{c.key for c in part if c.kind in STAGES} for part in (columns, own)]
    if stages[0] != stages[1]:
        return None
    fitted = []
    for column in own:
        alike = column.kind not in (None, *STAGES)
        same = (c for c in columns if c.key == column.key or (alike and c.kind == column.kind))
        known = next(same, None)
        if known is None:
            columns.append(column)
        fitted.append(replace(column, key=(known or column).key))
    return tuple(fitted)


def _refuse_passages(grid: SourceTable) -> None:
    """Stop at a table of coded passages, or of codes, as other programs write it."""
    heads = {fold(cell) for cell in grid.rows[0]} if grid.rows else set()
    program = next((name for name, words in PROGRAMS.items() if words <= heads), "")
    if program:
        raise TableError(
            f"this is what {program} writes: its rows are passages or codes, and none is a "
            f"configuration. {WRITE_ROWS}"
        )


def _describe_headings(grids: Sequence[SourceTable]) -> str:
    """Return why none of some tables is one of configurations."""
    seen = [c for g in grids[:3] for row in g.rows[:1] for c in dict.fromkeys(row) if c]
    return (
        "no row of headings names two stages, such as Context, Mechanism or Outcome, and no first "
        f"column holds nothing but such names. The first rows begin with "
        f"{', '.join(map(quote, seen[:8]))}. {WRITE_ROWS} A table within a cell of another one, or "
        "in a text box, has to be copied into a file of its own."
    )

"""The rows below the headings of somebody's table: configurations, titles between them, notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scripts.files.problems import quote
from scripts.importer.columns import Column, is_alone
from scripts.importer.headings import CONFIGURATION, STAGES, fold_plurals
from scripts.importer.source_tables import SourceTable

# How a footnote begins, or a title that stands above some rows.
ASIDE = re.compile(
    r"\W{0,3}(?:(?:notes?|footnotes?|abbreviations?|key|legend|sources?|themes?|domains?"
    r"|theor(?:y|ies)|program(?:me)? theor(?:y|ies)|refined|initial|cmocs?|cmos?|i?pts?|mrts?"
    r"|part|phase|section)\b|[a-z0-9]{1,2}[.)](?!\S))",
    re.IGNORECASE,
)
MARKS = ("*", "†", "‡", "§", "¶", "#")
# Words that are no more than a tick, or than nothing.
SIGNS = {"x", "yes", "no", "true", "false", "na", "n/a", "n.a.", "nil", "none", "not applicable"}
# So many rows are named where something is told of them.
MOST_NAMED = 8


@dataclass(frozen=True)
class Row:
    """A row that is a configuration: its number, its cells by column, the title above it."""

    number: int
    cells: Mapping[str, str]
    section: str = ""


def take_rows(
    grid: SourceTable,
    columns: Sequence[Column],
    start: int,
    notes: list[str],
    report: list[str],
    repeated: list[str],
) -> list[Row]:
    """Return the rows that are configurations; what is none goes to the notes.

    A row with nothing but its first cell is a title of the rows below it; behind the last
    row it is a footnote. Where the first column is a stage, it is so only if it is merged
    or begins like one; otherwise the row is kept, and the report says so.

    Parameters
    ----------
    grid : SourceTable
        The table.
    columns : sequence of Column
        What its columns are.
    start : int
        The row below the headings.
    notes, report, repeated : list of str
        What is added to; the last are headings that stand in the table once more.
    """
    known = {fold_plurals(text) for c in columns for text in (c.heading, c.spanner)}
    beyond = set(range(grid.width)) - {column.index for column in columns}
    rows: list[Row] = []
    section, unused = "", []
    for number in range(start, len(grid.rows)):
        row = grid.rows[number]
        cells = {column.key: row[column.index] for column in columns}
        if not any(row):
            continue
        if {fold_plurals(cell) for cell in row if cell} <= known:
            # As on each page of a long table.
            repeated += filter(None, row)
            continue
        if is_alone(grid, number) and _is_aside(grid, number, columns[0]):
            section = row[0]
            unused.append(section)
            if len(grid.spans(number, 0)) < grid.width:
                where = f"row {number + 1} has nothing but {quote(row[0], 40)}"
                report.append(f"{where}: read as a title of the rows below, or as a footnote")
            continue
        if not any(_has_words(cells[c.key]) for c in columns if c.kind in STAGES):
            words = [cell for cell in dict.fromkeys(row) if cell]
            notes += words
            if len(words) > 1:
                report.append(
                    f"row {number + 1}, beginning with {quote(words[0], 40)}, has no words in a "
                    "stage: kept with the notes; a further quotation needs the stages of its "
                    "configuration beside it once more"
                )
            continue
        if is_alone(grid, number):
            report.append(
                f"row {number + 1} has nothing but {quote(row[0], 40)}: read as a configuration; "
                "if it is a title or a footnote, delete it from configurations.csv"
            )
        notes += [cell for i, cell in enumerate(row) if cell and i in beyond]
        notes += unused[:-1]
        unused = []
        rows.append(Row(number + 1, cells, section))
    notes += unused
    return rows


def _has_words(text: str) -> bool:
    """Return whether a cell tells something: more than a number, a tick or a dash."""
    return any(map(str.isalpha, text)) and text.casefold() not in SIGNS


def _is_aside(grid: SourceTable, number: int, first: Column) -> bool:
    """Return whether the only cell of a row is a title or a footnote, and no configuration."""
    text = grid.rows[number][0]
    if len(grid.spans(number, 0)) == grid.width:
        return True
    if first.kind in STAGES:
        return bool(ASIDE.match(text)) or text.startswith(MARKS)
    # A number alone is a row that has not been filled.
    return first.kind != CONFIGURATION or len(text.split()) > 1


def warn_of_blanks(columns: Sequence[Column], rows: Sequence[Row]) -> list[str]:
    """Return a line for each column of a stage that has blanks, where merging may be meant."""
    lines = []
    for column in columns:
        blank = [str(row.number) for row in rows if not row.cells[column.key]]
        if column.kind in STAGES and blank:
            named = ", ".join(blank[:MOST_NAMED]) + (" and more" if blank[MOST_NAMED:] else "")
            lines.append(
                f"“{column.heading}” is blank in row{'s' if blank[1:] else ''} {named}, and stays "
                "so; if the cell above is meant there too, fill it in and begin anew"
            )
    return lines

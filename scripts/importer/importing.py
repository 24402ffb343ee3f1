"""Somebody's table of configurations taken over, with nothing of it left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from scripts.files.problems import quote
from scripts.importer.body import Row, take_rows, warn_of_blanks
from scripts.importer.choice import WRITE_ROWS, choose_tables, describe_other
from scripts.importer.columns import (
    Column,
    Headings,
    find_headings,
    find_labels,
    is_alone,
)
from scripts.importer.conservation import check_conserved
from scripts.importer.headings import (
    CONFIGURATION,
    QUOTATION,
    SPEAKER,
    SPEAKER_GROUP,
    STAGES,
    VALENCE,
    fold,
)
from scripts.importer.reading import read_tables
from scripts.importer.rows import build_rows, count, take_theories
from scripts.importer.source_tables import SourceTable, TableError
from scripts.study.settings import Stage, Theory

# So many lines that found no place are named.
MOST_SHOWN = 3
# What comes first in a chain of causes, what last; all else lies between.
RANKS = {"intervention": 0, "context": 0, "actor": 0, "outcome": 2}
# What programs call a sheet that nobody has named.
UNNAMED = ("sheet", "tabelle", "feuil", "hoja", "foglio", "blad", "arkusz")


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
    record : tuple of str
        What the book says in its own way, as it stood: headings, ticks, numbers of rows.
    report : tuple of str
        What was matched and what was not, for the person who brought the table.
    """

    stages: tuple[Stage, ...]
    theories: tuple[Theory, ...]
    configurations: tuple[Mapping[str, str], ...]
    quotations: tuple[Mapping[str, str], ...]
    extra: Mapping[str, str]
    notes: tuple[str, ...]
    record: tuple[str, ...]
    report: tuple[str, ...]

    def list_texts(self) -> list[str]:
        """Return all text that stands in the data or is kept with the notes."""
        rows = (*self.configurations, *self.quotations)
        own = {"configuration", "position"}
        cells = [text for row in rows for key, text in row.items() if key not in own]
        return [*self.notes, *self.record, *cells]


@dataclass
class _Found:
    """What has been found on the way through the tables of a file."""

    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    record: list[str] = field(default_factory=list)
    report: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def import_table(path: Path) -> ImportedTable:
    """Return the configurations, quotations and other text of a table in a file.

    Raises
    ------
    TableError
        If there is no table with a heading that names a stage, or a text of the file would be
        neither in the data nor in the notes.
    """
    reading = read_tables(path)
    headed = [(*find_headings(grid), grid) for grid in reading.grids]
    try:
        columns, parts = choose_tables(headed)
        found = _Found(notes=list(reading.notes), report=list(reading.told))
        taken = sum(own is not None for own in parts)
        for (grid, head, source), own in zip(headed, parts, strict=True):
            if own is None:
                found.notes += [f"[{grid.name}]", *_lines(source, range(len(source.rows)))]
                found.report.append(describe_other(grid, head))
            else:
                _take(grid, replace(head, columns=own), source, found, has_others=taken > 1)
        made = _build(columns, found)
        if not made.configurations:
            raise TableError(
                "no row below the headings holds words in a stage: numbers and ticks make no "
                f"configuration. {WRITE_ROWS}"
            )
        check_conserved(reading.source, made.list_texts())
    except TableError as error:
        # What was not looked at may be what was meant.
        aside = "".join(f"\n  {line}" for line in reading.told[:MOST_SHOWN])
        raise TableError(f"{path.name}: {error}{aside}") from error
    return made


def _take(
    grid: SourceTable, head: Headings, source: SourceTable, found: _Found, has_others: bool
) -> None:
    """Add the rows of a table to what has been found, and the text around them."""
    top, end = head.top, head.end
    section = ""
    if grid is not source:
        found.report.append(f"{grid.name}: its stages stand at the left; its columns became rows")
        top = find_labels(source) or 0
        titles = _lines(source, range(top))
        section = titles.pop() if titles else ""
        found.notes += titles
        end = top + 1
    _refuse_shifted(source, top, end)
    if source.doubts:
        more = f" So are {len(source.doubts) - 1} more." if source.doubts[1:] else ""
        raise TableError(f"{source.doubts[0]}{more}")
    heads = {fold(text) for c in head.columns for text in (c.heading, c.spanner)} | {""}
    titles = _lines(grid, range(head.top))
    if titles and (has_others or _repeats_titles(grid, head)):
        section = titles.pop()
    found.notes += titles
    above = [
        (grid.origins[r][c], r, c) for r in range(head.top, head.end) for c in range(grid.width)
    ]
    texts = {place: grid.rows[r][c] for place, r, c in above if grid.rows[r][c]}.values()
    found.notes += [text for text in texts if fold(text) not in heads]
    found.record += [text for text in texts if fold(text) in heads]
    rows = take_rows(grid, head.columns, head.end, found.notes, found.told, found.record)
    found.told += warn_of_blanks(head.columns, rows)
    named = has_others and not fold(grid.title).rstrip(" 0123456789").startswith(UNNAMED)
    title = grid.title if named else ""
    found.rows += [
        replace(r, section=": ".join(filter(None, (title, r.section or section)))) for r in rows
    ]


def _refuse_shifted(grid: SourceTable, top: int, end: int) -> None:
    """Stop at a row of a text file that has more cells than its headings, or fewer."""
    width = max(
        place for row in grid.rows[top:end] for place, cell in enumerate(row, start=1) if cell
    )
    for number in range(end, len(grid.lengths)):
        row = grid.rows[number]
        filled = max((place for place, cell in enumerate(row, start=1) if cell), default=0)
        if filled > width or 1 < grid.lengths[number] < width:
            first = quote(next(filter(None, row)))
            raise TableError(
                f"row {number + 1}: {grid.lengths[number]} cells, beginning with {first}, where "
                f"the headings have {width}. Check for a comma or other mark inside a cell "
                "that is not in quotation marks, for a missing cell, or for a missing heading."
            )


def _repeats_titles(grid: SourceTable, head: Headings) -> bool:
    """Return whether the headings come again below a title, so that the first one is one too."""
    rows, last = grid.rows, head.end - 1
    return any(
        rows[r] == rows[last] and is_alone(grid, r - 1) for r in range(head.end + 1, len(rows))
    )


def _lines(grid: SourceTable, numbers: range) -> list[str]:
    """Return rows of a grid as lines of text, each merged cell once."""
    lines = []
    for r in numbers:
        seen = {grid.origins[r][c]: cell for c, cell in enumerate(grid.rows[r]) if cell}
        if seen:
            lines.append(" | ".join(seen.values()))
    return lines


def _build(columns: Sequence[Column], found: _Found) -> ImportedTable:
    """Return the new tables of the rows, and what is to be told of them."""
    rows, notes, report, told = found.rows, found.notes, found.report, found.told
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
    configurations, quotations = build_rows(columns, rows, notes, told, found.record)
    signs = {key: [row.get(key, "") for row in configurations] for key in extra}
    theories = take_theories(extra, configurations)
    counted = [
        c.key
        for c in columns
        if c.kind == CONFIGURATION
        and all(row[c.key].strip(" .") == row["position"] for row in configurations)
    ]
    found.record += [sign for key in (*theories, *counted) for sign in filter(None, signs[key])]
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
        tuple(found.record),
        tuple(report),
    )

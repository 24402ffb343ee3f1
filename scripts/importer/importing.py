"""Somebody's table of configurations taken over, with nothing of it left out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from scripts.files.problems import count, quote
from scripts.importer.headings import (
    SPOKEN,
    STAGE,
    STAGES,
    WORDS,
    Column,
    Headings,
    find_headings,
    fold,
)
from scripts.importer.reading import read_tables
from scripts.importer.rows import ImportedTable, Row, build_rows, take_rows, take_theories
from scripts.importer.source_tables import (
    FileContents,
    SourceTable,
    TableError,
    check_conserved,
    is_alone,
    list_lines,
)
from scripts.study.settings import Stage, Theory

# So many lines that found no place are named.
MOST_SHOWN = 3
# What comes first in a chain of causes, what last; all else lies between.
RANKS = {"intervention": 0, "context": 0, "actor": 0, "outcome": 2}
# What a column of each kind becomes, in the words of the report.
BECAME = dict.fromkeys(STAGES, "the stage {0.key}")
BECAME |= dict.fromkeys(SPOKEN, "quotations.csv, {0.kind}")
BECAME |= {
    "configuration": "name of the configuration, in the column {0.key}",
    "valence": "valence, kept as it stands, in the column {0.key}",
    None: "not recognised; kept as the column {0.key}",
}
WRITE_ROWS = (
    "Write one row for each configuration and one column for each stage, with headings such as "
    f"{', '.join(STAGES)}; where configurations are told in sentences, divide them so."
)


def import_table(path: Path) -> ImportedTable:
    """Return the configurations, quotations and other text of a table in a file.

    A file without a table whose headings name stages is refused by a `TableError`, and so is one
    of which a text would be neither in the data nor in the notes.
    """
    reading = FileContents()
    try:
        reading = read_tables(path)
        found = ImportedTable(notes=reading.notes, report=list(reading.told))
        heads = [find_headings(grid) for grid in reading.grids]
        columns, taken = choose_tables(heads, found)
        rows = [row for head in taken for row in _take(head, found, len(taken) > 1)]
        _build(columns, rows, found)
        if not found.configurations:
            raise TableError(
                "no row below the headings holds words in a stage: numbers and ticks make no "
                f"configuration. {WRITE_ROWS}"
            )
        check_conserved(reading.source, found.list_texts())
    except TableError as error:
        # What was not looked at may be what was meant.
        aside = "".join(f"\n  {line}" for line in reading.told[:MOST_SHOWN])
        raise TableError(f"{path.name}: {error}{aside}") from error
    return found


def choose_tables(
    heads: Sequence[Headings], found: ImportedTable
) -> tuple[list[Column], list[Headings]]:
    """Return the columns of the new table, and the tables that it is made of.

    A table with other stages is set aside. So is one that lies on its side beside one that
    stands: it says what the stages mean.
    """
    if not heads:
        raise TableError("there is no table in this file, or an empty one.")
    first_rows = [(head.source or head.grid).rows[0] for head in heads]
    for row in first_rows:
        _refuse_passages(row)
    standing = [head for head in heads if not head.source and head.score >= STAGE]
    main = max(standing or heads, key=lambda head: head.score)
    if not main.score:
        seen = [cell for row in first_rows[:3] for cell in dict.fromkeys(row) if cell]
        raise TableError(
            "no row of headings names two stages, such as Context, Mechanism or Outcome, and no "
            "first column holds nothing but such names. The first rows begin with "
            f"{', '.join(map(quote, seen[:8]))}. {WRITE_ROWS} A table within a cell of another "
            "one, or in a text box, has to be copied into a file of its own."
        )
    columns = list(main.columns)
    stages = {c.key for c in columns if c.kind in STAGES}
    taken = []
    for head in heads:
        is_alike = stages == {c.key for c in head.columns if c.kind in STAGES}
        if is_alike and not (head.source and standing):
            taken.append(replace(head, columns=_fit_columns(columns, head.columns)))
        else:
            _set_aside(head, found)
    return columns, taken


def _refuse_passages(row: Sequence[str]) -> None:
    """Stop at a table of coded passages, or of codes, as other programs write its first row."""
    for program, words in WORDS["programs"].items():
        if set(map(fold, row)).issuperset(words):
            raise TableError(
                f"this is what {program} writes: its rows are passages or codes, and none is a "
                f"configuration. {WRITE_ROWS}"
            )


def _fit_columns(columns: list[Column], own: Sequence[Column]) -> tuple[Column, ...]:
    """Return the columns of a table named as those of another, which gets those that it lacks."""
    fitted = []
    for column in own:
        alike = column.kind not in (None, *STAGES)
        same = (c for c in columns if c.key == column.key or (alike and c.kind == column.kind))
        known = next(same, None)
        if known is None:
            columns.append(column)
        fitted.append(replace(column, key=(known or column).key))
    return tuple(fitted)


def _set_aside(head: Headings, found: ImportedTable) -> None:
    """Keep the text of a table that is not taken over, and say what to do where it should be."""
    table = head.source or head.grid
    found.notes += [f"[{table.name}]", *list_lines(table, range(len(table.rows)))]
    stages = [c.heading for c in head.columns if c.kind in STAGES] if head.score else []
    other = f", with the stages {', '.join(stages)}" if stages else ""
    found.report.append(
        f"{table.name}: another table{other}; its text is kept with the notes; where it goes on "
        "another one, join the two; where it holds further configurations, give it the same "
        "headings; then begin anew"
    )


def _take(head: Headings, found: ImportedTable, has_others: bool) -> list[Row]:
    """Return the rows of a table, and keep the text around them."""
    grid, source = head.grid, head.source
    titles = list_lines(grid, range(head.top))
    if source:
        found.report.append(f"{grid.name}: its stages stand at the left; its columns became rows")
        titles = [*list_lines(source, range(head.begin)), *titles]
        _refuse_shifted(source, head.begin, head.begin + 1)
    else:
        _refuse_shifted(grid, head.top, head.end)
    if grid.doubts:
        more = f" So are {len(grid.doubts) - 1} more." if grid.doubts[1:] else ""
        raise TableError(f"{grid.doubts[0]}{more}")
    is_section = titles and (source or has_others or _repeats_titles(head))
    section = titles.pop() if is_section else ""
    found.notes += titles
    found.record += list_lines(grid, range(head.top, head.end))
    rows = take_rows(head, found, section)
    _, is_sheet, title = grid.name.partition("sheet ")
    unnamed = fold(title).rstrip(" 0123456789").startswith(tuple(WORDS["unnamed"]))
    if not is_sheet or not has_others or unnamed:
        return rows
    return [replace(row, section=": ".join(filter(None, (title, row.section)))) for row in rows]


def _refuse_shifted(grid: SourceTable, top: int, end: int) -> None:
    """Stop at a row of a text file that has more cells than its headings, or fewer."""
    filled = [max((n for n, cell in enumerate(row, 1) if cell), default=0) for row in grid.rows]
    width = max(filled[top:end])
    for number, length in enumerate(grid.lengths[: len(filled)]):
        if number >= end and (filled[number] > width or 1 < length < width):
            first = quote(next(filter(None, grid.rows[number])))
            raise TableError(
                f"row {number + 1}: {length} cells, beginning with {first}, where "
                f"the headings have {width}. Check for a comma or other mark inside a cell "
                "that is not in quotation marks, for a missing cell, or for a missing heading."
            )


def _repeats_titles(head: Headings) -> bool:
    """Return whether the headings come again below a title, so that the first one is one too."""
    below = enumerate(head.grid.rows[head.end + 1 :], start=head.end)
    again = (above for above, row in below if row == head.grid.rows[head.end - 1])
    return any(is_alone(head.grid, above) for above in again)


def _build(columns: Sequence[Column], rows: Sequence[Row], found: ImportedTable) -> None:
    """Make the new tables of the rows, and report what became of the columns."""
    found.stages = [
        Stage(c.key, c.heading, c.heading, c.spanner) for c in columns if c.kind in STAGES
    ]
    found.extra = {c.key: c.heading for c in columns if c.kind not in (*STAGES, *SPOKEN, "valence")}
    if any(row.section for row in rows):
        found.extra["section"] = "Section"
    build_rows(columns, rows, found)
    read = take_theories(found)
    found.theories = [Theory(c.key, c.heading) for c in columns if c.key in read]
    counted = [
        c.key
        for c in columns
        if c.kind == "configuration"
        and all(row[c.key].strip(" .") == row["position"] for row in found.configurations)
    ]
    became = {
        key: f"a version of the theory, in the column {key}; {words}" for key, words in read.items()
    }
    for key in counted:
        became[key] = "the numbers of the rows, which the book counts itself"
        del found.extra[key]
        found.record += [row.pop(key) for row in found.configurations]
    found.report = [
        *(_describe_column(column, became) for column in columns),
        *found.report,
        *_describe_result(columns, len(rows), found),
    ]


def _describe_column(column: Column, became: Mapping[str, str]) -> str:
    """Return what a column became, which by its key is said of some, or else by its kind."""
    below = f" (below “{column.spanner}”)" if column.spanner else ""
    words = became.get(column.key) or BECAME[column.kind].format(column)
    return f"“{column.heading}”{below}: {words}"


def _describe_result(columns: Sequence[Column], rows: int, found: ImportedTable) -> list[str]:
    """Return what to look at in the new tables, and how much stands in them."""
    ranks = [RANKS.get(c.kind, 1) for c in columns if c.kind in STAGES and not c.spanner]
    stages = [stage.stage for stage in found.stages]
    several = sum("\n" in row[stage] for row in found.configurations for stage in stages)
    shown = ", ".join(quote(line, 40) for line in found.notes[:MOST_SHOWN])
    more = " and more" if found.notes[MOST_SHOWN:] else ""
    told = {
        f"the stages follow each other as in the table: {', '.join(stages)}; where causes run "
        "otherwise, change their order in data/study.yml": ranks != sorted(ranks),
        f"{count(several, 'cell')} of stages with several lines: each line counts as an element "
        "of its own; where a line only goes on, join it to the one above": several,
        f"{count(rows, 'row')} became {count(len(found.configurations), 'configuration')} and "
        f"{count(len(found.quotations), 'quotation')}": True,
        f"{count(len(found.notes), 'line')} outside the rows kept with the notes: "
        f"{shown}{more}": found.notes,
    }
    return [sentence for sentence, holds in told.items() if holds]

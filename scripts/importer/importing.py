"""Somebody's table of configurations taken over, with nothing of it left out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from scripts.files.problems import count, quote
from scripts.importer.headings import (
    CONFIGURATION,
    SPOKEN,
    STAGE,
    STAGES,
    VALENCE,
    WORDS,
    Column,
    Headings,
    find_headings,
    find_labels,
    fold,
)
from scripts.importer.reading import read_tables
from scripts.importer.rows import (
    ImportedTable,
    Row,
    build_rows,
    take_rows,
    take_theories,
    warn_of_blanks,
)
from scripts.importer.source_tables import (
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
WRITE_ROWS = (
    "Write one row for each configuration and one column for each stage, with headings such as "
    f"{', '.join(STAGES)}; where configurations are told in sentences, divide them so."
)
# A table as it was brought, the same as it is read, perhaps turned, and its headings.
Headed = tuple[SourceTable, SourceTable, Headings]


def import_table(path: Path) -> ImportedTable:
    """Return the configurations, quotations and other text of a table in a file.

    A file without a table whose headings name stages is refused by a `TableError`, and so is one
    of which a text would be neither in the data nor in the notes.
    """
    reading = read_tables(path)
    headed = [(grid, *find_headings(grid)) for grid in reading.grids]
    found = ImportedTable(notes=reading.notes, report=list(reading.told))
    try:
        columns, parts = choose_tables(headed)
        has_others = sum(own is not None for own in parts) > 1
        rows: list[Row] = []
        for (source, grid, head), own in zip(headed, parts, strict=True):
            if own is None:
                found.notes += [f"[{grid.name}]", *list_lines(source, range(len(source.rows)))]
                found.report.append(_describe_other(grid, head))
            else:
                rows += _take(source, grid, replace(head, columns=own), found, has_others)
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
    headed: Sequence[Headed],
) -> tuple[list[Column], list[tuple[Column, ...] | None]]:
    """Return the columns of the new table, and for each table its own as some of these.

    A table that holds something else has none of its own. So has one that lies on its side
    beside one that stands: it says what the stages mean.
    """
    if not headed:
        raise TableError("there is no table in this file, or an empty one.")
    for source, _, _ in headed:
        _refuse_passages(source)
    standing = [head for source, grid, head in headed if grid is source and head.score >= STAGE]
    main = max(standing or [head for _, _, head in headed], key=lambda head: head.score)
    if not main.score:
        seen = [c for s, _, _ in headed[:3] for row in s.rows[:1] for c in dict.fromkeys(row) if c]
        raise TableError(
            "no row of headings names two stages, such as Context, Mechanism or Outcome, and no "
            "first column holds nothing but such names. The first rows begin with "
            f"{', '.join(map(quote, seen[:8]))}. {WRITE_ROWS} A table within a cell of another "
            "one, or in a text box, has to be copied into a file of its own."
        )
    columns = list(main.columns)
    parts = [
        _fit_columns(columns, head.columns) if grid is source or not standing else None
        for source, grid, head in headed
    ]
    return columns, parts


def _refuse_passages(grid: SourceTable) -> None:
    """Stop at a table of coded passages, or of codes, as other programs write it."""
    heads = {fold(cell) for cell in grid.rows[0]} if grid.rows else set()
    for program, words in WORDS["programs"].items():
        if heads.issuperset(words):
            raise TableError(
                f"this is what {program} writes: its rows are passages or codes, and none is a "
                f"configuration. {WRITE_ROWS}"
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


def _describe_other(grid: SourceTable, head: Headings) -> str:
    """Return what becomes of a table that is not taken over, and what to do where it should be."""
    stages = [c.heading for c in head.columns if c.kind in STAGES] if head.score else []
    other, todo = "", "where its rows go on those of another table, join the two"
    if stages:
        other = f", with the stages {', '.join(stages)}"
        todo = "where it holds configurations as well, give all tables the same headings"
    return (
        f"{grid.name}: another table{other}; its text is kept with the notes; {todo} and begin anew"
    )


def _take(
    source: SourceTable, grid: SourceTable, head: Headings, found: ImportedTable, has_others: bool
) -> list[Row]:
    """Return the rows of a table, and keep the text around them."""
    top, end = head.top, head.end
    section = ""
    if grid is not source:
        found.report.append(f"{grid.name}: its stages stand at the left; its columns became rows")
        top = find_labels(source) or 0
        end = top + 1
        titles = list_lines(source, range(top))
        section = titles.pop() if titles else ""
        found.notes += titles
    _refuse_shifted(source, top, end)
    if source.doubts:
        more = f" So are {len(source.doubts) - 1} more." if source.doubts[1:] else ""
        raise TableError(f"{source.doubts[0]}{more}")
    titles = list_lines(grid, range(head.top))
    if titles and (has_others or _repeats_titles(grid, head)):
        section = titles.pop()
    found.notes += titles
    heads = {fold(text) for c in head.columns for text in (c.heading, c.spanner)}
    places = [(r, c) for r in range(head.top, head.end) for c in range(grid.width)]
    texts = {grid.origins[r][c]: grid.rows[r][c] for r, c in places if grid.rows[r][c]}.values()
    for text in texts:
        # A heading without letters or digits is a sign, which the data do not keep.
        (found.record if fold(text) in {*heads, ""} else found.notes).append(text)
    rows = take_rows(grid, head.columns, head.end, found)
    found.report += warn_of_blanks(head.columns, rows)
    _, is_sheet, title = grid.name.partition("sheet ")
    unnamed = fold(title).rstrip(" 0123456789").startswith(tuple(WORDS["unnamed"]))
    sheet = title if is_sheet and has_others and not unnamed else ""
    return [
        replace(row, section=": ".join(filter(None, (sheet, row.section or section))))
        for row in rows
    ]


def _refuse_shifted(grid: SourceTable, top: int, end: int) -> None:
    """Stop at a row of a text file that has more cells than its headings, or fewer."""
    width = max(map(_count_filled, grid.rows[top:end]))
    for number, (row, length) in enumerate(zip(grid.rows, grid.lengths, strict=False), start=1):
        if number > end and (_count_filled(row) > width or 1 < length < width):
            first = quote(next(filter(None, row)))
            raise TableError(
                f"row {number}: {length} cells, beginning with {first}, where "
                f"the headings have {width}. Check for a comma or other mark inside a cell "
                "that is not in quotation marks, for a missing cell, or for a missing heading."
            )


def _count_filled(row: Sequence[str]) -> int:
    """Return how many cells a row has up to the last that is filled."""
    return max((place for place, cell in enumerate(row, start=1) if cell), default=0)


def _repeats_titles(grid: SourceTable, head: Headings) -> bool:
    """Return whether the headings come again below a title, so that the first one is one too."""
    rows, last = grid.rows, head.end - 1
    return any(
        rows[r] == rows[last] and is_alone(grid, r - 1) for r in range(head.end + 1, len(rows))
    )


def _build(columns: Sequence[Column], rows: Sequence[Row], found: ImportedTable) -> None:
    """Make the new tables of the rows, and report what became of the columns."""
    found.stages = [
        Stage(c.key, c.heading, c.heading, c.spanner) for c in columns if c.kind in STAGES
    ]
    found.extra = {c.key: c.heading for c in columns if c.kind not in (*STAGES, *SPOKEN, VALENCE)}
    if any(row.section for row in rows):
        found.extra["section"] = "Section"
    build_rows(columns, rows, found)
    signs = {key: [row.get(key, "") for row in found.configurations] for key in found.extra}
    read = take_theories(found.extra, found.configurations)
    found.theories = [Theory(c.key, c.heading) for c in columns if c.key in read]
    counted = [
        c.key
        for c in columns
        if c.kind == CONFIGURATION
        and all(row[c.key].strip(" .") == row["position"] for row in found.configurations)
    ]
    found.record += [sign for key in (*read, *counted) for sign in filter(None, signs[key])]
    for key in counted:
        del found.extra[key]
        for row in found.configurations:
            del row[key]
    found.report = [
        *(_describe_column(column, read, counted) for column in columns),
        *found.report,
        *_describe_result(columns, len(rows), found),
    ]


def _describe_column(column: Column, theories: Mapping[str, str], counted: Sequence[str]) -> str:
    """Return what became of a column."""
    key, kind = column.key, column.kind
    if kind in STAGES:
        became = f"the stage {key}"
    elif kind in SPOKEN:
        became = f"quotations.csv, {kind}"
    elif key in counted:
        became = "the numbers of the rows, which the book counts itself"
    elif key in theories:
        became = f"a version of the theory, in the column {key}; {theories[key]}"
    else:
        words = {
            CONFIGURATION: "name of the configuration, in",
            VALENCE: "valence, kept as it stands, in",
            None: "not recognised; kept as",
        }
        became = f"{words[kind]} the column {key}"
    below = f" (below “{column.spanner}”)" if column.spanner else ""
    return f"“{column.heading}”{below}: {became}"


def _describe_result(columns: Sequence[Column], rows: int, found: ImportedTable) -> Iterator[str]:
    """Yield what to look at in the new tables, and how much stands in them."""
    ranks = [RANKS.get(c.kind, 1) for c in columns if c.kind in STAGES and not c.spanner]
    if ranks != sorted(ranks):
        named = ", ".join(stage.stage for stage in found.stages)
        yield (
            f"the stages follow each other as in the table: {named}; where causes run otherwise, "
            "change their order in data/study.yml"
        )
    several = sum("\n" in row[s.stage] for row in found.configurations for s in found.stages)
    if several:
        yield (
            f"{count(several, 'cell')} of stages with several lines: each line counts as an "
            "element of its own; where a line only goes on, join it to the one above"
        )
    yield (
        f"{count(rows, 'row')} became {count(len(found.configurations), 'configuration')} and "
        f"{count(len(found.quotations), 'quotation')}"
    )
    if found.notes:
        shown = ", ".join(quote(line, 40) for line in found.notes[:MOST_SHOWN])
        more = " and more" if found.notes[MOST_SHOWN:] else ""
        yield (
            f"{count(len(found.notes), 'line')} outside the rows kept with the notes: {shown}{more}"
        )

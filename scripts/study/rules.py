"""What must hold between the rows of a study's tables, beyond what the dictionary can say."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from scripts.files.problems import Problem, did_you_mean, is_forbidden_name, one_of, quote
from scripts.files.spreadsheets import Sheet, plain_number
from scripts.files.text_files import drop_invisible
from scripts.study.elements import split_cell
from scripts.study.exhibit_rules import check_exhibits
from scripts.study.settings import FILE as SETTINGS_FILE
from scripts.study.settings import Settings, Stage

SILENT = "silent"  # How a passage that is not there relates to its configuration.
# Rows of published/ that are not configurations.
TAKEN = ("caption", "heading")
ONE_LEVEL = "Correct a count, or set responses to “multiple” in characteristics.csv."

Row = Mapping[str, str]
# Of one row: the column, what was found, what is allowed, and what to do.
Finding = tuple[str, str, str, str]


@dataclass(frozen=True)
class Tables:
    """The tables of a study that are complete, and what its rules look up in them."""

    settings: Settings
    sheets: Mapping[str, Sheet]

    def rows(self, name: str) -> list[tuple[int, Row]]:
        """Return number and cells of each row; none where the table is not there."""
        return list(self.sheets[name].records()) if name in self.sheets else []

    @cached_property
    def sizes(self) -> dict[str, int]:
        """The number of people in each group."""
        return {group.group: group.n for group in self.settings.groups}

    @cached_property
    def cells(self) -> dict[str, Row]:
        """The row of each configuration."""
        return {row["configuration"]: row for _, row in self.rows("configurations")}

    @cached_property
    def coded(self) -> set[tuple[str, str]]:
        """The configurations and stages that have a coding."""
        return {(row["configuration"], row["stage"]) for _, row in self.rows("codings")}

    @cached_property
    def stages(self) -> dict[str, str]:
        """The stage of each element of the codebook."""
        return {row["element"]: row["stage"] for _, row in self.rows("elements")}

    @cached_property
    def counts(self) -> dict[tuple[str, str, str], float | None]:
        """The count of each characteristic, level and group."""
        return {
            (row["characteristic"], row["level"], row["group"]): plain_number(row["count"])
            for _, row in self.rows("demographics")
        }


def check_rules(
    settings: Settings, sheets: Mapping[str, Sheet], absent: Collection[str] = ()
) -> list[Problem]:
    """Return what is wrong between tables that are complete; some optional ones may be absent.

    Cells that are not numbers in digits are skipped.
    """
    tables = Tables(settings, sheets)
    problems = []
    for name, rule in ROW_RULES:
        for number, row in tables.rows(name):
            problems += [Problem(sheets[name].file, number, *words) for words in rule(tables, row)]
    if "demographics" in sheets:
        # A slip in these columns has many consequences.
        needs = tuple((sheets["demographics"].file, c) for c in ("characteristic", "group"))
        for rule in (_check_sums, _check_positions, _check_groups, _check_looks, _check_blocks):
            problems += [
                Problem(sheets[name].file, number, *words, needs)
                for name, number, *words in rule(tables)
            ]
    for keys, name, column in (
        ("elements", "codings", "element"),
        ("characteristics", "demographics", "characteristic"),
    ):
        if keys in absent and tables.rows(name):
            found, fix = f"rows, but no file {keys}.csv", f"Add {keys}.csv, or take {name}.csv out."
            file = sheets[name].file
            problems.append(Problem(file, None, column, found, "both files or neither", fix))
    return problems + list(check_exhibits(settings, sheets, absent))


# Rules for one row


def _check_count(tables: Tables, row: Row) -> Iterator[Finding]:
    """Yield a count above the n of the group, or above the count of the whole of it."""
    yield from _at_most_n(tables, row, "count")
    count = plain_number(row["count"])
    whole = next((g.part_of for g in tables.settings.groups if g.group == row["group"]), "")
    most = tables.counts.get((row["characteristic"], row["level"], whole))
    if count is not None and most is not None and count > most:
        allowed = f"at most {most:.0f}, the count of {whole}, of whom {row['group']} are a part"
        fix = f"Correct one of the two counts, or part_of in {SETTINGS_FILE}."
        yield "count", quote(row["count"]), allowed, fix


def _at_most_n(tables: Tables, row: Row, column: str) -> Iterator[Finding]:
    """Yield a number of people that is above that of their group."""
    count, n = plain_number(row[column]), tables.sizes.get(row["group"])
    if count is not None and n is not None and count > n:
        allowed = f"at most {n}, the number of {row['group']} in {SETTINGS_FILE}"
        yield column, quote(row[column]), allowed, "Correct the count, or the n of the group."


def _check_interview(tables: Tables, row: Row) -> Iterator[Finding]:
    """Yield interviews of more people than the group has, and lengths out of order."""
    yield from _at_most_n(tables, row, "interviewees")
    low, mean, high = (plain_number(row[name]) for name in ("minimum", "mean", "maximum"))
    allowed = f"minimum ≤ mean ≤ maximum; the row has {row['minimum']}, {row['mean']}, "
    allowed += row["maximum"]
    for column, least, most in (
        ("mean", low, mean),
        ("mean", mean, high),
        ("minimum", low, high),
    ):
        if least is not None and most is not None and least > most:
            yield column, quote(row[column]), allowed, "Correct the number that is wrong."


def _check_coding(tables: Tables, row: Row) -> Iterator[Finding]:
    """Yield a stage that is not that of the element, and a phrase that the cell does not have."""
    stage, element, phrase = row["stage"], row["element"], row["phrase"]
    own = tables.stages.get(element, stage)
    if own != stage:
        allowed = f"{own}, the stage of {quote(element)} in elements.csv"
        yield "stage", quote(stage), allowed, "Correct the stage, or choose another element."
    cell = tables.cells.get(row["configuration"], {}).get(stage)
    if cell is not None and _plain(phrase) not in _plain(cell):
        allowed = f"words of the {stage} of {row['configuration']}: {quote(cell, 120)}"
        yield "phrase", quote(phrase), allowed, "Copy the words from the cell, or mend the cell."


def _plain(text: str) -> str:
    """Return words without regard to capitals, line breaks and runs of blanks."""
    return " ".join(text.casefold().split())


def _check_passage(tables: Tables, row: Row) -> Iterator[Finding]:
    """Yield a passage without words, and words where the report is said to be silent."""
    if bool(row["text"]) == (row["relation"] == SILENT):
        found = quote(row["text"], 60) if row["text"] else "no words"
        allowed = f"words of the report, or none where the relation is {SILENT}"
        yield "text", found, allowed, "Copy the words, or correct the relation."


def _check_conjecture(tables: Tables, row: Row) -> Iterator[Finding]:
    """Yield a conjecture about a cell that the source does give."""
    given = tables.cells.get(row["configuration"], {}).get(row["stage"])
    if given:
        found = f"a conjecture, though the source gives {quote(given, 60)}"
        fix = "Take the conjecture out, or correct the stage."
        yield "stage", found, "a cell that is blank in configurations.csv", fix


def _check_synonym(tables: Tables, row: Row) -> Iterator[Finding]:
    """Yield a synonym that leads to no column of the configurations, or to no value there."""
    if row["column"] and "configurations" in tables.sheets:
        columns = tables.sheets["configurations"].columns
        values = {cells[row["column"]] for cells in tables.cells.values() if row["column"] in cells}
        name, legal = ("finds", values - {""}) if row["column"] in columns else ("column", columns)
        if row[name] not in legal:
            fix = "Correct it." + did_you_mean(row[name], legal)
            yield name, quote(row[name]), one_of(sorted(legal)), fix


def _check_configuration(tables: Tables, row: Row) -> Iterator[Finding]:
    """Yield a name that means something else, a row without text, and cells that lack a coding."""
    name, stages = row["configuration"], [stage.stage for stage in tables.settings.stages]
    if name in TAKEN:
        allowed = f"a name other than {' and '.join(TAKEN)}, which mean those parts of a table"
        fix = "Rename the configuration, here and in the other files."
        yield "configuration", quote(name), allowed, fix
    if is_forbidden_name(name):
        allowed = "a name that every system allows for the file of its page"
        fix = "Rename it, here and in the other files: Windows keeps this name for itself."
        yield "configuration", quote(name), allowed, fix
    if not any(row[stage] for stage in stages):
        fix = "Fill the row, or delete it."
        yield ", ".join(stages), "no text in any stage", "text in one stage at least", fix
    for stage in stages if tables.coded else ():
        if row[stage] and (name, stage) not in tables.coded:
            found = f"{quote(row[stage])} without a coding"
            allowed = "one row at least in codings.csv for each cell with text"
            fix = "Code the cell, or leave codings.csv and elements.csv out altogether."
            yield stage, found, allowed, fix


def _check_levels(tables: Tables, row: Row) -> Iterator[Finding]:
    """Yield levels of stages that stand beside an empty cell, or that are too many."""
    for stage in tables.settings.stages:
        given = row[stage.level_column].splitlines() if stage.levels else []
        if given and all(not level.strip() or level.strip() in stage.levels for level in given):
            for words in _check_level(tables, row, stage, given):
                yield stage.level_column, *words


def _check_level(
    tables: Tables, row: Row, stage: Stage, given: list[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield what is found, what is allowed and what to do, of the levels of one cell."""
    lines = split_cell(row[stage.stage], stage.split_at)
    if not lines:
        found = f"{quote(row[stage.level_column])}, but no text in {stage.stage}"
        allowed = f"a level beside words of {stage.stage}"
        yield found, allowed, "Fill that cell, or empty this one."
    elif len(given) > 1 and (row["configuration"], stage.stage) in tables.coded:
        fix = "Write one level, or make a stage of its own for each level."
        yield f"{len(given)} levels", "one level, as the cell stands in codings.csv", fix
    elif len(given) > 1 and len(given) != len(lines):
        allowed = f"one level, or one line for each of the {len(lines)} entries of {stage.stage}"
        fix = "Write one level for all of them, or as many lines as that cell has entries."
        yield f"{len(given)} levels", allowed, fix


ROW_RULES = (
    ("demographics", _check_count),
    ("interviews", _check_interview),
    ("codings", _check_coding),
    ("passages", _check_passage),
    ("conjectures", _check_conjecture),
    ("synonyms", _check_synonym),
    ("configurations", _check_configuration),
    ("configurations", _check_levels),
)

# Rules for the blocks of the table of participants: they name table, row and column


def _check_sums(tables: Tables) -> Iterator[tuple]:
    """Yield blocks of which the counts do not add to the n of their group."""
    responses = {
        row["characteristic"]: row["responses"] for _, row in tables.rows("characteristics")
    }
    blocks = defaultdict(list)
    for number, row in tables.rows("demographics"):
        if responses.get(row["characteristic"]) == "single" and row["group"] in tables.sizes:
            cell = (number, plain_number(row["count"]))
            blocks[row["characteristic"], row["group"]].append(cell)
    for (characteristic, group), cells in blocks.items():
        n, first, last = tables.sizes[group], cells[0][0], cells[-1][0]
        # What is not available adds to nothing, and what cannot be has been named already.
        known = [count for _, count in cells if count is not None and 0 <= count <= n]
        is_whole = len(known) == len(cells)
        if sum(known) > n or (is_whole and sum(known) < n):
            where = f"row {first}" if first == last else f"rows {first} to {last}"
            given = "" if is_whole else "that are given "
            found = f"{characteristic}: the counts of {group} {given}in {where} "
            found += f"add to {sum(known):.0f}"
            allowed = f"{'' if is_whole else 'at most '}{n}, the number of {group}: "
            allowed += "every participant has one level"
            yield "demographics", first, "count", found, allowed, ONE_LEVEL


def _check_positions(tables: Tables) -> Iterator[tuple]:
    """Yield levels that share a position, and those that have several."""
    places: dict[str, dict[str, str]] = defaultdict(dict)
    for number, row in tables.rows("demographics"):
        level, position, own = row["level"], row["position"], places[row["characteristic"]]
        other = next((name for name, p in own.items() if p == position and name != level), None)
        if position and other is not None:
            found = f"{quote(position)}, which {quote(other)} has too"
            allowed = "another position for each level of a characteristic"
            fix = "Number the levels in the order in which the table is to show them."
            yield "demographics", number, "position", found, allowed, fix
        elif own.setdefault(level, position) != position:
            found = f"{quote(position)}, but {quote(own[level])} above for {quote(level)}"
            allowed, fix = "the same position for a level in every group", "Correct one of the two."
            yield "demographics", number, "position", found, allowed, fix


def _list_blocks(tables: Tables) -> dict[str, dict[str, dict[str, int]]]:
    """Return the number of each row by characteristic, level and group."""
    blocks: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for number, row in tables.rows("demographics"):
        blocks[row["characteristic"]][row["level"]][row["group"]] = number
    return blocks


def _check_groups(tables: Tables) -> Iterator[tuple]:
    """Yield levels that not every group of their block has."""
    for characteristic, levels in _list_blocks(tables).items():
        groups = {group for cells in levels.values() for group in cells}
        partial = [level for level, cells in levels.items() if groups - set(cells)]
        for level in partial:
            cells = levels[level]
            alike = [other for other in partial if _drop_signs(other) == _drop_signs(level)]
            fix = "Add the row; leave its count empty if it is not available."
            if len(alike) > 1:
                fix = f"Write the level in one way: {' or '.join(map(quote, alike))}."
            for group in sorted(groups - set(cells)):
                found = f"{characteristic}, {quote(level)}: no row for {group}"
                allowed, number = "a row for each group that the block covers", min(cells.values())
                yield "demographics", number, "group", found, allowed, fix


def _drop_signs(level: str) -> str:
    """Return a level without what people do not see as a difference: capitals, blanks, dashes."""
    return re.sub(r"[\s‐-―−-]+", "-", level.casefold())


def _check_looks(tables: Tables) -> Iterator[tuple]:
    """Yield levels of one characteristic that differ only in what nobody sees."""
    for characteristic, levels in _list_blocks(tables).items():
        seen: dict[str, str] = {}
        for level, cells in levels.items():
            if seen.setdefault(drop_invisible(level), level) != level:
                found = f"{characteristic}, {quote(level)}, which looks like a level above and is "
                found += "another"
                fix = "Copy the cell of the level above to all rows of this level."
                allowed, number = "each level written in one way", min(cells.values())
                yield "demographics", number, "level", found, allowed, fix


def _check_blocks(tables: Tables) -> Iterator[tuple]:
    """Yield characteristics that no row of demographics counts."""
    counted = {row["characteristic"] for _, row in tables.rows("demographics")}
    for number, row in tables.rows("characteristics"):
        if row["characteristic"] not in counted:
            found = f"{quote(row['characteristic'])} without a level"
            allowed = "one row at least in demographics.csv for each characteristic"
            fix = "Add its counts there, or delete this row."
            yield "characteristics", number, "characteristic", found, allowed, fix

"""What must hold between the rows of a study's tables, beyond what the dictionary can say.

Each rule yields the table, the number of the row, the column, what was found, what is allowed
and what to do. Cells that are not numbers in digits are skipped.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from scripts.files.problems import Problem, did_you_mean, is_forbidden_name, one_of, quote
from scripts.files.spreadsheets import Sheet, plain_number
from scripts.files.text_files import drop_invisible
from scripts.study.elements import split_cell
from scripts.study.exhibit_rules import check_exhibits
from scripts.study.settings import FILE as SETTINGS_FILE
from scripts.study.settings import Settings

SILENT = "silent"  # How a passage that is not there relates to its configuration.
# Rows of published/ that are not configurations.
TAKEN = ("caption", "heading")
ONE_LEVEL = "Correct a count, or set responses to “multiple” in characteristics.csv."

Sheets = Mapping[str, Sheet]
Findings = Iterator[tuple[str, int, str, str, str, str]]


def check_rules(settings: Settings, whole: Sheets, absent: Collection[str] = ()) -> list[Problem]:
    """Return what is wrong between tables that are whole; some optional ones may be absent."""
    problems, sheets = [], defaultdict(lambda: Sheet("", (), (), ()), whole)
    # A slip in these columns has many consequences.
    block = tuple((sheets["demographics"].file, name) for name in ("characteristic", "group"))
    for rules, needs in ((ROW_RULES, ()), (BLOCK_RULES, block)):
        for name, number, *words in (found for rule in rules for found in rule(settings, sheets)):
            problems.append(Problem(sheets[name].file, number, *words, needs))
    for keys, name, column in (
        ("elements", "codings", "element"),
        ("characteristics", "demographics", "characteristic"),
    ):
        if keys in absent and sheets[name].rows:
            found, fix = f"rows, but no file {keys}.csv", f"Add {keys}.csv, or take {name}.csv out."
            file = sheets[name].file
            problems.append(Problem(file, None, column, found, "both files or neither", fix))
    return problems + list(check_exhibits(settings, whole, absent))


def _index_configurations(sheets: Sheets) -> dict[str, dict[str, str]]:
    """Return the row of each configuration, by its name."""
    return {row["configuration"]: row for _, row in sheets["configurations"].records()}


def _list_coded(sheets: Sheets) -> set[tuple[str, str]]:
    """Return the configurations and stages that have a coding."""
    return {(row["configuration"], row["stage"]) for _, row in sheets["codings"].records()}


# Rules for one row


def _check_people(settings: Settings, sheets: Sheets) -> Findings:
    """Yield numbers of people above that of their group, or of the group that it is a part of."""
    groups = {group.group: group for group in settings.groups}
    counts = {
        (row["characteristic"], row["level"], row["group"]): plain_number(row["count"])
        for _, row in sheets["demographics"].records()
    }
    for name, column in (("demographics", "count"), ("interviews", "interviewees")):
        for number, row in sheets[name].records():
            count, group = plain_number(row[column]), groups.get(row["group"])
            if count is None or group is None:
                continue
            whole = group.part_of
            most = counts.get((row.get("characteristic"), row.get("level"), whole))
            of_whole = f"the count of {whole}, of whom {group.group} are a part"
            for limit, what, other in (
                (group.n, f"the number of {group.group} in {SETTINGS_FILE}", "the n of the group"),
                (most, of_whole, f"that one, or part_of in {SETTINGS_FILE}"),
            ):
                if limit is not None and count > limit:
                    allowed, fix = f"at most {limit:.0f}, {what}", f"Correct the count, or {other}."
                    yield name, number, column, quote(row[column]), allowed, fix


def _check_lengths(settings: Settings, sheets: Sheets) -> Findings:
    """Yield lengths of interviews out of order."""
    for number, row in sheets["interviews"].records():
        low, mean, high = (plain_number(row[name]) for name in ("minimum", "mean", "maximum"))
        allowed = "minimum ≤ mean ≤ maximum; the row has "
        allowed += f"{row['minimum']}, {row['mean']}, {row['maximum']}"
        pairs = (("mean", low, mean), ("mean", mean, high), ("minimum", low, high))
        for column, least, most in pairs:
            if least is not None and most is not None and least > most:
                fix = "Correct the number that is wrong."
                yield "interviews", number, column, quote(row[column]), allowed, fix


def _check_codings(settings: Settings, sheets: Sheets) -> Findings:
    """Yield a stage that is not that of the element, and a phrase that the cell does not have."""
    stages = {row["element"]: row["stage"] for _, row in sheets["elements"].records()}
    cells = _index_configurations(sheets)
    for number, row in sheets["codings"].records():
        stage, element, phrase = row["stage"], row["element"], row["phrase"]
        own = stages.get(element, stage)
        if own != stage:
            allowed = f"{own}, the stage of {quote(element)} in elements.csv"
            fix = "Correct the stage, or choose another element."
            yield "codings", number, "stage", quote(stage), allowed, fix
        cell = cells.get(row["configuration"], {}).get(stage)
        if cell is not None and _plain(phrase) not in _plain(cell):
            allowed = f"words of the {stage} of {row['configuration']}: {quote(cell, 120)}"
            fix = "Copy the words from the cell, or mend the cell."
            yield "codings", number, "phrase", quote(phrase), allowed, fix


def _plain(text: str) -> str:
    """Return words without regard to capitals, line breaks and runs of blanks."""
    return " ".join(text.casefold().split())


def _check_passages(settings: Settings, sheets: Sheets) -> Findings:
    """Yield passages without words, and words where the report is said to be silent."""
    for number, row in sheets["passages"].records():
        if bool(row["text"]) == (row["relation"] == SILENT):
            found = quote(row["text"], 60) if row["text"] else "no words"
            allowed = f"words of the report, or none where the relation is {SILENT}"
            fix = "Copy the words, or correct the relation."
            yield "passages", number, "text", found, allowed, fix


def _check_conjectures(settings: Settings, sheets: Sheets) -> Findings:
    """Yield conjectures about a cell that the source does give."""
    cells = _index_configurations(sheets)
    for number, row in sheets["conjectures"].records():
        given = cells.get(row["configuration"], {}).get(row["stage"])
        if given:
            found = f"a conjecture, though the source gives {quote(given, 60)}"
            allowed = "a cell that is blank in configurations.csv"
            fix = "Take the conjecture out, or correct the stage."
            yield "conjectures", number, "stage", found, allowed, fix


def _check_synonyms(settings: Settings, sheets: Sheets) -> Findings:
    """Yield synonyms that lead to no column of the configurations, or to no value there."""
    cells = _index_configurations(sheets).values()
    for number, row in sheets["synonyms"].records() if sheets["configurations"].columns else ():
        if row["column"]:
            name, legal = "column", sheets["configurations"].columns
            if row["column"] in legal:
                name, legal = "finds", {own[row["column"]] for own in cells} - {""}
            if row[name] not in legal:
                fix = "Correct it." + did_you_mean(row[name], legal)
                yield "synonyms", number, name, quote(row[name]), one_of(sorted(legal)), fix


def _check_configurations(settings: Settings, sheets: Sheets) -> Findings:
    """Yield names that mean something else, rows without text, and cells that lack a coding."""
    table, stages = "configurations", [stage.stage for stage in settings.stages]
    coded = _list_coded(sheets)
    for number, row in sheets[table].records():
        name = row["configuration"]
        if name in TAKEN or is_forbidden_name(name):
            allowed = "a name that every system allows for the file of its page, and "
            allowed += f"a name other than {' and '.join(TAKEN)}, which mean parts of a table"
            fix = "Rename the configuration, here and in the other files."
            yield table, number, "configuration", quote(name), allowed, fix
        if not any(row[stage] for stage in stages):
            column, found = ", ".join(stages), "no text in any stage"
            fix = "Fill the row, or delete it."
            yield table, number, column, found, "text in one stage at least", fix
        for stage in stages if coded else ():
            if row[stage] and (name, stage) not in coded:
                found = f"{quote(row[stage])} without a coding"
                allowed = "one row at least in codings.csv for each cell with text"
                fix = "Code the cell, or leave codings.csv and elements.csv out altogether."
                yield table, number, stage, found, allowed, fix


def _check_levels(settings: Settings, sheets: Sheets) -> Findings:
    """Yield levels of stages that stand beside an empty cell, or that are too many."""
    coded = _list_coded(sheets)
    leveled = [stage for stage in settings.stages if stage.levels]
    for number, row in sheets["configurations"].records():
        for stage in leveled:
            given = [level.strip() for level in row[stage.level_column].splitlines()]
            # Of what is no level has been told.
            if not given or not set(given) <= {*stage.levels, ""}:
                continue
            lines, found = split_cell(row[stage.stage], stage.split_at), f"{len(given)} levels"
            if not lines:
                found = f"{quote(row[stage.level_column])}, but no text in {stage.stage}"
                allowed = f"a level beside words of {stage.stage}"
                fix = "Fill that cell, or empty this one."
            elif len(given) > 1 and (row["configuration"], stage.stage) in coded:
                allowed = "one level, as the cell stands in codings.csv"
                fix = "Write one level, or make a stage of its own for each level."
            elif len(given) not in (1, len(lines)):
                allowed = "one level, or one line for each of the "
                allowed += f"{len(lines)} entries of {stage.stage}"
                fix = "Write one level for all of them, or as many lines as that cell has entries."
            else:
                continue
            yield "configurations", number, stage.level_column, found, allowed, fix


ROW_RULES = (
    *(_check_people, _check_lengths, _check_codings, _check_passages),
    *(_check_conjectures, _check_synonyms, _check_configurations, _check_levels),
)

# Rules for the blocks of the table of participants


def _check_sums(settings: Settings, sheets: Sheets) -> Findings:
    """Yield blocks of which the counts do not add to the n of their group."""
    sizes = {group.group: group.n for group in settings.groups}
    answers = [row for _, row in sheets["characteristics"].records()]
    single = {row["characteristic"] for row in answers if row["responses"] == "single"}
    blocks = defaultdict(list)
    for number, row in sheets["demographics"].records():
        if row["characteristic"] in single and row["group"] in sizes:
            cell = (number, plain_number(row["count"]))
            blocks[row["characteristic"], row["group"]].append(cell)
    for (characteristic, group), cells in blocks.items():
        n, first, last = sizes[group], cells[0][0], cells[-1][0]
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


def _check_positions(settings: Settings, sheets: Sheets) -> Findings:
    """Yield levels that share a position, and those that have several."""
    places: dict[str, dict[str, str]] = defaultdict(dict)
    for number, row in sheets["demographics"].records():
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


def _list_blocks(sheets: Sheets) -> dict[str, dict[str, dict[str, int]]]:
    """Return the number of each row by characteristic, level and group."""
    blocks: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for number, row in sheets["demographics"].records():
        blocks[row["characteristic"]][row["level"]][row["group"]] = number
    return blocks


def _check_levels_of_blocks(settings: Settings, sheets: Sheets) -> Findings:
    """Yield levels that some group of their block lacks, or that look like others above."""
    for characteristic, levels in _list_blocks(sheets).items():
        groups = {group for cells in levels.values() for group in cells}
        partial = [level for level, cells in levels.items() if groups - set(cells)]
        seen: dict[str, str] = {}
        for level, cells in levels.items():
            number, place = min(cells.values()), f"{characteristic}, {quote(level)}"
            alike = [other for other in partial if _drop_signs(other) == _drop_signs(level)]
            fix = "Add the row; leave its count empty if it is not available."
            if len(alike) > 1:
                fix = f"Write the level in one way: {' or '.join(map(quote, alike))}."
            for group in sorted(groups - set(cells)):
                found = f"{place}: no row for {group}"
                allowed = "a row for each group that the block covers"
                yield "demographics", number, "group", found, allowed, fix
            if seen.setdefault(drop_invisible(level), level) != level:
                found = f"{place}, which looks like a level above and is another"
                fix = "Copy the cell of the level above to all rows of this level."
                allowed = "each level written in one way"
                yield "demographics", number, "level", found, allowed, fix


def _drop_signs(level: str) -> str:
    """Return a level without what people do not see as a difference: capitals, blanks, dashes."""
    return re.sub(r"[\s‐-―−-]+", "-", level.casefold())


def _check_blocks(settings: Settings, sheets: Sheets) -> Findings:
    """Yield characteristics that no row of demographics counts."""
    counted = _list_blocks(sheets)
    for number, row in (
        sheets["characteristics"].records() if sheets["demographics"].columns else ()
    ):
        if row["characteristic"] not in counted:
            found = f"{quote(row['characteristic'])} without a level"
            allowed = "one row at least in demographics.csv for each characteristic"
            fix = "Add its counts there, or delete this row."
            yield "characteristics", number, "characteristic", found, allowed, fix


BLOCK_RULES = (_check_sums, _check_positions, _check_levels_of_blocks, _check_blocks)

"""What must hold between the files of a study."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from scripts.files.problems import Problem, did_you_mean, is_forbidden_name, one_of, quote
from scripts.files.spreadsheets import Sheet
from scripts.study.built_in_rules import EXTRA
from scripts.study.count_rules import check_counts, check_interviews, check_levels
from scripts.study.elements import split_cell
from scripts.study.settings import FILE as SETTINGS_FILE
from scripts.study.settings import RESERVED, Settings, Stage

SILENT = "silent"  # How a passage that is not there relates to its configuration.
# Rows of published/ that are not configurations.
TAKEN = ("caption", "heading")


def check_rules(
    settings: Settings, sheets: Mapping[str, Sheet], absent: Collection[str] = ()
) -> list[Problem]:
    """Return what is wrong between files; cells that are not numbers in digits are skipped.

    Parameters
    ----------
    settings : Settings
        Groups with their n, stages, theories and exhibits.
    sheets : mapping of str to Sheet
        The tables by their name in the dictionary; only those that are complete.
    absent : collection of str
        Optional tables that the study does without.
    """
    rows = {name: list(_rows(sheet)) for name, sheet in sheets.items()}
    problems: list[Problem] = []
    for rule in (
        _groups,
        check_counts,
        check_levels,
        check_interviews,
        _stages,
        _codings,
        _passages,
        _conjectures,
        _synonyms,
        _configurations,
        check_stage_levels,
        _shown,
        _exhibits,
    ):
        problems += rule(settings, sheets, rows)
    return problems + list(_absent(settings, sheets, absent))


def _rows(sheet: Sheet) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row's spreadsheet number and its cells by column."""
    for number, row in zip(sheet.numbers, sheet.rows, strict=True):
        yield number, dict(zip(sheet.columns, row, strict=True))


def _legal(sheet, number, column, value, legal, what) -> list[Problem]:
    """Return a problem unless the value is legal."""
    if not value or value in legal:
        return []
    fix = f"Use the key of a {what} of {SETTINGS_FILE}, or add it there."
    fix += did_you_mean(value, legal)
    return [Problem(sheet.file, number, column, quote(value), one_of(legal), fix)]


def _groups(settings: Settings, sheets: Mapping, rows: Mapping) -> Iterator[Problem]:
    legal = [group.group for group in settings.groups]
    for name, column in (
        ("demographics", "group"),
        ("interviews", "group"),
        ("quotations", "speaker_group"),
    ):
        for number, row in rows.get(name, []):
            yield from _legal(
                sheets[name], number, column, row.get(column, ""), legal, "participant group"
            )


def _stages(settings: Settings, sheets: Mapping, rows: Mapping) -> Iterator[Problem]:
    legal = [stage.stage for stage in settings.stages]
    for name in ("elements", "codings", "conjectures"):
        for number, row in rows.get(name, []):
            yield from _legal(sheets[name], number, "stage", row.get("stage", ""), legal, "stage")


def _codings(settings: Settings, sheets: Mapping, rows: Mapping) -> Iterator[Problem]:
    stages = {row.get("element"): row.get("stage") for _, row in rows.get("elements", [])}
    cells = {row.get("configuration"): row for _, row in rows.get("configurations", [])}
    for number, row in rows.get("codings", []):
        stage, element, phrase = (row.get(name, "") for name in ("stage", "element", "phrase"))
        if element in stages and stages[element] != stage:
            yield Problem(
                sheets["codings"].file,
                number,
                "stage",
                quote(stage),
                f"{stages[element]}, the stage of {quote(element)} in elements.csv",
                "Correct the stage, or choose another element.",
            )
        cell = cells.get(row.get("configuration"), {}).get(stage)
        if cell is not None and phrase and _plain(phrase) not in _plain(cell):
            yield Problem(
                sheets["codings"].file,
                number,
                "phrase",
                quote(phrase),
                f"words of the {stage} of {row['configuration']}: {quote(cell, 120)}",
                "Copy the words from the cell, or mend the cell.",
            )


def _passages(settings: Settings, sheets: Mapping, rows: Mapping) -> Iterator[Problem]:
    """Yield passages without words, and words where the report is said to be silent."""
    for number, row in rows.get("passages", []):
        text, is_silent = row.get("text", ""), row.get("relation") == SILENT
        if bool(text) == is_silent:
            yield Problem(
                sheets["passages"].file,
                number,
                "text",
                quote(text, 60) if text else "no words",
                f"words of the report, or none where the relation is {SILENT}",
                "Copy the words, or correct the relation.",
            )


def _conjectures(settings: Settings, sheets: Mapping, rows: Mapping) -> Iterator[Problem]:
    """Yield conjectures about cells that the source does give."""
    cells = {row.get("configuration"): row for _, row in rows.get("configurations", [])}
    for number, row in rows.get("conjectures", []):
        given = cells.get(row.get("configuration"), {}).get(row.get("stage", ""))
        if given:
            yield Problem(
                sheets["conjectures"].file,
                number,
                "stage",
                f"a conjecture, though the source gives {quote(given, 60)}",
                "a cell that is blank in configurations.csv",
                "Take the conjecture out, or correct the stage.",
            )


def _synonyms(settings: Settings, sheets: Mapping, rows: Mapping) -> Iterator[Problem]:
    """Yield synonyms that lead to no column of the configurations, or to no value there."""
    columns = sheets["configurations"].columns if "configurations" in sheets else ()
    for number, row in rows.get("synonyms", []) if columns else ():
        column = row.get("column", "")
        if not column:
            continue
        values = {own[column] for _, own in rows["configurations"] if own.get(column)}
        legal, name = (values, "finds") if column in columns else (columns, "column")
        if row[name] not in legal:
            yield Problem(
                sheets["synonyms"].file,
                number,
                name,
                quote(row[name]),
                one_of(sorted(legal)),
                "Correct it." + did_you_mean(row[name], legal),
            )


def _plain(text: str) -> str:
    """Return words without regard to capitals, line breaks and runs of blanks."""
    return " ".join(text.casefold().split())


def _configurations(settings: Settings, sheets: Mapping, rows: Mapping) -> Iterator[Problem]:
    stages = [stage.stage for stage in settings.stages]
    coded = {(row.get("configuration"), row.get("stage")) for _, row in rows.get("codings", [])}
    # A theory that bears the name of another column has been named already.
    theories = {theory.theory for theory in settings.theories} - {*RESERVED, *stages}
    for number, row in rows.get("configurations", []):
        if row["configuration"] in TAKEN:
            yield Problem(
                sheets["configurations"].file,
                number,
                "configuration",
                quote(row["configuration"]),
                f"a name other than {' and '.join(TAKEN)}, which mean those parts of a table",
                "Rename the configuration, here and in the other files.",
            )
        if is_forbidden_name(row["configuration"]):
            yield Problem(
                sheets["configurations"].file,
                number,
                "configuration",
                quote(row["configuration"]),
                "a name that every system allows for the file of its page",
                "Rename it, here and in the other files: Windows keeps this name for itself.",
            )
        for theory in sorted(theories):
            if row[theory] not in ("yes", "no", ""):
                yield Problem(
                    sheets["configurations"].file,
                    number,
                    theory,
                    quote(row[theory]),
                    "yes, no, or empty where the source does not say",
                    "Use one of the words." + did_you_mean(row[theory], ("yes", "no")),
                )
        if not any(row.get(stage) for stage in stages):
            yield Problem(
                sheets["configurations"].file,
                number,
                ", ".join(stages),
                "no text in any stage",
                "text in one stage at least",
                "Fill the row, or delete it.",
            )
        for stage in stages if coded else ():
            if row.get(stage) and (row.get("configuration"), stage) not in coded:
                yield Problem(
                    sheets["configurations"].file,
                    number,
                    stage,
                    f"{quote(row[stage])} without a coding",
                    "one row at least in codings.csv for each cell with text",
                    "Code the cell, or leave codings.csv and elements.csv out altogether.",
                )


def _shown(settings: Settings, sheets: Mapping, rows: Mapping) -> Iterator[Problem]:
    """Yield groups that an exhibit shows, but of which its table has no row."""
    held: dict[str, dict[str, set]] = defaultdict(lambda: defaultdict(set))
    for _, row in rows.get("demographics", []):
        held["demographics"][row["characteristic"]].add(row["group"])
    for _, row in rows.get("interviews", []):
        held["interviews"]["the interviews"].add(row["group"])
    known = {group.group for group in settings.groups}
    for exhibit in settings.exhibits:
        if exhibit.kind not in sheets:
            continue
        for block, groups in held[exhibit.kind].items():
            for key in exhibit.groups:
                if key in known and key not in groups and groups & set(exhibit.groups):
                    yield Problem(
                        SETTINGS_FILE,
                        None,
                        f"exhibits, {exhibit.exhibit}, groups",
                        f"{quote(key)}, of whom {sheets[exhibit.kind].file} has no row for {block}",
                        one_of(sorted(groups)),
                        "Add the rows there, or name the groups that this exhibit shows: "
                        f"groups: [{', '.join(sorted(groups))}]",
                        tuple((sheets[exhibit.kind].file, c) for c in ("group", "characteristic")),
                    )


def _absent(settings: Settings, sheets: Mapping, absent: Collection[str]) -> Iterator[Problem]:
    """Yield what speaks of a table that the study does without."""
    for exhibit in settings.exhibits:
        if exhibit.kind in absent:
            yield Problem(
                SETTINGS_FILE,
                None,
                f"exhibits, {exhibit.exhibit}",
                f"the kind {quote(exhibit.kind)}, but no file {exhibit.kind}.csv",
                "an exhibit whose table is there",
                "Add the file, or take the exhibit out.",
            )
    for keys, table, column in (
        ("elements", "codings", "element"),
        ("characteristics", "demographics", "characteristic"),
    ):
        if keys in absent and table in sheets and sheets[table].rows:
            yield Problem(
                sheets[table].file,
                None,
                column,
                f"rows, but no file {keys}.csv",
                "both files or neither",
                f"Add {keys}.csv, or take {table}.csv out.",
            )


def _exhibits(settings: Settings, sheets: Mapping, rows: Mapping) -> Iterator[Problem]:
    columns = sheets["configurations"].columns if "configurations" in sheets else ()
    for exhibit in settings.exhibits if columns else ():
        for column, value in exhibit.show.items():
            values = dict.fromkeys(row.get(column, "") for _, row in rows["configurations"])
            values.pop("", None)
            if column not in columns:
                yield Problem(
                    SETTINGS_FILE,
                    None,
                    f"exhibits, {exhibit.exhibit}, show",
                    quote(column),
                    f"a column of {sheets['configurations'].file}: {', '.join(columns)}",
                    "Correct the name." + did_you_mean(column, columns),
                )
            elif value not in values:
                yield Problem(
                    SETTINGS_FILE,
                    None,
                    f"exhibits, {exhibit.exhibit}, show, {column}",
                    quote(value),
                    f"a value that some configuration has: {one_of(values)}",
                    "Correct the value, or take the exhibit out." + did_you_mean(value, values),
                    ((sheets["configurations"].file, column),),
                )
    legal = [exhibit.exhibit for exhibit in settings.exhibits]
    for number, row in rows.get("editorial_notes", []):
        yield from _legal(
            sheets["editorial_notes"], number, "exhibit", row.get("exhibit", ""), legal, "exhibit"
        )
    for name, sheet in sheets.items():
        key = name.removeprefix("published_")
        if name != key and rows[name] and not any(row.get("printed") for _, row in rows[name]):
            yield Problem(
                sheet.file,
                None,
                "printed",
                "a form that nobody has filled",
                "what the paper prints in each cell",
                "Type it in, from the paper; or take this file out of the folder published.",
            )
        if name != key and name not in EXTRA and key not in legal:
            yield Problem(
                sheet.file,
                None,
                None,
                f"printed cells of {quote(key)}, which is no exhibit",
                one_of(legal),
                f"Add the exhibit to {SETTINGS_FILE}, or take this file out."
                + did_you_mean(key, legal),
            )


def check_stage_levels(settings: Settings, sheets: Mapping, rows: Mapping) -> Iterator[Problem]:
    """Yield levels that are unknown, that stand beside an empty cell, or that are too many."""
    coded = {(row.get("configuration"), row.get("stage")) for _, row in rows.get("codings", [])}
    for stage in settings.stages:
        column = stage.level_column
        for number, row in rows.get("configurations", []) if stage.levels else ():
            if row.get(column):
                is_coded = (row.get("configuration"), stage.stage) in coded
                for found, allowed, fix in _check_cell(stage, row, column, is_coded):
                    file = sheets["configurations"].file
                    yield Problem(file, number, column, found, allowed, fix)


def _check_cell(
    stage: Stage, row: Mapping[str, str], column: str, is_coded: bool
) -> Iterator[tuple[str, str, str]]:
    """Yield what is found, what is allowed and what to do, of one cell."""
    given = row[column].splitlines()
    lines = split_cell(row.get(stage.stage, ""), stage.split_at)
    unknown = [level for level in map(str.strip, given) if level and level not in stage.levels]
    for level in dict.fromkeys(unknown):
        fix = "Use one of the levels of study.yml, or add it there."
        yield quote(level), one_of(stage.levels), fix + did_you_mean(level, stage.levels)
    if unknown:
        return
    if not lines:
        found = f"{quote(row[column])}, but no text in {stage.stage}"
        yield found, f"a level beside words of {stage.stage}", "Fill that cell, or empty this one."
    elif len(given) > 1 and is_coded:
        fix = "Write one level, or make a stage of its own for each level."
        yield f"{len(given)} levels", "one level, as the cell stands in codings.csv", fix
    elif len(given) > 1 and len(given) != len(lines):
        yield (
            f"{len(given)} levels",
            f"one level, or one line for each of the {len(lines)} entries of {stage.stage}",
            "Write one level for all of them, or as many lines as that cell has entries.",
        )

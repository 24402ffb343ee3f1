"""What must hold between the files of a study."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from scripts.problems import Problem, did_you_mean, one_of, quote
from scripts.settings import FILE as SETTINGS_FILE
from scripts.settings import Settings
from scripts.spreadsheets import Sheet


def check_rules(settings: Settings, sheets: Mapping[str, Sheet]) -> list[Problem]:
    """Return what is wrong between files; cells that are wrong in themselves are skipped.

    Parameters
    ----------
    settings : Settings
        Groups with their n, stages, theories and exhibits.
    sheets : mapping of str to Sheet
        The tables by their name in the dictionary.
    """
    rows = {name: list(_rows(sheet)) for name, sheet in sheets.items()}
    problems: list[Problem] = []
    for rule in (_groups, _counts, _interviews, _stages, _codings, _configurations, _exhibits):
        problems += rule(settings, sheets, rows)
    return problems


def _rows(sheet: Sheet) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row's spreadsheet number and its cells by column."""
    for number, row in zip(sheet.numbers, sheet.rows, strict=True):
        yield number, dict(zip(sheet.columns, row, strict=True))


def _number(text: str) -> float | None:
    """Return the number in a cell, or None."""
    try:
        return float(text)
    except ValueError:
        return None


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


def _counts(settings: Settings, sheets: Mapping, rows: Mapping) -> Iterator[Problem]:
    sizes = {group.group: group.n for group in settings.groups}
    responses = {
        row.get("characteristic"): row.get("responses")
        for _, row in rows.get("characteristics", [])
    }
    blocks: dict[tuple[str, str], list[tuple[int, float | None]]] = defaultdict(list)
    levels: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for number, row in rows.get("demographics", []):
        group, characteristic = row.get("group", ""), row.get("characteristic", "")
        count = _number(row.get("count", ""))
        levels[characteristic][row.get("level", "")][group] = number
        if group not in sizes:
            continue
        blocks[characteristic, group].append((number, count))
        if count is not None and count > sizes[group]:
            yield Problem(
                sheets["demographics"].file,
                number,
                "count",
                quote(row["count"]),
                f"at most {sizes[group]}, the number of {group} in {SETTINGS_FILE}",
                "Correct the count, or the n of the group.",
            )
    for (characteristic, group), cells in blocks.items():
        counts = [count for _, count in cells]
        if responses.get(characteristic) != "single" or None in counts:
            continue
        if sum(counts) != sizes[group]:
            yield Problem(
                sheets["demographics"].file,
                cells[0][0],
                "count",
                f"{characteristic}: the counts of {group} in rows "
                f"{cells[0][0]} to {cells[-1][0]} add to {sum(counts):.0f}",
                f"{sizes[group]}, the number of {group}: every participant has one level",
                "Correct a count, or set responses to “multiple” in characteristics.csv.",
            )
    for characteristic, by_level in levels.items():
        groups = {group for cells in by_level.values() for group in cells}
        for level, cells in by_level.items():
            for group in sorted(groups - set(cells)):
                yield Problem(
                    sheets["demographics"].file,
                    next(iter(cells.values())),
                    "group",
                    f"{characteristic}, {quote(level)}: no row for {group}",
                    "a row for each group that the block covers",
                    "Add the row; leave its count empty if it is not available.",
                )


def _interviews(settings: Settings, sheets: Mapping, rows: Mapping) -> Iterator[Problem]:
    for number, row in rows.get("interviews", []):
        low, mean, high = (_number(row.get(name, "")) for name in ("minimum", "mean", "maximum"))
        for column, value, fits in (
            ("mean", mean, low is None or mean is None or mean >= low),
            ("mean", mean, high is None or mean is None or mean <= high),
            ("minimum", low, low is None or high is None or low <= high),
        ):
            if not fits:
                yield Problem(
                    sheets["interviews"].file,
                    number,
                    column,
                    quote(f"{value:g}"),
                    f"minimum ≤ mean ≤ maximum; the row has {row['minimum']}, "
                    f"{row['mean']}, {row['maximum']}",
                    "Correct the number that is off.",
                )


def _stages(settings: Settings, sheets: Mapping, rows: Mapping) -> Iterator[Problem]:
    legal = [stage.stage for stage in settings.stages]
    for name in ("elements", "codings"):
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
        if cell is not None and phrase and phrase.casefold() not in cell.casefold():
            yield Problem(
                sheets["codings"].file,
                number,
                "phrase",
                quote(phrase),
                f"words of the {stage} of {row['configuration']}: {quote(cell, 120)}",
                "Copy the words from the cell, or mend the cell.",
            )


def _configurations(settings: Settings, sheets: Mapping, rows: Mapping) -> Iterator[Problem]:
    stages = [stage.stage for stage in settings.stages]
    coded = {(row.get("configuration"), row.get("stage")) for _, row in rows.get("codings", [])}
    for number, row in rows.get("configurations", []):
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


def _exhibits(settings: Settings, sheets: Mapping, rows: Mapping) -> Iterator[Problem]:
    columns = sheets["configurations"].columns if "configurations" in sheets else ()
    for exhibit in settings.exhibits:
        for column, value in exhibit.show.items():
            if columns and column not in columns:
                yield Problem(
                    SETTINGS_FILE,
                    None,
                    f"exhibits, {exhibit.exhibit}, show",
                    quote(column),
                    "a column of configurations.csv",
                    "Correct the name.",
                )
            elif columns and not any(row.get(column) == value for _, row in rows["configurations"]):
                yield Problem(
                    SETTINGS_FILE,
                    None,
                    f"exhibits, {exhibit.exhibit}, show, {column}",
                    quote(value),
                    "a value that some configuration has",
                    "Correct the value, or take the exhibit out.",
                )
    legal = [exhibit.exhibit for exhibit in settings.exhibits]
    for number, row in rows.get("editorial_notes", []):
        yield from _legal(
            sheets["editorial_notes"], number, "exhibit", row.get("exhibit", ""), legal, "exhibit"
        )

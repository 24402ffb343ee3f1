"""What must hold between counts of people, and between lengths of interviews."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from scripts.files.invisible import drop_invisible
from scripts.files.problems import Problem, quote
from scripts.files.spreadsheets import plain_number
from scripts.study.settings import FILE as SETTINGS_FILE
from scripts.study.settings import Settings


def check_counts(settings: Settings, sheets: Mapping, rows: Mapping) -> Iterator[Problem]:
    """Yield counts above the n of their group, and blocks that do not add to it."""
    sizes = {group.group: group.n for group in settings.groups}
    responses = {
        row.get("characteristic"): row.get("responses")
        for _, row in rows.get("characteristics", [])
    }
    blocks: dict[tuple[str, str], list[tuple[int, float | None]]] = defaultdict(list)
    for number, row in rows.get("demographics", []):
        group, count = row["group"], plain_number(row["count"])
        if group not in sizes:
            continue
        blocks[row["characteristic"], group].append((number, count))
        yield from _at_most_n(sheets["demographics"], number, "count", row["count"], group, sizes)
    yield from _check_parts(settings, sheets, rows)
    for (characteristic, group), cells in blocks.items():
        counts = [count for _, count in cells]
        n = sizes[group]
        if responses.get(characteristic) != "single":
            continue
        known = [count for count in counts if count is not None and 0 <= count <= n]
        if len(known) < len(counts) and sum(known) > n:
            yield Problem(
                sheets["demographics"].file,
                cells[0][0],
                "count",
                f"{characteristic}: the counts of {group} that are given in "
                f"{_name_rows(cells)} add to {sum(known):.0f}",
                f"at most {n}, the number of {group}: every participant has one level",
                "Correct a count, or set responses to “multiple” in characteristics.csv.",
                _needs(sheets),
            )
        # What is not available adds to nothing, and what cannot be has been named already.
        if any(count is None or not 0 <= count <= n for count in counts):
            continue
        if sum(counts) != n:
            yield Problem(
                sheets["demographics"].file,
                cells[0][0],
                "count",
                f"{characteristic}: the counts of {group} in {_name_rows(cells)} "
                f"add to {sum(counts):.0f}",
                f"{n}, the number of {group}: every participant has one level",
                "Correct a count, or set responses to “multiple” in characteristics.csv.",
                _needs(sheets),
            )


def _check_parts(settings: Settings, sheets: Mapping, rows: Mapping) -> Iterator[Problem]:
    """Yield counts of a group that are above those of the group of which it is a part."""
    wholes = {group.group: group.part_of for group in settings.groups if group.part_of}
    counts = {
        (row["characteristic"], row["level"], row["group"]): plain_number(row["count"])
        for _, row in rows.get("demographics", [])
    }
    for number, row in rows.get("demographics", []):
        place, whole = (row["characteristic"], row["level"]), wholes.get(row["group"])
        own, most = counts[(*place, row["group"])], counts.get((*place, whole))
        if own is not None and most is not None and own > most:
            yield Problem(
                sheets["demographics"].file,
                number,
                "count",
                quote(row["count"]),
                f"at most {most:.0f}, the count of {whole}, of whom {row['group']} are a part",
                f"Correct one of the two counts, or part_of in {SETTINGS_FILE}.",
                _needs(sheets),
            )


def check_levels(settings: Settings, sheets: Mapping, rows: Mapping) -> Iterator[Problem]:
    """Yield levels that not every group of their block has, or whose order is not clear."""
    levels: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    places: dict[str, dict[str, str]] = defaultdict(dict)
    for number, row in rows.get("demographics", []):
        characteristic, level, position = row["characteristic"], row["level"], row["position"]
        levels[characteristic][level][row["group"]] = number
        own = places[characteristic]
        other = next((name for name, p in own.items() if p == position and name != level), None)
        if position and other is not None:
            yield Problem(
                sheets["demographics"].file,
                number,
                "position",
                f"{quote(position)}, which {quote(other)} has too",
                "another position for each level of a characteristic",
                "Number the levels in the order in which the table is to show them.",
                _needs(sheets),
            )
        elif own.setdefault(level, position) != position:
            yield Problem(
                sheets["demographics"].file,
                number,
                "position",
                f"{quote(position)}, but {quote(own[level])} above for {quote(level)}",
                "the same position for a level in every group",
                "Correct one of the two.",
                _needs(sheets),
            )
    for characteristic, by_level in levels.items():
        yield from _check_looks(sheets, characteristic, by_level)
        groups = {group for cells in by_level.values() for group in cells}
        partial = [level for level, cells in by_level.items() if groups - set(cells)]
        for level in partial:
            cells = by_level[level]
            others = [other for other in partial if _plain(other) == _plain(level)]
            fix = "Add the row; leave its count empty if it is not available."
            if len(others) > 1:
                fix = f"Write the level in one way: {' or '.join(map(quote, others))}."
            for group in sorted(groups - set(cells)):
                yield Problem(
                    sheets["demographics"].file,
                    next(iter(cells.values())),
                    "group",
                    f"{characteristic}, {quote(level)}: no row for {group}",
                    "a row for each group that the block covers",
                    fix,
                    _needs(sheets),
                )
    described = {row["characteristic"] for _, row in rows.get("demographics", [])}
    for number, row in rows.get("characteristics", []) if "demographics" in sheets else ():
        if row["characteristic"] not in described:
            yield Problem(
                sheets["characteristics"].file,
                number,
                "characteristic",
                f"{quote(row['characteristic'])} without a level",
                "one row at least in demographics.csv for each characteristic",
                "Add its counts there, or delete this row.",
                _needs(sheets),
            )


def _check_looks(
    sheets: Mapping, characteristic: str, levels: Mapping[str, Mapping[str, int]]
) -> Iterator[Problem]:
    """Yield levels of one characteristic that differ only in what nobody sees."""
    seen: dict[str, str] = {}
    for level, cells in levels.items():
        other = seen.setdefault(drop_invisible(level), level)
        if other != level:
            yield Problem(
                sheets["demographics"].file,
                next(iter(cells.values())),
                "level",
                f"{characteristic}, {quote(level)}, which looks like a level above and is another",
                "each level written in one way",
                "Copy the cell of the level above to all rows of this level.",
                _needs(sheets),
            )


def _plain(level: str) -> str:
    """Return a level without what people do not see as a difference: capitals, blanks, dashes."""
    return re.sub(r"[\s‐-―−-]+", "-", level.casefold())


def _needs(sheets: Mapping) -> tuple[tuple[str, str], ...]:
    """Return the columns by which counts are put together; a slip there has many consequences."""
    return tuple((sheets["demographics"].file, name) for name in ("characteristic", "group"))


def _name_rows(cells: Sequence[tuple[int, float | None]]) -> str:
    """Return the rows of some cells in words."""
    first, last = cells[0][0], cells[-1][0]
    return f"row {first}" if first == last else f"rows {first} to {last}"


def check_interviews(settings: Settings, sheets: Mapping, rows: Mapping) -> Iterator[Problem]:
    """Yield interviews of more people than the group has, and lengths out of order."""
    sizes = {group.group: group.n for group in settings.groups}
    for number, row in rows.get("interviews", []):
        people = row["interviewees"]
        yield from _at_most_n(
            sheets["interviews"], number, "interviewees", people, row["group"], sizes
        )
        low, mean, high = (
            plain_number(row.get(name, "")) for name in ("minimum", "mean", "maximum")
        )
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


def _at_most_n(sheet, number, column, value, group, sizes) -> list[Problem]:
    """Return a problem if more people are counted than the group has."""
    count = plain_number(value)
    if count is None or group not in sizes or count <= sizes[group]:
        return []
    allowed = f"at most {sizes[group]}, the number of {group} in {SETTINGS_FILE}"
    fix = "Correct the count, or the n of the group."
    return [Problem(sheet.file, number, column, quote(value), allowed, fix)]

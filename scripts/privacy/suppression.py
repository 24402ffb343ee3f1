"""Counts of few people: which are hidden, and which others with them so that none can be found.

Hiding the small counts alone is not enough where all counts of a block add to a known
number: others have to be hidden with them, which is called complementary suppression
(L. H. Cox, Suppression methodology and statistical disclosure control, Journal of the
American Statistical Association 75, 1980; L. Willenborg and T. de Waal, Elements of
Statistical Disclosure Control, 2001). Which others is commonly found by linear programming
(M. Fischetti and J. J. Salazar, Solving the cell suppression problem on tabular data with
linear constraints, Management Science 47, 2001). What these methods protect against is a
reader who adds up. One who knows the rule as well can also leave out every block for which
the rule would have hidden something else (R. C.-W. Wong and others, Minimality attack in
privacy preserving data publishing, VLDB 2007).

The rule here is therefore made so that whatever it decides by can be seen by every reader: sums
over what is hidden, and counts that are shown. Each block that would look the same is then
as possible as the true one. The tests go through all blocks of up to thirty people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from scripts.files.spreadsheets import Sheet
from scripts.study.settings import Settings
from scripts.study.study import Study

# Why a count is not shown: it is small itself, or it would give a small one away.
SMALL, HIDDEN = "small", "hidden"


def find_suppressed(
    counts: Sequence[int | None], n: int | None, smallest: int, single: bool
) -> list[str]:
    """Return for each count of a block "small", "hidden", or nothing where it is shown.

    Counts from 1 to below `smallest` are small; where that could only be 1, so are zeros. Where
    everyone has exactly one level, the counts add to the known n. Small ones may then
    stand alone where their sum leaves each of them every small value. Otherwise the
    largest counts are hidden with them, as many as can take up whatever the small ones may
    be and still be the largest. Where even all others cannot, nothing of the block is shown.
    A count is None where it is not known; `n` is the number of people in the group, and
    `single` says whether each of them has exactly one level.
    """
    # "Fewer than two" must not mean one.
    least = 0 if min(smallest - 1, smallest if n is None else n) < 2 else 1
    small = [i for i, c in enumerate(counts) if c is not None and least <= c < smallest]
    marks = [SMALL if i in small else "" for i in range(len(counts))]
    if not small or not single or n is None:
        return marks
    known = [c for c in counts if c is not None]
    others = [i for i, c in enumerate(counts) if c is not None and c >= smallest]
    others.sort(key=lambda i: (-counts[i], i))
    most = len(small) * (smallest - 1)
    # What a reader can add up: all small ones, and with them whoever has no known level.
    hidden = sum(counts[i] for i in small)
    if len(known) < len(counts):
        hidden += n - sum(known)
        if not others and n >= len(known) * (smallest - 1):
            return marks
    else:
        lowest = (len(small) - 1) * least + smallest - 1
        highest = (len(small) - 1) * (smallest - 1) + least
        if others and lowest <= hidden <= highest:
            return marks
    for number, i in enumerate(others, start=1):
        marks[i] = HIDDEN
        hidden += counts[i]
        below = counts[others[number]] + 1 if number < len(others) else 0
        if hidden > most + number * max(smallest, below):
            return marks
    return [HIDDEN if count is not None else "" for count in counts]


def mark_suppressed(study: Study) -> pd.Series:
    """Return for each row of the study's demographics why its count is not shown, or nothing."""
    frame, smallest = study.demographics, study.settings.smallest_count
    marks = pd.Series("", index=frame.index, dtype="str")
    if smallest is None or smallest < 2:
        return marks
    blocks = study.characteristics
    single = set(blocks.loc[blocks["responses"] == "single", "characteristic"])
    for characteristic, block in frame.groupby("characteristic", sort=False):
        # The levels of a block come in the same order in each of its groups.
        counts = {
            group: [None if pd.isna(count) else int(count) for count in part["count"]]
            for group, part in block.groupby("group", sort=False)
        }
        for group, found in mark_block(counts, study.settings, characteristic in single).items():
            marks[block.index[block["group"] == group]] = found
    return marks


def mark_block(
    counts: Mapping[str, Sequence[int | None]], settings: Settings, single: bool
) -> dict[str, list[str]]:
    """Return the marks of one characteristic: for each group those of its levels, in order.

    A group that others are parts of shows a level only where all its parts do, and so tells no
    more than they tell. Whoever is in it and in none of its parts counts as one more part,
    as readers can subtract.
    """
    groups = [group for group in settings.groups if group.group in counts]
    sizes = {group.group: group.n for group in groups}
    marks: dict[str, list[str]] = {}

    def mark(group: str) -> list[str]:
        own, parts = counts[group], [part.group for part in groups if part.part_of == group]
        if not parts:
            marks[group] = find_suppressed(own, sizes[group], settings.smallest_count, single)
            return marks[group]
        below = [mark(part) for part in parts]
        n = sizes[group] - sum(sizes[part] for part in parts)
        if n > 0:
            others = [
                None if None in levels else max(levels[0] - sum(levels[1:]), 0)
                for levels in zip(own, *(counts[part] for part in parts), strict=True)
            ]
            below.append(find_suppressed(others, n, settings.smallest_count, single))
        marks[group] = [
            HIDDEN if any(levels) and count is not None else ""
            for count, *levels in zip(own, *below, strict=True)
        ]
        return marks[group]

    for group in groups:
        if group.part_of not in counts:
            mark(group.group)
    return marks


def hide_small_counts(study: Study) -> pd.DataFrame:
    """Return the study's demographics without the counts that must not be shown.

    Returns
    -------
    pandas.DataFrame
        As `Study.demographics`, its count missing where it is hidden; suppressed (str) says
        why: ``small``, ``hidden``, or nothing.
    """
    marks = mark_suppressed(study)
    counts = study.demographics["count"].mask(marks != "")
    return study.demographics.assign(count=counts, suppressed=marks)


def hide_counts(study: Study, name: str, sheet: Sheet) -> Sheet:
    """Return a table as it stands in its file, without counts that the book does not show.

    They are empty in the demographics, and so is what a paper prints in their place.
    """
    keys, column = ("characteristic", "level", "group"), "count"
    places = study.demographics.loc[mark_suppressed(study) != "", list(keys)]
    hidden = set(places.itertuples(index=False, name=None))
    if name in {e.table for e in study.settings.exhibits if e.kind == "demographics"}:
        keys, column = ("row", "column"), "printed"
        hidden = {(f"{characteristic}/{level}", group) for characteristic, level, group in hidden}
    elif name != "demographics":
        return sheet
    rows = [
        row | {column: ""} if tuple(row[key] for key in keys) in hidden else row
        for _, row in sheet.records()
    ]
    return replace(sheet, rows=tuple(tuple(row.values()) for row in rows))


def format_suppressed(mark: str, settings: Settings) -> str:
    """Return what stands in the place of a count that is not shown, such as ``<5``."""
    if mark == SMALL:
        return settings.small_cell.format(smallest=settings.smallest_count)
    return settings.hidden_cell


def explain_suppression(numbers: pd.DataFrame, settings: Settings) -> str:
    """Return a sentence on the counts that are not shown, or nothing where all are."""
    marks = set(numbers["suppressed"])
    words = []
    if SMALL in marks:
        words.append(f"Counts below {settings.smallest_count} are shown as ")
        words.append(format_suppressed(SMALL, settings))
    if HIDDEN in marks:
        hidden = f"“{settings.hidden_cell}” stands where a count would give such a one away"
        words.append(f"; {hidden}" if words else hidden)
    return "".join(words) + "." if words else ""

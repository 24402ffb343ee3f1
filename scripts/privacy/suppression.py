"""Counts of few people: which are hidden, and which others with them so that none can be found."""

from __future__ import annotations

from collections.abc import Sequence
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

    Counts from 1 to below `smallest` are small. Where everyone has exactly one level, the
    counts add to the known n; then the smallest others are hidden too, until no small
    count follows from what is shown, its own limits included. This is complementary
    suppression as statistical offices practise it (Willenborg and de Waal, 2001), for one
    table at a time.

    Parameters
    ----------
    counts : sequence of int or None
        People with each level; None where that is not known.
    n : int or None
        Number of people in the group.
    smallest : int
        The smallest count that is shown, zero aside.
    single : bool
        Whether each person has exactly one level.
    """
    marks = [SMALL if count and 0 < count < smallest else "" for count in counts]
    if SMALL in marks and smallest == 2:
        # "Fewer than two" says that it is one.
        marks = [HIDDEN if mark else "" for mark in marks]
        return marks if not single else [HIDDEN if count is not None else "" for count in counts]
    if not single or n is None or SMALL not in marks:
        return marks
    while _gives_away(counts, marks, n, smallest):
        shown = [i for i, count in enumerate(counts) if count and not marks[i]]
        if not shown:
            # Nothing is left to hide behind: not even the limits of the small ones are told.
            return [HIDDEN if count is not None else "" for count in counts]
        marks[min(shown, key=lambda i: counts[i])] = HIDDEN
    return marks


def _gives_away(counts: Sequence, marks: Sequence[str], n: int, smallest: int) -> bool:
    """Return whether what is shown leaves only one value for some small count."""
    rest = n - sum(count for count, mark in zip(counts, marks, strict=True) if count and not mark)
    limits = {}
    for i, (count, mark) in enumerate(zip(counts, marks, strict=True)):
        if mark == SMALL:
            limits[i] = (1, smallest - 1)
        elif mark == HIDDEN:
            # A reader who knows this rule knows that a count hidden with others is not small.
            limits[i] = (smallest, n)
        elif count is None:
            limits[i] = (0, n)
    low = sum(limit[0] for limit in limits.values())
    high = sum(limit[1] for limit in limits.values())
    for i, mark in enumerate(marks):
        if mark == SMALL:
            least, most = limits[i]
            if max(least, rest - (high - most)) >= min(most, rest - (low - least)):
                return True
    return False


def mark_suppressed(study: Study) -> pd.Series:
    """Return for each row of the study's demographics why its count is not shown, or nothing."""
    frame, smallest = study.demographics, study.settings.smallest_count
    marks = pd.Series("", index=frame.index, dtype="str")
    if smallest is None or smallest < 2:
        return marks
    sizes = {group.group: group.n for group in study.settings.groups}
    blocks = study.characteristics
    single = set(blocks.loc[blocks["responses"] == "single", "characteristic"])
    for (characteristic, group), part in frame.groupby(["characteristic", "group"], sort=False):
        counts = [None if pd.isna(count) else int(count) for count in part["count"]]
        found = find_suppressed(counts, sizes.get(group), smallest, characteristic in single)
        marks.loc[part.index] = found
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


def hide_counts(study: Study, sheet: Sheet) -> Sheet:
    """Return the study's demographics as they stand in their file, with hidden counts empty."""
    marks = mark_suppressed(study)
    keys = study.demographics.loc[marks != "", ["characteristic", "level", "group"]]
    hidden = set(keys.itertuples(index=False, name=None))
    places = [sheet.columns.index(name) for name in (*keys.columns, "count")]
    rows = []
    for row in sheet.rows:
        cells = list(row)
        if tuple(row[place] for place in places[:3]) in hidden:
            cells[places[3]] = ""
        rows.append(tuple(cells))
    return replace(sheet, rows=tuple(rows))


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
        words.append(f"; {hidden}" if words else hidden[0].upper() + hidden[1:])
    return "".join(words) + "." if words else ""

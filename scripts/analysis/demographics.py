"""Participants and interviews: counts turned into tidy numbers and cells."""

from __future__ import annotations

import pandas as pd

from scripts.analysis.cells import COMPUTED, Cell, Part, typed_cell
from scripts.analysis.formatting import (
    format_count_cell,
    format_group_heading,
    format_number,
    format_percent,
)
from scripts.privacy.suppression import explain_suppression, format_suppressed, mark_suppressed
from scripts.study.settings import Exhibit
from scripts.study.study import Study

# Name of the part of a cell whose count is not shown.
SUPPRESSED = "suppressed"
INTERVIEW_COLUMNS = {
    "interviewees": "Interviewed",
    "mean": "Mean",
    "minimum": "Shortest",
    "maximum": "Longest",
}


def compute_demographics(study: Study, groups: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return counts and percentages, one row for each characteristic, level and group.

    Parameters
    ----------
    study : Study
        The study.
    groups : tuple of str
        Group keys to keep; all groups by default.

    Returns
    -------
    pandas.DataFrame
        characteristic, level, group (str); position, count, n (Int64, people);
        percent (Float64, of the n of the group; missing where the count is); suppressed
        (str: why the count is not shown, and missing here, see `find_suppressed`).
    """
    frame = study.demographics
    marks = mark_suppressed(study)
    frame = frame.assign(suppressed=marks, count=frame["count"].mask(marks != ""))
    if groups:
        frame = frame[frame["group"].isin(groups)]
    order = {name: i for i, name in enumerate(study.characteristics["characteristic"])}
    sizes = {group.group: group.n for group in study.settings.groups}
    frame = frame.assign(
        n=frame["group"].map(sizes).astype("Int64"),
        block=frame["characteristic"].map(order),
    )
    frame["percent"] = (100 * frame["count"] / frame["n"]).astype("Float64")
    return frame.sort_values(["block", "position"], kind="stable", ignore_index=True).drop(
        columns="block"
    )


def build_demographics_cells(study: Study, exhibit: Exhibit) -> list[Cell]:
    """Return the cells of a table of participants: caption, headings, counts with shares."""
    settings = study.settings
    cells = [typed_cell("caption", "caption", exhibit.caption)]
    for key in exhibit.groups:
        text = format_group_heading(settings.group(key), settings)
        cells.append(typed_cell("heading", key, text))
    labels = dict(study.characteristics[["characteristic", "label"]].itertuples(index=False))
    seen = set()
    frame = compute_demographics(study, exhibit.groups).rename(columns={"count": "number"})
    for row in frame.itertuples():
        if row.characteristic not in seen:
            seen.add(row.characteristic)
            cells.append(typed_cell(row.characteristic, "label", labels[row.characteristic]))
        text = format_count_cell(row.number, row.percent, settings)
        if row.suppressed:
            text = format_suppressed(row.suppressed, settings)
            parts = (Part(SUPPRESSED, text),)
        elif pd.isna(row.number):
            parts = (Part("text", text),)
        elif "{percent}" in (settings.zero_cell if row.number == 0 else settings.count_cell):
            percent = format_percent(row.percent, settings)
            parts = (Part("count", str(row.number)), Part("percent", percent, COMPUTED))
        else:
            parts = (Part("count", str(row.number)),)
        cells.append(Cell(f"{row.characteristic}/{row.level}", row.group, text, parts))
    return cells


def describe_suppressed(study: Study, exhibit: Exhibit) -> str:
    """Return a sentence on the counts that an exhibit does not show, to follow its caption."""
    numbers = compute_demographics(study, exhibit.groups)
    words = explain_suppression(numbers, study.settings)
    return f" {words}" if words else ""


def build_interview_cells(study: Study, exhibit: Exhibit) -> list[Cell]:
    """Return the cells of the interview table: people and minutes for each group."""
    frame = study.interviews.set_index("group")
    cells = []
    for group in exhibit.groups:
        for column in INTERVIEW_COLUMNS:
            value = frame.loc[group, column]
            text = "" if pd.isna(value) else format_number(float(value), 1, False)
            cells.append(typed_cell(group, column, text))
    return cells

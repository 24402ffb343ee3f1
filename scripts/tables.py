"""Rebuilt cells and tidy frames as publication tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
from great_tables import GT

from scripts.configurations import QUOTATIONS, select_configurations
from scripts.demographics import INTERVIEW_COLUMNS
from scripts.published import build_cells
from scripts.settings import Exhibit
from scripts.study import Study

# The page where the notes stand, seen from any chapter.
NOTES_PAGE = "editorial_notes.html"


@dataclass(frozen=True)
class PublicationTable:
    """A table ready to be shown or exported.

    Attributes
    ----------
    identifier : str
        Unique on its page; the HTML ids begin with it.
    caption : str
        What the table shows.
    gt : great_tables.GT
        The table itself, with plain text in its cells.
    rows : tuple of str
        Row keys in the order shown; each becomes an anchor.
    columns : mapping of str to str
        Labels of the body columns by key, without the stub.
    stub : str
        Label of the stub, the first column.
    marks : mapping
        For (row, column): the kind of the editorial note and the link to it.
    gaps : frozenset
        (row, column) pairs that the source does not give.
    wide : bool
        Whether the table needs the full width of the page, and cards on a phone.
    row_ids_are_final : bool
        Whether the row keys are the anchors themselves.
    """

    identifier: str
    caption: str
    gt: GT
    rows: tuple[str, ...]
    columns: Mapping[str, str]
    stub: str = ""
    marks: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    gaps: frozenset = frozenset()
    wide: bool = False
    row_ids_are_final: bool = False


def note_anchor(exhibit: str, row: str, column: str) -> str:
    """Return the HTML id of an editorial note."""
    text = "-".join((exhibit, row, column)).lower()
    return "note-" + "".join(c if c.isalnum() else "-" for c in text)


def _marks(study: Study, exhibit: Exhibit) -> dict[tuple[str, str], tuple[str, str]]:
    """Return kind and link of the note of each cell that has one."""
    notes = study.editorial_notes
    return {
        (n.row, n.field): (n.kind, f"{NOTES_PAGE}#{note_anchor(n.exhibit, n.row, n.field)}")
        for n in notes[notes["exhibit"] == exhibit.exhibit].itertuples()
    }


def _cell_grid(study: Study, exhibit: Exhibit) -> dict[tuple[str, str], str]:
    """Return the text of each rebuilt cell by row and column."""
    return {(c.row, c.column): c.text for c in build_cells(study, exhibit)}


def build_demographics_table(study: Study, key: str) -> PublicationTable:
    """Return the table of participants: blocks of levels, one column for each group."""
    exhibit = study.settings.exhibit(key)
    grid = _cell_grid(study, exhibit)
    rows = [row for row, _ in dict.fromkeys(pair for pair in grid if "/" in pair[0])]
    rows = list(dict.fromkeys(rows))
    frame = pd.DataFrame(
        {
            "level": [row.split("/", 1)[1] for row in rows],
            "block": [grid[row.split("/", 1)[0], "label"] for row in rows],
            **{group: [grid[row, group] for row in rows] for group in exhibit.groups},
        }
    )
    labels = {group: grid["heading", group] for group in exhibit.groups}
    gt = (
        GT(frame, id=key.replace("_", "-"), rowname_col="level", groupname_col="block")
        .cols_label(**labels)
        .cols_align("right", columns=list(exhibit.groups))
    )
    return PublicationTable(
        key.replace("_", "-"),
        f"{exhibit.label}. {exhibit.caption}",
        gt,
        tuple(rows),
        labels,
        marks=_marks(study, exhibit),
    )


def build_interviews_table(study: Study, key: str) -> PublicationTable:
    """Return the table of interviews: one row for each group, lengths in minutes."""
    exhibit = study.settings.exhibit(key)
    grid = _cell_grid(study, exhibit)
    frame = pd.DataFrame(
        {
            "group": [study.settings.group(group).label for group in exhibit.groups],
            **{c: [grid[group, c] for group in exhibit.groups] for c in INTERVIEW_COLUMNS},
        }
    )
    lengths = [column for column in INTERVIEW_COLUMNS if column != "interviewees"]
    gt = (
        GT(frame, id=key, rowname_col="group")
        .tab_stubhead("Group")
        .cols_label(**INTERVIEW_COLUMNS)
        .tab_spanner("Length in minutes", lengths)
        .cols_align("right", columns=list(INTERVIEW_COLUMNS))
    )
    return PublicationTable(
        key, exhibit.caption, gt, exhibit.groups, INTERVIEW_COLUMNS, "Group", _marks(study, exhibit)
    )


def build_configurations_table(
    study: Study, key: str, show: Mapping[str, str] | None = None
) -> PublicationTable:
    """Return the table of configurations, laid out as printed.

    Parameters
    ----------
    study : Study
        The study.
    key : str
        Key of the exhibit in ``study.yml``.
    show : mapping of str to str, optional
        Columns of the configurations and the value that a row must have, such as
        ``{"valence": "positive"}``, to show a part of the exhibit only.
    """
    exhibit = study.settings.exhibit(key)
    grid = _cell_grid(study, exhibit)
    chosen = select_configurations(study, {**exhibit.show, **(show or {})})
    rows = list(chosen["configuration"])
    stages, theories = study.settings.stages, study.settings.theories
    labels = {stage.stage: stage.label for stage in stages}
    labels |= {theory.theory: theory.label for theory in theories}
    if ("heading", QUOTATIONS) in grid:
        labels[QUOTATIONS] = grid["heading", QUOTATIONS]
    frame = pd.DataFrame({"number": [str(number) for number in chosen["position"]]})
    for column in labels:
        frame[column] = [grid[row, column] for row in rows]
    gaps = {
        (row, column)
        for row in rows
        for column in labels
        if column != QUOTATIONS and not grid[row, column]
    }
    suffix = "".join(f"-{value}" for value in (show or {}).values()).replace(" ", "-")
    identifier = key.replace("_", "-") + suffix
    for row, column in gaps:
        frame.loc[rows.index(row), column] = study.settings.not_in_source
    gt = GT(frame, id=identifier, rowname_col="number").tab_stubhead("No.").cols_label(**labels)
    for spanner in dict.fromkeys(stage.spanner for stage in stages if stage.spanner):
        gt = gt.tab_spanner(spanner, [s.stage for s in stages if s.spanner == spanner])
    if theories:
        gt = gt.cols_align("center", columns=[theory.theory for theory in theories])
    part = ", ".join(str(value) for value in (show or {}).values())
    return PublicationTable(
        identifier,
        f"{exhibit.label}{f' ({part})' if part else ''}. {exhibit.caption}",
        gt,
        tuple(rows),
        labels,
        "No.",
        _marks(study, exhibit),
        frozenset(gaps),
        wide=True,
    )


def build_table(
    frame: pd.DataFrame,
    identifier: str,
    caption: str,
    labels: Mapping[str, str],
    anchors: Sequence[str] = (),
    numbers: Sequence[str] = (),
) -> PublicationTable:
    """Return a plain table of a frame; the first column of `labels` heads the rows.

    Parameters
    ----------
    frame : pandas.DataFrame
        The values, printed as they are.
    identifier : str
        Unique on its page.
    caption : str
        What the table shows.
    labels : mapping of str to str
        The columns to show, in order, with their headings.
    anchors : sequence of str, optional
        One anchor for each row.
    numbers : sequence of str, optional
        Columns to set flush right.
    """
    shown = frame[list(labels)].astype("str")
    stub, *body = labels
    gt = GT(shown, id=identifier, rowname_col=stub).tab_stubhead(labels[stub])
    gt = gt.cols_label(**{key: labels[key] for key in body}).cols_align("left", columns=body)
    if numbers:
        gt = gt.cols_align("right", columns=list(numbers))
    rows = tuple(anchors) or tuple(f"{identifier}-row-{i + 1}" for i in range(len(frame)))
    body_labels = {key: labels[key] for key in body}
    return PublicationTable(identifier, caption, gt, rows, body_labels, labels[stub])

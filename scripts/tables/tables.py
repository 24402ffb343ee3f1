"""Rebuilt cells and tidy frames as publication tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
from great_tables import GT

from scripts.analysis.configuration_cells import QUOTATIONS
from scripts.analysis.configurations import group_spanners, select_configurations
from scripts.analysis.crosslinks import link_rows
from scripts.analysis.demographics import INTERVIEW_COLUMNS, describe_suppressed
from scripts.published.comparison import build_cells
from scripts.study.further_columns import find_further_columns
from scripts.study.settings import Exhibit
from scripts.study.study import Study
from scripts.tables.cell_marks import find_cell_marks, make_ids
from scripts.tables.stage_columns import build_stage_columns

# Columns of our own, beside those that bear the keys of stages and groups; no key has a blank.
NUMBER, LEVEL, BLOCK, GROUP = "row number", "row level", "row block", "row group"


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
        What stands before the stub, the first column, on the cards of a narrow screen.
    marks : mapping
        For (row, column): the kind of the editorial note, or the verdict, and the link to it.
    gaps : frozenset
        (row, column) pairs that the source does not give.
    wide : bool
        Whether the table needs the full width of the page, and cards on a phone.
    lists : frozenset
        Columns in whose cells each line is the entry of a list.
    levels : mapping
        For (row, column): the level of each line of the cell, where one is known.
    links : mapping
        For (row, column): words and address of each link that follows the text of the cell.
    stub_links : mapping
        For a row: words, address and accessible name of each link in its stub.
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
    lists: frozenset = frozenset()
    levels: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    row_ids_are_final: bool = False
    links: Mapping[tuple[str, str], tuple[tuple[str, str], ...]] = field(default_factory=dict)
    stub_links: Mapping[str, tuple[tuple[str, str, str], ...]] = field(default_factory=dict)

    @property
    def anchors(self) -> tuple[str, ...]:
        """HTML ids of the rows, no two alike."""
        if self.row_ids_are_final:
            return self.rows
        return make_ids(f"{self.identifier}_", self.rows)


def _make_gt(frame: pd.DataFrame, **options: str) -> GT:
    """Return a frame of text as a table of great-tables.

    It keeps what it shows in columns of pandas strings, and for each cell that is set pandas
    walks down the whole column. Columns of plain objects hold the same and are set at once.
    """
    gt = GT(frame, **options)
    gt._body.body = gt._body.body.astype(object)
    return gt


def _cell_grid(study: Study, exhibit: Exhibit) -> dict[tuple[str, str], str]:
    """Return the text of each rebuilt cell by row and column."""
    return {(c.row, c.column): c.text for c in build_cells(study, exhibit)}


def build_demographics_table(study: Study, key: str) -> PublicationTable:
    """Return the table of participants: blocks of levels, one column for each group."""
    exhibit = study.settings.exhibit(key)
    groups = exhibit.groups
    grid = _cell_grid(study, exhibit)
    rows = list(dict.fromkeys(row for row, _ in grid if "/" in row))
    block = {row: grid[row.split("/", 1)[0], "label"] for row in rows}
    # Blocks of the same label stand under one heading.
    order = {label: i for i, label in enumerate(dict.fromkeys(block.values()))}
    rows.sort(key=lambda row: order[block[row]])
    frame = pd.DataFrame(
        {
            LEVEL: [row.split("/", 1)[1] for row in rows],
            BLOCK: [block[row] for row in rows],
            **{group: [grid[row, group] for row in rows] for group in groups},
        }
    )
    labels = {group: grid["heading", group] for group in groups}
    gt = (
        _make_gt(frame, id=key.replace("_", "-"), rowname_col=LEVEL, groupname_col=BLOCK)
        .cols_label(**labels)
        .cols_align("right", columns=list(groups))
    )
    return PublicationTable(
        key.replace("_", "-"),
        f"{exhibit.label}. {exhibit.caption}{describe_suppressed(study, exhibit)}",
        gt,
        tuple(rows),
        labels,
        marks=find_cell_marks(study, exhibit),
    )


def build_interviews_table(study: Study, key: str) -> PublicationTable:
    """Return the table of interviews: one row for each group, lengths in minutes."""
    exhibit = study.settings.exhibit(key)
    groups = exhibit.groups
    # A page may be called after its exhibit, and then its heading has that id.
    identifier = key.replace("_", "-") + "-table"
    grid = _cell_grid(study, exhibit)
    gaps = {(g, c) for g in groups for c in INTERVIEW_COLUMNS if not grid[g, c]}
    grid |= dict.fromkeys(gaps, study.settings.not_available)
    frame = pd.DataFrame(
        {
            GROUP: [study.settings.group(group).label for group in groups],
            **{c: [grid[group, c] for group in groups] for c in INTERVIEW_COLUMNS},
        }
    )
    lengths = [column for column in INTERVIEW_COLUMNS if column != "interviewees"]
    gt = (
        _make_gt(frame, id=identifier, rowname_col=GROUP)
        .tab_stubhead("Group")
        .cols_label(**INTERVIEW_COLUMNS)
        .tab_spanner("Length in minutes", lengths)
        .cols_align("right", columns=list(INTERVIEW_COLUMNS))
    )
    return PublicationTable(
        identifier,
        exhibit.caption,
        gt,
        groups,
        INTERVIEW_COLUMNS,
        "Group",
        find_cell_marks(study, exhibit),
        frozenset(gaps),
    )


def build_configurations_table(
    study: Study, key: str, show: Mapping[str, str] | None = None, levels_apart: bool = False
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
    levels_apart : bool
        Whether the levels of a stage have a column of their own, as a spreadsheet asks for.
        A page shows them within the cells.
    """
    exhibit = study.settings.exhibit(key)
    grid = _cell_grid(study, exhibit)
    chosen = select_configurations(study, {**exhibit.show, **(show or {})})
    rows = list(chosen["configuration"])
    stages, theories = study.settings.stages, study.settings.theories
    columns = build_stage_columns(study, chosen.to_dict("records"), levels_apart)
    # What stands beside the stages, such as the theory that a row belongs to, comes first.
    labels = {**find_further_columns(study), **columns.labels}
    labels |= {theory.theory: theory.label for theory in theories}
    if ("heading", QUOTATIONS) in grid:
        labels[QUOTATIONS] = grid["heading", QUOTATIONS]
    frame = pd.DataFrame({NUMBER: [str(number) for number in chosen["position"]]})
    for column in labels:
        frame[column] = list(columns.cells.get(column) or [grid[row, column] for row in rows])
    plain = {QUOTATIONS, *find_further_columns(study)}
    gaps = {
        (row, column)
        for row in rows
        for column in labels
        if (row, column) in grid and column not in plain and not grid[row, column]
    }
    suffix = "".join(f"-{value}" for value in (show or {}).values()).replace(" ", "-")
    identifier = key.replace("_", "-") + suffix
    places = {row: place for place, row in enumerate(rows)}
    for row, column in gaps:
        frame.loc[places[row], column] = study.settings.not_in_source
    gt = _make_gt(frame, id=identifier, rowname_col=NUMBER).tab_stubhead("No.").cols_label(**labels)
    for i, (head, spanned) in enumerate(group_spanners(stages)):
        below = [column for column, stage in columns.stages.items() if stage in spanned]
        gt = gt.tab_spanner(head, below, id=f"spanner {i}")
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
        find_cell_marks(study, exhibit),
        frozenset(gaps),
        wide=True,
        lists=frozenset(columns.labels),
        levels=columns.levels,
        stub_links=link_rows(study, rows),
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
    gt = _make_gt(shown, id=identifier, rowname_col=stub).tab_stubhead(labels[stub])
    gt = gt.cols_label(**{key: labels[key] for key in body}).cols_align("left", columns=body)
    if numbers:
        gt = gt.cols_align("right", columns=list(numbers))
    rows = tuple(anchors) or tuple(f"row-{i + 1}" for i in range(len(frame)))
    body_labels = {key: labels[key] for key in body}
    return PublicationTable(identifier, caption, gt, rows, body_labels)

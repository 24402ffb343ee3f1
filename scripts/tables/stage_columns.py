"""The columns of the stages in a table of configurations: lines of cells, and their levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scripts.study.elements import split_cell
from scripts.study.study import Study


@dataclass(frozen=True)
class StageColumns:
    """Columns that stages have in a table.

    Attributes
    ----------
    labels : mapping of str to str
        The heading of each column, in causal order.
    stages : mapping of str to str
        The stage of each column; that of a column of levels is the stage before it.
    cells : mapping of str to tuple of str
        The text of each column, row by row, with an element on each line.
    levels : mapping
        For (row, column): the level of each line, where one is known and no column tells it.
    """

    labels: Mapping[str, str]
    stages: Mapping[str, str]
    cells: Mapping[str, tuple[str, ...]]
    levels: Mapping[tuple[str, str], tuple[str, ...]]


def build_stage_columns(
    study: Study, rows: Sequence[Mapping[str, str]], apart: bool
) -> StageColumns:
    """Return the columns of all stages.

    Parameters
    ----------
    study : Study
        The study.
    rows : sequence of mapping
        Configurations, each with its name and a text for each stage.
    apart : bool
        Whether levels have a column of their own, next to the stage. A stage of which no
        level is known has none.
    """
    labels, owners, cells, levels = {}, {}, {}, {}
    for stage in study.settings.stages:
        key = stage.stage
        lines = [split_cell(row[key], stage.split_at) for row in rows]
        own = [
            study.find_levels(row["configuration"], key, len(texts))
            for row, texts in zip(rows, lines, strict=True)
        ]
        is_apart = apart and any(map(any, own))
        labels[key], owners[key] = stage.label, key
        if is_apart:
            named = zip(lines, own, strict=True)
            cells[key] = tuple("\n".join(_name_levels(*cell)) for cell in named)
            column = stage.level_column
            labels[column], owners[column] = stage.level_label, key
            cells[column] = tuple("\n".join(filter(None, dict.fromkeys(found))) for found in own)
        else:
            cells[key] = tuple(map("\n".join, lines))
            told = zip(rows, own, strict=True)
            levels |= {(row["configuration"], key): found for row, found in told if any(found)}
    return StageColumns(labels, owners, cells, levels)


def _name_levels(lines: Sequence[str], levels: Sequence[str]) -> Sequence[str]:
    """Return the lines of a cell, each with its level before it if there are several levels."""
    if len(set(levels)) < 2:
        return lines
    named = zip(lines, levels, strict=True)
    return [f"{level}: {line}" if level else line for line, level in named]

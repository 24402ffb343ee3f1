"""What must hold for the levels of a stage: each is one of study.yml, and belongs to some words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scripts.files.problems import Problem, did_you_mean, one_of, quote
from scripts.study.elements import split_cell
from scripts.study.settings import Settings, Stage


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

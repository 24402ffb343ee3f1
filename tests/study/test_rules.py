"""Levels of a stage: one of study.yml, beside words, as many as there are words."""

from __future__ import annotations

import pytest

from scripts.study.study import check_study
from tests.studies import write_study

STAGES = [
    {"stage": "context", "label": "Context", "levels": ["person", "place"]},
    {"stage": "outcome", "label": "Outcome"},
]


def test_levels_of_a_coded_cell_are_not_given_to_its_codes_by_chance(tmp_path):
    row = {"configuration": "a", "context": "Old\nPoor", "context_level": "person\nplace"}
    codes = ("old", "poor")
    folder = write_study(
        tmp_path / "data",
        stages=STAGES,
        configurations=[row],
        elements=[{"element": code, "stage": "context", "label": code} for code in codes],
        codings=[
            {"configuration": "a", "stage": "context", "element": code, "phrase": code}
            for code in codes
        ],
    )
    (problem,) = check_study(folder)
    assert (problem.found, problem.column) == ("2 levels", "context_level")
    assert "codings.csv" in problem.allowed


@pytest.mark.parametrize(
    ("cell", "level", "found", "fix"),
    [
        ("Alone", "person", None, ""),
        ("Alone", "", None, ""),
        ("Alone\nPoor", "person", None, ""),
        ("Alone\nPoor", "person\nplace", None, ""),
        ("Alone\nPoor\nOld", "person\n\nplace", None, ""),
        ("Alone", "persn", "“persn”", "Did you mean “person”?"),
        ("Alone\nPoor", "person\nplanet", "“planet”", "Use one of the levels"),
        ("", "person", "“person”, but no text in context", "Fill that cell"),
        ("Alone\nPoor\nOld", "person\nplace", "2 levels", "as many lines as that cell"),
        ("Alone", "person\nplace", "2 levels", "one level for all"),
    ],
)
def test_a_level_that_belongs_to_nothing_is_refused(tmp_path, cell, level, found, fix):
    row = {"configuration": "a", "context": cell, "context_level": level, "outcome": "Comes"}
    folder = write_study(tmp_path / "data", stages=STAGES, configurations=[row])
    problems = check_study(folder)
    assert [(p.found, p.row, p.column) for p in problems] == (
        [(found, 2, "context_level")] if found else []
    )
    assert all(fix in problem.fix for problem in problems)

"""The comparator: every difference is found and named, every note is needed."""

from __future__ import annotations

import pytest

from scripts.published.comparison import (
    CANNOT_COMPARE,
    DIFFERS,
    READING_KEPT,
    require_explained,
)
from scripts.published.readings import QUOTATIONS
from tests.alterations import (
    altered,
    compare_cells,
    named,
    notes_on_cells,
    with_cell,
)
from tests.comparisons import compare_exhibit
from tests.studies import make_study

# As things stand


def test_differences_are_explained_and_notes_needed(study):
    comparisons = compare_cells(study)
    assert {key: c.failures for key, c in comparisons.items() if c.failures} == {}
    require_explained(comparisons)


def test_what_differs_has_a_reason(study):
    for comparison in compare_cells(study).values():
        told = comparison.values[comparison.values["verdict"].isin([DIFFERS, CANNOT_COMPARE])]
        assert (told["reason"] != "").all()


# Notes


def test_a_note_that_is_taken_away_is_missed(study):
    notes = notes_on_cells(study)
    for index, note in notes.iterrows():
        other = altered(study, editorial_notes=notes.drop(index=index))
        failures = compare_exhibit(other, note["exhibit"]).failures
        kept = note["kind"] in READING_KEPT
        found = named(failures, note["exhibit"], note["row"], note["field"])
        assert bool(found) != kept, (note["row"], note["field"])


@pytest.mark.parametrize("column", ["source_reading", "reading_used"])
def test_a_note_of_other_readings_is_refused(study, column):
    notes = notes_on_cells(study)
    for index, note in notes.iterrows():
        if note["field"] == QUOTATIONS and column == "reading_used":
            continue
        other = with_cell(notes, index, column, note[column] + " stale")
        failures = compare_exhibit(altered(study, editorial_notes=other), note["exhibit"]).failures
        assert named(failures, note["exhibit"], note["row"], note["field"])


# What is not published


def test_of_a_study_with_nothing_published_nothing_is_counted(tmp_path):
    study = make_study(
        tmp_path / "data",
        characteristics=[{"characteristic": "age", "label": "Age", "responses": "single"}],
        demographics=[{"characteristic": "age", "level": "Any", "group": "clients", "count": 8}],
        interviews=[{"group": "clients", "interviewees": 8}],
        configurations=[{"configuration": "a", "context": "C"}],
        exhibits=[
            {"exhibit": key, "kind": kind, "groups": ["clients"]}
            for key, kind in (
                ("table_1", "demographics"),
                ("interviews", "interviews"),
                ("table_2", "configurations"),
                ("figure_1", "diagram"),
            )
        ],
    )
    for comparison in compare_cells(study).values():
        assert comparison.cells
        assert comparison.values.empty
        assert comparison.failures == ()

"""What holds for the study of this edition alone: summaries."""

from __future__ import annotations

import csv

import pytest

from scripts.analysis import summaries


@pytest.fixture(scope="module")
def rows(study):
    with (study.directory / "configurations.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_people_are_not_counted_as_the_paper_counts_them(study):
    counts = summaries.count_people(study)
    assert counts == {"n_volunteers": 27, "n_mothers": 20, "n_staff": 9, "n_all": 56}


def test_configurations_are_not_counted_as_in_their_file(study, rows):
    counts = summaries.count_configurations(study)
    assert counts["configurations"] == len(rows) == 33
    for theory in ("initial", "final"):
        assert counts[theory] == sum(row[theory] == "yes" for row in rows)
        for valence in ("positive", "negative"):
            own = [row for row in rows if row["valence"] == valence]
            assert counts[valence] == len(own)
            assert counts[f"{theory}_{valence}"] == sum(row[theory] == "yes" for row in own)
    assert (counts["initial"], counts["final"]) == (21, 27)


def test_changes_do_not_add_to_the_configurations(study):
    counts = summaries.count_theory_change(study)
    statuses = ("retained", "new", "dropped")
    assert sum(counts[s] for s in statuses) + counts["status_unknown"] == 33
    for status in statuses:
        assert counts[status] == counts[f"{status}_positive"] + counts[f"{status}_negative"]
    everything = summaries.count_configurations(study)
    assert counts["retained"] + counts["new"] == everything["final"]
    assert counts["retained"] + counts["dropped"] == everything["initial"]


def test_quotations_do_not_add_to_their_number(study):
    counts = summaries.count_quotations(study)
    groups = [group.group for group in study.settings.groups]
    assert counts["quotations"] == 35
    assert sum(counts[f"quotations_{group}"] for group in groups) == 35
    assert counts["quotations_staff"] == counts["speakers_staff"] == 0
    assert 0 < counts["speakers_volunteers"] <= counts["quotations_volunteers"]


def test_an_element_on_one_side_only_is_said_to_be_shared(study):
    shared = summaries.list_shared_elements(study)
    elements = summaries.list_elements(study)
    held = study.configurations.query("final == 'yes'")["configuration"]
    final = elements[elements["configuration"].isin(held)]
    for (stage, element), own in shared.groupby(["stage", "element"]):
        here = final[(final["stage"] == stage) & (final["element"] == element)]
        assert here["valence"].nunique() > 1
        assert set(own["valence"]) == set(here["valence"])
    assert set(shared["stage"]) == {"context", "resource"}

"""Counts that the prose takes up."""

from __future__ import annotations

from scripts.analysis import summaries
from scripts.published.comparison import BUILDERS, compare_exhibit
from tests.studies import make_study


def test_verdicts_do_not_add_to_the_values(study):
    shown = [e.exhibit for e in study.settings.exhibits if e.kind in BUILDERS]
    counts = summaries.count_comparisons({key: compare_exhibit(study, key) for key in shown})
    verdicts = ("reproduced", "transcribed", "consistent", "differs", "cannot_compare")
    assert sum(counts[verdict] for verdict in verdicts) == counts["values"]
    assert all(counts[verdict] <= counts[f"{verdict}_of"] for verdict in verdicts)


def test_a_study_without_theories_or_quotations_cannot_be_counted(tmp_path):
    study = make_study(tmp_path / "data")
    assert summaries.count_configurations(study)["configurations"] == 1
    assert summaries.count_theory_change(study)["status_unknown"] == 1
    assert summaries.count_quotations(study)["quotations"] == 0


def test_elements_that_changed_do_not_add_to_those_of_the_theories(study):
    changes = summaries.count_element_changes(study)
    elements = summaries.list_elements(study)
    theories = [theory.theory for theory in study.settings.theories]
    theories = [theories[0], theories[-1]]
    ticks = study.configurations[["configuration", *theories]]
    elements = elements.merge(ticks, on="configuration", validate="many_to_one")
    for (stage, valence), own in changes.groupby(["stage", "valence"]):
        counts = dict(own[["status", "elements"]].itertuples(index=False))
        here = elements[(elements["stage"] == stage) & (elements["valence"] == valence)]
        sizes = [here.loc[here[t] == "yes", "element"].nunique() for t in theories]
        assert counts["retained"] + counts["dropped"] == sizes[0]
        assert counts["retained"] + counts["new"] == sizes[1]


def test_a_speaker_is_lost_or_out_of_order(study):
    speakers = summaries.list_speakers(study)
    assert speakers["quotations"].sum() == len(study.quotations)
    counts = summaries.count_quotations(study)
    for group, own in speakers.groupby("speaker_group"):
        assert len(own) == counts[f"speakers_{group}"]
        assert own["quotations"].is_monotonic_decreasing


def test_views_are_counted_otherwise_than_they_are_drawn(study):
    counts = summaries.count_views(study)
    shared = summaries.list_shared_elements(study)
    assert counts["shared_context"] == shared[shared["stage"] == "context"]["label"].nunique()
    assert counts["shared_outcome"] == 0
    changes = summaries.count_element_changes(study)
    assert sum(n for key, n in counts.items() if key.endswith("_new")) == (
        changes.loc[changes["status"] == "new", "elements"].sum()
    )


def test_views_of_a_bare_study_cannot_be_counted(tmp_path):
    study = make_study(tmp_path / "data")
    assert not any(summaries.count_views(study).values())
    assert summaries.list_speakers(study).empty


def test_who_is_in_a_group_and_in_a_part_of_it_counts_once(tmp_path):
    groups = [
        {"group": "parents", "label": "Parents", "n": 20},
        {"group": "mothers", "label": "Mothers", "n": 12, "part_of": "parents"},
        {"group": "young", "label": "Young mothers", "n": 7, "part_of": "mothers"},
        {"group": "staff", "label": "Staff", "n": 3},
    ]
    counts = summaries.count_people(make_study(tmp_path / "data", groups=groups))
    assert counts == {"n_parents": 20, "n_mothers": 12, "n_young": 7, "n_staff": 3, "n_all": 23}

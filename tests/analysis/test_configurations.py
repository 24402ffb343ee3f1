"""Configurations as frames: selections, elements, cells, quotations, and counts."""

import pandas as pd

from scripts.analysis.configurations import (
    count_all,
    join_quotations,
    list_elements,
    list_levels,
    select_configurations,
    split_lines,
)
from tests.change_models import build_change_model
from tests.studies import make_study

LEVELLED = {"stage": "context", "label": "Context", "levels": ["person", "place"], "split_at": ";"}
GROUPS = (
    {"group": "parents", "label": "Parents", "n": 20},
    {"group": "fathers", "label": "Fathers", "n": 12, "part_of": "parents"},
    {"group": "cooks", "label": "Cooks", "n": 5},
)


def test_a_selection_is_numbered_anew_and_has_all_that_is_asked_for(tmp_path):
    rows = [
        {"configuration": "a", "context": "X", "valence": "good"},
        {"configuration": "b", "context": "X", "valence": "bad"},
        {"configuration": "c", "context": "Y", "valence": "bad"},
        {"configuration": "d", "context": "X", "valence": "bad"},
    ]
    study = make_study(tmp_path / "data", configurations=rows)
    chosen = select_configurations(study, {"valence": "bad", "context": "X"})
    assert list(chosen["configuration"]) == ["b", "d"]
    assert list(chosen.index) == [0, 1]
    assert list(chosen["position"]) == [2, 4]
    assert list(chosen.columns) == list(study.configurations.columns)


def test_an_element_has_its_label_its_level_and_the_words_of_its_cell(tmp_path):
    stages = [{"stage": "context", "label": "Context", "levels": ["person", "place"]}, "outcome"]
    rows = [
        {"configuration": "a", "context": "Tired in a cold house", "context_level": "place"},
        {"configuration": "b", "context": "Tired", "outcome": "Sleeps", "context_level": "person"},
    ]
    elements = [
        {"element": "tired", "stage": "context", "label": "Is tired"},
        {"element": "cold", "stage": "context", "label": "Is cold"},
        {"element": "sleeps", "stage": "outcome", "label": "Sleeps well"},
    ]
    codings = [
        {"configuration": "a", "stage": "context", "element": "tired", "phrase": "Tired"},
        {"configuration": "a", "stage": "context", "element": "cold", "phrase": "cold house"},
        {"configuration": "b", "stage": "context", "element": "tired", "phrase": "Tired"},
        {"configuration": "b", "stage": "outcome", "element": "sleeps", "phrase": "Sleeps"},
    ]
    values = {"stages": stages, "configurations": rows, "elements": elements, "codings": codings}
    study = make_study(tmp_path / "data", **values)
    absent = "Not in the source text"
    assert list_elements(study).to_numpy().tolist() == [
        ["a", "context", 0, "tired", "Is tired", "place", "Tired in a cold house"],
        ["a", "context", 0, "cold", "Is cold", "place", "Tired in a cold house"],
        ["a", "outcome", 1, "", absent, "", ""],
        ["b", "context", 0, "tired", "Is tired", "person", "Tired"],
        ["b", "outcome", 1, "sleeps", "Sleeps well", "", "Sleeps"],
    ]
    # An element is drawn once at each level.
    model = build_change_model(study, study.configurations)
    assert [(box.key, box.labels, box.level, box.configurations) for box in model.boxes] == [
        ("context-1", ("Is tired", "Is cold"), "place", ("a",)),
        ("context-2", ("Is tired",), "person", ("b",)),
        ("outcome-1", (absent,), "", ("a",)),
        ("outcome-2", ("Sleeps well",), "", ("b",)),
    ]
    assert [box.is_gap for box in model.boxes] == [False, False, True, False]
    assert model.words["a", "outcome"] == ()
    assert model.words["b", "outcome"] == (("Sleeps", ""),)


def make_levelled(folder):
    """A study whose contexts are split at semicolons, some with a level for each line."""
    rows = [
        {
            "configuration": "both",
            "context": "Tired; A cold house",
            "context_level": "person\nplace",
        },
        {"configuration": "none", "context": "Alone; Poor", "outcome": "Sleeps; eats"},
    ]
    return make_study(folder, stages=[LEVELLED, "outcome"], configurations=rows)


def test_each_element_of_a_cell_stands_on_a_line_of_its_own(tmp_path):
    study = make_levelled(tmp_path / "data")
    split = split_lines(study.configurations, study)
    assert list(split["context"]) == ["Tired\nA cold house", "Alone\nPoor"]
    assert list(split["outcome"]) == ["", "Sleeps; eats"]
    assert list(split["configuration"]) == ["both", "none"]


def test_levels_are_listed_by_line_and_only_where_one_is_known(tmp_path):
    study = make_levelled(tmp_path / "data")
    assert list_levels(study.configurations, study) == {("both", "context"): ("person", "place")}


def test_quotations_keep_the_order_of_the_table(tmp_path):
    rows = [{"configuration": name, "context": "C"} for name in ("b", "a")]
    said = [{"configuration": name, "text": f"{name} said."} for name in ("b", "a", "b")]
    study = make_study(tmp_path / "data", configurations=rows, quotations=said)
    joined = join_quotations(study)
    assert joined.to_dict() == {"b": "‘b said.’\n‘b said.’", "a": "‘a said.’"}
    assert list(joined.index) == ["b", "a"]
    assert joined.name == "quotations"
    assert isinstance(joined.dtype, pd.StringDtype)


def test_quotations_of_a_configuration_are_joined_each_with_its_speaker(tmp_path):
    said = [
        {"configuration": "only", "speaker": "Ada", "speaker_group": "clients", "text": "One."},
        {"configuration": "only", "speaker": "", "speaker_group": "", "text": "Two."},
    ]
    joined = join_quotations(make_study(tmp_path / "data", quotations=said))
    assert joined["only"].split("\n")[0].endswith("Ada (C)")
    assert joined["only"].split("\n")[1] == "‘Two.’"


def test_a_study_without_quotations_has_gaps_that_text_can_fill(tmp_path):
    study = make_study(tmp_path / "data", quotations=())
    chains = study.configurations.set_index("configuration")
    assert list(chains.join(join_quotations(study)).fillna({"quotations": ""})["quotations"]) == [
        ""
    ]


def test_who_belongs_to_a_group_and_to_a_part_of_it_counts_once(tmp_path):
    study = make_study(tmp_path / "data", groups=GROUPS)
    people = {"n_parents": 20, "n_fathers": 12, "n_cooks": 5, "n_all": 25}
    assert people.items() <= count_all(study).items()


def test_configurations_are_counted_by_theory_and_by_valence(tmp_path):
    said = [("yes", "no", "good"), ("yes", "yes", "good"), ("yes", "", "bad"), ("no", "yes", "bad")]
    said += [("yes", "no", "bad")]
    rows = [
        {"configuration": f"c-{i}", "context": "C", "first": one, "last": other, "valence": valence}
        for i, (one, other, valence) in enumerate(said)
    ]
    study = make_study(tmp_path / "data", theories=("first", "last"), configurations=rows)
    assert count_all(study) == {
        **{"n_clients": 8, "n_all": 8},
        **{"quotations": 0, "quotations_clients": 0, "speakers_clients": 0},
        **{"configurations": 5, "good": 2, "bad": 3},
        **{"first": 4, "first_good": 2, "first_bad": 2},
        **{"last": 2, "last_good": 1, "last_bad": 1},
    }


def test_a_speaker_who_is_quoted_twice_counts_once(tmp_path):
    said = [("Ada", "parents"), ("Ada", "parents"), ("Bo", "parents"), ("Cy", "cooks")]
    rows = [
        {"configuration": "only", "speaker": speaker, "speaker_group": group, "text": f"So {i}."}
        for i, (speaker, group) in enumerate(said)
    ]
    study = make_study(tmp_path / "data", groups=GROUPS, quotations=rows)
    wanted = {
        "quotations": 4,
        **{"quotations_parents": 3, "speakers_parents": 2},
        **{"quotations_fathers": 0, "speakers_fathers": 0},
        **{"quotations_cooks": 1, "speakers_cooks": 1},
    }
    assert wanted.items() <= count_all(study).items()

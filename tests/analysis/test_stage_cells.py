"""The cells of a table of configurations as the frames of a chapter have them."""

import pandas as pd

from scripts.analysis import join_quotations
from scripts.analysis.configurations import list_levels, split_lines
from tests.studies import make_study

LEVELLED = {"stage": "context", "label": "Context", "levels": ["person", "place"], "split_at": ";"}


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

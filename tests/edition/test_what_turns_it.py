"""What the chapter on pairs of configurations finds in this study."""

from dataclasses import replace

import pytest

from scripts.chapters.in_process import read_cells, run_cells
from tests.chapter_runs import ROOT

CELLS = read_cells(ROOT / "chapters" / "what_turns_it.ipynb")
CLOSEST = ["8 and 9", "14 and 15", "29 and 30"]


@pytest.fixture(scope="module")
def shown(study):
    return run_cells(CELLS, study)


@pytest.fixture(scope="module")
def pairs(shown):
    return shown.tables["what_turns_it"].frame.set_index("pair")


def test_fifteen_pairs_of_the_final_model_share_a_step_and_part_ways(study, shown, pairs):
    assert len(pairs) == 15
    assert shown.numbers == {"pairs": "15", "closest": "3", "differ": "1"}
    paired = {int(number) for pair in pairs.index for number in pair.split(" and ")}
    chains = study.configurations.set_index("position")
    assert set(chains.loc[list(paired), "final"]) == {"yes"}


def test_the_pairs_that_differ_in_one_stage_come_first(pairs):
    assert list(pairs.index[:3]) == CLOSEST


@pytest.mark.parametrize("pair", CLOSEST[:2])
def test_these_pairs_differ_in_the_context_alone(pairs, pair):
    assert list(pairs.loc[pair, ["resource", "reaction"]]) == ["the same", "the same"]
    assert pairs.loc[pair, "context"] != "the same"


def test_what_turns_the_same_feelings_is_the_attribution_style(pairs):
    assert pairs.loc["8 and 9", "context"] == "9: Negative attribution style"


def test_routine_turns_without_a_difference_in_context_or_resource(pairs):
    assert list(pairs.loc["29 and 30", ["context", "resource"]]) == ["the same", "the same"]
    assert pairs.loc["29 and 30", "reaction"] != "the same"


def test_others_recovered_and_others_faster_differ_in_the_resource_too(pairs):
    assert pairs.loc["12 and 13", "context"] == "13: Negative attribution style"
    assert "more recovered" in pairs.loc["12 and 13", "resource"]
    assert "less recovered" in pairs.loc["12 and 13", "resource"]


def test_cells_that_the_source_lacks_are_not_called_the_same(study, pairs):
    assert pairs.loc["14 and 15", "outcome"].count(study.settings.not_in_source) == 2


def test_a_pair_is_gone_when_one_of_it_is_coded_otherwise(study):
    frame = study.configurations.copy()
    frame.loc[frame["configuration"] == "social-obligation", "valence"] = "positive"
    changed = replace(study)
    changed.__dict__["configurations"] = frame
    found = run_cells(CELLS, changed).tables["what_turns_it"].frame
    assert "29 and 30" not in set(found["pair"])
    assert len(found) == 14

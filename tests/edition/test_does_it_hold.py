"""Which conclusions about this study hold under each reading of its codings."""

from dataclasses import replace

import pytest

from scripts.chapters.in_process import read_cells, run_cells
from tests.chapter_runs import ROOT

CELLS = read_cells(ROOT / "chapters" / "does_it_hold.ipynb")
READINGS = ["first strict", "first wide", "second strict", "second wide"]


def conclude(study):
    return run_cells(CELLS, study).tables["does_it_hold"].frame.set_index("conclusion")


@pytest.fixture(scope="module")
def table(study):
    return conclude(study)


@pytest.mark.parametrize(
    ("code", "coder", "agree", "kappa"),
    [
        ("valence", "earlier", "33", "1.0"),
        ("valence", "first", "33", "1.0"),
        ("delivery", "earlier", "24", "0.52"),
        ("delivery", "first", "29", "0.76"),
    ],
)
def test_so_many_codes_agree_with_the_second_coding(study, code, coder, agree, kappa):
    frame = run_cells(CELLS, study).tables["coder_agreement"].frame
    row = frame.set_index(["code", "coder"]).loc[(code, coder)]
    assert list(row[["configurations", "agree", "kappa"]]) == ["33", agree, kappa]


@pytest.mark.parametrize(
    ("conclusion", "answers"),
    [
        (
            "Most of: Initial theory of change",
            ["14 of 19", "14 of 21", "12 of 17", "14 of 21"],
        ),
        ("Most of: Final theory of change", ["15 of 27", "15 of 27", "14 of 25", "15 of 27"]),
        ("Most of what was added", ["10 of 11", "10 of 11", "10 of 11", "10 of 11"]),
        ("Most of the negative found in", ["11 of 11", "12 of 12", "10 of 10", "12 of 13"]),
        ("Most of the positive found in", ["7 of 7", "8 of 8", "8 of 8", "9 of 11"]),
    ],
)
def test_a_majority_has_so_many_configurations_behind_it(table, conclusion, answers):
    shown = [table.loc[conclusion, reading].partition(", ")[2] for reading in READINGS]
    assert shown == answers
    assert table.loc[conclusion, "holds"] == "yes"


def test_the_attribution_style_turns_what_peers_tell_of_themselves_in_every_reading(table):
    (row,) = table.index[table.index.str.contains("turned by")]
    assert set(table.loc[row, READINGS]) == {"Negative attribution style"}


def test_a_conclusion_that_one_reading_turns_does_not_hold(study):
    second = study.second_coding.copy()
    final = study.configurations.query("final == 'yes' and valence == 'negative'")
    second.loc[second["configuration"].isin(final["configuration"].head(4)), "valence"] = "positive"
    changed = replace(study)
    changed.__dict__["second_coding"] = second
    table = conclude(changed)
    assert table.loc["Most of: Final theory of change", "holds"] == "no"

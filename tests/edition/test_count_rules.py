import pandas as pd
import pytest

from scripts.study.study import load_study
from tests.exhibits import rebuild_table
from tests.spoiling import Spoilt, both, check_plainly, check_spoilt, edit_rows, replace, set_cell

FILE, PEOPLE = "demographics.csv", "interviews.csv"

SPOILT = [
    Spoilt(
        "count above the number of the group",
        set_cell(FILE, 16 + 5, "count", "21"),
        FILE,
        21,
        "count",
        "“21”",
        "at most 20, the number of mothers in study.yml",
        "or the n of the group",
    ),
    Spoilt(
        "single responses that do not add to n",
        set_cell(FILE, 2, "count", "14"),
        FILE,
        2,
        "count",
        "ethnicity: the counts of volunteers in rows 2 to 10 add to 26",
        "27, the number of volunteers",
        "set responses to “multiple”",
    ),
    Spoilt(
        "level missing for one group",
        edit_rows(FILE, lambda rows: rows.pop(20)),
        FILE,
        20,
        "group",
        "mental_health_experience, “Depression”: no row for mothers",
        "a row for each group that the block covers",
        "leave its count empty",
    ),
    Spoilt(
        "level written in two ways",
        set_cell(FILE, 21, "level", "depression"),
        FILE,
        20,
        "group",
        "“Depression”: no row for mothers",
        fix="Write the level in one way: “Depression” or “depression”",
        alone=False,
    ),
    Spoilt(
        "two levels at one position",
        both(set_cell(FILE, 4, "position", "1"), set_cell(FILE, 5, "position", "1")),
        FILE,
        4,
        "position",
        "“1”, which “White British” has too",
        "another position for each level",
        alone=False,
    ),
    Spoilt(
        "level at two positions",
        set_cell(FILE, 3, "position", "90"),
        FILE,
        3,
        "position",
        "“90”, but “1” above for “White British”",
        "the same position",
    ),
    Spoilt(
        "characteristic without levels",
        edit_rows(
            "characteristics.csv", lambda rows: rows.append(["faith", "Faith", "9", "single"])
        ),
        "characteristics.csv",
        6,
        "characteristic",
        "“faith” without a level",
        "one row at least in demographics.csv",
    ),
    Spoilt(
        "mean below the shortest",
        set_cell(PEOPLE, 2, "mean", "19"),
        PEOPLE,
        2,
        "mean",
        "“19”",
        "minimum ≤ mean ≤ maximum; the row has 20, 19, 58",
    ),
    Spoilt("mean above the longest", set_cell(PEOPLE, 2, "mean", "59"), PEOPLE, 2, "mean", "“59”"),
    Spoilt(
        "shortest above the longest",
        both(set_cell(PEOPLE, 2, "mean", ""), set_cell(PEOPLE, 2, "minimum", "60")),
        PEOPLE,
        2,
        "minimum",
        "“60”",
    ),
    Spoilt(
        "more people interviewed than there are",
        set_cell(PEOPLE, 2, "interviewees", "21"),
        PEOPLE,
        2,
        "interviewees",
        "“21”",
        "at most 20, the number of mothers",
    ),
]


@pytest.mark.parametrize("case", SPOILT, ids=str)
def test_counts_and_lengths_that_cannot_be_are_refused_at_their_place(data_copy, case):
    check_spoilt(data_copy, case)


def test_multiple_responses_need_not_add_to_n(data_copy):
    set_cell(FILE, 20, "count", "1")(data_copy)
    assert check_plainly(data_copy) == []


def test_a_block_with_an_empty_count_need_not_add_to_n(data_copy):
    set_cell(FILE, 2, "count", "")(data_copy)
    set_cell(FILE, 4, "count", "6")(data_copy)
    assert check_plainly(data_copy) == []


def test_a_count_equal_to_n_is_not_too_many(data_copy):
    set_cell(FILE, 21, "count", "20")(data_copy)
    assert check_plainly(data_copy) == []


def test_lengths_may_be_left_empty_or_be_equal(data_copy):
    set_cell(PEOPLE, 2, "minimum", "")(data_copy)
    for column in ("mean", "minimum", "maximum"):
        set_cell(PEOPLE, 3, column, "54")(data_copy)
    assert check_plainly(data_copy) == []


def test_a_count_that_is_no_number_is_one_problem(data_copy):
    replace(FILE, "volunteers,1,15", "volunteers,1,many")(data_copy)
    assert [(p.row, p.column) for p in check_plainly(data_copy)] == [(2, "count")]


def test_a_negative_count_is_one_problem_not_also_a_wrong_sum(data_copy):
    set_cell(FILE, 4, "count", "-5")(data_copy)
    assert [(p.row, p.column) for p in check_plainly(data_copy)] == [(4, "count")]


def test_a_count_above_n_is_one_problem_not_also_a_wrong_sum(data_copy):
    set_cell(FILE, 5, "count", "21")(data_copy)
    assert [(p.row, p.column) for p in check_plainly(data_copy)] == [(5, "count")]


def test_rows_in_any_order_are_the_same_study(data_copy, study):
    edit_rows(FILE, lambda rows: rows.append(rows.pop(1)))(data_copy)
    edit_rows("characteristics.csv", lambda rows: rows.insert(1, rows.pop()))(data_copy)
    assert check_plainly(data_copy) == []
    ours, theirs = (rebuild_table(s, "table_1") for s in (load_study(data_copy), study))
    pd.testing.assert_frame_equal(ours.frame, theirs.frame)
    assert ours.blocks == theirs.blocks

"""Groups that are parts of others: said in study.yml, and held together with the counts."""

import pytest

from scripts.study.study import check_study
from tests.studies import write_study

WHOLE = {"group": "parents", "label": "Parents", "n": 20}


def part(**values):
    return {"group": "fathers", "label": "Fathers", "n": 12, "part_of": "parents", **values}


def test_a_group_may_be_a_part_of_another(tmp_path):
    assert check_study(write_study(tmp_path / "data", groups=[WHOLE, part()])) == []


@pytest.mark.parametrize(
    ("groups", "column", "found"),
    [
        ([WHOLE, part(part_of="parent")], "groups, fathers, part_of", "“parent”"),
        ([WHOLE, part(part_of="fathers")], "groups, fathers, part_of", "a part of “fathers”"),
        ([WHOLE, part(n=21)], "groups, fathers, part_of", "21 people as a part of 20"),
        ([{**WHOLE, "part_of": "fathers"}, part(n=19)], "groups, parents, part_of", "“parents”"),
    ],
)
def test_what_a_group_is_a_part_of_is_another_and_no_smaller_one(tmp_path, groups, column, found):
    problems = check_study(write_study(tmp_path / "data", groups=groups))
    assert any(p.column == column and found in p.found for p in problems), problems


def test_no_count_of_a_part_is_above_that_of_the_whole(tmp_path):
    counts = {("young", "parents"): 8, ("old", "parents"): 12}
    counts |= {("young", "fathers"): 9, ("old", "fathers"): 3}
    data = write_study(
        tmp_path / "data",
        groups=[WHOLE, part()],
        characteristics=[{"characteristic": "age", "label": "Age", "responses": "single"}],
        demographics=[
            {"characteristic": "age", "level": level, "group": group, "count": count}
            for (level, group), count in counts.items()
        ],
    )
    (problem,) = check_study(data)
    assert (problem.file, problem.row, problem.column) == ("demographics.csv", 4, "count")
    assert "at most 8, the count of parents" in problem.allowed


def test_known_counts_are_not_above_the_group_though_others_are_not_known(tmp_path):
    data = write_study(
        tmp_path / "data",
        groups=[WHOLE],
        characteristics=[{"characteristic": "age", "label": "Age", "responses": "single"}],
        demographics=[
            {"characteristic": "age", "level": level, "group": "parents", "count": count}
            for level, count in (("young", 12), ("old", 9), ("oldest", ""))
        ],
    )
    (problem,) = check_study(data)
    assert "add to 21" in problem.found

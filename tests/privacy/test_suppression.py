import re
from itertools import product
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scripts.analysis.demographics import build_demographics_cells, compute_demographics
from scripts.charts import charts
from scripts.tables.tables import build_demographics_table

from scripts.exports.package import write_package
from scripts.privacy.suppression import HIDDEN, SMALL, explain_suppression, find_suppressed
from scripts.published.comparison import CANNOT_COMPARE, compare_exhibit
from tests.studies import make_study

GROUPS = ({"group": "clients", "label": "Clients", "n": 20},)


@pytest.mark.parametrize(
    ("counts", "single", "marks"),
    [
        ((3, 17), True, (SMALL, HIDDEN)),
        ((3, 8, 9), True, (SMALL, HIDDEN, "")),
        ((0, 3, 17), True, ("", SMALL, HIDDEN)),
        ((5, 15), True, ("", "")),
        ((0, 20), True, ("", "")),
        ((3, 17), False, (SMALL, "")),
        ((3, None), True, (SMALL, "")),
        # Two small ones that add to eight can only be four and four.
        ((4, 4, 12), True, (SMALL, SMALL, HIDDEN)),
        ((1, 1, 18), True, (SMALL, SMALL, HIDDEN)),
        ((2, 3, 15), True, (SMALL, SMALL, "")),
    ],
)
def test_the_small_counts_and_just_enough_others_are_hidden(counts, single, marks):
    assert find_suppressed(counts, 20, 5, single) == list(marks)


def test_a_group_with_nothing_to_hide_behind_is_hidden_as_a_whole():
    assert find_suppressed((1, 1, 0), 2, 5, True) == [HIDDEN, HIDDEN, HIDDEN]


@pytest.mark.parametrize("single", [True, False])
def test_fewer_than_two_is_never_printed_since_it_says_one(single):
    assert SMALL not in find_suppressed((1, 9), 10, 2, single)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=4), st.integers(2, 6))
def test_no_small_count_follows_from_what_is_shown(counts, smallest):
    n = sum(counts)
    marks = find_suppressed(counts, n, smallest, True)
    possible = [
        range(1, smallest) if m == SMALL else range(n + 1) if m == HIDDEN else (c,)
        for c, m in zip(counts, marks, strict=True)
    ]
    fitting = [values for values in product(*possible) if sum(values) == n]
    assert tuple(counts) in fitting
    for i, (count, mark) in enumerate(zip(counts, marks, strict=True)):
        assert mark or not 0 < count < smallest
        # A block of one level is the n of the group, which the heading prints.
        if mark and 0 < count < smallest and len(counts) > 1:
            assert len({values[i] for values in fitting}) > 1


def make(tmp_path, **entries):
    levels = {"young": 3, "old": 17}
    return make_study(
        tmp_path / "data",
        groups=GROUPS,
        characteristics=[{"characteristic": "age", "label": "Age", "responses": "single"}],
        demographics=[
            {"characteristic": "age", "level": level, "group": "clients", "count": count}
            for level, count in levels.items()
        ],
        exhibits=[{"exhibit": "people", "kind": "demographics", "groups": ["clients"]}],
        published={"people": {("age/young", "clients"): "3 (15%)"}},
        **entries,
    )


def test_table_chart_and_numbers_show_no_small_count_nor_its_share(tmp_path):
    study = make(tmp_path, smallest_count=5)
    exhibit = study.settings.exhibit("people")
    texts = [c.text for c in build_demographics_cells(study, exhibit) if "/" in c.row]
    assert texts == ["<5", "Not shown"]
    numbers = compute_demographics(study)
    assert numbers[["count", "percent"]].isna().all(axis=None)
    table = build_demographics_table(study, "people")
    words = table.gt.as_raw_html() + table.caption
    assert not re.search(r"\b(3|15|17|85)\b", words.split("<table")[1])
    assert "Counts below 5 are shown as <5" in table.caption
    figure = charts.draw_groups_chart(numbers, {"age": "Age"}, study.settings)
    assert "Counts below 5" in figure.axes[0].get_title(loc="left")


def test_what_is_not_shown_cannot_be_compared_and_the_printed_count_is_not_repeated(tmp_path):
    values = compare_exhibit(make(tmp_path, smallest_count=5), "people").values
    row = values[values["row"] == "age/young"].iloc[0]
    assert (row["verdict"], row["rebuilt"], row["printed"]) == (CANNOT_COMPARE, "<5", "")
    assert "might identify people" in row["reason"]


@pytest.mark.parametrize("entries", [{}, {"smallest_count": 1}, {"smallest_count": 3}])
def test_without_a_threshold_or_above_it_every_count_is_shown(tmp_path, entries):
    study = make(tmp_path, **entries)
    assert list(compute_demographics(study)["count"]) == [3, 17]
    assert explain_suppression(compute_demographics(study), study.settings) == ""


def test_the_words_for_hidden_counts_are_the_studys_own(tmp_path):
    study = make(tmp_path, smallest_count=5, small_cell="weniger als {smallest}", hidden_cell="—")
    cells = build_demographics_cells(study, study.settings.exhibit("people"))
    assert [c.text for c in cells if "/" in c.row] == ["weniger als 5", "—"]


def test_the_zip_of_the_data_gives_away_what_the_table_hides(tmp_path):
    study = make(tmp_path, smallest_count=5)
    with ZipFile(write_package(study, tmp_path / "data.zip")) as archive:
        rows = archive.read("data/demographics.csv").decode().splitlines()
    assert rows == [
        "characteristic,level,group,position,count",
        "age,young,clients,1,",
        "age,old,clients,2,",
    ]
    study = make(tmp_path, smallest_count=1)
    with ZipFile(write_package(study, tmp_path / "data.zip")) as archive:
        rows = archive.read("data/demographics.csv").decode().splitlines()
    assert rows[1:] == ["age,young,clients,1,3", "age,old,clients,2,17"]

import pytest

from scripts.study.study import load_study
from tests.spoiling import Spoilt, both, check_plainly, check_spoilt, edit_rows, set_cell
from tests.studies import write_study

FILE, PEOPLE = "demographics.csv", "interviews.csv"

SPOILT = [
    Spoilt(
        "count above the number of the group",
        set_cell(FILE, 10, "count", "21"),
        FILE,
        10,
        "count",
        "“21”",
        "at most 20, the number of walkers in study.yml",
        "or the n of the group",
    ),
    Spoilt(
        "single responses that do not add to n",
        set_cell(FILE, 2, "count", "6"),
        FILE,
        2,
        "count",
        "years: the counts of walkers in rows 2 to 6 add to 19",
        "20, the number of walkers: every participant has one level",
        "set responses to “multiple”",
    ),
    Spoilt(
        "single responses that add to more, though one level has nobody",
        both(set_cell(FILE, 2, "count", "0"), set_cell(FILE, 4, "count", "16")),
        FILE,
        2,
        "count",
        "years: the counts of walkers in rows 2 to 6 add to 21",
        "20, the number of walkers: every participant has one level",
    ),
    Spoilt(
        "single responses of which those that are given are too many",
        both(set_cell(FILE, 4, "count", ""), set_cell(FILE, 2, "count", "16")),
        FILE,
        2,
        "count",
        "years: the counts of walkers that are given in rows 2 to 6 add to 21",
        "at most 20, the number of walkers",
        "set responses to “multiple”",
    ),
    Spoilt(
        "level missing for one group",
        edit_rows(FILE, lambda rows: rows.pop(10)),
        FILE,
        10,
        "group",
        "reason, “To meet people”: no row for leaders",
        "a row for each group that the block covers",
        "leave its count empty",
    ),
    Spoilt(
        "level written in two ways",
        set_cell(FILE, 11, "level", "to  meet people"),
        FILE,
        10,
        "group",
        "“To meet people”: no row for leaders",
        fix="Write the level in one way: “To meet people” or “to  meet people”",
        alone=False,
    ),
    Spoilt(
        "two levels at one position",
        both(set_cell(FILE, 4, "position", "1"), set_cell(FILE, 5, "position", "1")),
        FILE,
        4,
        "position",
        "“1”, which “Under 40” has too",
        "another position for each level",
        "in the order in which the table",
        alone=False,
    ),
    Spoilt(
        "level at two positions",
        set_cell(FILE, 3, "position", "90"),
        FILE,
        3,
        "position",
        "“90”, but “1” above for “Under 40”",
        "the same position",
    ),
    Spoilt(
        "characteristic without levels",
        edit_rows(
            "characteristics.csv", lambda rows: rows.append(["faith", "Faith", "9", "single"])
        ),
        "characteristics.csv",
        4,
        "characteristic",
        "“faith” without a level",
        "one row at least in demographics.csv",
    ),
    Spoilt(
        "mean below the shortest",
        set_cell(PEOPLE, 2, "mean", "19.5"),
        PEOPLE,
        2,
        "mean",
        "“19.5”",
        "minimum ≤ mean ≤ maximum; the row has 20, 19.5, 45",
    ),
    Spoilt("mean above the longest", set_cell(PEOPLE, 2, "mean", "46"), PEOPLE, 2, "mean", "“46”"),
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
        "at most 20, the number of walkers",
    ),
]


@pytest.mark.parametrize("case", SPOILT, ids=str)
def test_counts_and_lengths_that_cannot_be_are_refused_at_their_place(example, case):
    check_spoilt(example, case)


SOUND = [
    ("multiple responses need not add to n", set_cell(FILE, 8, "count", "1")),
    ("nobody is a count", both(set_cell(FILE, 2, "count", "0"), set_cell(FILE, 4, "count", "15"))),
    ("what is not known adds to nothing", set_cell(FILE, 2, "count", "")),
    ("a count may be all of the group", set_cell(FILE, 10, "count", "20")),
    ("all may be interviewed, or none", set_cell(PEOPLE, 2, "interviewees", "0")),
    ("lengths may be equal", both(*(set_cell(PEOPLE, 3, c, "50") for c in ("mean", "minimum")))),
    ("a shortest length may be unknown", set_cell(PEOPLE, 2, "minimum", "")),
    ("a longest length may be unknown", set_cell(PEOPLE, 2, "maximum", "")),
]


@pytest.mark.parametrize("spoil", [s for _, s in SOUND], ids=[name for name, _ in SOUND])
def test_counts_and_lengths_that_can_be_are_taken(example, spoil):
    spoil(example)
    assert check_plainly(example) == []


@pytest.mark.parametrize("count", ["many", "-5", "21"])
def test_a_count_that_cannot_be_is_one_problem_not_also_a_wrong_sum(example, count):
    set_cell(FILE, 2, "count", count)(example)
    assert [(p.row, p.column) for p in check_plainly(example)] == [(2, "count")]


def test_rows_in_any_order_are_the_same_study(example):
    before = load_study(example)
    edit_rows(FILE, lambda rows: rows.append(rows.pop(1)))(example)
    edit_rows("characteristics.csv", lambda rows: rows.insert(1, rows.pop()))(example)
    assert check_plainly(example) == []
    after = load_study(example)
    assert after.characteristics.equals(before.characteristics)
    # Groups of one level stand in the order of their rows.
    places = ["characteristic", "position", "group"]
    one, other = (s.demographics.sort_values(places, ignore_index=True) for s in (before, after))
    assert one.equals(other)
    assert after.demographics["level"].equals(before.demographics["level"])


def test_each_block_that_does_not_add_up_is_named(tmp_path):
    groups = [{"group": name, "label": name, "n": 4} for name in ("a", "b")]
    blocks = [
        {"characteristic": name, "label": name, "responses": responses}
        for name, responses in (
            *(("many", "multiple"), ("part", "single")),
            *(("one", "single"), ("two", "single")),
        )
    ]
    counts = [
        {"characteristic": name, "level": level, "group": group, "count": count}
        for name in ("many", "part", "one", "two")
        for group in ("a", "b")
        for level, count in (("x", 1), ("y", "" if name == "part" else 2))
    ]
    data = write_study(
        tmp_path / "data", groups=groups, characteristics=blocks, demographics=counts
    )
    assert [(p.row, p.found) for p in check_plainly(data)] == [
        (10, "one: the counts of a in rows 10 to 11 add to 3"),
        (12, "one: the counts of b in rows 12 to 13 add to 3"),
        (14, "two: the counts of a in rows 14 to 15 add to 3"),
        (16, "two: the counts of b in rows 16 to 17 add to 3"),
    ]

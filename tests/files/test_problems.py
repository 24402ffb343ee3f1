import pytest

from scripts.files.problems import (
    Problem,
    StudyError,
    did_you_mean,
    drop_consequences,
    format_problems,
    one_of,
    quote,
)

FIRST = Problem("a.csv", 12, "count", "“x”", "a whole number", "Write digits.")
SECOND = Problem("a.csv", 3, None, "a cell too many", "four cells", "Delete it.")
THIRD = Problem("b.csv", None, None, "no such file", "a file", "Put it back.")


def test_a_problem_says_where_it_is_what_is_found_what_is_allowed_and_what_to_do():
    assert str(FIRST).splitlines() == [
        "  row 12, column count",
        "    found:   “x”",
        "    allowed: a whole number",
        "    to do:   Write digits.",
    ]


def test_a_problem_without_row_and_column_is_about_the_whole_file():
    assert str(THIRD).splitlines()[0] == "  whole file"


def test_the_report_names_each_file_once_and_goes_down_its_rows():
    lines = format_problems([THIRD, FIRST, SECOND]).splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [
        "a.csv",
        "b.csv",
        "3 problems found.",
    ]
    assert lines.index("  row 3") < lines.index("  row 12, column count")


def test_the_same_slip_in_many_rows_is_told_once():
    same = [Problem("a.csv", row, "group", "“x”", "y", "Write y.") for row in range(2, 15)]
    lines = format_problems([*same, FIRST]).splitlines()
    assert "  rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 3 more, column group" in lines
    assert sum("found" in line for line in lines[:-1]) == 2
    assert lines[-1] == "14 problems found."


def test_a_consequence_is_not_told_beside_its_cause():
    cause = Problem("a.csv", 2, "group", "“x”", "y", "Write y.")
    needs = (("a.csv", "group"),)
    follows = Problem("b.csv", 2, "group", "no row", "a row", "Add it.", needs)
    assert drop_consequences([follows, cause]) == [cause]
    assert drop_consequences([follows, THIRD]) == [follows, THIRD]


@pytest.mark.parametrize("word", ["Yes", "TRUE", "ja", "✓", "1", " y "])
def test_another_word_for_yes_is_understood(word):
    assert did_you_mean(word, ["yes", "no"]) == " Did you mean “yes”?"
    assert did_you_mean(word, ["red", "blue"]) == ""


def test_an_x_is_no_yes_since_it_may_be_a_cross():
    assert did_you_mean("x", ["yes", "no"]) == ""


@pytest.mark.parametrize(
    ("problems", "last"),
    [([], "0 problems found."), ([FIRST], "1 problem found."), ([FIRST] * 2, "2 problems found.")],
)
def test_the_report_counts_the_problems_in_good_english(problems, last):
    assert format_problems(problems).splitlines()[-1] == last


def test_the_error_carries_every_problem_and_shows_them_all():
    error = StudyError([FIRST, THIRD])
    assert error.problems == (FIRST, THIRD)
    assert "row 12, column count" in str(error)
    assert str(error).endswith("2 problems found.")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("walkers", "“walkers”"),
        (12, "“12”"),
        ("two\nlines", "“two lines”"),
        ("no\u00a0break", "“no break”"),
        ("un\u200bseen", "“un□seen”"),
        ("half a letter \ud800", "“half a letter □”"),
        ("x" * 71, "“" + "x" * 69 + "…”"),
        ("x" * 70, "“" + "x" * 70 + "”"),
    ],
)
def test_a_value_is_quoted_on_one_line_with_unseen_characters_shown(value, shown):
    assert quote(value) == shown


def test_legal_values_are_listed_in_order_and_a_long_list_is_cut_with_the_rest_counted():
    assert one_of(["yes", "no"]) == "one of yes, no"
    assert one_of(map(str, range(20)), limit=2) == "one of 0, 1, and 18 more"


def test_a_list_without_any_legal_value_says_so():
    assert one_of([]) == "nothing yet: no values are defined"


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("walker", " Did you mean “walkers”?"),
        ("WALKERS", " Did you mean “walkers”?"),
        ("helprs", " Did you mean “Helpers”?"),
        ("zebra", ""),
        ("", ""),
    ],
)
def test_a_near_miss_is_hinted_at_and_nothing_else_is(value, hint):
    assert did_you_mean(value, ["walkers", "Helpers"]) == hint

import pytest

from scripts.problems import (
    Problem,
    StudyError,
    did_you_mean,
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
        ("mothers", "“mothers”"),
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
    assert one_of([]) == "nothing yet: there are no values to choose from"


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("mother", " Did you mean “mothers”?"),
        ("MOTHERS", " Did you mean “mothers”?"),
        ("volunters", " Did you mean “Volunteers”?"),
        ("zebra", ""),
        ("", ""),
    ],
)
def test_a_near_miss_is_hinted_at_and_nothing_else_is(value, hint):
    assert did_you_mean(value, ["mothers", "Volunteers"]) == hint

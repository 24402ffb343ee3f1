"""Numbers and marks as they are printed."""

import pandas as pd
import pytest

from scripts.analysis import formatting
from tests.studies import make_study

CELL = "{count} ({percent}%)"


@pytest.fixture
def settings(tmp_path):
    """Return the settings of an invented study that prints one decimal and drops zeros."""
    rounding = {"decimals": 1, "trailing_zeros": "drop"}
    return make_study(tmp_path / "data", rounding=rounding, zero_cell="{count}").settings


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        (12.5, 0, "13"),
        (13.5, 0, "14"),
        (0.5, 0, "1"),
        (2.675, 2, "2.68"),
        (1.005, 2, "1.01"),
        (0.05, 1, "0.1"),
        (0.25, 1, "0.3"),
        (0.35, 1, "0.4"),
        (48.148, 1, "48.1"),
        (100 * 13 / 27, 1, "48.1"),
        (100 * 15 / 27, 1, "55.6"),
        (100 * 1 / 27, 1, "3.7"),
        (100 / 3, 4, "33.3333"),
        (99.95, 1, "100.0"),
        (-2.5, 0, "-3"),
        (1e15 + 0.5, 0, "1000000000000001"),
    ],
)
def test_a_half_is_rounded_up_as_papers_do(value, decimals, printed):
    assert formatting.format_number(value, decimals) == printed


@pytest.mark.parametrize("value", [0.0, -0.0, -0.04])
def test_zero_is_printed_without_a_minus(value):
    assert formatting.format_number(value, 1) == "0.0"
    assert formatting.format_number(value, 1, keep_trailing_zeros=False) == "0"


@pytest.mark.parametrize(
    ("value", "kept", "dropped"),
    [
        *((90, "90.0", "90"), (37.04, "37.0", "37"), (10.5, "10.5", "10.5")),
        *((100, "100.0", "100"), (0.5, "0.5", "0.5")),
    ],
)
def test_trailing_zeros_are_kept_or_dropped_as_asked(value, kept, dropped):
    assert formatting.format_number(value, 1) == kept
    assert formatting.format_number(value, 1, keep_trailing_zeros=False) == dropped


def test_zeros_before_the_point_are_kept():
    assert formatting.format_number(100, 0, keep_trailing_zeros=False) == "100"


def test_percentages_are_rounded_as_the_study_says(settings, tmp_path):
    kept = make_study(tmp_path / "kept", rounding={"decimals": 2, "trailing_zeros": "keep"})
    assert formatting.format_percent(37.5, settings) == "37.5"
    assert formatting.format_percent(37.5, kept.settings) == "37.50"


def test_a_count_that_is_not_available_is_no_zero(settings):
    missing = formatting.format_count_cell(pd.NA, pd.NA, settings)
    zero = formatting.format_count_cell(0, 0.0, settings)
    assert missing == "Not available"
    assert zero == "0"


def test_zero_has_the_percentage_that_the_study_prints(tmp_path):
    settings = make_study(tmp_path / "data", zero_cell=CELL).settings
    assert formatting.format_count_cell(0, 0.0, settings) == "0 (0%)"


def test_a_count_cell_has_the_form_of_the_study(settings):
    assert formatting.format_count_cell(3, 37.5, settings) == "3 (37.5%)"


def test_unknown_is_neither_tick_nor_cross():
    assert [formatting.format_theory_mark(v) for v in ("yes", "no", "")] == ["✓", "✗", ""]


def test_a_speaker_is_one_of_the_group():
    assert formatting.format_speaker("Ada", "Clients") == "Ada (Clients)"
    assert formatting.format_speaker("Ada", "") == "Ada"
    assert formatting.format_speaker("", "Clients") == "(Clients)"


@pytest.mark.parametrize(
    ("row", "column", "name"),
    [
        ("house_type/Flat or room", "tenants", "house type: Flat or room, tenants"),
        # Only the first stroke parts a characteristic from its level, whose words stay.
        ("origin/Asian/Asian_A", "tenants", "origin: Asian/Asian_A, tenants"),
        ("caption", "caption", "caption"),
        ("house_type", "house_type", "house type"),
        ("feels-heard", "first_theory", "feels-heard, first theory"),
    ],
)
def test_a_cell_is_named_in_words(row, column, name):
    assert formatting.format_cell_name(row, column) == name


@pytest.mark.parametrize(
    ("words", "listed"), [("a", "a"), ("ab", "a and b"), ("abc", "a, b and c")]
)
def test_a_list_has_its_conjunction_before_the_last(words, listed):
    assert formatting.format_list(words) == listed
    assert formatting.format_list(words, "or") == listed.replace("and", "or")


def test_the_marks_of_each_theory_stand_in_its_column(tmp_path):
    rows = [
        {"configuration": "a", "context": "A", "first": "yes", "last": "no"},
        {"configuration": "b", "context": "B", "first": "", "last": "yes"},
    ]
    study = make_study(tmp_path / "data", theories=("first", "last"), configurations=rows)
    marks = formatting.format_theory_marks(study.configurations, study)
    assert marks[["first", "last"]].to_numpy().tolist() == [["✓", "✗"], ["", "✓"]]


def test_each_count_is_printed_with_its_percentage_unless_it_is_not_shown(tmp_path):
    study = make_study(tmp_path / "data", smallest_count=5)
    shares = pd.DataFrame(
        {
            "percent": [37.5, 12.5, 0.0, None],
            "count": pd.array([3, 1, 0, None], dtype="Int64"),
            "suppressed": ["", "small", "", ""],
            "other": "",
        },
        index=["w", "x", "y", "z"],
    )
    texts = formatting.format_counts(shares, study)
    assert list(texts.index) == ["w", "x", "y", "z"]
    assert list(texts) == ["3 (37.5%)", "<5", "0 (0%)", "Not available"]
    assert isinstance(texts.dtype, pd.StringDtype)

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scripts.analysis import feasibility
from scripts.analysis.feasibility import (
    counts_rounded_twice,
    forced_to_total,
    numbers_that_agree,
    possible_counts,
    rounding_interval,
)

WHOLES = st.integers(1, 400)
DECIMALS = st.integers(0, 3)
LENGTHS = st.lists(st.integers(0, 300), min_size=1, max_size=12)


def round_half_up(value: Fraction, decimals: int) -> Decimal:
    """Return a number as it is printed; written without the module that is tested."""
    scaled = value * 10**decimals
    return Decimal(int((2 * scaled + 1) // 2)).scaleb(-decimals)


# Rounding


@pytest.mark.parametrize(
    ("value", "decimals", "low", "high"),
    [
        (37, 0, "36.5", "37.5"),
        (48.2, 1, "48.15", "48.25"),
        ("78.5", 1, "78.45", "78.55"),
        (Decimal("0.10"), 2, "0.095", "0.105"),
        (1200, -2, "1150", "1250"),
    ],
)
def test_interval_reaches_half_a_step_to_both_sides(value, decimals, low, high):
    assert rounding_interval(value, decimals) == (Fraction(low), Fraction(high))


def test_a_half_belongs_to_the_number_above_it():
    assert possible_counts(13, 8, 0) == (1,)
    assert possible_counts(12, 8, 0) == ()


@pytest.mark.parametrize(("value", "decimals"), [(48.25, 1), (33, -1), (-1, 0)])
def test_a_value_that_cannot_be_rounded_so_is_refused(value, decimals):
    with pytest.raises(ValueError, match=f"value is {value}"):
        rounding_interval(value, decimals)


@given(st.fractions(0, 10**6, max_denominator=10**4), DECIMALS)
def test_what_rounds_to_a_value_lies_in_its_interval_and_in_no_neighbour(value, decimals):
    printed = round_half_up(value, decimals)
    step = Decimal(1).scaleb(-decimals)
    low, high = rounding_interval(printed, decimals)
    assert low <= value < high
    assert rounding_interval(printed + step, decimals)[0] == high
    if printed >= step:
        assert rounding_interval(printed - step, decimals)[1] == low


@given(st.decimals(0, 1000, places=3))
def test_own_rounding_of_these_tests_agrees_with_the_standard_library(value):
    exact = value.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    assert round_half_up(Fraction(value), 1) == exact


# Percentages


def test_printed_share_of_27_that_no_count_gives():
    assert possible_counts(48.1, 27) == (13,)
    assert possible_counts(48.2, 27) == ()


@pytest.mark.parametrize(
    ("percent", "n", "count"),
    [(55.6, 27, 15), (18.5, 27, 5), (3.7, 27, 1), (37, 27, 10), (90, 20, 18), (5, 20, 1)],
)
def test_printed_shares_that_one_count_gives(percent, n, count):
    assert possible_counts(percent, n) == (count,)


def test_several_counts_of_a_large_whole_print_alike():
    assert possible_counts(50, 1000, 0) == tuple(range(495, 505))


def test_counts_stay_between_none_and_all():
    assert possible_counts(0, 5, 0) == (0,)
    assert possible_counts(100, 5, 0) == (5,)
    assert possible_counts(120, 5, 0) == ()


@given(st.data(), WHOLES, DECIMALS)
def test_the_rounded_share_of_any_count_is_possible(data, n, decimals):
    count = data.draw(st.integers(0, n))
    percent = round_half_up(Fraction(100 * count, n), decimals)
    assert count in possible_counts(percent, n, decimals)
    assert count in possible_counts(float(percent), n, decimals)


@given(st.integers(0, 1000), st.integers(1, 99))
def test_possible_counts_are_all_counts_that_print_so(tenths, n):
    percent = Decimal(tenths).scaleb(-1)
    printed = [round_half_up(Fraction(100 * k, n), 1) == percent for k in range(n + 1)]
    assert possible_counts(percent, n) == tuple(k for k in range(n + 1) if printed[k])


def test_nothing_has_no_share():
    for function in (lambda n: possible_counts(0, n), counts_rounded_twice):
        with pytest.raises(ValueError, match="n is 0"):
            function(0)


def test_of_all_counts_of_27_rounding_twice_changes_13_alone():
    assert counts_rounded_twice(27) == (13,)
    assert counts_rounded_twice(20) == ()
    # 1 of 29 is 3.448 per cent: 3.4, or by 3.45 to 3.5.
    assert 1 in counts_rounded_twice(29)


# Totals of percentages


def test_forcing_the_total_to_100_explains_the_printed_share():
    assert forced_to_total([5, 13, 7, 2], 27, [18.5, 48.2, 25.9, 7.4])


@pytest.mark.parametrize(
    "printed",
    [
        [18.5, 48.1, 25.9, 7.4],  # Rounded one by one, and 99.9 in all.
        [18.6, 48.1, 25.9, 7.4],  # 100.0 in all, but another one was raised.
        [18.5, 48.3, 25.8, 7.4],
    ],
)
def test_other_shares_are_not_what_forcing_gives(printed):
    assert not forced_to_total([5, 13, 7, 2], 27, printed)


def test_equal_remainders_may_be_raised_in_any_order():
    for printed in ([34, 33, 33], [33, 34, 33], [33, 33, 34]):
        assert forced_to_total([1, 1, 1], 3, printed, decimals=0)
    assert not forced_to_total([1, 1, 1], 3, [33, 33, 33], decimals=0)


def test_a_share_is_lowered_where_rounding_gives_too_much():
    # 2.5, 2.5 and 95 per cent would be 3, 3 and 95, together 101.
    assert forced_to_total([1, 1, 38], 40, [3, 2, 95], decimals=0)
    assert not forced_to_total([1, 1, 38], 40, [3, 3, 95], decimals=0)


def test_people_who_are_counted_twice_cannot_be_forced():
    assert not forced_to_total([22, 10], 27, [81.5, 37.0])


def test_as_many_printed_shares_as_counts_are_needed():
    with pytest.raises(ValueError, match="shorter"):
        forced_to_total([1, 2], 3, [33.3])


@given(st.lists(st.integers(0, 50), min_size=1, max_size=8), st.integers(0, 2))
def test_largest_remainders_are_recognised(counts, decimals):
    n = sum(counts)
    assume(n)
    scaled = [Fraction(100 * 10**decimals * count, n) for count in counts]
    floors = [int(value) for value in scaled]
    order = sorted(range(len(counts)), key=lambda i: floors[i] - scaled[i])
    for i in order[: 100 * 10**decimals - sum(floors)]:
        floors[i] += 1
    printed = [Decimal(value).scaleb(-decimals) for value in floors]
    assert forced_to_total(counts, n, printed, decimals)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=8))
def test_rounding_that_adds_up_needs_no_forcing(counts):
    n = sum(counts)
    assume(n)
    printed = [round_half_up(Fraction(100 * count, n), 1) for count in counts]
    assert forced_to_total(counts, n, printed) is (sum(printed) == 100)


# Totals of lengths


def test_25_is_the_one_number_that_makes_the_printed_hours_agree():
    agreeing = numbers_that_agree(78.5, [(37, 20), (54, 27)], 101, range(100))
    assert agreeing == (25,)
    assert not {9, *range(33, 40)} & set(agreeing)


@pytest.mark.parametrize(
    ("total", "decimals", "numbers"),
    [
        # 77.5 to 78.5 h are 4650 to 4710 min; 24 and 25 give 4586.5 to 4657.5 and 4687 to 4759.
        (78, 0, (24, 25)),
        # 75 to 85 h are 4500 to 5100 min; 22 give less than 4454.5, and 30 at least 5189.5.
        (80, -1, (23, 24, 25, 26, 27, 28, 29)),
    ],
)
def test_more_numbers_agree_with_a_coarser_total(total, decimals, numbers):
    known = [(37, 20), (54, 27)]
    assert numbers_that_agree(total, known, 101, range(100), total_decimals=decimals) == numbers


def test_hours_that_only_touch_the_printed_total_do_not_agree():
    # 1 h stands for 30 min to less than 90; 4 lengths of 23 on average take 90 or more.
    assert numbers_that_agree(1, [], 23, [4], total_decimals=0) == ()
    assert numbers_that_agree(1, [], 22, [4], total_decimals=0) == (4,)
    assert numbers_that_agree(1, [], 8, [4], total_decimals=0) == (4,)
    assert numbers_that_agree(1, [], 7, [4], total_decimals=0) == ()
    assert numbers_that_agree(0, [], 7, [0]) == (0,)


@given(st.lists(LENGTHS, min_size=1, max_size=4), st.integers(0, 1))
def test_the_true_number_always_agrees(groups, decimals):
    means = [round_half_up(Fraction(sum(g), len(g)), decimals) for g in groups]
    hours = round_half_up(Fraction(sum(map(sum, groups)), 60), 1)
    known = [(mean, len(g)) for mean, g in zip(means[1:], groups[1:], strict=True)]
    number = len(groups[0])
    assert number in numbers_that_agree(hours, known, means[0], range(13), decimals=decimals)


def test_the_module_says_where_the_method_is_from():
    assert "Brown" in feasibility.__doc__
    assert "10.1177/1948550616673876" in feasibility.__doc__

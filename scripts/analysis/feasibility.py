"""Whether printed numbers can be true together: counts, percentages, means and totals.

A printed number stands for every number that rounds to it. All functions carry these
intervals through in exact fractions, with halves rounded up, and compare without any
tolerance. That a percentage of whole numbers can only take certain values is the idea of
the granularity tests of Brown and Heathers (2017).

References
----------
Brown, N. J. L., & Heathers, J. A. J. (2017). The GRIM test: A simple technique detects
numerous anomalies in the reporting of results in psychology. *Social Psychological and
Personality Science*, 8(4), 363-369. https://doi.org/10.1177/1948550616673876
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor

Number = int | float | str | Decimal | Fraction


def rounding_interval(value: Number, decimals: int = 0) -> tuple[Fraction, Fraction]:
    """Return the least number that is printed as this value, and the one above all of these.

    Halves are rounded up. A float counts as its shortest decimal form. Of negative `decimals`
    tens, hundreds and so on are meant. A ValueError says that a value is below 0 or has more
    decimals.
    """
    value, step = _exact(value), Fraction(10) ** -decimals
    if value < 0 or (value / step).denominator != 1:
        steps = f"steps of {float(step):g} is a multiple of that, 0 or more"
        raise ValueError(f"value is {float(value):g}, but what is rounded to {steps}")
    return value - step / 2, value + step / 2


def possible_counts(percent: Number, n: int, decimals: int = 1) -> tuple[int, ...]:
    """Return the counts out of `n` that are printed as this percentage; often one, or none.

    Parameters
    ----------
    percent : number
        The printed percentage, 0 to 100.
    n : int
        The whole, 1 or more.
    decimals : int
        Decimal places to which the percentage was rounded.
    """
    shares = _share(range(n + 1), n)
    low, high = rounding_interval(percent, decimals)
    return tuple(count for count, share in enumerate(shares) if low <= share < high)


def forced_to_total(
    counts: Sequence[int], n: int, printed: Sequence[Number], decimals: int = 1
) -> bool:
    """Return whether percentages are printed so that they add up to 100.

    Percentages rounded one by one may add to 99.9. They are forced to 100 by raising the
    last digit of those with the largest remainders (Hamilton's method), ties in any order.

    Parameters
    ----------
    counts : sequence of int
        The counts.
    n : int
        The whole, 1 or more.
    printed : sequence of number
        The printed percentage of each count.
    decimals : int
        Decimal places to which they were rounded.
    """
    scale = Fraction(10) ** decimals
    shares = [share * scale for share in _share(counts, n)]
    values = [_exact(value) * scale for value in printed]
    steps = [value - floor(share) for share, value in zip(shares, values, strict=True)]
    if sum(values) != 100 * scale or not set(steps) <= {0, 1}:
        return False
    raised = [share % 1 for share, step in zip(shares, steps, strict=True) if step]
    kept = [share % 1 for share, step in zip(shares, steps, strict=True) if not step]
    return min(raised, default=1) >= max(kept, default=0)


def counts_rounded_twice(n: int, decimals: int = 1) -> tuple[int, ...]:
    """Return the counts out of `n` whose percentage is another when it is rounded twice.

    That is, first to one place more than `decimals`, and then to `decimals`.
    """
    step = Fraction(10) ** -decimals
    found = []
    for count, share in enumerate(_share(range(n + 1), n)):
        first = _round_half_up(share, step / 10)
        if _round_half_up(first, step) != _round_half_up(share, step):
            found.append(count)
    return tuple(found)


def _round_half_up(value: Fraction, step: Fraction) -> Fraction:
    """Return the multiple of a step that is nearest to a value."""
    return floor(value / step + Fraction(1, 2)) * step


def numbers_that_agree(
    total: Number,
    known: Sequence[tuple[Number, int]],
    mean: Number,
    candidates: Iterable[int],
    total_decimals: int = 1,
    decimals: int = 0,
) -> tuple[int, ...]:
    """Return how many lengths one more group can have, so that the printed total agrees.

    Parameters
    ----------
    total : number
        Printed total of all groups, in hours.
    known : sequence of (number, int)
        Mean length, in minutes, and number of lengths of each group that is known.
    mean : number
        Mean length of the group in question, in minutes.
    candidates : iterable of int
        The numbers to try.
    total_decimals, decimals : int
        Decimal places to which the total and the means were rounded.
    """
    start, end = (60 * hours for hours in rounding_interval(total, total_decimals))
    pairs = [(rounding_interval(each, decimals), number) for each, number in known]
    least, most = rounding_interval(mean, decimals)
    known_low = sum(low * number for (low, _), number in pairs)
    known_high = sum(high * number for (_, high), number in pairs)
    agreeing = []
    for number in candidates:
        low, high = known_low + least * number, known_high + most * number
        # Of two intervals that have a number in common, one begins in the other.
        if start <= low < end or low < start < high:
            agreeing.append(number)
    return tuple(agreeing)


def _exact(value: Number) -> Fraction:
    """Return a number as a fraction; a float as its shortest decimal form reads."""
    return Fraction(str(value)) if isinstance(value, float) else Fraction(value)


def _share(counts: Iterable[int], n: int) -> list[Fraction]:
    """Return counts out of `n` as exact percentages."""
    if n < 1:
        raise ValueError(f"n is {n}, but a share is of 1 or more")
    return [Fraction(100 * count, n) for count in counts]

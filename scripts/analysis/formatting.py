"""Numbers, marks, and names of cells and speakers as they are printed; nothing is computed."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from scripts.privacy.suppression import format_suppressed
from scripts.study.settings import Settings
from scripts.study.study import Study

YES, NO = "✓", "✗"


def format_number(value: float, decimals: int = 0, keep_trailing_zeros: bool = True) -> str:
    """Return a number rounded half up, as papers round, not half to even.

    Parameters
    ----------
    value : float
        The number.
    decimals : int
        Decimal places.
    keep_trailing_zeros : bool
        Whether 90.0 is printed as it is or as 90.

    Notes
    -----
    The number is first written with ten decimals, so that a binary fraction such as
    2.675 rounds as its decimal reading does.
    """
    exact = Decimal(f"{value:.10f}")
    text = str(exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))
    if decimals and not keep_trailing_zeros:
        text = text.rstrip("0").rstrip(".")
    return text.removeprefix("-") if not text.strip("-0.") else text


def format_percent(percent: float, settings: Settings) -> str:
    """Return a percentage at the precision of the study, without the sign."""
    return format_number(percent, settings.decimals, settings.keep_trailing_zeros)


def format_count_cell(count, percent, settings: Settings) -> str:
    """Return a count with its percentage, such as ``9 (75%)``, or that it is not available."""
    if pd.isna(count):
        return settings.not_available
    template = settings.zero_cell if count == 0 else settings.count_cell
    return template.format(count=int(count), percent=format_percent(float(percent), settings))


def format_list(words: Iterable[str], conjunction: str = "and") -> str:
    """Return words as ``a``, ``a and b`` or ``a, b and c``."""
    *most, last = words
    return f"{', '.join(most)} {conjunction} {last}" if most else last


def format_theory_mark(value: str) -> str:
    """Return ✓ for yes, ✗ for no, and nothing where the source says neither."""
    return {"yes": YES, "no": NO}.get(value, "")


def format_theory_marks(configurations: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return configurations with ✓ or ✗ for each version of the theory; blank if not known."""
    theories = list(study.theories.index)
    return configurations.assign(**configurations[theories].map(format_theory_mark))


def format_speaker(speaker: str, group: str) -> str:
    """Return who speaks, with the code or the label of the group in brackets."""
    return " ".join(filter(None, (speaker, f"({group})" if group else "")))


def format_cell_name(row: str, column: str) -> str:
    """Return the name of a cell in words, such as ``house type: Flat, tenants``.

    From its keys on the published side; the row of a count is ``characteristic/level``.
    """
    first, stroke, level = row.partition("/")
    words = f"{first.replace('_', ' ')}: {level}" if stroke else row.replace("_", " ")
    return words if row == column else f"{words}, {column.replace('_', ' ')}"


def format_counts(shares: pd.DataFrame, study: Study) -> pd.Series:
    """Return the text of each cell, such as ``9 (75%)``, as ``study.yml`` has it.

    Parameters
    ----------
    shares : pandas.DataFrame
        count (people, missing where not known), percent (of the group), and suppressed (str:
        why a count is not shown).
    study : Study
        For the words and the rounding.
    """
    texts = [
        format_suppressed(mark, study.settings)
        if mark
        else format_count_cell(count, percent, study.settings)
        for count, percent, mark in shares[["count", "percent", "suppressed"]].itertuples(
            index=False
        )
    ]
    return pd.Series(texts, index=shares.index, dtype="str")

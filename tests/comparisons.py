"""The comparisons that the chapters of this book make, of any study."""

from __future__ import annotations

from pathlib import Path

from scripts.execution.runs import compare_exhibits
from scripts.published.comparison import Comparison
from scripts.study.study import Study
from tests import ROOT


def compare_all(study: Study, book: Path = ROOT) -> dict[str, Comparison]:
    """Return the comparison of every exhibit of a study, by the chapters of a book."""
    return compare_exhibits(study, book)


def compare_exhibit(study: Study, key: str, book: Path = ROOT) -> Comparison:
    """Return the comparison of one exhibit of a study, by the chapters of a book."""
    return compare_exhibits(study, book, [key])[key]

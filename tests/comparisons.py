"""The comparisons that the chapters of this book make, of any study."""

from pathlib import Path

from scripts.chapters.in_process import (
    compare_exhibits,
    parse_cell,
    run_cells,
    select_verdict_cells,
)
from scripts.published.comparison import Comparison
from scripts.study.study import Study
from tests import ROOT
from tests.exhibits import REBUILT, read_code


def compare_all(study: Study, book: Path = ROOT) -> dict[str, Comparison]:
    """Return the comparison of every exhibit of a study, by the chapters of a book."""
    return {e.exhibit: compare_exhibit(study, e.exhibit, book) for e in study.exhibits}


def compare_exhibit(study: Study, key: str, book: Path = ROOT) -> Comparison:
    """Return the comparison of one exhibit of a study, whatever it is called there."""
    if book != ROOT or study.exhibit(key).kind not in REBUILT:
        return compare_exhibits(study, book, [key])[key]
    cells = [parse_cell(key, number, source) for number, source in read_code(study, key)]
    return run_cells(select_verdict_cells(cells), study).comparisons[key]

"""Where notes and verdicts stand in the book: the anchors that the marks of cells lead to."""

from __future__ import annotations

import pandas as pd

from scripts.published.comparison import VERDICT_ORDER, Comparison
from scripts.study.study import Study
from scripts.tables.table import make_ids

# The pages of the notes and of the verdicts, seen from any chapter.
NOTES_PAGE, VERDICTS_PAGE = "editorial_notes.html", "verdicts.html"


def make_note_anchors(study: Study) -> tuple[str, ...]:
    """Return the HTML id of each editorial note, in the order of their file."""
    notes = study.editorial_notes
    return make_ids("note-", [f"{n.exhibit}-{n.row}-{n.field}" for n in notes.itertuples()])


def make_verdict_anchors(exhibit: str, values: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Return the HTML id of the verdict on each cell, by row and column."""
    cells = list(dict.fromkeys(zip(values["row"], values["column"], strict=True)))
    ids = make_ids("verdict-", [f"{exhibit}-{row}-{column}" for row, column in cells])
    return dict(zip(cells, ids, strict=True))


def judge_cells(comparison: Comparison) -> dict[tuple[str, str], tuple[str, str]]:
    """Return for each cell its verdict, of several the gravest, and where it is told in full."""
    values = comparison.values
    anchors = make_verdict_anchors(comparison.exhibit.exhibit, values)
    return {
        cell: (next(v for v in VERDICT_ORDER if v in set(own)), f"{VERDICTS_PAGE}#{anchors[cell]}")
        for cell, own in values.groupby(["row", "column"], sort=False)["verdict"]
    }

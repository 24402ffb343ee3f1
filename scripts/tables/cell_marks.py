"""The mark of a cell: the editorial note or the verdict that it leads to."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from scripts.published.comparison import (
    CANNOT_COMPARE,
    CONSISTENT,
    DIFFERS,
    REPRODUCED,
    TRANSCRIBED,
    compare_exhibit,
)
from scripts.study.settings import Exhibit
from scripts.study.study import Study

# The page where the notes stand, seen from any chapter.
NOTES_PAGE = "editorial_notes.html"
# The page where the verdict on every cell stands.
VERDICTS_PAGE = "verdicts.html"
# Of the verdicts on the values of a cell, the first of these is the cell's.
VERDICT_ORDER = (DIFFERS, REPRODUCED, TRANSCRIBED, CONSISTENT, CANNOT_COMPARE)


def make_ids(prefix: str, keys: Iterable[str]) -> tuple[str, ...]:
    """Return an HTML id for each key: letters and digits kept, numbered where keys look alike."""
    ids: dict[str, None] = {}
    for key in keys:
        plain = prefix + "".join(c if c.isalnum() else "-" for c in key.lower())
        name, number = plain, 1
        while name in ids:
            number += 1
            name = f"{plain}-{number}"
        ids[name] = None
    return tuple(ids)


def make_note_anchors(study: Study) -> tuple[str, ...]:
    """Return the HTML id of each editorial note, in the order of their file."""
    notes = study.editorial_notes
    return make_ids("note-", [f"{n.exhibit}-{n.row}-{n.field}" for n in notes.itertuples()])


def make_verdict_anchors(exhibit: str, values: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Return the HTML id of the verdict on each cell, by row and column."""
    cells = list(dict.fromkeys(zip(values["row"], values["column"], strict=True)))
    ids = make_ids("verdict-", [f"{exhibit}-{row}-{column}" for row, column in cells])
    return dict(zip(cells, ids, strict=True))


def find_cell_marks(study: Study, exhibit: Exhibit) -> dict[tuple[str, str], tuple[str, str]]:
    """Return kind and link of the mark of each cell: of its note, or else of its verdict.

    Captions and headings have a mark only where there is a note.
    """
    marks = {}
    if study.published(exhibit.exhibit) is not None:
        values = compare_exhibit(study, exhibit.exhibit).values
        anchors = make_verdict_anchors(exhibit.exhibit, values)
        for cell, group in values.groupby(["row", "column"], sort=False):
            if cell[0] in ("caption", "heading") or cell[1] == "label":
                continue
            verdict = next(v for v in VERDICT_ORDER if v in set(group["verdict"]))
            marks[cell] = (f"verdict: {verdict}", f"{VERDICTS_PAGE}#{anchors[cell]}")
    notes = zip(study.editorial_notes.itertuples(), make_note_anchors(study), strict=True)
    for note, anchor in notes:
        if note.exhibit == exhibit.exhibit:
            marks[note.row, note.field] = (note.kind, f"{NOTES_PAGE}#{anchor}")
    return marks

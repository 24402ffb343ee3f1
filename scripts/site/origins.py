"""Where the cells of an exhibit come from: rows of the data, and what is printed in their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scripts.published.comparison import Comparison
from scripts.published.readings import QUOTATIONS
from scripts.study.settings import Exhibit
from scripts.study.study import Study
from scripts.tables.edition_tables import (
    NOTES_PAGE,
    VERDICTS_PAGE,
    make_note_anchors,
    make_verdict_anchors,
)

CHAPTERS = "chapters/"
HERE, PRINTED, DATA = "This edition", "Printed", "Rows of the data"

Lines = Sequence[tuple[str, str]]
Origin = tuple[Lines, Lines]


def list_origins(study: Study, comparisons: Mapping[str, Comparison]) -> dict[str, Origin]:
    """Return what is said of the cell of each verdict and each note, by address.

    Before the verdict what stands here and what is printed, which a note has already; after it
    the rows of the data that the cell is made from.
    """
    found: dict[str, Origin] = {}
    for key, comparison in comparisons.items():
        anchors = make_verdict_anchors(key, comparison.values)
        for cell, values in comparison.values.groupby(["row", "column"], sort=False):
            readings = {HERE: "rebuilt", PRINTED: "printed"}
            said = [(k, "; ".join(filter(None, values[v]))) for k, v in readings.items()]
            origin = describe_origin(study, comparison.exhibit, *cell)
            address = f"{CHAPTERS}{VERDICTS_PAGE}#{anchors[cell]}"
            found[address] = ([line for line in said if line[1]], [(DATA, origin)])
    exhibits = {exhibit.exhibit: exhibit for exhibit in study.settings.exhibits}
    notes = zip(study.editorial_notes.itertuples(), make_note_anchors(study), strict=True)
    for note, anchor in notes:
        origin = describe_origin(study, exhibits[note.exhibit], note.row, note.field)
        found[f"{CHAPTERS}{NOTES_PAGE}#{anchor}"] = ([], [(DATA, origin)])
    return found


def describe_origin(study: Study, exhibit: Exhibit, row: str, column: str) -> str:
    """Return which rows of which tables of the data a cell is made from.

    Their values are not told: some may be too small to be published.
    """
    if row in {"caption", "heading"}:
        return "study.yml"
    if exhibit.kind == "demographics":
        characteristic, _, level = row.partition("/")
        if not level:
            return f"characteristics: {characteristic}"
        return f"demographics: {characteristic}, {level}, {column}; groups of study.yml: {column}"
    if column == QUOTATIONS:
        number = (study.quotations["configuration"] == row).sum()
        return f"quotations: {row} ({number} {'row' if number == 1 else 'rows'})"
    return f"{exhibit.kind}: {row}, {column}"

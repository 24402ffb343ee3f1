"""Forms for what a paper prints: each cell by its keys, to be filled by hand, and for notes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from scripts.published.comparison import CLAIMS, Comparison
from scripts.published.readings import Cell
from scripts.study.settings import Exhibit
from scripts.study.study import Study

FOLDER, NOTES, GUIDE = "forms", "editorial_notes.csv", "READ_ME.txt"
COLUMNS = ("row", "column", "printed", "place")
# Kinds of note: two readings that differ, and a cell that neither the paper nor the data fill.
DIFFERING, LACKING = "differs", "missing"
WORDS = """\
What the paper prints, typed by hand
====================================

Each file in the folder published/ is an empty form for one table or figure. To have the book
compare itself with your paper:

1. Open a form in a spreadsheet program. The column `place` says which cell of the paper each
   row is. Type what stands there into `printed`: all of it, slips included, such as 12 (48%).
   Type from the paper, not from this book: the comparison is worth something because the two
   were typed without each other. Leave `row` and `column` as they are.
2. Where a cell of the paper is empty, leave `printed` empty. Where the paper has no such row or
   column at all, delete the row of the form.
3. Save it as “CSV UTF-8” in data/published/ under the same name, such as
   data/published/interviews.csv, and take the line “published: false” of this exhibit out of
   data/study.yml. Do one table first; the others can follow.
4. Type make check. It names each value that differs. Look at the paper once more: was it typed
   wrongly here or there? Correct that.
5. What still differs is a finding, and wants a note: which exhibit, row and column, what kind
   of difference, and why. Type python -m scripts export --forms again: the file
   editorial_notes.csv here then has a row for each difference. Add why it differs (reason),
   where the paper tells more (evidence), and how sure you are (confidence: high, medium or
   low), and copy the rows into data/editorial_notes.csv.
6. Type make book. Below each exhibit stands its verdict, and the page Report has all of them.

claims.csv is for numbers in the text of the paper: one row for each, with a short name, the
section, what is claimed in your own words, and the printed words. A second person can read the
paper again and fill `second_reading`. The page "The data" of the book says what each column
means.
"""


def build_form(study: Study, comparison: Comparison) -> list[dict[str, str]]:
    """Return a row for each cell of an exhibit, with its place in words and nothing printed.

    Parameters
    ----------
    study : Study
        The study.
    comparison : Comparison
        Of an exhibit that is made of cells; not one of claims.

    Returns
    -------
    list of dict
        row, column and place; printed is always empty.
    """
    places = _Places(study, comparison.exhibit)
    return [
        {"row": cell.row, "column": cell.column, "printed": "", "place": places.tell(cell)}
        for cell in comparison.cells
    ]


class _Places:
    """Says in words where a cell of an exhibit stands."""

    def __init__(self, study: Study, exhibit: Exhibit) -> None:
        settings = study.settings
        self._label = exhibit.label
        self._numbers = {
            key: f"row {number}"
            for key, number in study.configurations[["configuration", "position"]].itertuples(
                index=False
            )
        }
        self._columns = {group.group: group.label for group in settings.groups}
        self._columns |= {stage.stage: stage.label for stage in settings.stages}
        self._columns |= {theory.theory: theory.label for theory in settings.theories}
        self._columns["quotations"] = settings.quotations_label
        self._columns |= study.further_columns
        pairs = study.characteristics[["characteristic", "label"]].itertuples(index=False)
        self._rows = {**dict(pairs), **self._numbers}
        if exhibit.kind == "interviews":
            self._rows = self._columns

    def tell(self, cell: Cell) -> str:
        """Return the place of a cell, such as ``Participants, Years, Under 40, Members``."""
        block, _, level = cell.row.partition("/")
        row = [self._rows.get(block, block), level]
        column = self._columns.get(cell.column, cell.column)
        if cell.column in ("caption", "label"):
            column = ""
        return ", ".join(filter(None, (self._label, *row, column)))


def build_notes(study: Study, comparisons: Mapping[str, Comparison]) -> list[dict[str, str]]:
    """Return a note for each cell that differs from the paper and has none, without its reason.

    Returns
    -------
    list of dict
        Rows of ``editorial_notes.csv``; reason, evidence and confidence are left to be written.
    """
    columns = [field["name"] for field in study.tables["editorial_notes"].fields]
    notes = []
    for exhibit in study.exhibits:
        if exhibit.kind == CLAIMS or study.published(exhibit.exhibit).empty:
            continue
        printed = study.published(exhibit.exhibit).set_index(["row", "column"])["printed"]
        for cell in comparisons[exhibit.exhibit].unexplained:
            source = printed.get((cell.row, cell.column), "")
            known = {"exhibit": exhibit.exhibit, "row": cell.row, "field": cell.column}
            known |= {"kind": DIFFERING if source or cell.text else LACKING}
            known |= {"source_reading": source, "reading_used": cell.text}
            notes.append({name: known.get(name, "") for name in columns})
    return notes


def write_forms(study: Study, folder: Path, comparisons: Mapping[str, Comparison]) -> list[Path]:
    """Write a form for each exhibit of which nothing is published, and for notes that lack.

    The comparisons are those that the chapters make of each exhibit. A form that somebody
    has begun to fill is left as it is.

    Returns
    -------
    list of Path
        What was written.
    """
    written = []
    for name, columns, rows in _list_forms(study, comparisons):
        path = folder / name
        if path.parent != folder and path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        # Spreadsheet programs know by the mark at the beginning that this is UTF-8.
        path.write_text(_format(columns, rows), encoding="utf-8-sig", newline="\n")
        written.append(path)
    if written:
        (folder / GUIDE).write_text(WORDS, encoding="utf-8", newline="\n")
        written.append(folder / GUIDE)
    return written


def _list_forms(
    study: Study, comparisons: Mapping[str, Comparison]
) -> Iterator[tuple[str, list[str], list[Mapping[str, str]]]]:
    """Yield name, columns and rows of each form."""
    for exhibit in study.exhibits:
        if exhibit.kind != CLAIMS and study.published(exhibit.exhibit).empty:
            yield (
                f"published/{exhibit.exhibit}.csv",
                list(COLUMNS),
                build_form(study, comparisons[exhibit.exhibit]),
            )
    claims = study.tables.get("published_claims")
    if claims is not None and study.frame("published_claims").empty:
        yield "published/claims.csv", [field["name"] for field in claims.fields], []
    notes = build_notes(study, comparisons) if "editorial_notes" in study.tables else []
    if notes:
        yield NOTES, list(notes[0]), notes


def _format(columns: list[str], rows: list[Mapping[str, str]]) -> str:
    """Return rows as CSV."""
    target = io.StringIO()
    writer = csv.DictWriter(target, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue()

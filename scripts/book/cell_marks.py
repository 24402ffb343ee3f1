"""The marks in the cells of a table: of an editorial note, or else of the verdict on the cell."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import nbformat

from scripts.chapters.results import read_results
from scripts.display.exhibits import format_shown_table
from scripts.files import mime_types
from scripts.published.comparison import CLAIMS, Comparison
from scripts.study.study import Study
from scripts.tables.edition_tables import NOTES_PAGE, judge_cells, make_note_anchors
from scripts.tables.table import read_resource


def mark_chapters(chapters: Mapping[Path, nbformat.NotebookNode], root: Path, study: Study) -> None:
    """Put the marks of notes and verdicts into the tables that executed chapters show.

    The tables are written anew from their frames, in place.
    """
    named = {path.relative_to(root).as_posix(): chapter for path, chapter in chapters.items()}
    comparisons = read_results(named, study.settings).comparisons
    for chapter in chapters.values():
        for cell in chapter.cells:
            for output in cell.get("outputs", ()):
                resource = output.get("data", {}).get(mime_types.TABLE)
                comparison = comparisons.get(resource["name"]) if resource is not None else None
                # The list of claims has a column for its verdicts.
                if comparison is not None and comparison.exhibit.kind != CLAIMS:
                    marks = find_cell_marks(study, comparison)
                    html = format_shown_table(read_resource(resource), marks)
                    output["data"]["text/html"] = html


def find_cell_marks(study: Study, comparison: Comparison) -> dict[tuple[str, str], tuple[str, str]]:
    """Return kind and link of the mark of each cell: of its note, or else of its verdict.

    Captions and headings have a mark only where there is a note.
    """
    marks = {}
    exhibit = comparison.exhibit.exhibit
    if not study.published(exhibit).empty:
        for (row, column), (verdict, address) in judge_cells(comparison).items():
            if row not in ("caption", "heading") and column != "label":
                marks[row, column] = (f"verdict: {verdict}", address)
    notes = zip(study.editorial_notes.itertuples(), make_note_anchors(study), strict=True)
    for note, anchor in notes:
        if note.exhibit == exhibit:
            marks[note.row, note.field] = (note.kind, f"{NOTES_PAGE}#{anchor}")
    return marks

"""Forms for what a paper prints: each cell by its keys, to be filled by hand, and for notes."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import pandas as pd

from scripts.published.comparison import Comparison
from scripts.published.printed_cells import QUOTATIONS
from scripts.study.exhibit_rules import MISSING
from scripts.study.settings import CLAIMS, CLAIMS_TABLE
from scripts.study.study import Study

FOLDER, NOTES, GUIDE = "forms", "editorial_notes.csv", "READ_ME.txt"
COLUMNS = ["row", "column", "printed", "place"]


def build_form(study: Study, comparison: Comparison) -> list[dict[str, str]]:
    """Return for each cell of an exhibit its row, column, an empty ``printed``, and its place.

    A place is such as ``Participants, Years, Under 40, Members``.
    """
    settings, exhibit = study.settings, comparison.exhibit
    columns = {**study.groups["label"], **study.stages["label"], **study.theories["label"]}
    columns |= {QUOTATIONS: settings.quotations_label, **study.further_columns}
    columns |= {"caption": "", "label": ""}
    rows = dict(study.characteristics[["characteristic", "label"]].itertuples(index=False))
    rows |= {c.configuration: f"row {c.position}" for c in study.configurations.itertuples()}
    if exhibit.kind == "interviews":
        rows = columns
    form = []
    for cell in comparison.cells:
        block, _, level = cell.row.partition("/")
        words = (exhibit.label, rows.get(block, block), level)
        place = ", ".join(filter(None, (*words, columns.get(cell.column, cell.column))))
        form.append({"row": cell.row, "column": cell.column, "printed": "", "place": place})
    return form


def build_notes(study: Study, comparisons: Mapping[str, Comparison]) -> list[dict[str, str]]:
    """Return a row of ``editorial_notes.csv`` for each cell that differs and has no note.

    Reason, evidence and confidence are left to be written.
    """
    notes = []
    for exhibit in study.exhibits:
        if exhibit.kind == CLAIMS or study.published(exhibit.exhibit).empty:
            continue
        for cell in comparisons[exhibit.exhibit].unexplained:
            # A cell that neither the paper nor the data fill, or two readings that differ.
            known = {
                "exhibit": exhibit.exhibit,
                "row": cell.row,
                "field": cell.column,
                "kind": "differs" if cell.printed or cell.text else MISSING,
                "source_reading": cell.printed or "",
                "reading_used": cell.text,
            }
            notes.append(dict.fromkeys(study.editorial_notes, "") | known)
    return notes


def write_forms(study: Study, folder: Path, comparisons: Mapping[str, Comparison]) -> list[Path]:
    """Write a form for each exhibit of which nothing is published, and for missing notes.

    The comparisons are those that the chapters make of each exhibit. A form that somebody
    has begun to fill is left as it is. What was written is returned.
    """
    written = []
    for name, rows in _list_forms(study, comparisons).items():
        path = folder / name
        if name == NOTES or not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            # Spreadsheet programs know by the mark at the beginning that this is UTF-8.
            rows.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")
            written.append(path)
    if written:
        words = files("scripts.published").joinpath("forms_guide.txt").read_text("utf-8")
        (folder / GUIDE).write_text(words, encoding="utf-8", newline="\n")
        written.append(folder / GUIDE)
    return written


def _list_forms(study: Study, comparisons: Mapping[str, Comparison]) -> dict[str, pd.DataFrame]:
    """Return the rows of each form by its name."""
    forms = {}
    for exhibit in study.exhibits:
        if exhibit.kind != CLAIMS and study.published(exhibit.exhibit).empty:
            rows = build_form(study, comparisons[exhibit.exhibit])
            forms[f"published/{exhibit.exhibit}.csv"] = pd.DataFrame(rows, columns=COLUMNS)
    claims = study.frame(CLAIMS_TABLE)
    if claims.empty and CLAIMS_TABLE in study.tables:
        forms["published/claims.csv"] = claims
    notes = build_notes(study, comparisons) if "editorial_notes" in study.tables else []
    return forms | ({NOTES: pd.DataFrame(notes)} if notes else {})

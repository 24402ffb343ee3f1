"""The tables about the edition itself: notes, transcription, files, dictionary, codebook."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from scripts.analysis.crosslinks import OF_CONFIGURATIONS, link_page
from scripts.analysis.formatting import format_cell_name
from scripts.files.problems import quote
from scripts.study.study import Study
from scripts.tables.anchors import make_note_anchors
from scripts.tables.table import Table, build_table

# Columns of the notes that a study may have.
FURTHER = {"slip_of": "Whose slip", "answer": "The authors’ answer"}


def _has_words(frame: pd.DataFrame, column: str) -> bool:
    """Return whether any cell of a column is filled."""
    return column in frame and bool((frame[column] != "").any())


def build_notes_table(study: Study) -> Table:
    """Return all editorial notes, with the anchors that the marks in the exhibits lead to."""
    notes = study.editorial_notes.copy()
    labels = {exhibit.exhibit: exhibit.label for exhibit in study.settings.exhibits}
    titles = dict(study.configurations[["configuration", "title"]].itertuples(index=False))
    notes["cell"] = [
        f"{labels[n.exhibit]}: {format_cell_name(titles.get(n.row, n.row), n.field)}"
        for n in notes.itertuples()
    ]
    nothing = "(nothing)"
    for column in ("source_reading", "reading_used"):
        notes[column] = [quote(text, 400) if text else nothing for text in notes[column]]
    table = build_table(
        notes,
        "editorial_notes",
        "Editorial notes, one for each cell concerned",
        {
            "cell": "Cell",
            "kind": "Kind",
            "source_reading": "Printed",
            "reading_used": "This edition",
            "reason": "Reason",
            "evidence": "Evidence",
            "confidence": "Confidence",
            **{name: words for name, words in FURTHER.items() if _has_words(notes, name)},
        },
        anchors=make_note_anchors(study),
        is_wide=True,
    )
    kinds = {exhibit.exhibit: exhibit.kind for exhibit in study.settings.exhibits}
    names = set(study.configurations["configuration"])
    links = {
        (str(place), ""): link_page(note.row)
        for place, note in enumerate(notes.itertuples())
        if kinds[note.exhibit] in OF_CONFIGURATIONS and note.row in names
    }
    return replace(table, links=links)


def build_agreement_table(study: Study) -> Table:
    """Return how far two independent transcriptions agreed before correction."""
    frame = study.frame("transcription_agreement")
    frame = frame.reindex(columns=["exhibit", "field", "compared", "agreed", "remark"])
    labels = {exhibit.exhibit: exhibit.label for exhibit in study.settings.exhibits}
    frame["what"] = [f"{labels.get(r.exhibit, r.exhibit)}: {r.field}" for r in frame.itertuples()]
    return build_table(
        frame,
        "transcription_agreement",
        "Agreement of the two transcriptions before correction",
        {"what": "What", "compared": "Compared", "agreed": "Agreed", "remark": "Remark"},
        numbers=("compared", "agreed"),
    )


def build_files_table(study: Study) -> Table:
    """Return the files of the data package with what one row of each is."""
    entries = [study.tables[name] for name in study.sheets]
    frame = pd.DataFrame(
        {
            "path": [t.path for t in entries],
            "rows": [len(study.frame(t.name)) for t in entries],
            "description": [t.description for t in entries],
        }
    )
    labels = {"path": "File", "rows": "Rows", "description": "Contents"}
    caption = "Files of the data package"
    return build_table(frame, "data_files", caption, labels, numbers=("rows",), is_wide=True)


def build_dictionary_table(study: Study) -> Table:
    """Return the columns of every file: type, whether required, legal values, meaning."""
    rows = []
    for table in study.tables.values():
        for entry in table.fields:
            rules = entry.get("constraints", {})
            rows.append(
                {
                    "column": entry["name"],
                    "file": table.path,
                    "type": entry["type"] + (", required" if rules.get("required") else ""),
                    "allowed": ", ".join(map(str, rules.get("enum", ()))),
                    "description": entry.get("description", ""),
                }
            )
    labels = {"column": "Column", "file": "File", "type": "Type"}
    labels |= {"allowed": "Legal values", "description": "Meaning"}
    caption = "Columns of the data package"
    return build_table(pd.DataFrame(rows), "data_columns", caption, labels, is_wide=True)


def build_codebook_table(study: Study) -> Table:
    """Return the codebook with the number of configurations that each code is in."""
    frame = study.elements.copy()
    counts = study.codings.groupby("element")["configuration"].nunique()
    frame["configurations"] = [int(counts.get(element, 0)) for element in frame["element"]]
    short = {stage.stage: stage.short_label for stage in study.settings.stages}
    frame["stage"] = frame["stage"].map(short)
    labels = {"label": "Code", "stage": "Stage", "configurations": "Configurations"}
    labels |= {"theory": "Theory named", "definition": "Definition"}
    numbers = ("configurations",)
    return build_table(frame, "codebook", "The codebook", labels, numbers=numbers, is_wide=True)

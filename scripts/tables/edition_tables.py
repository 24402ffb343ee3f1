"""The tables in which an edition accounts for itself: notes, data, claims, verdicts, standards."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from scripts.analysis.crosslinks import OF_CONFIGURATIONS, link_page
from scripts.analysis.formatting import format_cell_name, format_number
from scripts.files.problems import quote
from scripts.published.comparison import VERDICT_ORDER, Comparison
from scripts.study.study import Study
from scripts.tables.table import Table, build_table, make_ids

# The pages of the notes and of the verdicts, seen from any chapter.
NOTES_PAGE, VERDICTS_PAGE = "editorial_notes.html", "verdicts.html"
# What stands beside an item that nobody has answered yet.
TO_DO = "to do"


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


def _list_filled(frame: pd.DataFrame, labels: dict[str, str]) -> dict[str, str]:
    """Return the labels of those columns that a frame has and that have a filled cell."""
    return {c: label for c, label in labels.items() if c in frame and (frame[c] != "").any()}


def build_notes_table(study: Study) -> Table:
    """Return all editorial notes, with the anchors that the marks in the exhibits lead to."""
    notes = study.editorial_notes.copy()
    exhibits = {exhibit.exhibit: exhibit for exhibit in study.settings.exhibits}
    titles = dict(study.configurations[["configuration", "title"]].itertuples(index=False))
    notes["cell"] = [
        f"{exhibits[n.exhibit].label}: {format_cell_name(titles.get(n.row, n.row), n.field)}"
        for n in notes.itertuples()
    ]
    for column in ("source_reading", "reading_used"):
        notes[column] = [quote(text, 400) if text else "(nothing)" for text in notes[column]]
    labels = {"cell": "Cell", "kind": "Kind", "source_reading": "Printed"}
    labels |= {"reading_used": "This edition", "reason": "Reason", "evidence": "Evidence"}
    labels |= {"confidence": "Confidence"}
    labels |= _list_filled(notes, {"slip_of": "Whose slip", "answer": "The authors’ answer"})
    caption = "Editorial notes, one for each cell concerned"
    links = {
        (str(place), ""): link_page(note.row)
        for place, note in enumerate(notes.itertuples())
        if exhibits[note.exhibit].kind in OF_CONFIGURATIONS and note.row in titles
    }
    anchors = make_note_anchors(study)
    about = {"anchors": anchors, "links": links, "is_wide": True}
    return build_table(notes, "editorial_notes", caption, labels, **about)


def build_agreement_table(study: Study) -> Table:
    """Return how far two independent transcriptions agreed before correction."""
    frame = study.frame("transcription_agreement")
    frame = frame.reindex(columns=["exhibit", "field", "compared", "agreed", "remark"])
    labels = {exhibit.exhibit: exhibit.label for exhibit in study.settings.exhibits}
    frame["what"] = [f"{labels.get(r.exhibit, r.exhibit)}: {r.field}" for r in frame.itertuples()]
    heads = {"what": "What", "compared": "Compared", "agreed": "Agreed", "remark": "Remark"}
    caption, numbers = (
        "Agreement of the two transcriptions before correction",
        ("compared", "agreed"),
    )
    return build_table(frame, "transcription_agreement", caption, heads, numbers=numbers)


def list_files(study: Study) -> pd.DataFrame:
    """Return the files of the data package: path, rows (int) and what one row of each is."""
    entries = [study.tables[name] for name in study.sheets]
    rows = [(entry.path, len(study.frame(entry.name)), entry.description) for entry in entries]
    return pd.DataFrame(rows, columns=["path", "rows", "description"])


def build_files_table(study: Study) -> Table:
    """Return the files of the data package with what one row of each is."""
    labels = {"path": "File", "rows": "Rows", "description": "Contents"}
    caption, about = "Files of the data package", {"numbers": ("rows",), "is_wide": True}
    return build_table(list_files(study), "data_files", caption, labels, **about)


def list_columns(study: Study) -> pd.DataFrame:
    """Return the columns of every file: type, whether required, legal values, meaning."""
    rows = []
    for table in study.tables.values():
        for entry in table.fields:
            rules = entry.get("constraints", {})
            kind = entry["type"] + (", required" if rules.get("required") else "")
            legal = ", ".join(map(str, rules.get("enum", ())))
            rows.append((entry["name"], table.path, kind, legal, entry.get("description", "")))
    return pd.DataFrame(rows, columns=["column", "file", "type", "allowed", "description"])


def build_dictionary_table(study: Study) -> Table:
    """Return the columns of every file as a table."""
    labels = {"column": "Column", "file": "File", "type": "Type"}
    labels |= {"allowed": "Legal values", "description": "Meaning"}
    caption = "Columns of the data package"
    return build_table(list_columns(study), "data_columns", caption, labels, is_wide=True)


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


def build_claims_table(comparison: Comparison) -> Table:
    """Return the claims of a section: claim, printed words, what came out, verdict, how.

    Parameters
    ----------
    comparison : Comparison
        From `scripts.published.claims.compare_claims`, of one section of the paper or of all.
    """
    values, exhibit = comparison.values, comparison.exhibit
    printed = [quote(words, 120) for words in values["printed"]]
    frame = values.assign(printed=printed).set_index("row")
    labels = {"part": "Claim, in our words", "printed": "Printed", "rebuilt": "Here"}
    labels |= {"verdict": "Verdict", "reason": "How, or why not"}
    labels |= _list_filled(frame, {"would_fail": "What would have failed it"})
    sections = list(dict.fromkeys(values["place"])) or ["no section"]
    if len(sections) == 1:
        key = "claims-" + "".join(c if c.isalnum() else "-" for c in sections[0].lower())
        caption = f"Claims of the section “{sections[0]}”"
    else:
        key, caption = "claims", f"{exhibit.label}. {exhibit.caption}"
        labels["place"] = "Section"
    links = {
        (name, "reason"): (("data", source, f"The data behind {name}"),)
        for name, source in frame["source"].items()
        if source
    }
    about = {"stub": "part", "links": links, "is_wide": True}
    anchors = tuple(f"claim-{name}" for name in frame.index)
    return build_table(frame, key, caption, labels, anchors=anchors, **about)


def build_counts_table(possible: Sequence[tuple[float, Sequence[int]]], forced: bool) -> Table:
    """Return printed percentages beside the counts that could give them.

    Parameters
    ----------
    possible : sequence of (float, sequence of int)
        A printed percentage and all counts that print as it.
    forced : bool
        Whether raising or lowering last digits to a total of 100 gives the printed ones.
    """
    rows = [(format_number(p, 1), ", ".join(map(str, counts)) or "none") for p, counts in possible]
    heads = {"printed": "Printed per cent", "counts": "Numbers of people that give it"}
    caption = (
        "Which numbers of people print as these percentages; the column "
        f"{'can' if forced else 'cannot'} be made by forcing the total to 100"
    )
    frame = pd.DataFrame(rows, columns=list(heads))
    return build_table(frame, "possible-counts", caption, heads, numbers=("counts",))


def build_verdicts_table(comparison: Comparison) -> Table:
    """Return the verdict on every cell of an exhibit; each row is where the cell's mark leads."""
    exhibit = comparison.exhibit
    anchors = make_verdict_anchors(exhibit.exhibit, comparison.values)
    rows = []
    for _, group in comparison.values.groupby(["row", "column"], sort=False):
        verdicts = group["verdict"]
        if len(group) > 1:
            verdicts = group["part"] + ": " + verdicts
        rows.append(
            {
                "cell": group["name"].iloc[0],
                "verdict": "; ".join(verdicts.unique()),
                "basis": ", ".join(group["basis"].unique()),
                "reason": " ".join(filter(None, group["reason"].unique())),
                "place": next(filter(None, group["place"]), ""),
            }
        )
    labels = {"cell": "Cell", "verdict": "Verdict", "basis": "Basis"}
    labels |= {"place": "Place in the paper", "reason": "Reason"}
    caption = f"{exhibit.label}: the verdict on every cell"
    # The first cell of each configuration leads to its page.
    places = {row: place for place, (row, _) in reversed(list(enumerate(anchors)))}
    links = {
        (str(place), ""): link_page(row)
        for row, place in places.items()
        if exhibit.kind in OF_CONFIGURATIONS and row not in ("caption", "heading")
    }
    frame, about = pd.DataFrame(rows), {"links": links, "is_wide": True}
    key, anchors = f"verdicts-{exhibit.exhibit}", tuple(anchors.values())
    return build_table(frame, key, caption, labels, anchors=anchors, **about)


def build_mutants_table(study: Study) -> Table:
    """Return how many changes of one datum were tried in each file, and what noticed them."""
    frame = study.frame("mutation_report")
    labels = {"file": "File", "tried": "Tried", "by_comparison": "By comparison"}
    labels |= {"by_gate": "By the gate", "by_stored_output": "By stored output"}
    labels |= {"undetectable": "Cannot be", "survived": "Not noticed"}
    caption = "Changes of one datum, and what noticed them"
    return build_table(frame, "mutation_report", caption, labels, numbers=tuple(labels)[1:])


def build_standards_table(study: Study) -> Table:
    """Return the items of the reporting standard with where they are answered."""
    frame = study.frame("reporting_standards").sort_values("item", ignore_index=True)
    frame["number"] = frame["item"].astype("str")
    frame["here"] = [
        (row.in_edition or TO_DO) + (":" if row.edition else "") for row in frame.itertuples()
    ]
    labels = {"number": "Item", "part": "Part", "topic": "Topic"}
    # A new evaluation has no paper in which an item could be answered.
    has_paper = "in_paper" in frame and (frame["in_paper"] != "").any()
    if has_paper:
        frame["there"] = [
            row.in_paper + (f": {row.paper}" if row.paper else "") for row in frame.itertuples()
        ]
        known = {"there": "Paper", "quotation": "In its words", "reason": "Why"}
        labels |= {name: words for name, words in known.items() if name in frame}
    labels["here"] = "This edition" if has_paper else "This book"
    labels |= _list_filled(frame, {"remark": "Remark"})
    links = {}
    for place, page in enumerate(frame["edition"]):
        if page:
            folder, _, name = page.rpartition("/")
            words = "first page" if name == "index" else name.replace("_", " ")
            address = f"{name}.html" if folder else f"../{name}.html"
            links[str(place), "here"] = ((words, address, words),)
    caption, about = "Items of the reporting standard", {"links": links, "is_wide": True}
    anchors = tuple(f"item-{number}" for number in frame["number"])
    return build_table(frame, "reporting_standards", caption, labels, anchors=anchors, **about)

"""The tables of the reproduction report: claims, verdicts on cells, reporting standards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from scripts.analysis.configurations import compute_theory_change, list_by_status
from scripts.analysis.crosslinks import OF_CONFIGURATIONS, link_page
from scripts.analysis.formatting import format_cell_name, format_number
from scripts.files.problems import quote
from scripts.published.comparison import Comparison
from scripts.study.study import Study
from scripts.tables.cell_marks import make_verdict_anchors
from scripts.tables.tables import PublicationTable, build_table

# What stands beside an item that nobody has answered yet.
TO_DO = "to do"


def build_claims_table(comparison: Comparison) -> PublicationTable:
    """Return the claims of a section: claim, printed words, what came out, verdict, how.

    Parameters
    ----------
    comparison : Comparison
        From `scripts.published.claims.compare_claims`, of one section of the paper or of all.
    """
    values = comparison.values
    sections = list(dict.fromkeys(values["place"])) or ["no section"]
    frame = values.assign(printed=[quote(words, 120) for words in values["printed"]])
    labels = {"part": "Claim, in our words", "printed": "Printed", "rebuilt": "Here"}
    labels |= {"verdict": "Verdict", "reason": "How, or why not"}
    identifier, caption = "claims", f"{comparison.exhibit.label}. {comparison.exhibit.caption}"
    if len(sections) == 1:
        identifier += "-" + "".join(c if c.isalnum() else "-" for c in sections[0].lower())
        caption = f"Claims of the section “{sections[0]}”"
    else:
        labels["place"] = "Section"
    keys = [f"claim-{name}" for name in values["row"]]
    table = build_table(frame, identifier, caption, labels, keys)
    links = {
        (key, "reason"): (("data", source),)
        for key, source in zip(keys, values["source"], strict=True)
        if source
    }
    return replace(table, wide=True, row_ids_are_final=True, links=links)


def build_counts_table(
    possible: Sequence[tuple[float, Sequence[int]]], forced: bool
) -> PublicationTable:
    """Return printed percentages beside the counts that could give them.

    Parameters
    ----------
    possible : sequence of (float, sequence of int)
        A printed percentage and all counts that print as it.
    forced : bool
        Whether raising or lowering last digits to a total of 100 gives the printed ones.
    """
    frame = pd.DataFrame(
        {
            "printed": [format_number(percent, 1) for percent, _ in possible],
            "counts": [", ".join(map(str, counts)) or "none" for _, counts in possible],
        }
    )
    made = "can" if forced else "cannot"
    return build_table(
        frame,
        "possible-counts",
        "Which numbers of people print as these percentages; the column "
        f"{made} be made by forcing the total to 100",
        {"printed": "Printed per cent", "counts": "Numbers of people that give it"},
        numbers=("counts",),
    )


def build_verdicts_table(comparison: Comparison) -> PublicationTable:
    """Return the verdict on every cell of an exhibit; each row is where the cell's mark leads."""
    exhibit = comparison.exhibit
    anchors = make_verdict_anchors(exhibit.exhibit, comparison.values)
    rows = []
    for (row, column), group in comparison.values.groupby(["row", "column"], sort=False):
        verdicts = dict.fromkeys(
            f"{v.part}: {v.verdict}" if len(group) > 1 else v.verdict for v in group.itertuples()
        )
        rows.append(
            {
                "cell": format_cell_name(row, column),
                "verdict": "; ".join(verdicts),
                "basis": ", ".join(dict.fromkeys(group["basis"])),
                "reason": " ".join(dict.fromkeys(filter(None, group["reason"]))),
                "place": next(filter(None, group["place"]), ""),
            }
        )
    labels = {"cell": "Cell", "verdict": "Verdict", "basis": "Basis"}
    labels |= {"place": "Place in the paper", "reason": "Reason"}
    caption = f"{exhibit.label}: the verdict on every cell"
    table = build_table(
        pd.DataFrame(rows), f"verdicts-{exhibit.exhibit}", caption, labels, list(anchors.values())
    )
    pages = {}
    if exhibit.kind in OF_CONFIGURATIONS:
        # The first cell of each configuration leads to its page.
        for (row, _), anchor in anchors.items():
            if row not in ("caption", "heading"):
                pages.setdefault(row, (anchor, link_page(row)))
    return replace(table, wide=True, row_ids_are_final=True, stub_links=dict(pages.values()))


def build_change_table(study: Study) -> PublicationTable:
    """Return the configurations of which it is known what became of them, by that."""
    frame = list_by_status(compute_theory_change(study))
    names = frame["configuration"].tolist()
    labels = {"position": "No.", "configuration": "Configuration"}
    labels |= {"valence": "Valence", "status": "Status"}
    if not frame["valence"].any():
        labels.pop("valence")
        frame = frame.drop(columns="valence")
    caption = "Configurations by what became of them"
    table = build_table(frame, "theory-change", caption, labels, names)
    return replace(table, stub_links={name: link_page(name) for name in names})


def build_mutants_table(study: Study) -> PublicationTable:
    """Return how many changes of one datum were tried in each file, and what noticed them."""
    frame = study.frame("mutation_report")
    labels = {"file": "File", "tried": "Tried", "by_comparison": "By comparison"}
    labels |= {"by_gate": "By the gate", "by_stored_output": "By stored output"}
    labels |= {"undetectable": "Cannot be", "survived": "Not noticed"}
    caption = "Changes of one datum, and what noticed them"
    return build_table(frame, "mutants", caption, labels, numbers=tuple(labels)[1:])


def build_standards_table(study: Study) -> PublicationTable:
    """Return the items of the reporting standard with where they are answered."""
    frame = study.frame("reporting_standards").sort_values("item", ignore_index=True)
    frame["number"] = frame["item"].astype("str")
    frame["here"] = [
        (row.in_edition or TO_DO) + (":" if row.edition else "") for row in frame.itertuples()
    ]
    labels = {"number": "Item", "part": "Part", "topic": "Topic"}
    # A new evaluation has no paper in which an item could be answered.
    if "in_paper" in frame and (frame["in_paper"] != "").any():
        frame["there"] = [
            row.in_paper + (f": {row.paper}" if row.paper else "") for row in frame.itertuples()
        ]
        labels["there"] = "Paper"
    labels["here"] = "This edition" if "there" in labels else "This book"
    if (frame["remark"] != "").any():
        labels["remark"] = "Remark"
    keys = [f"item-{number}" for number in frame["number"]]
    table = build_table(frame, "standards", "Items of the reporting standard", labels, keys)
    links = {
        (key, "here"): ((_name_page(page), _address(page)),)
        for key, page in zip(keys, frame["edition"], strict=True)
        if page
    }
    return replace(table, wide=True, row_ids_are_final=True, links=links)


def _name_page(page: str) -> str:
    """Return the name of a page as a reader would say it."""
    name = page.rpartition("/")[2].replace("_", " ")
    return "first page" if name == "index" else name


def _address(page: str) -> str:
    """Return the address of a page as seen from a chapter."""
    folder, _, name = page.rpartition("/")
    return f"{name}.html" if folder else f"../{name}.html"

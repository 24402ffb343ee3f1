"""The tables of the reproduction report: claims, verdicts on cells, reporting standards."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from scripts.analysis.crosslinks import OF_CONFIGURATIONS, link_page
from scripts.analysis.formatting import format_number
from scripts.files.problems import quote
from scripts.published.comparison import Comparison
from scripts.study.study import Study
from scripts.tables.anchors import make_verdict_anchors
from scripts.tables.table import Table, build_table

# What stands beside an item that nobody has answered yet.
TO_DO = "to do"


def build_claims_table(comparison: Comparison) -> Table:
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
    if "would_fail" in values and (values["would_fail"] != "").any():
        labels["would_fail"] = "What would have failed it"
    identifier, caption = "claims", f"{comparison.exhibit.label}. {comparison.exhibit.caption}"
    if len(sections) == 1:
        identifier += "-" + "".join(c if c.isalnum() else "-" for c in sections[0].lower())
        caption = f"Claims of the section “{sections[0]}”"
    else:
        labels["place"] = "Section"
    frame = frame.set_index("row")
    links = {
        (name, "reason"): (("data", source, f"The data behind {name}"),)
        for name, source in frame["source"].items()
        if source
    }
    anchors = tuple(f"claim-{name}" for name in frame.index)
    return build_table(
        frame,
        identifier,
        caption,
        labels,
        stub="part",
        links=links,
        anchors=anchors,
        is_wide=True,
    )


def build_counts_table(possible: Sequence[tuple[float, Sequence[int]]], forced: bool) -> Table:
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


def build_verdicts_table(comparison: Comparison) -> Table:
    """Return the verdict on every cell of an exhibit; each row is where the cell's mark leads."""
    exhibit = comparison.exhibit
    anchors = make_verdict_anchors(exhibit.exhibit, comparison.values)
    rows = []
    for _, group in comparison.values.groupby(["row", "column"], sort=False):
        verdicts = dict.fromkeys(
            f"{v.part}: {v.verdict}" if len(group) > 1 else v.verdict for v in group.itertuples()
        )
        rows.append(
            {
                "cell": group["name"].iloc[0],
                "verdict": "; ".join(verdicts),
                "basis": ", ".join(dict.fromkeys(group["basis"])),
                "reason": " ".join(dict.fromkeys(filter(None, group["reason"]))),
                "place": next(filter(None, group["place"]), ""),
            }
        )
    labels = {"cell": "Cell", "verdict": "Verdict", "basis": "Basis"}
    labels |= {"place": "Place in the paper", "reason": "Reason"}
    caption = f"{exhibit.label}: the verdict on every cell"
    links = {}
    if exhibit.kind in OF_CONFIGURATIONS:
        # The first cell of each configuration leads to its page.
        places = {row: place for place, (row, _) in reversed(list(enumerate(anchors)))}
        links = {
            (str(place), ""): link_page(row)
            for row, place in places.items()
            if row not in ("caption", "heading")
        }
    return build_table(
        pd.DataFrame(rows),
        f"verdicts-{exhibit.exhibit}",
        caption,
        labels,
        links=links,
        anchors=tuple(anchors.values()),
        is_wide=True,
    )


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
    if "in_paper" in frame and (frame["in_paper"] != "").any():
        frame["there"] = [
            row.in_paper + (f": {row.paper}" if row.paper else "") for row in frame.itertuples()
        ]
        labels["there"] = "Paper"
        known = {"quotation": "In its words", "reason": "Why"}
        labels |= {name: words for name, words in known.items() if name in frame}
    labels["here"] = "This edition" if "there" in labels else "This book"
    if (frame["remark"] != "").any():
        labels["remark"] = "Remark"
    links = {
        (str(place), "here"): ((_name_page(page), _address(page), _name_page(page)),)
        for place, page in enumerate(frame["edition"])
        if page
    }
    return build_table(
        frame,
        "reporting_standards",
        "Items of the reporting standard",
        labels,
        links=links,
        anchors=tuple(f"item-{number}" for number in frame["number"]),
        is_wide=True,
    )


def _name_page(page: str) -> str:
    """Return the name of a page as a reader would say it."""
    name = page.rpartition("/")[2].replace("_", " ")
    return "first page" if name == "index" else name


def _address(page: str) -> str:
    """Return the address of a page as seen from a chapter."""
    folder, _, name = page.rpartition("/")
    return f"{name}.html" if folder else f"../{name}.html"

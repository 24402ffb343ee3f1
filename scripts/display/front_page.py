"""What a reader meets first: one act with two outcomes, the findings, and how to cite."""

from collections.abc import Mapping
from pathlib import PurePosixPath

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from scripts.analysis.crosslinks import address_configuration
from scripts.analysis.formatting import format_speaker
from scripts.chapters.results import Results
from scripts.diagrams.drawing import draw_overview
from scripts.diagrams.figures import MOST_CONFIGURATIONS
from scripts.display.citations import format_bibtex, format_reference, list_works
from scripts.look.markup import render
from scripts.study.study import Study

# From the first page to a row of the explorer.
EXPLORER = "chapters/explorer.html#explore-"
HEADS = {"positive": "What helps", "negative": "What can hurt"}


def _name_case(row: pd.Series) -> dict[str, str]:
    """Return the title of a configuration, by default its name, and its page from the first one."""
    title, name = row.get("title"), row["configuration"]
    return {
        "title": title if isinstance(title, str) and title else name.replace("-", " "),
        "address": address_configuration(name).removeprefix("../"),
    }


def _rank_valences(study: Study) -> dict[str, int]:
    """Return the place of each valence, by which it is marked everywhere."""
    return {name: rank for rank, name in enumerate(study.configurations["valence"].unique())}


def show_fork(steps: pd.DataFrame, study: Study, caption: str) -> HTML:
    """Show what configurations have in common, and where they part: one act, several outcomes.

    For a page at the root of the book. Of no steps nothing is shown.

    Parameters
    ----------
    steps : pandas.DataFrame
        One row for each element of each of the configurations: configuration, valence, stage,
        element, label, and title if they have titles.
    study : Study
        For the order and the names of the stages.
    caption : str
        What the picture shows.
    """
    if steps.empty:
        return HTML("")
    ranks = {stage: rank for rank, stage in enumerate(study.stages.index)}
    names = study.stages["short_label"]
    steps = steps.assign(rank=steps["stage"].map(ranks)).sort_values("rank", kind="stable")
    count = steps["configuration"].nunique()
    is_shared = steps.groupby(["stage", "element"])["configuration"].transform("nunique") == count

    def list_boxes(rows: pd.DataFrame) -> list[dict[str, object]]:
        return [
            {"rank": ranks[stage], "stage": names[stage], "labels": list(own["label"])}
            for stage, own in rows.groupby("stage", sort=False)
        ]

    valences = _rank_valences(study)
    ways = []
    for _, own in steps.groupby("configuration", sort=False):
        valence = own["valence"].iloc[0]
        way = {"rank": valences[valence], "valence": valence, **_name_case(own.iloc[0])}
        ways.append(way | {"boxes": list_boxes(own[~is_shared.loc[own.index]])})
    trunk = list_boxes(steps[is_shared].drop_duplicates("element"))
    return HTML(render("display/fork.html", trunk=trunk, ways=ways, caption=caption))


def show_findings(
    findings: pd.DataFrame, study: Study, heads: Mapping[str, str] = HEADS, most: int = 4
) -> HTML:
    """Show what was found, one column for each valence: a title, a quotation, the evidence.

    For a page at the root of the book.

    Parameters
    ----------
    findings : pandas.DataFrame
        One row for each configuration, those to be shown first before others: configuration,
        valence, title, and the quotation (text, speaker, speaker_group), if it has one.
    study : Study
        For the marks of the groups.
    heads : mapping of str to str
        The heading of each valence; without one its own name.
    most : int
        How many of a valence are shown with a quotation; the others are named.
    """
    codes = {group.group: group.code for group in study.settings.groups}

    def describe(row: pd.Series) -> dict[str, str]:
        entry = _name_case(row) | {"evidence": f"{EXPLORER}{row['configuration']}", "text": ""}
        if not pd.isna(row["text"]):
            entry["text"] = f"‘{row['text']}’"
            entry["speaker"] = format_speaker(row["speaker"], codes.get(row["speaker_group"], ""))
        return entry

    sides = []
    for valence, rank in _rank_valences(study).items():
        own = [describe(row) for _, row in findings[findings["valence"] == valence].iterrows()]
        if own:
            head = heads.get(valence) or valence.capitalize() or "What happens"
            side = {"rank": rank, "valence": valence, "head": head}
            sides.append(side | {"findings": own[:most], "others": own[most:]})
    return HTML(render("display/findings.html", sides=sides))


def show_overviews(study: Study, results: Results) -> HTML:
    """Return every figure that is a change model, small, each leading to the large one.

    For a page at the root of the book, from what the chapters have drawn. Of a figure in several
    pictures there is the link alone.
    """
    figures = []
    for exhibit in study.settings.exhibits:
        if exhibit.kind != "diagram":
            continue
        identifier = f"overview-{exhibit.exhibit.replace('_', '-')}"
        address = PurePosixPath(exhibit.chapter).with_suffix(".html").as_posix()
        model, svg = results.diagrams.get(exhibit.exhibit), ""
        if model is not None and len(model.numbers) <= MOST_CONFIGURATIONS:
            svg = draw_overview(model, identifier, f"{exhibit.label} at a glance")
        figures.append((exhibit, address, Markup(svg)))
    return HTML(render("display/overviews.html", figures=figures))


def show_how_to_cite(study: Study) -> HTML:
    """Return the references to the evaluation and to this edition, to be copied."""
    works = [
        (when, work, format_reference(work), format_bibtex(work))
        for when, work in list_works(study)
    ]
    return HTML(render("display/citations.html", works=works))

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


def _address_page(configuration: str) -> str:
    """Return the address of a configuration's page, seen from the first page."""
    return address_configuration(configuration).removeprefix("../")


def _rank_valences(study: Study) -> dict[str, int]:
    """Return the place of each valence, by which it is marked everywhere."""
    return {name: rank for rank, name in enumerate(study.configurations["valence"].unique())}


def show_fork(steps: pd.DataFrame, study: Study, caption: str) -> HTML:
    """Show what configurations have in common, and where they part: one act, several outcomes.

    For a page at the root of the book. Of no steps nothing is shown.

    Parameters
    ----------
    steps : pandas.DataFrame
        One row for each element of each of the configurations: configuration, title, valence,
        stage, element and label.
    study : Study
        For the order and the names of the stages.
    caption : str
        What the picture shows.
    """
    if steps.empty:
        return HTML("")
    holders = steps.groupby(["stage", "element"])["configuration"].transform("nunique")
    steps = steps.assign(
        rank=steps["stage"].map(study.stages.index.get_loc),
        head=steps["stage"].map(study.stages["short_label"]),
        is_shared=holders == steps["configuration"].nunique(),
    ).sort_values("rank", kind="stable")
    trunk = steps[steps["is_shared"]].drop_duplicates("element")
    ways = steps.groupby("configuration", sort=False)
    html = render(
        "display/fork.html",
        trunk=trunk.to_dict("records"),
        ways=[way.to_dict("records") for _, way in ways],
        ranks=_rank_valences(study),
        address=_address_page,
        caption=caption,
    )
    return HTML(html)


def show_findings(
    findings: pd.DataFrame, study: Study, heads: Mapping[str, str] = HEADS, most: int = 4
) -> HTML:
    """Show what was found, one column for each valence: a title, a quotation, the evidence.

    For a page at the root of the book.

    Parameters
    ----------
    findings : pandas.DataFrame
        One row for each configuration, those to be shown first before others: configuration,
        title, valence, and the quotation (text, speaker, speaker_group), if it has one.
    study : Study
        For the marks of the groups.
    heads : mapping of str to str
        The heading of each valence; without one its own name.
    most : int
        How many of a valence are shown with a quotation; the others are named.
    """
    codes = {group.group: group.code for group in study.settings.groups}
    sides = []
    for valence, rank in _rank_valences(study).items():
        head = heads.get(valence) or valence.capitalize() or "What happens"
        own = findings[findings["valence"] == valence].to_dict("records")
        sides += [(rank, valence, head, own[:most], own[most:])] if own else []
    html = render(
        "display/findings.html",
        sides=sides,
        address=_address_page,
        explorer=EXPLORER,
        speaker=lambda row: format_speaker(row["speaker"], codes.get(row["speaker_group"], "")),
    )
    return HTML(html)


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
    works = list_works(study)
    html = render(
        "display/citations.html", works=works, reference=format_reference, bibtex=format_bibtex
    )
    return HTML(html)

"""The figure of some configurations: one picture, or several where one would be too tall.

By which rule it was split the reader is told.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from scripts.analysis.change_models import ChangeModel, build_diagram, select_part
from scripts.analysis.configurations import select_configurations
from scripts.analysis.crosslinks import find_page
from scripts.diagrams.layout import WIDTH, Layout, layout_diagram, measure_height
from scripts.diagrams.marks import NO_MARKS, Marks, read_marks
from scripts.study.settings import Stage
from scripts.study.study import Study
from scripts.tables.table import make_ids, name_table

# A change model of more parts is read on its page and in the explorer, not on paper: files for
# each part, in each shape and format, would take longer than all the rest of a book.
MOST_PARTS = 24
# As many as can be followed by eye in one picture, however low it is.
MOST_CONFIGURATIONS = 24
# How many elements the title of a part names before it counts the rest.
NAMED = 2

# Configurations that are kept together, behind the labels of what they share.
Group = tuple[tuple[str, ...], tuple[str, ...]]


class Paper(NamedTuple):
    """The space that a figure gets on a page: width and greatest height in millimetres."""

    name: str
    width: float
    height: float


# Drawing units of a millimetre with the smallest text, that of a column of 170 mm.
UNITS = WIDTH / 170
# The type area of a journal's page, and A4 on its side with margins of 10 mm.
PAPERS = {"column": Paper("upright", 170, 250), "landscape": Paper("on its side", 277, 190)}


class Picture(NamedTuple):
    """One picture of a figure: its id or file name, accessible name, and where everything stands.

    `part` says what its configurations share; it is empty where the picture is the whole.
    """

    identifier: str
    title: str
    part: str
    layout: Layout


def build_figure(
    boxes: pd.DataFrame,
    links: pd.DataFrame,
    study: Study,
    identifier: str,
    title: str,
    marked: Collection[str] = (),
    paper: Paper | None = None,
) -> tuple[ChangeModel, list[Picture], str]:
    """Return a diagram of any number of configurations, for a page of the book or for paper.

    That is all that is drawn; the one picture of it, or several where one would be taller than
    its paper; and the rule by which it was split, for the reader. Each configuration is in
    exactly one picture.

    On a page of the book a picture is no taller than in the column of a journal's page: so it
    takes no more than one and a half windows of a screen, and the parts are the same in both.
    Only there conjectures are drawn, which a reader can ask for. `boxes`, `links` and `marked`
    are as for `show_diagram`; `identifier` is unique on its page, or the name of the file.
    """
    size = paper or PAPERS["column"]
    boxes = boxes.astype({"element": object, "label": object})
    boxes = boxes.fillna({"element": "", "label": study.settings.not_in_source})
    if paper is None:
        guesses = study.conjectures.set_index(["configuration", "stage"])["text"].to_dict()
        places = zip(boxes["configuration"], boxes["stage"], strict=True)
        boxes["conjecture"] = [guesses.get(place, "") for place in places]
    marks = read_marks(boxes, marked, study)
    whole = build_diagram(boxes, links, study.settings.stages)
    rule, parts = split_model(whole, size, marks)
    pictures = []
    for number, (part, model) in enumerate(parts, start=1):
        own, name = identifier, title
        if len(parts) > 1:
            own += f"-{number}" if paper else f"-part-{number}"
            name = f"{title.removesuffix('.')}. Part {number} of {len(parts)}: {part}"
        pictures.append(Picture(own, name, part, layout_for_paper(model, size, marks)))
    return whole, pictures, rule


def layout_for_paper(model: ChangeModel, paper: Paper, marks: Marks) -> Layout:
    """Return the layout whose text is largest while it stays on the paper.

    Text never gets smaller than 7 points: what does not fit even then is taller than
    the paper, and `split_model` is there to split it.
    """
    widest = paper.width * UNITS
    widths = np.arange(WIDTH, widest, WIDTH / 20).tolist()
    fitting = (width for width in widths if _fits(model, paper, marks, width))
    return layout_diagram(model, marks, next(fitting, widest))


def split_model(
    whole: ChangeModel, paper: Paper, marks: Marks = NO_MARKS
) -> tuple[str, list[tuple[str, ChangeModel]]]:
    """Return the parts in which a model is drawn, each with its title, and how it was split.

    No part is taller than its paper with the smallest text, or holds more than
    `MOST_CONFIGURATIONS`; each configuration is in exactly one. Configurations that share an
    element of one stage are kept together; the stage is the one that gives the fewest parts,
    among those the most even, and among those the ones with the fewest boxes in all.
    Neighbouring small groups share a picture while it stays low enough. A group that is too
    tall by itself is divided in the order of the tables, and only a single configuration can
    be taller than the limit. Title and rule are empty where there is one part only.
    """

    @cache
    def is_low(names: tuple[str, ...]) -> bool:
        if len(names) > MOST_CONFIGURATIONS:
            return False
        return _fits(select_part(whole, names), paper, marks, paper.width * UNITS)

    names = tuple(whole.numbers)
    if len(names) < 2 or is_low(names):
        return "", [("", whole)]
    found = []
    for place, stage in enumerate(whole.stages):
        groups = _pack(_group_by_stage(whole, stage.stage), is_low)
        parts = [(_title(labels), select_part(whole, own)) for labels, own in groups]
        sizes = [len(own) for _, own in groups]
        drawn = sum(len(model.boxes) for _, model in parts)
        found.append((len(parts), max(sizes) - min(sizes), drawn, place, parts))
    *_, place, parts = min(found, key=lambda item: item[:4])
    return _describe_split(whole.stages[place], len(names)), parts


def _group_by_stage(model: ChangeModel, stage: str) -> list[Group]:
    """Return configurations by the element of a stage that they share with most others.

    Groups stand in the order of their first configuration; those for which the source
    does not give the stage come last.
    """
    labels: dict[str, str] = {}
    elements: dict[str, list[str]] = {name: [] for name in model.numbers}
    for box in model.layer(stage):
        for element, label in zip(box.elements or ("",), box.labels, strict=True):
            labels.setdefault(element, label)
            for name in box.configurations:
                elements[name].append(element)
    shared = Counter(element for own in elements.values() for element in own)
    groups: dict[str, list[str]] = {}
    for name, own in elements.items():
        # Of elements that are shared equally often, the first one.
        chosen = max(filter(None, own), key=shared.__getitem__, default="")
        groups.setdefault(chosen, []).append(name)
    keys = sorted(groups, key=lambda key: not key)
    return [((labels.get(key, ""),), tuple(groups[key])) for key in keys]


def _pack(groups: Sequence[Group], is_low: Callable[[tuple[str, ...]], bool]) -> list[Group]:
    """Return groups joined in order to as few low pictures as can be, about equally large."""
    units = []
    for labels, names in groups:
        units += [(labels, names)] if is_low(names) else [(labels, (name,)) for name in names]
    count = sum(len(names) for _, names in units)
    fewest = len(_fill(units, is_low, count))
    # The smallest number of configurations to a picture that needs no more pictures.
    even = range(-(-count // fewest), count + 1)
    parts = (_fill(units, is_low, most) for most in even)
    return next(found for found in parts if len(found) == fewest)


def _fill(
    units: Sequence[Group], is_low: Callable[[tuple[str, ...]], bool], most: int
) -> list[Group]:
    """Return units joined while the picture stays low and holds `most` configurations."""
    parts: list[Group] = []
    for labels, names in units:
        before, joined = parts[-1] if parts else ((), ())
        if parts and len(joined + names) <= most and is_low(joined + names):
            parts[-1] = (tuple(dict.fromkeys(before + labels)), joined + names)
        else:
            parts.append((labels, names))
    return parts


def _title(labels: Sequence[str]) -> str:
    """Return what a part shows: the first labels, and how many more there are."""
    more = len(labels) - NAMED
    # To name one more takes no more room than to count it.
    if more < 2:
        return "; ".join(labels)
    return f"{'; '.join(labels[:NAMED])}; and {more} more"


def _describe_split(stage: Stage, count: int) -> str:
    """Return how the whole was split, in a sentence or two for the reader."""
    reason = "be taller than a page"
    if count > MOST_CONFIGURATIONS:
        reason = f"be too many to follow in one picture, which holds {MOST_CONFIGURATIONS} at most"
    return (
        f"All {count} configurations together would {reason}, so "
        f"they are split by {stage.short_label.lower()}: those that share one stand together. "
        "Of the stages this one gives the fewest and most even parts, with the fewest "
        "boxes that are drawn more than once."
    )


def _fits(model: ChangeModel, paper: Paper, marks: Marks, width: float) -> bool:
    """Return whether a drawing is low enough for the paper when it is laid out in this width."""
    height = measure_height(model, marks, width)
    return height * paper.width / width <= paper.height


def find_rows(study: Study) -> dict[str, str]:
    """Return the address of each configuration's row in the first table that shows it."""
    rows: dict[str, str] = {}
    for exhibit in study.settings.exhibits:
        if exhibit.kind == "configurations":
            names = tuple(select_configurations(study, exhibit.show)["configuration"])
            page, ids = find_page(exhibit), make_ids(f"{name_table(exhibit.exhibit)}_", names)
            for name, anchor in zip(names, ids, strict=True):
                rows.setdefault(name, f"{page}#{anchor}")
    return rows

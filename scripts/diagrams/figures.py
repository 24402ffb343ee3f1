"""The figure of some configurations: one picture, or several where one would be too tall."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scripts.analysis.change_models import ChangeModel, build_diagram
from scripts.analysis.configurations import select_configurations
from scripts.analysis.crosslinks import find_page
from scripts.diagrams.layout import WIDTH, Layout, layout_diagram, measure_height
from scripts.diagrams.marks import Marks, read_marks
from scripts.diagrams.splitting import split_model
from scripts.study.settings import Stage
from scripts.study.study import Study
from scripts.tables.table import make_ids, name_table

# A change model of more parts is read on its page and in the explorer, not on paper: files for
# each part, in each shape and format, would take longer than all the rest of a book.
MOST_PARTS = 24


@dataclass(frozen=True)
class Paper:
    """The space that a figure gets on a page: width and greatest height in millimetres."""

    name: str
    width: float
    height: float


# Drawing units of a millimetre with the smallest text, that of a column of 170 mm.
UNITS = WIDTH / 170
# The type area of a journal's page, and A4 on its side with margins of 10 mm.
PAPERS = {"column": Paper("upright", 170, 250), "landscape": Paper("on its side", 277, 190)}


@dataclass(frozen=True)
class Picture:
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
    stages, size = study.settings.stages, paper or PAPERS["column"]
    boxes = boxes.astype({"element": object, "label": object})
    boxes = boxes.fillna({"element": "", "label": study.settings.not_in_source})
    if paper is None:
        guesses = study.conjectures.set_index(["configuration", "stage"])["text"].to_dict()
        places = zip(boxes["configuration"], boxes["stage"], strict=True)
        boxes["conjecture"] = [guesses.get(place, "") for place in places]
    marks = read_marks(boxes, marked, study)
    whole = build_diagram(boxes, links, stages)
    rule, parts = split_model(whole, stages, size.height * UNITS, marks, size.width * UNITS)
    pictures = []
    for number, (part, model) in enumerate(parts, start=1):
        own, name = identifier, title
        if len(parts) > 1:
            own += f"-{number}" if paper else f"-part-{number}"
            name = f"{title.removesuffix('.')}. Part {number} of {len(parts)}: {part}"
        pictures.append(Picture(own, name, part, layout_for_paper(model, stages, size, marks)))
    return whole, pictures, rule


def layout_for_paper(
    model: ChangeModel, stages: Sequence[Stage], paper: Paper, marks: Marks
) -> Layout:
    """Return the layout whose text is largest while it stays on the paper.

    Text never gets smaller than 7 points: what does not fit even then is taller than
    the paper, and `scripts.diagrams.splitting.split_model` is there to split it.
    """
    widest = paper.width * UNITS

    def fits(width: float) -> bool:
        height = measure_height(model, stages, marks, width)
        return height * paper.width / width <= paper.height

    widths = filter(fits, np.arange(WIDTH, widest, WIDTH / 20).tolist())
    return layout_diagram(model, stages, marks, next(widths, widest))


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

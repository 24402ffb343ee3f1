"""The figure of some configurations: one picture, or several where one would be too tall."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from scripts.analysis.change_models import ChangeModel, build_diagram
from scripts.diagrams.change_models import find_rows
from scripts.diagrams.layout import Layout, layout_diagram, measure_legend
from scripts.diagrams.marks import Marks, read_marks
from scripts.diagrams.splitting import MOST_HEIGHT, ModelPart, split_diagram
from scripts.study.study import Study


@dataclass(frozen=True)
class Picture:
    """One picture of a figure: what it shows, and where everything stands."""

    identifier: str
    title: str
    part: ModelPart
    model: ChangeModel
    layout: Layout


@dataclass(frozen=True)
class ModelFigure:
    """A diagram in one picture, or in several where one would be taller than a page.

    Attributes
    ----------
    study : Study
        What it is of.
    identifier : str
        Id of the whole on its page.
    label, title : str
        What an exhibit is called, empty where it is none; and what it shows.
    marks : Marks
        What is marked of each configuration.
    rows : mapping of str to str
        Where each configuration's row of a table stands.
    whole : ChangeModel
        All that is drawn.
    pictures : tuple of Picture
        Each configuration is in exactly one of them.
    """

    study: Study
    identifier: str
    label: str
    title: str
    marks: Marks
    rows: Mapping[str, str]
    whole: ChangeModel
    pictures: tuple[Picture, ...]


def build_model_figure(
    boxes: pd.DataFrame,
    links: pd.DataFrame,
    study: Study,
    identifier: str,
    title: str,
    *,
    label: str = "",
    marked: Collection[str] = (),
) -> ModelFigure:
    """Return the figure of any number of configurations.

    A picture is never taller than 250 mm at a width of 170 mm, the type area of a
    journal's page: so it can be printed without shrinking its text, on a screen it takes
    no more than one and a half windows, and the parts are the same in both. What is
    taller is split by `scripts.diagrams.splitting.split_diagram`, and the reader is told how.

    Parameters
    ----------
    boxes, links, study, marked
        As for `show_diagram`.
    identifier : str
        Unique on its page.
    title : str
        Accessible name, and with its `label` the caption.
    label : str
        What an exhibit is called; stands before the title in the caption.
    """
    stages = study.settings.stages
    boxes = fill_gaps(boxes, study)
    guesses = {(row.configuration, row.stage): row.text for row in study.conjectures.itertuples()}
    places = zip(boxes["configuration"], boxes["stage"], strict=True)
    boxes["conjecture"] = [guesses.get(place, "") for place in places]
    marks = read_marks(boxes, marked, study)
    whole = build_diagram(boxes, links, stages)
    legend = measure_legend(marks, whole.numbers)
    parts = split_diagram(boxes, links, stages, MOST_HEIGHT - legend)
    pictures = []
    for number, part in enumerate(parts, start=1):
        model = whole if len(parts) == 1 else build_diagram(part.boxes, part.links, stages)
        layout = layout_diagram(model, stages, marks)
        own, name = identifier, title
        if len(parts) > 1:
            own = f"{identifier}-part-{number}"
            name = f"{title.removesuffix('.')}. Part {number} of {len(parts)}: {part.title}"
        pictures.append(Picture(own, name, part, model, layout))
    return ModelFigure(
        study, identifier, label, title, marks, find_rows(study), whole, tuple(pictures)
    )


def fill_gaps(boxes: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return boxes with what the source does not give as blank, however the frame says it."""
    boxes = boxes.astype({"element": object, "label": object})
    return boxes.fillna({"element": "", "label": study.settings.not_in_source})

"""A change model as a chapter shows it: one picture or several, each in words as well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

import pandas as pd
from IPython.display import HTML

from scripts.configurations import ChangeModel, build_change_model
from scripts.crosslinks import find_pages
from scripts.diagrams import draw_layout, find_rows
from scripts.direction import mark_direction
from scripts.display import show_figure, show_outline, show_text
from scripts.layout import Layout
from scripts.marks import Marks, find_marks
from scripts.sentences import (
    LEVELS_TOLD,
    Entry,
    build_outline,
    build_sentences,
    describe_crossings,
)
from scripts.sides import layout_marked_model, measure_legend
from scripts.splitting import MOST_HEIGHT, ModelPart, split_change_model
from scripts.study import Study


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
    """A change model in one picture, or in several where one would be taller than a page.

    Attributes
    ----------
    study : Study
        What it is of.
    identifier : str
        Id of the whole on its page.
    label : str
        What an exhibit is called; empty where it is none.
    marks : Marks
        What is marked of each configuration.
    rows : mapping of str to str
        Where each configuration's row of a table stands.
    pictures : tuple of Picture
        Each configuration is in exactly one of them.
    """

    study: Study
    identifier: str
    label: str
    marks: Marks
    rows: Mapping[str, str]
    pictures: tuple[Picture, ...]


def build_model_figure(
    study: Study,
    configurations: pd.DataFrame,
    identifier: str,
    title: str,
    *,
    label: str = "",
    status: bool = False,
    delivery: bool = False,
    valence: bool = False,
) -> ModelFigure:
    """Return the figure of any number of configurations.

    A picture is never taller than 250 mm at a width of 170 mm, the type area of a
    journal's page: so it can be printed without shrinking its text, on a screen it takes
    no more than one and a half windows, and the parts are the same in both. What is
    taller is split by `scripts.splitting.split_change_model`, and the reader is told how.

    Parameters
    ----------
    study : Study
        The study.
    configurations : pandas.DataFrame
        Rows of the study's configurations.
    identifier : str
        Unique on its page.
    title : str
        Accessible name, and with its `label` the caption.
    label : str
        What an exhibit is called; stands before the title in the caption.
    status, delivery, valence : bool
        What is marked, as in `scripts.diagrams.draw_change_model`.
    """
    marks = find_marks(study, status=status, delivery=delivery, valence=valence)
    legend = measure_legend(marks, configurations["configuration"])
    parts = split_change_model(study, configurations, MOST_HEIGHT - legend)
    pictures = []
    for number, part in enumerate(parts, start=1):
        model = build_change_model(study, part.configurations)
        layout = layout_marked_model(model, study.settings.stages, marks)
        own, name = identifier, title
        if len(parts) > 1:
            own = f"{identifier}-part-{number}"
            name = f"{title.removesuffix('.')}. Part {number} of {len(parts)}: {part.title}"
        pictures.append(Picture(own, name, part, model, layout))
    return ModelFigure(study, identifier, label, marks, find_rows(study), tuple(pictures))


def show_model_figure(figure: ModelFigure) -> HTML:
    """Return all pictures of a figure, each with its caption and its number of crossings.

    Where there are several, the reader is told before them how they were split, and
    which configurations each holds.
    """
    shown = []
    for picture in figure.pictures:
        svg = draw_layout(
            figure.study,
            picture.model,
            picture.layout,
            figure.marks,
            picture.identifier,
            picture.title,
            figure.rows,
            figure.identifier,
        )
        title = f"{figure.label}. {picture.title}" if figure.label else picture.title
        told = f"{LEVELS_TOLD} " if any(box.level for box in picture.model.boxes) else ""
        caption = f"{title.rstrip('.')}. {told}{describe_crossings(picture.layout.crossings)}"
        shown.append(show_figure(svg, picture.identifier, caption).data)
    if len(shown) == 1:
        return HTML(shown[0])
    contents = "\n".join(
        f"<li{mark_direction(picture.part.title)}>"
        f'<a href="#{escape(picture.identifier, quote=True)}">'
        f"{escape(picture.part.title)}</a> ({_list_numbers(picture)})</li>"
        for picture in figure.pictures
    )
    rule = escape(figure.pictures[0].part.rule)
    name = escape(figure.identifier, quote=True)
    return HTML(
        f'<div class="edition-parts" id="{name}">\n<p>{rule}</p>\n<ol>\n{contents}\n</ol>\n'
        + "\n".join(shown)
        + "\n</div>"
    )


def show_model_outline(figure: ModelFigure, summary: str) -> HTML:
    """Return a figure as nested lists, one for each picture, that open under a summary.

    Where the boxes of the drawing lead to rows of the table, the numbers here lead to the
    pages of the configurations.
    """
    pages = find_pages(figure.study)
    entries = [
        build_outline(figure.study, picture.model, pages, figure.marks, picture.layout.crossings)
        for picture in figure.pictures
    ]
    if len(entries) == 1:
        return show_outline(entries[0], summary)
    parts = [
        Entry(f"Part {number}: {picture.part.title}", (), own)
        for number, (picture, own) in enumerate(zip(figure.pictures, entries, strict=True), 1)
    ]
    return show_outline(parts, summary)


def show_model_sentences(figure: ModelFigure, summary: str) -> HTML:
    """Return a sentence for each configuration of a figure, in order, under a summary."""
    rows = pd.concat([picture.part.configurations for picture in figure.pictures])
    rows = rows.sort_values("position", ignore_index=True)
    return show_text(build_sentences(figure.study, rows, figure.marks), summary)


def _list_numbers(picture: Picture) -> str:
    """Return the numbers of a picture's configurations in words."""
    numbers = [str(number) for number in picture.model.numbers.values()]
    return f"{'numbers' if len(numbers) != 1 else 'number'} {', '.join(numbers)}"

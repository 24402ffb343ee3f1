"""A diagram as a chapter shows it: one picture or several, each in words as well."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from html import escape

import pandas as pd
from IPython.display import HTML

from scripts.analysis.configurations import ChangeModel, build_diagram
from scripts.analysis.crosslinks import find_pages
from scripts.diagrams.diagrams import draw_layout, find_rows
from scripts.diagrams.layout import Layout
from scripts.diagrams.marks import Marks, read_marks
from scripts.diagrams.sentences import (
    LEVELS_TOLD,
    Entry,
    build_outline,
    build_sentences,
    describe_crossings,
)
from scripts.diagrams.sides import layout_marked_model, measure_legend
from scripts.diagrams.splitting import MOST_HEIGHT, ModelPart, split_diagram
from scripts.display.display import show_figure, show_outline, show_text
from scripts.look.direction import mark_direction
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
    label : str
        What an exhibit is called; empty where it is none.
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
    marks: Marks
    rows: Mapping[str, str]
    whole: ChangeModel
    pictures: tuple[Picture, ...]


def show_diagram(
    boxes: pd.DataFrame,
    links: pd.DataFrame,
    study: Study,
    key: str,
    title: str = "",
    marked: Collection[str] = (),
) -> HTML:
    """Show boxes and links as a diagram, with the same as a list and in sentences below it.

    Parameters
    ----------
    boxes, links : pandas.DataFrame
        What is drawn, as `scripts.analysis.configurations.build_diagram` takes it: one row of boxes
        for each element of each configuration (configuration, position, stage, element,
        label; if there is more to say: level, words, valence, delivery, status), and one row
        of links for each step from element to element (configuration, stage_from,
        element_from, stage_to, element_to). What has no row is not drawn and not told.
    study : Study
        For the stages, the captions, and where the boxes lead.
    key : str
        An exhibit of ``study.yml``; or the name of what is none, which then needs a title.
    title : str
        Accessible name and caption of what is no exhibit.
    marked : collection of str
        Which of the columns status, delivery and valence are marked on lines and numbers. If
        valence is, positive and negative are also kept apart.

    Examples
    --------
    With one row of `steps` for each configuration and stage, its text in `words`::

        boxes = steps.merge(study.codings, how="left", on=["configuration", "stage"])
        boxes = boxes.merge(study.elements, how="left", on=["element", "stage"])
        links = boxes.merge(boxes, on="configuration", suffixes=("_from", "_to"))
        links = links.query("order_to == order_from + 1")
        show_diagram(boxes, links, study, "the-figure")
    """
    exhibit = next((e for e in study.settings.exhibits if e.exhibit == key), None)
    figure = build_model_figure(
        boxes,
        links,
        study,
        key.replace("_", "-"),
        exhibit.caption if exhibit and not title else title,
        label=exhibit.label if exhibit else "",
        marked=marked,
    )
    noun = "figure" if len(figure.pictures) == 1 else "pictures"
    parts = [
        show_model_figure(figure),
        show_model_outline(figure, f"The {noun} as a list"),
        show_model_sentences(figure, f"The {noun} in sentences"),
    ]
    return HTML("\n".join(part.data for part in parts))


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
    # What the source does not give is blank, however the frame says it.
    boxes = boxes.astype({"element": object}).fillna({"element": ""})
    boxes = boxes.astype({"label": object}).fillna({"label": study.settings.not_in_source})
    marks = read_marks(boxes, marked, study)
    whole = build_diagram(boxes, links, stages)
    legend = measure_legend(marks, whole.numbers)
    parts = split_diagram(boxes, links, stages, MOST_HEIGHT - legend)
    pictures = []
    for number, part in enumerate(parts, start=1):
        model = whole if len(parts) == 1 else build_diagram(part.boxes, part.links, stages)
        layout = layout_marked_model(model, stages, marks)
        own, name = identifier, title
        if len(parts) > 1:
            own = f"{identifier}-part-{number}"
            name = f"{title.removesuffix('.')}. Part {number} of {len(parts)}: {part.title}"
        pictures.append(Picture(own, name, part, model, layout))
    return ModelFigure(study, identifier, label, marks, find_rows(study), whole, tuple(pictures))


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
    return show_text(build_sentences(figure.study, figure.whole, figure.marks), summary)


def _list_numbers(picture: Picture) -> str:
    """Return the numbers of a picture's configurations in words."""
    numbers = [str(number) for number in picture.model.numbers.values()]
    return f"{'numbers' if len(numbers) != 1 else 'number'} {', '.join(numbers)}"

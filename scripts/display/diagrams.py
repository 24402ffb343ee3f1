"""A diagram as a chapter shows it: one picture or several, each in words as well."""

from __future__ import annotations

from collections.abc import Collection
from itertools import repeat

import pandas as pd
from markupsafe import Markup

from scripts.analysis.change_models import BOX_COLUMNS, LINK_COLUMNS
from scripts.analysis.crosslinks import find_pages
from scripts.diagrams.cards import format_cards
from scripts.diagrams.change_models import draw_layout
from scripts.diagrams.model_figures import ModelFigure, Picture, build_model_figure
from scripts.diagrams.print_figures import draw_picture, list_pictures
from scripts.diagrams.sentences import (
    LEVELS_TOLD,
    Entry,
    build_outline,
    build_sentences,
    describe_meeting,
)
from scripts.display.exhibits import (
    Shown,
    format_downloads,
    format_figure,
    format_outline,
    format_sentences,
    is_recording,
)
from scripts.exports.downloads import FIGURE_FORMATS
from scripts.files import mime_types
from scripts.look.markup import render
from scripts.study.study import Study


def show_diagram(
    boxes: pd.DataFrame,
    links: pd.DataFrame,
    study: Study,
    key: str,
    title: str = "",
    marked: Collection[str] = (),
) -> Shown:
    """Show boxes and links as a diagram, with the same as a list and in sentences below it.

    Parameters
    ----------
    boxes, links : pandas.DataFrame
        What is drawn, as `scripts.analysis.change_models.build_diagram` takes it: one row of boxes
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
    if is_recording():
        return Shown("", title)
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
    name = f"{figure.label}. {figure.title}" if figure.label else figure.title
    pictures = list_pictures(boxes, links, study, key, name, marked)
    drawings = [
        {
            "key": picture.name,
            "caption": picture.title,
            "shape": picture.words,
            "svg": draw_picture(picture, study, marked),
        }
        for picture in pictures
    ]
    noun = "figure" if len(figure.pictures) == 1 else "pictures"
    parts = [
        format_pictures(figure),
        format_downloads([(d["key"], d["shape"]) for d in drawings], name, FIGURE_FORMATS),
        format_outline(_list_entries(figure), f"The {noun} as a list"),
        format_sentences(
            build_sentences(study, figure.whole, figure.marks), f"The {noun} in sentences"
        ),
    ]
    # What is drawn as rows, from which an overview is drawn.
    frames = {"boxes": boxes[list(BOX_COLUMNS)], "links": links[list(LINK_COLUMNS)]}
    rows = {name: frame.to_dict("records") for name, frame in frames.items()}
    form = {"drawings": drawings, "diagram": {"key": key, **rows}}
    return Shown("\n".join(parts), name, {mime_types.FIGURE: form})


def format_pictures(figure: ModelFigure) -> str:
    """Return all pictures of a figure, each with a caption that says where its paths meet.

    Where there are several, the reader is told before them how they were split, and
    which configurations each holds.
    """
    shown = []
    # Several pictures share the style sheet of the first.
    scopes = [f"#{figure.identifier}", *repeat("", len(figure.pictures) - 1)]
    scopes = scopes if figure.pictures[1:] else [None]
    for picture, scope in zip(figure.pictures, scopes, strict=True):
        svg = draw_layout(
            figure.study,
            picture.model,
            picture.layout,
            figure.marks,
            picture.identifier,
            picture.title,
            figure.rows,
            figure.identifier,
            scope=scope,
        )
        title = f"{figure.label}. {picture.title}" if figure.label else picture.title
        told = LEVELS_TOLD if any(box.level for box in picture.model.boxes) else ""
        sentences = (f"{title.rstrip('.')}.", describe_meeting(picture.model), told)
        caption = " ".join(filter(None, sentences))
        cards = format_cards(
            picture.identifier,
            picture.model,
            figure.study.settings.stages,
            figure.marks,
            figure.rows,
        )
        guesses = sum(bool(box.conjecture) for box in picture.model.boxes)
        shown.append(format_figure(svg, picture.identifier, caption, cards, guesses))
    if len(shown) == 1:
        return shown[0]
    return render(
        "display/pictures.html",
        name=figure.identifier,
        rule=figure.pictures[0].part.rule,
        contents=[(p.identifier, p.part.title, _list_numbers(p)) for p in figure.pictures],
        pictures=[Markup(html) for html in shown],
    )


def _list_entries(figure: ModelFigure) -> list[Entry]:
    """Return a figure as nested lists, one for each picture.

    Where the boxes of the drawing lead to rows of the table, the numbers here lead to the
    pages of the configurations.
    """
    pages = find_pages(figure.study)
    entries = [
        build_outline(figure.study, picture.model, pages, figure.marks)
        for picture in figure.pictures
    ]
    if len(entries) == 1:
        return entries[0]
    return [
        Entry(f"Part {number}: {picture.part.title}", (), own)
        for number, (picture, own) in enumerate(zip(figure.pictures, entries, strict=True), 1)
    ]


def _list_numbers(picture: Picture) -> str:
    """Return the numbers of a picture's configurations in words."""
    numbers = [str(number) for number in picture.model.numbers.values()]
    return f"{'numbers' if len(numbers) != 1 else 'number'} {', '.join(numbers)}"

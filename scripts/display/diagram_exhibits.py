"""A diagram as a chapter shows it: one picture or several, each in words as well."""

from collections.abc import Collection, Sequence

import pandas as pd
from markupsafe import Markup

from scripts.analysis.change_models import BOX_COLUMNS, LINK_COLUMNS
from scripts.chapters.results import find_recorder
from scripts.diagrams.drawing import draw_layout
from scripts.diagrams.figures import MOST_PARTS, PAPERS, Picture, build_figure, find_rows
from scripts.diagrams.marks import TITLES
from scripts.diagrams.sentences import (
    LEVELS_TOLD,
    build_sentences,
    describe_meeting,
    format_outline,
)
from scripts.display.exhibits import Shown, format_downloads, format_figure
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
    if find_recorder():
        return Shown("", title)
    exhibit = next((e for e in study.settings.exhibits if e.exhibit == key), None)
    title = title or (exhibit.caption if exhibit else "")
    label = exhibit.label if exhibit else ""
    name = f"{label}. {title}" if label else title
    identifier = key.replace("_", "-")
    whole, pictures, rule = build_figure(boxes, links, study, identifier, title, marked)
    marks = pictures[0].layout.marks
    drawings = print_diagram(boxes, links, study, key, name, marked)
    noun = "figure" if len(pictures) == 1 else "pictures"
    parts = [
        format_pictures(identifier, pictures, rule, study, label),
        format_downloads([(d["key"], d["shape"]) for d in drawings], name, FIGURE_FORMATS),
        format_outline(
            [(picture.part, picture.layout.model) for picture in pictures],
            marks,
            f"The {noun} as a list",
        ),
        render(
            "display/sentences.html",
            sentences=build_sentences(study, whole, marks),
            summary=f"The {noun} in sentences",
        ),
    ]
    # What is drawn as rows, from which an overview is drawn.
    frames = {"boxes": boxes[list(BOX_COLUMNS)], "links": links[list(LINK_COLUMNS)]}
    rows = {name: frame.to_dict("records") for name, frame in frames.items()}
    form = {"drawings": drawings, "diagram": {"key": key, **rows}}
    return Shown("\n".join(parts), name, {mime_types.FIGURE: form})


def print_diagram(
    boxes: pd.DataFrame,
    links: pd.DataFrame,
    study: Study,
    key: str,
    title: str,
    marked: Collection[str] = (),
) -> list[dict[str, str]]:
    """Return the drawings in which a diagram is printed, one or more for each shape of paper.

    There is none for a paper on which it would have more than `MOST_PARTS`.
    """
    drawings = []
    for shape, paper in PAPERS.items():
        _, pictures, _ = build_figure(boxes, links, study, f"{key}-{shape}", title, marked, paper)
        count = len(pictures)
        for number, picture in enumerate(pictures if count <= MOST_PARTS else (), start=1):
            own, name = picture.identifier, picture.title
            svg = draw_layout(study, picture.layout, own, name, millimetres=paper.width)
            words = f"{paper.name}, part {number} of {count}" if count > 1 else paper.name
            drawings.append({"key": own, "caption": name, "shape": words, "svg": svg})
    return drawings


def format_pictures(
    identifier: str, pictures: Sequence[Picture], rule: str, study: Study, label: str = ""
) -> str:
    """Return all pictures of a figure, each with a caption that says where its paths meet.

    Where there are several, the reader is told before them how they were split, and
    which configurations each holds.
    """
    shown, rows = [], find_rows(study)
    for picture in pictures:
        own, layout = picture.identifier, picture.layout
        svg = draw_layout(study, layout, own, picture.title, rows=rows, figure=identifier)
        title = f"{label}. {picture.title}" if label else picture.title
        told = LEVELS_TOLD if any(box.level for box in layout.model.boxes) else ""
        sentences = (f"{title.rstrip('.')}.", describe_meeting(layout.model), told)
        caption = " ".join(filter(None, sentences))
        # Stage below stage, where a screen has no room for the drawing.
        cards = render(
            "diagrams/cards.html", identifier=own, layout=layout, rows=rows, titles=TITLES
        )
        guesses = sum(bool(box.conjecture) for box in layout.model.boxes)
        shown.append(format_figure(svg, own, caption, cards, guesses))
    if len(shown) == 1:
        return shown[0]
    return render(
        "display/pictures.html",
        name=identifier,
        rule=rule,
        contents=[(p.identifier, p.part, p.layout.model.numbers.values()) for p in pictures],
        pictures=[Markup(html) for html in shown],
    )

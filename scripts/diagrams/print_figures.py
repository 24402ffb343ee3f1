"""Change models for print: the drawing of the page, in light colours, for each shape of paper."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from scripts.analysis.change_models import ChangeModel, build_diagram
from scripts.diagrams.change_models import draw_layout
from scripts.diagrams.layout import WIDTH, Layout, layout_diagram, measure_height, measure_legend
from scripts.diagrams.marks import NO_MARKS, Marks, read_marks
from scripts.diagrams.model_figures import fill_gaps
from scripts.diagrams.splitting import ModelPart, split_diagram
from scripts.study.settings import Stage
from scripts.study.study import Study

# A change model of more parts is read on its page and in the explorer, not on paper: files for
# each part, in each shape and format, would take longer than all the rest of a book.
MOST_PARTS = 24


@dataclass(frozen=True)
class Paper:
    """What a figure has of a page, in millimetres: its width and the height that it may have."""

    name: str
    width: float
    height: float

    @property
    def units(self) -> float:
        """The drawing units that it is wide with text as large as in a column of 170 mm."""
        return WIDTH * self.width / 170


# The type area of a journal's page, and A4 on its side with margins of 10 mm.
PAPERS = {"column": Paper("upright", 170, 250), "landscape": Paper("on its side", 277, 190)}


@dataclass(frozen=True)
class PrintPicture:
    """One picture for print: what it shows, on which paper, and which part of the whole it is.

    `name` is that of its files without suffix, and `shape` the key of its paper.
    """

    name: str
    title: str
    shape: str
    part: ModelPart
    number: int
    count: int

    @property
    def words(self) -> str:
        """What tells its files apart from those of the other pictures."""
        words = PAPERS[self.shape].name
        return f"{words}, part {self.number} of {self.count}" if self.count > 1 else words


def list_pictures(
    boxes: pd.DataFrame,
    links: pd.DataFrame,
    study: Study,
    key: str,
    title: str,
    marked: Collection[str] = (),
) -> list[PrintPicture]:
    """Return the pictures in which a diagram is printed, for each shape of paper, without ink.

    One where it fits; what is too tall is split, and the names are numbered, such as
    ``NAME-column`` or ``NAME-landscape-2``. There is none for a paper on which it would
    have more than `MOST_PARTS`. Parameters as for `scripts.display.diagrams.show_diagram`.
    """
    pictures = []
    boxes = fill_gaps(boxes, study)
    marks, stages = read_marks(boxes, marked, study), study.settings.stages
    for shape, paper in PAPERS.items():
        most = paper.height * paper.units / paper.width
        most -= measure_legend(marks, boxes["configuration"].unique(), paper.units)
        parts = split_diagram(boxes, links, stages, most, paper.units)
        for number, part in enumerate(parts if len(parts) <= MOST_PARTS else (), start=1):
            own = f"{key}-{shape}" + (f"-{number}" if len(parts) > 1 else "")
            name = ": ".join(text for text in (title, part.title) if text)
            pictures.append(PrintPicture(own, name, shape, part, number, len(parts)))
    return pictures


def draw_picture(picture: PrintPicture, study: Study, marked: Collection[str] = ()) -> str:
    """Return a picture as SVG that stands alone, as wide as its paper."""
    marks, paper = read_marks(picture.part.boxes, marked, study), PAPERS[picture.shape]
    model = build_diagram(picture.part.boxes, picture.part.links, study.settings.stages)
    layout = layout_for_paper(model, study.settings.stages, paper, marks)
    return draw_layout(
        study, model, layout, marks, picture.name, picture.title, millimetres=paper.width
    )


def layout_for_paper(
    model: ChangeModel, stages: Sequence[Stage], paper: Paper, marks: Marks = NO_MARKS
) -> Layout:
    """Return the layout whose text is largest while it stays on the paper.

    Text never gets smaller than 7 points: what does not fit even then is taller than
    the paper, and `scripts.diagrams.splitting.split_diagram` is there to split it.
    """
    width = min(WIDTH, paper.units)
    while width < paper.units:
        height = measure_height(model, stages, width)
        height += measure_legend(marks, model.numbers, width)
        if height * paper.width / width <= paper.height:
            break
        width = min(width + WIDTH / 20, paper.units)
    return layout_diagram(model, stages, marks, width)

"""Change models as files for print: PDF and PNG, and SVG that stands alone.

The same layout that a page shows, with the same marks and legend, drawn with matplotlib:
always in light colours, with real text, and with the same bytes each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.analysis.configurations import ChangeModel, build_diagram, list_boxes, list_links
from scripts.diagrams.book_figures import Subject
from scripts.diagrams.layout import WIDTH, Layout, measure_height
from scripts.diagrams.marks import Marks
from scripts.diagrams.print_drawing import draw_figure
from scripts.diagrams.sides import layout_marked_model, measure_legend
from scripts.diagrams.splitting import ModelPart, split_diagram
from scripts.look.plotting_style import use_style
from scripts.look.text_measure import FONT_SIZE
from scripts.study.settings import Stage
from scripts.study.study import Study

# Millimetres and points to inches.
MM, POINT = 1 / 25.4, 1 / 72
NO_MARKS = Marks()
SMALLEST_TEXT = 7.0
RESOLUTION = 300
# A change model of more parts is read on its page and in the explorer, not on paper: files for
# each part, in each shape and format, would take longer than all the rest of a book.
MOST_PARTS = 24
SUFFIXES = (".pdf", ".png", ".svg")
# What would differ from run to run, or name the machine, is left out.
METADATA = {
    ".pdf": {"Creator": None, "Producer": None, "CreationDate": None, "ModDate": None},
    ".png": {"Software": None},
    ".svg": {"Creator": None, "Date": None, "Format": None, "Type": None},
}
# The text of SVG is set by whoever opens it, who may not have the font that was measured;
# the others are no wider.
FONT = "font-family: 'DejaVu Sans';"
FALLBACK = "font-family: 'DejaVu Sans', Arial, sans-serif;"
# Only text that runs to the left ends at its place; it has to be known as such.
LEFTWARD, RIGHT_TO_LEFT = "text-anchor: end", "text-anchor: start; direction: rtl"
STYLE = {
    "font.family": "DejaVu Sans",
    "pdf.fonttype": 42,
    "svg.fonttype": "none",
    "svg.hashsalt": "edition",
    # A label with two dollar signs is a label, not a formula.
    "text.parse_math": False,
}


@dataclass(frozen=True)
class Page:
    """What a figure has of a page: its width and the height that it may have, in millimetres."""

    name: str
    width: float
    height: float


# The type area of a journal's page, and A4 on its side with margins of 10 mm.
COLUMN = Page("170 mm", 170, 250)
LANDSCAPE = Page("A4 landscape", 277, 190)
PAGES = {"column": COLUMN, "landscape": LANDSCAPE}


@dataclass(frozen=True)
class PrintPicture:
    """One picture for print: what it shows, on which page, and which part of the whole it is.

    `name` is that of its files without suffix, and `shape` the key of its page.
    """

    name: str
    title: str
    shape: str
    part: ModelPart
    number: int
    count: int

    @property
    def page(self) -> Page:
        """The page that it is laid out for."""
        return PAGES[self.shape]


def text_points(layout: Layout, page: Page) -> float:
    """Return the size of the text of a layout on a page, in points."""
    return FONT_SIZE * _scale(layout, page) * MM / POINT


def widest_layout(page: Page) -> float:
    """Return the drawing units that a page has with text as large as in a column of 170 mm."""
    return WIDTH * page.width / COLUMN.width


def layout_for_page(
    model: ChangeModel, stages: Sequence[Stage], page: Page, marks: Marks = NO_MARKS
) -> Layout:
    """Return the layout whose text is largest while it stays on the page.

    Text never gets smaller than 7 points: what does not fit even then is taller than
    the page, and `scripts.diagrams.splitting.split_diagram` is there to split it.
    """
    widest = widest_layout(page)
    width = min(WIDTH, widest)
    while width < widest:
        height = measure_height(model, stages, width)
        height += measure_legend(marks, model.numbers, width)
        if height * page.width / width <= page.height:
            break
        width = min(width + WIDTH / 20, widest)
    return layout_marked_model(model, stages, marks, width)


def write_figure(
    layout: Layout, path: Path, page: Page = COLUMN, title: str = "", marks: Marks = NO_MARKS
) -> Path:
    """Write a layout as PDF, PNG or SVG, by the suffix of its path, and return the path.

    The file is as wide as the page and as high as the figure needs.

    Parameters
    ----------
    layout : Layout
        From `layout_for_page`, or from `scripts.diagrams.sides.layout_marked_model`.
    path : Path
        Where to write; its folder is made if it is not there.
    page : Page
        Gives the width.
    title : str
        Written into the file's description of itself.
    marks : Marks
        What the layout marks of each configuration.

    Raises
    ------
    ValueError
        If the suffix is another, or text would be smaller than 7 points.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ValueError(f"{path.name}: a figure is written as {', '.join(SUFFIXES)}")
    points = text_points(layout, page)
    if points < SMALLEST_TEXT:
        raise ValueError(
            f"{path.name}: text of {points:.1f} points is smaller than {SMALLEST_TEXT:g}; "
            "lay the figure out for its page, or split it"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    metadata = METADATA[suffix] | ({"Title": title} if title else {})
    with use_style(STYLE):
        draw_figure(layout, marks, points / FONT_SIZE).savefig(
            path, dpi=RESOLUTION, metadata=metadata
        )
    if suffix == ".svg":
        text = path.read_text("utf-8")
        text = text.replace(FONT, FALLBACK).replace(LEFTWARD, RIGHT_TO_LEFT)
        path.write_text(text, "utf-8", newline="\n")
    return path


def list_pictures(study: Study, subject: Subject) -> list[PrintPicture]:
    """Return the pictures in which a change model is printed, for each page, without ink.

    What is too tall for a page is split, and the names are numbered, such as
    ``NAME-column`` or ``NAME-landscape-2``. There is none for a page on which it would
    have more than `MOST_PARTS`.
    """
    pictures = []
    marks, stages = subject.find_marks(study), study.settings.stages
    boxes = list_boxes(study, subject.configurations)
    links = list_links(boxes, stages)
    for name, page in PAGES.items():
        width = widest_layout(page)
        most = page.height * width / page.width
        most -= measure_legend(marks, subject.configurations["configuration"], width)
        parts = split_diagram(boxes, links, stages, most, width)
        for number, part in enumerate(parts if len(parts) <= MOST_PARTS else (), start=1):
            own = f"{subject.key}-{name}" + (f"-{number}" if len(parts) > 1 else "")
            title = ": ".join(text for text in (subject.title, part.title) if text)
            pictures.append(PrintPicture(own, title, name, part, number, len(parts)))
    return pictures


def write_picture(
    study: Study, subject: Subject, picture: PrintPicture, folder: Path
) -> list[Path]:
    """Write one picture of a change model in each format, and return the paths."""
    marks = subject.find_marks(study)
    model = build_diagram(picture.part.boxes, picture.part.links, study.settings.stages)
    layout = layout_for_page(model, study.settings.stages, picture.page, marks)
    return [
        write_figure(layout, folder / f"{picture.name}{suffix}", picture.page, picture.title, marks)
        for suffix in SUFFIXES
    ]


def _scale(layout: Layout, page: Page) -> float:
    """Return how many millimetres a drawing unit has on a page."""
    return page.width / layout.width

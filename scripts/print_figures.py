"""Change models as files for print: PDF and PNG, and SVG that stands alone.

The same layout that a page shows, drawn with matplotlib: always in light colours, with
real text, and with the same bytes each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Patch, PathPatch, Rectangle
from matplotlib.path import Path as Curve

from scripts.boxes import BAR_WIDTH, CHIP_HEIGHT, PlacedBox
from scripts.configurations import ChangeModel, build_change_model, select_configurations
from scripts.layout import WIDTH, Layout, layout_change_model, measure_height
from scripts.palette import INK, PAPER, STAGE_COLOURS, mix
from scripts.settings import Stage
from scripts.splitting import split_change_model
from scripts.study import Study
from scripts.text_measure import FONT_SIZE

# Millimetres and points to inches.
MM, POINT = 1 / 25.4, 1 / 72
# Of links, rules and the frames of gaps.
LINE = "#5b6470"
SMALLEST_TEXT = 7.0
RESOLUTION = 300
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


def text_points(layout: Layout, page: Page) -> float:
    """Return the size of the text of a layout on a page, in points."""
    return FONT_SIZE * _scale(layout, page) * MM / POINT


def widest_layout(page: Page) -> float:
    """Return the drawing units that a page has with text as large as in a column of 170 mm."""
    return WIDTH * page.width / COLUMN.width


def layout_for_page(model: ChangeModel, stages: Sequence[Stage], page: Page) -> Layout:
    """Return the layout whose text is largest while it stays on the page.

    Text never gets smaller than 7 points: what does not fit even then is taller than
    the page, and `scripts.splitting.split_change_model` is there to split it.
    """
    widest = widest_layout(page)
    width = min(WIDTH, widest)
    while width < widest:
        if measure_height(model, stages, width) * page.width / width <= page.height:
            break
        width = min(width + WIDTH / 20, widest)
    return layout_change_model(model, stages, width)


def write_figure(layout: Layout, path: Path, page: Page = COLUMN, title: str = "") -> Path:
    """Write a layout as PDF, PNG or SVG, by the suffix of its path, and return the path.

    The file is as wide as the page and as high as the figure needs.

    Parameters
    ----------
    layout : Layout
        From `layout_for_page`, or from `scripts.layout.layout_change_model`.
    path : Path
        Where to write; its folder is made if it is not there.
    page : Page
        Gives the width.
    title : str
        Written into the file's description of itself.

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
    with mpl.rc_context(STYLE):
        draw_figure(layout, page).savefig(path, dpi=RESOLUTION, metadata=metadata)
    if suffix == ".svg":
        text = path.read_text("utf-8")
        path.write_text(text.replace(FONT, FALLBACK), "utf-8", newline="\n")
    return path


def write_exhibit_figures(study: Study, folder: Path) -> list[Path]:
    """Write every diagram of a study's exhibits, for each page and in each format.

    A diagram that is too tall for a page is split, and its files are numbered. Returns
    the paths, such as ``EXHIBIT-column.pdf`` or ``EXHIBIT-landscape-2.svg``.
    """
    paths = []
    for exhibit in (e for e in study.settings.exhibits if e.kind == "diagram"):
        rows = select_configurations(study, exhibit.show)
        for name, page in PAGES.items():
            width = widest_layout(page)
            parts = split_change_model(study, rows, page.height * width / page.width, width)
            for number, part in enumerate(parts, start=1):
                model = build_change_model(study, part.configurations)
                layout = layout_for_page(model, study.settings.stages, page)
                own = f"{exhibit.exhibit}-{name}" + (f"-{number}" if len(parts) > 1 else "")
                title = ": ".join(text for text in (exhibit.caption, part.title) if text)
                paths += [
                    write_figure(layout, folder / f"{own}{suffix}", page, title)
                    for suffix in SUFFIXES
                ]
    return paths


def draw_figure(layout: Layout, page: Page = COLUMN) -> Figure:
    """Return a layout as a matplotlib figure that is as wide as a page."""
    scale = _scale(layout, page) * MM
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(layout.width * scale, layout.height * scale), facecolor=PAPER)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, layout.width)
        axes.set_ylim(layout.height, 0)
        axes.axis("off")
        pen = _Pen(axes, scale / POINT)
        for head in layout.heads:
            for text, baseline in zip(head.lines, head.baselines, strict=True):
                pen.write(text, head.x, baseline, ha="center", weight="bold")
            if head.rule:
                left, right, y = head.rule
                pen.rule(left, right, y)
        for placed in layout.links:
            pen.link((placed.x0, placed.y0), (placed.x1, placed.y1))
        stages = list(layout.columns)
        for placed in layout.boxes:
            _draw_box(pen, placed, stages.index(placed.box.stage))
    return figure


def _scale(layout: Layout, page: Page) -> float:
    """Return how many millimetres a drawing unit has on a page."""
    return page.width / layout.width


class _Pen:
    """Draws in drawing units; `points` is how many points one of them has."""

    def __init__(self, axes: Axes, points: float) -> None:
        self.axes, self.points, self.count = axes, points, 0

    def write(self, text: str, x: float, y: float, **style: str) -> None:
        """Write text on its baseline."""
        size = FONT_SIZE * self.points
        self._put(self.axes.text(x, y, text, fontsize=size, color=INK, va="baseline", **style))

    def rule(self, left: float, right: float, y: float) -> None:
        """Draw a thin line from left to right."""
        path = Curve([(left, y), (right, y)])
        self._put(PathPatch(path, edgecolor=LINE, linewidth=0.6 * self.points, alpha=0.6))

    def link(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Draw a curve that leaves and arrives level."""
        middle = (start[0] + end[0]) / 2
        points = [start, (middle, start[1]), (middle, end[1]), end]
        path = Curve(points, [Curve.MOVETO, Curve.CURVE4, Curve.CURVE4, Curve.CURVE4])
        width = 1.4 * self.points
        self._put(PathPatch(path, facecolor="none", edgecolor=LINE, linewidth=width))

    def frame(self, area: tuple[float, float, float, float], radius: float, **style) -> None:
        """Draw a frame with rounded corners: left, top, width and height."""
        x, y, width, height = area
        shape = f"round,pad=0,rounding_size={radius:g}"
        width_of_line = style.pop("linewidth") * self.points
        self._put(
            FancyBboxPatch((x, y), width, height, boxstyle=shape, linewidth=width_of_line, **style)
        )

    def bar(self, area: tuple[float, float, float, float], colour: str) -> None:
        """Fill an area with a colour: left, top, width and height."""
        x, y, width, height = area
        self._put(Rectangle((x, y), width, height, facecolor=colour, edgecolor="none"))

    def _put(self, artist: Artist) -> None:
        """Put what is drawn above all that has been drawn before."""
        self.count += 1
        artist.set_zorder(self.count)
        if isinstance(artist, Patch):
            self.axes.add_artist(artist)
        artist.set_clip_on(False)


def _draw_box(pen: _Pen, placed: PlacedBox, stage: int) -> None:
    """Draw a box: frame, bar in the colour of its stage, text, rules and chips."""
    area = (placed.x, placed.y, placed.width, placed.height)
    is_gap = placed.box.is_gap
    if is_gap:
        pen.frame(area, 3, linewidth=1.2, facecolor=PAPER, edgecolor=LINE, linestyle=(0, (5, 4)))
    else:
        colour = STAGE_COLOURS[stage % len(STAGE_COLOURS)]
        pen.frame(area, 3, linewidth=1.2, facecolor=mix(colour, PAPER, 0.1), edgecolor=colour)
        pen.bar((placed.x, placed.y, BAR_WIDTH, placed.height), colour)
    for rule in placed.rules:
        pen.rule(placed.x + 12, placed.x + placed.width - 8, rule)
    for line in placed.lines:
        pen.write(line.text, line.x, line.y, style="italic" if is_gap else "normal")
    for chip in placed.chips:
        frame = (chip.x, chip.y, chip.width, CHIP_HEIGHT)
        pen.frame(frame, CHIP_HEIGHT / 2, linewidth=0.8, facecolor=PAPER, edgecolor=LINE)
        middle = chip.x + chip.width / 2
        pen.write(str(chip.number), middle, chip.y + CHIP_HEIGHT - 3.3, ha="center", weight="bold")

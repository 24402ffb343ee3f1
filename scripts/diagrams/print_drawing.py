"""The ink of a change model for print: a layout drawn with matplotlib, in light colours."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Patch, PathPatch, Polygon
from matplotlib.path import Path as Curve

from scripts.diagrams.boxes import BAR_WIDTH, CHIP_HEIGHT, LEVEL, Chip, PlacedBox
from scripts.diagrams.drawing import INSET, UNDERLINE, list_strands, shape_corners
from scripts.diagrams.layout import Layout, PlacedLink
from scripts.diagrams.marks import LINE_LENGTH, SAMPLE_GAP, SAMPLE_WIDTH, LegendEntry, Marks
from scripts.look.palette import GREY_FILL, INK, PAPER, STAGE_COLOURS, mix
from scripts.look.text_measure import FONT_SIZE, has_italics

# Of links, rules and the frames of gaps.
LINE = "#5b6470"
# The widths and dashes of `scripts.diagrams.drawing.build_marks_style`, in drawing units.
LINE_WIDTHS = {"is-new": 3.4, "is-dropped": 2.0}
LINE_DASHES = {"is-dropped": (2, 4), "is-not-stated": (12, 4), "framed": (1, 3)}
LINE_DASHES |= {"grey": (9, 3, 2, 3), "underlined": (14, 3, 2, 3, 2, 3), "unstated": (18, 4)}
CHIP_WIDTHS = {"is-new": 2.4, "is-dropped": 1.6, "framed": 3.0}
CHIP_DASHES = {"is-dropped": (2, 2.5), "is-not-stated": (6, 3), "unstated": (3, 2)}


def draw_figure(layout: Layout, marks: Marks, points: float) -> Figure:
    """Return a layout as a matplotlib figure.

    Parameters
    ----------
    layout : Layout
        As from `scripts.diagrams.sides.layout_marked_model`.
    marks : Marks
        What is marked of each configuration.
    points : float
        How many points a drawing unit has.
    """
    inches = points / 72
    figure = Figure(figsize=(layout.width * inches, layout.height * inches), facecolor=PAPER)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, layout.width)
    axes.set_ylim(layout.height, 0)
    axes.axis("off")
    pen = _Pen(axes, points)
    for head in layout.heads:
        for text, baseline in zip(head.lines, head.baselines, strict=True):
            pen.write(text, head.x, baseline, ha="center", weight="bold")
        if head.rule:
            left, right, y = head.rule
            pen.rule(left, right, y)
    for placed in layout.links:
        _draw_link(pen, placed, marks)
    stages = list(layout.columns)
    for placed in layout.boxes:
        _draw_box(pen, placed, marks, stages.index(placed.box.stage))
    for entry in layout.legend:
        _draw_entry(pen, entry)
    return figure


class _Pen:
    """Draws in drawing units; `points` is how many points one of them has."""

    def __init__(self, axes: Axes, points: float) -> None:
        self.axes, self.points, self.count = axes, points, 0

    def write(self, text: str, x: float, y: float, colour: str = INK, **style: str) -> None:
        """Write text on its baseline; upright where the font has no slanting letters for it."""
        if style.get("style") == "italic" and not has_italics(text):
            style["style"] = "normal"
        size = FONT_SIZE * self.points
        self._put(self.axes.text(x, y, text, fontsize=size, color=colour, va="baseline", **style))

    def rule(self, left: float, right: float, y: float) -> None:
        """Draw a thin line from left to right."""
        self.stroke(Curve([(left, y), (right, y)]), 0.6, alpha=0.6)

    def stroke(
        self,
        path: Curve,
        width: float,
        colour: str = LINE,
        dashes: Sequence[float] = (),
        alpha: float = 1,
    ) -> None:
        """Draw along a path; widths and dashes are in drawing units."""
        self._put(
            PathPatch(
                path,
                facecolor="none",
                edgecolor=colour,
                alpha=alpha,
                capstyle="butt",
                **self._line(width, dashes),
            )
        )

    def frame(
        self,
        area: tuple[float, float, float, float],
        radius: float,
        width: float,
        dashes: Sequence[float] = (),
        **colours: str,
    ) -> None:
        """Draw a frame with rounded corners: left, top, width and height."""
        x, y, across, down = area
        shape = f"round,pad=0,rounding_size={radius:g}"
        line = self._line(width, dashes)
        self._put(FancyBboxPatch((x, y), across, down, boxstyle=shape, **line, **colours))

    def polygon(
        self,
        corners: Sequence[tuple[float, float]],
        width: float,
        dashes: Sequence[float] = (),
        **colours: str,
    ) -> None:
        """Draw a closed shape with corners."""
        self._put(Polygon(corners, closed=True, **self._line(width, dashes), **colours))

    def _line(self, width: float, dashes: Sequence[float]) -> dict[str, object]:
        """Return the style of a line; matplotlib counts dashes in widths of the line."""
        style = (0, tuple(length / width for length in dashes)) if dashes else "solid"
        return {"linewidth": width * self.points, "linestyle": style}

    def _put(self, artist: Artist) -> None:
        """Put what is drawn above all that has been drawn before."""
        self.count += 1
        artist.set_zorder(self.count)
        if isinstance(artist, Patch):
            self.axes.add_artist(artist)
        artist.set_clip_on(False)


def _draw_link(pen: _Pen, placed: PlacedLink, marks: Marks) -> None:
    """Draw a link, as one line for each set of marks of the configurations that take it."""
    middle = (placed.x0 + placed.x1) / 2
    for style, offset, _ in list_strands(marks, placed.link.configurations):
        y0, y1 = placed.y0 + offset, placed.y1 + offset
        points = [(placed.x0, y0), (middle, y0), (middle, y1), (placed.x1, y1)]
        codes = [Curve.MOVETO, Curve.CURVE4, Curve.CURVE4, Curve.CURVE4]
        _draw_strand(pen, Curve(points, codes), style)


def _draw_strand(pen: _Pen, path: Curve, style: Sequence[str]) -> None:
    """Draw one line with its marks; a dark one is a double line."""
    is_new = "is-new" in style
    width, core = (6.4, 2.0) if is_new else (4.6, 1.8)
    if "dark" not in style:
        width = next((w for name, w in LINE_WIDTHS.items() if name in style), 1.4)
    dashes = next((d for name, d in reversed(LINE_DASHES.items()) if name in style), ())
    pen.stroke(path, width, dashes=dashes)
    if "dark" in style:
        pen.stroke(path, core, PAPER)


def _draw_box(pen: _Pen, placed: PlacedBox, marks: Marks, stage: int) -> None:
    """Draw a box: frame, bar in the colour of its stage, text, rules and chips."""
    area = (placed.x, placed.y, placed.width, placed.height)
    is_gap = placed.box.is_gap
    if is_gap:
        pen.frame(area, 3, 1.2, (5, 4), facecolor=PAPER, edgecolor=LINE)
    else:
        colour = STAGE_COLOURS[stage % len(STAGE_COLOURS)]
        status = marks.box_classes(placed.box.configurations)
        width = 3.0 if "is-new" in status else 2.0 if "is-dropped" in status else 1.2
        dashes = (2, 4) if "is-dropped" in status else ()
        pen.frame(area, 3, width, dashes, facecolor=mix(colour, PAPER, 0.1), edgecolor=colour)
        x, top, bottom = placed.x + BAR_WIDTH / 2, placed.y + 1, placed.y + placed.height - 1
        pen.stroke(Curve([(x, top), (x, bottom)]), BAR_WIDTH, colour)
    for rule in placed.rules:
        pen.rule(placed.x + 12, placed.x + placed.width - 8, rule)
    for line in placed.lines:
        is_aside = is_gap or line.label == LEVEL
        side = "right" if line.to_the_left else "left"
        pen.write(line.text, line.x, line.y, style="italic" if is_aside else "normal", ha=side)
    for chip in placed.chips:
        _draw_chip(pen, chip, str(chip.number), marks.classes(chip.configuration))


def _draw_chip(pen: _Pen, chip: Chip, text: str, classes: Sequence[str]) -> None:
    """Draw a number in the shape and frame of its marks."""
    dark, strong = "dark" in classes, {"dark", "framed", "is-new"} & {*classes}
    width = max((w for name, w in CHIP_WIDTHS.items() if name in classes), default=0.8)
    dashes = next((d for name, d in CHIP_DASHES.items() if name in classes), ())
    is_ringed = dark and "is-new" in classes
    colours = {"facecolor": INK if dark and not is_ringed else PAPER}
    colours |= {"facecolor": GREY_FILL} if "grey" in classes else {}
    colours["edgecolor"] = INK if strong else LINE
    _draw_edge(pen, chip, classes, 0, 1.2 if is_ringed else width, dashes, **colours)
    if is_ringed:
        _draw_edge(pen, chip, classes, INSET, 0.01, (), facecolor=INK, edgecolor="none")
    ink = PAPER if dark else INK
    middle, baseline = chip.x + chip.width / 2, chip.y + CHIP_HEIGHT - 3.3
    pen.write(text, middle, baseline, ink, ha="center", weight="bold")
    if "underlined" in classes:
        y = chip.y + UNDERLINE
        pen.stroke(Curve([(chip.x + 4, y), (chip.x + chip.width - 4, y)]), 1.6, ink)
    if "is-dropped" in classes:
        y = chip.y + CHIP_HEIGHT / 2
        pen.stroke(Curve([(chip.x + 2, y), (chip.x + chip.width - 2, y)]), 1.3, ink)


def _draw_edge(
    pen: _Pen,
    chip: Chip,
    classes: Sequence[str],
    inset: float,
    width: float,
    dashes: Sequence[float],
    **colours: str,
) -> None:
    """Draw the shape around a number, or `inset` within it."""
    corners = shape_corners(classes, chip.x, chip.y, chip.width, inset)
    if corners:
        pen.polygon(corners, width, dashes, **colours)
        return
    height = CHIP_HEIGHT - 2 * inset
    area = (chip.x + inset, chip.y + inset, chip.width - 2 * inset, height)
    pen.frame(area, 0 if "square" in classes else height / 2, width, dashes, **colours)


def _draw_entry(pen: _Pen, entry: LegendEntry) -> None:
    """Draw an entry of the legend: a sample of its line and number, and its name."""
    x = entry.x
    if not entry.kind:
        pen.write(entry.label, x, entry.y, weight="bold")
        return
    if entry.kind != "delivery":
        y = entry.y - 4.7
        _draw_strand(pen, Curve([(x, y), (x + LINE_LENGTH, y)]), (entry.style,))
        x += LINE_LENGTH + SAMPLE_GAP
    chip = Chip("", 0, x, entry.y - CHIP_HEIGHT + 3.3, SAMPLE_WIDTH)
    _draw_chip(pen, chip, "n", (entry.style,))
    pen.write(entry.label, x + SAMPLE_WIDTH + SAMPLE_GAP, entry.y)

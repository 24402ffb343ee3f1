"""A layout with marks: the sides of a change model kept apart, and the legend at its foot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import floor

from scripts.analysis.configurations import ChangeModel, Link
from scripts.diagrams.boxes import PlacedBox
from scripts.diagrams.layout import BOX_GAP, MARGIN, WIDTH, Layout, PlacedLink, layout_change_model
from scripts.diagrams.marks import Marks, layout_legend
from scripts.diagrams.ordering import count_crossings, find_neighbours
from scripts.study.settings import Stage

SWEEPS = 12
# Between the ends of two links on the same side of a box.
PORT_STEP = 14.0


def layout_marked_model(
    model: ChangeModel, stages: Sequence[Stage], marks: Marks, width: float = WIDTH
) -> Layout:
    """Return the layout of a change model with its marks and their legend.

    Where valence is marked, the sides are kept apart.

    Parameters
    ----------
    model : ChangeModel
        The graph.
    stages : sequence of Stage
        What the heads of the columns say.
    marks : Marks
        What is marked of each configuration.
    width : float
        Width of the drawing, in drawing units.
    """
    layout = layout_change_model(model, stages, width)
    if "valence" in marks.values:
        order = marks.order["valence"]
        sides = {name: order.index(value) for name, value in marks.values["valence"].items()}
        layout = separate_sides(layout, model, sides)
    top = layout.height + MARGIN
    entries, bottom = layout_legend(marks, model.numbers, MARGIN, width - MARGIN, top)
    return replace(layout, height=bottom + MARGIN, legend=entries) if entries else layout


def measure_legend(marks: Marks, configurations: Iterable[str], width: float = WIDTH) -> float:
    """Return by how much the legend of some configurations makes a layout taller."""
    entries, bottom = layout_legend(marks, configurations, MARGIN, width - MARGIN, MARGIN)
    return bottom + MARGIN if entries else 0.0


def separate_sides(layout: Layout, model: ChangeModel, sides: Mapping[str, int]) -> Layout:
    """Return a layout in which, in each column, no box of one side stands among the other's.

    Boxes whose configurations are all of one side stand together; those that both sides
    share stand between. Within these bounds the order with the fewest crossings that
    sweeps of barycentres find is taken.

    Parameters
    ----------
    layout : Layout
        As from `layout_change_model`.
    model : ChangeModel
        What it shows.
    sides : mapping of str to int
        The side of each configuration; smaller numbers stand higher.
    """
    placed = {box.box.key: box for box in layout.boxes}
    ranks = {
        box.key: (min(own), max(own))
        for box in model.boxes
        for own in [[sides.get(name, 0) for name in box.configurations]]
    }
    start = [[b.box.key for b in layout.boxes if b.box.stage == stage] for stage in model.stages]
    orders = _order(start, ranks, model.links)
    heights = {key: box.height for key, box in placed.items()}
    top = min((box.y for box in layout.boxes), default=0.0)
    tops = _place(orders, heights, model.links)
    moved = {key: _shift(box, floor(top + tops[key]) - box.y) for key, box in placed.items()}
    bottom = max((b.y + b.height for b in moved.values()), default=top)
    old = max((b.y + b.height for b in layout.boxes), default=top)
    return replace(
        layout,
        height=layout.height + bottom - old,
        boxes=tuple(moved[key] for order in orders for key in order),
        links=_place_links(layout.links, moved),
        crossings=count_crossings(orders, model.links),
    )


def _shift(box: PlacedBox, distance: float) -> PlacedBox:
    """Return a box with all that is in it, moved down."""
    return replace(
        box,
        y=box.y + distance,
        lines=tuple(replace(line, y=line.y + distance) for line in box.lines),
        chips=tuple(replace(chip, y=chip.y + distance) for chip in box.chips),
        rules=tuple(rule + distance for rule in box.rules),
    )


def _order(
    orders: Sequence[Sequence[str]], ranks: Mapping[str, tuple[int, int]], links: Sequence[Link]
) -> list[list[str]]:
    """Return orders that keep the sides apart, with few crossings."""
    before, after = find_neighbours(links)
    orders = [sorted(order, key=lambda key: sum(ranks[key])) for order in orders]
    best, fewest = [list(order) for order in orders], count_crossings(orders, links)
    for sweep in range(SWEEPS):
        near = before if sweep % 2 == 0 else after
        for index in range(len(orders)) if sweep % 2 == 0 else reversed(range(len(orders))):
            place = {key: i / len(order) for order in orders for i, key in enumerate(order)}
            means = {
                key: sum(place[n] for n in near[key]) / len(near[key])
                if near.get(key)
                else place[key]
                for key in orders[index]
            }
            orders[index] = sorted(orders[index], key=lambda k: (sum(ranks[k]), means[k]))
        crossings = count_crossings(orders, links)
        if crossings < fewest:
            best, fewest = [list(order) for order in orders], crossings
    return best


def _place(
    orders: Sequence[Sequence[str]], heights: Mapping[str, float], links: Sequence[Link]
) -> dict[str, float]:
    """Return the upper edge of each box, near its neighbours; the highest is at 0 or below."""
    before, after = find_neighbours(links)
    tallest = max(sum(heights[k] + BOX_GAP for k in order) - BOX_GAP for order in orders)
    tops: dict[str, float] = {}
    for order in orders:
        y = (tallest - sum(heights[k] + BOX_GAP for k in order) + BOX_GAP) / 2
        for key in order:
            tops[key] = y
            y += heights[key] + BOX_GAP
    for sweep in range(SWEEPS):
        for order in orders if sweep % 2 == 0 else reversed(orders):
            wanted = []
            for key in order:
                near = before.get(key, []) + after.get(key, [])
                middles = [tops[n] + heights[n] / 2 for n in near]
                wanted.append(
                    sum(middles) / len(middles) - heights[key] / 2 if middles else tops[key]
                )
            for key, y in zip(order, _fit(order, wanted, heights, tallest), strict=True):
                tops[key] = y
    return tops


def _fit(
    order: Sequence[str], wanted: Sequence[float], heights: Mapping[str, float], tallest: float
) -> list[float]:
    """Return upper edges near those wanted, in order and with gaps, on the page.

    The mean of pushing down from the top and of pushing up from the bottom: both keep the
    gaps, and so does their mean.
    """
    down, edge = [], 0.0
    for key, y in zip(order, wanted, strict=True):
        down.append(max(y, edge))
        edge = down[-1] + heights[key] + BOX_GAP
    up, edge = [], tallest
    for key, y in zip(reversed(order), reversed(wanted), strict=True):
        up.insert(0, min(y, edge - heights[key]))
        edge = up[0] - BOX_GAP
    means = [(a + b) / 2 for a, b in zip(down, up, strict=True)]
    # Either may have left the page on its far side; push back in, from the bottom and the top.
    edge = tallest
    for i in reversed(range(len(means))):
        means[i] = min(means[i], edge - heights[order[i]])
        edge = means[i] - BOX_GAP
    edge = 0.0
    for i, key in enumerate(order):
        means[i] = max(means[i], edge)
        edge = means[i] + heights[key] + BOX_GAP
    return means


def _place_links(links: Sequence[PlacedLink], boxes: Mapping) -> tuple[PlacedLink, ...]:
    """Return links with their ends on the moved boxes, in order of the far ends."""
    ends: dict[tuple[str, str], float] = {}
    for near, far in (("source", "target"), ("target", "source")):
        groups: dict[str, list[Link]] = {}
        for placed in links:
            groups.setdefault(getattr(placed.link, near), []).append(placed.link)
        for key, own in groups.items():
            box = boxes[key]
            own.sort(key=lambda link: boxes[getattr(link, far)].y)
            step = min(PORT_STEP, box.height / (len(own) + 1))
            first = box.y + box.height / 2 - step * (len(own) - 1) / 2
            for i, link in enumerate(own):
                ends[near, link.source + "\0" + link.target] = first + i * step
    return tuple(
        replace(
            placed,
            y0=ends["source", placed.link.source + "\0" + placed.link.target],
            y1=ends["target", placed.link.source + "\0" + placed.link.target],
        )
        for placed in links
    )

"""From a change model to positions: what stands where, before any ink.

Layered drawing after Sugiyama, Tagawa and Toda (1981): one column for each stage, the
order within a column chosen for few crossings, then heights that keep links short.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor

from scripts.analysis.change_models import ChangeModel, Link, group_spanners
from scripts.diagrams.boxes import LINE_HEIGHT, PlacedBox, move_box, size_box
from scripts.diagrams.marks import NO_MARKS, LegendEntry, Marks, layout_legend
from scripts.diagrams.ordering import count_crossings, order_layers
from scripts.look.text import wrap_text
from scripts.study.settings import Stage

# All lengths are in drawing units. At 170 mm of width, 900 units make FONT_SIZE 7 pt.
WIDTH = 900.0
MARGIN = 6.0
BOX_GAP = 12.0
# Room between columns, by the largest number of columns that it is meant for.
COLUMN_GAPS = {4: 84.0, 6: 52.0, 8: 36.0}
SMALLEST_COLUMN_GAP = 24.0


@dataclass(frozen=True)
class Head:
    """A head over columns: its lines, their middle and baselines, and a rule below if it spans."""

    lines: tuple[str, ...]
    x: float
    baselines: tuple[float, ...]
    rule: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class PlacedLink:
    """A link from the right side of its source to the left side of its target."""

    link: Link
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True)
class Layout:
    """A change model with a place for everything, and how many pairs of links cross."""

    width: float
    height: float
    columns: Mapping[str, tuple[float, float]]
    heads: tuple[Head, ...]
    boxes: tuple[PlacedBox, ...]
    links: tuple[PlacedLink, ...]
    crossings: int
    legend: tuple[LegendEntry, ...] = ()


def layout_diagram(
    model: ChangeModel,
    stages: Sequence[Stage] = (),
    marks: Marks = NO_MARKS,
    width: float = WIDTH,
) -> Layout:
    """Return a place for every head, box and link of a change model, and for the legend.

    Boxes of a column share a width and never overlap; links run in the gaps between
    columns only, so that none touches a box that is not its own. Where valence is marked,
    what belongs to one valence stands together, and what several share between them.

    Parameters
    ----------
    model : ChangeModel
        The graph.
    stages : sequence of Stage
        What the heads of the columns say; no heads by default.
    marks : Marks
        What is marked of each configuration.
    width : float
        Width of the drawing, in drawing units.
    """
    columns, sized, heads, top = _set_columns(model, stages, width)
    orders = order_layers(model, _group_by_valence(model, marks))
    heights = {key: placed.height for key, placed in sized.items()}
    tops = _place_vertically(orders, heights, model.links)
    boxes = {
        # Heights and gaps are whole numbers, so whole edges keep all distances.
        key: move_box(placed, columns[placed.box.stage][0], floor(top + tops[key]))
        for key, placed in sized.items()
    }
    bottom = max((b.y + b.height for b in boxes.values()), default=top)
    legend, end = layout_legend(marks, model.numbers, MARGIN, width - MARGIN, bottom + 2 * MARGIN)
    return Layout(
        width,
        (end if legend else bottom) + MARGIN,
        columns,
        heads,
        tuple(boxes[key] for order in orders for key in order),
        _place_links(model.links, boxes),
        count_crossings(orders, model.links),
        legend,
    )


def measure_legend(marks: Marks, configurations: Iterable[str], width: float = WIDTH) -> float:
    """Return by how much the legend of some configurations makes a layout taller."""
    entries, bottom = layout_legend(marks, configurations, MARGIN, width - MARGIN, MARGIN)
    return bottom + MARGIN if entries else 0.0


def _group_by_valence(model: ChangeModel, marks: Marks) -> dict[str, int]:
    """Return the group of each box: by valence, with what several share between them."""
    own = marks.values.get("valence", {})
    if not own:
        return {}
    rank = {value: i for i, value in enumerate(marks.order["valence"])}
    found = {box.key: [rank[own[name]] for name in box.configurations] for box in model.boxes}
    return {key: min(ranks) + max(ranks) for key, ranks in found.items()}


def measure_height(model: ChangeModel, stages: Sequence[Stage] = (), width: float = WIDTH) -> float:
    """Return the height that a change model will have, without choosing an order.

    The tallest column decides; parameters as for `layout_diagram`.
    """
    columns, sized, _, top = _set_columns(model, stages, width)
    heights: dict[str, list[float]] = {stage: [] for stage in columns}
    for placed in sized.values():
        heights[placed.box.stage].append(placed.height)
    return top + max((_stack(column) for column in heights.values()), default=0.0) + MARGIN


def _set_columns(
    model: ChangeModel, stages: Sequence[Stage], width: float
) -> tuple[dict[str, tuple[float, float]], dict[str, PlacedBox], tuple[Head, ...], float]:
    """Return columns, boxes sized to them, heads, and where the boxes begin."""
    count = len(model.stages)
    gap = next((g for most, g in COLUMN_GAPS.items() if count <= most), SMALLEST_COLUMN_GAP)
    box_width = (width - 2 * MARGIN - gap * (count - 1)) / count
    columns = {
        stage: (MARGIN + i * (box_width + gap), box_width) for i, stage in enumerate(model.stages)
    }
    sized = {box.key: size_box(box, model.numbers, box_width) for box in model.boxes}
    return columns, sized, *_place_heads(stages, columns, gap)


def _stack(heights: Sequence[float]) -> float:
    """Return how high boxes are one above the other."""
    return sum(heights) + BOX_GAP * max(len(heights) - 1, 0)


def _place_heads(
    stages: Sequence[Stage], columns: Mapping[str, tuple[float, float]], gap: float
) -> tuple[tuple[Head, ...], float]:
    """Return the heads of the columns, those that span above, and where the boxes begin."""
    if not stages:
        return (), MARGIN
    heads, top = [], 0.0
    # A head may reach into the gaps beside its column, but not up to the next head.
    room = gap - 12
    for text, keys in group_spanners(stages):
        left, right = columns[keys[0]][0], sum(columns[keys[-1]])
        lines = wrap_text(text, right - left, bold=True)
        heads.append((lines, left, right))
        top = max(top, 3 + LINE_HEIGHT * len(lines))
    placed = [
        Head(
            lines,
            (left + right) / 2,
            tuple(top - 6 - LINE_HEIGHT * i for i in reversed(range(len(lines)))),
            (left, right, top),
        )
        for lines, left, right in heads
    ]
    wrapped = []
    for i, stage in enumerate(stages):
        x, width = columns[stage.stage]
        # The outermost heads have the margin only on their outer side.
        beside = 2 * MARGIN if i in (0, len(stages) - 1) else room
        wrapped.append((wrap_text(stage.short_label, width + beside, bold=True), x + width / 2))
    bottom = top - 1 + LINE_HEIGHT * max(len(lines) for lines, _ in wrapped)
    placed += [
        Head(lines, x, tuple(bottom - LINE_HEIGHT * i for i in reversed(range(len(lines)))))
        for lines, x in wrapped
    ]
    return tuple(placed), bottom + 10


def _place_vertically(
    orders: Sequence[Sequence[str]], heights: Mapping[str, float], links: Sequence[Link]
) -> dict[str, float]:
    """Return the upper edge of each box: near its neighbours, in order, without overlap.

    The highest edge is at 0 or below.
    """
    near: dict[str, list[str]] = {}
    for link in links:
        near.setdefault(link.source, []).append(link.target)
        near.setdefault(link.target, []).append(link.source)
    tallest = max((_stack([heights[k] for k in order]) for order in orders), default=0.0)
    centres: dict[str, float] = {}
    for order in orders:
        free = tallest - sum(heights[k] for k in order)
        space = free / max(len(order), 1)
        y = space / 2
        for key in order:
            centres[key] = y + heights[key] / 2
            y += heights[key] + space
    for sweep in range(10):
        for order in orders if sweep % 2 == 0 else reversed(orders):
            wanted = []
            for key in order:
                beside = [centres[other] for other in near.get(key, [key])]
                wanted.append(sum(beside) / len(beside))
            for key, centre in zip(order, _spread(order, wanted, heights, tallest), strict=True):
                centres[key] = centre
    return {key: centre - heights[key] / 2 for key, centre in centres.items()}


def _spread(
    order: Sequence[str], wanted: Sequence[float], heights: Mapping[str, float], tallest: float
) -> list[float]:
    """Return centres closest to those wanted that keep order, gaps and page.

    Least squares under order constraints, by pooling adjacent violators.
    """
    offsets, total = [], 0.0
    for i, key in enumerate(order):
        if i:
            total += (heights[order[i - 1]] + heights[key]) / 2 + BOX_GAP
        offsets.append(total)
    pools: list[list[float]] = []
    for target, offset in zip(wanted, offsets, strict=True):
        pools.append([target - offset, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            value, weight = pools.pop()
            last = pools[-1]
            last[0] = (last[0] * last[1] + value * weight) / (last[1] + weight)
            last[1] += weight
    values = [value for value, weight in pools for _ in range(int(weight))]
    if not values:
        return []
    low = heights[order[0]] / 2
    high = tallest - heights[order[-1]] / 2 - offsets[-1]
    return [min(max(v, low), max(high, low)) + o for v, o in zip(values, offsets, strict=True)]


def _place_links(links: Sequence[Link], boxes: Mapping[str, PlacedBox]) -> tuple[PlacedLink, ...]:
    """Return links with their ends spread over the sides of boxes, in order of the far ends."""
    out: dict[str, list[Link]] = {}
    into: dict[str, list[Link]] = {}
    for link in links:
        out.setdefault(link.source, []).append(link)
        into.setdefault(link.target, []).append(link)

    def ports(groups: Mapping[str, list[Link]], far: str) -> dict[tuple[str, str], float]:
        places = {}
        for key, own in groups.items():
            box = boxes[key]
            own = sorted(own, key=lambda k: boxes[getattr(k, far)].y)
            step = min(14.0, box.height / (len(own) + 1))
            first = box.y + box.height / 2 - step * (len(own) - 1) / 2
            for i, link in enumerate(own):
                places[link.source, link.target] = first + i * step
        return places

    starts, ends = ports(out, "target"), ports(into, "source")
    return tuple(
        PlacedLink(
            link,
            boxes[link.source].x + boxes[link.source].width,
            starts[link.source, link.target],
            boxes[link.target].x,
            ends[link.source, link.target],
        )
        for link in links
    )

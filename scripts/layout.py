"""From a change model to positions: what stands where, before any ink.

Layered drawing after Sugiyama, Tagawa and Toda (1981): one column for each stage, the
order within a column chosen for few crossings, then heights that keep links short.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scripts.configurations import Box, ChangeModel, Link
from scripts.ordering import count_crossings, find_neighbours, order_layers
from scripts.text_measure import FONT_SIZE, text_width, wrap_text

# All lengths are in drawing units. At 170 mm of width, 900 units make FONT_SIZE 7 pt.
WIDTH = 900.0
LINE_HEIGHT = 17.0
PADDING = 8.0
MARGIN = 6.0
BOX_GAP = 12.0
HEAD_HEIGHT = 46.0
CHIP_HEIGHT = 16.0
CHIP_GAP = 4.0


@dataclass(frozen=True)
class PlacedText:
    """A line of text: its words, left edge and baseline."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Chip:
    """The number of a configuration in its frame, by left and upper edge."""

    configuration: str
    number: int
    x: float
    y: float
    width: float


@dataclass(frozen=True)
class PlacedBox:
    """A box with its frame, its lines of text, its chips and the rules between elements."""

    box: Box
    x: float
    y: float
    width: float
    height: float
    lines: tuple[PlacedText, ...]
    chips: tuple[Chip, ...]
    rules: tuple[float, ...]


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
    """A change model with a place for everything, and the number of crossings."""

    width: float
    height: float
    columns: Mapping[str, tuple[float, float]]
    boxes: tuple[PlacedBox, ...]
    links: tuple[PlacedLink, ...]
    crossings: int


def layout_change_model(model: ChangeModel, width: float = WIDTH) -> Layout:
    """Return a place for every box and link of a change model.

    Boxes of a column share a width and never overlap; links run in the gaps between
    columns only, so that none touches a box that is not its own.
    """
    count = len(model.stages)
    gap = 84.0 if count <= 4 else 52.0
    box_width = (width - 2 * MARGIN - gap * (count - 1)) / count
    columns = {
        stage: (MARGIN + i * (box_width + gap), box_width) for i, stage in enumerate(model.stages)
    }
    sized = {box.key: _size_box(box, model.numbers, box_width) for box in model.boxes}
    orders = order_layers(model)
    heights = {key: placed.height for key, placed in sized.items()}
    tops = _place_vertically(orders, heights, model.links)
    boxes = {
        key: _move(placed, columns[placed.box.stage][0], tops[key]) for key, placed in sized.items()
    }
    bottom = max((b.y + b.height for b in boxes.values()), default=HEAD_HEIGHT)
    ordered = tuple(boxes[key] for order in orders for key in order)
    return Layout(
        width,
        bottom + MARGIN,
        columns,
        ordered,
        _place_links(model.links, boxes),
        count_crossings(orders, model.links),
    )


def _size_box(box: Box, numbers: Mapping[str, int], width: float) -> PlacedBox:
    """Return a box at the origin with its text wrapped and its chips set."""
    inner = width - 2 * PADDING - 4
    left = PADDING + 4
    lines, rules, y = [], [], PADDING
    for i, label in enumerate(box.labels):
        if i:
            rules.append(y + 4)
            y += 8
        for text in wrap_text(label, inner):
            lines.append(PlacedText(text, left, y + FONT_SIZE * 0.92))
            y += LINE_HEIGHT
    chips: list[Chip] = []
    widths = [text_width(str(numbers[c]), bold=True) + 8 for c in box.configurations]
    total = sum(widths) + CHIP_GAP * (len(widths) - 1)
    x = left + inner - total
    if x >= left + text_width(lines[-1].text) + 6:
        top = y - LINE_HEIGHT
    else:
        x, top = left + max(0.0, inner - total), y + 3
    for configuration, chip_width in zip(box.configurations, widths, strict=True):
        if x + chip_width > left + inner + 0.01:
            x, top = left, top + CHIP_HEIGHT + CHIP_GAP
        chips.append(Chip(configuration, numbers[configuration], x, top, chip_width))
        x += chip_width + CHIP_GAP
    height = max(y, chips[-1].y + CHIP_HEIGHT) + PADDING
    return PlacedBox(box, 0.0, 0.0, width, height, tuple(lines), tuple(chips), tuple(rules))


def _move(placed: PlacedBox, x: float, y: float) -> PlacedBox:
    """Return a box moved to its place with all that is in it."""
    return PlacedBox(
        placed.box,
        x,
        y,
        placed.width,
        placed.height,
        tuple(PlacedText(t.text, t.x + x, t.y + y) for t in placed.lines),
        tuple(Chip(c.configuration, c.number, c.x + x, c.y + y, c.width) for c in placed.chips),
        tuple(rule + y for rule in placed.rules),
    )


def _place_vertically(
    orders: Sequence[Sequence[str]], heights: Mapping[str, float], links: Sequence[Link]
) -> dict[str, float]:
    """Return the upper edge of each box: near its neighbours, in order, without overlap."""
    before, after = find_neighbours(links)
    tallest = max(
        (sum(heights[k] for k in order) + BOX_GAP * (len(order) - 1) for order in orders if order),
        default=0.0,
    )
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
                near = before.get(key, []) + after.get(key, [])
                wanted.append(sum(centres[n] for n in near) / len(near) if near else centres[key])
            for key, centre in zip(order, _spread(order, wanted, heights, tallest), strict=True):
                centres[key] = centre
    return {key: HEAD_HEIGHT + centre - heights[key] / 2 for key, centre in centres.items()}


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

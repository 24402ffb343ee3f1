"""From a change model to positions: what stands where, before any ink.

Layered drawing after Sugiyama, Tagawa and Toda (1981): one column for each stage, the
order within a column chosen for few crossings, then heights that keep links short.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import igraph
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from scripts.configurations import Box, ChangeModel, Link

# All lengths are in drawing units. At 170 mm of width, 900 units make FONT_SIZE 7 pt.
WIDTH = 900.0
FONT_SIZE = 13.2
LINE_HEIGHT = 17.0
PADDING = 8.0
MARGIN = 6.0
BOX_GAP = 12.0
HEAD_HEIGHT = 46.0
CHIP_HEIGHT = 16.0
CHIP_GAP = 4.0
_FONT = FontProperties(family="DejaVu Sans", size=FONT_SIZE)
_BOLD = FontProperties(family="DejaVu Sans", size=FONT_SIZE, weight="bold")


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


@lru_cache(maxsize=None)
def text_width(text: str, bold: bool = False) -> float:
    """Return the width of text in DejaVu Sans, which is wider than the common screen fonts."""
    return text_to_path.get_text_width_height_descent(text, _BOLD if bold else _FONT, False)[0]


def wrap_text(text: str, width: float) -> list[str]:
    """Return text in lines no wider than `width`; a word that is too long is broken."""
    lines: list[str] = []
    for word in text.split():
        while text_width(word) > width and len(word) > 1:
            cut = next(
                n for n in range(len(word) - 1, 0, -1) if n == 1 or text_width(word[:n] + "-") <= width
            )
            lines.append(word[:cut] + "-")
            word = word[cut:]
        if lines and not lines[-1].endswith("-") and text_width(f"{lines[-1]} {word}") <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines or [""]


def count_crossings(orders: Sequence[Sequence[str]], links: Sequence[Link]) -> int:
    """Return how many pairs of links cross when boxes stand in the given orders."""
    rank = {key: i for order in orders for i, key in enumerate(order)}
    layer = {key: i for i, order in enumerate(orders) for key in order}
    total = 0
    for index in range(len(orders) - 1):
        ends = sorted((rank[k.source], rank[k.target]) for k in links if layer[k.source] == index)
        for i, (a, b) in enumerate(ends):
            total += sum(1 for c, d in ends[i + 1 :] if c > a and d < b)
    return total


def order_layers(model: ChangeModel) -> list[list[str]]:
    """Return the box keys of each stage in an order with few crossings.

    Candidates are igraph's Sugiyama layout and the order of the tables, each improved by
    sweeps of barycentres and by exchanging neighbours. The best is kept, so there are
    never more crossings than in igraph's layout.
    """
    start = [[box.key for box in model.layer(stage)] for stage in model.stages]
    candidates = [start]
    if model.links:
        keys = [box.key for box in model.boxes]
        index = {key: i for i, key in enumerate(keys)}
        graph = igraph.Graph(
            n=len(keys), edges=[(index[k.source], index[k.target]) for k in model.links]
        )
        layers = [model.stages.index(box.stage) for box in model.boxes]
        places = graph.layout_sugiyama(layers=layers, maxiter=100)
        candidates.append(
            [sorted(order, key=lambda key: (places[index[key]][0], index[key])) for order in start]
        )
    improved = [order for c in candidates for order in (c, _improve(c, model.links))]
    return min(improved, key=lambda orders: count_crossings(orders, model.links))


def _improve(orders: list[list[str]], links: Sequence[Link]) -> list[list[str]]:
    """Return orders after barycentre sweeps and exchanges of neighbours."""
    before, after = _neighbours(links)
    best, best_count = [list(o) for o in orders], count_crossings(orders, links)
    current = [list(o) for o in orders]
    for sweep in range(16):
        forward = sweep % 2 == 0
        sides = range(1, len(current)) if forward else range(len(current) - 2, -1, -1)
        for i in sides:
            fixed = {key: r for r, key in enumerate(current[i - 1 if forward else i + 1])}
            near = before if forward else after
            own = {key: r for r, key in enumerate(current[i])}
            means = {
                key: sum(fixed[n] for n in near[key]) / len(near[key]) if near.get(key) else rank
                for key, rank in own.items()
            }
            current[i] = sorted(current[i], key=lambda key: (means[key], own[key]))
        count = count_crossings(current, links)
        if count < best_count:
            best, best_count = [list(o) for o in current], count
    return _exchange(best, before, after)


def _neighbours(links: Sequence[Link]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the sources of each box, and the targets of each box."""
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for link in links:
        before.setdefault(link.target, []).append(link.source)
        after.setdefault(link.source, []).append(link.target)
    return before, after


def _exchange(orders: list[list[str]], before: Mapping, after: Mapping) -> list[list[str]]:
    """Return orders in which no exchange of two neighbouring boxes saves a crossing."""
    orders = [list(order) for order in orders]
    better = True
    while better:
        better = False
        for i, order in enumerate(orders):
            left = {key: r for r, key in enumerate(orders[i - 1])} if i else {}
            right = {key: r for r, key in enumerate(orders[i + 1])} if i + 1 < len(orders) else {}
            for j in range(len(order) - 1):
                a, b = order[j], order[j + 1]
                gain = 0
                for near, rank in ((before, left), (after, right)):
                    for x in near.get(a, ()):
                        for y in near.get(b, ()):
                            if x in rank and y in rank:
                                gain += (rank[x] > rank[y]) - (rank[x] < rank[y])
                if gain > 0:
                    order[j], order[j + 1] = b, a
                    better = True
    return orders


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
    before, after = _neighbours(links)
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
    """Return links whose ends are spread over the sides of their boxes in the order of the far ends."""
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

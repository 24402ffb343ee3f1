"""From a change model to positions: what stands where, before any ink.

Layered drawing after Sugiyama, Tagawa and Toda (1981): one column for each stage, the
order within a column chosen for few crossings, then heights that keep links short.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from math import ceil, floor
from statistics import fmean
from typing import NamedTuple

from scripts.analysis.change_models import Box, ChangeModel, Link, group_spanners
from scripts.diagrams.marks import NO_MARKS, TITLES, Marks
from scripts.diagrams.ordering import order_layers
from scripts.look.text import FONT_SIZE, is_right_to_left, text_width, wrap_text
from scripts.study.settings import Stage

# All lengths are in drawing units. At 170 mm of width, 900 units make FONT_SIZE 7 pt.
WIDTH = 900.0
MARGIN = 6.0
BOX_GAP = 12.0
# Room between columns, by the largest number of columns that it is meant for.
COLUMN_GAPS = {4: 84.0, 6: 52.0, 8: 36.0}
SMALLEST_COLUMN_GAP = 24.0
LINE_HEIGHT = 17.0
PADDING = 8.0
BAR_WIDTH = 4.0
CHIP_HEIGHT = 16.0
CHIP_GAP = 6.0
# Of the legend.
ROW_HEIGHT, LINE_LENGTH, SAMPLE_WIDTH, SAMPLE_GAP, ENTRY_GAP = 24.0, 34.0, 20.0, 7.0, 22.0
# Texts of a box that are no label of it.
LEVEL, GUESS = -1, -2

# From where to where a rule runs, and at what height.
Rule = tuple[float, float, float]


class PlacedText(NamedTuple):
    """Lines of text below each other, the first on the baseline `y`.

    In a box they begin at `x`, the left edge, or the right one where they run to the left;
    `label` is which of the box's labels they are, or `LEVEL`, or `GUESS`: a conjecture has the
    place of a gap's label. A head has its middle at `x`.
    """

    lines: tuple[str, ...]
    x: float
    y: float
    label: int = 0
    to_the_left: bool = False


class Chip(NamedTuple):
    """The number of a configuration in its frame, by left and upper edge."""

    configuration: str
    number: int
    x: float
    y: float
    width: float


class PlacedBox(NamedTuple):
    """A box with its frame, its texts, its chips and the rules between elements."""

    box: Box
    x: float
    y: float
    width: float
    height: float
    texts: tuple[PlacedText, ...]
    chips: tuple[Chip, ...]
    rules: tuple[float, ...]


class PlacedLink(NamedTuple):
    """A link from the right side of its source to the left side of its target."""

    link: Link
    x0: float
    y0: float
    x1: float
    y1: float


class LegendEntry(NamedTuple):
    """A sample and its label, or with an empty `kind` the title of a row, by its left edge."""

    kind: str
    style: str
    label: str
    x: float
    y: float


class Layout(NamedTuple):
    """A change model with a place for everything.

    The first of the `heads` span columns, each with one of the `rules` below it.
    """

    model: ChangeModel
    marks: Marks
    width: float
    height: float
    heads: tuple[PlacedText, ...]
    rules: tuple[Rule, ...]
    boxes: tuple[PlacedBox, ...]
    links: tuple[PlacedLink, ...]
    legend: tuple[LegendEntry, ...]


def layout_diagram(model: ChangeModel, marks: Marks = NO_MARKS, width: float = WIDTH) -> Layout:
    """Return a place for every head, box and link of a change model, and for the legend.

    Boxes of a column share a width and never overlap; links run in the gaps between
    columns only, so that none touches a box that is not its own. Where valence is marked,
    what belongs to one valence stands together, and what several share between them.
    """
    start = _place_in_columns(model, marks, width)
    heights = {placed.box.key: placed.height for placed in start.boxes}
    orders = order_layers(model, _group_by_valence(model, marks))
    tops = _place_vertically(orders, heights, model.links)
    boxes = {}
    for box, x, y, box_width, *_ in start.boxes:
        # Heights and gaps are whole numbers, so whole edges keep all distances.
        y = floor(y + tops[box.key])
        boxes[box.key] = place_box(box, model.numbers, box_width, x, y)
    placed = tuple(boxes[key] for order in orders for key in order)
    return start._replace(boxes=placed, links=_place_links(model.links, boxes))


def measure_height(model: ChangeModel, marks: Marks = NO_MARKS, width: float = WIDTH) -> float:
    """Return the height that the layout of a change model will have, whatever the order."""
    return _place_in_columns(model, marks, width).height


def layout_legend(
    marks: Marks, configurations: Iterable[str], width: float, bottom: float
) -> tuple[tuple[LegendEntry, ...], float]:
    """Return the legend of the values that occur, below `bottom`, and the height of the layout.

    The `y` of an entry is a baseline; rows wrap within `width`.
    """
    entries, y = [], bottom + 2 * MARGIN
    for kind, samples in marks.list_legend(configurations):
        entries.append(LegendEntry("", "", f"{TITLES[kind]}:", MARGIN, y + 16))
        start = x = MARGIN + max(text_width(f"{t}:", bold=True) for t in TITLES.values()) + 14
        # A number and, where it has a style, a line before it.
        sample = SAMPLE_WIDTH + (0 if kind == "delivery" else LINE_LENGTH + SAMPLE_GAP)
        for style, value in samples:
            length = sample + SAMPLE_GAP + text_width(value)
            if x > start and x + length > width - MARGIN:
                x, y = start, y + ROW_HEIGHT
            entries.append(LegendEntry(kind, style, value, x, y + 16))
            x += length + ENTRY_GAP
        y += ROW_HEIGHT
    return tuple(entries), (y if entries else bottom) + MARGIN


def _place_in_columns(model: ChangeModel, marks: Marks, width: float) -> Layout:
    """Return a layout as high as it will be, with each box still at the top of its column."""
    count = len(model.stages)
    gap = next((g for most, g in COLUMN_GAPS.items() if count <= most), SMALLEST_COLUMN_GAP)
    box_width = (width - 2 * MARGIN - gap * (count - 1)) / count
    columns = {s.stage: MARGIN + i * (box_width + gap) for i, s in enumerate(model.stages)}
    heads, rules, top = _place_heads(model.stages, columns, box_width, gap)
    boxes = tuple(
        place_box(box, model.numbers, box_width, columns[box.stage], top) for box in model.boxes
    )
    ends = dict.fromkeys(columns, top - BOX_GAP)
    for placed in boxes:
        ends[placed.box.stage] += BOX_GAP + placed.height
    bottom = max(top, *ends.values())
    legend, height = layout_legend(marks, model.numbers, width, bottom)
    return Layout(model, marks, width, height, heads, rules, boxes, (), legend)


def _group_by_valence(model: ChangeModel, marks: Marks) -> dict[str, int]:
    """Return the group of each box: by valence, with what several share between them."""
    own = marks.values.get("valence", {})
    if not own:
        return {}
    rank = {value: i for i, value in enumerate(marks.styles["valence"])}
    found = {box.key: [rank[own[name]] for name in box.configurations] for box in model.boxes}
    return {key: min(ranks) + max(ranks) for key, ranks in found.items()}


def place_box(
    box: Box, numbers: Mapping[str, int], width: float, x: float = 0.0, y: float = 0.0
) -> PlacedBox:
    """Return a box at its place with its text wrapped and its chips set.

    Text that runs to the left stands at the right, with the chips at the left.
    """
    inner = width - 2 * PADDING - BAR_WIDTH
    left, end = x + PADDING + BAR_WIDTH, y + PADDING
    texts: list[PlacedText] = []
    rules: list[float] = []
    level = [(LEVEL, box.level)] if box.level else []
    for label, text in [*level, *enumerate(box.labels)]:
        if label > 0:
            rules.append(end + 4)
            end += 8
        texts.append(_place_text(text, label, left, inner, end))
        end += LINE_HEIGHT * len(texts[-1].lines)
    if box.conjecture:
        guess = f"Conjecture: {box.conjecture}"
        texts.append(_place_text(guess, GUESS, left, inner, y + PADDING))
        end = max(end, y + PADDING + LINE_HEIGHT * len(texts[-1].lines))
    widths = [ceil(text_width(str(numbers[c]), bold=True)) + 8 for c in box.configurations]
    total = sum(widths) + CHIP_GAP * (len(widths) - 1)
    fits = not box.conjecture and total + 6 + text_width(texts[-1].lines[-1]) <= inner
    chip_x = left if texts[-1].to_the_left else left + max(0.0, inner - total)
    chip_y = end - LINE_HEIGHT if fits else end + 3
    chips: list[Chip] = []
    for configuration, chip_width in zip(box.configurations, widths, strict=True):
        if chip_x + chip_width > left + inner + 0.01:
            chip_x, chip_y = left, chip_y + CHIP_HEIGHT + CHIP_GAP
        chips.append(Chip(configuration, numbers[configuration], chip_x, chip_y, chip_width))
        chip_x += chip_width + CHIP_GAP
    height = max(end, chip_y + CHIP_HEIGHT) + PADDING - y
    return PlacedBox(box, x, y, width, height, tuple(texts), tuple(chips), tuple(rules))


def _place_text(text: str, label: int, left: float, inner: float, top: float) -> PlacedText:
    """Return a text wrapped at its place in a box."""
    to_the_left = is_right_to_left(text)
    x = left + inner if to_the_left else left
    return PlacedText(wrap_text(text, inner), x, top + FONT_SIZE * 0.92, label, to_the_left)


def _place_heads(
    stages: Sequence[Stage], columns: Mapping[str, float], width: float, gap: float
) -> tuple[tuple[PlacedText, ...], tuple[Rule, ...], float]:
    """Return the heads, those that span first, the rules below these, and where boxes begin."""
    spans = []
    for text, keys in group_spanners(stages):
        left, right = columns[keys[0]], columns[keys[-1]] + width
        spans.append((wrap_text(text, right - left, bold=True), left, right))
    top = max((3 + LINE_HEIGHT * len(lines) for lines, *_ in spans), default=0.0)
    own = []
    for i, stage in enumerate(stages):
        # A head may reach into the gaps beside its column, but not up to the next head. The
        # outermost have the margin only on their outer side.
        beside = 2 * MARGIN if i in (0, len(stages) - 1) else gap - 12
        lines = wrap_text(stage.short_label, width + beside, bold=True)
        own.append((lines, columns[stage.stage] + width / 2))
    bottom = top - 1 + LINE_HEIGHT * max(len(lines) for lines, _ in own)
    placed = [(lines, (left + right) / 2, top - 6) for lines, left, right in spans]
    placed += [(lines, x, bottom) for lines, x in own]
    heads = []
    for lines, x, last in placed:
        is_leftward = is_right_to_left(" ".join(lines))
        heads.append(PlacedText(lines, x, last - LINE_HEIGHT * (len(lines) - 1), 0, is_leftward))
    return tuple(heads), tuple((left, right, top) for _, left, right in spans), bottom + 10


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
    columns = ([heights[key] + BOX_GAP for key in order] for order in orders)
    tallest = max(0.0, *(sum(column) - BOX_GAP for column in columns))
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
            wanted = [fmean(centres[other] for other in near.get(key, [key])) for key in order]
            centres |= zip(order, _spread(order, wanted, heights, tallest), strict=True)
    return {key: centre - heights[key] / 2 for key, centre in centres.items()}


def _spread(
    order: Sequence[str], wanted: Sequence[float], heights: Mapping[str, float], tallest: float
) -> list[float]:
    """Return centres closest to those wanted that keep order, gaps and page.

    Least squares under order constraints, by pooling adjacent violators.
    """
    if not order:
        return []
    steps = [(heights[one] + heights[other]) / 2 + BOX_GAP for one, other in pairwise(order)]
    offsets = list(accumulate(steps, initial=0.0))
    pools: list[list[float]] = []
    for target, offset in zip(wanted, offsets, strict=True):
        pools.append([target - offset])
        while len(pools) > 1 and fmean(pools[-2]) > fmean(pools[-1]):
            last = pools.pop()
            pools[-1] += last
    values = [fmean(pool) for pool in pools for _ in pool]
    low = heights[order[0]] / 2
    high = tallest - heights[order[-1]] / 2 - offsets[-1]
    return [min(max(v, low), max(high, low)) + o for v, o in zip(values, offsets, strict=True)]


def _place_links(links: Sequence[Link], boxes: Mapping[str, PlacedBox]) -> tuple[PlacedLink, ...]:
    """Return links with their ends spread over the sides of boxes, in order of the far ends."""
    sides: dict[tuple[str, str], list[Link]] = {}
    for link in links:
        sides.setdefault((link.source, "target"), []).append(link)
        sides.setdefault((link.target, "source"), []).append(link)
    heights: dict[tuple[Link, str], float] = {}
    for (key, far), own in sides.items():
        box = boxes[key]
        step = min(14.0, box.height / (len(own) + 1))
        first = box.y + box.height / 2 - step * (len(own) - 1) / 2
        for i, link in enumerate(sorted(own, key=lambda k, far=far: boxes[getattr(k, far)].y)):
            heights[link, far] = first + i * step
    placed = []
    for link in links:
        source, target = boxes[link.source], boxes[link.target]
        y0, y1 = heights[link, "target"], heights[link, "source"]
        placed.append(PlacedLink(link, source.x + source.width, y0, target.x, y1))
    return tuple(placed)

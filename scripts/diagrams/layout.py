"""From a change model to positions: what stands where, before any ink.

Layered drawing after Sugiyama, Tagawa and Toda (1981): one column for each stage, the
order within a column chosen for few crossings, then heights that keep links short.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil, floor
from statistics import fmean

from scripts.analysis.change_models import Box, ChangeModel, Link, group_spanners
from scripts.diagrams.marks import NO_MARKS, LegendEntry, Marks, layout_legend
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
# Texts of a box that are no label of it.
LEVEL, GUESS = -1, -2


@dataclass(frozen=True)
class PlacedText:
    """A line of text: its words, where it begins, and which label of its box it is of.

    It begins at `x`, which is the left edge, or the right one where it runs to the left, and
    stands on the baseline `y`. A conjecture, of number `GUESS`, has the place of a gap's label.
    """

    text: str
    x: float
    y: float
    label: int = 0
    to_the_left: bool = False


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

    def group_lines(self) -> list[tuple[int, list[PlacedText]]]:
        """Return the lines of each label."""
        return [(label, [*own]) for label, own in groupby(self.lines, lambda line: line.label)]


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
    """A change model with a place for everything."""

    model: ChangeModel
    marks: Marks
    width: float
    height: float
    heads: tuple[Head, ...]
    boxes: tuple[PlacedBox, ...]
    links: tuple[PlacedLink, ...]
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
    `stages` say what stands at the heads of the columns; there are none by default.
    """
    columns, heads, top, heights = _measure(model, stages, width)
    orders = order_layers(model, _group_by_valence(model, marks))
    tops = _place_vertically(orders, heights, model.links)
    boxes = {}
    for box in model.boxes:
        x, box_width = columns[box.stage]
        # Heights and gaps are whole numbers, so whole edges keep all distances.
        y = floor(top + tops[box.key])
        boxes[box.key] = place_box(box, model.numbers, box_width, x, y)
    bottom = max((box.y + box.height for box in boxes.values()), default=top)
    legend, end = layout_legend(marks, model.numbers, MARGIN, width - MARGIN, bottom + 2 * MARGIN)
    return Layout(
        model,
        marks,
        width,
        (end if legend else bottom) + MARGIN,
        heads,
        tuple(boxes[key] for order in orders for key in order),
        _place_links(model.links, boxes),
        legend,
    )


def measure_height(model: ChangeModel, stages: Sequence[Stage] = (), width: float = WIDTH) -> float:
    """Return the height that a change model will have without a legend, whatever the order."""
    _, _, top, heights = _measure(model, stages, width)
    columns = [[heights[box.key] for box in model.layer(stage)] for stage in model.stages]
    return top + max(map(_stack, columns), default=0.0) + MARGIN


def measure_legend(marks: Marks, configurations: Iterable[str], width: float = WIDTH) -> float:
    """Return by how much the legend of some configurations makes a layout taller."""
    entries, bottom = layout_legend(marks, configurations, MARGIN, width - MARGIN, MARGIN)
    return bottom + MARGIN if entries else 0.0


def _measure(
    model: ChangeModel, stages: Sequence[Stage], width: float
) -> tuple[dict[str, tuple[float, float]], tuple[Head, ...], float, dict[str, float]]:
    """Return columns by left edge and width, heads, where boxes begin, and the height of each."""
    count = len(model.stages)
    gap = next((g for most, g in COLUMN_GAPS.items() if count <= most), SMALLEST_COLUMN_GAP)
    box_width = (width - 2 * MARGIN - gap * (count - 1)) / count
    columns = {
        stage: (MARGIN + i * (box_width + gap), box_width) for i, stage in enumerate(model.stages)
    }
    heights = {box.key: place_box(box, model.numbers, box_width).height for box in model.boxes}
    return columns, *_place_heads(stages, columns, gap), heights


def _stack(heights: Sequence[float]) -> float:
    """Return how high boxes are one above the other."""
    return sum(heights) + BOX_GAP * max(len(heights) - 1, 0)


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
    lines: list[PlacedText] = []
    rules: list[float] = []
    level = [(LEVEL, box.level)] if box.level else []
    for label, text in [*level, *enumerate(box.labels)]:
        if label > 0:
            rules.append(end + 4)
            end += 8
        own = _place_lines(text, label, left, inner, end)
        lines += own
        end += LINE_HEIGHT * len(own)
    if box.conjecture:
        guess = f"Conjecture: {box.conjecture}"
        own = _place_lines(guess, GUESS, left, inner, y + PADDING)
        lines += own
        end = max(end, y + PADDING + LINE_HEIGHT * len(own))
    widths = [ceil(text_width(str(numbers[c]), bold=True)) + 8 for c in box.configurations]
    total = sum(widths) + CHIP_GAP * (len(widths) - 1)
    fits = not box.conjecture and total + 6 + text_width(lines[-1].text) <= inner
    chip_x = left if lines[-1].to_the_left else left + max(0.0, inner - total)
    chip_y = end - LINE_HEIGHT if fits else end + 3
    chips: list[Chip] = []
    for configuration, chip_width in zip(box.configurations, widths, strict=True):
        if chip_x + chip_width > left + inner + 0.01:
            chip_x, chip_y = left, chip_y + CHIP_HEIGHT + CHIP_GAP
        chips.append(Chip(configuration, numbers[configuration], chip_x, chip_y, chip_width))
        chip_x += chip_width + CHIP_GAP
    height = max(end, chip_y + CHIP_HEIGHT) + PADDING - y
    return PlacedBox(box, x, y, width, height, tuple(lines), tuple(chips), tuple(rules))


def _place_lines(text: str, label: int, left: float, inner: float, top: float) -> list[PlacedText]:
    """Return the lines of a text below each other."""
    to_the_left = is_right_to_left(text)
    x, first = left + inner if to_the_left else left, top + FONT_SIZE * 0.92
    return [
        PlacedText(line, x, first + LINE_HEIGHT * i, label, to_the_left)
        for i, line in enumerate(wrap_text(text, inner))
    ]


def _place_heads(
    stages: Sequence[Stage], columns: Mapping[str, tuple[float, float]], gap: float
) -> tuple[tuple[Head, ...], float]:
    """Return the heads of the columns, those that span above, and where the boxes begin."""
    if not stages:
        return (), MARGIN
    spans = []
    for text, keys in group_spanners(stages):
        left, right = columns[keys[0]][0], sum(columns[keys[-1]])
        spans.append((wrap_text(text, right - left, bold=True), left, right))
    top = max((3 + LINE_HEIGHT * len(lines) for lines, *_ in spans), default=0.0)
    own = []
    for i, stage in enumerate(stages):
        x, width = columns[stage.stage]
        # A head may reach into the gaps beside its column, but not up to the next head. The
        # outermost have the margin only on their outer side.
        beside = 2 * MARGIN if i in (0, len(stages) - 1) else gap - 12
        own.append((wrap_text(stage.short_label, width + beside, bold=True), x + width / 2))
    bottom = top - 1 + LINE_HEIGHT * max(len(lines) for lines, _ in own)
    heads = [
        Head(lines, (left + right) / 2, _place_baselines(lines, top - 6), (left, right, top))
        for lines, left, right in spans
    ]
    heads += [Head(lines, x, _place_baselines(lines, bottom)) for lines, x in own]
    return tuple(heads), bottom + 10


def _place_baselines(lines: Sequence[str], last: float) -> tuple[float, ...]:
    """Return the baseline of each of some lines, given that of the last."""
    return tuple(last - LINE_HEIGHT * i for i in reversed(range(len(lines))))


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
                wanted.append(fmean(beside))
            centres |= zip(order, _spread(order, wanted, heights, tallest), strict=True)
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
        pools.append([target - offset])
        while len(pools) > 1 and fmean(pools[-2]) > fmean(pools[-1]):
            last = pools.pop()
            pools[-1] += last
    if not pools:
        return []
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
    heights: dict[tuple[str, str, str], float] = {}
    for (key, far), own in sides.items():
        box = boxes[key]
        step = min(14.0, box.height / (len(own) + 1))
        first = box.y + box.height / 2 - step * (len(own) - 1) / 2
        for i, link in enumerate(sorted(own, key=lambda k, far=far: boxes[getattr(k, far)].y)):
            heights[link.source, link.target, far] = first + i * step
    return tuple(
        PlacedLink(
            link,
            boxes[link.source].x + boxes[link.source].width,
            heights[link.source, link.target, "target"],
            boxes[link.target].x,
            heights[link.source, link.target, "source"],
        )
        for link in links
    )

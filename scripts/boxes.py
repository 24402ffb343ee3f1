"""What stands in one box of a diagram: lines of text, rules between elements, chips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from scripts.configurations import Box
from scripts.text_measure import FONT_SIZE, text_width, wrap_text

# In drawing units, see `scripts.layout`.
LINE_HEIGHT = 17.0
PADDING = 8.0
CHIP_HEIGHT = 16.0
CHIP_GAP = 4.0
BAR_WIDTH = 4.0
LEVEL = -1


@dataclass(frozen=True)
class PlacedText:
    """A line of text: its words, left edge and baseline, and which label of its box it is of.

    The level of a box is no label; its lines have the number -1.
    """

    text: str
    x: float
    y: float
    label: int = 0


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


def size_box(box: Box, numbers: Mapping[str, int], width: float) -> PlacedBox:
    """Return a box at the origin with its text wrapped and its chips set."""
    inner = width - 2 * PADDING - BAR_WIDTH
    left = PADDING + BAR_WIDTH
    lines, rules, y = [], [], PADDING
    for text in wrap_text(box.level, inner) if box.level else ():
        lines.append(PlacedText(text, left, y + FONT_SIZE * 0.92, LEVEL))
        y += LINE_HEIGHT
    for i, label in enumerate(box.labels):
        if i:
            rules.append(y + 4)
            y += 8
        for text in wrap_text(label, inner):
            lines.append(PlacedText(text, left, y + FONT_SIZE * 0.92, i))
            y += LINE_HEIGHT
    chips: list[Chip] = []
    widths = [ceil(text_width(str(numbers[c]), bold=True)) + 8 for c in box.configurations]
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


def move_box(placed: PlacedBox, x: float, y: float) -> PlacedBox:
    """Return a box moved to its place with all that is in it."""
    return PlacedBox(
        placed.box,
        x,
        y,
        placed.width,
        placed.height,
        tuple(PlacedText(t.text, t.x + x, t.y + y, t.label) for t in placed.lines),
        tuple(Chip(c.configuration, c.number, c.x + x, c.y + y, c.width) for c in placed.chips),
        tuple(rule + y for rule in placed.rules),
    )

"""What stands in one box of a diagram: lines of text, rules between elements, chips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil

from scripts.analysis.change_models import Box
from scripts.look.text import FONT_SIZE, is_right_to_left, text_width, wrap_text

# In drawing units, see `scripts.diagrams.layout`.
LINE_HEIGHT = 17.0
PADDING = 8.0
CHIP_HEIGHT = 16.0
CHIP_GAP = 6.0
BAR_WIDTH = 4.0
LEVEL = -1
GUESS = -2


@dataclass(frozen=True)
class PlacedText:
    """A line of text: its words, where it begins, and which label of its box it is of.

    It begins at `x`, which is the left edge, or the right one where it runs to the left, and
    stands on the baseline `y`. The level of a box is no label; its lines have the number -1, those
    of a conjecture, which is shown in the place of a gap's label, -2.
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


def size_box(box: Box, numbers: Mapping[str, int], width: float) -> PlacedBox:
    """Return a box at the origin with its text wrapped and its chips set.

    Text that runs to the left stands at the right, with the chips at the left.
    """
    inner = width - 2 * PADDING - BAR_WIDTH
    left = PADDING + BAR_WIDTH
    lines, rules, y = [], [], PADDING
    own = [(LEVEL, box.level)] if box.level else []
    for i, label in own + list(enumerate(box.labels)):
        if i > 0:
            rules.append(y + 4)
            y += 8
        to_the_left = is_right_to_left(label)
        x = left + inner if to_the_left else left
        for text in wrap_text(label, inner):
            lines.append(PlacedText(text, x, y + FONT_SIZE * 0.92, i, to_the_left))
            y += LINE_HEIGHT
    if box.conjecture:
        guess = wrap_text(f"Conjecture: {box.conjecture}", inner)
        lines += [
            PlacedText(text, left, PADDING + LINE_HEIGHT * i + FONT_SIZE * 0.92, GUESS)
            for i, text in enumerate(guess)
        ]
        y = max(y, PADDING + LINE_HEIGHT * len(guess))
    chips: list[Chip] = []
    widths = [ceil(text_width(str(numbers[c]), bold=True)) + 8 for c in box.configurations]
    total = sum(widths) + CHIP_GAP * (len(widths) - 1)
    fits = not box.conjecture and total + 6 + text_width(lines[-1].text) <= inner
    top = y - LINE_HEIGHT if fits else y + 3
    x = left if lines[-1].to_the_left else left + max(0.0, inner - total)
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
        tuple(replace(line, x=line.x + x, y=line.y + y) for line in placed.lines),
        tuple(replace(chip, x=chip.x + x, y=chip.y + y) for chip in placed.chips),
        tuple(rule + y for rule in placed.rules),
    )

"""Areas that text, chips and boxes of a laid-out diagram take up, for the tests."""

from scripts.diagrams.layout import CHIP_HEIGHT
from scripts.look.text import FONT_SIZE, text_width

# Of DejaVu Sans: how far letters reach above and below the line, in shares of the size.
ASCENT, DESCENT = 0.76, 0.24
SLACK = 0.01


def text_area(line, bold=False):
    """Return left, top, right and bottom of a line of text."""
    width = text_width(line.text, bold)
    left = line.x - width if line.to_the_left else line.x
    return left, line.y - ASCENT * FONT_SIZE, left + width, line.y + DESCENT * FONT_SIZE


def chip_area(chip):
    return chip.x, chip.y, chip.x + chip.width, chip.y + CHIP_HEIGHT


def box_area(box):
    return box.x, box.y, box.x + box.width, box.y + box.height


def overlap(one, other):
    """Return whether two areas overlap."""
    apart = one[2] <= other[0] + SLACK or other[2] <= one[0] + SLACK
    return not (apart or one[3] <= other[1] + SLACK or other[3] <= one[1] + SLACK)


def within(inner, outer):
    """Return whether an area lies within another."""
    left, top, right, bottom = inner
    return (
        left >= outer[0] - SLACK
        and top >= outer[1] - SLACK
        and right <= outer[2] + SLACK
        and bottom <= outer[3] + SLACK
    )


def head_areas(head):
    """Return the areas of the lines of a head."""
    for text, y in zip(head.lines, head.baselines, strict=True):
        half = text_width(text, bold=True) / 2
        yield head.x - half, y - ASCENT * FONT_SIZE, head.x + half, y + DESCENT * FONT_SIZE

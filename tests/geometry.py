"""Areas that text, chips and boxes of a laid-out diagram take up, for the tests."""

from scripts.diagrams.layout import CHIP_HEIGHT, LINE_HEIGHT
from scripts.look.text import FONT_SIZE, text_width

# Of DejaVu Sans: how far letters reach above and below the line, in shares of the size.
ASCENT, DESCENT = 0.76, 0.24
SLACK = 0.01


def line_areas(text, share=None, bold=False):
    """Return left, top, right and bottom of each line of a text, `share` of it left of its `x`."""
    share = text.to_the_left if share is None else share
    for i, line in enumerate(text.lines):
        width, y = text_width(line, bold), text.y + LINE_HEIGHT * i
        left = text.x - width * share
        yield left, y - ASCENT * FONT_SIZE, left + width, y + DESCENT * FONT_SIZE


def text_areas(box):
    """Return the areas of all lines in a box."""
    return [area for text in box.texts for area in line_areas(text)]


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
    return list(line_areas(head, 0.5, bold=True))

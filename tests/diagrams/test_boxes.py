"""What stands in a box: nothing sticks out and nothing is covered."""

from itertools import combinations

import pytest

from scripts.analysis.change_models import Box
from scripts.diagrams.layout import place_box
from scripts.look.text import text_width
from tests.geometry import SLACK, box_area, chip_area, overlap, text_areas, within


def check_contents(layout):
    """Check that text and chips stay in their box and apart, and that a label keeps its words."""
    for box in layout.boxes:
        for i, label in enumerate(box.box.labels):
            words = "".join(line for text in box.texts if text.label == i for line in text.lines)
            assert words.replace(" ", "").replace("-", "") == (
                label.replace(" ", "").replace("-", "")
            )
        lines = text_areas(box)
        chips = [chip_area(chip) for chip in box.chips]
        assert [chip.configuration for chip in box.chips] == list(box.box.configurations)
        for area in lines + chips:
            assert within(area, box_area(box)), (box.box.labels, area)
        for one, other in combinations(lines + chips, 2):
            assert not overlap(one, other), (box.box.labels, one, other)
        for chip in box.chips:
            assert text_width(str(chip.number), bold=True) <= chip.width - 6
        for rule in box.rules:
            assert not any(area[1] + SLACK < rule < area[3] - SLACK for area in lines + chips)


@pytest.mark.parametrize("width", [56, 70, 104, 159, 402])
@pytest.mark.parametrize("count", [1, 2, 7, 120])
def test_many_chips_fit(width, count):
    names = tuple(f"c{i}" for i in range(count))
    box = Box("a-1", "a", ("e", "f"), ("x" * 60, "word " * 20), names)
    placed = place_box(box, {name: i + 1 for i, name in enumerate(names)}, width)
    areas = text_areas(placed) + [chip_area(c) for c in placed.chips]
    assert len(placed.chips) == count
    assert all(within(area, box_area(placed)) for area in areas)
    assert not any(overlap(one, other) for one, other in combinations(areas, 2))


def test_a_chip_that_fits_beside_the_last_line_stands_below_it():
    placed = place_box(Box("a-1", "a", ("e",), ("word",), ("c",)), {"c": 1}, 159)
    assert placed.chips[0].y < placed.texts[0].y < placed.chips[0].y + 16


def test_what_is_in_a_box_moves_with_it():
    placed = place_box(Box("a-1", "a", ("e", "f"), ("one", "two"), ("c",)), {"c": 1}, 159)
    moved = place_box(placed.box, {"c": 1}, 159, 10, 20)
    assert (moved.x, moved.y, moved.rules[0]) == (10, 20, placed.rules[0] + 20)
    for old, new in zip(placed.texts + placed.chips, moved.texts + moved.chips, strict=True):
        assert (new.x, new.y) == (old.x + 10, old.y + 20)

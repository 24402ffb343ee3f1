"""Sides kept apart: nothing overlaps, no box of one side stands among the other's."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings

from scripts.diagrams.layout import layout_diagram
from scripts.diagrams.marks import NOT_STATED, Marks
from scripts.diagrams.ordering import count_crossings
from tests.change_models import build_change_model
from tests.geometry import box_area, chip_area, text_area, within
from tests.studies import change_models

EXAMPLES = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def separate(model, stages, sides):
    """Return the layout of a model in which each configuration has the valence of its side."""
    valences = ("one", "other", NOT_STATED)
    values = {name: valences[side] for name, side in sides.items()}
    styles = dict(zip(valences, ("light", "dark", "unstated"), strict=True))
    return layout_diagram(model, stages, Marks({"valence": values}, {"valence": styles}))


@EXAMPLES
@given(change_models())
def test_valences_stand_apart_and_boxes_keep_their_distance_on_the_page(drawn):
    model, stages = drawn
    sides = {name: number % 2 for name, number in model.numbers.items()}
    layout = separate(model, stages, sides)
    page = (0, 0, layout.width, layout.height)
    assert {b.box.key for b in layout.boxes} == {b.key for b in model.boxes}
    top = max((line for head in layout.heads for line in head.baselines), default=0)
    for stage in model.stages:
        column = sorted((b for b in layout.boxes if b.box.stage == stage), key=lambda b: b.y)
        for box in column:
            area = box_area(box)
            assert within(area, page)
            assert box.y > top
            assert all(within(text_area(line), area) for line in box.lines)
            assert all(within(chip_area(chip), area) for chip in box.chips)
        for upper, lower in pairwise(column):
            assert upper.y + upper.height + 6 <= lower.y
        own = [{sides[name] for name in box.box.configurations} for box in column]
        ranks = [min(side) + max(side) for side in own]
        assert ranks == sorted(ranks)


@EXAMPLES
@given(change_models())
def test_links_end_on_their_boxes_and_crossings_are_counted(drawn):
    model, stages = drawn
    sides = {name: number % 2 for name, number in model.numbers.items()}
    layout = separate(model, stages, sides)
    boxes = {b.box.key: b for b in layout.boxes}
    assert len(layout.links) == len(model.links)
    for placed in layout.links:
        source, target = boxes[placed.link.source], boxes[placed.link.target]
        assert placed.x0 == source.x + source.width
        assert placed.x1 == target.x
        assert source.y < placed.y0 < source.y + source.height
        assert target.y < placed.y1 < target.y + target.height
    orders = [
        [b.box.key for b in sorted(layout.boxes, key=lambda b: b.y) if b.box.stage == stage]
        for stage in model.stages
    ]
    assert layout.crossings == count_crossings(orders, model.links)


@pytest.mark.parametrize("side", [0, 1])
def test_a_model_of_one_valence_is_laid_out(study, side):
    model = build_change_model(study, study.configurations)
    layout = separate(model, study.settings.stages, dict.fromkeys(model.numbers, side))
    assert len(layout.boxes) == len(model.boxes)

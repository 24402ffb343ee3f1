"""Positions: nothing overlaps, nothing sticks out, links keep to the gaps."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
from hypothesis import HealthCheck, given, settings

from scripts.configurations import Box, ChangeModel
from scripts.layout import WIDTH, layout_change_model
from scripts.settings import Stage
from scripts.text_measure import FONT_SIZE
from tests.geometry import SLACK, box_area, head_areas, overlap, within
from tests.studies import change_models

EXAMPLES = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@EXAMPLES
@given(change_models())
def test_two_boxes_overlap_or_one_is_off_the_page(drawn):
    layout = layout_change_model(*drawn)
    page = (0, 0, layout.width, layout.height)
    for stage in drawn[0].stages:
        column = sorted((b for b in layout.boxes if b.box.stage == stage), key=lambda b: b.y)
        for box in column:
            assert within(box_area(box), page)
            assert (box.x, box.width) == layout.columns[stage]
        for upper, lower in pairwise(column):
            assert upper.y + upper.height + 6 <= lower.y
    columns = sorted(layout.columns.values())
    for (x, width), (following, _) in pairwise(columns):
        assert x + width + 20 <= following


@EXAMPLES
@given(change_models())
def test_heads_overlap_or_leave_the_page_or_cover_boxes(drawn):
    layout = layout_change_model(*drawn)
    page = (0, 0, layout.width, layout.height)
    areas = [area for head in layout.heads for area in head_areas(head)]
    assert all(within(area, page) for area in areas)
    assert not any(overlap(one, other) for one, other in combinations(areas, 2))
    lowest = max(area[3] for area in areas)
    assert all(box.y > lowest for box in layout.boxes)
    for head in layout.heads:
        if head.rule:
            left, right, y = head.rule
            assert max(area[3] for area in head_areas(head)) <= y + 1
            crossed = [area for area in areas if area[0] < right and area[2] > left]
            assert not any(area[1] + SLACK < y < area[3] - 1 for area in crossed)


@EXAMPLES
@given(change_models())
def test_a_link_passes_through_a_box_or_misses_its_own(drawn):
    layout = layout_change_model(*drawn)
    boxes = {box.box.key: box for box in layout.boxes}
    areas = np.array([box_area(box) for box in layout.boxes])
    keys = [box.box.key for box in layout.boxes]
    t = np.linspace(0, 1, 33)
    weights = np.array([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3])
    for placed in layout.links:
        source, target = boxes[placed.link.source], boxes[placed.link.target]
        assert placed.x0 == source.x + source.width
        assert placed.x1 == target.x
        assert source.y < placed.y0 < source.y + source.height
        assert target.y < placed.y1 < target.y + target.height
        middle = (placed.x0 + placed.x1) / 2
        x = weights.T @ [placed.x0, middle, middle, placed.x1]
        y = weights.T @ [placed.y0, placed.y0, placed.y1, placed.y1]
        foreign = areas[[key not in (placed.link.source, placed.link.target) for key in keys]]
        inside = (
            (x[:, None] >= foreign[:, 0])
            & (x[:, None] <= foreign[:, 2])
            & (y[:, None] >= foreign[:, 1])
            & (y[:, None] <= foreign[:, 3])
        )
        assert not inside.any()
    assert len(layout.links) == len(drawn[0].links)


@EXAMPLES
@given(change_models(most=30))
def test_crossings_are_not_those_of_the_drawn_links(drawn):
    layout = layout_change_model(*drawn)
    crossings = 0
    for one, other in combinations(layout.links, 2):
        same_gap = one.x0 == other.x0
        crossings += same_gap and (one.y0 - other.y0) * (one.y1 - other.y1) < 0
    assert crossings == layout.crossings


@EXAMPLES
@given(change_models(most=12))
def test_the_same_model_is_laid_out_otherwise_the_second_time(drawn):
    assert layout_change_model(*drawn) == layout_change_model(*drawn)


def test_the_smallest_text_is_below_7_points_at_170_mm():
    points = FONT_SIZE / WIDTH * 170 / 25.4 * 72
    assert points >= 7


def test_a_model_without_boxes_cannot_be_laid_out():
    layout = layout_change_model(ChangeModel(("a", "b"), (), (), {}), [Stage("a", "A", "A")])
    assert layout.boxes == layout.links == ()
    assert layout.height > 0


def single(configurations, labels=("x",), stages=2):
    """Return a model of one box a stage, through which all configurations pass."""
    keys = tuple(f"s{i}" for i in range(stages))
    names = tuple(f"c{i}" for i in range(configurations))
    boxes = tuple(Box(f"{key}-1", key, labels, labels, names) for key in keys)
    return ChangeModel(keys, boxes, (), {name: i + 1 for i, name in enumerate(names)})


def test_heads_take_room_where_there_are_none():
    model = single(1)
    bare, headed = layout_change_model(model), layout_change_model(model, [Stage("s0", "A", "A")])
    assert bare.heads == ()
    assert bare.boxes[0].y < headed.boxes[0].y

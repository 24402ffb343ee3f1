"""Positions: nothing overlaps, nothing sticks out, links keep to the gaps."""

from itertools import combinations, pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from scripts.analysis.change_models import Box, ChangeModel, Link
from scripts.diagrams.layout import WIDTH, layout_diagram, measure_height
from scripts.diagrams.marks import NOT_STATED, Marks
from scripts.diagrams.ordering import count_crossings
from scripts.look.text import FONT_SIZE
from scripts.study.settings import Stage
from tests.change_models import build_change_model
from tests.diagrams.test_boxes import check_contents
from tests.diagrams.test_ordering import plain_sugiyama
from tests.geometry import SLACK, box_area, head_areas, overlap, within
from tests.studies import WORDS, change_models, name_stages

EXAMPLES = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def check_boxes(model, layout):
    page = (0, 0, layout.width, layout.height)
    for stage in model.stages:
        column = [box for box in layout.boxes if box.box.stage == stage.stage]
        column.sort(key=lambda box: box.y)
        for box in column:
            assert within(box_area(box), page)
            assert (box.x, box.width) == (column[0].x, column[0].width)
        for upper, lower in pairwise(column):
            assert upper.y + upper.height + 6 <= lower.y
    for (x, width), (following, _) in pairwise(sorted({(b.x, b.width) for b in layout.boxes})):
        assert x + width + 20 <= following


def check_heads(model, layout):
    page = (0, 0, layout.width, layout.height)
    areas = [area for head in layout.heads for area in head_areas(head)]
    assert all(within(area, page) for area in areas)
    assert not any(overlap(one, other) for one, other in combinations(areas, 2))
    lowest = max(area[3] for area in areas)
    assert all(box.y > lowest for box in layout.boxes)
    for head, (left, right, y) in zip(layout.heads, layout.rules, strict=False):
        assert max(area[3] for area in head_areas(head)) <= y + 1
        crossed = [area for area in areas if area[0] < right and area[2] > left]
        assert not any(area[1] + SLACK < y < area[3] - 1 for area in crossed)


def check_links(model, layout):
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
    assert len(layout.links) == len(model.links)


def invent_large_model(count, stages, seed):
    """Return a model of many configurations that share elements."""
    chance = Random(seed)
    keys = tuple(f"stage_{i}" for i in range(stages))
    names = tuple(f"c{i}" for i in range(count))
    boxes = []
    for key in keys:
        pool = max(1, round(count * chance.choice((0.1, 0.3, 0.6))))
        passes = {name: set(chance.choices(range(pool), k=chance.randint(1, 2))) for name in names}
        shared = {}
        for element in range(pool):
            members = tuple(name for name in names if element in passes[name])
            if members:
                shared.setdefault(members, []).append(f"{key}-{element}")
        for i, (members, own) in enumerate(shared.items()):
            labels = tuple(" ".join(chance.choices(WORDS, k=3)) for _ in own)
            boxes.append(Box(f"{key}-{i}", key, tuple(own), labels, members))
    links = []
    for left, right in pairwise(keys):
        after = [(box, set(box.configurations)) for box in boxes if box.stage == right]
        for source in (box for box in boxes if box.stage == left):
            for target, members in after:
                common = tuple(c for c in source.configurations if c in members)
                links += [Link(source.key, target.key, common)] if common else []
    numbers = {name: i + 1 for i, name in enumerate(names)}
    stages = [Stage(key, key, key, "Over all") for key in keys]
    return ChangeModel(tuple(stages), tuple(boxes), tuple(links), numbers)


@pytest.mark.parametrize(("count", "stages"), [(100, 2), (150, 4), (200, 7)])
def test_many_configurations_can_be_laid_out(count, stages):
    check_everything(invent_large_model(count, stages, 1))


def read_orders(layout):
    """Return the keys of the boxes of each stage from top to bottom."""
    boxes = sorted(layout.boxes, key=lambda box: box.y)
    stages = [stage.stage for stage in layout.model.stages]
    return [[box.box.key for box in boxes if box.box.stage == stage] for stage in stages]


def check_everything(model):
    """Check that nothing overlaps or sticks out, and that each link meets its own boxes only."""
    layout = layout_diagram(model)
    check_boxes(model, layout)
    check_heads(model, layout)
    check_links(model, layout)
    check_contents(layout)
    crossings = count_crossings(read_orders(layout), model.links)
    assert crossings <= count_crossings(plain_sugiyama(model), model.links)
    assert abs(layout.height - measure_height(model)) < SLACK


@settings(EXAMPLES, max_examples=10)
@given(change_models(most_stages=7))
def test_boxes_heads_and_links_of_any_model_stand_apart_on_the_page(drawn):
    check_everything(drawn)


@EXAMPLES
@given(change_models(most=30))
def test_crossings_are_those_of_the_drawn_links(drawn):
    layout = layout_diagram(drawn)
    crossings = 0
    for one, other in combinations(layout.links, 2):
        same_gap = one.x0 == other.x0
        crossings += same_gap and (one.y0 - other.y0) * (one.y1 - other.y1) < 0
    assert crossings == count_crossings(read_orders(layout), drawn.links)


@EXAMPLES
@given(change_models(most=12))
def test_the_same_model_is_laid_out_alike_the_second_time(drawn):
    assert layout_diagram(drawn) == layout_diagram(drawn)


def test_the_smallest_text_is_7_points_or_more_at_170_mm():
    points = FONT_SIZE / WIDTH * 170 / 25.4 * 72
    assert points >= 7


def test_a_model_without_boxes_can_be_laid_out():
    layout = layout_diagram(ChangeModel(name_stages("a", "b"), (), (), {}))
    assert layout.boxes == layout.links == ()
    assert layout.height > 0


def separate(model, sides):
    """Return the layout of a model in which each configuration has the valence of its side."""
    valences = ("one", "other", NOT_STATED)
    values = {name: valences[side] for name, side in sides.items()}
    styles = dict(zip(valences, ("light", "dark", "unstated"), strict=True))
    return layout_diagram(model, Marks({"valence": values}, {"valence": styles}))


@settings(EXAMPLES, max_examples=20)
@given(change_models())
def test_valences_stand_apart_in_a_layout_in_which_all_else_holds(model):
    sides = {name: number % 2 for name, number in model.numbers.items()}
    layout = separate(model, sides)
    assert {box.box.key for box in layout.boxes} == {box.key for box in model.boxes}
    check_boxes(model, layout)
    check_heads(model, layout)
    check_links(model, layout)
    check_contents(layout)
    members = {box.key: box.configurations for box in model.boxes}
    for order in read_orders(layout):
        own = [{sides[name] for name in members[key]} for key in order]
        ranks = [min(side) + max(side) for side in own]
        assert ranks == sorted(ranks)


@pytest.mark.parametrize("side", [0, 1])
def test_a_model_of_one_valence_is_laid_out(study, side):
    model = build_change_model(study, study.configurations)
    layout = separate(model, dict.fromkeys(model.numbers, side))
    assert len(layout.boxes) == len(model.boxes)

"""Splitting: nothing is lost, everything fits its page, and the reader is told the rule."""

from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.diagrams.figures import MOST_CONFIGURATIONS, UNITS, Paper, split_model
from scripts.diagrams.layout import measure_height
from tests.change_models import MOST_HEIGHT, build_change_model
from tests.studies import make_study

CHAIN = ("context", "mechanism", "outcome")


@cache
def invent_study(count, pool, is_coded, seed):
    """Return a study of so many configurations that share elements of a pool."""
    chance = Random(seed)
    configurations, codings = [], []
    for i in range(count):
        cells = {key: f"{key} {chance.randrange(pool)}" for key in CHAIN if chance.random() < 0.9}
        configurations.append({"configuration": f"c-{i}", **cells})
        for key, phrase in cells.items():
            own = {phrase.replace(" ", "-"), f"{key}-{chance.randrange(pool)}"}
            codings += [
                {"configuration": f"c-{i}", "stage": key, "element": e, "phrase": phrase}
                for e in sorted(own)
            ]
    elements = [
        {"element": f"{key}-{i}", "stage": key, "label": f"The {key} number {i} " * (i % 4 + 1)}
        for key in CHAIN
        for i in range(pool)
    ]
    coded = {"elements": elements, "codings": codings} if is_coded else {}
    with TemporaryDirectory() as folder:
        study = make_study(Path(folder) / "data", configurations=configurations, **coded)
        # Tables are read when first asked for, and the folder goes.
        assert study.configurations is not None
        assert study.elements is not None
        assert study.codings is not None
    return study


def split(study, configurations, most=MOST_HEIGHT):
    model = build_change_model(study, configurations)
    return split_model(model, Paper("", 170, most / UNITS))


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(1, 60), st.sampled_from((1, 4, 20)), st.booleans(), st.integers(0, 3), st.data())
def test_each_configuration_is_in_one_part_and_none_is_too_tall(count, pool, is_coded, seed, data):
    study = invent_study(count, pool, is_coded, seed)
    most = data.draw(st.sampled_from((300.0, 600.0, MOST_HEIGHT)))
    rule, parts = split(study, study.configurations, most)
    order = list(study.configurations["configuration"])
    found = [name for _, part in parts for name in part.numbers]
    assert sorted(found, key=order.index) == order
    for title, part in parts:
        own = list(part.numbers)
        assert own == sorted(own, key=order.index)
        assert len(own) == 1 or measure_height(part) <= most
        assert len(own) <= MOST_CONFIGURATIONS
        assert bool(title) == bool(rule) == (len(parts) > 1)


@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.integers(25, 60), st.sampled_from((1, 4, 20)), st.booleans(), st.integers(0, 3))
def test_a_part_is_drawn_as_if_only_its_configurations_had_been_given(count, pool, is_coded, seed):
    study = invent_study(count, pool, is_coded, seed)
    frame = study.configurations
    for _, part in split(study, frame)[1]:
        alone = build_change_model(study, frame[frame["configuration"].isin(part.numbers)])
        assert part.numbers == alone.numbers
        assert tell_paths(part) == tell_paths(alone)


def tell_paths(model):
    """Return what a model draws, whatever its boxes are called and in which order they stand."""
    boxes = {
        box.key: (box.stage, frozenset(box.elements), box.configurations) for box in model.boxes
    }
    links = {(boxes[k.source], boxes[k.target], k.configurations) for k in model.links}
    return set(boxes.values()), links


def test_configurations_that_share_an_element_stay_together_where_they_fit():
    rows = [
        {"configuration": f"c-{i}", "context": f"Context {i}", "mechanism": f"Shared {i % 3}"}
        for i in range(12)
    ]
    with TemporaryDirectory() as folder:
        study = make_study(Path(folder) / "data", configurations=rows)
        _, parts = split(study, study.configurations, 230)
    assert [title for title, _ in parts] == ["Shared 0", "Shared 1", "Shared 2"]
    for title, part in parts:
        assert {box.labels for box in part.layer("mechanism")} == {(title,)}


@pytest.mark.parametrize("pool", [1, 200])
def test_two_hundred_configurations_can_be_split(pool):
    study = invent_study(200, pool, False, 0)
    _, parts = split(study, study.configurations)
    assert sum(len(part.numbers) for _, part in parts) == 200
    assert all(measure_height(part) <= MOST_HEIGHT for _, part in parts)


def test_no_configuration_at_all_is_one_part(study):
    _, ((_, part),) = split(study, study.configurations[:0])
    assert part.boxes == ()


@pytest.mark.parametrize("count", [MOST_CONFIGURATIONS, MOST_CONFIGURATIONS + 1])
def test_no_picture_holds_more_paths_than_can_be_followed(count):
    study = invent_study(count, 2, False, 0)
    assert measure_height(build_change_model(study, study.configurations)) < MOST_HEIGHT
    rule, parts = split(study, study.configurations)
    assert (len(parts) > 1) == (count > MOST_CONFIGURATIONS)
    assert all(len(part.numbers) <= MOST_CONFIGURATIONS for _, part in parts)
    told = f"All {count} configurations together would be too many to follow in one picture"
    assert rule.startswith(told) == (len(parts) > 1)

"""Splitting: nothing is lost, everything fits its page, and the reader is told the rule."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.analysis.change_models import build_diagram
from scripts.diagrams.layout import measure_height
from scripts.diagrams.splitting import MOST_CONFIGURATIONS, MOST_HEIGHT, split_diagram
from tests.change_models import build_change_model, list_frames
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


def height_of(study, part):
    model = build_diagram(part.boxes, part.links, study.settings.stages)
    return measure_height(model, study.settings.stages)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(1, 60), st.sampled_from((1, 4, 20)), st.booleans(), st.integers(0, 3), st.data())
def test_each_configuration_is_in_one_part_and_none_is_too_tall(count, pool, is_coded, seed, data):
    study = invent_study(count, pool, is_coded, seed)
    most = data.draw(st.sampled_from((300.0, 600.0, MOST_HEIGHT)))
    parts = split_diagram(*list_frames(study, study.configurations), study.settings.stages, most)
    order = list(study.configurations["configuration"])
    found = [name for part in parts for name in part.boxes["configuration"].unique()]
    assert sorted(found, key=order.index) == order
    for part in parts:
        own = list(part.boxes["configuration"].unique())
        assert own == sorted(own, key=order.index)
        assert len(own) == 1 or height_of(study, part) <= most
        assert len(own) <= MOST_CONFIGURATIONS
    if len(parts) == 1:
        assert (parts[0].title, parts[0].rule) == ("", "")
    for part in parts:
        assert len(parts) == 1 or part.rule == parts[0].rule != ""
        assert len(parts) == 1 or part.title


def test_configurations_that_share_an_element_stay_together_where_they_fit():
    rows = [
        {"configuration": f"c-{i}", "context": f"Context {i}", "mechanism": f"Shared {i % 3}"}
        for i in range(12)
    ]
    with TemporaryDirectory() as folder:
        study = make_study(Path(folder) / "data", configurations=rows)
        parts = split_diagram(*list_frames(study, study.configurations), study.settings.stages, 230)
    assert [part.title for part in parts] == ["Shared 0", "Shared 1", "Shared 2"]
    for i, part in enumerate(parts):
        assert set(part.boxes.loc[part.boxes["stage"] == "mechanism", "label"]) == {f"Shared {i}"}


@pytest.mark.parametrize("pool", [1, 200])
def test_two_hundred_configurations_can_be_split(pool):
    study = invent_study(200, pool, False, 0)
    parts = split_diagram(*list_frames(study, study.configurations), study.settings.stages)
    assert sum(part.boxes["configuration"].nunique() for part in parts) == 200
    assert all(height_of(study, part) <= MOST_HEIGHT for part in parts)


def test_no_configuration_at_all_is_one_part(study):
    (part,) = split_diagram(*list_frames(study, study.configurations[:0]), study.settings.stages)
    assert part.boxes.empty


@pytest.mark.parametrize("count", [MOST_CONFIGURATIONS, MOST_CONFIGURATIONS + 1])
def test_no_picture_holds_more_paths_than_can_be_followed(count):
    study = invent_study(count, 2, False, 0)
    assert (
        measure_height(build_change_model(study, study.configurations), study.settings.stages)
        < MOST_HEIGHT
    )
    parts = split_diagram(*list_frames(study, study.configurations), study.settings.stages)
    assert (len(parts) > 1) == (count > MOST_CONFIGURATIONS)
    assert all(part.boxes["configuration"].nunique() <= MOST_CONFIGURATIONS for part in parts)
    told = f"All {count} configurations together would be too many to follow in one picture"
    assert all(part.rule.startswith(told) for part in parts if len(parts) > 1)

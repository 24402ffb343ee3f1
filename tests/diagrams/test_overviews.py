"""A change model at a glance: everything is there, without words, in few bytes."""

import re
from xml.etree import ElementTree as ET

import pytest

from scripts.diagrams.drawing import draw_overview
from tests.change_models import build_figure_model

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def key(study):
    """The first figure that is a change model."""
    return next(e.exhibit for e in study.settings.exhibits if e.kind == "diagram")


@pytest.fixture(scope="module")
def model(study, key):
    """Its change model."""
    return build_figure_model(study, key)


@pytest.fixture(scope="module")
def svg(study, model):
    """Its overview."""
    return draw_overview(model, "glance", "A & B at a glance")


def test_every_box_and_link_is_there(svg, model):
    paths = {p.get("class"): p.get("d") for p in ET.fromstring(svg).iter(f"{SVG}path")}
    assert paths.pop("links").count("M") == len(model.links)
    assert sum(path.count("M") for path in paths.values()) == len(model.boxes)
    gaps = sum(box.is_gap for box in model.boxes)
    assert paths.get("gap", "").count("M") == gaps


def test_it_is_light_and_has_no_words(svg, model):
    assert len(svg) < 3_000 + 60 * (len(model.boxes) + len(model.links))
    assert not list(ET.fromstring(svg).iter(f"{SVG}text"))


def test_it_is_readable_by_ear(svg, study, model):
    root = ET.fromstring(svg)
    assert root.find(f"{SVG}title").text == "A & B at a glance"
    words = root.find(f"{SVG}desc").text
    assert f"{len(model.numbers)} configurations" in words
    for stage in study.settings.stages:
        assert f"{len(model.layer(stage.stage))} of {stage.short_label.casefold()}" in words
    assert {root.get("aria-labelledby"), root.get("aria-describedby")} == {
        root.find(f"{SVG}title").get("id"),
        root.find(f"{SVG}desc").get("id"),
    }


def test_nothing_is_drawn_outside(svg):
    root = ET.fromstring(svg)
    left, top, width, height = map(float, root.get("viewBox").split())
    for path in root.iter(f"{SVG}path"):
        for x, y in re.findall(r"M(\S+) (\d+)", path.get("d")):
            assert left <= float(x) <= left + width
            assert top <= float(y) <= top + height


def test_the_same_data_give_the_same_drawing(svg, study, model):
    assert draw_overview(model, "glance", "A & B at a glance") == svg

"""What holds for the study of this edition alone: configurations drawn."""

import csv
from itertools import pairwise, product

import pytest

from scripts.analysis.configurations import select_configurations
from tests.change_models import build_change_model

STAGES = ("context", "resource", "reaction", "outcome")


FIGURES = ("figure_1", "figure_2")


@pytest.fixture(scope="module")
def sheets(study):
    """Return configurations, codings and elements as rows, read without the package."""
    rows = {}
    for name in ("configurations", "codings", "elements"):
        with (study.directory / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows[name] = list(csv.DictReader(file))
    return rows


@pytest.fixture(scope="module")
def expected(sheets):
    """Return, for a valence, the configurations by number, stage and element."""

    def find(valence):
        rows = [r for r in sheets["configurations"] if r["final"] == "yes"]
        rows = [r for r in rows if r["valence"] == valence]
        names = {r["configuration"]: int(r["position"]) for r in rows}
        passes = {}
        for row in sheets["codings"]:
            if row["configuration"] in names:
                passes.setdefault((row["stage"], row["element"]), set()).add(row["configuration"])
        gaps = {(stage, r["configuration"]) for r in rows for stage in STAGES if not r[stage]}
        return names, passes, gaps

    return find


def figure_model(study, key):
    return build_change_model(study, select_configurations(study, study.exhibit(key).show))


@pytest.fixture(params=FIGURES)
def figure(request, study, expected):
    """Return the model of a figure with what the data files say of it."""
    valence = {"figure_1": "positive", "figure_2": "negative"}[request.param]
    return figure_model(study, request.param), *expected(valence)


def test_every_configuration_of_the_final_theory_is_in_a_figure(figure):
    model, names, _, _ = figure
    assert dict(model.numbers) == names


def test_each_element_is_drawn_once(figure):
    model, _, passes, _ = figure
    drawn = [(box.stage, element) for box in model.boxes for element in box.elements]
    assert sorted(drawn) == sorted(passes)


def test_a_box_holds_the_configurations_of_its_elements(figure):
    model, _, passes, _ = figure
    for box in model.boxes:
        for element in box.elements:
            assert set(box.configurations) == passes[box.stage, element], element


def test_each_label_is_that_of_the_codebook(figure, sheets):
    labels = {row["element"]: row["label"] for row in sheets["elements"]}
    for box in figure[0].boxes:
        if not box.is_gap:
            assert list(box.labels) == [labels[element] for element in box.elements]


def test_each_blank_cell_is_a_gap_of_its_own(figure):
    model, _, _, gaps = figure
    drawn = [(box.stage, box.configurations) for box in model.boxes if box.is_gap]
    assert sorted(drawn) == sorted((stage, (name,)) for stage, name in gaps)
    labels = {label for box in model.boxes if box.is_gap for label in box.labels}
    assert labels == {"Not in the extraction"}


def test_each_configuration_can_be_followed_through_all_stages(figure):
    model, names, _, _ = figure
    links = {(link.source, link.target): link.configurations for link in model.links}
    for name in names:
        layers = [
            [box.key for box in model.layer(stage.stage) if name in box.configurations]
            for stage in model.stages
        ]
        assert all(layers), name
        for left, right in pairwise(layers):
            for ends in product(left, right):
                assert name in links[ends], (name, ends)


def test_no_link_is_drawn_that_no_configuration_takes(figure):
    model, _, _, _ = figure
    boxes = {box.key: box for box in model.boxes}
    for link in model.links:
        source, target = boxes[link.source], boxes[link.target]
        assert model.rank(target) == model.rank(source) + 1
        assert set(link.configurations) == set(source.configurations) & set(target.configurations)
        assert link.configurations
    assert len({(link.source, link.target) for link in model.links}) == len(model.links)

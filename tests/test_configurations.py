"""Configurations: cells, the graph of a change model, and how the theory changed."""

from __future__ import annotations

import csv
from itertools import pairwise, product

import pytest

from scripts.configurations import (
    build_change_model,
    build_configuration_cells,
    compute_theory_change,
    describe_sharing,
    find_most_shared,
    group_spanners,
    list_by_status,
    select_by_element,
    select_configurations,
)
from tests.studies import make_study

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
    return build_change_model(study, select_configurations(study, study.settings.exhibit(key).show))


@pytest.fixture(params=FIGURES)
def figure(request, study, expected):
    """Return the model of a figure with what the data files say of it."""
    valence = {"figure_1": "positive", "figure_2": "negative"}[request.param]
    return figure_model(study, request.param), *expected(valence)


def test_a_figure_lacks_a_configuration_of_the_final_theory(figure):
    model, names, _, _ = figure
    assert dict(model.numbers) == names


def test_an_element_is_drawn_twice_or_not_at_all(figure):
    model, _, passes, _ = figure
    drawn = [(box.stage, element) for box in model.boxes for element in box.elements]
    assert sorted(drawn) == sorted(passes)


def test_a_box_does_not_hold_the_configurations_of_its_elements(figure):
    model, _, passes, _ = figure
    for box in model.boxes:
        for element in box.elements:
            assert set(box.configurations) == passes[box.stage, element], element


def test_a_label_is_not_that_of_the_codebook(figure, sheets):
    labels = {row["element"]: row["label"] for row in sheets["elements"]}
    for box in figure[0].boxes:
        if not box.is_gap:
            assert list(box.labels) == [labels[element] for element in box.elements]


def test_a_blank_cell_is_not_a_gap_of_its_own(figure):
    model, _, _, gaps = figure
    drawn = [(box.stage, box.configurations) for box in model.boxes if box.is_gap]
    assert sorted(drawn) == sorted((stage, (name,)) for stage, name in gaps)
    labels = {label for box in model.boxes if box.is_gap for label in box.labels}
    assert labels == {"Not in the source text"}


def test_a_configuration_cannot_be_followed_through_all_stages(figure):
    model, names, _, _ = figure
    links = {(link.source, link.target): link.configurations for link in model.links}
    for name in names:
        layers = [
            [box.key for box in model.layer(stage) if name in box.configurations]
            for stage in model.stages
        ]
        assert all(layers), name
        for left, right in pairwise(layers):
            for ends in product(left, right):
                assert name in links[ends], (name, ends)


def test_a_link_is_drawn_that_no_configuration_takes(figure):
    model, _, _, _ = figure
    boxes = {box.key: box for box in model.boxes}
    order = {stage: i for i, stage in enumerate(model.stages)}
    for link in model.links:
        source, target = boxes[link.source], boxes[link.target]
        assert order[target.stage] == order[source.stage] + 1
        assert set(link.configurations) == set(source.configurations) & set(target.configurations)
        assert link.configurations
    assert len({(link.source, link.target) for link in model.links}) == len(model.links)


def test_without_codings_equal_cells_are_drawn_apart(tmp_path):
    rows = [
        {"configuration": "a", "context": "Same", "mechanism": "M1", "outcome": "O"},
        {"configuration": "b", "context": "Same", "mechanism": "", "outcome": "O"},
    ]
    study = make_study(tmp_path / "data", configurations=rows)
    model = build_change_model(study, study.configurations)
    assert [(box.stage, box.labels, box.configurations) for box in model.boxes] == [
        ("context", ("Same",), ("a", "b")),
        ("mechanism", ("M1",), ("a",)),
        ("mechanism", ("Not in the source text",), ("b",)),
        ("outcome", ("O",), ("a", "b")),
    ]


def test_elements_of_the_same_configurations_do_not_share_a_box(tmp_path):
    rows = [
        {"configuration": "a", "context": "Tired and alone"},
        {"configuration": "b", "context": "Alone"},
    ]
    elements = [{"element": e, "stage": "context", "label": e.title()} for e in ("tired", "alone")]
    codings = [
        {"configuration": "a", "stage": "context", "element": "tired", "phrase": "Tired"},
        {"configuration": "a", "stage": "context", "element": "alone", "phrase": "alone"},
        {"configuration": "b", "stage": "context", "element": "alone", "phrase": "Alone"},
    ]
    values = {"stages": ["context"], "configurations": rows, "elements": elements}
    apart = make_study(tmp_path / "apart", codings=codings, **values)
    model = build_change_model(apart, apart.configurations)
    assert [box.labels for box in model.boxes] == [("Tired",), ("Alone",)]
    model = build_change_model(apart, apart.configurations.head(1))
    assert [box.labels for box in model.boxes] == [("Tired", "Alone")]


def test_no_configurations_stop_the_graph(study):
    model = build_change_model(study, study.configurations.head(0))
    assert model.boxes == model.links == ()


@pytest.mark.parametrize("theories", [(), ("only",)])
def test_fewer_than_two_theories_count_as_a_change(tmp_path, theories):
    rows = [{"configuration": "a", "context": "C", "only": "yes"}]
    rows = [{k: v for k, v in row.items() if k != "only" or theories} for row in rows]
    study = make_study(tmp_path / "data", theories=theories, configurations=rows)
    change = compute_theory_change(study)
    assert list(change["status"]) == [""]
    assert list_by_status(change).empty


def test_a_head_that_spans_takes_the_place_of_a_stage_of_its_name(tmp_path):
    stages = [
        {"stage": "mechanism", "label": "Resource", "spanner": "Mechanism"},
        {"stage": "reaction", "label": "Reaction", "spanner": "Mechanism"},
    ]
    study = make_study(
        tmp_path / "data",
        stages=stages,
        configurations=[{"configuration": "a", "mechanism": "M"}],
        exhibits=[{"exhibit": "table", "kind": "configurations"}],
    )
    cells = build_configuration_cells(study, study.settings.exhibit("table"))
    heads = {cell.column: cell.text for cell in cells if cell.row == "heading"}
    assert heads == {
        "mechanism/spanner": "Mechanism",
        "mechanism": "Resource",
        "reaction": "Reaction",
    }


def test_a_head_spans_stages_that_are_not_neighbours(tmp_path):
    spanners = ("Before", "", "Before", "Before", "After")
    stages = [
        {"stage": f"s{i}", "label": f"S{i}", **({"spanner": s} if s else {})}
        for i, s in enumerate(spanners)
    ]
    study = make_study(
        tmp_path / "data", stages=stages, configurations=[{"configuration": "a", "s0": "x"}]
    )
    assert group_spanners(study.settings.stages) == [
        ("Before", ("s0",)),
        ("Before", ("s2", "s3")),
        ("After", ("s4",)),
    ]


def test_an_element_of_the_outcome_or_of_one_valence_counts_as_shared(tmp_path):
    rows = [
        {"configuration": "a", "context": "A", "outcome": "Z", "valence": "positive"},
        {"configuration": "b", "context": "B", "outcome": "Z", "valence": "negative"},
        {"configuration": "c", "context": "B", "outcome": "Z", "valence": "negative"},
    ]
    study = make_study(tmp_path / "data", configurations=rows)
    assert find_most_shared(study) is None
    rows[0]["mechanism"] = rows[2]["mechanism"] = "M"
    study = make_study(tmp_path / "other", configurations=rows)
    assert find_most_shared(study) == ("mechanism", "M")
    assert list(select_by_element(study, "M")["configuration"]) == ["a", "c"]
    assert describe_sharing(study, "M") == {"label": "M", "all": 2, "positive": 1, "negative": 1}

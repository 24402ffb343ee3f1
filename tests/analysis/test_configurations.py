"""Configurations: cells, the graph of a change model."""

from __future__ import annotations

from scripts.analysis.configurations import group_spanners
from tests.change_models import build_change_model
from tests.studies import make_study


def test_without_codings_equal_cells_share_a_box(tmp_path):
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


def test_elements_of_the_same_configurations_share_a_box(tmp_path):
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


def test_no_configurations_make_an_empty_graph(study):
    model = build_change_model(study, study.configurations.head(0))
    assert model.boxes == model.links == ()


def test_a_head_spans_neighbouring_stages_only(tmp_path):
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


def test_configurations_that_share_one_line_of_a_cell_share_a_box(tmp_path):
    stages = ["context", {"stage": "outcome", "label": "Outcome", "split_at": ";"}]
    rows = [
        {"configuration": "a", "context": "Alone\nTired", "outcome": "Comes; Talks; Sleeps"},
        {"configuration": "b", "context": "Alone", "outcome": "Talks"},
    ]
    study = make_study(tmp_path / "data", stages=stages, configurations=rows)
    model = build_change_model(study, study.configurations)
    assert [(box.labels, box.configurations) for box in model.boxes] == [
        (("Alone",), ("a", "b")),
        (("Tired",), ("a",)),
        (("Comes", "Sleeps"), ("a",)),
        (("Talks",), ("a", "b")),
    ]
    assert len(model.links) == 4

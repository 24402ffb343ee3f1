"""The graph of a change model: what shares a box, and frames of which none can be made."""

from dataclasses import replace

import pytest

from scripts.analysis.change_models import build_diagram, group_spanners, select_part
from tests.change_models import build_change_model, list_frames
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


def test_configurations_are_named_by_their_numbers(tmp_path):
    rows = [{"configuration": name, "context": "Alone"} for name in ("a", "b")]
    study = make_study(tmp_path, stages=["context"], configurations=rows)
    model = build_change_model(study, study.configurations)
    assert model.name_configurations(["a"]) == "configuration 1"
    assert model.name_configurations(["a", "b"]) == "configurations 1, 2"


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


def frames(tmp_path):
    """The boxes and links of two configurations of which one has a gap, and their stages."""
    rows = [
        {"configuration": "a", "context": "A", "mechanism": "M", "outcome": "O"},
        {"configuration": "b", "context": "A", "outcome": "O"},
    ]
    study = make_study(tmp_path / "data", configurations=rows)
    return *list_frames(study, study.configurations), study.settings.stages


def test_a_conjecture_stands_in_a_gap_alone_and_none_is_no_words(tmp_path):
    boxes, links, stages = frames(tmp_path)
    assert {box.conjecture for box in build_diagram(boxes, links, stages).boxes} == {""}
    guessed = boxes.assign(conjecture="Perhaps so")
    model = build_diagram(guessed, links, stages)
    assert [box.conjecture for box in model.boxes if box.is_gap] == ["Perhaps so"]
    assert {box.conjecture for box in model.boxes if not box.is_gap} == {""}
    assert {box.level for box in model.boxes} == {""}
    without = build_diagram(boxes.drop(columns="level"), links, stages)
    assert {box.level for box in without.boxes} == {""}


def test_a_diagram_has_every_stage_in_order_and_the_numbers_of_the_tables(tmp_path):
    boxes, links, stages = frames(tmp_path)
    model = build_diagram(boxes, links, stages)
    assert model.stages == tuple(stages)
    assert model.numbers == {"a": 1, "b": 2}
    ends = [(link.source, link.target, link.configurations) for link in model.links]
    assert ends == [
        ("context-1", "mechanism-1", ("a",)),
        ("context-1", "mechanism-2", ("b",)),
        ("mechanism-1", "outcome-1", ("a",)),
        ("mechanism-2", "outcome-1", ("b",)),
    ]
    assert [len(model.layer(stage.stage)) for stage in model.stages] == [1, 2, 1]


def test_the_configurations_of_a_link_stand_in_the_order_of_the_boxes(tmp_path):
    rows = [{"configuration": name, "context": "A", "outcome": "O"} for name in "zyxwvu"]
    study = make_study(tmp_path / "data", stages=["context", "outcome"], configurations=rows)
    (link,) = build_change_model(study, study.configurations).links
    assert link.configurations == tuple("zyxwvu")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (
            lambda boxes, links: (boxes.drop(columns="label"), links),
            "boxes: no column label; there are configuration, position,",
        ),
        (
            lambda boxes, links: (boxes, links.drop(columns=["stage_to", "element_to"])),
            "links: no column stage_to, element_to; there are configuration,",
        ),
        (
            lambda boxes, links: (boxes, links.iloc[:, :0]),
            "there are none",
        ),
        (
            lambda boxes, links: (boxes.replace({"stage": {"outcome": "outcomes"}}), links),
            "boxes: stage “outcomes” of a; allowed: one of context, mechanism, outcome",
        ),
        (
            lambda boxes, links: (boxes.replace({"stage": {"outcome": "outcomes"}}), links),
            "Did you mean “outcome”?",
        ),
        (
            lambda boxes, links: (boxes[boxes["label"] != "M"], links),
            "links: a has “M” of stage “mechanism”, which is not in boxes",
        ),
        (
            lambda boxes, links: (boxes[boxes["element"] != ""], links),
            "links: b has a blank element of stage “mechanism”, which is not in boxes",
        ),
        (
            lambda boxes, links: (
                boxes,
                links[:1].assign(stage_to="outcome", element_to="O"),
            ),
            "links: a goes from context to outcome; a link leads to the next of the stages",
        ),
    ],
)
def test_frames_of_which_no_diagram_can_be_made_are_refused(tmp_path, spoil, said):
    boxes, links, stages = frames(tmp_path)
    with pytest.raises(ValueError, match=r"boxes|links") as error:
        build_diagram(*spoil(boxes, links), stages)
    assert said in str(error.value)


def test_a_part_of_a_model_is_as_if_only_its_configurations_had_been_given(tmp_path):
    rows = [
        {"configuration": "a", "context": "Alone", "mechanism": "Listens", "outcome": "Sleeps"},
        {"configuration": "b", "context": "Alone\nPoor", "mechanism": "Talks", "outcome": "Eats"},
        {"configuration": "c", "context": "Poor", "mechanism": "", "outcome": "Eats\nSleeps"},
    ]
    study = make_study(tmp_path / "data", configurations=rows)
    whole = build_change_model(study, study.configurations)
    for names in (["a"], ["b"], ["c"], ["a", "b"], ["b", "c"], ["a", "b", "c"]):
        frame = study.configurations
        alone = build_change_model(study, frame[frame["configuration"].isin(names)])
        part = select_part(whole, names)
        assert (part.numbers, part.links) == (alone.numbers, alone.links)
        assert [sort_elements(box) for box in part.boxes] == [
            sort_elements(box) for box in alone.boxes
        ]


def sort_elements(box):
    """Return a box with its elements in the order of the alphabet."""
    return replace(box, elements=tuple(sorted(box.elements)), labels=tuple(sorted(box.labels)))

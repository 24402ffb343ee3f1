"""The caption, the headings and the labels that an exhibit is compared by."""

from __future__ import annotations

from scripts.published.readings import list_headings, spanner_key
from tests.studies import make_study

GROUPS = (
    {"group": "clients", "label": "Clients", "n": 8},
    {"group": "cooks", "label": "Cooks", "n": 2},
)


def make(folder, *exhibits, **values):
    return make_study(folder, groups=GROUPS, exhibits=exhibits, **values)


def cells(study, key):
    return [tuple(row) for row in list_headings(study, key).to_numpy().tolist()]


def test_interviews_have_neither_caption_nor_headings(tmp_path):
    rows = [{"group": "clients", "interviewees": 3}]
    exhibits = ({"exhibit": "talks", "kind": "interviews", "groups": ["clients"]},)
    study = make(tmp_path / "data", *exhibits, interviews=rows)
    assert cells(study, "talks") == []
    assert list(list_headings(study, "talks").columns) == ["row", "column", "cell"]


def test_a_diagram_has_a_caption_alone(tmp_path):
    study = make(tmp_path / "data", {"exhibit": "figure", "kind": "diagram"})
    assert cells(study, "figure") == [("caption", "caption", "The exhibit figure.")]


def test_a_table_of_people_has_its_groups_and_the_blocks_of_these_groups(tmp_path):
    blocks = [
        {"characteristic": name, "label": name.title(), "responses": "multiple"}
        for name in ("age", "tasks")
    ]
    counts = [
        {"characteristic": "age", "level": "any", "group": "clients", "count": 6},
        {"characteristic": "tasks", "level": "any", "group": "cooks", "count": 2},
    ]
    exhibits = ({"exhibit": "people", "kind": "demographics", "groups": ["clients"]},)
    study = make(tmp_path / "data", *exhibits, characteristics=blocks, demographics=counts)
    assert cells(study, "people") == [
        ("caption", "caption", "The exhibit people."),
        ("heading", "clients", "Clients (n = 8)"),
        ("age", "label", "Age"),
    ]


def test_a_table_of_configurations_has_a_head_for_each_column_and_each_span(tmp_path):
    stages = [
        {"stage": "context", "label": "Context"},
        {"stage": "resource", "label": "Resource", "spanner": "Mechanism"},
        {"stage": "reaction", "label": "Reaction", "spanner": "Mechanism"},
    ]
    values = {"stages": stages, "theories": ("first",), "quotations_label": "Quotation"}
    exhibits = ({"exhibit": "table", "kind": "configurations"},)
    study = make(tmp_path / "data", *exhibits, **values)
    wanted = [
        ("caption", "caption", "The exhibit table."),
        ("heading", "mechanism", "Mechanism"),
        ("heading", "context", "Context"),
        ("heading", "resource", "Resource"),
        ("heading", "reaction", "Reaction"),
        ("heading", "first", "First theory"),
    ]
    assert cells(study, "table") == wanted
    said = [{"configuration": "only", "speaker": "Ada", "text": "So."}]
    study = make(tmp_path / "said", *exhibits, **values, quotations=said)
    assert cells(study, "table") == [*wanted, ("heading", "quotations", "Quotation")]


def test_a_head_that_is_called_like_a_column_is_told_from_it(tmp_path):
    stages = [{"stage": "context", "label": "Context", "spanner": "Context"}, "outcome"]
    study = make(tmp_path / "data", stages=stages)
    assert spanner_key(study, "Context") == "context/spanner"
    assert spanner_key(study, "Quotations") == "quotations/spanner"
    assert spanner_key(study, "Mechanism") == "mechanism"

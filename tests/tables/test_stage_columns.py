"""Levels of elements: within the cells of a page, apart in a download, in drawings and words."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from scripts.tables.tables import build_configurations_table

from scripts.analysis.configurations import build_change_model
from scripts.diagrams import splitting
from scripts.diagrams.diagrams import draw_change_model
from scripts.diagrams.model_figures import build_model_figure, show_model_figure
from scripts.diagrams.sentences import build_outline, build_sentences, name_box
from scripts.display.display import show_table
from scripts.exports.comma_separated import list_records
from scripts.exports.downloads import list_grids
from scripts.exports.grid import name_columns
from tests.studies import list_frames, make_study

STAGES = [
    {
        "stage": "context",
        "label": "Context",
        "levels": ["person", "group", "place"],
        "spanner": "Before",
    },
    {"stage": "mechanism", "label": "Mechanism", "levels": ["person", "group"]},
    {"stage": "outcome", "label": "Outcome"},
]
ROWS = [
    {"configuration": "a", "context": "Few <b>", "context_level": "place", "outcome": "Comes"},
    {"configuration": "b", "context": "Few <b>", "context_level": "person", "outcome": "Comes"},
    {
        "configuration": "c",
        "context": "Few <b>\nAlone\nOld",
        "context_level": "place\n\nperson",
        "outcome": "Comes",
    },
    {"configuration": "d", "context": "Old\nPoor", "context_level": "person", "outcome": "Comes"},
]


@pytest.fixture
def study(tmp_path):
    exhibits = [
        {"exhibit": "rows", "kind": "configurations"},
        {"exhibit": "figure", "kind": "diagram"},
    ]
    return make_study(tmp_path / "data", stages=STAGES, configurations=ROWS, exhibits=exhibits)


def texts(soup, selector):
    """Return the text of each element that a selector finds, in one line."""
    return [" ".join(tag.get_text().split()) for tag in soup.select(selector)]


def test_a_level_is_lost_from_a_table_or_markup_is_made_of_it(study):
    soup = BeautifulSoup(show_table(build_configurations_table(study, "rows")).data, "html.parser")
    assert texts(soup, "tbody td:nth-of-type(1)") == [
        "place: Few <b>",
        "person: Few <b>",
        "place: Few <b> Alone person: Old",
        "person: Old Poor",
    ]
    assert texts(soup, "thead th") == ["No.", "Before", "Mechanism", "Outcome", "Context"]


def test_a_download_has_no_column_of_levels_or_an_empty_one(study):
    _, grid = list_grids(study)["rows"]
    assert name_columns(grid) == [
        *("No.", "Before: Context", "Before: Level of context", "Mechanism", "Outcome"),
    ]
    records = list_records(grid)[1:]
    assert [record[1:3] for record in records] == [
        ["Few <b>", "place"],
        ["Few <b>", "person"],
        ["place: Few <b>\nAlone\nperson: Old", "place\nperson"],
        ["Old\nPoor", "person"],
    ]


def test_the_same_words_at_two_levels_are_one_box(study):
    model = build_change_model(study, study.configurations)
    boxes = [(b.labels, b.level, b.configurations) for b in model.layer("context")]
    assert boxes == [
        (("Few <b>",), "place", ("a", "c")),
        (("Few <b>",), "person", ("b",)),
        (("Alone",), "", ("c",)),
        (("Old",), "person", ("c", "d")),
        (("Poor",), "person", ("d",)),
    ]


def test_a_drawing_does_not_tell_the_level_of_a_box(study):
    model = build_change_model(study, study.configurations)
    svg = ET.fromstring(draw_change_model(study, model, "fig", "Title"))
    groups = [g for g in svg.iter("{http://www.w3.org/2000/svg}g") if g.get("class") == "level"]
    assert sorted("".join(g.itertext()).strip() for g in groups) == [
        *("person", "person", "person", "place"),
    ]


def test_words_for_a_picture_leave_levels_out(study):
    model = build_change_model(study, study.configurations)
    assert name_box(study, model, model.boxes[0]) == "Context: Few <b> (place), configurations 1, 3"
    (contexts, *_) = build_outline(study, model)
    assert [entry.text for entry in contexts.entries][:2] == [
        "Few <b> (place). Configurations",
        "Few <b> (person). Configuration",
    ]
    sentences = build_sentences(study, build_change_model(study, study.configurations))
    assert "Context: “Few <b>” (place), “Alone” and “Old” (person)," in sentences[2]


def test_a_reader_is_not_told_what_stands_in_italics(study, tmp_path):
    figure = build_model_figure(*list_frames(study, study.configurations), study, "fig", "A title")
    assert "“Comes”. In italics above some elements: their level." in show_model_figure(figure).data
    plain = make_study(tmp_path / "plain")
    figure = build_model_figure(*list_frames(plain, plain.configurations), plain, "fig", "A title")
    assert "level" not in show_model_figure(figure).data


def test_a_part_of_a_split_model_is_measured_without_its_levels(study, monkeypatch):
    measured = []

    def measure(model, stages, width):
        measured.append({(b.stage, b.level, b.labels, b.configurations) for b in model.boxes})
        return 10_000.0 if len(model.numbers) and len(measured) == 1 else 1.0

    monkeypatch.setattr(splitting, "measure_height", measure)
    splitting.split_diagram(*list_frames(study, study.configurations), study.settings.stages)
    whole = build_change_model(study, study.configurations)
    assert measured[0] == {(b.stage, b.level, b.labels, b.configurations) for b in whole.boxes}

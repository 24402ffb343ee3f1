"""Figures of change models: nothing is lost in the parts, and the reader is told of both."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from bs4 import BeautifulSoup

from scripts.diagrams.layout import WIDTH
from scripts.diagrams.model_figures import (
    build_model_figure,
    show_model_figure,
    show_model_outline,
    show_model_sentences,
)
from scripts.diagrams.sentences import describe_crossings
from scripts.diagrams.splitting import MOST_HEIGHT
from tests.studies import list_frames, make_study

EVIL = "<script>alert('x')</script> & \"so\""
STAGES = ("context", "mechanism", "outcome")


def invent_study(count, pool=8):
    """Return a study of so many configurations that share cells, with a table of them."""
    chance = Random(count)
    rows = [
        {
            "configuration": f"c-{i}",
            **{s: f"{s} {EVIL if i == 0 else ''} {chance.randrange(pool)}" for s in STAGES},
            "valence": chance.choice(("positive", "negative", "")),
        }
        for i in range(count)
    ]
    exhibits = [{"exhibit": "table", "kind": "configurations"}]
    with TemporaryDirectory() as folder:
        study = make_study(Path(folder) / "data", configurations=rows, exhibits=exhibits)
        # Tables are read when first asked for, and the folder goes.
        tables = study.configurations, study.elements, study.codings, study.quotations
        assert all(table is not None for table in tables)
    return study


@pytest.fixture(scope="module", params=[(3, 2), (24, 12), (120, 60)], ids=lambda case: case[0])
def drawn(request):
    """Return a figure with marks, and its page."""
    study = invent_study(*request.param)
    figure = build_model_figure(
        *list_frames(study, study.configurations), study, "whole", "A title", marked=["valence"]
    )
    shown = show_model_figure(figure).data + show_model_outline(figure, "The list").data
    return figure, BeautifulSoup(shown, "html.parser")


def count_crossings(svg):
    """Return how many pairs of links cross, from the ends of the lines as drawn."""
    lines = []
    for link in svg.select(".parts .link"):
        numbers = [float(n) for n in re.findall(r"-?[\d.]+", link.find("path")["d"])]
        lines.append((numbers[0], numbers[1], numbers[1] + numbers[-1]))
    return sum(
        one[0] == other[0] and (one[1] - other[1]) * (one[2] - other[2]) < 0
        for one, other in combinations(lines, 2)
    )


def test_the_crossings_told_are_not_those_drawn(drawn):
    _, page = drawn
    outline = page.find("details").get_text()
    counts = []
    for drawing in page.find_all("svg"):
        counts.append(count_crossings(drawing))
        sentence = describe_crossings(counts[-1])
        assert drawing.find("desc").get_text().count(sentence) == 1
        assert drawing.find_parent("figure").figcaption.get_text().endswith(f". {sentence}")
    told = re.findall(r"In the drawing: ([^.]*\.)", outline)
    assert told == [describe_crossings(count) for count in counts]
    assert [len(re.findall(r"\bcross(es)?\b", sentence)) for sentence in told] == [1] * len(told)


def test_a_number_of_crossings_does_not_stand_in_its_sentence():
    assert describe_crossings(0) == "No lines cross."
    assert describe_crossings(1) == "One pair of lines crosses."
    assert describe_crossings(86) == "86 pairs of lines cross."


def test_a_configuration_is_in_no_picture_or_in_two(drawn):
    figure, page = drawn
    numbers = set(figure.study.configurations["position"].astype(str))
    found = [chip.get_text(strip=True) for chip in page.select(".parts .chip[data-name]")]
    assert sorted(found) == sorted(numbers)
    marks = {tag["id"] for tag in page.select("[data-name]")}
    assert marks == {f"whole-no-{number}" for number in numbers}
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert "whole" in ids
    sentences = show_model_sentences(figure, "Sentences").data
    assert re.findall(r"<li[^>]*>No\. (\d+)", sentences) == sorted(numbers, key=int)


def test_a_picture_is_taller_than_the_type_area_of_a_page(drawn):
    _, page = drawn
    for drawing in page.find_all("svg"):
        _, _, width, height = (float(n) for n in drawing["viewbox"].split())
        assert width == WIDTH
        assert height <= MOST_HEIGHT
        assert height / width <= 250 / 170


def test_the_reader_is_not_told_how_a_figure_was_split(drawn):
    figure, page = drawn
    count = len(figure.pictures)
    assert (count > 1) == (len(figure.study.configurations) > 100)
    text = page.get_text()
    assert text.count(" configurations together would be ") == (count > 1)
    captions = [caption.get_text() for caption in page.find_all("figcaption")]
    titles = [title.get_text() for title in page.select("svg title")]
    for number, (caption, title) in enumerate(zip(captions, titles, strict=True), start=1):
        assert (f"Part {number} of {count}: " in caption) == (count > 1)
        assert ".." not in caption
        assert caption.startswith(title.rstrip("."))
    entries = page.select(".edition-parts > ol > li")
    assert len(entries) == (count if count > 1 else 0)
    for entry, drawing in zip(entries, page.find_all("svg") if entries else (), strict=True):
        assert page.find(id=entry.a["href"][1:]).find("svg") is drawing
        told = re.search(r"\(numbers? ([\d, ]+)\)$", entry.get_text())[1].split(", ")
        assert set(told) == {c.get_text(strip=True) for c in drawing.select("[data-name]")}


def test_words_of_the_data_become_part_of_the_page(drawn):
    figure, page = drawn
    assert not page.find_all("script")
    assert "<script" in page.get_text()
    study = figure.study
    other = build_model_figure(
        *list_frames(study, study.configurations.head(1)), study, "x", EVIL, label=EVIL
    )
    shown = BeautifulSoup(show_model_figure(other).data, "html.parser")
    assert not shown.find_all("script")
    assert shown.figcaption.get_text() == f"{EVIL}. {EVIL}. No lines cross."


def test_a_thousand_configurations_cannot_be_drawn_or_weigh_too_much():
    study = invent_study(1000, 400)
    figure = build_model_figure(
        *list_frames(study, study.configurations), study, "whole", "All", marked=["valence"]
    )
    shown = show_model_figure(figure).data
    found = re.findall(r'id="whole-no-(\d+)"', shown)
    assert sorted(map(int, found)) == list(range(1, 1001))
    assert all(picture.layout.height <= MOST_HEIGHT for picture in figure.pictures)
    # Bytes for each configuration.
    assert len(shown) / 1000 < 5000

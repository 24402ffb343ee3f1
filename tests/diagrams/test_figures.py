"""Figures of change models: nothing is lost in the parts, and the reader is told of both."""

import re
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from bs4 import BeautifulSoup

from scripts.analysis.change_models import Box, ChangeModel
from scripts.diagrams.figures import build_figure
from scripts.diagrams.layout import WIDTH
from scripts.diagrams.sentences import describe_meeting
from scripts.display.diagram_exhibits import format_pictures, show_diagram
from tests.change_models import MOST_HEIGHT, list_frames
from tests.studies import make_study, name_stages

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
    """Return a study and the page on which it is drawn with marks."""
    study = invent_study(*request.param)
    frames = list_frames(study, study.configurations)
    shown = show_diagram(*frames, study, "whole", "A title", ["valence"]).html
    return study, BeautifulSoup(shown, "html.parser")


def test_a_caption_says_where_the_paths_meet_as_the_drawing_shows(drawn):
    *_, page = drawn
    for drawing in page.find_all("svg"):
        sentence = drawing.find_parent("figure").figcaption.get_text().rpartition(". Of ")[2]
        count, through, lead = re.fullmatch(
            r"(\d+) configurations, (\d+) pass through “.*?” and (\d+) lead to “.*”\.", sentence
        ).groups()
        chips = [len(box.select(".chip")) for box in drawing.select(".box:not(.gap)")]
        assert int(count) == len(drawing.select("[data-name]"))
        assert max(chips) == max(int(through), int(lead))
        assert f"Of {sentence}" in drawing.find("desc").get_text()


def test_paths_that_never_meet_are_said_to_be_apart():
    boxes = tuple(Box(f"a-{i}", "a", (f"e{i}",), (f"E{i}",), (f"c{i}",)) for i in range(3))
    apart = ChangeModel(name_stages("a", "b"), boxes, (), {f"c{i}": i for i in range(3)})
    assert describe_meeting(apart) == "No two of the 3 configurations share a box."
    assert describe_meeting(ChangeModel(name_stages("a"), boxes[:1], (), {"c0": 1})) == ""


def test_each_configuration_is_in_one_picture(drawn):
    study, page = drawn
    numbers = set(study.configurations["position"].astype(str))
    found = [chip.get_text(strip=True) for chip in page.select(".parts .chip[data-name]")]
    assert sorted(found) == sorted(numbers)
    marks = {tag["id"] for tag in page.select("[data-name]")}
    assert marks == {f"whole-no-{number}" for number in numbers}
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert "whole" in ids
    sentences = [li.get_text() for li in page.find_all("details")[-1].find_all("li")]
    assert [re.match(r"No\. (\d+)", text)[1] for text in sentences] == sorted(numbers, key=int)


def test_no_picture_is_taller_than_the_type_area_of_a_page(drawn):
    *_, page = drawn
    for drawing in page.find_all("svg"):
        _, _, width, height = (float(n) for n in drawing["viewbox"].split())
        assert width == WIDTH
        assert height <= MOST_HEIGHT
        assert height / width <= 250 / 170


def test_the_reader_is_told_how_a_figure_was_split(drawn):
    study, page = drawn
    count = len(page.find_all("svg"))
    assert (count > 1) == (len(study.configurations) > 100)
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


def test_words_of_the_data_are_no_code_of_the_page(drawn):
    study, page = drawn
    assert not page.find_all("script")
    assert "<script" in page.get_text()
    frames = list_frames(study, study.configurations.head(1))
    _, pictures, rule = build_figure(*frames, study, "x", EVIL)
    shown = BeautifulSoup(format_pictures("x", pictures, rule, study, EVIL), "html.parser")
    assert not shown.find_all("script")
    assert shown.figcaption.get_text() == f"{EVIL}. {EVIL}."


def test_two_hundred_configurations_are_drawn_and_weigh_little():
    study = invent_study(200, 80)
    frames = list_frames(study, study.configurations)
    _, pictures, rule = build_figure(*frames, study, "whole", "All", ["valence"])
    shown = format_pictures("whole", pictures, rule, study)
    found = re.findall(r'id="whole-no-(\d+)"', shown)
    assert sorted(map(int, found)) == list(range(1, 201))
    assert all(picture.layout.height <= MOST_HEIGHT for picture in pictures)
    # Bytes for each configuration.
    assert len(shown) / 200 < 5000

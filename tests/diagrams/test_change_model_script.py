"""The script of the figures: small, of this site alone, and made for what is drawn."""

import re
from unittest.mock import MagicMock
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from scripts.display.diagram_exhibits import show_diagram
from scripts.display.exhibits import format_figure
from scripts.site import extension
from tests import ROOT
from tests.change_models import build_figure_model, draw_change_model, list_frames
from tests.diagrams.test_change_models import last_figure

STATIC = ROOT / "scripts" / "site" / "static"
SCRIPT = (STATIC / "change-model.js").read_text("utf-8")
STYLE = (STATIC / "change-model.css").read_text("utf-8")


@pytest.fixture(scope="module")
def figure(study):
    frames = list_frames(study, study.configurations.head(12))
    return BeautifulSoup(show_diagram(*frames, study, "f", "F").html, "html.parser")


@pytest.mark.parametrize(
    "word", ["http", "import", "require(", "eval", "innerHTML", "fetch", "XMLHttp", "localStorage"]
)
def test_the_script_runs_and_fetches_nothing_else(word):
    assert word not in SCRIPT


def test_the_script_is_small():
    assert len(SCRIPT) < 12_000


def test_the_script_looks_for_what_is_drawn(figure):
    selectors = re.findall(r"(?:querySelectorAll|closest)\((['\"])(.+?)\1\)", SCRIPT)
    assert len(selectors) >= 4
    for _, selector in selectors:
        assert figure.select(selector), selector
    for name in ("name", "configurations", "row"):
        assert f"dataset.{name}" in SCRIPT
        assert figure.select(f"[data-{name}]")
    for name in ("edition-status", "edition-zoom", "is-lit", ".lit"):
        assert name.lstrip(".") in SCRIPT
        assert name in STYLE


def test_a_drawing_of_many_links_can_be_passed_by(figure, study):
    (skip,) = figure.select("a.edition-skip")
    assert figure.find(id=skip["href"][1:]).name == "figcaption"
    svg = draw_change_model(study, build_figure_model(study, last_figure(study)), "f", "F")
    assert ET.fromstring(svg).get("role") == "img"
    assert "edition-skip" not in format_figure(svg, "f", "F")


def test_no_movement_is_shown_to_those_who_do_not_want_it():
    blocks = re.findall(
        r"@media \(prefers-reduced-motion: no-preference\) \{(.*?)\n\}", STYLE, re.S
    )
    assert STYLE.count("transition") == sum(block.count("transition") for block in blocks) > 0
    assert "animat" not in SCRIPT + STYLE
    assert "smooth" not in SCRIPT + STYLE


def test_the_book_loads_the_script():
    app = MagicMock()
    extension.setup(app)
    assert "change-model.js" in [call.args[0] for call in app.add_js_file.call_args_list]

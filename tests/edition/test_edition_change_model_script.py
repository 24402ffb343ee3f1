"""What holds for the study of this edition alone: change model script."""

import pytest
from bs4 import BeautifulSoup

from scripts.display import exhibits
from tests.change_models import build_figure_model, draw_change_model


@pytest.fixture(scope="module")
def figure(study):
    svg = draw_change_model(study, build_figure_model(study, "figure_2"), "f", "F", live=True)
    return BeautifulSoup(exhibits.format_figure(svg, "f", "F. A caption."), "html.parser")


def test_no_figure_needs_the_script(figure):
    assert not figure.find_all(["script", "button"])
    assert not [tag for tag in figure.find_all(True) if any(a.startswith("on") for a in tag.attrs)]
    parts = figure.select("svg .box, svg .link")
    assert len(parts) > 50
    assert all(part.name == "a" and part["href"] and part["aria-label"] for part in parts)

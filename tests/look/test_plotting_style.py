"""The style of drawings."""

import io

import pytest
from matplotlib.figure import Figure

from scripts.look.plotting_style import use_style


def draw():
    figure = Figure(figsize=(1, 1))
    figure.text(0, 0, "𝒳 人")
    figure.savefig(io.BytesIO(), format="svg")


def test_a_letter_that_the_font_lacks_puts_a_warning_into_the_chapter():
    with use_style({"svg.fonttype": "none"}):
        draw()
    with pytest.warns(UserWarning, match="missing from"):
        draw()

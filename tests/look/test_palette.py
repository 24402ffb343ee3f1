"""Colours: one for each meaning, and text that can be read on them."""

import pytest
import seaborn

from scripts.look import palette
from tests.contrast import contrast


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#0000ff", "#ffffff", 8.59),
        ("#ff0000", "#00ff00", 2.91),
    ],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize(
    ("share", "mixed"), [(1, "#ff8000"), (0, "#0000ff"), (0.5, "#804080"), (0.1, "#1a0de6")]
)
def test_colours_are_mixed_by_share(share, mixed):
    assert palette.mix("#ff8000", "#0000ff", share) == mixed


@pytest.mark.parametrize(
    ("ink", "paper"),
    [(palette.INK, palette.PAPER), (palette.DARK_INK, palette.DARK_PAPER)],
)
def test_text_can_be_read_on_the_page(ink, paper):
    assert contrast(ink, paper) >= 7


@pytest.mark.parametrize(
    "colours",
    [palette.STAGE_COLOURS, palette.GROUP_COLOURS],
)
def test_no_two_meanings_share_a_colour(colours):
    assert len(set(colours)) == len(colours)
    assert set(colours) <= set(seaborn.color_palette("colorblind").as_hex())

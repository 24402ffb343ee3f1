"""Charts in the style of the book, and laid out anew for a phone."""

import re
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import pytest

from scripts.look.charts import (
    LONGEST_LABEL,
    NARROW,
    narrow_chart,
    set_chart_style,
    write_chart,
)

SVG = "{http://www.w3.org/2000/svg}"
LONG = "Something that takes quite a few words to say"


@pytest.fixture
def figure():
    """A wide chart with long labels, a title, and a legend at its side."""
    set_chart_style()
    figure, axes = plt.subplots(figsize=(7, 2))
    axes.barh([LONG, "Short", *"abcdefgh"], range(10), label="what is counted")
    axes.grid(visible=False)
    axes.scatter([], [], label="nothing")
    axes.set_title("A title that is longer than a phone is wide, as some are", loc="left")
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1))
    yield figure
    plt.close(figure)


def test_a_chart_is_as_narrow_as_a_phone_and_its_text_as_large_as_before(figure):
    sizes = {label.get_fontsize() for label in figure.axes[0].get_yticklabels()}
    narrow = narrow_chart(figure)
    narrow.draw_without_rendering()
    assert narrow.get_tightbbox().width <= NARROW + 0.1
    assert {label.get_fontsize() for label in narrow.axes[0].get_yticklabels()} == sizes


def test_long_labels_are_broken_and_have_room(figure):
    height = figure.get_figheight()
    labels = [text.get_text() for text in narrow_chart(figure).axes[0].get_yticklabels()]
    assert " ".join(labels[0].split()) == LONG
    assert max(map(len, labels[0].split("\n"))) <= LONGEST_LABEL
    assert labels[1] == "Short"
    assert figure.get_figheight() > height


def test_a_legend_at_the_side_goes_above(figure):
    axes = narrow_chart(figure).axes[0]
    figure.draw_without_rendering()
    assert axes.get_legend().get_window_extent().y0 >= axes.title.get_window_extent().y1 - 1


def test_a_legend_within_the_axes_stays_there(figure):
    figure.axes[0].legend(loc="center right")
    axes = narrow_chart(figure).axes[0]
    figure.draw_without_rendering()
    legend, own = axes.get_legend().get_window_extent(), axes.get_window_extent()
    assert own.y0 <= legend.y0 <= legend.y1 <= own.y1


def test_a_written_chart_is_whole_and_carries_nothing_that_nobody_sees(figure):
    svg = write_chart(figure, "key", "A title", "What it shows")
    drawing = ElementTree.fromstring(svg)
    texts = [text.text for text in drawing.iter(f"{SVG}text")]
    assert {LONG, "Short", "what is counted"} <= set(texts)
    assert not re.search(r"\d\.\d{3}|rotate\(-?0 ", svg)


def test_a_chart_is_named_by_its_title_and_described_apart_from_it(figure):
    svg = write_chart(figure, "key", "A title", "What it shows")
    opening = svg[: svg.index(">")]
    assert re.findall(r'aria-(labelledby|describedby)="([^"]+)"', opening) == [
        ("labelledby", "key-title"),
        ("describedby", "key-desc"),
    ]

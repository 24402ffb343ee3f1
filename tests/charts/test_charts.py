"""Charts: what is drawn is what the numbers say."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree as ET

from matplotlib.backends.backend_agg import FigureCanvasAgg

from scripts.analysis.demographics import compute_demographics
from scripts.charts import charts
from tests.studies import make_study

EVIL = '<script>alert(\'x\')</script> & "so" $a$ id="b" url(#c) #1a1a1a'
SVG = "{http://www.w3.org/2000/svg}"


def test_more_groups_than_colours_look_alike(tmp_path):
    groups = [{"group": f"g{i}", "label": f"G{i}", "n": 4} for i in range(9)]
    settings = make_study(tmp_path / "data", groups=groups).settings
    styles = [tuple(charts.group_style(f"g{i}", settings).values()) for i in range(9)]
    assert len(set(styles)) == 9


def test_a_length_that_is_not_given_stops_the_chart(tmp_path):
    groups = [{"group": f"g{i}", "label": f"G{i}", "n": 4} for i in range(3)]
    rows = [
        {"group": "g0", "interviewees": 3, "mean": 20},
        {"group": "g1", "minimum": 10, "maximum": 30},
        {"group": "g2"},
    ]
    study = make_study(tmp_path / "data", groups=groups, interviews=rows)
    (axis,) = charts.draw_interview_lengths(study.interviews, study.settings).axes
    assert [text.get_text() for text in axis.texts] == ["mean 20", "10", "30"]
    names = [text.get_text() for text in axis.get_yticklabels()]
    assert names == ["G0\n(3 people)", "G1\n(not available)", "G2\n(not available)"]


def test_the_legend_covers_a_long_title(tmp_path):
    blocks = [{"characteristic": "a", "label": "A long title " * 5, "responses": "single"}]
    counts = [{"characteristic": "a", "level": "Any", "group": "clients", "count": 8}]
    study = make_study(tmp_path / "data", characteristics=blocks, demographics=counts)
    labels = {"a": blocks[0]["label"]}
    figure = charts.draw_groups_chart(compute_demographics(study), labels, study.settings)
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    title = figure.axes[0]._left_title.get_window_extent(renderer)
    assert not figure.legends[0].get_window_extent(renderer).overlaps(title)


def test_words_of_the_data_become_part_of_the_chart_code(tmp_path):
    study = make_study(
        tmp_path / "data",
        groups=[{"group": "g", "label": EVIL, "n": 8}],
        characteristics=[{"characteristic": "a", "label": EVIL, "responses": "single"}],
        demographics=[{"characteristic": "a", "level": EVIL, "group": "g", "count": 8}],
        interviews=[{"group": "g", "interviewees": 8, "mean": 3, "minimum": 1, "maximum": 5}],
    )
    numbers = compute_demographics(study)
    figures = [
        charts.draw_groups_chart(numbers, {"a": EVIL}, study.settings),
        charts.draw_interview_lengths(study.interviews, study.settings),
    ]
    for figure in figures:
        svg = charts.chart_svg(figure, "evil", EVIL, EVIL)
        assert "<script" not in svg
        root = ET.fromstring(svg)
        texts = "".join(element.text for element in root.iter(f"{SVG}text"))
        assert EVIL.replace(" ", "") in texts.replace(" ", "")
        assert root.find(f"{SVG}title").text == EVIL
        assert root.find(f"{SVG}desc").text == EVIL


def test_long_labels_run_off_the_chart(tmp_path):
    words = "A label that is a good deal longer than most " * 3
    study = make_study(
        tmp_path / "data",
        characteristics=[{"characteristic": "a", "label": words, "responses": "multiple"}],
        demographics=[
            {"characteristic": "a", "level": f"{words}{i}", "group": "clients", "count": 3}
            for i in range(3)
        ],
    )
    figure = charts.draw_groups_chart(compute_demographics(study), {"a": words}, study.settings)
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    axis = figure.axes[0]
    areas = [t.get_window_extent(renderer) for t in [*axis.get_yticklabels(), axis._left_title]]
    assert all(a.x0 >= -1 and a.x1 <= figure.bbox.x1 + 1 for a in areas)
    assert not any(a.overlaps(b) for a, b in pairwise(areas))
    assert axis.get_window_extent(renderer).width > figure.bbox.width / 2


def test_differences_of_further_groups_are_not_described(tmp_path):
    sizes = {"one": (5, 5), "two": (6, 4), "three": (9, 1)}
    study = make_study(
        tmp_path / "data",
        groups=[{"group": g, "label": g.title(), "n": 10} for g in sizes],
        characteristics=[{"characteristic": "age", "label": "Age", "responses": "single"}],
        demographics=[
            {"characteristic": "age", "level": level, "group": group, "count": counts[place]}
            for place, level in enumerate(("Young", "Old"))
            for group, counts in sizes.items()
        ],
    )
    said = charts.describe_groups(compute_demographics(study), study.settings)
    assert said == (
        "The largest differences are: Young: 50% of one, 90% of three; "
        "Old: 50% of one, 10% of three."
    )

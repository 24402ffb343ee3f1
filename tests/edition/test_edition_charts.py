"""What holds for the study of this edition alone: charts."""

from __future__ import annotations

import re

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex

from scripts.analysis.configurations import compute_theory_change, list_by_status
from scripts.analysis.demographics import compute_demographics
from scripts.charts import charts
from scripts.look.palette import GROUP_COLOURS, INK, PAPER, STATUS_COLOURS


@pytest.fixture(scope="module")
def people(study):
    """Return numbers and labels of the participants of Table 1."""
    labels = dict(study.characteristics[["characteristic", "label"]].itertuples(index=False))
    return compute_demographics(study, ("volunteers", "mothers")), labels


def every_chart(study, people):
    """Return all charts of the study."""
    change = list_by_status(compute_theory_change(study))
    return {
        "groups": charts.draw_groups_chart(*people, study.settings),
        "lengths": charts.draw_interview_lengths(study.interviews, study.settings),
        "change": charts.draw_theory_change(change),
    }


def marks_of(axis):
    """Return the colour, marker path and points of each set of marks."""
    return [
        (to_hex(marks.get_facecolor()[0]), marks.get_paths()[0], marks.get_offsets().data)
        for marks in axis.collections
        if len(marks.get_offsets())
    ]


def test_a_share_is_not_drawn_where_it_belongs(study, people):
    numbers, labels = people
    figure = charts.draw_groups_chart(numbers, labels, study.settings)
    drawn = []
    for axis, block in zip(figure.axes, labels, strict=True):
        levels = [text.get_text() for text in axis.get_yticklabels()]
        for marks in axis.collections:
            points = marks.get_offsets().data
            group = GROUP_COLOURS.index(to_hex(marks.get_facecolor()[0])) if len(points) else None
            drawn += [(block, levels[int(y)], group, round(x, 6)) for x, y in points]
    ranks = {group.group: i for i, group in enumerate(study.settings.groups)}
    wanted = [
        (row.characteristic, row.level, ranks[row.group], round(row.percent, 6))
        for row in numbers.dropna(subset=["percent"]).itertuples()
    ]
    assert sorted(drawn) == sorted(wanted)
    assert len(drawn) == 33


def test_a_block_without_numbers_is_not_said_to_lack_them(study, people):
    figure = charts.draw_groups_chart(*people, study.settings)
    titles = [axis.get_title(loc="left") for axis in figure.axes]
    assert titles[-1].endswith("\n(volunteers: not available)")
    assert not any("not available" in title for title in titles[:-1])


def test_a_group_changes_colour_or_marker_from_chart_to_chart(study, people):
    drawings = every_chart(study, people)
    for rank, group in enumerate(study.settings.groups):
        style = charts.group_style(group.group, study.settings)
        assert style == {"color": GROUP_COLOURS[rank], "marker": charts.MARKERS[rank]}
    # The interviews stand in another order than the groups of Table 1.
    lengths = [colour for colour, *_ in marks_of(drawings["lengths"].axes[0])]
    order = [group.group for group in study.settings.groups]
    assert lengths == [GROUP_COLOURS[order.index(g)] for g in study.interviews["group"]]
    shares = [colour for colour, *_ in marks_of(drawings["groups"].axes[0])]
    assert shares == list(GROUP_COLOURS[:2])


def test_a_length_is_not_drawn_where_it_belongs(study):
    (axis,) = charts.draw_interview_lengths(study.interviews, study.settings).axes
    bars = [tuple(line.get_xdata()) for line in axis.lines]
    rows = list(study.interviews.itertuples())
    assert bars == [(row.minimum, row.maximum) for row in rows]
    assert [points[0][0] for *_, points in marks_of(axis)] == [row.mean for row in rows]
    words = [text.get_text() for text in axis.texts]
    assert words[:3] == ["20", "58", "mean 37"]


def test_a_bar_is_not_as_long_as_its_count(study):
    change = list_by_status(compute_theory_change(study))
    (axis,) = charts.draw_theory_change(change).axes
    for bars in axis.containers:
        own = change[change["status"] == bars.get_label()]
        names = [text.get_text() for text in axis.get_yticklabels()]
        counts = [(own["valence"] == name).sum() for name in names]
        assert [bar.get_width() for bar in bars] == counts
        assert {to_hex(bar.get_facecolor()) for bar in bars} == {STATUS_COLOURS[bars.get_label()]}
    hatches = [bars[0].get_hatch() for bars in axis.containers]
    assert len(set(hatches)) == 3


def test_no_change_stops_the_chart(study):
    change = compute_theory_change(study)
    (axis,) = charts.draw_theory_change(change[change["status"] == "new"]).axes
    assert sum(bar.get_width() for bars in axis.containers for bar in bars) == 11


def test_text_of_a_chart_is_smaller_than_7_points_at_170_mm(study, people):
    for name, figure in every_chart(study, people).items():
        assert figure.get_figwidth() * 25.4 == pytest.approx(170)
        svg = charts.chart_svg(figure, name, "t", "d")
        sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)px", svg)]
        sizes += [float(size) for size in re.findall(r"font: [^;\"]*?([\d.]+)px", svg)]
        assert sizes
        assert min(sizes) >= 7


def test_two_texts_of_a_chart_overlap(study, people):
    for name, figure in every_chart(study, people).items():
        renderer = FigureCanvasAgg(figure).get_renderer()
        figure.draw(renderer)
        texts = [*figure.legends[0].get_texts()] if figure.legends else []
        for axis in figure.axes:
            texts += [*axis.texts, *axis.get_yticklabels(), axis.title, axis._left_title]
        areas = [t.get_window_extent(renderer) for t in texts if t.get_text() and t.get_visible()]
        for i, one in enumerate(areas):
            assert one.x0 >= -1, name
            assert one.x1 <= figure.bbox.x1 + 1, name
            for other in areas[i + 1 :]:
                assert not one.shrunk(0.98, 0.9).overlaps(other.shrunk(0.98, 0.9)), name


def test_the_ink_of_a_chart_does_not_follow_the_theme(study, people):
    for name, figure in every_chart(study, people).items():
        svg = charts.chart_svg(figure, name, "t", "d").lower()
        assert INK not in svg
        assert "currentcolor" in svg
        # Behind text, white would stay white in a dark theme.
        assert PAPER not in svg.replace(charts.BACKGROUND.lower(), "")


def test_the_bytes_of_a_chart_change_from_run_to_run(study, people):
    one, other = every_chart(study, people), every_chart(study, people)
    for name in one:
        svg = charts.chart_svg(one[name], name, "t", "d")
        assert svg == charts.chart_svg(other[name], name, "t", "d")
        assert "<metadata" not in svg
        assert not re.search(r"\b20\d\d-\d\d-\d\d", svg)


def test_ids_of_two_charts_meet_or_lead_nowhere(study, people):
    ids = []
    for name, figure in every_chart(study, people).items():
        svg = charts.chart_svg(figure, name, "t", "d")
        own = re.findall(r'\bid="([^"]*)"', svg)
        links = re.findall(r'href="#([^"]*)"', svg) + re.findall(r"url\(#([^)]*)\)", svg)
        assert set(links) <= set(own)
        ids += own
    assert len(ids) == len(set(ids))


def test_the_largest_differences_are_not_named(study, people):
    text = charts.describe_groups(people[0], study.settings)
    assert text == (
        "The largest differences are: Anxiety: 37% of volunteers, 90% of supported mothers; "
        "White British: 55.6% of volunteers, 90% of supported mothers; "
        "Age 20-30: 18.5% of volunteers, 45% of supported mothers."
    )


@pytest.mark.parametrize("groups", [("volunteers",), ("volunteers", "mothers")])
def test_groups_that_cannot_be_compared_are(study, people, groups):
    numbers = people[0]
    numbers = numbers[numbers["characteristic"] == "deprivation_quintile"]
    numbers = numbers[numbers["group"].isin(groups)]
    assert charts.describe_groups(numbers, study.settings) == ""


def test_a_single_level_stops_the_chart(study, people):
    numbers, labels = people
    one = numbers[numbers["level"] == "Depression"]
    figure = charts.draw_groups_chart(one, labels, study.settings)
    assert len(figure.axes) == 1

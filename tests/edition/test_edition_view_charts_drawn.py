"""What holds for the study of this edition alone: view charts drawn."""

from __future__ import annotations

import re

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from scripts.charts import charts
from scripts.look.palette import INK, PAPER
from tests.charts.test_view_charts import VIEWS, draw


@pytest.mark.parametrize("view", VIEWS)
def test_text_overlaps_or_is_smaller_than_7_points_or_leaves_the_chart(study, view):
    _, figure, description = draw(study, view)
    assert figure.get_figwidth() * 25.4 == pytest.approx(170, abs=1)
    svg = charts.chart_svg(figure, view, "t", description)
    sizes = [float(size) for size in re.findall(r"font(?:-size)?: [^;\"]*?([\d.]+)px", svg)]
    assert min(sizes) >= 7
    assert INK not in svg
    assert PAPER not in svg.replace(charts.BACKGROUND.lower(), "").replace(charts.BACKGROUND, "")
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    texts = [*figure.legends[0].get_texts()] if figure.legends else []
    for axis in figure.axes:
        texts += [*axis.texts, *axis.get_yticklabels(), *axis.get_xticklabels(), axis._left_title]
    areas = [t.get_window_extent(renderer) for t in texts if t.get_text() and t.get_visible()]
    for i, one in enumerate(areas):
        assert one.x0 >= -1
        assert one.y0 >= -1
        assert one.x1 <= figure.bbox.x1 + 1
        assert one.y1 <= figure.bbox.y1 + 1
        for other in areas[i + 1 :]:
            assert not one.shrunk(0.98, 0.9).overlaps(other.shrunk(0.98, 0.9))

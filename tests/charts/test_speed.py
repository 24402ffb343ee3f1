"""Measurements as tables: medians, ratios and powers that are right."""

from __future__ import annotations

import pandas as pd
import pytest

from scripts.charts import speed
from scripts.charts.charts import chart_svg
from scripts.display.display import show_table


@pytest.fixture
def measured():
    """Invented measurements."""
    machine = {"processors": 2, "python": "3.13.0", "system": "Linux", "megabytes": 100.0}
    rows = [
        {"what": "build", "run": i, "seconds": s, "plain_seconds": p, "load": s}
        for i, s, p in ((1, 10, 40), (2, 20, 40), (3, 90, 100))
    ]
    rows += [
        {"what": "check", "configurations": n, "run": 1, "seconds": s, "load": 1.4}
        for n, s in ((10, 5), (100, 1), (1000, 100))
    ]
    return pd.DataFrame(rows).assign(**machine)


def text_of(table) -> str:
    """Return the cells of a table as text."""
    return show_table(table).data


def test_ratios_are_medians_over_the_runs(measured):
    html = text_of(speed.build_ratios_table(measured))
    for text in ("20.0", "40.0", "0.50", ">3<"):
        assert text in html


def test_the_power_is_that_between_the_largest_sizes(measured):
    assert speed.fit_power(measured.dropna(subset=["configurations"])) == pytest.approx(2)
    assert "2.00" in text_of(speed.build_growth_table(measured))


def test_the_machine_is_told(measured):
    told = speed.describe_machine(measured)
    assert told["processors"] == 2
    assert (told["least_load"], told["most_load"]) == ("1", "90")


def test_the_chart_has_a_line_for_each_step_and_the_same_bytes(measured):
    svg = chart_svg(speed.draw_growth(measured), "growth", "Growth", "Lines.")
    assert "Check" in svg
    assert ">1,000<" in svg, "numbers at the axes cannot be read"
    assert "mathdefault" not in svg
    assert svg == chart_svg(speed.draw_growth(measured), "growth", "Growth", "Lines.")

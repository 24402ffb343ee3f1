"""The charts of the book as files for a manuscript: SVG, PDF and PNG at 300 dots an inch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.analysis.configurations import compute_theory_change, list_by_status
from scripts.analysis.demographics import compute_demographics
from scripts.analysis.summaries import count_element_changes, list_shared_elements, list_speakers
from scripts.study.study import Study

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame

    from scripts.study.settings import Exhibit, Settings

SUFFIXES = (".svg", ".pdf", ".png")


@dataclass(frozen=True)
class Chart:
    """A chart: the name of its files, what it shows, the exhibit it goes with, how to draw it."""

    name: str
    title: str
    exhibit: str
    draw: Callable[[], Figure]


def list_charts(study: Study) -> list[Chart]:
    """Return the charts that a study has data for, in the order of the book."""
    settings = study.settings
    found = [chart for e in settings.exhibits for chart in _list_exhibit_charts(study, e)]
    others = (
        ("theory_change", "What became of the configurations", _draw_change, _list_change),
        ("element_changes", "What became of the elements", _draw_elements, count_element_changes),
        ("shared_elements", "Elements on both sides", _draw_shared, list_shared_elements),
        ("speakers", "Who is quoted", _draw_speakers, list_speakers),
    )
    for name, title, draw, build in others:
        frame = build(study)
        if len(frame):
            found.append(Chart(f"{name}-chart", title, "", partial(draw, frame, settings)))
    return found


def _list_exhibit_charts(study: Study, exhibit: Exhibit) -> list[Chart]:
    """Return the chart that goes with an exhibit, if it has one and there is something to draw."""
    name, title = f"{exhibit.exhibit}-chart", f"{exhibit.label} as a chart"
    if exhibit.kind == "demographics" and len(study.demographics):
        return [Chart(name, title, exhibit.exhibit, partial(_draw_groups, study, exhibit))]
    if exhibit.kind == "interviews" and len(study.interviews):
        return [Chart(name, title, exhibit.exhibit, partial(_draw_lengths, study))]
    return []


def find_exhibit_charts(study: Study, name: str) -> list[Chart]:
    """Return the chart of an exhibit by the name of its files; nothing if it is another's."""
    own = [e for e in study.settings.exhibits if f"{e.exhibit}-chart" == name]
    return [chart for exhibit in own for chart in _list_exhibit_charts(study, exhibit)]


def _draw_groups(study: Study, exhibit: Exhibit) -> Figure:
    # Imported when something is drawn: a chapter that only lists files need not wait.
    from scripts.charts.charts import draw_groups_chart

    numbers = compute_demographics(study, exhibit.groups)
    labels = dict(study.characteristics[["characteristic", "label"]].itertuples(index=False))
    return draw_groups_chart(numbers, labels, study.settings)


def _draw_lengths(study: Study) -> Figure:
    from scripts.charts.charts import draw_interview_lengths

    return draw_interview_lengths(study.interviews, study.settings)


def _draw_change(frame: DataFrame, settings: Settings) -> Figure:
    from scripts.charts.charts import draw_theory_change

    return draw_theory_change(frame)


def _draw_elements(frame: DataFrame, settings: Settings) -> Figure:
    from scripts.charts.view_charts import draw_element_changes

    return draw_element_changes(frame, settings)


def _draw_shared(frame: DataFrame, settings: Settings) -> Figure:
    from scripts.charts.view_charts import draw_shared_elements

    return draw_shared_elements(frame, settings)


def _draw_speakers(frame: DataFrame, settings: Settings) -> Figure:
    from scripts.charts.view_charts import draw_speakers

    return draw_speakers(frame, settings)


def _list_change(study: Study) -> DataFrame:
    """Return the configurations of which it is known what became of them."""
    return list_by_status(compute_theory_change(study))


def write_chart(chart: Chart, folder: Path) -> list[Path]:
    """Write a chart in each format, on white, and return the paths."""
    from scripts.charts.charts import STYLE
    from scripts.exports.print_figures import FALLBACK, FONT, METADATA, RESOLUTION
    from scripts.look.palette import PAPER
    from scripts.look.plotting_style import use_style

    paths = []
    with use_style(STYLE):
        figure = chart.draw()
        for suffix in SUFFIXES:
            path = folder / f"{chart.name}{suffix}"
            metadata = METADATA[suffix] | {"Title": chart.title}
            figure.savefig(path, dpi=RESOLUTION, metadata=metadata, facecolor=PAPER)
            if suffix == ".svg":
                text = path.read_text("utf-8").replace(FONT, FALLBACK)
                path.write_text(text, "utf-8", newline="\n")
            paths.append(path)
    return paths

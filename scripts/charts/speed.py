"""How fast the book is made and how that grows: measurements as tables and a chart."""

from __future__ import annotations

from collections.abc import Mapping
from math import log

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter, StrMethodFormatter

from scripts.charts.charts import MARKERS, MM, STYLE
from scripts.look.palette import GROUP_COLOURS
from scripts.study.study import Study
from scripts.tables.tables import PublicationTable, build_table

FILE = "benchmarks/results.csv"
STEPS: Mapping[str, str] = {
    "check": "Check",
    "tables": "Table",
    "diagrams": "Diagrams",
    "explorer": "Explorer and pages",
    "exports": "Downloads",
    "build": "Whole build",
}


def load_benchmarks(study: Study) -> pd.DataFrame:
    """Return what `make bench` has measured last, one row for each time.

    Columns: what, configurations (number of them; missing for this very book), run,
    seconds, plain_seconds (of the plain way; missing where there is none), megabytes
    (peak of memory), processors, load (processes that wanted one), python, system.
    """
    return pd.read_csv(study.directory.parent / FILE, encoding="utf-8")


def describe_machine(frame: pd.DataFrame) -> dict[str, object]:
    """Return processors, system, python, and the least and most load, for prose."""
    last = frame.iloc[-1]
    return {
        "processors": int(last["processors"]),
        "system": last["system"],
        "python": last["python"],
        "least_load": f"{frame['load'].min():.0f}",
        "most_load": f"{frame['load'].max():.0f}",
    }


def build_ratios_table(frame: pd.DataFrame) -> PublicationTable:
    """Return the median times of this book and of the plain way, and their ratio."""
    rows = []
    for what, own in frame.dropna(subset=["plain_seconds"]).groupby("what", sort=False):
        ratio = (own["seconds"] / own["plain_seconds"]).median()
        times = (own["seconds"].median(), own["plain_seconds"].median())
        rows.append([what, *(f"{time:.1f}" for time in times), f"{ratio:.2f}", str(len(own))])
    columns = ["what", "ours", "plain", "ratio", "runs"]
    labels = {"what": "What", "ours": "This book, seconds", "plain": "The plain way, seconds"}
    labels |= {"ratio": "Ratio", "runs": "Runs"}
    caption = "Time against the plain way, one after the other in each run (medians)"
    table = pd.DataFrame(rows, columns=columns)
    return build_table(table, "speed-ratios", caption, labels, numbers=tuple(columns)[1:])


def build_growth_table(frame: pd.DataFrame) -> PublicationTable:
    """Return time and memory of each step by the number of configurations."""
    own = frame.dropna(subset=["configurations"])
    rows = []
    for what, part in own.groupby("what", sort=False):
        power = f"{fit_power(part):.2f}" if len(part) > 1 else ""
        for row in part.itertuples():
            size = f"{int(row.configurations):,}"
            numbers = [size, f"{row.seconds:.1f}", f"{row.megabytes:.0f}", power]
            rows.append([STEPS.get(what, what), *numbers])
    columns = ["what", "configurations", "seconds", "megabytes", "power"]
    labels = {"what": "Step", "configurations": "Configurations", "seconds": "Seconds"}
    labels |= {"megabytes": "Memory at most, MB", "power": "Time grows with the power"}
    caption = "Time and memory of each step, by the number of invented configurations"
    table = pd.DataFrame(rows, columns=columns)
    return build_table(table, "speed-growth", caption, labels, numbers=tuple(columns)[1:])


def fit_power(part: pd.DataFrame) -> float:
    """Return the power with which the seconds of a step grow, between its two largest sizes.

    One means in proportion to the configurations. Small sizes are left out, as there the
    time to start counts for more than the work.
    """
    low, high = part.sort_values("configurations").tail(2).itertuples()
    return log(high.seconds / low.seconds) / log(high.configurations / low.configurations)


def draw_growth(frame: pd.DataFrame) -> Figure:
    """Return a chart of the seconds of each step by the number of configurations."""
    own = frame.dropna(subset=["configurations"])
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(170 * MM, 90 * MM))
        axis = figure.subplots()
        for i, (what, part) in enumerate(own.groupby("what", sort=False)):
            style = {"color": GROUP_COLOURS[i % len(GROUP_COLOURS)]}
            # From the sixth step on, the colours come again with other markers and lines.
            turn = i // len(GROUP_COLOURS)
            style["marker"] = MARKERS[(i + turn) % len(MARKERS)]
            style["linestyle"] = "--" if turn else "-"
            label = STEPS.get(what, what)
            axis.plot(part["configurations"], part["seconds"], label=label, **style)
        axis.set(xscale="log", yscale="log", xlabel="Configurations", ylabel="Seconds")
        for line in (axis.xaxis, axis.yaxis):
            line.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
            line.set_minor_formatter(NullFormatter())
        axis.legend(frameon=False)
        figure.tight_layout()
    return figure

"""Charts: tidy numbers drawn so that they tell more than the table."""

from __future__ import annotations

import io
import re
from html import escape

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from scripts.configurations import STATUSES
from scripts.formatting import format_percent
from scripts.palette import GROUP_COLOURS, INK, STATUS_COLOURS
from scripts.settings import Settings

# Millimetres to inches; text is set for a width of 170 mm.
MM = 1 / 25.4
MARKERS = ("o", "s", "^", "D", "v")
HATCHES = {"retained": "", "new": "//", "dropped": "\\\\"}
STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.titlesize": 8.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "svg.fonttype": "none",
    "svg.hashsalt": "edition",
    "pdf.fonttype": 42,
}


def draw_groups_chart(numbers: pd.DataFrame, labels: dict[str, str], settings: Settings) -> Figure:
    """Return a dot chart that sets the groups' shares side by side.

    Parameters
    ----------
    numbers : pandas.DataFrame
        As from `compute_demographics`; percent in per cent of the group.
    labels : dict of str to str
        Label of each characteristic.
    settings : Settings
        For the groups' names and the precision.
    """
    groups = list(dict.fromkeys(numbers["group"]))
    blocks = list(dict.fromkeys(numbers["characteristic"]))
    sizes = [numbers.loc[numbers["characteristic"] == b, "level"].nunique() for b in blocks]
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(170 * MM, (12 * sum(sizes) ** 0.5 + 6.2 * sum(sizes)) * MM))
        axes = figure.subplots(
            len(blocks), 1, sharex=True, height_ratios=[n + 0.6 for n in sizes], squeeze=False
        )
        for axis, block in zip(axes[:, 0], blocks, strict=True):
            own = numbers[numbers["characteristic"] == block]
            levels = list(dict.fromkeys(own["level"]))
            for y, level in enumerate(levels):
                shares = own.loc[own["level"] == level, "percent"].dropna()
                if len(shares) > 1:
                    ends = [float(shares.min()), float(shares.max())]
                    axis.plot(ends, [y, y], color=INK, alpha=0.45, linewidth=1.2, zorder=1)
            for i, group in enumerate(groups):
                part = own[own["group"] == group].dropna(subset=["percent"])
                axis.scatter(
                    part["percent"].astype(float),
                    [levels.index(level) for level in part["level"]],
                    marker=MARKERS[i],
                    s=34,
                    color=GROUP_COLOURS[i],
                    label=settings.group(group).label if block == blocks[0] else None,
                    zorder=2 + i,
                )
            axis.set_yticks(range(len(levels)), levels)
            axis.set_ylim(len(levels) - 0.4, -0.6)
            axis.set_title(_with_gaps(labels[block], own, settings))
            axis.grid(axis="x", color=INK, alpha=0.15, linewidth=0.6)
            axis.set_axisbelow(True)
            axis.tick_params(length=0)
        axes[-1, 0].set_xlabel("Per cent of the group")
        axes[-1, 0].set_xlim(-2, 102)
        figure.legend(loc="upper right", ncols=len(groups), frameon=False, borderaxespad=0.2)
        figure.tight_layout(h_pad=0.8)
    return figure


def _with_gaps(label: str, own: pd.DataFrame, settings: Settings) -> str:
    """Return a block's label, with the groups for which nothing is available."""
    lacking = [
        settings.group(group).label.lower()
        for group, part in own.groupby("group", sort=False)
        if part["percent"].isna().all()
    ]
    if not lacking:
        return label
    return f"{label}\n({', '.join(lacking)}: {settings.not_available.lower()})"


def draw_interview_lengths(interviews: pd.DataFrame, settings: Settings) -> Figure:
    """Return a chart of the range and mean of interview lengths, in minutes, by group."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(170 * MM, (18 + 11 * len(interviews)) * MM))
        axis = figure.subplots()
        for y, row in enumerate(interviews.itertuples()):
            colour = GROUP_COLOURS[y]
            low, mean, high = float(row.minimum), float(row.mean), float(row.maximum)
            axis.plot(
                [low, high], [y, y], color=colour, linewidth=5, solid_capstyle="butt", alpha=0.55
            )
            axis.scatter([mean], [y], marker=MARKERS[y], color=colour, s=46, zorder=3)
            for value, place, side in ((low, (-5, -3), "right"), (high, (5, -3), "left")):
                _label(axis, f"{value:g}", (value, y), place, side)
            _label(axis, f"mean {mean:g}", (mean, y), (0, 8), "center")
        names = [
            f"{settings.group(row.group).label}\n({row.interviewees} people)"
            for row in interviews.itertuples()
        ]
        axis.set_yticks(range(len(names)), names)
        axis.set_ylim(len(names) - 0.5, -0.7)
        axis.set_xlim(0, float(interviews["maximum"].max()) * 1.08)
        axis.set_xlabel("Minutes")
        axis.grid(axis="x", color=INK, alpha=0.15, linewidth=0.6)
        axis.tick_params(axis="y", length=0)
        figure.tight_layout()
    return figure


def _label(axis, text: str, point: tuple[float, float], offset: tuple[int, int], side: str) -> None:
    """Write text beside a point, `offset` in points."""
    axis.annotate(text, point, xytext=offset, textcoords="offset points", ha=side, fontsize=8)


def draw_theory_change(change: pd.DataFrame) -> Figure:
    """Return stacked bars: how many configurations were retained, new or dropped, by valence."""
    counts = pd.crosstab(change["valence"], change["status"]).reindex(
        index=list(dict.fromkeys(change["valence"])), columns=list(STATUSES), fill_value=0
    )
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(170 * MM, (22 + 11 * len(counts)) * MM))
        axis = figure.subplots()
        left = pd.Series(0, index=counts.index)
        for status in STATUSES:
            bars = axis.barh(
                counts.index,
                counts[status],
                left=left,
                color=STATUS_COLOURS[status],
                hatch=HATCHES[status],
                edgecolor="white",
                linewidth=1,
                height=0.56,
                label=status,
            )
            axis.bar_label(
                bars,
                [str(n) if n else "" for n in counts[status]],
                label_type="center",
                fontsize=8,
                fontweight="bold",
                color=INK,
                bbox={"boxstyle": "round,pad=0.2", "facecolor": "white", "edgecolor": "none"},
            )
            left = left + counts[status]
        axis.invert_yaxis()
        axis.set_xlabel("Configurations (not mothers: counts of configurations are not prevalence)")
        axis.tick_params(axis="y", length=0)
        axis.xaxis.get_major_locator().set_params(integer=True)
        figure.legend(loc="upper center", ncols=len(STATUSES), frameon=False, borderaxespad=0.1)
        figure.tight_layout(rect=(0, 0, 1, 0.93))
    return figure


def chart_svg(figure: Figure, identifier: str, title: str, description: str) -> str:
    """Return a chart as SVG with title and description, in the colours of the page's text.

    The bytes depend on the figure alone: no date, and ids made from `identifier`.
    """
    buffer = io.StringIO()
    style = {**STYLE, "svg.hashsalt": identifier}
    metadata = {"Date": None, "Creator": None, "Format": None, "Type": None}
    with mpl.rc_context(style):
        figure.savefig(buffer, format="svg", metadata=metadata, transparent=True)
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.S)
    svg = svg.replace(' id="', f' id="{identifier}-').replace('href="#', f'href="#{identifier}-')
    svg = svg.replace("url(#", f"url(#{identifier}-")
    svg = re.sub(re.escape(INK), "currentColor", svg, flags=re.I)
    svg = svg.replace("'DejaVu Sans'", "system-ui, 'DejaVu Sans', sans-serif")
    opening = svg[: svg.index(">") + 1]
    named = opening[:-1] + (
        f' class="chart" role="img" aria-labelledby="{identifier}-title {identifier}-desc">'
        f'<title id="{identifier}-title">{escape(title)}</title>'
        f'<desc id="{identifier}-desc">{escape(description)}</desc>'
    )
    return named + svg[len(opening) :]


def describe_groups(numbers: pd.DataFrame, settings: Settings, most: int = 3) -> str:
    """Return the largest differences between the first two groups in one sentence."""
    groups = list(dict.fromkeys(numbers["group"]))[:2]
    if len(groups) < 2:
        return ""
    wide = numbers.pivot_table(
        index=["characteristic", "level"], columns="group", values="percent", sort=False
    ).dropna()
    order = (wide[groups[0]] - wide[groups[1]]).abs().sort_values(ascending=False, kind="stable")
    names = [settings.group(group).label.lower() for group in groups]
    parts = [
        f"{level}: {format_percent(row[groups[0]], settings)}% of {names[0]}, "
        f"{format_percent(row[groups[1]], settings)}% of {names[1]}"
        for (_, level), row in wide.loc[order.index[:most]].iterrows()
    ]
    return "The largest differences are: " + "; ".join(parts) + "."

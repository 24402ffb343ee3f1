"""Charts: tidy numbers drawn so that they tell more than the table."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from html import escape
from textwrap import wrap

import pandas as pd
from matplotlib.figure import Figure

from scripts.analysis.configurations import NOT_STATED, STATUSES
from scripts.analysis.formatting import format_percent
from scripts.look.palette import GROUP_COLOURS, INK, PAPER, STATUS_COLOURS
from scripts.look.plotting_style import use_style
from scripts.privacy.suppression import explain_suppression
from scripts.study.settings import Settings

# Millimetres to inches; text is set for a width of 170 mm.
MM = 1 / 25.4
# In millimetres.
LEGEND_HEIGHT, LEVEL_HEIGHT, LINE_HEIGHT = 5, 6.2, 3.4
# How many letters a line of a title and of a level may have.
TITLE_LETTERS, LEVEL_LETTERS = 70, 36
MARKERS = ("o", "s", "^", "D", "v")
# The page's own background, so that text on it keeps its contrast in a dark theme.
BACKGROUND = f"var(--pst-color-background, {PAPER})"
HATCHES = {"retained": "", "new": "//", "dropped": "\\\\"}
STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "text.color": INK,
    # A label with two dollar signs is a label, not a formula.
    "text.parse_math": False,
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


def group_style(group: str, settings: Settings) -> dict[str, str]:
    """Return colour and marker of a group, the same in every chart of a study."""
    rank = [entry.group for entry in settings.groups].index(group)
    # From the sixth group on, the colours come again with other markers.
    turn = rank // len(GROUP_COLOURS)
    return {
        "color": GROUP_COLOURS[rank % len(GROUP_COLOURS)],
        "marker": MARKERS[(rank + turn) % len(MARKERS)],
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
    lines = max(wrap_label(str(level), LEVEL_LETTERS).count("\n") for level in numbers["level"])
    level_height = LEVEL_HEIGHT + LINE_HEIGHT * lines
    titles = [
        wrap_label(_with_gaps(labels[b], numbers[numbers["characteristic"] == b], settings))
        for b in blocks
    ]
    height = LEGEND_HEIGHT + 12 + 7 * len(blocks) + level_height * sum(sizes)
    height += LINE_HEIGHT * sum(title.count("\n") + 1 for title in titles)
    with use_style(STYLE):
        figure = Figure(figsize=(170 * MM, height * MM))
        axes = figure.subplots(
            len(blocks), 1, sharex=True, height_ratios=[n + 0.6 for n in sizes], squeeze=False
        )
        for axis, block, title in zip(axes[:, 0], blocks, titles, strict=True):
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
                    s=34,
                    **group_style(group, settings),
                    label=settings.group(group).label if block == blocks[0] else None,
                    zorder=2 + i,
                )
            axis.set_yticks(
                range(len(levels)), [wrap_label(level, LEVEL_LETTERS) for level in levels]
            )
            axis.set_ylim(len(levels) - 0.4, -0.6)
            axis.set_title(title)
            axis.grid(axis="x", color=INK, alpha=0.15, linewidth=0.6)
            axis.set_axisbelow(True)
            axis.tick_params(length=0)
        axes[-1, 0].set_xlabel("Per cent of the group")
        axes[-1, 0].set_xlim(-2, 102)
        # At the left, where a phone shows it before the chart is moved.
        figure.legend(loc="upper left", ncols=len(groups), frameon=False, borderaxespad=0.2)
        figure.tight_layout(h_pad=0.8, rect=(0, 0, 1, 1 - LEGEND_HEIGHT / height))
    return figure


def wrap_label(text: str, letters: int = TITLE_LETTERS) -> str:
    """Return text in lines of at most so many letters."""
    return "\n".join(part for line in text.split("\n") for part in wrap(line, letters))


def _with_gaps(label: str, own: pd.DataFrame, settings: Settings) -> str:
    """Return a block's label, with the groups for which nothing is available."""
    lacking = [
        settings.group(group).label.lower()
        for group, part in own.groupby("group", sort=False)
        if part["percent"].isna().all() and not part["suppressed"].any()
    ]
    notes = [f"{', '.join(lacking)}: {settings.not_available.lower()}"] if lacking else []
    notes += [words.rstrip(".")] if (words := explain_suppression(own, settings)) else []
    return f"{label}\n({'; '.join(notes)})" if notes else label


def draw_interview_lengths(interviews: pd.DataFrame, settings: Settings) -> Figure:
    """Return a chart of the range and mean of interview lengths, in minutes, by group.

    What is missing is not drawn; the name of the group says so.
    """
    lengths = interviews[["minimum", "mean", "maximum"]].astype("float64")
    longest = lengths.to_numpy(na_value=0).max(initial=1)
    with use_style(STYLE):
        figure = Figure(figsize=(170 * MM, (18 + 11 * len(interviews)) * MM))
        axis = figure.subplots()
        names = []
        for y, row in enumerate(interviews.itertuples()):
            style = group_style(row.group, settings)
            low, mean, high = lengths.iloc[y]
            if not pd.isna(low + high):
                bar = {"color": style["color"], "linewidth": 5, "alpha": 0.55}
                axis.plot([low, high], [y, y], solid_capstyle="butt", **bar)
            for value, place, side in ((low, (-5, -3), "right"), (high, (5, -3), "left")):
                if not pd.isna(value):
                    _label(axis, f"{value:g}", (value, y), place, side)
            if not pd.isna(mean):
                axis.scatter([mean], [y], s=46, zorder=3, **style)
                _label(axis, f"mean {mean:g}", (mean, y), (0, 8), "center")
            missing = pd.isna(row.interviewees)
            people = settings.not_available.lower() if missing else f"{row.interviewees} people"
            names.append(
                f"{wrap_label(settings.group(row.group).label, LEVEL_LETTERS)}\n({people})"
            )
        axis.set_yticks(range(len(names)), names)
        axis.set_ylim(len(names) - 0.5, -0.7)
        axis.set_xlim(0, longest * 1.08)
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
    if any(counts.index):
        counts = counts.rename(index={"": NOT_STATED})
    words = "Configurations (how many there are, not how many people they concern)"
    return stack_bars(counts, words)


def stack_bars(counts: pd.DataFrame, words: str) -> Figure:
    """Return a bar for each row, of one part for each status; `words` stand below."""
    with use_style(STYLE):
        height = 22 + 11 * len(counts)
        figure = Figure(figsize=(170 * MM, height * MM))
        axis = figure.subplots()
        left = pd.Series(0, index=counts.index)
        for status in STATUSES:
            bars = axis.barh(
                counts.index,
                counts[status],
                left=left,
                color=STATUS_COLOURS[status],
                hatch=HATCHES[status],
                edgecolor=PAPER,
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
                bbox={"boxstyle": "round,pad=0.2", "facecolor": PAPER, "edgecolor": "none"},
            )
            left = left + counts[status]
        axis.invert_yaxis()
        axis.set_xlabel(words)
        axis.tick_params(axis="y", length=0)
        axis.xaxis.get_major_locator().set_params(integer=True)
        figure.legend(loc="upper left", ncols=len(STATUSES), frameon=False, borderaxespad=0.1)
        figure.tight_layout(rect=(0, 0, 1, 1 - LEGEND_HEIGHT / height))
    return figure


def chart_svg(figure: Figure, identifier: str, title: str, description: str) -> str:
    """Return a chart as SVG with title and description, in the colours of the page's text.

    The bytes depend on the figure alone: no date, and ids made from `identifier`.
    """
    buffer = io.StringIO()
    style = {**STYLE, "svg.hashsalt": identifier}
    metadata = {"Date": None, "Creator": None, "Format": None, "Type": None}
    with use_style(style):
        figure.savefig(buffer, format="svg", metadata=metadata, transparent=True)
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.S)
    changes = {
        ' id="': f' id="{identifier}-',
        'href="#': f'href="#{identifier}-',
        "url(#": f"url(#{identifier}-",
        "'DejaVu Sans'": "system-ui, 'DejaVu Sans', sans-serif",
        INK: "currentColor",
        PAPER: BACKGROUND,
    }
    # Within tags only: a label may hold any words.
    svg = re.sub(r"<[^>]+>", lambda tag: _replace_all(tag.group(), changes), svg)
    opening = svg[: svg.index(">") + 1]
    named = opening[:-1] + (
        f' class="chart" role="img" aria-labelledby="{identifier}-title {identifier}-desc">'
        f'<title id="{identifier}-title">{escape(title)}</title>'
        f'<desc id="{identifier}-desc">{escape(description or title)}</desc>'
    )
    return named + svg[len(opening) :]


def _replace_all(text: str, changes: Mapping[str, str]) -> str:
    """Return text with each of the words replaced."""
    for old, new in changes.items():
        text = text.replace(old, new)
    return text


def describe_groups(numbers: pd.DataFrame, settings: Settings, most: int = 3) -> str:
    """Return the largest differences in one sentence, each of the two groups furthest apart."""
    groups = list(dict.fromkeys(numbers["group"]))
    if len(groups) < 2:
        return ""
    wide = numbers.pivot_table(
        index=["characteristic", "level"], columns="group", values="percent", sort=False
    ).reindex(columns=groups)
    if (wide := wide.dropna(thresh=2)).empty:
        return ""
    spread = wide.max(axis="columns") - wide.min(axis="columns")
    order = spread.sort_values(ascending=False, kind="stable")
    parts = []
    for (_, level), row in wide.loc[order.index[:most]].iterrows():
        largest = row.idxmax()
        ends = {largest, row.drop(largest).idxmin()}
        shares = (
            f"{format_percent(row[group], settings)}% of {settings.group(group).label.lower()}"
            for group in groups
            if group in ends
        )
        parts.append(f"{level}: {', '.join(shares)}")
    return "The largest differences are: " + "; ".join(parts) + "."

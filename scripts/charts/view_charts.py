"""Charts of the configurations: what both sides share, what changed, who is quoted."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scripts.analysis.configurations import STATUSES
from scripts.analysis.summaries import keep_most_shared, name_sides
from scripts.charts.charts import LINE_HEIGHT, MM, STYLE, group_style, stack_bars, wrap_label
from scripts.look.palette import INK, PAPER, STAGE_COLOURS
from scripts.look.plotting_style import use_style
from scripts.study.settings import Settings

# In millimetres.
WIDTH, ROW, COLUMN, LABELS = 170, 6.4, 8.4, 58
TOP_LETTERS, SIDE_LETTERS = 30, 34
# Light and dark, round and square: a valence is known by its mark without its colour.
VALENCE_MARKS = (("o", PAPER, INK), ("s", INK, PAPER), ("D", PAPER, INK), ("^", INK, PAPER))
VALENCE_MARKS += (("p", PAPER, INK), ("h", INK, PAPER))
NOTHING = "There is nothing in the data that this chart could show."
# Above this number of people, the names of speakers no longer fit below their marks.
MOST_NAMES = 45
# With more quotations of one person, a bar stands for them, of the height of so many.
MOST_MARKS, BAR_ROWS = 20, 10
# With more columns or rows, the chart would be larger than a page.
MOST_ELEMENTS, MOST_OUTCOMES = 24, 36


def draw_shared_elements(shared: pd.DataFrame, settings: Settings) -> Figure:
    """Return a chart of elements against the outcomes that they lead to, by valence.

    Each mark stands where a configuration through the element above leads to the
    outcome beside; its number is how many configurations do.

    Parameters
    ----------
    shared : pandas.DataFrame
        As from `scripts.analysis.summaries.list_shared_elements`.
    settings : Settings
        For the names of the stages and the words for a gap.
    """
    if shared.empty:
        return _say_nothing()
    shared, left_out = keep_most_shared(shared, MOST_ELEMENTS, MOST_OUTCOMES)
    stages = [stage for stage in settings.stages if stage.stage in set(shared["stage"])]
    valences = list(dict.fromkeys(shared["valence"]))
    elements = [
        (stage, element, label)
        for stage in stages
        for element, label in dict(
            shared.loc[shared["stage"] == stage.stage, ["element", "label"]].itertuples(index=False)
        ).items()
    ]
    outcomes = _order_outcomes(shared, valences, settings.not_in_source)
    tops = [wrap_label(label, TOP_LETTERS) for *_, label in elements]
    sides = [wrap_label(outcome, SIDE_LETTERS) for outcome in outcomes]
    column = max(COLUMN, LINE_HEIGHT * (max(top.count("\n") for top in tops) + 1) + 2)
    row = max(ROW, LINE_HEIGHT * (max(side.count("\n") for side in sides) + 1) + 2)
    top = 4 + 1.7 * max(len(line) for text in tops for line in text.split("\n"))
    width = max(WIDTH, LABELS + column * len(elements) + 4)
    height = top + row * len(outcomes) + 10
    with use_style(STYLE):
        figure = Figure(figsize=(width * MM, height * MM))
        axis = figure.add_axes(
            (LABELS / width, 10 / height, 1 - (LABELS + 4) / width, 1 - (top + 10) / height)
        )
        axis.set_xlim(-0.5, len(elements) - 0.5)
        axis.set_ylim(len(outcomes) - 0.5, -0.5)
        for spine in axis.spines.values():
            spine.set_visible(False)
        axis.set_xticks(range(len(elements)), tops, rotation=90, va="bottom", linespacing=1.05)
        axis.set_yticks(range(len(outcomes)), sides)
        axis.tick_params(length=0, labeltop=True, labelbottom=False, top=False)
        axis.hlines(range(len(outcomes)), -0.5, len(elements) - 0.5, INK, alpha=0.15, lw=0.6)
        _head_stages(axis, settings, [stage.stage for stage, *_ in elements])
        _mark_valences(axis, shared, elements, outcomes, valences)
        figure.legend(loc="lower left", ncols=len(valences), frameon=False, borderaxespad=0.2)
        if left_out:
            figure.text(1 - 4 / width, 1.5 / height, left_out, ha="right", va="bottom")
    return figure


def _order_outcomes(shared: pd.DataFrame, valences: list[str], gap: str) -> list[str]:
    """Return outcomes by the valence that reaches them; those of several, and gaps, last."""
    found = shared.groupby("outcome", sort=False)["valence"].agg(lambda own: tuple(set(own)))
    rank = {
        outcome: (outcome == gap, len(own) > 1, valences.index(own[0]) if len(own) == 1 else 0)
        for outcome, own in found.items()
    }
    return sorted(rank, key=lambda outcome: rank[outcome])


def _head_stages(axis: Axes, settings: Settings, stages: list[str]) -> None:
    """Shade the columns of each stage in its colour, with its name below."""
    keys = [stage.stage for stage in settings.stages]
    for stage in dict.fromkeys(stages):
        first, count = stages.index(stage), stages.count(stage)
        colour = STAGE_COLOURS[keys.index(stage) % len(STAGE_COLOURS)]
        left, right = first - 0.44, first + count - 0.56
        axis.axvspan(left, right, color=colour, alpha=0.12, linewidth=0, zorder=0)
        axis.annotate(
            settings.stages[keys.index(stage)].short_label,
            ((left + right) / 2, 0),
            (0, -4),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            ha="center",
            va="top",
            fontweight="bold",
        )


def _mark_valences(
    axis: Axes,
    shared: pd.DataFrame,
    elements: list[tuple],
    outcomes: list[str],
    valences: list[str],
) -> None:
    """Set a mark with its number for each element, outcome and valence."""
    places = {(stage.stage, element): x for x, (stage, element, _) in enumerate(elements)}
    met = shared.groupby(["stage", "element", "outcome"])["valence"].transform("nunique")
    for i, valence in enumerate(valences):
        marker, fill, words = VALENCE_MARKS[i % len(VALENCE_MARKS)]
        rows = shared.assign(met=met)[shared["valence"] == valence]
        points = [
            # Marks of several valences in one place stand side by side.
            (
                places[r.stage, r.element] + (0.52 * (i / (len(valences) - 1) - 0.5))
                if r.met > 1
                else places[r.stage, r.element],
                outcomes.index(r.outcome),
            )
            for r in rows.itertuples()
        ]
        x, y = zip(*points, strict=True)
        axis.scatter(x, y, s=88, marker=marker, color=fill, edgecolor=INK, zorder=3, label=valence)
        for point, count in zip(points, rows["configurations"], strict=True):
            style = {"ha": "center", "va": "center_baseline", "fontsize": 7, "zorder": 4}
            axis.annotate(str(count), point, color=words, fontweight="bold", **style)


def describe_shared_elements(shared: pd.DataFrame, settings: Settings) -> str:
    """Return how many outcomes of each valence the shared elements lead to, gaps left out."""
    if shared.empty:
        return NOTHING
    shared, left_out = keep_most_shared(shared, MOST_ELEMENTS, MOST_OUTCOMES)
    parts = []
    for stage in settings.stages:
        own = shared[shared["stage"] == stage.stage]
        own = own.assign(known=own["outcome"] != settings.not_in_source)
        for label, rows in own.groupby("label", sort=False):
            counts = rows.groupby("valence", sort=False)["known"].sum()
            words = ", ".join(f"{n} {valence}" for valence, n in counts.items())
            parts.append(f"{stage.short_label} “{label}”: {words}")
    text = f"Number of outcomes given, by valence. {'; '.join(parts)}."
    return f"{text} {left_out}" if left_out else text


def draw_element_changes(changes: pd.DataFrame, settings: Settings) -> Figure:
    """Return stacked bars: elements retained, new and dropped, for each stage and valence.

    `changes` is as from `scripts.analysis.summaries.count_element_changes`.
    """
    if changes.empty:
        return _say_nothing()
    wide = changes.pivot_table(
        index=["stage", "valence"], columns="status", values="elements", sort=False
    ).reindex(columns=list(STATUSES), fill_value=0)
    wide.index = list(name_sides(changes, settings).values())
    return stack_bars(
        wide.astype(int), "Elements (one that several configurations share counts once)"
    )


def describe_element_changes(changes: pd.DataFrame, settings: Settings) -> str:
    """Return the bars in words, one part for each stage and valence."""
    if changes.empty:
        return NOTHING
    names = name_sides(changes, settings)
    parts = [
        f"{names[side]}: " + ", ".join(f"{row.elements} {row.status}" for row in own.itertuples())
        for side, own in changes.groupby(["stage", "valence"], sort=False)
    ]
    return "; ".join(parts) + "."


def draw_speakers(speakers: pd.DataFrame, settings: Settings) -> Figure:
    """Return one place for each person of a group, with a mark for each quotation.

    People of whom nothing is quoted have an empty place.

    Parameters
    ----------
    speakers : pandas.DataFrame
        As from `scripts.analysis.summaries.list_speakers`.
    settings : Settings
        For the groups' names and sizes.
    """
    if speakers.empty:
        return _say_nothing()
    groups = settings.groups
    own = {g.group: speakers[speakers["speaker_group"] == g.group] for g in groups}
    most = {key: max([1, *frame["quotations"]]) for key, frame in own.items()}
    tallest = {key: n if n <= MOST_MARKS else BAR_ROWS for key, n in most.items()}
    people = max(max(group.n, len(own[group.group])) for group in groups)
    is_named = people <= MOST_NAMES
    letters = {k: max([0, *map(len, f["speaker"])]) if is_named else 0 for k, f in own.items()}
    heights = [14 + 4.6 * tallest[g.group] + 1.75 * letters[g.group] for g in groups]
    width, height = max(WIDTH, 3 * people), sum(heights) + 4
    with use_style(STYLE):
        figure = Figure(figsize=(width * MM, height * MM))
        edge = height - 2
        for group, own_height in zip(groups, heights, strict=True):
            frame, high = own[group.group], tallest[group.group]
            bottom = edge - 9 - 4.6 * high
            axis = figure.add_axes(
                (6 / width, bottom / height, 1 - 10 / width, 4.6 * high / height)
            )
            has_bars = most[group.group] > MOST_MARKS
            place = _set_bars if has_bars else _place_people
            place(axis, frame, group.n, group_style(group.group, settings))
            axis.set_xlim(-0.6, people - 0.4)
            if not has_bars:
                axis.set_ylim(-0.1, high + 0.1)
            names = list(frame["speaker"]) if is_named else []
            axis.set_xticks(range(len(names)), names, rotation=90)
            axis.set_title(
                f"{group.label}: {len(frame)} of {group.n} quoted, "
                f"{int(frame['quotations'].sum())} quotations"
                f"{', a bar for those of each person' if has_bars else ''}"
            )
            edge -= own_height
    return figure


def _place_people(axis: Axes, frame: pd.DataFrame, size: int, style: dict[str, str]) -> None:
    """Set a mark for each quotation above its speaker, and an empty one for everybody else."""
    points = [
        (x, y + 0.5) for x, count in enumerate(frame["quotations"]) for y in range(int(count))
    ]
    if points:
        axis.scatter(*zip(*points, strict=True), s=36, edgecolor=INK, linewidth=0.5, **style)
    _place_silent(axis, range(len(frame), size), 0.5, style)
    axis.set_yticks([])


def _set_bars(axis: Axes, frame: pd.DataFrame, size: int, style: dict[str, str]) -> None:
    """Set a bar for the quotations of each speaker, and an empty mark for everybody else."""
    colour = style["color"]
    axis.bar(range(len(frame)), frame["quotations"], color=colour, edgecolor=INK, linewidth=0.5)
    _place_silent(axis, range(len(frame), size), frame["quotations"].max() / 40, style)
    axis.yaxis.get_major_locator().set_params(integer=True)


def _place_silent(axis: Axes, silent: range, height: float, style: dict[str, str]) -> None:
    """Set a small empty mark for each person of whom nothing is quoted."""
    axis.scatter(
        silent,
        [height] * len(silent),
        s=16,
        marker=style["marker"],
        facecolor="none",
        edgecolor=INK,
        alpha=0.6,
    )
    for spine in axis.spines.values():
        spine.set_visible(False)
    axis.tick_params(length=0)


def describe_speakers(speakers: pd.DataFrame, settings: Settings) -> str:
    """Return for each group how many are quoted, and how often those most and least quoted."""
    if speakers.empty:
        return NOTHING
    parts = []
    for group in settings.groups:
        counts = speakers.loc[speakers["speaker_group"] == group.group, "quotations"]
        text = f"{group.label}: {len(counts)} of {group.n} are quoted"
        if len(counts):
            text += (
                f", {int(counts.sum())} times in all, each {counts.min()} to {counts.max()} times"
            )
        parts.append(text)
    return "; ".join(parts) + "."


def _say_nothing() -> Figure:
    """Return a chart that says that there is nothing to show."""
    with use_style(STYLE):
        figure = Figure(figsize=(WIDTH * MM, 14 * MM))
        figure.text(0.5, 0.5, NOTHING, ha="center", va="center")
    return figure

"""Configurations: which there are, what they pass through, and the graph that a diagram draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import pandas as pd

from scripts.files.problems import did_you_mean, one_of, quote
from scripts.study.elements import split_cell
from scripts.study.settings import Stage
from scripts.study.study import Study

# What the frames of a diagram must have; `build_diagram` says what else they may.
BOX_COLUMNS = ("configuration", "position", "stage", "element", "label")
LINK_COLUMNS = ("configuration", "stage_from", "element_from", "stage_to", "element_to")
STATUSES = ("retained", "new", "dropped")
NOT_STATED = "not stated"


@dataclass(frozen=True)
class Box:
    """One box of a change model: elements of one stage that the same configurations share.

    `elements` is empty where the source does not give the stage; `conjecture` is then what may
    have stood there, for those who ask. `level` is the one at which all of them lie, if known.
    """

    key: str
    stage: str
    elements: tuple[str, ...]
    labels: tuple[str, ...]
    configurations: tuple[str, ...]
    level: str = ""
    conjecture: str = ""

    @property
    def is_gap(self) -> bool:
        """Whether the source does not give this stage."""
        return not self.elements


@dataclass(frozen=True)
class Link:
    """A step from one box to a box of the next stage, with the configurations that take it."""

    source: str
    target: str
    configurations: tuple[str, ...]


@dataclass(frozen=True)
class ChangeModel:
    """The graph of some configurations, stage by stage.

    Attributes
    ----------
    stages : tuple of str
        Stage keys in causal order.
    boxes : tuple of Box
        In order of stage, then of first configuration.
    links : tuple of Link
        Between boxes of neighbouring stages.
    numbers : mapping of str to int
        The number that the tables give each configuration.
    words : mapping
        For (configuration, stage): the words to cite and their level, one pair for each
        entry; none where the source does not give the stage.
    """

    stages: tuple[str, ...]
    boxes: tuple[Box, ...]
    links: tuple[Link, ...]
    numbers: Mapping[str, int]
    words: Mapping[tuple[str, str], tuple[tuple[str, str], ...]] = field(
        default_factory=dict, compare=False
    )

    def layer(self, stage: str) -> tuple[Box, ...]:
        """Return the boxes of a stage."""
        return tuple(box for box in self.boxes if box.stage == stage)


def group_spanners(stages: Sequence[Stage]) -> list[tuple[str, tuple[str, ...]]]:
    """Return each head that spans stages, with the neighbouring stages that it spans.

    A head that returns after a stage without it comes back as another entry.
    """
    runs = groupby(stages, key=lambda stage: stage.spanner)
    return [(head, tuple(stage.stage for stage in run)) for head, run in runs if head]


def select_configurations(study: Study, show: Mapping[str, str]) -> pd.DataFrame:
    """Return the configurations whose columns have the given values, in order."""
    frame = study.configurations
    for column, value in show.items():
        frame = frame[frame[column] == value]
    return frame.reset_index(drop=True)


def list_elements(study: Study) -> pd.DataFrame:
    """Return one row for each element that a configuration passes through, stage by stage.

    An element is a code of the codebook; without codings each distinct line of a cell is one.
    A stage that the source does not give has one row, whose element is blank.

    Returns
    -------
    pandas.DataFrame
        configuration, stage, order (of the stage, from 0), element, label, level, and words
        (the text of the cell, or of the line).
    """
    labels, absent = study.element_labels, study.settings.not_in_source
    rows = []
    for row in study.configurations.to_dict("records"):
        name = row["configuration"]
        for order, stage in enumerate(study.settings.stages):
            elements = study.stage_elements.get((name, stage.stage), ())
            levels = study.find_levels(name, stage.stage, len(elements)) if elements else ("",)
            for element, level in zip(elements or ("",), levels, strict=True):
                words = element if study.codings.empty else row[stage.stage]
                label = labels.get(element, element) or absent
                rows.append((name, stage.stage, order, element, label, level, words))
    columns = ["configuration", "stage", "order", "element", "label", "level", "words"]
    return pd.DataFrame(rows, columns=columns)


def build_diagram(boxes: pd.DataFrame, links: pd.DataFrame, stages: Sequence[Stage]) -> ChangeModel:
    """Return the graph that a diagram draws, from two frames.

    An element is drawn once at each level, however many configurations pass through it;
    elements that the same configurations pass through, by the same links, share a box. What
    is not in the frames is not drawn: without a row of `links` its line, the words about it
    and its entry in the lists are gone as well. The order of `boxes` is kept.

    Parameters
    ----------
    boxes : pandas.DataFrame
        One row for each element of each configuration: configuration, position (its number
        in the tables), stage, element, label. A blank element is a stage that the source
        does not give: a box of its own with the label. Optional columns: level; words (the
        authors' words, which sentences cite instead of the label); valence, delivery and
        status (of the configuration, as `scripts.diagrams.marks.read_marks` reads them); conjecture
        (what may have stood in a gap: shown if asked for, never told or counted).
    links : pandas.DataFrame
        One row for each step of a configuration from one element to one of the next stage:
        configuration, stage_from, element_from, stage_to, element_to.
    stages : sequence of Stage
        The stages in causal order.

    Raises
    ------
    ValueError
        If a column is missing, a stage is unknown, or a link has no box at one of its ends
        or does not lead to the next stage.
    """
    _require_columns(boxes, BOX_COLUMNS, "boxes")
    _require_columns(links, LINK_COLUMNS, "links")
    ranks = {stage.stage: i for i, stage in enumerate(stages)}
    splits = {stage.stage: stage.split_at for stage in stages}
    rows = boxes.astype(object).where(boxes.notna(), "").to_dict("records")
    numbers: dict[str, int] = {}
    labels: dict[tuple[str, str, str], str] = {}
    members: dict[tuple[str, str, str], dict[str, None]] = {}
    places: dict[tuple[str, str, str], tuple[str, str, str]] = {}
    words: dict[tuple[str, str], dict[tuple[str, str], None]] = {}
    guesses: dict[tuple[str, str, str], str] = {}
    for row in rows:
        name, stage, element = row["configuration"], row["stage"], row["element"]
        if stage not in ranks:
            found = f"boxes: stage {quote(stage)} of {name}; allowed: {one_of(ranks)}"
            raise ValueError(found + did_you_mean(stage, ranks))
        # A gap is nobody else's.
        place = (stage, row.get("level", ""), element) if element else (stage, "\0", name)
        numbers.setdefault(name, int(row["position"]))
        labels.setdefault(place, row["label"])
        guesses[place] = "" if element else row.get("conjecture", "")
        members.setdefault(place, {})[name] = None
        places[name, stage, element] = place
        cited = words.setdefault((name, stage), {})
        if element:
            lines = split_cell(row.get("words") or row["label"], splits[stage])
            cited |= dict.fromkeys((line, row.get("level", "")) for line in lines)
    steps = _find_steps(links, places, ranks)
    found = _join_elements(members, labels, steps)
    rank = {name: i for i, name in enumerate(numbers)}
    found.sort(key=lambda item: (ranks[item[0][0]], rank[item[1][0]], item[0][1] == "\0"))
    drawn, counts, keys = [], dict.fromkeys(ranks, 0), {}
    for (stage, level, _), own, joined in found:
        counts[stage] += 1
        key = f"{stage}-{counts[stage]}"
        keys |= dict.fromkeys(joined, key)
        is_gap = level == "\0"
        elements = () if is_gap else tuple(place[2] for place in joined)
        texts = tuple(labels[place] for place in joined)
        level = "" if is_gap else level
        drawn.append(Box(key, stage, elements, texts, own, level, guesses[joined[0]]))
    return ChangeModel(
        tuple(ranks),
        tuple(drawn),
        _join_links(steps, keys, rank, [box.key for box in drawn]),
        numbers,
        {place: tuple(own) for place, own in words.items()},
    )


def _require_columns(frame: pd.DataFrame, columns: Sequence[str], name: str) -> None:
    """Raise an error if a frame lacks columns."""
    missing = [column for column in columns if column not in frame]
    if missing:
        has = ", ".join(map(str, frame.columns)) or "none"
        raise ValueError(f"{name}: no column {', '.join(missing)}; there are {has}")


def _find_steps(
    links: pd.DataFrame,
    places: Mapping[tuple[str, str, str], tuple[str, str, str]],
    ranks: Mapping[str, int],
) -> list[tuple[tuple[str, str, str], tuple[str, str, str], str]]:
    """Return the two ends and the configuration of each link, in order."""
    rows = links[list(LINK_COLUMNS)]
    rows = rows.astype(object).where(rows.notna(), "")
    steps = []
    for name, stage_from, element_from, stage_to, element_to in rows.itertuples(index=False):
        ends = []
        for stage, element in ((stage_from, element_from), (stage_to, element_to)):
            if (name, stage, element) not in places:
                what = quote(element) if element else "a blank element"
                raise ValueError(
                    f"links: {name} has {what} of stage {quote(stage)}, which is not in boxes; "
                    "drop the link as well, or keep the row of boxes"
                )
            ends.append(places[name, stage, element])
        if ranks[stage_to] != ranks[stage_from] + 1:
            raise ValueError(
                f"links: {name} goes from {stage_from} to {stage_to}; a link leads to the next "
                f"of the stages {', '.join(ranks)}"
            )
        steps.append((*ends, name))
    return steps


def _join_elements(members: Mapping, labels: Mapping, steps: Sequence) -> list[tuple]:
    """Return first place, configurations and places of the elements that share a box."""
    ways: dict[tuple, set] = {place: set() for place in members}
    for source, target, name in steps:
        ways[source].add((1, target, name))
        ways[target].add((0, source, name))
    shared: dict[tuple, list] = {}
    for place, own in members.items():
        stage, level, _ = place
        key = (stage, level, tuple(own), frozenset(ways[place]))
        shared.setdefault(key, []).append(place)
    return [(joined[0], key[2], joined) for key, joined in shared.items()]


def _join_links(
    steps: Sequence, keys: Mapping, rank: Mapping[str, int], order: Sequence[str]
) -> tuple[Link, ...]:
    """Return the links between boxes, in the order of the boxes, with their configurations."""
    shared: dict[tuple[str, str], set[str]] = {}
    for source, target, name in steps:
        shared.setdefault((keys[source], keys[target]), set()).add(name)
    numbers = {key: i for i, key in enumerate(order)}
    ends = sorted(shared, key=lambda pair: (numbers[pair[0]], numbers[pair[1]]))
    return tuple(Link(*pair, tuple(sorted(shared[pair], key=rank.get))) for pair in ends)

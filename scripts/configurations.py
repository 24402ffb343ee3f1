"""Configurations: the graph that a diagram draws, what they share, and how the theory changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import pandas as pd

from scripts.settings import Stage
from scripts.study import Study

STATUSES = ("retained", "new", "dropped")
NOT_STATED = "not stated"


@dataclass(frozen=True)
class Box:
    """One box of a change model: elements of one stage that the same configurations share.

    `elements` is empty where the source does not give the stage. `level` is the one at which
    all of them lie, if that is known.
    """

    key: str
    stage: str
    elements: tuple[str, ...]
    labels: tuple[str, ...]
    configurations: tuple[str, ...]
    level: str = ""

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
    """

    stages: tuple[str, ...]
    boxes: tuple[Box, ...]
    links: tuple[Link, ...]
    numbers: Mapping[str, int]

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


def select_by_element(study: Study, element: str) -> pd.DataFrame:
    """Return the configurations that pass through an element of the codebook, in order.

    Without codings an element is a line of a cell with these very words.
    """
    frame = study.configurations
    own = {name for (name, _), elements in study.stage_elements.items() if element in elements}
    shares = frame["configuration"].isin(own)
    return frame[shares].reset_index(drop=True)


def find_most_shared(study: Study) -> tuple[str, str] | None:
    """Return stage and element that most configurations of different valence share.

    Of the elements of all stages but the last, the one whose second most frequent valence
    is the most frequent; among equals, the one with most configurations, and then the
    first. None where no element has configurations of two valences.
    """
    valence = dict(study.configurations[["configuration", "valence"]].itertuples(index=False))
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for box in build_change_model(study, study.configurations).boxes:
        if box.stage == study.settings.stages[-1].stage:
            continue
        for element in box.elements:
            own = counts.setdefault((box.stage, element), {})
            for value in (valence[name] for name in box.configurations):
                if value:
                    own[value] = own.get(value, 0) + 1
    shared = {place: sorted(own.values())[::-1] for place, own in counts.items() if len(own) > 1}
    if not shared:
        return None
    return max(shared, key=lambda place: (shared[place][1], sum(shared[place])))


def describe_sharing(study: Study, element: str) -> dict[str, object]:
    """Return the ``label`` of an element, and how many configurations share it.

    ``all`` is all of them; there is a count for each valence of the study as well.
    """
    labels = study.element_labels
    own = select_by_element(study, element)["valence"]
    counts = {v: int((own == v).sum()) for v in dict.fromkeys(study.configurations["valence"])}
    return {"label": labels.get(element, element), "all": len(own), **counts}


def select_known_change(study: Study) -> pd.DataFrame:
    """Return the configurations of which it is known what became of them, in order."""
    known = compute_theory_change(study)["status"] != ""
    return study.configurations[known].reset_index(drop=True)


def build_change_model(study: Study, configurations: pd.DataFrame) -> ChangeModel:
    """Return the graph of some configurations.

    Each element is drawn once at each level. Elements of a stage that exactly the same
    configurations pass through share a box. Without codings each distinct line of a cell is an
    element. A stage that the source does not give is a box of its own for each configuration.
    """
    stages = tuple(stage.stage for stage in study.settings.stages)
    names = tuple(configurations["configuration"])
    labels = study.element_labels
    passes: dict[tuple[str, str, str], list[str]] = {}
    gaps: list[tuple[str, str]] = []
    for name in names:
        for stage in stages:
            elements = study.stage_elements.get((name, stage), ())
            levels = study.find_levels(name, stage, len(elements))
            for element, level in zip(elements, levels, strict=True):
                passes.setdefault((stage, level, element), []).append(name)
            if not elements:
                gaps.append((stage, name))
    shared: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for (stage, level, element), members in passes.items():
        shared.setdefault((stage, level, tuple(members)), []).append(element)
    found = [
        (stage, members, tuple(elements), tuple(labels.get(e, e) for e in elements), level)
        for (stage, level, members), elements in shared.items()
    ]
    found += [(stage, (name,), (), (study.settings.not_in_source,), "") for stage, name in gaps]
    rank = {name: i for i, name in enumerate(names)}
    found.sort(key=lambda item: (stages.index(item[0]), rank[item[1][0]], not item[2]))
    boxes, counts = [], dict.fromkeys(stages, 0)
    for stage, members, elements, box_labels, level in found:
        counts[stage] += 1
        boxes.append(Box(f"{stage}-{counts[stage]}", stage, elements, box_labels, members, level))
    numbers = {row.configuration: int(row.position) for row in configurations.itertuples()}
    return ChangeModel(stages, tuple(boxes), _link(stages, boxes), numbers)


def _link(stages: tuple[str, ...], boxes: Iterable[Box]) -> tuple[Link, ...]:
    """Return the links between boxes of neighbouring stages that share a configuration."""
    links = []
    layers = {stage: [box for box in boxes if box.stage == stage] for stage in stages}
    for left, right in pairwise(stages):
        through: dict[str, list[int]] = {}
        for place, target in enumerate(layers[right]):
            for name in target.configurations:
                through.setdefault(name, []).append(place)
        for source in layers[left]:
            common: dict[int, list[str]] = {}
            for name in source.configurations:
                for place in through.get(name, ()):
                    common.setdefault(place, []).append(name)
            links += [
                Link(source.key, layers[right][place].key, tuple(common[place]))
                for place in sorted(common)
            ]
    return tuple(links)


def compute_theory_change(study: Study) -> pd.DataFrame:
    """Return each configuration's status between the first and the last theory.

    Returns
    -------
    pandas.DataFrame
        configuration, position, valence and status: ``retained``, ``new``, ``dropped``,
        or empty where the source does not say, or has fewer than two theories.
    """
    theories = [theory.theory for theory in study.settings.theories]
    frame = study.configurations
    status = pd.Series("", index=frame.index, dtype="str")
    if len(theories) > 1:
        first, last = frame[theories[0]], frame[theories[-1]]
        status[(first == "yes") & (last == "yes")] = "retained"
        status[(first == "no") & (last == "yes")] = "new"
        status[(first == "yes") & (last == "no")] = "dropped"
    return frame[["configuration", "position", "valence"]].assign(status=status)


def list_by_status(change: pd.DataFrame) -> pd.DataFrame:
    """Return configurations whose status is known: retained, then new, then dropped."""
    rank = change["status"].map({status: i for i, status in enumerate(STATUSES)})
    ordered = change.assign(_rank=rank).dropna(subset=["_rank"])
    return ordered.sort_values(["_rank", "position"], ignore_index=True).drop(columns="_rank")

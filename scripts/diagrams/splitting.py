"""A change model that is too tall for a page, split by a rule that the reader is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd

from scripts.analysis.change_models import Box, ChangeModel, build_diagram
from scripts.diagrams.layout import WIDTH, measure_height
from scripts.study.settings import Stage

# In drawing units: 250 mm at the scale at which `scripts.diagrams.layout.WIDTH` is 170 mm.
MOST_HEIGHT = 250 / 170 * WIDTH
# As many as can be followed by eye in one picture, however low it is.
MOST_CONFIGURATIONS = 24
# How many elements the title of a part names before it counts the rest.
NAMED = 2


@dataclass(frozen=True)
class ModelPart:
    """One picture of a split change model.

    Attributes
    ----------
    title : str
        What its configurations share; empty where there is one picture only.
    boxes, links : pandas.DataFrame
        Rows of the whole, in their order.
    rule : str
        A sentence or two for the reader: how the whole was split. The same for all parts.
    """

    title: str
    boxes: pd.DataFrame
    links: pd.DataFrame
    rule: str


@dataclass(frozen=True)
class _Group:
    """Configurations that are kept together, and the labels of what they share."""

    labels: tuple[str, ...]
    names: tuple[str, ...]


def split_diagram(
    boxes: pd.DataFrame,
    links: pd.DataFrame,
    stages: Sequence[Stage],
    most: float = MOST_HEIGHT,
    width: float = WIDTH,
) -> list[ModelPart]:
    """Return the pictures in which a diagram is shown, each low enough for a page.

    A picture also holds no more than `MOST_CONFIGURATIONS`.

    Configurations that share an element of one stage are kept together; the stage is
    the one that gives the fewest parts, among those the most even, and among those the
    ones with the fewest boxes in all. Neighbouring small groups share a picture while
    it stays low enough. A group that is too tall by
    itself is divided in the order of the tables, and only a single configuration can
    be taller than the limit.

    Parameters
    ----------
    boxes, links : pandas.DataFrame
        As for `scripts.analysis.change_models.build_diagram`; each configuration comes back in
        exactly one part.
    stages : sequence of Stage
        The stages in causal order.
    most, width : float
        Height that a part may have and width at which it is drawn, in drawing units.
    """
    whole = build_diagram(boxes, links, stages)
    places = boxes[["configuration", "element"]].itertuples(index=False, name=None)
    order = {place: number for number, place in enumerate(places)}
    rank = {name: place for place, name in enumerate(whole.numbers)}
    through: dict[str, list[int]] = {name: [] for name in rank}
    for place, box in enumerate(whole.boxes):
        for name in box.configurations:
            through[name].append(place)

    def restrict(names: Iterable[str]) -> ChangeModel:
        return _restrict(whole, sorted(names, key=rank.get), through, order)

    @cache
    def is_low(names: tuple[str, ...]) -> bool:
        if len(names) > MOST_CONFIGURATIONS:
            return False
        return measure_height(restrict(names), stages, width) <= most

    names = tuple(whole.numbers)
    if len(names) < 2 or is_low(names):
        return [ModelPart("", boxes, links, "")]
    found = []
    for place, stage in enumerate(stages):
        parts = _pack(_group_by_stage(boxes, stage), is_low)
        sizes = [len(part.names) for part in parts]
        drawn = sum(len(restrict(part.names).boxes) for part in parts)
        found.append((len(parts), max(sizes) - min(sizes), drawn, place, stage, parts))
    *_, stage, parts = min(found, key=lambda item: item[:4])
    return [
        ModelPart(
            _title(part),
            boxes[boxes["configuration"].isin(part.names)],
            links[links["configuration"].isin(part.names)],
            _tell_rule(stage, len(names)),
        )
        for part in parts
    ]


def _restrict(
    model: ChangeModel,
    names: Iterable[str],
    through: Mapping[str, Iterable[int]],
    order: Mapping[tuple[str, str], int],
) -> ChangeModel:
    """Return the boxes of some configurations as if only those had been given, without links.

    Only the boxes that these go through are looked at, in `through` by configuration: the
    whole may have a thousand times as many.
    """
    passing: dict[int, list[str]] = {}
    for name in names:
        for place in through[name]:
            passing.setdefault(place, []).append(name)
    shared: dict[tuple[str, str, tuple[str, ...]], list[tuple[str, str]]] = {}
    boxes = []
    for place in sorted(passing):
        box, members = model.boxes[place], tuple(passing[place])
        if box.is_gap:
            boxes.append(box)
        else:
            own = zip(box.elements, box.labels, strict=True)
            shared.setdefault((box.stage, box.level, members), []).extend(own)
    for (stage, level, members), pairs in shared.items():
        # The chips stand behind the last label, so the order of labels has a say in the height.
        pairs.sort(key=lambda pair: order.get((members[0], pair[0]), 0))
        elements, labels = zip(*pairs, strict=True)
        key = f"{stage}-joined-{len(boxes)}"
        boxes.append(Box(key, stage, elements, labels, members, level))
    return ChangeModel(model.stages, tuple(boxes), (), model.numbers)


def _group_by_stage(boxes: pd.DataFrame, stage: Stage) -> list[_Group]:
    """Return configurations by the element of a stage that they share with most others.

    Groups stand in the order of their first configuration; those for which the source
    does not give the stage come last.
    """
    own = boxes[boxes["stage"] == stage.stage]
    labels = dict(zip(own["element"], own["label"], strict=True))
    shared = own["element"].value_counts()
    elements: dict[str, list[str]] = {name: [] for name in boxes["configuration"]}
    for name, element in zip(own["configuration"], own["element"], strict=True):
        elements[name] += [element] if element else []
    groups: dict[str, list[str]] = {}
    for name, found in elements.items():
        # Of elements that are shared equally often, the first one.
        chosen = max(found, key=lambda element: shared[element]) if found else ""
        groups.setdefault(chosen, []).append(name)
    missing = groups.pop("", [])
    found = [_Group((labels[key],), tuple(names)) for key, names in groups.items()]
    return found + ([_Group((labels.get("", ""),), tuple(missing))] if missing else [])


def _pack(groups: Sequence[_Group], is_low: Callable[[tuple[str, ...]], bool]) -> list[_Group]:
    """Return groups joined in order to as few low pictures as can be, about equally large."""
    units = []
    for group in groups:
        alone = len(group.names) == 1 or is_low(group.names)
        units += [group] if alone else [_Group(group.labels, (name,)) for name in group.names]
    parts = _fill(units, is_low, sum(len(unit.names) for unit in units))
    low, high = max(len(unit.names) for unit in units), max(len(part.names) for part in parts)
    # The smallest number of configurations to a picture that needs no more pictures.
    while low < high:
        middle = (low + high) // 2
        found = _fill(units, is_low, middle)
        if len(found) > len(parts):
            low = middle + 1
        else:
            parts, high = found, middle
    return parts


def _fill(
    units: Sequence[_Group], is_low: Callable[[tuple[str, ...]], bool], most: int
) -> list[_Group]:
    """Return units joined while the picture stays low and holds `most` configurations."""
    parts: list[_Group] = []
    for unit in units:
        if parts:
            labels = tuple(dict.fromkeys(parts[-1].labels + unit.labels))
            joined = _Group(labels, parts[-1].names + unit.names)
            if len(joined.names) <= most and is_low(joined.names):
                parts[-1] = joined
                continue
        parts.append(unit)
    return parts


def _title(part: _Group) -> str:
    """Return what a part shows: the first labels, and how many more there are."""
    more = len(part.labels) - NAMED
    # To name one more takes no more room than to count it.
    shown = part.labels if more < 2 else part.labels[:NAMED]
    title = "; ".join(shown)
    return title if more < 2 else f"{title}; and {more} more"


def _tell_rule(stage: Stage, count: int) -> str:
    """Return how the whole was split, in a sentence or two for the reader."""
    reason = "be taller than a page"
    if count > MOST_CONFIGURATIONS:
        reason = f"be too many to follow in one picture, which holds {MOST_CONFIGURATIONS} at most"
    return (
        f"All {count} configurations together would {reason}, so "
        f"they are split by {stage.short_label.lower()}: those that share one stand together. "
        "Of the stages this one gives the fewest and most even parts, with the fewest "
        "boxes that are drawn more than once."
    )

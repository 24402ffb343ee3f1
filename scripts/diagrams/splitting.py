"""A change model that is too tall for a page, split by a rule that the reader is told."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache

from scripts.analysis.change_models import ChangeModel, select_part
from scripts.diagrams.layout import WIDTH, measure_height
from scripts.diagrams.marks import NO_MARKS, Marks
from scripts.study.settings import Stage

# As many as can be followed by eye in one picture, however low it is.
MOST_CONFIGURATIONS = 24
# How many elements the title of a part names before it counts the rest.
NAMED = 2

# Configurations that are kept together, behind the labels of what they share.
Group = tuple[tuple[str, ...], tuple[str, ...]]


def split_model(
    whole: ChangeModel,
    stages: Sequence[Stage],
    most: float,
    marks: Marks = NO_MARKS,
    width: float = WIDTH,
) -> tuple[str, list[tuple[str, ChangeModel]]]:
    """Return the parts in which a model is drawn, each with its title, and how it was split.

    No part is taller than `most` at a width of `width`, or holds more than
    `MOST_CONFIGURATIONS`; each configuration is in exactly one. Configurations that share an
    element of one stage are kept together; the stage is the one that gives the fewest parts,
    among those the most even, and among those the ones with the fewest boxes in all.
    Neighbouring small groups share a picture while it stays low enough. A group that is too
    tall by itself is divided in the order of the tables, and only a single configuration can
    be taller than the limit. Title and rule are empty where there is one part only.
    """

    @cache
    def is_low(names: tuple[str, ...]) -> bool:
        if len(names) > MOST_CONFIGURATIONS:
            return False
        return measure_height(select_part(whole, names), stages, marks, width) <= most

    names = tuple(whole.numbers)
    if len(names) < 2 or is_low(names):
        return "", [("", whole)]
    found = []
    for place, stage in enumerate(stages):
        groups = _pack(_group_by_stage(whole, stage.stage), is_low)
        parts = [(_title(labels), select_part(whole, own)) for labels, own in groups]
        sizes = [len(own) for _, own in groups]
        drawn = sum(len(model.boxes) for _, model in parts)
        found.append((len(parts), max(sizes) - min(sizes), drawn, place, parts))
    *_, place, parts = min(found, key=lambda item: item[:4])
    return _tell_rule(stages[place], len(names)), parts


def _group_by_stage(model: ChangeModel, stage: str) -> list[Group]:
    """Return configurations by the element of a stage that they share with most others.

    Groups stand in the order of their first configuration; those for which the source
    does not give the stage come last.
    """
    shared: Counter[str] = Counter()
    labels: dict[str, str] = {}
    elements: dict[str, list[str]] = {name: [] for name in model.numbers}
    for box in model.layer(stage):
        for element, label in zip(box.elements or ("",), box.labels, strict=True):
            labels.setdefault(element, label)
            shared[element] += len(box.configurations)
            for name in box.configurations:
                elements[name].append(element)
    groups: dict[str, list[str]] = {}
    for name, own in elements.items():
        # Of elements that are shared equally often, the first one.
        chosen = max(filter(None, own), key=shared.__getitem__, default="")
        groups.setdefault(chosen, []).append(name)
    keys = sorted(groups, key=lambda key: not key)
    return [((labels.get(key, ""),), tuple(groups[key])) for key in keys]


def _pack(groups: Sequence[Group], is_low: Callable[[tuple[str, ...]], bool]) -> list[Group]:
    """Return groups joined in order to as few low pictures as can be, about equally large."""
    units = []
    for labels, names in groups:
        units += [(labels, names)] if is_low(names) else [(labels, (name,)) for name in names]
    count = sum(len(names) for _, names in units)
    fewest = len(_fill(units, is_low, count))
    # The smallest number of configurations to a picture that needs no more pictures.
    even = range(-(-count // fewest), count + 1)
    parts = (_fill(units, is_low, most) for most in even)
    return next(found for found in parts if len(found) == fewest)


def _fill(
    units: Sequence[Group], is_low: Callable[[tuple[str, ...]], bool], most: int
) -> list[Group]:
    """Return units joined while the picture stays low and holds `most` configurations."""
    parts: list[Group] = []
    for labels, names in units:
        before, joined = parts[-1] if parts else ((), ())
        if parts and len(joined + names) <= most and is_low(joined + names):
            parts[-1] = (tuple(dict.fromkeys(before + labels)), joined + names)
        else:
            parts.append((labels, names))
    return parts


def _title(labels: Sequence[str]) -> str:
    """Return what a part shows: the first labels, and how many more there are."""
    more = len(labels) - NAMED
    # To name one more takes no more room than to count it.
    if more < 2:
        return "; ".join(labels)
    return f"{'; '.join(labels[:NAMED])}; and {more} more"


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

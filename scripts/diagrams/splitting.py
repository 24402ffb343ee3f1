"""A change model that is too tall for a page, split by a rule that the reader is told."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from scripts.analysis.change_models import ChangeModel, join_boxes
from scripts.diagrams.layout import WIDTH, measure_height
from scripts.study.settings import Stage

# In drawing units: 250 mm at the scale at which `scripts.diagrams.layout.WIDTH` is 170 mm.
MOST_HEIGHT = 250 / 170 * WIDTH
# As many as can be followed by eye in one picture, however low it is.
MOST_CONFIGURATIONS = 24
# How many elements the title of a part names before it counts the rest.
NAMED = 2


@dataclass(frozen=True)
class _Part:
    """Configurations that are kept together, and the labels of what they share."""

    labels: tuple[str, ...]
    names: tuple[str, ...]


def split_model(
    whole: ChangeModel, stages: Sequence[Stage], most: float = MOST_HEIGHT, width: float = WIDTH
) -> tuple[str, list[tuple[str, ChangeModel]]]:
    """Return the parts in which a model is drawn, each with its title, and how it was split.

    No part is taller than `most` at a width of `width`, without its legend, or holds more than
    `MOST_CONFIGURATIONS`; each configuration is in exactly one. Configurations that share an
    element of one stage are kept together; the stage is the one that gives the fewest parts,
    among those the most even, and among those the ones with the fewest boxes in all.
    Neighbouring small groups share a picture while it stays low enough. A group that is too
    tall by itself is divided in the order of the tables, and only a single configuration can
    be taller than the limit. Title and rule are empty where there is one part only.
    """
    select = _prepare_selection(whole)

    @cache
    def is_low(names: tuple[str, ...]) -> bool:
        fits = len(names) <= MOST_CONFIGURATIONS
        return fits and measure_height(select(names), stages, width) <= most

    names = tuple(whole.numbers)
    if len(names) < 2 or is_low(names):
        return "", [("", whole)]
    found = []
    for place, stage in enumerate(stages):
        groups = _pack(_group_by_stage(whole, stage.stage), is_low)
        parts = [(_title(group), select(group.names)) for group in groups]
        sizes = [len(group.names) for group in groups]
        drawn = sum(len(model.boxes) for _, model in parts)
        found.append((len(parts), max(sizes) - min(sizes), drawn, place, parts))
    *_, place, parts = min(found, key=lambda item: item[:4])
    return _tell_rule(stages[place], len(names)), parts


def _prepare_selection(whole: ChangeModel) -> Callable[[Iterable[str]], ChangeModel]:
    """Return what makes the model of some configurations of the whole.

    It looks at their boxes and links only: the whole may have a thousand times as many.
    """
    boxes: dict[str, list[int]] = {name: [] for name in whole.numbers}
    links: dict[str, list[int]] = {name: [] for name in whole.numbers}
    for parts, passed in ((whole.boxes, boxes), (whole.links, links)):
        for place, part in enumerate(parts):
            for name in part.configurations:
                passed[name].append(place)
    rank = {name: place for place, name in enumerate(whole.numbers)}

    def select(names: Iterable[str]) -> ChangeModel:
        own = sorted(names, key=rank.__getitem__)
        model = replace(whole, numbers={name: whole.numbers[name] for name in own})
        own_boxes = sorted({place for name in own for place in boxes[name]})
        own_links = sorted({place for name in own for place in links[name]})
        return join_boxes(
            model, [whole.boxes[i] for i in own_boxes], [whole.links[i] for i in own_links]
        )

    return select


def _group_by_stage(model: ChangeModel, stage: str) -> list[_Part]:
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
    return [_Part((labels.get(key, ""),), tuple(groups[key])) for key in keys]


def _pack(groups: Sequence[_Part], is_low: Callable[[tuple[str, ...]], bool]) -> list[_Part]:
    """Return groups joined in order to as few low pictures as can be, about equally large."""
    units = []
    for group in groups:
        alone = len(group.names) == 1 or is_low(group.names)
        units += [group] if alone else [_Part(group.labels, (name,)) for name in group.names]
    count = sum(len(unit.names) for unit in units)
    fewest = len(_fill(units, is_low, count))
    # The smallest number of configurations to a picture that needs no more pictures.
    even = range(-(-count // fewest), count + 1)
    parts = (_fill(units, is_low, most) for most in even)
    return next(found for found in parts if len(found) == fewest)


def _fill(
    units: Sequence[_Part], is_low: Callable[[tuple[str, ...]], bool], most: int
) -> list[_Part]:
    """Return units joined while the picture stays low and holds `most` configurations."""
    parts: list[_Part] = []
    for unit in units:
        if parts:
            names = parts[-1].names + unit.names
            if len(names) <= most and is_low(names):
                parts[-1] = _Part(tuple(dict.fromkeys(parts[-1].labels + unit.labels)), names)
                continue
        parts.append(unit)
    return parts


def _title(group: _Part) -> str:
    """Return what a part shows: the first labels, and how many more there are."""
    more = len(group.labels) - NAMED
    # To name one more takes no more room than to count it.
    if more < 2:
        return "; ".join(group.labels)
    return f"{'; '.join(group.labels[:NAMED])}; and {more} more"


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

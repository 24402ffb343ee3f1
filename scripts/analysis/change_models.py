"""The graph of some configurations that a diagram draws, built from two frames."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

import pandas as pd

from scripts.files.problems import did_you_mean, one_of, quote
from scripts.study.elements import split_cell
from scripts.study.settings import Stage

# What the frames of a diagram must have; `build_diagram` says what else they may.
BOX_COLUMNS = ("configuration", "position", "stage", "element", "label")
LINK_COLUMNS = ("configuration", "stage_from", "element_from", "stage_to", "element_to")


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

    @property
    def words(self) -> str:
        """The labels in one line, and their level."""
        words = "; ".join(self.labels)
        return f"{words} ({self.level})" if self.level else words


@dataclass(frozen=True)
class Link:
    """A step from one box to a box of the next stage, with the configurations that take it."""

    source: str
    target: str
    configurations: tuple[str, ...]


@dataclass(frozen=True)
class ChangeModel:
    """The graph of some configurations, stage by stage.

    `stages` are in causal order, and `boxes` in that of stages, then of first configurations.
    `numbers` are those that the tables give the configurations. `words` has for each
    configuration and stage the words to cite and their level, one pair for each entry; none
    where the source does not give the stage.
    """

    stages: tuple[Stage, ...]
    boxes: tuple[Box, ...]
    links: tuple[Link, ...]
    numbers: Mapping[str, int]
    words: Mapping[tuple[str, str], tuple[tuple[str, str], ...]] = field(
        default_factory=dict, compare=False
    )

    def layer(self, stage: str) -> tuple[Box, ...]:
        """Return the boxes of a stage."""
        return tuple(box for box in self.boxes if box.stage == stage)

    def rank(self, box: Box) -> int:
        """Return the place of a box's stage, from 0."""
        return [stage.stage for stage in self.stages].index(box.stage)

    def find_box(self, key: str) -> Box:
        """Return the box of a key."""
        return next(box for box in self.boxes if box.key == key)

    def name_configurations(self, names: Collection[str]) -> str:
        """Return ``configuration 2`` or ``configurations 2, 3``."""
        numbers = ", ".join(str(self.numbers[name]) for name in names)
        return f"configuration{'s' if len(names) != 1 else ''} {numbers}"


def group_spanners(stages: Sequence[Stage]) -> list[tuple[str, tuple[str, ...]]]:
    """Return each head that spans stages, with the neighbouring stages that it spans.

    A head that returns after a stage without it comes back as another entry.
    """
    runs = groupby(stages, key=lambda stage: stage.spanner)
    return [(head, tuple(stage.stage for stage in run)) for head, run in runs if head]


def build_diagram(boxes: pd.DataFrame, links: pd.DataFrame, stages: Sequence[Stage]) -> ChangeModel:
    """Return the graph that a diagram draws, from two frames as `show_diagram` describes them.

    An element is drawn once at each level, however many configurations pass through it;
    elements that the same configurations pass through, by the same links, share a box. What
    is not in the frames is not drawn: without a row of `links` its line, the words about it
    and its entry in the lists are gone as well. The order of `boxes` is kept. A ValueError says
    which column is missing, which stage unknown, or which link does not fit the boxes.

    A blank element is a stage that the source does not give: a box of its own with the label.
    Words are the authors', which sentences cite instead of the label. A column conjecture has
    what may have stood in a gap: shown if asked for, never told or counted.
    """
    for name, frame, columns in (("boxes", boxes, BOX_COLUMNS), ("links", links, LINK_COLUMNS)):
        if missing := [column for column in columns if column not in frame]:
            has = ", ".join(map(str, frame.columns)) or "none"
            raise ValueError(f"{name}: no column {', '.join(missing)}; there are {has}")
    splits = {stage.stage: stage.split_at for stage in stages}
    numbers: dict[str, int] = {}
    drawn: dict[tuple[str, str, str], Box] = {}
    places: dict[tuple[str, str, str], str] = {}
    words: dict[tuple[str, str], dict[tuple[str, str], None]] = {}
    for row in boxes.astype(object).where(boxes.notna(), "").to_dict("records"):
        name, stage, element = row["configuration"], row["stage"], row["element"]
        if stage not in splits:
            found = f"boxes: stage {quote(stage)} of {name}; allowed: {one_of(splits)}"
            raise ValueError(found + did_you_mean(stage, splits))
        numbers.setdefault(name, int(row["position"]))
        cited = words.setdefault((name, stage), {})
        level, elements, guess = "", (), row.get("conjecture", "")
        # A gap is never shared.
        place = (stage, "\0", name)
        if element:
            level, elements, guess = row.get("level", ""), (element,), ""
            place = (stage, level, element)
            lines = split_cell(row.get("words") or row["label"], splits[stage])
            cited |= dict.fromkeys((line, level) for line in lines)
        new = Box(str(len(drawn)), stage, elements, (row["label"],), (), level, guess)
        box = drawn.get(place, new)
        if name not in box.configurations:
            drawn[place] = replace(box, configurations=(*box.configurations, name))
        places[name, stage, element] = box.key
    cited = {place: tuple(own) for place, own in words.items()}
    steps = _read_steps(links, places, list(splits))
    return _join_boxes(ChangeModel(tuple(stages), (), (), numbers, cited), drawn.values(), steps)


def _read_steps(
    links: pd.DataFrame, places: Mapping[tuple[str, str, str], str], stages: Sequence[str]
) -> list[Link]:
    """Return each row of links as a link between two of the boxes at these places."""
    rows = links[list(LINK_COLUMNS)]
    steps = []
    for name, *ends in rows.astype(object).where(rows.notna(), "").itertuples(index=False):
        for stage, element in (ends[:2], ends[2:]):
            if (name, stage, element) not in places:
                what = quote(element) if element else "a blank element"
                raise ValueError(
                    f"links: {name} has {what} of stage {quote(stage)}, which is not in boxes; "
                    "drop the link as well, or keep the row of boxes"
                )
        source, target = (places[name, *end] for end in (ends[:2], ends[2:]))
        if stages.index(ends[2]) != stages.index(ends[0]) + 1:
            raise ValueError(
                f"links: {name} goes from {ends[0]} to {ends[2]}; a link leads to the next "
                f"of the stages {', '.join(stages)}"
            )
        steps.append(Link(source, target, (name,)))
    return steps


def select_part(whole: ChangeModel, names: Collection[str]) -> ChangeModel:
    """Return the model of some configurations, as if only these had been given."""
    chosen = set(names)
    numbers = {name: number for name, number in whole.numbers.items() if name in chosen}
    # The whole may have a hundred times as many boxes and links.
    boxes, links = (
        [part for part in parts if not chosen.isdisjoint(part.configurations)]
        for parts in (whole.boxes, whole.links)
    )
    return _join_boxes(replace(whole, numbers=numbers), boxes, links)


def _join_boxes(model: ChangeModel, boxes: Collection[Box], links: Collection[Link]) -> ChangeModel:
    """Return the model with these boxes and links for the configurations that it numbers.

    Other configurations are left out of them, and boxes of the same configurations with the
    same links become one.
    """
    rank = {name: place for place, name in enumerate(model.numbers)}
    own = {box.key: tuple(name for name in box.configurations if name in rank) for box in boxes}
    steps = [(k.source, k.target, n) for k in links for n in k.configurations if n in rank]
    ways: dict[str, set] = {key: set() for key in own}
    for source, target, name in steps:
        ways[source].add((target, name))
        ways[target].add((source, name))
    alike: dict[tuple, list[Box]] = {}
    for box in boxes:
        kind = (model.rank(box), rank[own[box.key][0]], box.is_gap)
        kind += (box.level, own[box.key], frozenset(ways[box.key]))
        alike.setdefault(kind, []).append(box)
    joined: list[Box] = []
    places: dict[str, int] = {}
    counts: Counter[str] = Counter()
    for kind in sorted(alike, key=lambda kind: kind[:3]):
        first, *_ = same = alike[kind]
        counts[first.stage] += 1
        places |= dict.fromkeys((box.key for box in same), len(joined))
        key = f"{first.stage}-{counts[first.stage]}"
        elements = tuple(element for box in same for element in box.elements)
        labels = tuple(label for box in same for label in box.labels)
        box = replace(first, key=key, elements=elements, labels=labels)
        joined.append(replace(box, configurations=own[first.key]))
    taken: dict[tuple[int, int], set[str]] = {}
    for source, target, name in steps:
        taken.setdefault((places[source], places[target]), set()).add(name)
    led = (
        Link(joined[source].key, joined[target].key, tuple(sorted(names, key=rank.get)))
        for (source, target), names in sorted(taken.items())
    )
    return replace(model, boxes=tuple(joined), links=tuple(led))

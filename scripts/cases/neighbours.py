"""Which configurations share something with another one, and in what they differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import numpy as np

from scripts.cases.dossiers import Dossier

# Stage, element and level, as a configuration passes through them.
Place = tuple[str, str, str]

MOST = 12  # neighbours of one configuration; the explorer lists the others


@dataclass(frozen=True)
class Neighbour:
    """A configuration that shares elements of some stages with another one.

    Attributes
    ----------
    dossier : Dossier
        The neighbour.
    shared : tuple of str
        The stages of which it shares an element, in causal order.
    same : tuple of str
        Those of them in which both have the same elements, no more and no fewer.
    elements : tuple of str
        What it shares.
    """

    dossier: Dossier
    shared: tuple[str, ...]
    same: tuple[str, ...]
    elements: tuple[str, ...]


def find_neighbours(
    dossiers: Sequence[Dossier], most: int = MOST
) -> dict[str, tuple[Neighbour, ...]]:
    """Return the nearest neighbours of each configuration, by its name.

    Nearest is who shares most stages, then most elements, then who comes first. A stage
    that the source does not give is shared with nobody.

    Parameters
    ----------
    dossiers : sequence of Dossier
        All configurations.
    most : int
        How many neighbours to keep of each.
    """
    places = [_list_places(dossier) for dossier in dossiers]
    having: dict[Place, list[int]] = defaultdict(list)
    for i, own in enumerate(places):
        for place in own:
            having[place].append(i)
    holders = {place: np.array(numbers) for place, numbers in having.items()}
    found = {}
    for i, dossier in enumerate(dossiers):
        # For each configuration, how many stages and how many elements it shares with this one.
        stages, elements = np.zeros((2, len(dossiers)), dtype=int)
        for _, of_stage in groupby(places[i], key=itemgetter(0)):
            before = elements.copy()
            for place in of_stage:
                elements[holders[place]] += 1
            stages += elements > before
        stages[i] = 0
        others = np.flatnonzero(stages)
        nearest = others[np.lexsort((-elements[others], -stages[others]))[:most]]
        found[dossier.name] = tuple(
            _describe(dossiers[other], places[i], places[other]) for other in nearest
        )
    return found


def _describe(dossier: Dossier, own: Sequence[Place], places: Sequence[Place]) -> Neighbour:
    """Return a neighbour of a configuration that passes through its `own` places."""
    shared = [place for place in own if place in places]
    stages = tuple(dict.fromkeys(stage for stage, _, _ in shared))
    unlike = {stage for stage, *_ in {*own} ^ {*places}}
    same = tuple(stage for stage in stages if stage not in unlike)
    return Neighbour(dossier, stages, same, tuple(element for _, element, _ in shared))


def _list_places(dossier: Dossier) -> list[Place]:
    """Return stage, element and level of all that a configuration passes through.

    The same words at another level are another element.
    """
    places = (
        (stage, element, level)
        for stage, elements in dossier.elements.items()
        for element, level in zip(elements, dossier.element_levels[stage], strict=True)
    )
    return list(dict.fromkeys(places))

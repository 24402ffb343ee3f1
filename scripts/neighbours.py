"""Which configurations share something with another one, and in what they differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from scripts.dossiers import Dossier

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
    elements : tuple of str
        What it shares.
    """

    dossier: Dossier
    shared: tuple[str, ...]
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
    having: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for i, dossier in enumerate(dossiers):
        for place in _list_places(dossier):
            having[place].append(i)
    found = {}
    for i, dossier in enumerate(dossiers):
        common: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for stage, element, level in _list_places(dossier):
            for other in having[stage, element, level]:
                if other != i:
                    common[other].append((stage, element))
        ranks = [
            (-len({stage for stage, _ in places}), -len(places), other)
            for other, places in common.items()
        ]
        found[dossier.name] = tuple(
            Neighbour(
                dossiers[other],
                tuple(dict.fromkeys(stage for stage, _ in common[other])),
                tuple(element for _, element in common[other]),
            )
            for _, _, other in sorted(ranks)[:most]
        )
    return found


def _list_places(dossier: Dossier) -> list[tuple[str, str, str]]:
    """Return stage, element and level of all that a configuration passes through.

    The same words at another level are another element.
    """
    return [
        (stage, element, level)
        for stage, elements in dossier.elements.items()
        for element, level in zip(elements, dossier.element_levels[stage], strict=True)
    ]

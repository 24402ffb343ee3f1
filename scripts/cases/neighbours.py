"""Which configurations share something with another one, and in what exactly they differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from scripts.cases.dossiers import Dossier

# An element and its level: the same words at another level are another element.
Place = tuple[str, str]

MOST = 6  # neighbours of one configuration; the explorer lists the others


@dataclass(frozen=True)
class StageComparison:
    """What two configurations have in one stage: in both, only here, only there."""

    stage: str
    shared: tuple[Place, ...]
    only_here: tuple[Place, ...]
    only_there: tuple[Place, ...]

    @property
    def is_same(self) -> bool:
        """Whether every element of the stage is shared. A gap is shared with nobody."""
        return bool(self.shared) and not self.only_here and not self.only_there

    @property
    def size(self) -> int:
        """How many different elements the two have between them."""
        return len(self.shared) + len(self.only_here) + len(self.only_there)


@dataclass(frozen=True)
class Neighbour:
    """A configuration that shares an element with another one, compared stage by stage."""

    dossier: Dossier
    stages: tuple[StageComparison, ...]

    @property
    def same(self) -> tuple[str, ...]:
        """The stages that are the same in both, in causal order."""
        return tuple(stage.stage for stage in self.stages if stage.is_same)


def find_neighbours(
    dossiers: Sequence[Dossier], most: int = MOST
) -> dict[str, tuple[Neighbour, ...]]:
    """Return the nearest neighbours of each configuration, by its name.

    Nearest is who has most stages that are the same, then who shares most elements, then
    who comes first.

    Parameters
    ----------
    dossiers : sequence of Dossier
        All configurations.
    most : int
        How many neighbours to keep of each.
    """
    cells = [_list_cells(dossier) for dossier in dossiers]
    holders: dict[Hashable, list[int]] = defaultdict(list)
    for i, own in enumerate(cells):
        for stage, places in own.items():
            for key in [*places, frozenset(places)]:
                holders[stage, key].append(i)
    found = {}
    for i, dossier in enumerate(dossiers):
        # For each configuration, how many stages are the same as here, and elements shared.
        same, shared = np.zeros((2, len(dossiers)), dtype=int)
        for stage, places in cells[i].items():
            for place in places:
                shared[holders[stage, place]] += 1
            if places:
                same[holders[stage, frozenset(places)]] += 1
        shared[i] = 0
        others = np.flatnonzero(shared)
        nearest = others[np.lexsort((-shared[others], -same[others]))[:most]]
        found[dossier.name] = tuple(
            Neighbour(dossiers[other], compare_cells(cells[i], cells[other])) for other in nearest
        )
    return found


def compare_cells(
    here: dict[str, tuple[Place, ...]], there: dict[str, tuple[Place, ...]]
) -> tuple[StageComparison, ...]:
    """Return stage by stage what two configurations share and what only one of them has."""
    return tuple(
        StageComparison(
            stage,
            tuple(place for place in own if place in there[stage]),
            tuple(place for place in own if place not in there[stage]),
            tuple(place for place in there[stage] if place not in own),
        )
        for stage, own in here.items()
    )


def _list_cells(dossier: Dossier) -> dict[str, tuple[Place, ...]]:
    """Return each element of each stage once, with its level."""
    return {
        stage: tuple(dict.fromkeys(zip(elements, dossier.element_levels[stage], strict=True)))
        for stage, elements in dossier.elements.items()
    }

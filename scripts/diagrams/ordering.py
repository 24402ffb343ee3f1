"""The order of boxes within each stage, chosen for few crossings."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from random import Random

import igraph
import numpy as np

from scripts.analysis.configurations import ChangeModel, Link

# How much searching there is: starts and restarts, as many as keep the boxes visited
# below EFFORT, and rounds of moves for each. Counted in steps, never in seconds, so
# that the same model has the same order on a slow machine.
EFFORT, MOST_RESTARTS, MOST_ROUNDS, SWEEPS = 12000, 150, 12, 4


def count_crossings(orders: Sequence[Sequence[str]], links: Sequence[Link]) -> int:
    """Return how many pairs of links cross when boxes stand in the given orders."""
    rank = {key: i for order in orders for i, key in enumerate(order)}
    layer = {key: i for i, order in enumerate(orders) for key in order}
    total = 0
    for index in range(len(orders) - 1):
        ends = sorted((rank[k.source], rank[k.target]) for k in links if layer[k.source] == index)
        # Sorted by source, two links cross where the target of the later one comes first.
        seen: list[int] = []
        for _, target in ends:
            place = bisect_right(seen, target)
            total += len(seen) - place
            seen.insert(place, target)
    return total


def find_adjacent_boxes(links: Sequence[Link]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the sources of each box, and the targets of each box."""
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for link in links:
        before.setdefault(link.target, []).append(link.source)
        after.setdefault(link.source, []).append(link.target)
    return before, after


def order_layers(model: ChangeModel, groups: Mapping[str, int] | None = None) -> list[list[str]]:
    """Return the box keys of each stage in an order with few crossings.

    The search starts from the order of the tables and from igraph's Sugiyama layout,
    improves both by sweeps of barycentres and by sifting (Matuszewski, Schönfeld and
    Molitor, 1999), and then from shaken versions of the best. The best is kept, so
    there are never more crossings than in igraph's layout.

    Parameters
    ----------
    model : ChangeModel
        The graph.
    groups : mapping of str to int, optional
        Boxes of a stage with a smaller number stand above those with a greater one.
    """
    groups = groups or {}

    def by_group(order: Sequence[str]) -> list[str]:
        return sorted(order, key=lambda key: groups.get(key, 0))

    start = [by_group([box.key for box in model.layer(stage)]) for stage in model.stages]
    if not model.links:
        return start
    graph = _Layers(start, model.links, groups)
    sugiyama = [by_group(order) for order in _order_by_sugiyama(model, start)]
    candidates = [graph.ranks(start), graph.ranks(sugiyama)]
    best = min(candidates, key=graph.count)
    fewest = graph.count(best)
    chance = Random(0)
    restarts = min(MOST_RESTARTS, EFFORT // len(model.boxes))
    for turn in range(len(candidates) + restarts):
        orders = candidates[turn] if turn < len(candidates) else graph.shake(best, chance)
        for found in graph.improve(orders):
            crossings = graph.count(found)
            if crossings < fewest:
                best, fewest = found, crossings
        if not fewest:
            break
    return [[start[i][k] for k in order] for i, order in enumerate(best)]


def _order_by_sugiyama(model: ChangeModel, start: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the order of igraph's Sugiyama layout."""
    index = {box.key: i for i, box in enumerate(model.boxes)}
    graph = igraph.Graph(
        n=len(index), edges=[(index[k.source], index[k.target]) for k in model.links]
    )
    layers = [model.stages.index(box.stage) for box in model.boxes]
    places = graph.layout_sugiyama(layers=layers, maxiter=100)
    return [sorted(order, key=lambda key: (places[index[key]][0], index[key])) for order in start]


class _Layers:
    """Links as one matrix between each two stages; a box is its place at the start."""

    def __init__(
        self, start: Sequence[Sequence[str]], links: Sequence[Link], groups: Mapping[str, int]
    ) -> None:
        self.groups = [np.array([groups.get(key, 0) for key in order]) for order in start]
        self.places = {key: (i, k) for i, order in enumerate(start) for k, key in enumerate(order)}
        self.matrices = [np.zeros((len(a), len(b))) for a, b in pairwise(start)]
        for link in links:
            (layer, source), (_, target) = self.places[link.source], self.places[link.target]
            self.matrices[layer][source, target] = 1

    def ranks(self, orders: Sequence[Sequence[str]]) -> list[np.ndarray]:
        """Return orders of keys as orders of places at the start."""
        return [np.array([self.places[key][1] for key in order], dtype=int) for order in orders]

    def count(self, orders: Sequence[np.ndarray]) -> int:
        """Return how many pairs of links cross."""
        total = 0.0
        for matrix, (left, right) in zip(self.matrices, pairwise(orders), strict=True):
            own = matrix[left][:, right]
            # Links from above that end further right than each link's own end.
            above = np.cumsum(own, axis=0) - own
            total += (own * (above.sum(axis=1, keepdims=True) - np.cumsum(above, axis=1))).sum()
        return round(total)

    def shake(self, orders: Sequence[np.ndarray], chance: Random) -> list[np.ndarray]:
        """Return orders with a part of each turned round, and some boxes put elsewhere."""
        shaken = []
        for order, groups in zip(orders, self.groups, strict=True):
            keys = [int(key) for key in order]
            low, high = sorted(chance.randrange(len(keys) + 1) for _ in range(2))
            keys[low:high] = reversed(keys[low:high])
            for _ in range(len(keys) // 6):
                keys.insert(chance.randrange(len(keys)), keys.pop(chance.randrange(len(keys))))
            shaken.append(np.array(sorted(keys, key=groups.__getitem__), dtype=int))
        return shaken

    def sides(self, layer: int, orders: Sequence[np.ndarray]) -> list[np.ndarray]:
        """Return the links of a layer's boxes to the layer before and to that behind."""
        found = [self.matrices[layer - 1].T[:, orders[layer - 1]]] if layer else []
        if layer < len(self.matrices):
            found.append(self.matrices[layer][:, orders[layer + 1]])
        return found

    def improve(self, orders: Sequence[np.ndarray]) -> Iterator[list[np.ndarray]]:
        """Yield orders after sweeps of barycentres, and after rounds of sifting."""
        current, fewest = list(orders), self.count(orders)
        layers = range(len(current))
        for sweep in range(SWEEPS):
            for layer in layers if sweep % 2 == 0 else reversed(layers):
                side = self.sides(layer, current)[0 if sweep % 2 == 0 else -1]
                if layer != (0 if sweep % 2 == 0 else layers[-1]):
                    current[layer] = _by_barycentre(current[layer], side, self.groups[layer])
        yield list(current)
        fewest = self.count(current)
        for turn in range(MOST_ROUNDS):
            for layer in layers if turn % 2 == 0 else reversed(layers):
                sides = self.sides(layer, current)
                current[layer] = _sift(current[layer], sides, turn % 2 == 0, self.groups[layer])
            crossings = self.count(current)
            if crossings >= fewest and turn > 1:
                break
            fewest = crossings
        yield list(current)


def _by_barycentre(order: np.ndarray, side: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return a layer sorted by group, and by the mean place of neighbours on one side."""
    degrees = side.sum(axis=1)
    means = side @ np.arange(side.shape[1]) / np.maximum(degrees, 1)
    # A box without neighbours keeps its place, in shares of the other layer.
    own = np.empty(len(order))
    own[order] = np.arange(len(order)) * side.shape[1] / len(order)
    means = np.where(degrees > 0, means, own)
    return order[np.lexsort((means[order], groups[order]))]


def _sift(
    order: np.ndarray, sides: Sequence[np.ndarray], forward: bool, groups: np.ndarray
) -> np.ndarray:
    """Return a layer in which each box in turn has been moved to the best place in its group."""
    costs = np.zeros((len(order), len(order)))
    for side in sides:
        # Crossings of the links of two boxes if the first stands above the second.
        costs += side @ (np.cumsum(side, axis=1) - side).T
    gains = (costs - costs.T).tolist()
    sifted: list[int] = []
    for _, group in groupby(order.tolist(), key=groups.__getitem__):
        keys = list(group)
        for key in list(keys) if forward else list(reversed(keys)):
            keys.remove(key)
            own, total, least, best = gains[key], 0.0, 0.0, 0
            for place, other in enumerate(keys, start=1):
                total -= own[other]
                # Where several places are equally good, the furthest: a plateau may lead on.
                if total < least or (forward and total == least):
                    least, best = total, place
            keys.insert(best, key)
        sifted += keys
    return np.array(sifted, dtype=int)

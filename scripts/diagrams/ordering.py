"""The order of boxes within each stage, chosen for few crossings."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import groupby
from random import Random

import igraph
import numpy as np

from scripts.analysis.change_models import ChangeModel, Link

# How much searching there is: tries, as many as keep the boxes visited below EFFORT, and
# rounds of sifting for each. Counted in steps, never in seconds, so that the same model has
# the same order on a slow machine.
EFFORT, MOST_TRIES, MOST_ROUNDS = 12000, 100, 12


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


def order_layers(model: ChangeModel, groups: Mapping[str, int] | None = None) -> list[list[str]]:
    """Return the box keys of each stage in an order with few crossings.

    A third of the tries begins with igraph's Sugiyama layout of the boxes in any order, the
    others with the best that was found, a part of each stage turned round. All are improved by
    sifting (Matuszewski, Schönfeld and Molitor, 1999). The first try is igraph's own layout, so
    there are never more crossings than in that. Of a stage, boxes with a smaller number in
    `groups` stand above those with a greater one.
    """
    groups = groups or {}

    def by_group(keys: Sequence[str]) -> list[str]:
        return sorted(keys, key=lambda key: groups.get(key, 0))

    best = [by_group([box.key for box in model.layer(s.stage)]) for s in model.stages]
    fewest = count_crossings(best, model.links)
    places = {box.key: place for place, box in enumerate(model.boxes)}
    linked = np.zeros((len(places), len(places)))
    for link in model.links:
        source, target = places[link.source], places[link.target]
        linked[source, target] = linked[target, source] = 1
    chance = Random(0)
    tries = max(1, min(MOST_TRIES, EFFORT // max(len(model.boxes), 1)))
    for turn in range(tries):
        if not fewest:
            break
        if turn < tries / 3:
            orders = _order_by_sugiyama(model, chance if turn else None)
        else:
            orders = [list(order) for order in best]
            for order in orders:
                low, high = sorted(chance.randrange(len(order) + 1) for _ in range(2))
                order[low:high] = order[low:high][::-1]
        found = _sift_layers([by_group(order) for order in orders], places, linked, groups)
        crossings = count_crossings(found, model.links)
        if crossings < fewest:
            best, fewest = found, crossings
    return best


def _order_by_sugiyama(model: ChangeModel, chance: Random | None) -> list[list[str]]:
    """Return the order of igraph's Sugiyama layout, of the boxes as they are or shuffled."""
    boxes = list(model.boxes)
    if chance:
        chance.shuffle(boxes)
    index = {box.key: i for i, box in enumerate(boxes)}
    edges = [(index[link.source], index[link.target]) for link in model.links]
    layers = [model.rank(box) for box in boxes]
    places = igraph.Graph(len(boxes), edges).layout_sugiyama(layers=layers, maxiter=100)
    keys = sorted(index, key=lambda key: (places[index[key]][0], index[key]))
    return [[key for key in keys if layers[index[key]] == i] for i in range(len(model.stages))]


def _sift_layers(
    orders: list[list[str]],
    places: Mapping[str, int],
    linked: np.ndarray,
    groups: Mapping[str, int],
) -> list[list[str]]:
    """Return orders sifted there and back until that saves no more crossings.

    `places` has the row and column of each box in `linked`, which is 1 where two are linked.
    """
    for turn in range(MOST_ROUNDS):
        saved = 0.0
        layers = range(len(orders))
        for i in layers if turn % 2 == 0 else reversed(layers):
            own = [places[key] for key in orders[i]]
            costs = np.zeros((len(own), len(own)))
            for order in (*orders[max(i - 1, 0) : i], *orders[i + 1 : i + 2]):
                side = linked[np.ix_(own, [places[key] for key in order])]
                # Crossings of the links of two boxes if the first stands above the second.
                costs += side @ (np.cumsum(side, axis=1) - side).T
            orders[i], gain = _sift(orders[i], costs - costs.T, turn % 2 == 0, groups)
            saved += gain
        if not saved and turn > 1:
            break
    return orders


def _sift(
    order: Sequence[str], gains: np.ndarray, forward: bool, groups: Mapping[str, int]
) -> tuple[list[str], float]:
    """Return a layer in which each box was moved to the best place in its group, and the gain.

    `gains` has how many crossings it saves to put the one below the other.
    """
    gains = gains.tolist()
    sifted: list[int] = []
    saved = 0.0
    for _, group in groupby(range(len(order)), key=lambda place: groups.get(order[place], 0)):
        keys = list(group)
        for key in list(keys) if forward else list(reversed(keys)):
            before = keys.index(key)
            keys.remove(key)
            # What it costs to stand behind the first of the others, the first two, and so on.
            totals = [0.0]
            for other in keys:
                totals.append(totals[-1] - gains[key][other])
            least = min(totals)
            saved += totals[before] - least
            # Where several places are equally good, the furthest: a plateau may lead on.
            ahead = len(keys) - totals[::-1].index(least)
            keys.insert(ahead if forward else totals.index(least), key)
        sifted += keys
    return [order[place] for place in sifted], saved

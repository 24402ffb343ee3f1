"""The order of boxes within each stage, chosen for few crossings."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

import igraph

from scripts.configurations import ChangeModel, Link


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


def order_layers(model: ChangeModel) -> list[list[str]]:
    """Return the box keys of each stage in an order with few crossings.

    Candidates are igraph's Sugiyama layout and the order of the tables, each improved by
    sweeps of barycentres and by exchanging neighbours. The best is kept, so there are
    never more crossings than in igraph's layout.
    """
    start = [[box.key for box in model.layer(stage)] for stage in model.stages]
    candidates = [start]
    if model.links:
        keys = [box.key for box in model.boxes]
        index = {key: i for i, key in enumerate(keys)}
        graph = igraph.Graph(
            n=len(keys), edges=[(index[k.source], index[k.target]) for k in model.links]
        )
        layers = [model.stages.index(box.stage) for box in model.boxes]
        places = graph.layout_sugiyama(layers=layers, maxiter=100)
        candidates.append(
            [sorted(order, key=lambda key: (places[index[key]][0], index[key])) for order in start]
        )
    improved = [order for c in candidates for order in (c, _improve(c, model.links))]
    return min(improved, key=lambda orders: count_crossings(orders, model.links))


def _improve(orders: list[list[str]], links: Sequence[Link]) -> list[list[str]]:
    """Return orders after barycentre sweeps and exchanges of neighbours."""
    before, after = find_neighbours(links)
    best, best_count = [list(o) for o in orders], count_crossings(orders, links)
    current = [list(o) for o in orders]
    for sweep in range(16):
        forward = sweep % 2 == 0
        sides = range(1, len(current)) if forward else range(len(current) - 2, -1, -1)
        for i in sides:
            fixed = {key: r for r, key in enumerate(current[i - 1 if forward else i + 1])}
            near = before if forward else after
            own = {key: r for r, key in enumerate(current[i])}
            means = {
                key: sum(fixed[n] for n in near[key]) / len(near[key]) if near.get(key) else rank
                for key, rank in own.items()
            }
            current[i] = sorted(current[i], key=lambda key: (means[key], own[key]))
        count = count_crossings(current, links)
        if count < best_count:
            best, best_count = [list(o) for o in current], count
    return _exchange(best, before, after)


def find_neighbours(links: Sequence[Link]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the sources of each box, and the targets of each box."""
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for link in links:
        before.setdefault(link.target, []).append(link.source)
        after.setdefault(link.source, []).append(link.target)
    return before, after


def _exchange(orders: list[list[str]], before: Mapping, after: Mapping) -> list[list[str]]:
    """Return orders in which no exchange of two neighbouring boxes saves a crossing."""
    orders = [list(order) for order in orders]
    better = True
    while better:
        better = False
        for i, order in enumerate(orders):
            left = {key: r for r, key in enumerate(orders[i - 1])} if i else {}
            right = {key: r for r, key in enumerate(orders[i + 1])} if i + 1 < len(orders) else {}
            for j in range(len(order) - 1):
                a, b = order[j], order[j + 1]
                gain = 0
                for near, rank in ((before, left), (after, right)):
                    for x in near.get(a, ()):
                        for y in near.get(b, ()):
                            if x in rank and y in rank:
                                gain += (rank[x] > rank[y]) - (rank[x] < rank[y])
                if gain > 0:
                    order[j], order[j + 1] = b, a
                    better = True
    return orders

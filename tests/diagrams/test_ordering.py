"""The order of boxes: few crossings, counted rightly."""

import shutil
import subprocess
from itertools import combinations, pairwise

import igraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.analysis.change_models import Box, ChangeModel, Link
from scripts.diagrams.ordering import count_crossings, order_layers
from tests.studies import change_models, name_stages

EXAMPLES = settings(max_examples=8, deadline=None, derandomize=True)


def count_by_pairs(orders, links):
    """Return the number of crossings, each pair of links looked at."""
    place = {key: (layer, rank) for layer, o in enumerate(orders) for rank, key in enumerate(o)}
    total = 0
    for one, other in combinations(links, 2):
        (layer, a), (_, b) = place[one.source], place[one.target]
        (other_layer, c), (_, d) = place[other.source], place[other.target]
        total += layer == other_layer and (a - c) * (b - d) < 0
    return total


def plain_sugiyama(model):
    """Return the orders of igraph's layout of the same graph, as it comes."""
    keys = [box.key for box in model.boxes]
    edges = [(keys.index(link.source), keys.index(link.target)) for link in model.links]
    graph = igraph.Graph(n=len(keys), edges=edges)
    layers = [model.rank(box) for box in model.boxes]
    places = graph.layout_sugiyama(layers=layers)
    orders = []
    for stage in model.stages:
        own = [i for i, box in enumerate(model.boxes) if box.stage == stage.stage]
        orders.append([keys[i] for i in sorted(own, key=lambda i: places[i][0])])
    return orders


@EXAMPLES
@given(st.data())
def test_crossings_are_those_of_all_pairs(data):
    sizes = data.draw(st.lists(st.integers(1, 6), min_size=2, max_size=4))
    orders = [[f"{i}-{j}" for j in range(size)] for i, size in enumerate(sizes)]
    links = [
        Link(a, b, ("c",))
        for left, right in pairwise(orders)
        for a in left
        for b in right
        if data.draw(st.booleans())
    ]
    shuffled = [data.draw(st.permutations(order)) for order in orders]
    assert count_crossings(shuffled, links) == count_by_pairs(shuffled, links)


@EXAMPLES
@given(change_models(most=40))
def test_there_are_no_more_crossings_than_in_plain_sugiyama(model):
    orders = order_layers(model)
    assert count_crossings(orders, model.links) <= count_by_pairs(
        plain_sugiyama(model), model.links
    )


@EXAMPLES
@given(change_models(most=20))
def test_each_box_stays_in_its_stage(model):
    orders = order_layers(model)
    assert [sorted(order) for order in orders] == [
        sorted(box.key for box in model.layer(stage.stage)) for stage in model.stages
    ]
    assert order_layers(model) == orders


def test_links_that_need_not_cross_do_not():
    boxes = [Box(f"{s}{i}", s, (f"{s}{i}",), ("x",), (f"c{i}",)) for s in "ab" for i in range(9)]
    links = tuple(Link(f"a{i}", f"b{8 - i}", (f"c{i}",)) for i in range(9))
    model = ChangeModel(name_stages("a", "b"), tuple(boxes), links, {f"c{i}": i for i in range(9)})
    assert count_crossings(order_layers(model), links) == 0


def test_a_model_without_links_has_an_order():
    box = Box("a-1", "a", ("e",), ("x",), ("c",))
    assert order_layers(ChangeModel(name_stages("a"), (box,), (), {"c": 1})) == [["a-1"]]
    assert order_layers(ChangeModel(name_stages("a", "b"), (), (), {})) == [[], []]


def order_by_dot(model):
    """Return the orders of Graphviz's dot for the same graph and the same layers."""
    lines = ["digraph { rankdir=LR; newrank=true; node [shape=box, label=x];"]
    for stage in model.stages:
        own = " ".join(f'"{box.key}";' for box in model.layer(stage.stage))
        lines.append(f"{{ rank=same; {own} }}")
    lines += [f'"{link.source}" -> "{link.target}";' for link in model.links]
    lines.append("}")
    done = subprocess.run(
        ["dot", "-Tplain"], input="\n".join(lines), capture_output=True, text=True, check=True
    )
    rows = [line.split() for line in done.stdout.splitlines() if line.startswith("node ")]
    places = {row[1].strip('"'): (float(row[2]), float(row[3])) for row in rows}
    orders = [
        sorted((b.key for b in model.layer(s.stage)), key=lambda k: places[k][1])
        for s in model.stages
    ]
    columns = [{places[key][0] for key in order} for order in orders]
    assert all(len(column) == 1 for column in columns)
    return orders


@pytest.mark.skipif(shutil.which("dot") is None, reason="no Graphviz on this machine")
@settings(max_examples=12, deadline=None, derandomize=True)
@given(change_models(most=40, most_stages=5))
def test_there_are_no_more_crossings_than_graphviz_makes(model):
    ours = count_crossings(order_layers(model), model.links)
    assert ours <= count_by_pairs(order_by_dot(model), model.links)

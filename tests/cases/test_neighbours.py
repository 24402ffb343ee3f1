"""Neighbours: who shares what, nearest first, and no more than there is room for."""

from itertools import product
from random import Random

from scripts.cases import dossiers
from scripts.cases.dossiers import MOST_NEIGHBOURS, Dossier, build_dossiers, find_neighbours
from tests.studies import make_study


def make_dossiers(folder):
    """Return the dossiers of four configurations, of which the last shares nothing."""
    rows = [
        {"configuration": "a", "context": "one", "mechanism": "m", "outcome": "good"},
        {"configuration": "b", "context": "one", "mechanism": "n", "outcome": "bad"},
        {"configuration": "c", "context": "one", "mechanism": "m", "outcome": "bad"},
        {"configuration": "d", "context": "", "mechanism": "", "outcome": "other"},
        {"configuration": "e", "context": "", "mechanism": "", "outcome": "else"},
    ]
    study = make_study(folder / "data", configurations=rows)
    return build_dossiers(study, study.configurations, {})


def test_the_nearest_neighbour_comes_first(tmp_path):
    found = find_neighbours(make_dossiers(tmp_path))
    assert [n.name for n in found["a"]] == ["c", "b"]


def test_a_gap_is_shared_with_nobody(tmp_path):
    found = find_neighbours(make_dossiers(tmp_path))
    assert found["d"] == found["e"] == []


def test_only_the_nearest_neighbours_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(dossiers, "MOST_NEIGHBOURS", 1)
    found = find_neighbours(make_dossiers(tmp_path))
    assert [n.name for n in found["a"]] == ["c"]


def test_the_same_words_at_another_level_are_another_element(tmp_path):
    stages = [{"stage": "context", "label": "Context", "levels": ["person", "place"]}]
    rows = [
        {"configuration": name, "context": "Few", "context_level": level}
        for name, level in (("a", "place"), ("b", "person"), ("c", "place"))
    ]
    study = make_study(tmp_path / "data", stages=stages, configurations=rows)
    found = find_neighbours(build_dossiers(study, study.configurations, {}))
    assert [n.name for n in found["a"]] == ["c"]
    assert found["b"] == []


def test_the_order_is_that_of_comparing_each_with_each():
    chance, stages = Random(7), ("context", "mechanism", "outcome")
    cases = []
    for number in range(60):
        cells = {s: chance.sample(list(product("abcd", "xy")), chance.randrange(4)) for s in stages}
        cases.append(Dossier(f"c{number}", "", number, cells))

    def rank(one, other):
        pairs = [(set(one.elements[s]), set(other.elements[s])) for s in stages]
        same = sum(bool(here) and here == there for here, there in pairs)
        return same, sum(len(here & there) for here, there in pairs)

    found = find_neighbours(cases)
    for dossier in cases:
        ranks = {d.name: rank(dossier, d) for d in cases if d is not dossier}
        order = sorted(ranks, key=lambda name: tuple(-number for number in ranks[name]))
        order = [name for name in order if ranks[name][1]][:MOST_NEIGHBOURS]
        assert [neighbour.name for neighbour in found[dossier.name]] == order

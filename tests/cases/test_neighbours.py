"""Neighbours: who shares what, nearest first, and no more than asked for."""

from __future__ import annotations

from random import Random

from scripts.cases.dossiers import Dossier, build_dossiers
from scripts.cases.neighbours import find_neighbours
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
    return build_dossiers(make_study(folder / "data", configurations=rows))


def test_the_nearest_neighbour_comes_first(tmp_path):
    found = find_neighbours(make_dossiers(tmp_path))
    assert [(n.dossier.name, n.shared) for n in found["a"]] == [
        ("c", ("context", "mechanism")),
        ("b", ("context",)),
    ]


def test_a_stage_is_the_same_only_where_no_element_differs(tmp_path):
    rows = [
        {"configuration": "a", "context": "one\ntwo", "mechanism": "m"},
        {"configuration": "b", "context": "one", "mechanism": "m"},
    ]
    study = make_study(tmp_path / "data", configurations=rows)
    for (neighbour,) in find_neighbours(build_dossiers(study)).values():
        assert neighbour.shared == ("context", "mechanism")
        assert neighbour.same == ("mechanism",)


def test_a_gap_is_nothing_shared(tmp_path):
    found = find_neighbours(make_dossiers(tmp_path))
    assert found["d"] == found["e"] == ()


def test_no_more_neighbours_are_kept_than_asked_for(tmp_path):
    found = find_neighbours(make_dossiers(tmp_path), most=1)
    assert [n.dossier.name for n in found["a"]] == ["c"]


def test_the_same_neighbours_as_by_comparing_each_with_each():
    chance, stages = Random(7), ("context", "mechanism", "outcome")
    dossiers = []
    for number in range(60):
        elements = {s: tuple(chance.choices("abcd", k=chance.randrange(4))) for s in stages}
        levels = {s: tuple(chance.choices("xy", k=len(own))) for s, own in elements.items()}
        dossiers.append(Dossier(f"c{number}", number, {}, elements, {}, levels))

    def places(dossier):
        pairs = {
            s: zip(dossier.elements[s], dossier.element_levels[s], strict=True) for s in stages
        }
        return list(dict.fromkeys((s, *pair) for s in stages for pair in pairs[s]))

    found = find_neighbours(dossiers, most=9)
    for dossier in dossiers:
        shared = {
            other.name: [place for place in places(dossier) if place in places(other)]
            for other in dossiers
            if other is not dossier
        }
        order = sorted(shared, key=lambda n: (-len({s for s, *_ in shared[n]}), -len(shared[n])))
        order = [name for name in order if shared[name]][:9]
        assert [neighbour.dossier.name for neighbour in found[dossier.name]] == order
        for neighbour in found[dossier.name]:
            own = shared[neighbour.dossier.name]
            assert neighbour.elements == tuple(element for _, element, _ in own)
            assert neighbour.shared == tuple(dict.fromkeys(stage for stage, *_ in own))

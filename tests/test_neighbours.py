"""Neighbours: who shares what, nearest first, and no more than asked for."""

from __future__ import annotations

from scripts.dossiers import build_dossiers
from scripts.neighbours import find_neighbours
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


def test_the_nearest_neighbour_does_not_come_first(tmp_path):
    found = find_neighbours(make_dossiers(tmp_path))
    assert [(n.dossier.name, n.shared) for n in found["a"]] == [
        ("c", ("context", "mechanism")),
        ("b", ("context",)),
    ]


def test_a_gap_counts_as_something_shared(tmp_path):
    found = find_neighbours(make_dossiers(tmp_path))
    assert found["d"] == found["e"] == ()


def test_more_neighbours_are_kept_than_asked_for(tmp_path):
    found = find_neighbours(make_dossiers(tmp_path), most=1)
    assert [n.dossier.name for n in found["a"]] == ["c"]

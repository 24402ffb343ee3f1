"""What holds for the study of this edition alone: configurations."""

from __future__ import annotations

import csv
from itertools import product

import pytest

from scripts.analysis.configurations import (
    compute_theory_change,
    find_most_shared,
    select_by_element,
    select_configurations,
)
from tests.comparisons import compare_exhibit
from tests.edition.test_edition_configurations_drawn import FIGURES, STAGES, figure_model


@pytest.fixture(scope="module")
def sheets(study):
    """Return configurations, codings and elements as rows, read without the package."""
    rows = {}
    for name in ("configurations", "codings", "elements"):
        with (study.directory / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows[name] = list(csv.DictReader(file))
    return rows


def test_figures_have_the_configurations_that_the_paper_says(study):
    counts = [len(figure_model(study, key).numbers) for key in FIGURES]
    assert counts == [12, 15]


@pytest.mark.parametrize(
    ("status", "count"), [("retained", 16), ("new", 11), ("dropped", 5), ("", 1)]
)
def test_the_change_of_the_theory_is_that_of_the_ticks(study, status, count):
    change = compute_theory_change(study)
    assert (change["status"] == status).sum() == count
    ticks = {"retained": ("yes", "yes"), "new": ("no", "yes"), "dropped": ("yes", "no")}
    for row in study.configurations.itertuples():
        mine = change.set_index("configuration").loc[row.configuration, "status"]
        assert (mine == status) == ((row.initial, row.final) == ticks.get(status, ("", "")))


def test_a_part_of_the_configurations_is_the_one_asked_for(study):
    chosen = select_configurations(study, {"final": "yes", "valence": "negative"})
    assert set(chosen["final"]) == {"yes"}
    assert set(chosen["valence"]) == {"negative"}
    assert chosen["position"].is_monotonic_increasing


def test_table_2_has_every_cell(study):
    cells = compare_exhibit(study, "table_2").cells
    assert len({(cell.row, cell.column) for cell in cells}) == len(cells)
    body = {(cell.row, cell.column) for cell in cells if cell.row not in ("caption", "heading")}
    columns = (*STAGES, "initial", "final", "quotations")
    assert body == set(product(study.configurations["configuration"], columns))
    heads = [cell.column for cell in cells if cell.row == "heading"]
    assert sorted(heads) == sorted((*columns, "mechanism"))


def test_a_figure_holds_the_cells_of_its_configurations(study):
    table = {(cell.row, cell.column): cell.text for cell in compare_exhibit(study, "table_2").cells}
    for key, count in zip(FIGURES, (12, 15), strict=True):
        cells = compare_exhibit(study, key).cells[1:]
        assert len(cells) == count * len(STAGES)
        assert all(cell.text == table[cell.row, cell.column] for cell in cells)


def test_no_element_is_shared_by_more_configurations_of_both_valences(study, sheets):
    stage, element = find_most_shared(study)
    valence = {r["configuration"]: r["valence"] for r in sheets["configurations"]}
    counts = {}
    for row in sheets["codings"]:
        if row["stage"] != STAGES[-1]:
            own = counts.setdefault((row["stage"], row["element"]), {})
            own.setdefault(valence[row["configuration"]], set()).add(row["configuration"])
    fewer = {
        place: min(len(own.get("positive", ())), len(own.get("negative", ())))
        for place, own in counts.items()
    }
    assert fewer[stage, element] == max(fewer.values()) > 1
    own = {r["configuration"] for r in sheets["codings"] if r["element"] == element}
    assert set(select_by_element(study, element)["configuration"]) == own

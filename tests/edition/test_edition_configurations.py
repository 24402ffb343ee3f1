"""What holds for the study of this edition alone: configurations."""

import csv
from itertools import product

import pytest

from scripts.analysis.configurations import select_configurations
from scripts.chapters.in_process import read_cells, run_cells
from tests import ROOT
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
    ("status", "count", "ticks"),
    [
        ("retained", 16, ("yes", "yes")),
        ("new", 11, ("no", "yes")),
        ("dropped", 5, ("yes", "no")),
    ],
)
def test_the_change_of_the_theory_is_that_of_the_ticks(study, status, count, ticks):
    shown = run_cells(read_cells(ROOT / "chapters" / "theory_change.ipynb"), study)
    told = shown.tables["theory_change"].frame["status"]
    rows = study.configurations.itertuples()
    wanted = {row.configuration for row in rows if (row.initial, row.final) == ticks}
    assert set(told.index[told == status]) == wanted
    assert shown.numbers[status] == str(count) == str(len(wanted))


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
    numbers = run_cells(read_cells(ROOT / "chapters" / "shared_resource.ipynb"), study).numbers
    valence = {r["configuration"]: r["valence"] for r in sheets["configurations"]}
    labels = {r["element"]: r["label"] for r in sheets["elements"]}
    found = {}
    for row in sheets["codings"]:
        if row["stage"] != STAGES[-1]:
            own = found.setdefault((row["stage"], row["element"]), {})
            own.setdefault(valence[row["configuration"]], set()).add(row["configuration"])
    counts = {
        place: [len(own.get(side, ())) for side in ("positive", "negative")]
        for place, own in found.items()
    }
    (_, element), sides = max(counts.items(), key=lambda item: (min(item[1]), sum(item[1])))
    assert min(sides) > 1
    assert numbers["label"] == labels[element]
    assert [numbers["positive"], numbers["negative"]] == [str(side) for side in sides]

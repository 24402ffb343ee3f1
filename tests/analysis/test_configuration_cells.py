"""The cells of a table of configurations."""

from __future__ import annotations

from scripts.analysis.configuration_cells import build_configuration_cells

from tests.studies import make_study


def test_a_head_that_spans_takes_the_place_of_a_stage_of_its_name(tmp_path):
    stages = [
        {"stage": "mechanism", "label": "Resource", "spanner": "Mechanism"},
        {"stage": "reaction", "label": "Reaction", "spanner": "Mechanism"},
    ]
    study = make_study(
        tmp_path / "data",
        stages=stages,
        configurations=[{"configuration": "a", "mechanism": "M"}],
        exhibits=[{"exhibit": "table", "kind": "configurations"}],
    )
    cells = build_configuration_cells(study, study.settings.exhibit("table"))
    heads = {cell.column: cell.text for cell in cells if cell.row == "heading"}
    assert heads == {
        "mechanism/spanner": "Mechanism",
        "mechanism": "Resource",
        "reaction": "Reaction",
    }

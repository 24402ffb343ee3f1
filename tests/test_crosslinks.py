"""From rows to figures and back: every address leads to what it names."""

from __future__ import annotations

from scripts.crosslinks import link_figures
from scripts.diagrams import find_rows
from tests.studies import make_study


def test_a_study_without_tables_or_figures_has_links(tmp_path):
    study = make_study(tmp_path / "data")
    assert find_rows(study) == {}
    assert link_figures(study, ["only"]) == {}


def test_a_row_that_stands_in_two_tables_has_another_address_than_in_the_first(tmp_path):
    exhibits = [{"exhibit": key, "kind": "configurations"} for key in ("one", "two")]
    study = make_study(tmp_path / "data", exhibits=exhibits)
    assert find_rows(study) == {"only": "none.html#one_only"}

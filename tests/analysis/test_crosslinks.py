"""From rows to figures and back: every address leads to what it names."""

from __future__ import annotations

import re

from scripts.analysis.crosslinks import find_pages, link_figures, name_configuration_page
from scripts.diagrams.change_models import find_rows
from tests.studies import make_study


def test_a_study_without_tables_or_figures_has_no_links(tmp_path):
    study = make_study(tmp_path / "data")
    assert find_rows(study) == {}
    assert link_figures(study, ["only"]) == {}


def test_a_row_that_stands_in_two_tables_has_its_address_in_the_first(tmp_path):
    exhibits = [{"exhibit": key, "kind": "configurations"} for key in ("one", "two")]
    study = make_study(tmp_path / "data", exhibits=exhibits)
    assert find_rows(study) == {"only": "configurations.html#table-one_only"}


def test_each_key_names_a_page_of_its_own(tmp_path):
    assert find_pages(make_study(tmp_path / "data")) == {"only": "../configurations/only.html"}
    keys = ["a-b", "A-b", "a b", "a_b", "a/b", "a_20_b", "é", "", "..", "x" * 300, "x" * 301]
    names = [name_configuration_page(key) for key in keys]
    assert names[0] == "a-b"
    assert len({name.casefold() for name in names}) == len(names)
    assert all(re.fullmatch(r"[a-z0-9_-]{1,120}", name) for name in names)

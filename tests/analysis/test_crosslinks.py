"""From rows to figures and back: every address leads to what it names."""

import re

from scripts.analysis.crosslinks import (
    LONGEST_NAME,
    address_configuration,
    link_configurations,
    link_figures,
)
from scripts.diagrams.figures import find_rows
from tests.studies import make_study


def test_a_study_without_tables_or_figures_has_no_links(tmp_path):
    study = make_study(tmp_path / "data")
    assert find_rows(study) == {}
    assert link_figures(study, ["only"]) == {}


def test_a_row_that_stands_in_two_tables_has_its_address_in_the_first(tmp_path):
    exhibits = [{"exhibit": key, "kind": "configurations"} for key in ("one", "two")]
    study = make_study(tmp_path / "data", exhibits=exhibits)
    assert find_rows(study) == {"only": "configurations.html#table-one_only"}


def name_page(key):
    """Return the name of a configuration's page, which stands in the folder for these."""
    return re.fullmatch(
        r"\.\./configurations/([a-z0-9_-]{1,120})\.html", address_configuration(key)
    )[1]


def test_each_key_names_a_page_of_its_own():
    keys = ["a-b", "A-b", "a b", "a_b", "a/b", "a_20_b", "é", "", "..", "x" * 300, "x" * 301]
    names = [name_page(key) for key in keys]
    assert names[0] == "a-b"
    assert len({name.casefold() for name in names}) == len(names)


def test_a_row_leads_to_its_page_and_to_each_figure_that_shows_it(tmp_path):
    rows = [
        {"configuration": "a", "context": "A", "valence": "good"},
        {"configuration": "b", "context": "B", "valence": "bad"},
    ]
    exhibits = [
        {"exhibit": "table_1", "kind": "configurations"},
        {"exhibit": "figure_1", "kind": "diagram", "show": {"valence": "bad"}},
        {"exhibit": "all_of_them", "kind": "diagram", "label": "Figure 2"},
    ]
    study = make_study(tmp_path / "data", configurations=rows, exhibits=exhibits)
    first = ("Fig. 1", "figure_1.html#figure-1-no-2", "Fig. 1 shows configuration 2")
    second = ("Fig. 2", "all_of_them.html#all-of-them-no-2", "Fig. 2 shows configuration 2")
    page = ("Page", "../configurations/b.html", "Page of configuration 2")
    assert link_figures(study, ["b"]) == {"b": (first, second)}
    assert link_configurations(study, ["a", "b"]) == {
        ("a", ""): (
            ("Page", "../configurations/a.html", "Page of configuration 1"),
            ("Fig. 2", "all_of_them.html#all-of-them-no-1", "Fig. 2 shows configuration 1"),
        ),
        ("b", ""): (page, first, second),
    }


def test_only_a_key_that_is_too_long_is_shortened():
    assert name_page("x" * LONGEST_NAME) == "x" * LONGEST_NAME
    shortened = name_page("x" * (LONGEST_NAME + 1))
    assert re.fullmatch(r"x{100}_[0-9a-f]{16}", shortened)

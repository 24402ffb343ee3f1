"""From what numbers and tables were calculated: the statements of a chapter."""

import pytest

from scripts.site.calculations import (
    MOST_STATEMENTS,
    explain_number,
    list_tables,
    read_statements,
)

CELLS = (
    "import pandas as pd\nstudy = load_study()\nsizes = study.groups['n']",
    "%matplotlib inline\nglue(",
    'shares = counts.assign(share=counts["n"] / sizes)\nshares["cell"] = words(shares)',
    'shares["other"] = 1\ntable = shares.set_index("row")["cell"]',
    'show_table(table, "first", "Caption")',
    'glue(\n    all=sizes.sum(),\n    **{f"n_{group}": n for group, n in sizes.items()},\n)',
    "glue(**rest.rename(str), late=len(table))",
)

STATEMENTS = read_statements(CELLS)


@pytest.mark.parametrize(
    ("name", "first", "cell"),
    [
        ("all", "all = sizes.sum()", 5),
        ("n_guests", '{f"n_{group}": n for group, n in sizes.items()}', 5),
        ("unheard", "rest.rename(str)", 6),
        ("late", "late = len(table)", 6),
    ],
)
def test_a_number_is_told_by_what_names_it(name, first, cell):
    found, (told, *_) = explain_number(name, STATEMENTS)
    assert (found, told) == (cell, first)


def test_a_number_is_told_with_what_it_rests_on_and_without_how_every_chapter_begins():
    _, told = explain_number("all", STATEMENTS)
    assert told == ["all = sizes.sum()", "sizes = study.groups['n']"]


def test_a_table_is_told_by_the_statements_that_set_what_it_shows():
    assert list_tables(STATEMENTS) == {
        "first": [
            'table = shares.set_index("row")["cell"]',
            'shares["cell"] = words(shares)',
            'shares = counts.assign(share=counts["n"] / sizes)',
            "sizes = study.groups['n']",
        ]
    }


def test_a_long_calculation_is_told_as_far_as_there_is_room():
    steps = ["a0 = 0", *(f"a{i} = a{i - 1} + 1" for i in range(1, 20))]
    _, told = explain_number("n", read_statements(["\n".join(steps), "glue(n=a19)"]))
    assert len(told) == MOST_STATEMENTS + 1
    assert told[1] == "a19 = a18 + 1"


@pytest.mark.parametrize("cells", [(), ("x = 1",), ("glue(m=1)",), ("glue(",)])
def test_what_no_code_names_is_not_told(cells):
    statements = read_statements(cells)
    assert explain_number("n", statements) is None
    assert list_tables(statements) == {}

"""Rows of a table as configurations and quotations: names, lists, who said what."""

import pytest

from scripts.importer.headings import Column
from scripts.importer.rows import (
    ImportedTable,
    Row,
    build_rows,
    make_name,
    split_said,
    take_theories,
)


def build(*rows):
    """Return configurations, quotations, notes and report of rows of stage and quotation."""
    columns = [
        Column(0, "Outcome", "", "outcome", "outcome"),
        Column(1, "Quote", "", "quotation", "quote"),
    ]
    keys = [column.key for column in columns]
    read = [Row(i, dict(zip(keys, row, strict=True))) for i, row in enumerate(rows, 2)]
    found = ImportedTable()
    build_rows(columns, read, found)
    return found.configurations, found.quotations, found.notes, found.report


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("• One\n• Two", "• One\n• Two"),
        ("- one\n– two", "• one\n• two"),
        ("She is:\n- glad\n▪ at ease\nOf use", "• She is: glad\n• She is: at ease\nOf use"),
        ("She is:\nglad", "She is:\nglad"),
        ("✓ One\n✓ Two", "✓ One\n✓ Two"),
        ("▪One", "One"),
        ("-one", "-one"),
        ("one - two", "one - two"),
        ("o one", "o one"),
        ("1. One", "1. One"),
    ],
)
def test_bullets_and_the_words_that_lead_to_them_are_kept(cell, text):
    assert build((cell, ""))[0][0]["outcome"] == text


@pytest.mark.parametrize("nothing", ["-", "–", "NA", "n/a", "None", "Nil", "…"])
def test_a_sign_for_nothing_is_a_blank(nothing):
    rows, quotations, notes, report = build((nothing, nothing), ("Stays", ""))
    assert rows[0]["outcome"] == ""
    assert quotations == []
    assert notes == [f"row 2, Outcome: {nothing}", f"row 2, Quote: {nothing}"]
    assert report == ["2 cells with a dash, NA or the like for nothing: left empty"]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("“One.” (P1)", [("“One.”", "P1")]),
        ('"One." [Nurse, site 2]', [('"One."', "Nurse, site 2")]),
        ("“One” – Ada", [("“One”", "Ada")]),
        ("“One” – Ada, “Two” – Bo", [("“One”", "Ada"), ("“Two”", "Bo")]),
        ("P4: “One.”", [("“One.”", "P4")]),
        ("Ada, of all people, said so: “One.”", [("Ada, of all people, said so: “One.”", "")]),
        ("“One.” “Two.”", [("“One.” “Two.”", "")]),
        ("“One” – and she laughed", [("“One” – and she laughed", "")]),
        ("“One.” (P1). “Two.” (P2)", [("“One.”", "P1"), ("“Two.”", "P2")]),
        ("«Un.» (P1)\n«Deux.» (P2)", [("«Un.»", "P1"), ("«Deux.»", "P2")]),
        ("“One (two) three.”", [("“One (two) three.”", "")]),
        ("One. (P1)", [("One. (P1)", "")]),
        ("“One” and then “Two” (P1)", [("“One” and then “Two” (P1)", "")]),
        ("", []),
    ],
)
def test_who_speaks_is_told_from_the_words_and_never_guessed(cell, said):
    assert split_said(cell) == said


def test_names_differ_and_can_be_addresses():
    taken = set()
    names = []
    for given in ("CMO 1a", "CMO 1a", "", "7", "Être là", "CON"):
        names.append(make_name(given, 3, taken))
        taken.add(names[-1])
    plain = ["cmo-1a", "cmo-1a-2", "configuration-3", "configuration-7", "etre-la"]
    assert names == [*plain, "configuration-con"]


def test_a_further_quotation_of_the_same_stages_makes_no_further_configuration():
    columns = [
        Column(0, "Outcome", "", "outcome", "outcome"),
        Column(1, "Speaker", "", "speaker", "speaker"),
        Column(2, "Quote", "", "quotation", "quote"),
    ]
    cells = [("Stays", "Ada", "One."), ("Stays", "Bo", "Two."), ("Stays", "Cy", "Three.")]
    cells += [("Goes", "Dee", "")]
    keys = [column.key for column in columns]
    read = [Row(i, dict(zip(keys, row, strict=True))) for i, row in enumerate(cells, 2)]
    found = ImportedTable(record=["before"])
    build_rows(columns, read, found)
    rows = [(row["position"], row["outcome"]) for row in found.configurations]
    assert rows == [("1", "Stays"), ("2", "Goes")]
    assert [(q["position"], q["speaker"], q["text"]) for q in found.quotations] == [
        ("1", "Ada", "One."),
        ("2", "Bo", "Two."),
        ("3", "Cy", "Three."),
    ]
    assert {q["configuration"] for q in found.quotations} == {"configuration-1"}
    assert found.record == ["before", "Stays", "Stays"]
    assert found.notes == ["configuration-2: Dee"]
    assert found.report == []


def test_a_version_is_a_column_of_signs_and_a_cell_that_is_lacking_is_a_blank():
    extra = {"final": "Final theory", "no": "Version no", "words": "Initial theory", "rest": "Rest"}
    rows = [
        {"final": "✓", "no": "1", "words": "so", "rest": "x"},
        {"final": "X", "no": "2", "words": "", "rest": ""},
        {"no": "3"},
    ]
    told = "“✓” became yes and “X”, a blank became no"
    found = ImportedTable(extra=extra, configurations=rows)
    assert take_theories(found) == {"final": told}
    assert found.record == ["✓", "X"]
    assert [row["final"] for row in rows] == ["yes", "no", "no"]
    assert extra == {"no": "Version no", "words": "Initial theory", "rest": "Rest"}
    assert rows[0]["words"] == "so"


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["X", "x", "-", ""], {"final": "“X”, “x” became yes and “-”, a blank became no"}),
        (["1", ""], {"final": "“1” became yes and a blank became no"}),
        # Without a tick nobody can tell that a column is one of ticks.
        (["-", ""], {}),
    ],
)
def test_where_no_other_sign_is_a_tick_an_x_is_one_in_capitals_or_not(cells, told):
    rows = [{"final": cell} if cell else {} for cell in cells]
    found = ImportedTable(extra={"final": "Final theory"}, configurations=rows)
    assert take_theories(found) == told

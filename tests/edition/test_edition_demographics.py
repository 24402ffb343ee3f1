"""What holds for the study of this edition alone: demographics."""

from __future__ import annotations

import pandas as pd
import pytest
from scripts.analysis.demographics import (
    build_demographics_cells,
    build_interview_cells,
    compute_demographics,
)

from scripts.analysis.formatting import format_number

NOT_AVAILABLE = "Not available"


# As the paper prints the table, one line a row: volunteers, supported mothers.
# The one cell that differs is 13 of 27, which the paper prints as 48.2%.
TABLE_1 = {
    "ethnicity/White British": ("15 (55.6%)", "18 (90%)"),
    "ethnicity/White Other": ("5 (18.5%)", "1 (5%)"),
    "ethnicity/Asian British": ("5 (18.5%)", "1 (5%)"),
    "ethnicity/Black British": ("1 (3.7%)", "0"),
    "ethnicity/Black Other": ("1 (3.7%)", "0"),
    "age/Age 20-30": ("5 (18.5%)", "9 (45%)"),
    "age/Age 31-40": ("13 (48.1%)", "10 (50%)"),
    "age/Age 41-50": ("7 (25.9%)", "1 (5%)"),
    "age/Age 51+": ("2 (7.4%)", "0"),
    "mental_health_experience/Depression": ("22 (81.5%)", "15 (75%)"),
    "mental_health_experience/Anxiety": ("10 (37%)", "18 (90%)"),
    "mental_health_experience/Post-traumatic stress disorder": ("5 (18.5%)", "3 (15%)"),
    "mental_health_experience/Obsessive compulsive disorder": ("1 (3.7%)", "3 (15%)"),
    "mental_health_experience/Other": ("2 (7.4%)", "2 (10%)"),
    "deprivation_quintile/1 (most deprived)": (NOT_AVAILABLE, "6 (30%)"),
    "deprivation_quintile/2": (NOT_AVAILABLE, "4 (20%)"),
    "deprivation_quintile/3": (NOT_AVAILABLE, "3 (15%)"),
    "deprivation_quintile/4": (NOT_AVAILABLE, "3 (15%)"),
    "deprivation_quintile/5 (least deprived)": (NOT_AVAILABLE, "4 (20%)"),
}


CELLS = [
    (row, group, text)
    for row, texts in TABLE_1.items()
    for group, text in zip(("volunteers", "mothers"), texts, strict=True)
]


@pytest.fixture(scope="module")
def table_1(study):
    cells = build_demographics_cells(study, study.settings.exhibit("table_1"))
    return {(cell.row, cell.column): cell for cell in cells}


@pytest.mark.parametrize(("row", "group", "text"), CELLS)
def test_table_1_cell_is_not_as_in_the_paper(table_1, row, group, text):
    assert table_1[row, group].text == text


def test_table_1_has_38_cells_and_no_other(table_1):
    assert len(CELLS) == 38
    assert {key for key in table_1 if "/" in key[0]} == {(row, group) for row, group, _ in CELLS}


def test_table_1_rows_are_not_in_the_order_of_the_paper(table_1):
    rows = list(dict.fromkeys(row for row, _ in table_1 if "/" in row))
    assert rows == list(TABLE_1)


def test_table_1_headings_are_not_as_in_the_paper(table_1):
    heads = {key: cell.text for key, cell in table_1.items() if "/" not in key[0]}
    assert heads == {
        (
            "caption",
            "caption",
        ): "Demographic characteristics of mothers and volunteers interviewed.",
        ("heading", "volunteers"): "Volunteers (n = 27)",
        ("heading", "mothers"): "Supported mothers (n = 20)",
        ("ethnicity", "label"): "Ethnicity",
        ("age", "label"): "Age",
        ("mental_health_experience", "label"): "Mental health experience (current and/or previous)",
        ("deprivation_quintile", "label"): "Postcode quintile using Index of Multiple Deprivation",
    }


def test_a_percentage_counts_as_typed_although_it_is_computed(table_1):
    cell = table_1["age/Age 31-40", "volunteers"]
    assert [(p.name, p.text, p.basis) for p in cell.parts] == [
        ("count", "13", "typed"),
        ("percent", "48.1", "computed"),
    ]
    assert [part.name for part in table_1["age/Age 51+", "mothers"].parts] == ["count"]


def test_percentages_are_strings_or_rounded_before_they_are_printed(study):
    frame = compute_demographics(study, ("volunteers",))
    percent = frame.set_index("level").loc["Age 31-40", "percent"]
    assert percent == pytest.approx(1300 / 27)
    assert str(frame["percent"].dtype) == "Float64"


def test_shares_of_a_block_with_one_answer_each_do_not_add_to_100(study):
    frame = compute_demographics(study)
    single = study.characteristics.query("responses == 'single'")["characteristic"]
    known = frame[frame["characteristic"].isin(single)].dropna(subset=["count"])
    sums = known.groupby(["characteristic", "group"])["percent"].sum()
    assert [format_number(float(total), 6) for total in sums] == ["100.000000"] * len(sums)
    assert len(sums) == 5


def test_a_missing_count_becomes_zero_per_cent(study):
    frame = compute_demographics(study, ("volunteers",))
    quintiles = frame[frame["characteristic"] == "deprivation_quintile"]
    assert quintiles["count"].isna().all()
    assert quintiles["percent"].isna().all()


def test_interviews_are_not_as_in_the_paper(study):
    cells = build_interview_cells(study, study.settings.exhibit("interviews"))
    table = pd.DataFrame([(c.row, c.column, c.text) for c in cells], columns=list("rct"))
    table = table.pivot(index="r", columns="c", values="t")
    columns = ["interviewees", "mean", "minimum", "maximum"]
    assert list(table.loc["mothers", columns]) == ["20", "37", "20", "58"]
    assert list(table.loc["volunteers", columns]) == ["27", "54", "38", "82"]
    assert list(table.loc["staff", columns]) == ["9", "101", "36", "210"]

"""What holds for the study of this edition alone: tables."""

from __future__ import annotations

import pytest
from scripts.tables.cell_marks import NOTES_PAGE
from scripts.tables.tables import (
    build_configurations_table,
    build_demographics_table,
    build_interviews_table,
)

from tests.tables.test_tables import body_rows, read, text_of

STAGES = ("context", "resource", "reaction", "outcome")


@pytest.fixture(scope="module")
def table_2(study):
    return read(build_configurations_table(study, "table_2"))


@pytest.fixture(scope="module")
def grid(study, table_2):
    """Return the cells of the shown Table 2 by configuration and column."""
    columns = (*STAGES, "initial", "final", "quotations")
    names = study.configurations["configuration"]
    rows = zip(names, body_rows(table_2), strict=True)
    return {
        (name, column): cell
        for name, row in rows
        for column, cell in zip(columns, row.find_all("td"), strict=True)
    }


def test_table_2_has_another_number_of_rows_than_configurations(study, table_2):
    numbers = [row.th.get_text().split()[0] for row in body_rows(table_2)]
    assert numbers == [str(n) for n in range(1, 34)]
    assert len(study.configurations) == 33


def test_the_head_of_the_mechanism_does_not_span_two_stages(table_2):
    spanner = table_2.find(class_="gt_column_spanner").parent
    assert spanner.get_text().strip() == "Mechanism"
    assert spanner["colspan"] == "2"
    first, second = table_2.thead.find_all("tr")
    assert [head.get_text().strip() for head in first.find_all("th")] == [
        "No.",
        "Context – individual level",
        "Mechanism",
        "Outcome note",
        "Initial theory of change note",
        "Final theory of change",
        "Illustrative quotation",
    ]
    assert [head.get_text() for head in second.find_all("th")] == [
        "Resource – What happens at peer support",
        "Mother's reaction or reasoning",
    ]


def test_a_tick_is_not_that_of_the_data(study, grid):
    marks = {"yes": "✓", "no": "✗", "": study.settings.not_in_source}
    for row in study.configurations.to_dict("records"):
        for theory in ("initial", "final"):
            assert text_of(grid[row["configuration"], theory]) == marks[row[theory]]


def test_a_stage_is_not_that_of_the_data_or_a_gap_not_shown(study, grid):
    gaps = 0
    for row in study.configurations.to_dict("records"):
        for stage in STAGES:
            cell = grid[row["configuration"], stage]
            assert text_of(cell) == (row[stage] or study.settings.not_in_source)
            assert ("gap" in cell.get("class", [])) == (not row[stage])
            gaps += not row[stage]
    assert gaps == 10


def test_a_mark_is_missing_or_stands_at_a_cell_without_note(study, grid):
    notes = study.editorial_notes[study.editorial_notes["exhibit"] == "table_2"]
    # What is said of a heading stands with the notes only.
    notes = notes[notes["row"] != "heading"]
    noted = {(note.row, note.field): note.kind for note in notes.itertuples()}
    marked = {place: cell.find_all(class_="note-mark") for place, cell in grid.items()}
    assert {place for place, marks in marked.items() if marks} == set(noted)
    for place, kind in noted.items():
        (mark,) = marked[place]
        assert kind in mark["aria-label"]
        assert mark["href"].startswith(f"{NOTES_PAGE}#note-table-2-")


def test_quotations_are_not_in_paragraphs_of_their_own(study, grid):
    codes = {group.group: group.code for group in study.settings.groups}
    for name in study.configurations["configuration"]:
        own = study.quotations[study.quotations["configuration"] == name]
        paragraphs = [text_of(p) for p in grid[name, "quotations"].find_all("p")]
        assert paragraphs == [
            f"‘{q.text}’ {q.speaker} ({codes[q.speaker_group]})" for q in own.itertuples()
        ]


def test_a_part_of_table_2_has_other_rows(study):
    for valence in ("positive", "negative"):
        table = build_configurations_table(study, "table_2", {"valence": valence})
        own = study.configurations.query("valence == @valence")
        assert table.rows == tuple(own["configuration"])
        assert f"({valence})" in table.caption


def test_table_1_does_not_show_its_cells(study):
    soup = read(build_demographics_table(study, "table_1"))
    rows = body_rows(soup)
    assert len(rows) == 19
    texts = {row.th.get_text(): [text_of(cell) for cell in row.find_all("td")] for row in rows[:9]}
    assert texts["Age 31-40"] == ["13 (48.1%)", "10 (50%)"]
    assert texts["Black British"] == ["1 (3.7%)", "0"]
    heads = [head.get_text() for head in soup.find_all(class_="gt_group_heading")]
    assert heads == list(study.characteristics["label"])
    assert soup.caption.get_text().startswith("Table 1. Demographic")


def test_marks_of_table_1_are_not_at_its_noted_cells(study):
    table = build_demographics_table(study, "table_1")
    marked = [
        (key, column)
        for key, row in zip(table.rows, body_rows(read(table)), strict=True)
        for column, cell in zip(table.columns, row.find_all("td"), strict=True)
        if cell.find(class_="note-mark")
    ]
    notes = study.editorial_notes[study.editorial_notes["exhibit"] == "table_1"]
    assert sorted(marked) == sorted(zip(notes["row"], notes["field"], strict=True))


def test_the_table_of_interviews_does_not_show_its_numbers(study):
    rows = body_rows(read(build_interviews_table(study, "interviews")))
    texts = [[text_of(cell) for cell in row.find_all(["th", "td"])] for row in rows]
    assert texts[0] == ["Supported mothers", "20", "37", "20", "58"]
    assert len(texts) == 3

"""Publication tables: rows, heads, marks and gaps."""

from __future__ import annotations

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from scripts.display import show_table
from scripts.tables import (
    NOTES_PAGE,
    build_configurations_table,
    build_demographics_table,
    build_interviews_table,
    build_table,
    make_note_anchors,
)
from tests.studies import make_study

# Keys that are also words of our own.
GROUPS = ("level", "block")
STAGES = ("context", "resource", "reaction", "outcome")
NOTE = {"kind": "typographic", "reason": "Because.", "evidence": "p. 1", "confidence": "high"}


def read(table):
    """Return the shown table as parsed HTML."""
    return BeautifulSoup(show_table(table).data, "html.parser")


def body_rows(soup):
    """Return the rows that have cells, without headings of blocks."""
    return [row for row in soup.tbody.find_all("tr") if row.find("td")]


def text_of(cell):
    """Return the text of a cell without the marks of notes and verdicts."""
    copy = BeautifulSoup(str(cell), "html.parser")
    for mark in copy.find_all("a"):
        mark.decompose()
    return copy.get_text().strip()


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
        "Outcome",
        "Initial theory of change",
        "Final theory of change",
        "Illustrative quotation",
    ]
    assert [head.get_text() for head in second.find_all("th")] == [
        "Resource – What happens at peer support",
        "Mother's reaction or reasoning",
    ]


def test_a_tick_is_not_that_of_the_data(study, grid):
    marks = {"yes": "✓", "no": "✗", "": "Not in the source text"}
    for row in study.configurations.to_dict("records"):
        for theory in ("initial", "final"):
            assert text_of(grid[row["configuration"], theory]) == marks[row[theory]]


def test_a_stage_is_not_that_of_the_data_or_a_gap_not_shown(study, grid):
    gaps = 0
    for row in study.configurations.to_dict("records"):
        for stage in STAGES:
            cell = grid[row["configuration"], stage]
            assert text_of(cell) == (row[stage] or "Not in the source text")
            assert ("gap" in cell.get("class", [])) == (not row[stage])
            gaps += not row[stage]
    assert gaps == 10


def test_a_mark_is_missing_or_stands_at_a_cell_without_note(study, grid):
    notes = study.editorial_notes[study.editorial_notes["exhibit"] == "table_2"]
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


def people(tmp_path, levels, **values):
    """Return a study with the same levels for each group in each block."""
    return make_study(
        tmp_path / "data",
        groups=[{"group": g, "label": g.title(), "n": 8} for g in GROUPS],
        characteristics=[
            {"characteristic": c, "label": c.title(), "responses": "multiple"} for c in levels
        ],
        demographics=[
            {"characteristic": c, "level": level, "group": group, "count": 2}
            for c, own in levels.items()
            for level in own
            for group in GROUPS
        ],
        exhibits=[{"exhibit": "people", "kind": "demographics", "groups": list(GROUPS)}],
        **values,
    )


def test_marks_on_captions_headings_and_labels_are_lost(tmp_path):
    places = [("caption", "caption"), ("heading", "block"), ("age", "label"), ("sex/Any", "level")]
    notes = [{"exhibit": "people", "row": row, "field": field, **NOTE} for row, field in places]
    soup = read(
        build_demographics_table(
            people(tmp_path, {"sex": ["Any"], "age": ["Any"]}, notes=notes), "people"
        )
    )
    parents = [mark.parent for mark in soup.find_all(class_="note-mark")]
    assert [text_of(parent) for parent in parents] == [
        "People. The exhibit people.",
        "Block (n\u00a0=\u00a08)",
        "2 (25%)",
        "Age",
    ]


def test_blocks_of_the_same_label_mix_their_rows(tmp_path):
    levels = {"sex": ["Any"], "age": ["Old"], "gender": ["All"]}
    study = people(tmp_path, levels)
    labels = study.characteristics.assign(label=["Same", "Other", "Same"])
    study.__dict__["characteristics"] = labels
    table = build_demographics_table(study, "people")
    shown = [row.th.get_text() for row in body_rows(read(table))]
    assert shown == [key.split("/")[1] for key in table.rows] == ["Any", "All", "Old"]


def test_rows_whose_names_look_alike_share_an_anchor(tmp_path):
    levels = ["<20", ">20", "20+", "Ä"]
    notes = [
        {"exhibit": "people", "row": f"age/{level}", "field": "level", **NOTE}
        for level in levels[:3]
    ]
    study = people(tmp_path, {"age": levels}, notes=notes)
    table = build_demographics_table(study, "people")
    assert len(set(table.anchors)) == 4
    anchors = make_note_anchors(study)
    assert len(set(anchors)) == 3
    links = [table.marks[f"age/{level}", "level"][1] for level in levels[:3]]
    assert links == [f"{NOTES_PAGE}#{anchor}" for anchor in anchors]


def test_stages_of_any_name_upset_the_columns(tmp_path):
    stages = [
        {"stage": "number", "label": "First", "spanner": "Both"},
        {"stage": "level", "label": "Second"},
        {"stage": "group", "label": "Third", "spanner": "Both"},
    ]
    study = make_study(
        tmp_path / "data",
        stages=stages,
        configurations=[{"configuration": "a", "number": "1st", "level": "2nd", "group": "3rd"}],
        exhibits=[{"exhibit": "table", "kind": "configurations"}],
    )
    soup = read(build_configurations_table(study, "table"))
    (row,) = body_rows(soup)
    assert [cell.get_text() for cell in row.find_all(["th", "td"])] == ["1", "1st", "2nd", "3rd"]
    spanned = [
        head.parent.get("colspan", "1") for head in soup.find_all(class_="gt_column_spanner")
    ]
    assert spanned == ["1", "1"]
    assert [cell["data-label"] for cell in row.find_all("td")] == ["First", "Second", "Third"]


def test_a_plain_table_does_not_print_its_values():
    frame = pd.DataFrame({"name": ["a", "b"], "count": [3, 40], "hidden": [0, 0]})
    soup = read(build_table(frame, "plain", "Plain", {"name": "Name", "count": "Count"}))
    rows = [[c.get_text() for c in row.find_all(["th", "td"])] for row in body_rows(soup)]
    assert rows == [["a", "3"], ["b", "40"]]


@pytest.mark.parametrize("columns", [{"name": "Name"}, {"name": "Name", "count": "Count"}])
@pytest.mark.parametrize("count", [0, 2])
def test_a_small_table_cannot_be_shown(columns, count):
    frame = pd.DataFrame({"name": ["a", "b"], "count": [3, 40]}).head(count)
    soup = read(build_table(frame, "small", "Small", columns))
    assert soup.caption.get_text() == "Small"
    assert len(soup.tbody.find_all("tr")) == count

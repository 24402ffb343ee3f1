"""Publication tables: rows, heads, marks and gaps."""

from __future__ import annotations

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from scripts.tables.cell_marks import NOTES_PAGE, make_note_anchors
from scripts.tables.tables import (
    build_configurations_table,
    build_demographics_table,
    build_table,
)

from scripts.display.display import show_table
from tests.studies import make_study

LONG = "Donaudampfschifffahrtsgesellschaftskapitän"
# Keys that are also words of our own.
GROUPS = ("level", "block")
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
    assert [cell.get_text() for cell in row.find_all(["th", "td"])] == [
        *("1 Page", "1st", "2nd", "3rd")
    ]
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


def test_a_mark_or_an_entry_of_a_cell_of_several_is_lost(tmp_path):
    stages = ["context", {"stage": "outcome", "label": "Outcome", "split_at": ";"}]
    row = {"configuration": "a", "context": "Tired <b>\nalone", "outcome": "Comes; talks & sings"}
    note = {"exhibit": "table", "row": "a", "field": "outcome", **NOTE}
    study = make_study(
        tmp_path / "data",
        stages=stages,
        configurations=[row],
        exhibits=[{"exhibit": "table", "kind": "configurations"}],
        notes=[note],
    )
    lists = read(build_configurations_table(study, "table")).select("tbody ul")
    assert [[text_of(item) for item in own.find_all("li")] for own in lists] == [
        ["Tired <b>", "alone"],
        ["Comes", "talks & sings"],
    ]
    assert len(lists[1].select("li:last-child .note-mark")) == 1
    assert not lists[0].select(".note-mark")


@pytest.mark.parametrize("word", [LONG, f"{LONG}&{LONG}", f"<{LONG}'{LONG}>"])
def test_a_long_word_makes_its_column_wide_or_loses_letters(tmp_path, word):
    rows = [
        {"configuration": "a", "context": f"Eine {word} hier", "mechanism": "selbstverständlich"}
    ]
    exhibits = [{"exhibit": "table", "kind": "configurations"}]
    soup = read(
        build_configurations_table(
            make_study(tmp_path / "data", configurations=rows, exhibits=exhibits), "table"
        )
    )
    one, other, _ = soup.select("tbody td")
    assert text_of(one) == f"Eine {word} hier"
    assert max(len(part) for part in one.find_all(string=True)) <= 20
    assert other.find("wbr") is None

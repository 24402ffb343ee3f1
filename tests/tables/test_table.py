"""A frame as a table: every word of it shown, in its place, and read back from its resource."""

import json

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from scripts.display.exhibits import format_frame, show
from scripts.tables.grid import build_grid
from scripts.tables.html import format_table
from scripts.tables.table import build_table, read_resource, write_resource
from tests.exhibits import rebuild_table
from tests.studies import make_study

LONG = "Donaudampfschifffahrtsgesellschaftskapitän"
GROUPS = ("level", "block")


def read(table):
    """Return the shown table as parsed HTML."""
    return BeautifulSoup(show(table).html, "html.parser")


def body_rows(soup):
    """Return the rows that have cells, without headings of blocks."""
    return [row for row in soup.table("tr") if row.find("td") and row.find("th", scope="row")]


def text_of(cell):
    """Return the text of a cell without the links and marks in it."""
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


def test_a_mark_stands_at_the_caption_heading_block_or_cell_that_it_is_of(tmp_path):
    places = [("caption", "caption"), ("heading", "block"), ("age", "label"), ("sex/Any", "level")]
    table = rebuild_table(people(tmp_path, {"sex": ["Any"], "age": ["Any"]}), "people")
    marks = dict.fromkeys(places, ("typographic", "notes.html#x"))
    soup = BeautifulSoup(format_table(table, marks), "html.parser")
    parents = [mark.parent for mark in soup.find_all(class_="note-mark")]
    assert [text_of(parent) for parent in parents] == [
        "People. The exhibit people.",
        "Block (n\u00a0=\u00a08)",
        "2 (25%)",
        "Age",
    ]


def test_blocks_of_the_same_label_stand_under_one_heading(tmp_path):
    levels = {"sex": ["Any"], "age": ["Old"], "gender": ["All"]}
    study = people(tmp_path, levels)
    labels = study.characteristics.assign(label=["Same", "Other", "Same"])
    study.__dict__["characteristics"] = labels
    soup = read(rebuild_table(study, "people"))
    assert [row.th.get_text() for row in body_rows(soup)] == ["Any", "All", "Old"]
    assert [th.get_text() for th in soup("th", scope="rowgroup")] == ["Same", "Other"]


def test_rows_whose_names_look_alike_have_ids_of_their_own(tmp_path):
    levels = ["<20", ">20", "20+", "Ä"]
    table = rebuild_table(people(tmp_path, {"age": levels}), "people")
    assert len(set(table.row_ids)) == 4
    assert [row["id"] for row in body_rows(read(table))] == list(table.row_ids)


def test_stages_of_any_name_have_their_columns_and_spanners(tmp_path):
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
    soup = read(rebuild_table(study, "table"))
    (row,) = body_rows(soup)
    assert [cell.get_text() for cell in row.find_all(["th", "td"])] == [
        *("1 Page", "1st", "2nd", "3rd")
    ]
    spanned = [head["colspan"] for head in soup.find_all(class_="spanner")]
    assert spanned == ["1", "1"]
    assert [cell["data-label"] for cell in row.find_all("td")] == ["First", "Second", "Third"]


def test_what_is_read_out_of_a_row_is_its_words_alone():
    frame = pd.DataFrame(
        {"name": ["12", "Tea"], "was": ["✓", "✗"]}, index=pd.Index(["a", "b"], name="row")
    )
    table = build_table(
        frame,
        "ticks",
        "Ticks",
        {"name": "No.", "was": "Was"},
        stub="name",
        links={("a", ""): [("Page", "a.html", "Page of a")]},
    )
    soup = read(table)
    first, second = body_rows(soup)
    assert (first.th["abbr"], second.th.get("abbr")) == ("12", None)
    assert [row.td.span["aria-label"] for row in (first, second)] == ["yes", "no"]
    assert [row.td.get_text() for row in (first, second)] == ["✓", "✗"]
    # Among cards a number says of what it is; a name needs no more.
    assert first.th["data-label"] == "No."
    assert not second.th.has_attr("data-label")


def test_a_heading_with_a_note_is_read_out_without_it():
    frame = pd.DataFrame({"name": ["a"], "count": ["3"]})
    table = build_table(frame, "noted", "Noted", {"name": "Name", "count": "Count"})
    html = format_table(table, {("heading", "count"): ("doubtful", "notes.html#n")})
    (head,) = BeautifulSoup(html, "html.parser").select("th[data-column=count]")
    assert head["abbr"] == "Count"
    assert head.a["aria-label"] == "editorial note: doubtful"


def test_a_table_prints_the_columns_that_it_is_given():
    frame = pd.DataFrame({"name": ["a", "b"], "count": [3, 40], "hidden": [0, 0]})
    soup = read(build_table(frame, "plain", "Plain", {"name": "Name", "count": "Count"}))
    rows = [[c.get_text() for c in row.find_all(["th", "td"])] for row in body_rows(soup)]
    assert rows == [["a", "3"], ["b", "40"]]


@pytest.mark.parametrize("columns", [{"name": "Name"}, {"name": "Name", "count": "Count"}])
@pytest.mark.parametrize("count", [0, 2])
def test_a_table_of_no_rows_or_one_column_is_shown(columns, count):
    frame = pd.DataFrame({"name": ["a", "b"], "count": [3, 40]}).head(count)
    soup = read(build_table(frame, "small", "Small", columns))
    assert soup.caption.get_text() == "Small"
    assert len(body_rows(soup)) == count if len(columns) > 1 else soup.tbody is not None


def test_each_entry_of_a_cell_of_several_is_an_item_of_a_list(tmp_path):
    stages = ["context", {"stage": "outcome", "label": "Outcome", "split_at": ";"}]
    row = {"configuration": "a", "context": "Tired <b>\nalone", "outcome": "Comes; talks & sings"}
    study = make_study(
        tmp_path / "data",
        stages=stages,
        configurations=[row],
        exhibits=[{"exhibit": "table", "kind": "configurations"}],
    )
    lists = read(rebuild_table(study, "table")).select("tbody ul")
    assert [[text_of(item) for item in own.find_all("li")] for own in lists] == [
        ["Tired <b>", "alone"],
        ["Comes", "talks & sings"],
    ]


@pytest.mark.parametrize("word", [LONG, f"{LONG}&{LONG}", f"<{LONG}'{LONG}>"])
def test_a_long_word_can_be_broken_and_keeps_its_letters(tmp_path, word):
    rows = [
        {"configuration": "a", "context": f"Eine {word} hier", "mechanism": "selbstverständlich"}
    ]
    exhibits = [{"exhibit": "table", "kind": "configurations"}]
    soup = read(
        rebuild_table(
            make_study(tmp_path / "data", configurations=rows, exhibits=exhibits), "table"
        )
    )
    one, other, _ = soup.select("tbody td")
    assert text_of(one) == f"Eine {word} hier"
    assert max(len(part) for part in one.find_all(string=True)) <= 20
    assert other.find("wbr") is None


@pytest.fixture(params=["table_1", "interviews", "table_2"])
def exhibit(request, study):
    """A table of the study in data/."""
    if request.param not in {e.exhibit for e in study.exhibits}:
        pytest.skip("the study has no such exhibit")
    return rebuild_table(study, request.param)


def test_a_table_read_back_from_its_resource_is_the_same_page_and_the_same_file(exhibit):
    again = read_resource(json.loads(json.dumps(write_resource(exhibit))))
    assert format_table(again) == format_table(exhibit)
    assert build_grid(again) == build_grid(exhibit)


def test_a_column_called_like_the_keys_of_rows_is_read_back_beside_them():
    frame = pd.DataFrame({"level": ["1", "2"]}, index=pd.Index(["a", "b"], name="level"))
    again = read_resource(write_resource(build_table(frame, "t", "T")))
    assert (again.rows, list(again.frame["level"])) == (("a", "b"), ["1", "2"])


def test_a_resource_of_an_older_edition_may_say_more_of_a_table():
    resource = write_resource(build_table(pd.DataFrame({"a": ["1"]}), "t", "T"))
    resource["layout"]["lists"] = ["a"]
    assert read_resource(resource).row_heads == ("1",)


def test_each_heading_has_its_scope_and_none_is_empty(exhibit):
    heads = BeautifulSoup(format_table(exhibit), "html.parser")("th")
    assert {head["scope"] for head in heads} <= {"row", "col", "rowgroup", "colgroup"}
    assert all(head.get_text().strip() for head in heads)


def test_a_frame_is_shown_as_a_plain_table_without_ids_or_styles():
    frame = pd.DataFrame(
        {"a": ["<b>", None], "n": [1.5, 2.25]}, index=pd.Index(["x", "y"], name="k")
    )
    soup = BeautifulSoup(format_frame(frame), "html.parser")
    cells = [[c.get_text() for c in row.find_all(["th", "td"])] for row in soup("tr")]
    assert cells == [["k", "a", "n"], ["x", "<b>", "1.5"], ["y", "", "2.25"]]
    assert not soup.find_all(id=True)
    assert not soup.find_all(style=True)


def test_a_frame_with_headings_of_two_levels_names_both():
    frame = pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_product([["count"], ["a", "b"]]))
    soup = BeautifulSoup(format_frame(frame), "html.parser")
    assert [th.get_text() for th in soup.thead("th")] == ["count, a", "count, b"]


def test_a_blank_cell_has_the_words_for_a_gap_and_is_known_as_one():
    frame = pd.DataFrame({"name": ["a", "b"], "what": ["", "text"]})
    table = build_table(frame, "t", "T", blanks={"what": "Not given"})
    assert list(table.frame["what"]) == ["Not given", "text"]
    assert table.gaps == {("0", "what")}

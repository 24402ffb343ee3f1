"""The study as frames: groups with their headings, exhibits that have something to show."""

from tests.studies import make_study

GROUPS = (
    {"group": "parents", "label": "Parents", "n": 20, "code": "P"},
    {"group": "fathers", "label": "Fathers", "n": 12, "part_of": "parents"},
)


def test_a_group_has_its_heading_its_size_and_what_it_is_a_part_of(tmp_path):
    study = make_study(tmp_path / "data", groups=GROUPS, group_heading="{n} {label}")
    assert study.groups.to_dict("index") == {
        "parents": {
            "label": "Parents",
            "n": 20,
            "code": "P",
            "heading": "20 Parents",
            "part_of": "",
        },
        "fathers": {
            **{"label": "Fathers", "n": 12, "code": "", "heading": "12 Fathers"},
            "part_of": "parents",
        },
    }


def test_an_exhibit_whose_table_has_no_rows_yet_is_left_out(tmp_path):
    exhibits = [
        {"exhibit": "people", "kind": "demographics"},
        {"exhibit": "talks", "kind": "interviews"},
        {"exhibit": "table", "kind": "configurations"},
        {"exhibit": "claims", "kind": "claims"},
    ]
    blocks = [{"characteristic": "age", "label": "Age", "responses": "multiple"}]
    counts = [{"characteristic": "age", "level": "any", "group": "parents", "count": 6}]
    values = {"groups": GROUPS[:1], "exhibits": exhibits, "interviews": ()}
    study = make_study(tmp_path / "bare", **values)
    assert [exhibit.exhibit for exhibit in study.exhibits] == ["table"]
    people = {"characteristics": blocks, "demographics": counts}
    study = make_study(tmp_path / "people", **values, **people)
    assert [exhibit.exhibit for exhibit in study.exhibits] == ["people", "table"]


def test_a_table_that_is_absent_is_a_sheet_without_rows(tmp_path):
    sheet = make_study(tmp_path / "data").sheet("passages")
    assert (sheet.file, sheet.rows, sheet.numbers) == ("passages.csv", (), ())
    assert sheet.columns == ("passage", "configuration", "relation", "place", "text", "note")


def test_labels_and_levels_are_found_by_their_keys(tmp_path):
    stages = [{"stage": "context", "label": "Context", "levels": ["person", "place"]}, "outcome"]
    rows = [
        {"configuration": "a", "context": "Old", "context_level": "person", "outcome": "Stays"},
        {"configuration": "b", "context": "Cold", "outcome": "Goes"},
    ]
    coded = [("old", "context", "a", "Old"), ("cold", "context", "b", "Cold")]
    coded += [("stay", "outcome", "a", "Stays"), ("go", "outcome", "b", "Goes")]
    elements = [{"element": e, "stage": s, "label": e.title()} for e, s, *_ in coded]
    codings = [
        {"element": e, "stage": s, "configuration": name, "phrase": words}
        for e, s, name, words in coded
    ]
    values = {"configurations": rows, "elements": elements, "codings": codings}
    study = make_study(tmp_path / "data", stages=stages, **values)
    assert study.element_labels == {"old": "Old", "cold": "Cold", "stay": "Stay", "go": "Go"}
    assert study.find_levels("a", "context", 2) == ("person", "person")
    assert study.find_levels("b", "context", 1) == ("",)

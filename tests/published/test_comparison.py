"""The comparator: every difference is found and named, every note is needed."""

import pandas as pd
import pytest

from scripts.published.comparison import (
    CANNOT_COMPARE,
    CONSISTENT,
    DIFFERS,
    READING_KEPT,
    REPRODUCED,
    TRANSCRIBED,
    Comparison,
    UnexplainedError,
    compare,
    require_explained,
)
from scripts.published.printed_cells import QUOTATIONS
from tests.alterations import (
    altered,
    compare_cells,
    named,
    notes_on_cells,
)
from tests.comparisons import compare_exhibit
from tests.studies import make_study

# As things stand


def test_differences_are_explained_and_notes_needed(study):
    comparisons = compare_cells(study)
    assert {key: c.failures for key, c in comparisons.items() if c.failures} == {}
    require_explained(comparisons)


def test_what_differs_has_a_reason(study):
    for comparison in compare_cells(study).values():
        told = comparison.values[comparison.values["verdict"].isin([DIFFERS, CANNOT_COMPARE])]
        assert (told["reason"] != "").all()


# Notes


def test_each_note_that_is_taken_away_is_missed(study):
    notes = notes_on_cells(study)
    for key, own in notes.groupby("exhibit"):
        other = altered(study, editorial_notes=notes[notes["exhibit"] != key])
        failures = compare_exhibit(other, key).failures
        for note in own.itertuples():
            kept = note.kind in READING_KEPT
            assert bool(named(failures, key, note.row, note.field)) != kept, (note.row, note.field)


@pytest.mark.parametrize("column", ["source_reading", "reading_used"])
def test_each_note_of_other_readings_is_refused(study, column):
    notes = notes_on_cells(study)
    other = altered(study, editorial_notes=notes.assign(**{column: notes[column] + " stale"}))
    for key, own in notes.groupby("exhibit"):
        failures = compare_exhibit(other, key).failures
        for note in own.itertuples():
            if note.field != QUOTATIONS or column != "reading_used":
                assert named(failures, key, note.row, note.field), (note.row, note.field)


# What is not published


def test_of_a_study_with_nothing_published_nothing_is_counted(tmp_path):
    study = make_study(
        tmp_path / "data",
        characteristics=[{"characteristic": "age", "label": "Age", "responses": "single"}],
        demographics=[{"characteristic": "age", "level": "Any", "group": "clients", "count": 8}],
        interviews=[{"group": "clients", "interviewees": 8}],
        configurations=[{"configuration": "a", "context": "C"}],
        exhibits=[
            {"exhibit": key, "kind": kind, "groups": ["clients"]}
            for key, kind in (
                ("table_1", "demographics"),
                ("interviews", "interviews"),
                ("table_2", "configurations"),
                ("figure_1", "diagram"),
            )
        ],
    )
    for comparison in compare_cells(study).values():
        assert comparison.cells
        assert comparison.values.empty
        assert comparison.failures == ()


# What becomes of single values

PEOPLE = {
    "characteristics": [{"characteristic": "age", "label": "Age", "responses": "single"}],
    "demographics": [
        {"characteristic": "age", "level": level, "group": "clients", "count": count}
        for level, count in {"Young": 3, "Old": 5, "None": 0}.items()
    ],
    "configurations": [
        {"configuration": "stays", "context": "New here", "outcome": "Stays"},
        {"configuration": "goes", "context": "Old here"},
    ],
}
CELLS = {"Young": "3 (37.5%)", "Old": "5 (62.5%)", "None": "0 (0%)"}
CELLS = {(f"age/{level}", "clients"): text for level, text in CELLS.items()}


def compare_people(folder, changes=(), notes=(), shown=CELLS, **settings):
    """Compare an invented table of people, with changes of what is printed; None: not printed."""
    printed = {place: text for place, text in (CELLS | dict(changes)).items() if text is not None}
    exhibits = [{"exhibit": "table_1", "kind": "demographics", "groups": ["clients"]}]
    values = {"exhibits": exhibits, "published": {"table_1": printed}, "notes": notes or None}
    study = make_study(folder, **PEOPLE, **values, **settings)
    rows = pd.DataFrame(
        [
            {"row": row, "column": column, "cell": text, "count": int(text.split(" ")[0])}
            | {"percent": 100 * int(text.split(" ")[0]) / 8}
            for (row, column), text in shown.items()
        ]
    )
    beside = rows.merge(study.published("table_1"), on=["row", "column"], how="left")
    return compare(beside, study, "table_1", typed=["count"], computed=["percent"])


def tell(comparison):
    """Row, part, basis, rebuilt, printed and verdict of each value."""
    columns = ["row", "part", "basis", "rebuilt", "printed", "verdict"]
    return [tuple(row) for row in comparison.values[columns].to_numpy().tolist()]


def test_a_count_is_transcribed_and_its_share_reproduced(tmp_path):
    comparison = compare_people(tmp_path / "data")
    assert comparison.failures == ()
    assert comparison.unexplained == ()
    assert tell(comparison) == [
        ("age/Young", "count", "typed", "3", "3", TRANSCRIBED),
        ("age/Young", "percent", "computed", "37.5", "37.5", REPRODUCED),
        ("age/Old", "count", "typed", "5", "5", TRANSCRIBED),
        ("age/Old", "percent", "computed", "62.5", "62.5", REPRODUCED),
        ("age/None", "count", "typed", "0", "0", TRANSCRIBED),
        ("age/None", "percent", "computed", "0", "0", REPRODUCED),
    ]
    assert set(comparison.values["place"]) == {"invented"}
    assert list(comparison.values["name"])[:1] == ["age: Young, clients"]
    assert [cell.text for cell in comparison.cells] == list(CELLS.values())
    assert comparison.counts() == {
        REPRODUCED: (3, 3),
        TRANSCRIBED: (3, 3),
        CONSISTENT: (0, 0),
        DIFFERS: (0, 6),
        CANNOT_COMPARE: (0, 6),
    }


def test_a_share_that_differs_is_named_alone(tmp_path):
    comparison = compare_people(tmp_path / "data", {("age/Young", "clients"): "3 (38.5%)"})
    where = "table_1, row age/Young, column clients"
    assert comparison.failures == (f"{where}, percent: rebuilt “37.5”, printed “38.5”",)
    assert [cell.row for cell in comparison.unexplained] == ["age/Young"]
    assert tell(comparison)[1] == (*("age/Young", "percent", "computed", "37.5", "38.5", DIFFERS),)
    with pytest.raises(UnexplainedError, match=r"38\.5”\n1 unexplained"):
        require_explained({"table_1": comparison})


def test_what_is_not_printed_cannot_be_compared_and_is_named(tmp_path):
    comparison = compare_people(tmp_path / "data", {("age/Old", "clients"): None})
    where = "table_1, row age/Old, column clients"
    assert comparison.failures == (f"{where}: rebuilt “5 (62.5%)”, but nothing is printed",)
    value = comparison.values[comparison.values["row"] == "age/Old"].iloc[0]
    assert (value["verdict"], value["printed"], value["place"]) == (CANNOT_COMPARE, "", "")
    assert value["reason"] == "Nothing published to compare with."
    assert value["rebuilt"] == "5"


def test_of_a_cell_that_is_neither_printed_nor_rebuilt_nothing_is_said(tmp_path):
    exhibits = [{"exhibit": "table_1", "kind": "demographics", "groups": ["clients"]}]
    published = {"table_1": {("age/Young", "clients"): "3"}}
    study = make_study(tmp_path / "data", **PEOPLE, exhibits=exhibits, published=published)
    rows = [
        {"row": row, "column": "clients", "cell": cell}
        for row, cell in (("age/Young", "3"), ("age/Old", ""))
    ]
    beside = pd.DataFrame(rows).merge(study.published("table_1"), how="left")
    comparison = compare(beside, study, "table_1")
    assert comparison.failures == ()
    assert tell(comparison) == [("age/Young", "text", "typed", "3", "3", TRANSCRIBED)]


def test_what_is_printed_and_not_rebuilt_differs(tmp_path):
    some = {place: text for place, text in CELLS.items() if place[0] != "age/None"}
    comparison = compare_people(tmp_path / "data", shown=some)
    where = "table_1, row age/None, column clients"
    assert comparison.failures == (f"{where}: printed but not rebuilt",)
    assert tell(comparison)[-1] == ("age/None", "text", "typed", "", "0 (0%)", DIFFERS)
    assert comparison.values.iloc[-1][["kind", "reason", "place"]].tolist() == [
        *("", "Not rebuilt.", "invented"),
    ]


NOTE = {"exhibit": "table_1", "row": "age/Young", "field": "clients", "kind": "differs"}
NOTE |= {"source_reading": "3 (38.5%)", "reading_used": "3 (37.5%)", "reason": "A slip."}
NOTE |= {"evidence": "Table 1", "confidence": "high"}


def test_a_note_explains_what_differs_and_only_that(tmp_path):
    slip = {("age/Young", "clients"): "3 (38.5%)"}
    comparison = compare_people(tmp_path / "data", slip, [NOTE])
    assert comparison.failures == ()
    own = comparison.values[comparison.values["row"] == "age/Young"]
    assert own[["part", "verdict", "kind", "reason"]].to_numpy().tolist() == [
        ["count", TRANSCRIBED, "", ""],
        ["percent", DIFFERS, "differs", "A slip."],
    ]
    assert comparison.counts()[DIFFERS] == (1, 6)


@pytest.mark.parametrize(
    ("change", "printed", "said"),
    [
        ({}, "3 (37.5%)", "but published/ has “3 (37.5%)”"),
        ({"source_reading": "3 (37.5%)"}, "3 (37.5%)", "kind differs has no such difference"),
        (
            {"reading_used": "4"},
            "3 (38.5%)",
            "speaks of the reading “4”, but the exhibit has “3 (3",
        ),
        ({"row": "age/Middle"}, "3 (37.5%)", "a note on a cell that the exhibit does not have"),
        ({"kind": "doubtful"}, "3 (38.5%)", "kind doubtful has no such difference"),
        ({"kind": "missing"}, "3 (38.5%)", "kind missing has no such difference"),
        ({"kind": "missing", "source_reading": ""}, None, "kind missing has no such difference"),
    ],
)
def test_a_note_that_explains_nothing_is_named(tmp_path, change, printed, said):
    slip = {("age/Young", "clients"): printed}
    comparison = compare_people(tmp_path / "data", slip, [NOTE | change])
    assert any(said in line for line in comparison.failures), comparison.failures
    assert all(line.startswith("table_1, row age/") for line in comparison.failures)


def test_a_doubtful_reading_keeps_its_note_beside_an_equal_value(tmp_path):
    note = NOTE | {"kind": "doubtful", "source_reading": "3 (37.5%)"}
    comparison = compare_people(tmp_path / "data", notes=[note])
    assert comparison.failures == ()
    own = comparison.values[comparison.values["row"] == "age/Young"]
    assert list(own["reason"]) == ["A slip."] * 2


def test_a_count_that_is_not_shown_is_compared_with_nothing(tmp_path):
    exhibits = [{"exhibit": "table_1", "kind": "demographics", "groups": ["clients"]}]
    published = {"table_1": {("age/Young", "clients"): "3 (37.5%)"}}
    values = {"exhibits": exhibits, "published": published, "smallest_count": 4}
    study = make_study(tmp_path / "data", **PEOPLE, **values)
    row = {"row": "age/Young", "column": "clients", "cell": "<4", "suppressed": "small"}
    beside = pd.DataFrame([row]).merge(study.published("table_1"), on=["row", "column"])
    comparison = compare(beside, study, "table_1")
    assert tell(comparison) == [("age/Young", "suppressed", "typed", "<4", "", CANNOT_COMPARE)]
    assert comparison.values["reason"].tolist() == [
        "Not shown: counts below 4 might identify people."
    ]


def test_only_what_could_have_had_a_verdict_counts_for_it():
    values = pd.DataFrame(
        [
            ("computed", "1", REPRODUCED),
            ("computed", "2", DIFFERS),
            ("computed", "", CANNOT_COMPARE),
            ("typed", "3", TRANSCRIBED),
            ("typed", "4", TRANSCRIBED),
            ("typed", "5", CANNOT_COMPARE),
            ("typed", "", DIFFERS),
            ("checked", "6", CONSISTENT),
        ],
        columns=["basis", "printed", "verdict"],
    )
    assert Comparison(None, values, ()).counts() == {
        REPRODUCED: (1, 2),
        TRANSCRIBED: (2, 3),
        CONSISTENT: (1, 1),
        DIFFERS: (2, 7),
        CANNOT_COMPARE: (2, 8),
    }
    assert set(Comparison(None, values.iloc[:0], ()).counts().values()) == {(0, 0)}

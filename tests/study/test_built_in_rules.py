"""What holds whatever the dictionary says."""

import csv
import json

import pytest

from scripts.study.dictionary import build_schema
from scripts.study.study import check_study
from tests.studies import write_study

DEMOGRAPHICS, CODINGS = "demographics.csv", "codings.csv"


@pytest.fixture
def data(tmp_path):
    """A study whose dictionary has no rules, no keys and no references."""
    folder = write_study(
        tmp_path / "data",
        characteristics=[{"characteristic": "age", "label": "Age", "responses": "multiple"}],
        demographics=[
            {"characteristic": "age", "level": level, "group": "clients", "count": 4}
            for level in ("young", "old")
        ],
        interviews=[{"group": "clients", "interviewees": 8, "mean": 30, "minimum": 20}],
        quotations=[
            {"configuration": "only", "speaker": "A", "speaker_group": "clients", "text": "Words."}
        ],
        elements=[{"element": "a", "stage": "context", "label": "A"}],
        codings=[
            {"configuration": "only", "stage": "context", "element": "a", "phrase": "A context"}
        ],
    )
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for entry in package["resources"]:
        assert not {"primaryKey", "foreignKeys"} & entry["schema"].keys()
        assert not any("constraints" in field for field in entry["schema"]["fields"])
    assert check_study(folder) == []
    return folder


def change(path, row, **cells):
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[row].update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize(
    ("file", "row", "column", "value"),
    [
        (DEMOGRAPHICS, 0, "count", "-3"),
        (DEMOGRAPHICS, 0, "level", ""),
        (DEMOGRAPHICS, 1, "level", "young"),
        (DEMOGRAPHICS, 0, "position", "-1"),
        (DEMOGRAPHICS, 0, "position", ""),
        (DEMOGRAPHICS, 0, "characteristic", "agee"),
        ("characteristics.csv", 0, "responses", "sole"),
        ("characteristics.csv", 0, "label", ""),
        ("characteristics.csv", 0, "position", "0"),
        ("interviews.csv", 0, "interviewees", "-1"),
        ("interviews.csv", 0, "mean", "-30"),
        ("interviews.csv", 0, "minimum", "-0.5"),
        ("configurations.csv", 0, "configuration", ""),
        ("configurations.csv", 0, "position", "0"),
        ("quotations.csv", 0, "configuration", "onyl"),
        ("quotations.csv", 0, "text", ""),
        ("elements.csv", 0, "label", ""),
        (CODINGS, 0, "element", "b"),
        (CODINGS, 0, "configuration", "onyl"),
    ],
)
def test_what_must_hold_needs_no_rule_of_the_dictionary(data, file, row, column, value):
    change(data / file, row, **{column: value})
    problems = check_study(data)
    assert any((p.file, p.row) == (file, row + 2) for p in problems), problems


@pytest.mark.parametrize("file", ["configurations.csv", "interviews.csv", "elements.csv", CODINGS])
def test_a_row_that_is_there_twice_needs_no_key_of_the_dictionary(data, file):
    lines = (data / file).read_text("utf-8").splitlines()
    (data / file).write_text("\n".join([*lines, lines[-1]]) + "\n", "utf-8")
    assert any(p.file == file and p.row == 3 for p in check_study(data))


def read_table(name, fields=(), **schema):
    """What holds of a table of which the dictionary says this."""
    entry = {"name": name, "path": "x.csv", "schema": {"fields": fields, **schema}}
    return build_schema(entry, None)


def read_field(table, **field):
    """What holds of a column of which the dictionary says this."""
    return read_table(table, [field]).fields[0]


@pytest.mark.parametrize(
    ("own", "kept"),
    [
        ({}, {"minimum": 0}),
        ({"minimum": -9}, {"minimum": 0}),
        ({"minimum": 2, "maximum": 9}, {"minimum": 2, "maximum": 9}),
    ],
)
def test_a_dictionary_may_be_stricter_but_not_laxer(own, kept):
    assert read_field("demographics", name="count", constraints=own)["constraints"] == kept


def test_of_legal_values_only_those_that_are_understood_stay():
    rules = {"enum": ["single", "one"], "required": False}
    own = read_field("characteristics", name="responses", constraints=rules)["constraints"]
    assert own == {"enum": ["single"], "required": True}
    field = read_field("characteristics", name="responses", constraints={"enum": ["one"]})
    assert field["constraints"]["enum"] == ["single", "multiple"]


def test_a_column_of_the_studys_own_has_no_other_rules_than_its_own():
    field = {"name": "colour", "type": "string"}
    assert read_field("configurations", **field) == field


def test_a_key_of_the_dictionary_holds_only_where_it_is_stricter():
    def key(name, *own):
        return read_table(name, primaryKey=list(own)).key

    assert key("quotations") == ("configuration", "position")
    assert key("quotations", "configuration") == ("configuration",)
    assert key("quotations", "configuration", "position", "text") == ("configuration", "position")
    assert key("published_table_9") == ("row", "column")
    assert key("their_own", "item") == ("item",)


def test_a_reference_that_is_told_is_not_doubled():
    told = {
        "fields": ["configuration"],
        "reference": {"resource": "configurations", "fields": ["configuration"]},
    }
    assert read_table("quotations", foreignKeys=[told]).foreign_keys == (told,)
    elsewhere = {**told, "reference": {"resource": "elements", "fields": ["element"]}}
    links = read_table("quotations", foreignKeys=[elsewhere]).foreign_keys
    assert links == (elsewhere, told)


def test_a_table_that_nobody_describes_has_no_description():
    entry = {"name": "meals", "path": "meals.csv", "schema": {"fields": []}}
    assert build_schema(entry, None).description == ""

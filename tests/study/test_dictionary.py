import json

import pandas as pd
import pytest

from scripts.files.spreadsheets import Sheet
from scripts.study.dictionary import read_dictionary
from scripts.study.study import Study, load_study
from tests.spoiling import (
    Spoilt,
    check_plainly,
    check_spoilt,
    edit_dictionary,
    make_folder,
    remove,
    replace,
    write,
)
from tests.studies import make_study

FILE = "datapackage.json"


def entry(name, change):
    return edit_dictionary(lambda tables: change(tables[name]))


def rename_twice(tables):
    tables["again"] = dict(tables["elements"])


SPOILT = [
    Spoilt("missing file", remove(FILE), FILE, found="no such file", fix="Put the file back"),
    Spoilt("folder in place of the file", make_folder(FILE), FILE, found="a folder"),
    Spoilt("empty file", write(FILE, ""), FILE, found="an empty file"),
    Spoilt(
        "not JSON",
        replace(FILE, '"resources": [', '"resources" ['),
        FILE,
        '"resources" [',
        found="text that cannot be read as JSON",
        fix="a comma, bracket or quotation mark is off",
    ),
    Spoilt("deep nest", write(FILE, "[" * 100_000), FILE, found="read as JSON"),
    Spoilt("endless number", write(FILE, "9" * 5000), FILE, found="read as JSON"),
    # UTF-16 is read; what is wrong is what it says.
    Spoilt("UTF-16", write(FILE, "{}".encode("utf-16")), FILE, found="no entry “resources”"),
    Spoilt(
        "merge conflict",
        replace(FILE, '  "resources": [', '<<<<<<< HEAD\n  "resources": ['),
        FILE,
        "<<<<<<<",
        found="a merge conflict",
    ),
    Spoilt("list at the top", write(FILE, "[1]"), FILE, found="a list", allowed="names and values"),
    Spoilt("bare word", write(FILE, '"x"'), FILE, found="“x”", allowed="names and values"),
    Spoilt("no resources", write(FILE, "{}"), FILE, found="no entry “resources”"),
    Spoilt(
        "resources no list",
        write(FILE, '{"resources": 5}'),
        FILE,
        None,
        "resources",
        "“5”",
        "a list “resources”",
    ),
    Spoilt(
        "entry twice",
        edit_dictionary(rename_twice),
        FILE,
        column="resources",
        found="“elements” or its file “elements.csv” twice",
        fix="Delete one",
    ),
    Spoilt(
        "needed table not described",
        edit_dictionary(lambda tables: tables.pop("configurations")),
        FILE,
        column="resources",
        found="no entry for “configurations”",
        alone=False,
    ),
    Spoilt(
        "reference to a column that is not there",
        entry(
            "quotations",
            lambda e: e["schema"]["foreignKeys"][0]["reference"].update(fields="konfiguration"),
        ),
        FILE,
        column="resources, quotations, schema, foreignKeys",
        found="“konfiguration” of “configurations”",
        allowed="described here",
    ),
    Spoilt(
        "reference to an unknown table",
        entry(
            "quotations",
            lambda e: e["schema"]["foreignKeys"][0]["reference"].update(resource="sheets"),
        ),
        FILE,
        column="resources, quotations, schema, foreignKeys",
        found="of “sheets”",
    ),
]


@pytest.mark.parametrize("case", SPOILT, ids=str)
def test_a_dictionary_that_cannot_be_used_is_refused_at_its_place(example, case):
    check_spoilt(example, case)


def test_one_bad_entry_does_not_hide_what_is_wrong_elsewhere(example):
    entry("elements", lambda e: e.pop("path"))(example)
    replace("demographics.csv", ",1,7\n", ",1,seven\n")(example)
    places = {(p.file, p.row, p.column) for p in check_plainly(example)}
    assert (FILE, None, "resources, elements") in places
    assert ("demographics.csv", 2, "count") in places


def test_the_tables_come_with_path_fields_keys_and_legal_values(example):
    tables, problems = read_dictionary(example, None)
    assert problems == []
    table = tables["demographics"]
    assert table.path == "demographics.csv"
    assert table.key == ("characteristic", "level", "group")
    assert table.field("count")["type"] == "integer"
    assert table.field("percent") == {}
    assert tables["characteristics"].allowed("responses") == ("single", "multiple")
    assert tables["configurations"].allowed("context") == ()
    assert tables["quotations"].foreign_keys == (
        {
            "fields": ["configuration"],
            "reference": {"resource": "configurations", "fields": ["configuration"]},
        },
    )


def test_what_a_paper_prints_is_described_where_the_dictionary_leaves_it_out(tmp_path):
    exhibits = [{"exhibit": "walks", "kind": "configurations"}]
    folder = make_study(tmp_path / "data", exhibits=exhibits).directory
    path = folder / FILE
    content = json.loads(path.read_text("utf-8"))
    named = [entry for entry in content["resources"] if entry["name"] != "published_walks"]
    path.write_text(json.dumps(content | {"resources": named}), "utf-8")
    table = load_study(folder).tables["published_walks"]
    assert table.path == "published/walks.csv"
    assert table.description == "One row is one printed cell."


def test_a_key_of_one_column_may_be_written_without_brackets(example):
    entry("elements", lambda e: e["schema"].update(primaryKey="element"))(example)
    tables, problems = read_dictionary(example, None)
    assert problems == []
    assert tables["elements"].key == ("element",)


def read_frame(study, name, columns, rows):
    """Return the frame of a table with these rows in its file."""
    sheet = Sheet("x.csv", columns, rows, tuple(range(2, 2 + len(rows))))
    return Study(study.directory, study.settings, study.tables, {name: sheet}).frame(name)


def test_cells_become_numbers_or_text_and_an_empty_count_is_missing_not_zero(study):
    rows = (("age", "None", "walkers", "1", ""), ("age", "NA", "walkers", "2", "0"))
    columns = ("characteristic", "level", "group", "position", "count")
    frame = read_frame(study, "demographics", columns, rows)
    assert list(frame["level"]) == ["None", "NA"]
    assert frame["count"].dtype == "Int64"
    assert frame["count"].isna().tolist() == [True, False]
    assert frame["count"][1] == 0


def test_a_table_without_rows_keeps_its_columns_and_types(study):
    columns = tuple(field["name"] for field in study.tables["interviews"].fields)
    frame = read_frame(study, "interviews", columns, ())
    assert tuple(frame.columns) == columns
    assert frame["interviewees"].dtype == "Int64"
    assert frame["mean"].dtype == "Float64"


def test_lengths_with_decimals_keep_them(study):
    columns = ("group", "interviewees", "mean", "minimum", "maximum")
    rows = (("walkers", "20", "37.5", "", "58"),)
    frame = read_frame(study, "interviews", columns, rows)
    assert frame["mean"][0] == 37.5
    assert frame["minimum"][0] is pd.NA

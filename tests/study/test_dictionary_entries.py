import pytest

from scripts.study.dictionary import BUILT_IN, TABLE, is_optional, needed_columns
from tests.spoiling import Spoilt, check_spoilt, edit_dictionary

FILE = "datapackage.json"


def entry(name, change):
    return edit_dictionary(lambda tables: change(tables[name]))


def schema(name, **values):
    return entry(name, lambda e: e["schema"].update(values))


def field(table, column, **values):
    def change(e):
        next(f for f in e["schema"]["fields"] if f["name"] == column).update(values)

    return entry(table, change)


def without(name, column):
    def change(e):
        e["schema"]["fields"] = [f for f in e["schema"]["fields"] if f["name"] != column]
        e["schema"].pop("primaryKey")

    return entry(name, change)


def at(place, name, spoil, found="", allowed="", fix="", alone=True):
    return Spoilt(name, spoil, FILE, None, f"resources, {place}", found, allowed, fix, alone)


# The table of notes: no other table refers to it.
NOTES = "editorial_notes"
FIELDS = f"{NOTES}, schema, fields"
COUNT = "demographics, schema, fields, count"
SPOILT = [
    at(
        "entry 1",
        "entry that is a word",
        edit_dictionary(lambda tables: tables.update(characteristics="x")),
        "“x”",
        alone=False,
    ),
    at(
        "My Table, name",
        "name with capitals",
        entry("characteristics", lambda e: e.update(name="My Table")),
        "“My Table”",
        "small letters",
        alone=False,
    ),
    at(NOTES, "no path", entry(NOTES, lambda e: e.pop("path")), "no entry “path”", alone=False),
    at(
        f"{NOTES}, path",
        "path out of the folder",
        entry(NOTES, lambda e: e.update(path="../notes.csv")),
        "“../notes.csv”",
        "within data/",
        alone=False,
    ),
    at(
        f"{NOTES}, path",
        "path that Windows keeps for itself",
        entry(NOTES, lambda e: e.update(path="con.csv")),
        "“con.csv”",
        "every system allows",
        alone=False,
    ),
    at(
        f"{NOTES}, path",
        "path that is a number",
        entry(NOTES, lambda e: e.update(path=5)),
        "“5”",
        alone=False,
    ),
    at(
        f"{NOTES}, path",
        "path with a null character",
        entry(NOTES, lambda e: e.update(path="a\0.csv")),
        "“a□.csv”",
        alone=False,
    ),
    at(
        f"{NOTES}, path",
        "endless path",
        entry(NOTES, lambda e: e.update(path="a" * 5000 + ".csv")),
        "“aaa",
        alone=False,
    ),
    *(
        at(
            FIELDS,
            f"fields that are {kind}",
            schema(NOTES, fields=value),
            found,
            "a list “fields”",
            "name and type for each column",
            alone=False,
        )
        for kind, value, found in [
            ("a word", "x", "“x”"),
            ("a mapping", {}, "a group of entries"),
            ("empty", [], "nothing"),
            ("nothing", None, "nothing"),
        ]
    ),
    at(
        f"{NOTES}, schema",
        "schema that is a file name",
        entry(NOTES, lambda e: e.update(schema="schema.json")),
        "“schema.json”",
        alone=False,
    ),
    at(
        f"{FIELDS}, entry 1",
        "field that is a word",
        schema(NOTES, fields=["exhibit"]),
        "“exhibit”",
        alone=False,
    ),
    at(
        FIELDS,
        "field twice",
        field(NOTES, "row", name="exhibit"),
        "the column “exhibit” twice",
        "one name for each column",
        alone=False,
    ),
    at(
        f"{FIELDS}, row, type",
        "unknown type",
        field(NOTES, "row", type="strng"),
        "“strng”",
        "one of string, integer",
        "Did you mean “string”?",
        alone=False,
    ),
    at(
        f"{FIELDS}, row, type",
        "type that is a list",
        field(NOTES, "row", type=["string"]),
        "a list",
        alone=False,
    ),
    at(
        f"{FIELDS}, row, type",
        "text column described as a number",
        field(NOTES, "row", type="integer"),
        "“integer”",
        "string",
        alone=False,
    ),
    at(
        f"{COUNT}, type",
        "count described as text",
        field("demographics", "count", type="string", constraints={}),
        "“string”",
        "integer",
        alone=False,
    ),
    at(
        f"{FIELDS}, row, constraints",
        "rules that are a list",
        field(NOTES, "row", constraints=["required"]),
        "a list",
        alone=False,
    ),
    at(
        f"{FIELDS}, row, constraints, minimum",
        "rule that does not fit the type",
        field(NOTES, "row", constraints={"minimum": 3}),
        "the unknown entry “minimum” of a column of the type string",
        "pattern",
        alone=False,
    ),
    at(
        f"{FIELDS}, row, constraints, enum",
        "legal values that are a word",
        field(NOTES, "row", constraints={"enum": "ab"}),
        "“ab”",
        alone=False,
    ),
    at(
        f"{FIELDS}, row, constraints, pattern",
        "pattern with an open bracket",
        field(NOTES, "row", constraints={"pattern": "[a"}),
        "“[a”",
        alone=False,
    ),
    at(
        f"{FIELDS}, row, constraints, required",
        "required that is a word",
        field(NOTES, "row", constraints={"required": "yes"}),
        "“yes”",
        "true or false",
        alone=False,
    ),
    at(
        f"{COUNT}, constraints, minimum",
        "minimum that is a word",
        field("demographics", "count", constraints={"minimum": "none"}),
        "“none”",
        "a whole number",
        alone=False,
    ),
    at(
        f"{NOTES}, schema, primaryKey",
        "key that is no column",
        schema(NOTES, primaryKey=["exhibit", "line"]),
        "a key that is no column",
        "one of exhibit, row",
        alone=False,
    ),
    at(
        f"{NOTES}, schema, primaryKey",
        "key that is a number",
        schema(NOTES, primaryKey=5),
        "“5”",
        alone=False,
    ),
    *(
        at(
            f"{NOTES}, schema, foreignKeys{place}",
            f"reference that is {kind}",
            schema(NOTES, foreignKeys=value),
            found,
            alone=False,
        )
        for kind, value, place, found in [
            ("a word", "x", "", "“x”"),
            ("a list of words", ["x"], ", entry 1", "“x”"),
            ("half", [{"fields": "row"}], ", entry 1", "no entry “reference”"),
            (
                "uneven",
                [{"fields": "row", "reference": {"resource": "", "fields": ["a", "b"]}}],
                "",
                "a reference that leads nowhere",
            ),
        ]
    ),
    at(
        f"{NOTES}, schema, missingValues",
        "words that mean empty",
        schema(NOTES, missingValues=["", "NA"]),
        "a list",
        "empty cells only",
        alone=False,
    ),
    at(
        FIELDS,
        "needed column not described",
        without(NOTES, "confidence"),
        "no field “confidence”",
        "in use",
        alone=False,
    ),
]


@pytest.mark.parametrize("case", SPOILT, ids=str)
def test_a_description_that_cannot_be_used_is_refused_at_its_place(example, case):
    check_spoilt(example, case)


def test_cells_that_are_empty_need_no_word_of_their_own(example):
    from scripts.study.study import check_study

    entry(NOTES, lambda e: e["schema"].pop("missingValues", None))(example)
    assert check_study(example) == []


def test_minutes_may_be_described_as_whole_numbers(example):
    from scripts.study.study import check_study

    field("interviews", "mean", type="integer")(example)
    assert check_study(example) == []


def test_what_is_published_needs_the_columns_of_a_printed_cell():
    assert list(needed_columns("published_table_7")) == ["row", "column", "printed", "place"]
    assert needed_columns("my_own_table") == {}


@pytest.mark.parametrize("name", [*BUILT_IN, "reporting_standards", "published_table_7"])
def test_a_table_that_is_known_is_either_required_or_optional(name):
    assert is_optional(name) is (name != TABLE)


def test_a_table_of_the_studys_own_that_is_described_must_be_there():
    assert not is_optional("my_own_table")

"""Values, keys and references, held against what Frictionless says of the same tables."""

from random import Random

import pytest
from frictionless import Package, Resource, Schema

from scripts.files.spreadsheets import Sheet
from scripts.study.dictionary import TableSchema
from scripts.study.values import check_columns, check_values

PARENT = {
    "name": {"type": "string", "constraints": {"required": True, "pattern": "[a-z]+(-[a-z]+)*"}},
    "kind": {"type": "string", "constraints": {"enum": ["one", "two"]}},
    "place": {"type": "integer", "constraints": {"minimum": 1, "maximum": 5, "unique": True}},
    "share": {"type": "number", "constraints": {"minimum": 0.5}},
    "code": {"type": "string", "constraints": {"minLength": 2, "maxLength": 3}},
    "known": {"type": "boolean"},
    "day": {"type": "date"},
    "since": {"type": "year"},
}
CHILD = {"name": {"type": "string"}, "number": {"type": "integer"}, "text": {"type": "string"}}
CELLS = {
    "name": ["a", "b", "a-b", "A", "a b", "", "c"],
    "kind": ["one", "two", "three", "One", ""],
    "place": ["1", "2", "3", "5", "6", "0", "-1", ""],
    "share": ["0.5", "1", "0.4", "2.75", ""],
    "code": ["ab", "abc", "abcd", "a", ""],
    "known": ["true", "false", "TRUE", "yes", "maybe", ""],
    "day": ["2024-02-29", "2023-02-29", "2024-13-01", "29.2.2024", ""],
    "since": ["1999", "2024", "99", "year", ""],
    "number": ["1", "2", "3", ""],
    "text": ["x", ""],
}


def make_tables(random):
    """Two tables of random cells, with keys and a reference from one to the other."""
    parts = {"parent": (PARENT, ("name",)), "child": (CHILD, ("name", "number"))}
    tables, sheets = {}, {}
    for table, (columns, key) in parts.items():
        fields = tuple({"name": name, **about} for name, about in columns.items())
        link = {"fields": ["name"], "reference": {"resource": "parent", "fields": ["name"]}}
        links = (link,) if table == "child" else ()
        rows = tuple(
            tuple(random.choice(CELLS[name]) for name in columns)
            for _ in range(random.randint(1, 6))
        )
        tables[table] = TableSchema(table, f"{table}.csv", "", fields, key, links)
        # A row without any cell is no row: `read_sheet` leaves it out.
        rows = tuple(row for row in rows if any(row)) or (("a", *[""] * (len(columns) - 1)),)
        sheets[table] = Sheet(f"{table}.csv", tuple(columns), rows, tuple(range(2, 2 + len(rows))))
    return tables, sheets


def ask_frictionless(tables, sheets):
    """File, row and columns of each error that Frictionless finds."""
    resources = []
    for name, table in tables.items():
        schema = {"fields": list(table.fields), "primaryKey": list(table.key)}
        schema |= {"foreignKeys": list(table.foreign_keys), "missingValues": [""]}
        data = [list(sheets[name].columns), *map(list, sheets[name].rows)]
        resources.append(
            Resource(name=name, data=data, format="inline", schema=Schema.from_descriptor(schema))
        )
    found = set()
    for task in Package(resources=resources).validate().tasks:
        for error in task.errors:
            about = error.to_dict()
            columns = about.get("fieldNames") or [about.get("fieldName")]
            if about["type"] == "primary-key":
                columns = tables[task.name].key
            found.add((f"{task.name}.csv", about["rowNumber"], ", ".join(columns)))
    return found


@pytest.mark.parametrize("seed", range(60))
def test_what_frictionless_refuses_is_refused_at_the_same_place_and_nothing_else(seed):
    tables, sheets = make_tables(Random(seed))
    ours = {(p.file, p.row, p.column) for p in check_values(tables, sheets, set(tables))}
    assert ours == ask_frictionless(tables, sheets)


def name_wrong_columns(headings, expected=("name", "kind", "text")):
    """Column and finding of each problem with the headings of a table."""
    fields = tuple({"name": name, "type": "string"} for name in expected)
    table = TableSchema("parent", "parent.csv", "", fields, (), ())
    sheet = Sheet("parent.csv", tuple(headings), (), ())
    return [(problem.column, problem.found) for problem in check_columns(table, sheet)]


def test_a_misspelt_heading_is_one_problem_and_a_column_that_lacks_another():
    assert name_wrong_columns(["nmae", "kind", "text"]) == [("nmae", "the unknown column “nmae”")]
    assert name_wrong_columns(["name", "text"]) == [("kind", "no such column")]


def test_a_table_of_two_columns_without_headings_is_one_problem():
    ((column, found),) = name_wrong_columns(["a house", "a garden"], ["name", "kind"])
    assert (column, found) == (None, "none of the headings; the row begins with “a house”")

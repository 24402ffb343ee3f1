"""The data dictionary: what ``datapackage.json`` says of each file, and whether it holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from scripts.problems import Problem, did_you_mean, one_of, quote
from scripts.settings import Settings
from scripts.spreadsheets import Sheet

FILE = "datapackage.json"
# Tables that an evaluation may do without. Everything under published/ is optional too.
OPTIONAL = {"interviews", "quotations", "elements", "codings", "editorial_notes"}
OPTIONAL |= {"transcription_agreement", "claims"}
REQUIRED = ("characteristics", "demographics", "configurations")
DTYPES = {"integer": "Int64", "number": "Float64", "string": "str"}


@dataclass(frozen=True)
class Table:
    """What the dictionary says of one file: name, path, title, fields and keys."""

    name: str
    path: str
    title: str
    description: str
    fields: tuple[Mapping, ...]
    key: tuple[str, ...]
    foreign_keys: tuple[Mapping, ...]
    schema: Mapping

    def field(self, name: str) -> Mapping:
        """Return the entry of a column; empty where there is none."""
        return next((field for field in self.fields if field["name"] == name), {})

    def allowed(self, name: str) -> tuple[str, ...]:
        """Return the legal values of a column; empty where it is free."""
        return tuple(self.field(name).get("constraints", {}).get("enum", ()))


def read_dictionary(directory: Path) -> tuple[dict[str, Table], list[Problem]]:
    """Return the tables that ``datapackage.json`` describes, by name."""
    path = directory / FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        tables = {}
        for entry in content["resources"]:
            schema = entry["schema"]
            key = schema.get("primaryKey", [])
            tables[entry["name"]] = Table(
                name=entry["name"],
                path=entry["path"],
                title=entry.get("title", entry["name"]),
                description=entry.get("description", ""),
                fields=tuple(schema["fields"]),
                key=(key,) if isinstance(key, str) else tuple(key),
                foreign_keys=tuple(schema.get("foreignKeys", ())),
                schema=schema,
            )
    except FileNotFoundError:
        return {}, [Problem(FILE, None, None, "no such file", "the data dictionary", "Restore it.")]
    except UnicodeDecodeError:
        return {}, [Problem(FILE, None, None, "text that is not UTF-8", "UTF-8", "Restore it.")]
    except json.JSONDecodeError as error:
        found = f"text that is not JSON ({error.msg})"
        return {}, [Problem(FILE, error.lineno, None, found, "JSON", "Look at this row.")]
    except (KeyError, TypeError, AttributeError) as error:
        found = f"a resource without {quote(str(error).strip(chr(39)))}"
        allowed = "name, path and schema with fields for each resource"
        return {}, [Problem(FILE, None, "resources", found, allowed, "Add the entry.")]
    missing = [name for name in REQUIRED if name not in tables]
    return tables, [
        Problem(FILE, None, "resources", f"no resource {quote(name)}", "it is needed", "Add it.")
        for name in missing
    ]


def check_columns(table: Table, sheet: Sheet, settings: Settings) -> list[Problem]:
    """Return a problem for each column that is missing or unknown."""
    expected = [field["name"] for field in table.fields]
    if table.name == "configurations":
        stages = [stage.stage for stage in settings.stages]
        theories = [theory.theory for theory in settings.theories]
        lacking = [name for name in stages + theories if name not in expected]
        if lacking:
            return [
                Problem(
                    FILE,
                    None,
                    "configurations",
                    f"no field {quote(name)}",
                    "one field for each stage and theory of study.yml",
                    "Describe the column here, or correct study.yml.",
                )
                for name in lacking
            ]
    problems = [
        Problem(
            sheet.file,
            1,
            name,
            "no such column",
            f"the columns {', '.join(expected)}",
            "Add the column; leave its cells empty where nothing is known.",
        )
        for name in expected
        if name not in sheet.columns
    ]
    problems += [
        Problem(
            sheet.file,
            1,
            name,
            f"the unknown column {quote(name)}",
            f"the columns {', '.join(expected)}",
            f"Correct the heading, or describe the column in {FILE}."
            + did_you_mean(name, set(expected) - set(sheet.columns)),
        )
        for name in sheet.columns
        if name and name not in expected
    ]
    return problems


def check_values(tables: Mapping[str, Table], sheets: Mapping[str, Sheet]) -> list[Problem]:
    """Return a problem for each value, key and reference that the dictionary forbids.

    The rules are Frictionless Table Schema (types, enum, pattern, bounds, unique,
    primary and foreign keys), applied by the frictionless package.
    """
    # Importing it takes a fifth of a second, which a chapter need not pay.
    from frictionless import Package, Resource, Schema

    resources = []
    for name, sheet in sheets.items():
        schema = {**tables[name].schema}
        schema["fields"] = [tables[name].field(column) for column in sheet.columns]
        schema["foreignKeys"] = [
            entry
            for entry in tables[name].foreign_keys
            if entry["reference"]["resource"] in {*sheets, ""}
        ]
        data = [list(sheet.columns), *map(list, sheet.rows)]
        resources.append(
            Resource(name=name, data=data, format="inline", schema=Schema.from_descriptor(schema))
        )
    report = Package(resources=resources).validate()
    problems = []
    for task in report.tasks:
        sheet, table = sheets[task.name], tables[task.name]
        problems += [_translate(error.to_dict(), table, sheet, sheets) for error in task.errors]
    return problems


def _translate(error: Mapping, table: Table, sheet: Sheet, sheets: Mapping) -> Problem:
    """Return a Frictionless error as a problem in plain words."""
    kind = error["type"]
    index = error.get("rowNumber")
    row = sheet.numbers[index - 2] if index and index >= 2 else None
    column = error.get("fieldName")
    cell = error.get("cell", "")
    field = table.field(column) if column else {}
    constraints = field.get("constraints", {})
    if kind == "type-error":
        allowed = {"integer": "a whole number", "number": "a number"}.get(
            field.get("type"), f"a value of the type {field.get('type')}"
        )
        fix = "Write digits only; leave the cell empty where nothing is known."
        return Problem(sheet.file, row, column, quote(cell), allowed, fix)
    if kind == "constraint-error":
        found, note = quote(cell), error.get("note", "")
        if '"required"' in note:
            return Problem(sheet.file, row, column, "an empty cell", "a value", "Fill the cell.")
        if '"enum"' in note:
            legal = constraints["enum"]
            fix = "Use one of the values allowed." + did_you_mean(cell, legal)
            return Problem(sheet.file, row, column, found, one_of(legal), fix)
        if '"minimum"' in note:
            allowed = f"{constraints['minimum']} or more"
            return Problem(sheet.file, row, column, found, allowed, "Correct the number.")
        if '"maximum"' in note:
            allowed = f"{constraints['maximum']} or less"
            return Problem(sheet.file, row, column, found, allowed, "Correct the number.")
        if '"pattern"' in note:
            allowed = "small letters and digits, joined by - or _ as in the other rows"
            return Problem(sheet.file, row, column, found, allowed, "Rename it.")
    if kind == "unique-error":
        fix = "Give each row its own value."
        return Problem(sheet.file, row, column, f"{quote(cell)} again", "each value once", fix)
    if kind == "primary-key":
        values = dict(zip(sheet.columns, sheet.rows[index - 2], strict=True))
        key = ", ".join(values.get(name, "") for name in table.key)
        found = f"the key {quote(key)} again"
        fix = "Delete the row that is double, or correct its key."
        return Problem(sheet.file, row, ", ".join(table.key), found, "each key once", fix)
    if kind == "foreign-key":
        names = error.get("fieldNames", [])
        value = ", ".join(map(str, error.get("fieldCells", [])))
        target = error.get("referenceName", "")
        wanted = error.get("referenceFieldNames") or names
        legal = _column(sheets[target], wanted[0])
        fix = f"Correct it here, or add the row to {sheets[target].file}."
        return Problem(
            sheet.file,
            row,
            ", ".join(names),
            f"{quote(value)}, which {sheets[target].file} does not have",
            one_of(legal),
            fix + did_you_mean(value, legal),
        )
    return Problem(sheet.file, row, column, error["message"], "see the data dictionary", "Mend it.")


def _column(sheet: Sheet, name: str) -> list[str]:
    """Return the cells of a column, each once, in order."""
    if name not in sheet.columns:
        return []
    index = sheet.columns.index(name)
    return list(dict.fromkeys(row[index] for row in sheet.rows))


def build_frame(table: Table, sheet: Sheet) -> pd.DataFrame:
    """Return a sheet as a data frame with the dictionary's types.

    Whole numbers become ``Int64`` and numbers ``Float64``, with empty cells missing;
    text stays text, with empty cells as empty strings.
    """
    frame = pd.DataFrame(list(sheet.rows), columns=list(sheet.columns), dtype="str")
    for name in frame.columns:
        dtype = DTYPES.get(table.field(name).get("type", "string"), "str")
        if dtype != "str":
            frame[name] = pd.to_numeric(frame[name].replace("", None)).astype(dtype)
    return frame

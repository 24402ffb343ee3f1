"""What may stand in the cells: headings, values, keys and references."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from scripts.files.problems import Problem, did_you_mean, one_of, quote
from scripts.files.slugs import make_slug
from scripts.files.spreadsheets import PLAIN_NUMBER, WHOLE_NUMBER, Sheet
from scripts.study.descriptor import CONSTRAINTS
from scripts.study.dictionary import FILE, Table
from scripts.study.implied import BY_LINE
from scripts.study.settings import Settings

NUMBERS = {
    "integer": (WHOLE_NUMBER, "a whole number in digits, such as 12"),
    "number": (PLAIN_NUMBER, "a number in digits, such as 12 or 12.5"),
}
# What people write where they know nothing, and what Excel makes of 1-2.
BLANKS = {"na", "n/a", "n.a.", "-", "–", "—", "?", "none", "nan", "null", "unknown", "missing", "."}
DATE = re.compile(r"\d{1,2}[-.][A-Za-zäéû]{3,4}(?:[-.]\d{2,4})?|[A-Z][a-z]{2}-\d{2}|\d+/\d+/\d+")
# A number with signs before it, or with a unit, a share or the sign of a footnote behind it.
DRESSED = re.compile(
    r"['’+~≈]?([-−]?\d[\d., ]*(?:[eE]\d+)?)(?:\s*[(\[*†‡§?¹²³].*|\s+[a-zA-Z].*|[a-zA-Z]{2,}\.?)?"
)
# Letters that are typed for digits.
TYPED = re.compile(r"(?=.*\d)[\dOolI]+")
LOOKALIKES = str.maketrans("OolI", "0011")
KINDS = {
    "boolean": "true or false",
    "date": "a date such as 2024-05-31",
    "year": "a year such as 2024",
}


# What people call a row that adds up those above it.
TOTALS = {"total", "totals", "sum", "all", "overall", "gesamt", "summe", "somme", "suma"}


def check_columns(table: Table, sheet: Sheet, settings: Settings | None) -> list[Problem]:
    """Return a problem for each column that is missing or unknown."""
    expected = [field["name"] for field in table.fields]
    if table.name == "configurations" and settings is not None:
        stages = [stage.stage for stage in settings.stages]
        theories = [theory.theory for theory in settings.theories]
        lacking = [name for name in stages + theories if table.field(name).get("type") != "string"]
        if lacking:
            allowed = "a field of the type string for each stage and theory of study.yml"
            fix = "Describe the column here, or correct study.yml."
            return [
                Problem(FILE, None, "configurations", f"no field {quote(name)}", allowed, fix)
                for name in lacking
            ]
    allowed = f"the columns {', '.join(expected)}"
    fix = "Add the column; leave its cells empty where nothing is known."
    lacking = [name for name in expected if name not in sheet.columns]
    unknown = dict.fromkeys(name for name in sheet.columns if name and name not in expected)
    # A column under a misspelt heading is there, and named with its right heading below.
    hints = [did_you_mean(name, lacking) for name in unknown]
    if len(lacking) == len(expected) > 1 and 2 * len(list(filter(None, hints))) < len(expected):
        found = f"none of the headings; the row begins with {quote(next(iter(unknown), ''))}"
        fix = "Write these headings into row 1, in English and in small letters. If values stand"
        fix += " there, insert a row above them."
        return [Problem(sheet.file, 1, None, found, allowed, fix)]
    meant = " ".join(hints)
    problems = [
        Problem(sheet.file, 1, name, "no such column", allowed, fix)
        for name in lacking
        if quote(name) not in meant
    ]
    for name in unknown:
        fix = f"Correct the heading, or describe the column in {FILE}."
        fix += did_you_mean(name, lacking)
        found = f"the unknown column {quote(name)}"
        problems.append(Problem(sheet.file, 1, name, found, allowed, fix))
    return problems


def check_values(
    tables: Mapping[str, Table], sheets: Mapping[str, Sheet], complete: Collection[str]
) -> list[Problem]:
    """Return a problem for each value, key and reference that the dictionary forbids.

    The rules are Frictionless Table Schema (types, enum, pattern, bounds, unique,
    primary and foreign keys), applied by the frictionless package. Numbers are held to
    plain digits beforehand, as it would take ``1_000`` and ``NaN`` for numbers.

    Parameters
    ----------
    tables : mapping of str to Table
        What the dictionary says.
    sheets : mapping of str to Sheet
        The tables whose columns are right, by their name in the dictionary.
    complete : collection of str
        Those of which no row was left out; references to others cannot be judged.
    """
    # Importing it takes a fifth of a second, which a chapter need not pay.
    from frictionless import Package, Resource, Schema

    problems = [p for name, sheet in sheets.items() for p in _check_numbers(tables[name], sheet)]
    bad = {(p.file, p.row, p.column) for p in problems}
    resources = []
    for name, sheet in sheets.items():
        schema = Schema.from_descriptor(_describe(tables[name], sheet, complete))
        data = [list(sheet.columns), *map(list, sheet.rows)]
        resources.append(Resource(name=name, data=data, format="inline", schema=schema))
    for task in Package(resources=resources).validate().tasks if resources else ():
        sheet, table = sheets[task.name], tables[task.name]
        for error in task.errors:
            problem = _translate(error.to_dict(), table, sheet, sheets, tables)
            columns = problem.column.split(", ") if problem and problem.column else []
            if problem and not bad & {(sheet.file, problem.row, column) for column in columns}:
                problems.append(problem)
    return problems


def _describe(table: Table, sheet: Sheet, complete: Collection[str]) -> dict:
    """Return what Frictionless has to know of a table."""
    fields = []
    for column in sheet.columns:
        rules = table.field(column).get("constraints", {})
        rules = {rule: value for rule, value in rules.items() if rule in CONSTRAINTS}
        if table.field(column).get(BY_LINE):
            rules.pop("enum", None)
        fields.append({"name": column, "type": table.field(column)["type"], "constraints": rules})
    links = []
    for link in table.foreign_keys:
        target, wanted = link["reference"]["resource"], link["reference"]["fields"]
        if target in complete:
            # Frictionless calls the table itself by an empty name.
            reference = {"resource": "" if target == table.name else target, "fields": wanted}
            links.append({"fields": link["fields"], "reference": reference})
    return {
        "fields": fields,
        "primaryKey": list(table.key),
        "foreignKeys": links,
        "missingValues": [""],
    }


def _check_numbers(table: Table, sheet: Sheet) -> list[Problem]:
    """Return a problem for each number that is not written in plain digits."""
    problems = []
    for index, column in enumerate(sheet.columns):
        pattern, allowed = NUMBERS.get(table.field(column)["type"], (None, ""))
        for number, row in zip(sheet.numbers, sheet.rows, strict=True) if pattern else ():
            if row[index] and not pattern.fullmatch(row[index]):
                fix = "Write digits only; leave the cell empty where nothing is known."
                fix += _suggest_digits(row[index], pattern)
                problems.append(
                    Problem(sheet.file, number, column, quote(row[index]), allowed, fix)
                )
    return problems


def _suggest_digits(text: str, pattern) -> str:
    """Return a hint at what may be meant instead of a number in digits, or an empty string."""
    if text.casefold() in BLANKS:
        return f" Delete {quote(text)}: an empty cell means that it is not available."
    if text.endswith("%"):
        return " Type the number of people; the book computes the share."
    if text.startswith(("<", "≤")):
        return " Type the true number, and set smallest_count in study.yml: the book then hides it."
    if DATE.fullmatch(text):
        return (
            " A spreadsheet program has made a date of it: give the column the format Text first."
        )
    number = DRESSED.fullmatch(text.translate(LOOKALIKES) if TYPED.fullmatch(text) else text)
    given = number[1].strip().replace("−", "-") if number else ""
    decimal = re.fullmatch(r"(-?\d+),(\d{1,2})", given)
    if decimal:
        given = f"{decimal[1]}.{decimal[2]}"
    try:
        digits = f"{float(given.replace(',', '').replace(' ', '')):.6f}".rstrip("0").rstrip(".")
    except ValueError:
        return ""
    grouped = "," in given and not all(len(part) == 3 for part in given.split(",")[1:])
    return f" Did you mean {digits}?" if pattern.fullmatch(digits) and not grouped else ""


def _translate(
    error: Mapping,
    table: Table,
    sheet: Sheet,
    sheets: Mapping[str, Sheet],
    tables: Mapping[str, Table],
) -> Problem | None:
    """Return a Frictionless error as a problem in plain words, or None if another says it."""
    kind, column = error["type"], error.get("fieldName")
    index = error.get("rowNumber")
    row = sheet.numbers[index - 2]
    cell = error.get("cell", "")
    field = table.field(column) if column else {}
    if kind == "constraint-error":
        rules, note = field["constraints"], error["note"]
        rule = next(rule for rule in CONSTRAINTS if f'"{rule}"' in note)
        if rule == "required":
            fix = "Fill the cell, or delete the row."
            allowed = one_of(rules["enum"]) if "enum" in rules else "a value"
            return Problem(sheet.file, row, column, "an empty cell", allowed, fix)
        allowed, fix = {
            "enum": lambda value: (one_of(value), "Use one of the values allowed."),
            "minimum": lambda value: (f"{value} or more", "Correct the number."),
            "maximum": lambda value: (f"{value} or less", "Correct the number."),
            "minLength": lambda value: (f"{value} characters or more", "Write more."),
            "maxLength": lambda value: (f"{value} characters or less", "Shorten it."),
            "pattern": lambda value: (_name_form(value, sheet, column), "Rename it."),
        }[rule](rules[rule])
        fix += _suggest_value(cell, column, table) if rule == "enum" else ""
        fix += _suggest_name(cell, rules[rule]) if rule == "pattern" else ""
        return Problem(sheet.file, row, column, quote(cell), allowed, fix)
    if kind == "unique-error":
        fix = "Give each row its own value."
        return Problem(sheet.file, row, column, f"{quote(cell)} again", "each value once", fix)
    values = dict(zip(sheet.columns, sheet.rows[index - 2], strict=True))
    if kind == "primary-key":
        key = [values[name] for name in table.key]
        if not any(key):
            if any(table.field(name).get("constraints", {}).get("required") for name in table.key):
                return None
            fix = "Fill the cell, or delete the row."
            name = ", ".join(table.key)
            return Problem(sheet.file, row, name, "an empty key", "a value", fix)
        found = f"the key {quote(', '.join(key))} again"
        fix = "Delete the row that is double, or correct its key."
        return Problem(sheet.file, row, ", ".join(table.key), found, "each key once", fix)
    if kind == "foreign-key":
        names = error["fieldNames"]
        value = ", ".join(values[name] for name in names)
        target_name = error["referenceName"] or table.name
        target = sheets[target_name]
        legal = _list_values(target, error["referenceFieldNames"])
        fix = f"Correct it here, or add the row to {target.file}." + did_you_mean(value, legal)
        if value.casefold() in TOTALS:
            fix = "Delete a row of totals: the book adds up itself."
        found = f"{quote(value)}, which {target.file} does not have"
        # Where the nearest value has the wrong form itself, that is the slip.
        wanted = target.columns.index(error["referenceFieldNames"][0])
        pattern = tables[target_name].field(target.columns[wanted]).get("constraints", {})
        near = did_you_mean(value, legal)
        bad = [v for v in legal if quote(v) in near and "pattern" in pattern]
        needs = ()
        if bad and not re.fullmatch(pattern["pattern"], bad[0]):
            needs = ((target.file, target.columns[wanted]),)
        return Problem(sheet.file, row, ", ".join(names), found, one_of(legal), fix, needs)
    allowed = KINDS.get(field.get("type"), "a value of the kind that the data dictionary names")
    return Problem(sheet.file, row, column, quote(cell), allowed, "Correct the value.")


def _suggest_value(cell: str, column: str, table: Table) -> str:
    """Return a hint at the value that is meant, or at the column where this one belongs."""
    homes = [f["name"] for f in table.fields if cell in table.allowed(f["name"])]
    if homes:
        return f" It is a value of the column {homes[0]}: have cells changed places?"
    return did_you_mean(cell, table.allowed(column))


def _name_form(pattern: str, sheet: Sheet, column: str) -> str:
    """Return what a name may look like, with one that does where there is one."""
    fitting = (name for name in _list_values(sheet, [column]) if re.fullmatch(pattern, name))
    example = next(fitting, "")
    if "[a-z" not in pattern:
        return f"text of the form {pattern}" + (f", such as {quote(example)}" if example else "")
    words = "small letters and digits, joined by - or _ as in the other rows"
    return words + (f", such as {quote(example)}" if example else "")


def _suggest_name(cell: str, pattern: str) -> str:
    """Return a hint at the nearest name that has the right form, or an empty string."""
    for mark in "-_":
        name = make_slug(cell, mark)
        if re.fullmatch(pattern, name):
            return f" Did you mean {quote(name)}? Rename it in the other files as well."
    return ""


def _list_values(sheet: Sheet, columns: list[str]) -> list[str]:
    """Return the cells of some columns, each combination once, in order."""
    indices = [sheet.columns.index(name) for name in columns]
    values = (", ".join(row[index] for index in indices) for row in sheet.rows)
    return list(dict.fromkeys(value for value in values if value))

"""What may stand in the cells: headings, values, keys and references."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from scripts.files.invisible import find_invisible
from scripts.files.problems import Problem, did_you_mean, one_of, quote
from scripts.files.slugs import make_slug
from scripts.files.spreadsheets import PLAIN_NUMBER, WHOLE_NUMBER, Sheet
from scripts.study.built_in_rules import LONGEST_PATTERNED
from scripts.study.derived_columns import BY_LINE
from scripts.study.descriptor import CONSTRAINTS
from scripts.study.dictionary import FILE, Table
from scripts.study.settings import Settings

# Of a longer text nobody meant a number.
LONGEST_NUMBER = 40
NUMBERS = {
    "integer": (WHOLE_NUMBER, "a whole number in digits, such as 12"),
    "number": (PLAIN_NUMBER, "a number in digits, such as 12 or 12.5"),
}
# The forms of other types, as Frictionless has them.
TYPES = {
    "boolean": re.compile("true|True|TRUE|1|false|False|FALSE|0"),
    "year": re.compile(r"\d{4}"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
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

    The rules are those of Frictionless Table Schema: types, enum, pattern, bounds, lengths,
    unique, primary and foreign keys. Numbers are held to plain digits as well.

    Parameters
    ----------
    tables : mapping of str to Table
        What the dictionary says.
    sheets : mapping of str to Sheet
        The tables whose columns are right, by their name in the dictionary.
    complete : collection of str
        Those of which no row was left out; references to others cannot be judged.
    """
    problems = [p for sheet in sheets.values() for p in _check_visible(sheet)]
    problems += [p for name, sheet in sheets.items() for p in _check_numbers(tables[name], sheet)]
    bad = {(p.file, p.row, p.column) for p in problems}
    for name, sheet in sheets.items():
        found = [*_check_cells(tables[name], sheet), *_check_key(tables[name], sheet)]
        for link in tables[name].foreign_keys:
            if link["reference"]["resource"] in complete:
                found += _check_reference(link, tables[name], sheet, tables, sheets)
        problems += [
            problem
            for problem in sorted(found, key=lambda problem: problem.row)
            if not bad & {(sheet.file, problem.row, c) for c in problem.column.split(", ")}
        ]
    return problems


def _read_value(cell: str, kind: str) -> object:
    """Return the value of a cell of a type; None where it is blank or of another type."""
    if kind in NUMBERS:
        return float(cell) if NUMBERS[kind][0].fullmatch(cell) else None
    if kind in TYPES and not TYPES[kind].fullmatch(cell):
        return None
    if kind == "date":
        try:
            return date.fromisoformat(cell)
        except ValueError:
            return None
    return cell or None


def _check_cells(table: Table, sheet: Sheet) -> Iterator[Problem]:
    """Yield cells of another type than their column, or against its rules."""
    for index, column in enumerate(sheet.columns):
        field = table.field(column)
        kind, rules = field["type"], field.get("constraints", {})
        is_free = {"enum"} if field.get(BY_LINE) else set()
        seen: set[object] = set()
        for number, row in zip(sheet.numbers, sheet.rows, strict=True):
            cell, value = row[index], _read_value(row[index], kind)
            if value is None and (cell or not rules.get("required")):
                if cell and kind not in NUMBERS:
                    allowed, fix = KINDS[kind], "Correct the value."
                    yield Problem(sheet.file, number, column, quote(cell), allowed, fix)
                continue
            for rule in CONSTRAINTS:
                if rule in rules and rule not in is_free and not _keeps(rule, rules[rule], value):
                    yield _describe(rule, cell, table, sheet, number, column)
            if rules.get("unique") and value is not None:
                if value in seen:
                    found, fix = f"{quote(cell)} again", "Give each row its own value."
                    yield Problem(sheet.file, number, column, found, "each value once", fix)
                seen.add(value)


def _keeps(rule: str, limit: object, value: object) -> bool:
    """Return whether a value keeps a rule of its column; a blank one breaks only `required`."""
    if value is None or rule == "required":
        return value is not None or rule != "required" or not limit
    return {
        "enum": lambda: value in limit,
        # A longer text breaks another rule, and is not held against a pattern.
        "pattern": lambda: len(value) > LONGEST_PATTERNED or _fits(limit, value),
        "minLength": lambda: len(value) >= limit,
        "maxLength": lambda: len(value) <= limit,
        "minimum": lambda: value >= limit,
        "maximum": lambda: value <= limit,
        # Which values came before is known where the cells are read.
        "unique": lambda: True,
    }[rule]()


def _describe(rule: str, cell: str, table: Table, sheet: Sheet, row: int, column: str) -> Problem:
    """Return a cell that breaks a rule of its column as a problem in plain words."""
    rules = table.field(column)["constraints"]
    limit = rules[rule]
    if rule == "required":
        allowed = one_of(rules["enum"]) if "enum" in rules else "a value"
        fix = "Fill the cell, or delete the row."
        return Problem(sheet.file, row, column, "an empty cell", allowed, fix)
    allowed, fix = {
        "enum": lambda: (one_of(limit), "Use one of the values allowed."),
        "minimum": lambda: (f"{limit} or more", "Correct the number."),
        "maximum": lambda: (f"{limit} or less", "Correct the number."),
        "minLength": lambda: (f"{limit} characters or more", "Write more."),
        "maxLength": lambda: (f"{limit} letters or fewer", "Shorten it."),
        "pattern": lambda: (_name_form(limit, sheet, column), "Rename it."),
    }[rule]()
    fix += _suggest_value(cell, column, table) if rule == "enum" else ""
    fix += _suggest_name(cell, limit) if rule == "pattern" else ""
    return Problem(sheet.file, row, column, quote(cell), allowed, fix)


def _list_keys(table: Table, sheet: Sheet, columns: Sequence[str]) -> Iterator[tuple]:
    """Yield the number of each row, its cells of some columns, and their values."""
    places = [(sheet.columns.index(c), table.field(c)["type"]) for c in columns]
    for number, row in zip(sheet.numbers, sheet.rows, strict=True):
        cells = [row[index] for index, _ in places]
        yield number, cells, tuple(_read_value(row[index], kind) for index, kind in places)


def _check_key(table: Table, sheet: Sheet) -> Iterator[Problem]:
    """Yield rows without a key, and those with the key of another."""
    seen: dict[tuple, int] = {}
    column = ", ".join(table.key)
    is_required = any(table.field(c).get("constraints", {}).get("required") for c in table.key)
    for number, cells, values in _list_keys(table, sheet, table.key) if table.key else ():
        if set(values) == {None}:
            if not is_required:
                fix = "Fill the cell, or delete the row."
                yield Problem(sheet.file, number, column, "an empty key", "a value", fix)
        elif values in seen:
            found = f"the key {quote(', '.join(cells))} again, as in row {seen[values]}"
            fix = "Delete the row that is double, or correct its key."
            yield Problem(sheet.file, number, column, found, "each key once", fix)
        seen.setdefault(values, number)


def _check_reference(
    link: Mapping,
    table: Table,
    sheet: Sheet,
    tables: Mapping[str, Table],
    sheets: Mapping[str, Sheet],
) -> Iterator[Problem]:
    """Yield rows that refer to a row that another table does not have."""
    name, columns = link["reference"]["resource"], link["reference"]["fields"]
    target = sheets[name]
    there = {values for *_, values in _list_keys(tables[name], target, columns)}
    legal = _list_values(target, columns)
    for number, cells, values in _list_keys(table, sheet, link["fields"]):
        if set(values) == {None} or values in there:
            continue
        value = ", ".join(cells)
        near = did_you_mean(value, legal)
        fix = f"Correct it here, or add the row to {target.file}.{near}"
        if value.casefold() in TOTALS:
            fix = "Delete a row of totals: the book adds up itself."
        found = f"{quote(value)}, which {target.file} does not have"
        # Where the nearest value has the wrong form itself, that is the slip.
        pattern = tables[name].field(columns[0]).get("constraints", {}).get("pattern")
        slips = [v for v in legal if pattern and quote(v) in near]
        needs = ()
        if slips and not _fits(pattern, slips[0]):
            needs = ((target.file, columns[0]),)
        where = ", ".join(link["fields"])
        yield Problem(sheet.file, number, where, found, one_of(legal), fix, needs)


def _check_visible(sheet: Sheet) -> Iterator[Problem]:
    """Yield a problem for each cell of which something cannot be seen and would mislead."""
    fix = "Type the cell anew, or copy the text once more as plain text."
    for number, row in zip(sheet.numbers, sheet.rows, strict=True):
        for column, cell in zip(sheet.columns, row, strict=True):
            found = find_invisible(cell)
            if found:
                yield Problem(sheet.file, number, column, found, "text that can be seen", fix)


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
    if len(text) > LONGEST_NUMBER:
        return ""
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


def _suggest_value(cell: str, column: str, table: Table) -> str:
    """Return a hint at the value that is meant, or at the column where this one belongs."""
    homes = [f["name"] for f in table.fields if cell in table.allowed(f["name"])]
    if homes:
        return f" It is a value of the column {homes[0]}: have cells changed places?"
    return did_you_mean(cell, table.allowed(column))


def _fits(pattern: str, text: str) -> bool:
    """Return whether a text has a form; one that is very long is not held against it."""
    return len(text) <= LONGEST_PATTERNED and re.fullmatch(pattern, text) is not None


def _name_form(pattern: str, sheet: Sheet, column: str) -> str:
    """Return what a name may look like, with one that does where there is one."""
    fitting = (name for name in _list_values(sheet, [column]) if _fits(pattern, name))
    example = next(fitting, "")
    if not pattern.removeprefix("^").startswith("[a-z"):
        return f"text of the form {pattern}" + (f", such as {quote(example)}" if example else "")
    words = "small letters and digits, joined by - or _ as in the other rows"
    return words + (f", such as {quote(example)}" if example else "")


def _suggest_name(cell: str, pattern: str) -> str:
    """Return a hint at the nearest name that has the right form, or an empty string."""
    for mark in "-_":
        name = make_slug(cell, mark)
        if _fits(pattern, name):
            return f" Did you mean {quote(name)}? Rename it in the other files as well."
    return ""


def _list_values(sheet: Sheet, columns: list[str]) -> list[str]:
    """Return the cells of some columns, each combination once, in order."""
    indices = [sheet.columns.index(name) for name in columns]
    values = (", ".join(row[index] for index in indices) for row in sheet.rows)
    return list(dict.fromkeys(value for value in values if value))

"""What may stand in the cells: headings, values, keys and references."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from operator import ge, le

from scripts.files.paths import make_slug
from scripts.files.problems import Problem, did_you_mean, one_of, quote
from scripts.files.spreadsheets import PLAIN_NUMBER, WHOLE_NUMBER, Sheet
from scripts.files.text_files import find_invisible
from scripts.study.dictionary import BY_LINE, FILE, LONGEST_PATTERNED, TableSchema
from scripts.study.schema_errors import WORDS

# Of a longer text nobody meant a number.
LONGEST_NUMBER = 40
# The form of each type, as Frictionless has it, in plain digits; and the same in words.
TYPES = {
    "integer": (WHOLE_NUMBER, "a whole number in digits, such as 12"),
    "number": (PLAIN_NUMBER, "a number in digits, such as 12 or 12.5"),
    "boolean": (re.compile("true|True|TRUE|1|false|False|FALSE|0"), "true or false"),
    "year": (re.compile(r"\d{4}"), "a year such as 2024"),
    "date": (re.compile(r"\d{4}-\d\d-\d\d"), "a date such as 2024-05-31"),
}
NUMBERS = ("integer", "number")
# Whether a value keeps a rule of its column, what is allowed, and what to do.
RULES = {
    "keys": (lambda value, legal: value in legal, "", "Use a key of study.yml, or add it there."),
    "enum": (lambda value, legal: value in legal, "", "Use one of the values allowed."),
    "minimum": (ge, "{} or more", "Correct the number."),
    "maximum": (le, "{} or less", "Correct the number."),
    "minLength": (lambda value, least: len(value) >= least, "{} characters or more", "Write more."),
    "maxLength": (lambda value, most: len(value) <= most, "{} letters or fewer", "Shorten it."),
    # A longer text breaks another rule, and is not held against a pattern.
    "pattern": (lambda value, form: len(value) > LONGEST_PATTERNED or _fits(form, value), "", ""),
}
# A number with signs before it, or with a unit, a share or the sign of a footnote behind it.
DRESSED = re.compile(
    r"['’+~≈]?([-−]?\d[\d., ]*(?:[eE]\d+)?)(?:\s*[(\[*†‡§?¹²³].*|\s+[a-zA-Z].*|[a-zA-Z]{2,}\.?)?"
)
# Letters that are typed for digits.
TYPED = re.compile(r"(?=.*\d)[\dOolI]+")
LOOKALIKES = str.maketrans("OolI", "0011")


def check_columns(table: TableSchema, sheet: Sheet) -> list[Problem]:
    """Return a problem for each column that is missing or unknown."""
    expected = [field["name"] for field in table.fields]
    allowed = f"the columns {', '.join(expected)}"
    lacking = [name for name in expected if name not in sheet.columns]
    unknown = dict.fromkeys(name for name in sheet.columns if name and name not in expected)
    # A column under a misspelt heading is there, and named with its right heading below.
    hints = {name: did_you_mean(name, lacking) for name in unknown}
    if len(lacking) == len(expected) > 1 and 2 * sum(map(bool, hints.values())) < len(expected):
        found = f"none of the headings; the row begins with {quote(next(iter(unknown), ''))}"
        fix = "Write these headings into row 1, in English and in small letters. If values stand"
        fix += " there, insert a row above them."
        return [Problem(sheet.file, 1, None, found, allowed, fix)]
    meant = " ".join(hints.values())
    fix = "Add the column; leave its cells empty where nothing is known."
    problems = [
        Problem(sheet.file, 1, name, "no such column", allowed, fix)
        for name in lacking
        if quote(name) not in meant
    ]
    for name, hint in hints.items():
        fix = f"Correct the heading, or describe the column in {FILE}.{hint}"
        found = f"the unknown column {quote(name)}"
        problems.append(Problem(sheet.file, 1, name, found, allowed, fix))
    return problems


def check_values(
    tables: Mapping[str, TableSchema], sheets: Mapping[str, Sheet], complete: Collection[str]
) -> list[Problem]:
    """Return a problem for each value, key and reference that the dictionary forbids.

    The rules are those of Frictionless Table Schema: types, enum, pattern, bounds, lengths,
    unique, primary and foreign keys. Numbers are held to plain digits as well. The columns of
    the tables are right; references are judged only to those `complete`, with no row left out.
    """
    problems = []
    for name, sheet in sheets.items():
        table = tables[name]
        problems += [*_check_cells(table, sheet), *_check_key(table, sheet)]
        for link in table.foreign_keys:
            target, columns = link["reference"]["resource"], link["reference"]["fields"]
            if target in complete and set(columns) <= set(sheets[target].columns):
                problems += _check_reference(link, table, sheet, tables, sheets)
    return problems


def _list_cells(
    table: TableSchema, sheet: Sheet, columns: Sequence[str]
) -> Iterator[tuple[int, list[str], tuple]]:
    """Yield the number of each row, its cells in some columns, and their values."""
    places = [(sheet.columns.index(c), table.field(c)["type"]) for c in columns]
    for number, row in zip(sheet.numbers, sheet.rows, strict=True):
        cells = [row[index] for index, _ in places]
        yield number, cells, tuple(_read_value(row[index], kind) for index, kind in places)


def _list_keys(
    table: TableSchema, sheet: Sheet, columns: Sequence[str]
) -> Iterator[tuple[int, list[str], tuple]]:
    """Yield the same of those rows in which the cells can be read and seen."""
    for number, cells, values in _list_cells(table, sheet, columns):
        pairs = zip(cells, values, strict=True)
        if not any(find_invisible(cell) or (cell and value is None) for cell, value in pairs):
            yield number, cells, values


def _read_value(cell: str, kind: str) -> object:
    """Return the value of a cell of a type; None where it is blank or of another type."""
    if kind not in TYPES:
        return cell or None
    if not TYPES[kind][0].fullmatch(cell):
        return None
    if kind == "date":
        try:
            return date.fromisoformat(cell)
        except ValueError:
            return None
    return float(cell) if kind in NUMBERS else cell


def _check_cells(table: TableSchema, sheet: Sheet) -> Iterator[Problem]:
    """Yield cells that cannot be seen or read, or are against the rules of their column."""
    for column in sheet.columns:
        rules, kind = table.rules(column), table.field(column)["type"]
        seen: set[object] = set()
        for number, (cell,), (value,) in _list_cells(table, sheet, [column]):
            hidden = find_invisible(cell)
            if hidden:
                allowed = "text that can be seen"
                fix = "Type the cell anew, or copy the text once more as plain text."
                yield Problem(sheet.file, number, column, hidden, allowed, fix)
            elif cell and value is None:
                fix = _suggest_digits(cell, kind) if kind in NUMBERS else "Correct the value."
                yield Problem(sheet.file, number, column, quote(cell), TYPES[kind][1], fix)
            elif not cell and rules.get("required"):
                allowed = one_of(rules["enum"]) if "enum" in rules else "a value"
                fix = "Fill the cell, or delete the row."
                yield Problem(sheet.file, number, column, "an empty cell", allowed, fix)
            if value is None or hidden:
                continue
            for words in _judge(cell, value, table, sheet, column):
                yield Problem(sheet.file, number, column, *words)
            if rules.get("unique") and value in seen:
                found, fix = f"{quote(cell)} again", "Give each row its own value."
                yield Problem(sheet.file, number, column, found, "each value once", fix)
            seen.add(value)


def _judge(
    cell: str, value: object, table: TableSchema, sheet: Sheet, column: str
) -> Iterator[tuple[str, str, str]]:
    """Yield of each rule that a value breaks what was found, what is allowed and what to do."""
    rules = table.rules(column)
    for rule in [rule for rule in RULES if rule in rules]:
        keeps, parts = RULES[rule][0], [value]
        if rule == "enum" and table.field(column).get(BY_LINE):
            parts = [line.strip() for line in value.splitlines() if line.strip()]
        for part in [part for part in dict.fromkeys(parts) if not keeps(part, rules[rule])]:
            found = quote(part if isinstance(part, str) else cell)
            yield found, *_describe_rule(rule, part, table, sheet, column)


def _describe_rule(
    rule: str, value: object, table: TableSchema, sheet: Sheet, column: str
) -> tuple[str, str]:
    """Return what is allowed in the place of a value that breaks a rule, and what to do."""
    limit, (_, allowed, fix) = table.rules(column)[rule], RULES[rule]
    if rule == "keys":
        return one_of(limit), fix + did_you_mean(value, limit)
    if rule == "enum":
        required = table.rules(column).get("required")
        allowed = one_of(limit) + ("" if required else ", or an empty cell")
        homes = [f["name"] for f in table.fields if value in table.allowed(f["name"])]
        if homes:
            fix += f" It is a value of the column {homes[0]}: have cells changed places?"
        return allowed, fix if homes else fix + did_you_mean(value, limit)
    if rule == "pattern":
        names = [cell for _, (cell,), _ in _list_cells(table, sheet, [column]) if cell]
        return _describe_pattern(limit, value, names)
    return allowed.format(limit), fix


def _describe_pattern(pattern: str, value: str, names: Sequence[str]) -> tuple[str, str]:
    """Return what a name may look like, as one of some names does, and what to do with another."""
    allowed, fix = "small letters and digits, joined by - or _ as in the other rows", "Rename it."
    if not pattern.removeprefix("^").startswith("[a-z"):
        allowed = f"text of the form {pattern}"
    example = next((name for name in names if _fits(pattern, name)), "")
    if example:
        allowed += f", such as {quote(example)}"
    slugs = [make_slug(value, mark) for mark in "-_"]
    meant = next((slug for slug in slugs if _fits(pattern, slug)), "")
    if meant:
        fix += f" Did you mean {quote(meant)}? Rename it in the other files as well."
    return allowed, fix


def _check_key(table: TableSchema, sheet: Sheet) -> Iterator[Problem]:
    """Yield rows without a key, and those with the key of another."""
    seen: dict[tuple, int] = {}
    column = ", ".join(table.key)
    is_required = any(table.rules(column).get("required") for column in table.key)
    for number, cells, values in _list_keys(table, sheet, table.key) if table.key else ():
        if set(values) == {None}:
            if not is_required:
                fix = "Fill the cell, or delete the row."
                yield Problem(sheet.file, number, column, "an empty key", "a value", fix)
        elif values in seen:
            found = f"the key {quote(', '.join(cells))} again, as in row {seen[values]}"
            fix = "Delete the duplicate row, or correct its key."
            yield Problem(sheet.file, number, column, found, "each key once", fix)
        seen.setdefault(values, number)


def _check_reference(
    link: Mapping,
    table: TableSchema,
    sheet: Sheet,
    tables: Mapping[str, TableSchema],
    sheets: Mapping[str, Sheet],
) -> Iterator[Problem]:
    """Yield rows that refer to a row that another table does not have."""
    name, columns = link["reference"]["resource"], link["reference"]["fields"]
    target, where = sheets[name], ", ".join(link["fields"])
    rows = _list_cells(tables[name], target, columns)
    there = {values: ", ".join(cells) for _, cells, values in rows}
    legal = [text for text in there.values() if text]
    pattern = tables[name].rules(columns[0]).get("pattern")
    misnamed = [text for text in legal if pattern and not _fits(pattern, text)]
    for number, cells, values in _list_keys(table, sheet, link["fields"]):
        if set(values) == {None} or values in there:
            continue
        value = ", ".join(cells)
        near = did_you_mean(value, legal)
        fix = f"Correct it here, or add the row to {target.file}.{near}"
        if value.casefold() in WORDS["totals"]:
            fix = "Delete a row of totals: the book computes totals."
        found = f"{quote(value)}, which {target.file} does not have"
        # Where the nearest value has the wrong form itself, that is the slip.
        is_named = any(quote(text) in near for text in misnamed)
        needs = ((target.file, columns[0]),) if is_named else ()
        yield Problem(sheet.file, number, where, found, one_of(legal), fix, needs)


def _suggest_digits(text: str, kind: str) -> str:
    """Return what to do with a cell that is no number in digits, and what may be meant by it."""
    fix = "Write digits only; leave the cell empty where nothing is known."
    if len(text) > LONGEST_NUMBER:
        return fix
    for form, words in WORDS["mistyped"]:
        if re.fullmatch(form, text):
            return f"{fix} {words.format(quote(text))}"
    number = DRESSED.fullmatch(text.translate(LOOKALIKES) if TYPED.fullmatch(text) else text)
    given = number[1].strip().replace("−", "-") if number else ""
    # A comma before one or two digits marks decimals.
    given = re.sub(r"^(-?\d+),(\d{1,2})$", r"\1.\2", given)
    try:
        digits = f"{float(given.replace(',', '').replace(' ', '')):.6f}".rstrip("0").rstrip(".")
    except ValueError:
        return fix
    grouped = "," in given and not all(len(part) == 3 for part in given.split(",")[1:])
    is_meant = TYPES[kind][0].fullmatch(digits) and not grouped
    return f"{fix} Did you mean {digits}?" if is_meant else fix


def _fits(pattern: str, text: str) -> bool:
    """Return whether a text has a form; one that is very long is not held against it."""
    return len(text) <= LONGEST_PATTERNED and re.fullmatch(pattern, text) is not None

"""One entry of ``datapackage.json``: what it has to say, and which columns are needed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from scripts.files.problems import did_you_mean, is_forbidden_name, one_of, quote
from scripts.study.built_in_rules import needed_columns

# How a table is written is seen from the table; a description that says otherwise would be wrong.
AS_READ = "UTF-8, with commas between the cells"
UNREAD = {"encoding": ("utf-8", "UTF-8", "utf8"), "dialect": ({}, {"delimiter": ","})}
UNREAD |= {"format": ("csv",), "compression": (None,)}
TYPES = ("string", "integer", "number", "boolean", "date", "year")
# Constraints that may stand in a description, with the types that they fit.
CONSTRAINTS = {
    "required": TYPES,
    "unique": TYPES,
    "enum": ("string",),
    "pattern": ("string",),
    "minLength": ("string",),
    "maxLength": ("string",),
    "minimum": ("integer", "number"),
    "maximum": ("integer", "number"),
}


def list_names(value: object) -> list | None:
    """Return one name or a list of names as a list, or None if it is neither."""
    names = [value] if isinstance(value, str) else value
    good = isinstance(names, list) and names and all(isinstance(n, str) for n in names)
    return names if good else None


def check_entry(entry: object, number: int) -> Iterator[tuple[str, str, str, str]]:
    """Yield place, found, allowed and fix for what is wrong with one entry of the resources."""
    place = f"resources, entry {number}"
    name = entry.get("name") if isinstance(entry, dict) else None
    if not isinstance(name, str) or not re.fullmatch(r"[a-z][a-z0-9_-]*", name):
        fix = "Give the entry a name."
        yield place, "no name that can be used", "a name in small letters and underscores", fix
        return
    place = f"resources, {name}"
    path = entry.get("path")
    if not isinstance(path, str) or not re.fullmatch(
        r"(?=.{1,200}$)(\w[\w -]*/)*\w[\w. -]{,99}\.csv", path
    ):
        found = quote(path) if isinstance(path, str) else "no path"
        yield f"{place}, path", found, "a csv file within data/", "Correct the path."
    elif any(map(is_forbidden_name, path.split("/"))):
        found, fix = quote(path), "Choose another name: Windows keeps this one for itself."
        yield f"{place}, path", found, "a name that every system allows", fix
    for key, legal in UNREAD.items():
        if entry.get(key, legal[0]) not in legal:
            fix = f"Take this entry out, and save the file so: {AS_READ}."
            yield f"{place}, {key}", quote(entry[key]), AS_READ, fix
    schema = entry.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(fields, list) or not fields:
        fix = "Add an entry with name and type for each column."
        yield f"{place}, fields", "no list of columns", "a list “fields” in “schema”", fix
        return
    names, kinds = [], {}
    for i, field in enumerate(fields, start=1):
        label = field.get("name") if isinstance(field, dict) else None
        if not isinstance(label, str) or not label.isprintable() or label.strip() != label:
            label = ""
        if not label or label in names:
            found = f"the column {quote(label)} twice" if label else "no name"
            yield f"{place}, field {i}", found, "one name for each column", "Correct the name."
            continue
        names.append(label)
        kinds[label] = field.get("type")
        yield from _check_field(f"{place}, {label}", field)
    key = schema.get("primaryKey", [])
    if key != [] and not set(list_names(key) or [""]) <= set(names):
        fix = "Name columns of this file."
        yield f"{place}, primaryKey", "a key that is no column", one_of(names), fix
    if schema.get("missingValues", [""]) != [""]:
        found = "words that stand for an empty cell"
        fix = "Take this entry out, and leave the cells empty."
        yield f"{place}, missingValues", found, "empty cells only", fix
    links = schema.get("foreignKeys", [])
    for link in links if isinstance(links, list) else [None]:
        target = link.get("reference") if isinstance(link, dict) else None
        own = list_names(link.get("fields")) if isinstance(link, dict) else None
        other = list_names(target.get("fields")) if isinstance(target, dict) else None
        good = own and other and len(own) == len(other) and set(own) <= set(names)
        if not good or not isinstance(target.get("resource"), str):
            allowed = "columns of this file, and as many of another"
            fix = "Correct it after the pattern of the other entries."
            yield f"{place}, foreignKeys", "a reference that leads nowhere", allowed, fix
    for column, kind in needed_columns(name).items():
        if column not in names:
            fix = "Describe the column again; its cells may be empty."
            yield place, f"no field {quote(column)}", "a field for each column in use", fix
            continue
        given = kinds[column]
        if given in TYPES and given != kind and (given, kind) != ("integer", "number"):
            yield f"{place}, {column}, type", quote(given), kind, "Correct the type."


def _check_field(place: str, field: Mapping) -> Iterator[tuple[str, str, str, str]]:
    """Yield what is wrong with the description of one column."""
    kind, rules = field.get("type"), field.get("constraints", {})
    if kind not in TYPES:
        found = quote(kind) if isinstance(kind, str) else "no type"
        yield (
            f"{place}, type",
            found,
            one_of(TYPES),
            "Correct the type." + did_you_mean(kind, TYPES),
        )
        return
    if not isinstance(rules, dict):
        yield (
            f"{place}, constraints",
            "no pairs of names and values",
            one_of(CONSTRAINTS),
            "Mend it.",
        )
        return
    for rule, value in rules.items():
        if kind not in CONSTRAINTS.get(rule, ()):
            legal = [name for name, kinds in CONSTRAINTS.items() if kind in kinds]
            found = f"{quote(rule)} for a column of the type {kind}"
            yield f"{place}, constraints", found, one_of(legal), "Correct it or take it out."
        elif rule == "enum":
            if not list_names(value) or isinstance(value, str):
                yield f"{place}, enum", "no list of words", "a list of words", "Correct the list."
        elif rule == "pattern":
            if not _is_pattern(value):
                yield f"{place}, pattern", quote(value), "a regular expression", "Correct it."
            elif not is_quick(value):
                fix = "Write it more simply, as the other patterns are."
                yield f"{place}, pattern", quote(value), PLAIN_PATTERN, fix
        elif rule in ("required", "unique"):
            if not isinstance(value, bool):
                yield f"{place}, {rule}", quote(value), "true or false", "Correct it."
        elif type(value) is not int:
            yield f"{place}, {rule}", quote(value), "a whole number", "Correct it."


# A character, or a class of them, with how often it comes.
_CLASS = r"(?:\[\^?[^\[\]\\^]+\]|\\[dw.\-/]|[^\W_]|[ _/:,#%&=@;\"'-])"
_OFTEN = r"(?:[+*?]|\{\d{1,3}(?:,\d{0,3})?\})?"
_RUN = f"(?:{_CLASS}{_OFTEN})+"
_GROUP = re.compile(rf"\((?P<sign>[ _/:,.;-]|\\[.\-/])(?P<rest>{_RUN})\)(?P<often>[+*?]?)")
MOST_REPEATS = 3
PLAIN_PATTERN = (
    "letters, digits and classes such as [a-z], with + or *, and groups in brackets that begin "
    "with a sign such as - which does not come again in them"
)


def is_quick(pattern: str) -> bool:
    """Return whether a pattern cannot take long, whatever it is held against.

    Where a repeated part holds another one, text can be divided in very many ways, and
    each is tried. In these forms it can be divided in one.
    """
    plain = pattern.removeprefix("^").removesuffix("$")
    for group in _GROUP.finditer(plain):
        sign = group["sign"].removeprefix("\\")
        classes = re.findall(_CLASS, group["rest"])
        if any(re.fullmatch(part, sign) for part in classes):
            return False
    runs = _GROUP.sub("", plain)
    repeats = len(re.findall(r"[+*?}]", plain))
    return repeats <= MOST_REPEATS and re.fullmatch(f"(?:{_RUN})?", runs) is not None


def _is_pattern(value: object) -> bool:
    """Return whether a value is a regular expression."""
    try:
        return bool(re.compile(value)) if isinstance(value, str) else False
    except (re.error, RecursionError, OverflowError):
        return False

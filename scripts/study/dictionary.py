"""The data dictionary: what ``datapackage.json`` says of each file, and what holds anyway.

The columns that tables and diagrams are made from, with types, rules, keys and references,
stand in ``built_in_tables.json``, in the terms of Frictionless Table Schema; what a paper
prints, exhibit by exhibit, under the name ``published``. Further columns and forms follow
from ``study.yml``.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.files.plain_yaml import Document, read_own
from scripts.files.problems import Problem, one_of, quote
from scripts.files.text_files import find_invisible, read_text
from scripts.study.schema_errors import find_errors
from scripts.study.settings import CLAIMS, Settings
from scripts.study.settings import FILE as SETTINGS

FILE = "datapackage.json"
SCHEMA = read_own(__package__, "datapackage.schema.json")
# The schema of each table that this package knows, by its name.
BUILT_IN = read_own(__package__, "built_in_tables.json")
LONGEST_PATTERNED = 200
PRINTED = "published"
# The one table that no study can do without.
TABLE = "configurations"
# A field with this entry describes a column that follows from study.yml. It can stay when
# the stages change.
ORIGIN = "from"
# The legal values of a field with this entry hold for each line of a cell.
BY_LINE = "by line"
# How two rules of a kind become the stricter of them; of other kinds the second holds.
STRICTER = {
    "enum": lambda own, law: [value for value in own if value in law] or list(law),
    "maxLength": min,
    "minimum": max,
}


@dataclass(frozen=True)
class TableSchema:
    """What the dictionary says of one file, with the rules that hold anyway."""

    name: str
    path: str
    description: str
    fields: tuple[Mapping, ...]
    key: tuple[str, ...]
    foreign_keys: tuple[Mapping, ...]

    def field(self, name: str) -> Mapping:
        """Return the entry of a column; empty where there is none."""
        return next((field for field in self.fields if field["name"] == name), {})

    def rules(self, name: str) -> Mapping:
        """Return what must hold of the cells of a column, by the kind of rule."""
        return self.field(name).get("constraints", {})

    def allowed(self, name: str) -> tuple[str, ...]:
        """Return the legal values of a column; empty where it is free."""
        return tuple(self.rules(name).get("enum", ()))


def read_dictionary(
    directory: Path, settings: Settings | None
) -> tuple[dict[str, TableSchema], list[Problem]]:
    """Return the tables of a study by name, and what is wrong with ``datapackage.json``.

    These are the tables that it describes well, and what follows from ``study.yml``.
    """
    text, problems = read_text(directory, FILE)
    if text is None:
        return {}, problems
    document, problems = _parse(text)
    if problems:
        return {}, problems
    errors: dict[int | None, list[Problem]] = defaultdict(list)
    for path, problem in find_errors(document, SCHEMA):
        errors[path[1] if len(path) > 1 else None].append(problem)
    if None in errors:
        # There is no list of files.
        return {}, errors[None]
    entries, tables = document.content["resources"], {}
    for number, entry in enumerate(entries):
        own = errors[number] or list(_check_entry(document, number, entry, tables, settings))
        problems += own
        if not own:
            tables[entry["name"]] = build_schema(entry, settings)
    if TABLE not in [entry.get("name") for entry in entries if isinstance(entry, dict)]:
        found, allowed = f"no entry for {quote(TABLE)}", f"entries for {TABLE}"
        problems.append(document.refuse(["resources"], found, allowed, "Describe the file."))
    problems += _check_links(tables)
    for exhibit in settings.exhibits if settings is not None else ():
        if exhibit.kind != CLAIMS and exhibit.table not in tables:
            form = {"name": exhibit.table, "path": f"published/{exhibit.exhibit}.csv"}
            form |= {"description": "One row is one printed cell."}
            form |= {"schema": BUILT_IN[PRINTED]}
            tables[exhibit.table] = build_schema(form, settings)
    return tables, problems


def _parse(text: str) -> tuple[Document, list[Problem]]:
    """Return the content of the dictionary, and what keeps it from being read."""
    twice: list[str] = []

    def take_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        twice.extend(name for name, times in Counter(n for n, _ in pairs).items() if times > 1)
        return dict(pairs)

    try:
        document = Document(FILE, json.loads(text, object_pairs_hook=take_once))
    # Also for nests that are too deep and numbers that are too long.
    except (ValueError, RecursionError) as error:
        found, row = "text that cannot be read as JSON", getattr(error, "lineno", None)
        allowed = "names and values in brackets, as in the file that came with the project"
        fix = "Look at this row and the one above: a comma, bracket or quotation mark is off."
        return Document(FILE), [Problem(FILE, row, None, found, allowed, fix)]
    problems = [
        document.refuse(
            [], f"the entry {quote(name)} twice in one place", "each entry once", "Delete one."
        )
        for name in twice
    ]
    return document, problems or [
        document.refuse(path, f"{quote(text)}, with {what}", "plain text", "Write it anew.")
        for path, text, what in _find_unseen(document.content, ())
    ]


def _find_unseen(content: object, path: tuple) -> Iterator[tuple[tuple, str, str]]:
    """Yield path, text and name of each character that nobody can see."""
    if isinstance(content, str):
        hidden = find_invisible(content)
        if hidden:
            yield path, content, hidden
    elif isinstance(content, dict):
        for key, part in content.items():
            yield from _find_unseen(key, path)
            yield from _find_unseen(part, (*path, key))
    elif isinstance(content, list):
        for number, part in enumerate(content):
            yield from _find_unseen(part, (*path, number))


def _check_entry(
    document: Document,
    number: int,
    entry: Mapping,
    tables: Mapping[str, TableSchema],
    settings: Settings | None,
) -> Iterator[Problem]:
    """Yield what is wrong with an entry whose form is right, after those of other tables."""
    schema, path = entry["schema"], ["resources", number, "schema", "fields"]
    kinds = {field["name"]: field["type"] for field in schema["fields"]}
    if entry["name"] in tables or entry["path"] in {table.path for table in tables.values()}:
        found = f"{quote(entry['name'])} or its file {quote(entry['path'])} twice"
        yield document.refuse(["resources"], found, "each once", "Delete one of them.")
    names = [field["name"] for field in schema["fields"]]
    for name in [name for name, times in Counter(names).items() if times > 1]:
        found, fix = f"the column {quote(name)} twice", "Correct the name."
        yield document.refuse(path, found, "one name for each column", fix)
    needed = needed_columns(entry["name"])
    if entry["name"] == TABLE and settings is not None:
        # These need no description; one that is there is of text.
        implied = [field["name"] for field in describe_columns(settings)]
        needed |= {name: "string" for name in implied if name in kinds}
    for column, kind in needed.items():
        if column not in kinds:
            fix = "Describe the column again; its cells may be empty."
            found, allowed = f"no field {quote(column)}", "a field for each column in use"
            yield document.refuse(path, found, allowed, fix)
        elif kinds[column] != kind and (kinds[column], kind) != ("integer", "number"):
            where = [*path, names.index(column), "type"]
            yield document.refuse(where, quote(kinds[column]), kind, "Correct the type.")
    yield from _check_keys(document, path[:-1], entry, names)


def _check_keys(
    document: Document, path: list, entry: Mapping, names: Sequence[str]
) -> Iterator[Problem]:
    """Yield keys and references that are no columns of their table."""
    key, links = _list_keys(entry)
    if not set(key) <= set(names):
        found, fix = "a key that is no column", "Name columns of this file."
        yield document.refuse([*path, "primaryKey"], found, one_of(names), fix)
    for link in links:
        own, other = link["fields"], link["reference"]["fields"]
        if not own or len(own) != len(other) or not set(own) <= set(names):
            allowed = "columns of this file, and as many of another"
            fix = "Correct it after the pattern of the other entries."
            found = "a reference that leads nowhere"
            yield document.refuse([*path, "foreignKeys"], found, allowed, fix)


def _list_keys(entry: Mapping) -> tuple[list[str], list[Mapping]]:
    """Return the key and the references of an entry, all of them as lists of names."""
    links = []
    for link in entry["schema"].get("foreignKeys", []):
        resource = link["reference"]["resource"] or entry["name"]
        there = {"resource": resource, "fields": _as_list(link["reference"]["fields"])}
        links.append({"fields": _as_list(link["fields"]), "reference": there})
    return _as_list(entry["schema"].get("primaryKey", [])), links


def _as_list(names: str | list[str]) -> list[str]:
    return [names] if isinstance(names, str) else names


def build_schema(entry: Mapping, settings: Settings | None) -> TableSchema:
    """Return the table of an entry that has been checked, with the rules that hold anyway.

    Of key and rules the stricter ones hold, and references are added up.
    """
    schema, known = entry["schema"], find_schema(entry["name"])
    fields, laws = schema["fields"], {field["name"]: field for field in known.get("fields", ())}
    if settings is not None:
        laws = {name: _name_keys(law, settings) for name, law in laws.items()}
        if entry["name"] == TABLE:
            fields, laws = _add_implied(fields, laws, settings)
    own, links = _list_keys(entry)
    key = known.get("primaryKey", own)
    return TableSchema(
        name=entry["name"],
        path=entry["path"],
        description=str(entry.get("description", "")),
        fields=tuple(_join_rules(field, laws.get(field["name"], {})) for field in fields),
        key=tuple(own if own and set(own) < set(key) else key),
        foreign_keys=(
            *links,
            *(link for link in known.get("foreignKeys", ()) if link not in links),
        ),
    )


def _check_links(tables: Mapping[str, TableSchema]) -> Iterator[Problem]:
    """Yield references that lead nowhere."""
    for name, table in tables.items():
        for link in table.foreign_keys:
            target, wanted = link["reference"]["resource"], link["reference"]["fields"]
            there = {f["name"] for f in tables[target].fields} if target in tables else set()
            # A reference to an optional file that is left out of the dictionary is not checked.
            if set(wanted) <= there or (target not in tables and target in BUILT_IN):
                continue
            place, allowed = f"resources, {name}, schema, foreignKeys", "columns described here"
            found = f"{quote(', '.join(wanted))} of {quote(target)}"
            yield Problem(FILE, None, place, found, allowed, "Correct the reference.")


# What holds whatever the dictionary says


def find_schema(name: str) -> Mapping:
    """Return what this package knows of a table; nothing where it knows none of the name."""
    printed = BUILT_IN[PRINTED] if name.startswith("published_") else {}
    return BUILT_IN.get(name, printed)


def is_optional(name: str) -> bool:
    """Return whether a study may do without a table: one that is known and not required."""
    return name != TABLE and bool(find_schema(name))


def needed_columns(name: str) -> dict[str, str]:
    """Return the columns that a table cannot do without, with their types."""
    return {field["name"]: field["type"] for field in find_schema(name).get("fields", ())}


def _join_rules(field: Mapping, laws: Mapping) -> Mapping:
    """Return the description of a column with the rules of another; the stricter one holds."""
    own = dict(field.get("constraints", {}))
    for rule, value in laws.get("constraints", {}).items():
        own[rule] = STRICTER.get(rule, lambda _, law: law)(own.get(rule, value), value)
    if "pattern" in own:
        # So that no pattern takes long.
        own["maxLength"] = min(own.get("maxLength", LONGEST_PATTERNED), LONGEST_PATTERNED)
    told = {BY_LINE: True} if laws.get(BY_LINE) else {}
    return {**field, **told, **({"constraints": own} if own else {})}


# What follows from study.yml


def describe_columns(settings: Settings) -> list[dict]:
    """Return a field for each column that the stages and theories of a study ask for."""
    columns = []
    for stage in settings.stages:
        words = f"{stage.label}. Empty where the source does not say."
        columns.append((stage.stage, stage.short_label, words, {}))
        if stage.levels:
            short = stage.short_label.lower()
            words = f"At which level this {short} lies. Where the cell has "
            words += "several lines at different levels, one line for each of them."
            rules = {"constraints": {"enum": list(stage.levels)}, BY_LINE: True}
            columns.append((stage.level_column, stage.level_label, words, rules))
    for theory in settings.theories:
        words = f"Whether the configuration is part of this version: {theory.label}."
        columns.append((theory.theory, theory.label, words, {}))
    return [
        {"name": n, "title": t, "type": "string", "description": words, ORIGIN: SETTINGS, **rules}
        for n, t, words, rules in columns
    ]


def _add_implied(
    fields: Sequence[Mapping], laws: Mapping[str, Mapping], settings: Settings
) -> tuple[list[Mapping], dict[str, Mapping]]:
    """Return the columns of the configurations and their rules, those of ``study.yml`` added.

    A description in the dictionary takes precedence; one that came from ``study.yml`` and whose
    stage or theory is gone is left out. New columns stand behind the position, in causal order.
    """
    wanted = {field["name"]: field for field in describe_columns(settings)}
    own = [f for f in fields if f["name"] in wanted or f.get(ORIGIN) != SETTINGS]
    described = {field["name"] for field in own}
    place = next((i for i, f in enumerate(own, 1) if f["name"] == "position"), len(own))
    own[place:place] = [field for name, field in wanted.items() if name not in described]
    yes_no = {"constraints": {"enum": ["yes", "no"]}}
    return own, {**laws, **wanted, **{theory.theory: yes_no for theory in settings.theories}}


def _name_keys(law: Mapping, settings: Settings) -> Mapping:
    """Return the rules of a column, with the keys of ``study.yml`` that alone may stand in it."""
    kind = law.get("keys")
    if kind is None:
        return law
    keys = [getattr(entry, kind[:-1]) for entry in getattr(settings, kind)]
    return {**law, "constraints": {**law.get("constraints", {}), "keys": keys}}

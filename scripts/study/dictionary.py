"""The data dictionary: what ``datapackage.json`` says of each file, and how it shapes a table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from scripts.files.invisible import find_invisible
from scripts.files.problems import Problem, quote
from scripts.files.spreadsheets import UNSEEN, Sheet, describe_unseen, read_text
from scripts.study.built_in_rules import (
    REQUIRED,
    add_rules,
    find_key,
    find_links,
    list_optional,
)
from scripts.study.descriptor import check_entry, list_names

FILE = "datapackage.json"
DTYPES = {"integer": "Int64", "number": "Float64"}


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


class _TwiceError(Exception):
    """Raised for an entry that stands twice, of which Python would keep the last."""


def _take_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return the entries of an object, none of them twice."""
    content: dict[str, object] = {}
    for name, value in pairs:
        if name in content:
            raise _TwiceError(name)
        content[name] = value
    return content


def read_dictionary(directory: Path) -> tuple[dict[str, Table], list[Problem]]:
    """Return the tables that ``datapackage.json`` describes well, by name, and what is wrong."""
    text, problems = read_text(directory, FILE)
    if text is None:
        return {}, problems
    fix = "Look at this row and the one above: a comma, bracket or quotation mark is off."
    try:
        content = json.loads(text, object_pairs_hook=_take_once)
    except json.JSONDecodeError as error:
        found = "text that cannot be taken apart"
        allowed = "names and values in brackets, as in the file that came with the project"
        return {}, [Problem(FILE, error.lineno, None, found, allowed, fix)]
    except _TwiceError as error:
        found, once = f"the entry {quote(error)} twice in one place", "Delete one of the two."
        return {}, [Problem(FILE, None, None, found, "each entry once", once)]
    # Nests that are too deep and numbers that are too long.
    except (RecursionError, ValueError):
        return {}, [Problem(FILE, None, None, "text that cannot be taken apart", "JSON", fix)]
    unseen = [
        Problem(FILE, None, place, f"{quote(text)}, with {what}", "plain text", "Write it anew.")
        for place, text, what in _find_unseen(content, ())
    ]
    if unseen:
        return {}, unseen
    entries = content.get("resources") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        allowed = "a list “resources” with one entry for each file"
        return {}, [Problem(FILE, None, "resources", "no such list", allowed, "Add the list.")]
    tables: dict[str, Table] = {}
    for number, entry in enumerate(entries, start=1):
        own = [Problem(FILE, None, *parts) for parts in check_entry(entry, number)]
        problems += own
        if own:
            continue
        twice = entry["name"] in tables or entry["path"] in {t.path for t in tables.values()}
        if twice:
            found = f"{quote(entry['name'])} or its file {quote(entry['path'])} twice"
            problems.append(
                Problem(FILE, None, "resources", found, "each once", "Delete one of them.")
            )
        else:
            tables[entry["name"]] = _build_table(entry)
    for name, table in list(tables.items()):
        bad = [link for link in table.foreign_keys if not _leads_somewhere(link, tables)]
        for link in bad:
            target, wanted = link["reference"]["resource"], link["reference"]["fields"]
            found = f"{quote(', '.join(wanted))} of {quote(target)}"
            allowed = "columns that are described here"
            place = f"resources, {name}, foreignKeys"
            problems.append(Problem(FILE, None, place, found, allowed, "Correct the reference."))
        good = tuple(link for link in table.foreign_keys if link not in bad)
        tables[name] = replace(table, foreign_keys=good)
    named = [entry.get("name") for entry in entries if isinstance(entry, dict)]
    for name in REQUIRED:
        if name not in named:
            found, allowed = f"no entry for {quote(name)}", f"entries for {', '.join(REQUIRED)}"
            problems.append(Problem(FILE, None, "resources", found, allowed, "Describe the file."))
    return tables, problems


def _find_unseen(content: object, path: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """Yield place, text and name of each character that nobody can see."""
    if isinstance(content, str):
        unseen = UNSEEN.search(content)
        hidden = describe_unseen(unseen.group()) if unseen else find_invisible(content)
        if hidden:
            yield UNSEEN.sub("□", ", ".join(path)), content, hidden
    elif isinstance(content, dict):
        for key, part in content.items():
            yield from _find_unseen(key, path)
            yield from _find_unseen(part, (*path, key))
    elif isinstance(content, list):
        for number, part in enumerate(content, start=1):
            name = part.get("name") if isinstance(part, dict) else None
            place = name if isinstance(name, str) else f"entry {number}"
            yield from _find_unseen(part, (*path, place))


def _build_table(entry: Mapping) -> Table:
    """Return the table of an entry that has been checked, with the rules that hold anyway."""
    schema = entry["schema"]
    links = [
        {
            "fields": list_names(link["fields"]),
            "reference": {
                "resource": link["reference"]["resource"] or entry["name"],
                "fields": list_names(link["reference"]["fields"]),
            },
        }
        for link in schema.get("foreignKeys", [])
    ]
    return Table(
        name=entry["name"],
        path=entry["path"],
        title=str(entry.get("title", entry["name"])),
        description=str(entry.get("description", "")),
        fields=tuple(add_rules(entry["name"], field) for field in schema["fields"]),
        key=find_key(entry["name"], list_names(schema.get("primaryKey", [])) or ()),
        foreign_keys=find_links(entry["name"], links),
        schema=schema,
    )


def _leads_somewhere(link: Mapping, tables: Mapping[str, Table]) -> bool:
    """Return whether the columns that a reference names are described."""
    target, wanted = link["reference"]["resource"], link["reference"]["fields"]
    if target not in tables:
        # A reference to an optional file that is left out of the dictionary rests.
        return target in list_optional() or target in REQUIRED
    return set(wanted) <= {field["name"] for field in tables[target].fields}


def build_frame(table: Table, sheet: Sheet) -> pd.DataFrame:
    """Return a sheet as a data frame with the dictionary's types.

    Whole numbers become ``Int64`` and numbers ``Float64``, with empty cells missing;
    text stays text, with empty cells as empty strings.
    """
    frame = pd.DataFrame(list(sheet.rows), columns=list(sheet.columns), dtype="str")
    for name in frame.columns:
        dtype = DTYPES.get(table.field(name)["type"])
        if dtype:
            frame[name] = pd.to_numeric(frame[name].replace("", None)).astype(dtype)
    return frame

"""What holds in every table of a study, whatever its dictionary says or leaves unsaid.

The columns that tables and diagrams are made from, with types, rules, keys and references,
stand in ``built_in_tables.json``, in the terms of Frictionless Table Schema; what a paper
prints, exhibit by exhibit, under the name ``published``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

REQUIRED = ("configurations",)
# Tables of other shapes that a study may do without: the ledger of claims, the audit.
EXTRA = ("published_claims", "reporting_standards")
LONGEST_PATTERNED = 200
PRINTED = "published"


@cache
def load_tables() -> dict[str, Mapping]:
    """Return the schema of each table that this package knows, by its name."""
    text = files("scripts.study").joinpath("built_in_tables.json").read_text("utf-8")
    return json.loads(text)


def list_optional() -> set[str]:
    """Return the tables that this package knows, and that a study may do without."""
    return {*load_tables(), *EXTRA} - {*REQUIRED, PRINTED}


def is_optional(name: str) -> bool:
    """Return whether a study may do without a table."""
    return name in list_optional() or name.startswith("published_")


def needed_columns(name: str) -> dict[str, str]:
    """Return the columns that a table cannot do without, with their types."""
    return {field["name"]: field["type"] for field in _find_schema(name).get("fields", ())}


def _find_schema(name: str) -> Mapping:
    """Return what this package knows of a table; nothing where it knows none of the name."""
    is_printed = name.startswith("published_") and name not in EXTRA
    return load_tables().get(PRINTED if is_printed else name, {})


def add_rules(table: str, field: Mapping) -> Mapping:
    """Return the description of a column with the rules that hold anyway.

    Where the dictionary is stricter, it stays so.
    """
    known = _find_schema(table).get("fields", ())
    laws = next((f.get("constraints", {}) for f in known if f["name"] == field["name"]), {})
    own = dict(field.get("constraints", {}))
    for rule, value in laws.items():
        if rule == "enum":
            own[rule] = [v for v in own.get(rule, value) if v in value] or list(value)
        elif rule == "maxLength":
            own[rule] = min(own.get(rule, value), value)
        elif rule == "minimum":
            own[rule] = max(own.get(rule, value), value)
        else:
            own[rule] = value
    if "pattern" in own:
        # So that no pattern takes long.
        own["maxLength"] = min(own.get("maxLength", LONGEST_PATTERNED), LONGEST_PATTERNED)
    return {**field, "constraints": own} if own else field


def find_key(table: str, own: Sequence[str]) -> tuple[str, ...]:
    """Return the columns whose values each row has alone; the dictionary may name fewer."""
    key = tuple(_find_schema(table).get("primaryKey", own))
    return tuple(own) if own and set(own) < set(key) else key


def find_links(table: str, own: Sequence[Mapping]) -> tuple[Mapping, ...]:
    """Return the references of a table: its own, and those that it has anyway."""
    told = [(link["fields"], link["reference"]["resource"]) for link in own]
    laws = _find_schema(table).get("foreignKeys", ())
    return tuple(own) + tuple(
        link for link in laws if (link["fields"], link["reference"]["resource"]) not in told
    )

"""What holds in every table of a study, whatever its dictionary says or leaves unsaid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_REQUIRED = {"required": True}
_PLACE = {"required": True, "minimum": 1}
_NUMBER = {"minimum": 0}
# A name that is longer is no name, and neither a file nor a page could be called after it.
_NAME = {"required": True, "maxLength": 100}
LONGEST_PATTERNED = 200
# Rules by table and column, in the terms of Frictionless Table Schema.
RULES: Mapping[str, Mapping[str, Mapping]] = {
    "characteristics": {
        "characteristic": _NAME,
        "label": _REQUIRED,
        "position": {**_PLACE, "unique": True},
        "responses": {"required": True, "enum": ["single", "multiple"]},
    },
    "demographics": {
        **dict.fromkeys(("characteristic", "level", "group"), _REQUIRED),
        "position": _PLACE,
        "count": _NUMBER,
    },
    "interviews": {
        "group": _REQUIRED,
        **dict.fromkeys(("interviewees", "mean", "minimum", "maximum"), _NUMBER),
    },
    "configurations": {"configuration": _NAME, "position": {**_PLACE, "unique": True}},
    "quotations": {
        **dict.fromkeys(("configuration", "text"), _REQUIRED),
        "position": _PLACE,
    },
    "elements": {"element": _NAME, **dict.fromkeys(("stage", "label"), _REQUIRED)},
    "codings": dict.fromkeys(("configuration", "stage", "element"), _REQUIRED),
    "editorial_notes": dict.fromkeys(("exhibit", "row", "field", "kind", "reason"), _REQUIRED),
    "transcription_agreement": dict.fromkeys(("compared", "agreed"), _NUMBER),
    "published_claims": {"claim": _NAME, "answer": _REQUIRED},
}
KEYS: Mapping[str, tuple[str, ...]] = {
    "characteristics": ("characteristic",),
    "demographics": ("characteristic", "level", "group"),
    "interviews": ("group",),
    "configurations": ("configuration",),
    "quotations": ("configuration", "position"),
    "elements": ("element",),
    "codings": ("configuration", "stage", "element"),
    "editorial_notes": ("exhibit", "row", "field"),
    "published_claims": ("claim",),
}
# Table and column by which rows of a table refer to those of another.
LINKS: Mapping[str, Mapping[str, str]] = {
    "demographics": {"characteristic": "characteristics"},
    "quotations": {"configuration": "configurations"},
    "codings": {"configuration": "configurations", "element": "elements"},
}
_PRINTED_KEY = ("row", "column")


def _is_printed(table: str) -> bool:
    """Return whether a table holds what a paper prints, cell by cell."""
    return table.startswith("published_") and table not in RULES


def add_rules(table: str, field: Mapping) -> Mapping:
    """Return the description of a column with the rules that hold anyway.

    Where the dictionary is stricter, it stays so.
    """
    laws = RULES.get(table, {}).get(field["name"], {})
    if _is_printed(table) and field["name"] in _PRINTED_KEY:
        laws = _REQUIRED
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
    key = _PRINTED_KEY if _is_printed(table) else KEYS.get(table, tuple(own))
    return tuple(own) if own and set(own) < set(key) else key


def find_links(table: str, own: Sequence[Mapping]) -> tuple[Mapping, ...]:
    """Return the references of a table: its own, and those that it has anyway."""
    told = {tuple(link["fields"]): link["reference"]["resource"] for link in own}
    laws = LINKS.get(table, {})
    return tuple(own) + tuple(
        {"fields": [column], "reference": {"resource": target, "fields": [column]}}
        for column, target in laws.items()
        if told.get((column,)) != target
    )

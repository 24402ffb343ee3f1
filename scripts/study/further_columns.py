"""Columns that a table of configurations has beside its stages, such as a programme theory."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from scripts.study.implied import TABLE, describe_columns
from scripts.study.settings_keys import RESERVED
from scripts.study.study import Study

# What the explorer calls such a column; no key of a stage has a hyphen.
PREFIX = "further-"
# A filter with more choices than these is a second table.
MOST_CHOICES = 30


def find_further_columns(study: Study) -> dict[str, str]:
    """Return the headings of further columns by name, as the dictionary has them.

    Those that hold nothing are left out.
    """
    implied = {field["name"] for field in describe_columns(study.settings)}
    frame = study.configurations
    return {
        field["name"]: field.get("title", field["name"])
        for field in study.tables[TABLE].fields
        if field["name"] not in {*RESERVED, *implied}
        and frame[field["name"]].notna().any()
        and (frame[field["name"]].astype("str") != "").any()
    }


def read_further(row: Mapping, columns: Mapping[str, str]) -> dict[str, str]:
    """Return what a row of the configurations has in further columns, by heading."""
    return {name: "" if row[name] is None else str(row[name]) for name in columns}


def divides(texts: list[str]) -> bool:
    """Return whether a column brings several configurations together, so that it can filter."""
    filled = [text for text in texts if text]
    return len(set(filled)) < len(filled) and len(set(filled)) <= MOST_CHOICES


def show_further(columns: Mapping[str, str], texts: Mapping[str, str]) -> str:
    """Return the further columns of a configuration as a list; nothing if all are blank."""
    items = [
        f'<li>{escape(label)}: <span dir="auto">{escape(texts[name])}</span></li>'
        for name, label in columns.items()
        if texts[name]
    ]
    return f"<ul>\n{chr(10).join(items)}\n</ul>" if items else ""

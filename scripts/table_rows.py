"""The rows of somebody's table as rows of configurations and of quotations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from scripts.table_matching import (
    CONFIGURATION,
    QUOTATION,
    SPEAKER,
    SPEAKER_GROUP,
    fold,
)

if TYPE_CHECKING:
    from scripts.table_import import Column

# Longer names make no good addresses.
LONGEST_NAME = 40


def build_rows(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], notes: list[str]
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return configurations and quotations; speakers without words go to the notes.

    A row whose stages are all those of the row above, as where cells are merged downwards,
    is the same configuration with another quotation, unless it differs elsewhere.

    Parameters
    ----------
    columns : sequence of Column
        What the cells are.
    rows : sequence of sequence of str
        The cells, and at the end the section that the row belongs to.
    notes : list of str
        What is added to.
    """
    spoken = (QUOTATION, SPEAKER, SPEAKER_GROUP)
    configurations: list[dict[str, str]] = []
    quotations: list[dict[str, str]] = []
    places: dict[str, int] = {}
    names: set[str] = set()
    has_quotations = any(c.kind == QUOTATION for c in columns)
    for row in rows:
        cells = {c.key: text for c, text in zip(columns, row[:-1], strict=True)}
        kept = {c.key: cells[c.key] for c in columns if c.kind not in spoken}
        if row[-1]:
            kept["section"] = row[-1]
        last = configurations[-1] if configurations else {}
        same = bool(last) and has_quotations and all(last.get(k, "") == v for k, v in kept.items())
        if not same:
            given = next((cells[c.key] for c in columns if c.kind == CONFIGURATION), "")
            name = make_name(given, len(configurations) + 1, names)
            names.add(name)
            place = str(len(configurations) + 1)
            configurations.append({"configuration": name, "position": place, **kept})
        name = configurations[-1]["configuration"]
        said = {c.kind: cells[c.key] for c in columns if c.kind in spoken}
        texts = [part.strip() for part in re.split(r"\n+", said.get(QUOTATION, "")) if part.strip()]
        for text in texts:
            places[name] = places.get(name, 0) + 1
            quotations.append(
                {
                    "configuration": name,
                    "position": str(places[name]),
                    "speaker": said.get(SPEAKER, ""),
                    "speaker_group": said.get(SPEAKER_GROUP, ""),
                    "text": text,
                }
            )
        if not texts:
            notes += [
                f"{name}: {said[kind]}" for kind in (SPEAKER, SPEAKER_GROUP) if said.get(kind)
            ]
    return configurations, quotations


def make_name(given: str, number: int, taken: set[str]) -> str:
    """Return a short name for a configuration: what the table calls it, or its number."""
    name = re.sub(r"[^a-z0-9]+", "-", fold(given)).strip("-")[:LONGEST_NAME].strip("-")
    if name.isdigit() or not name:
        name = f"configuration-{name or number}"
    other, count = name, 1
    while other in taken:
        count += 1
        other = f"{name}-{count}"
    return other

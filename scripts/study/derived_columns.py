"""Columns and forms that follow from ``study.yml``: what the dictionary need not be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from scripts.study.dictionary import Table
from scripts.study.settings import Settings

TABLE = "configurations"
# Exhibits of this kind have a form of their own.
CLAIMS = "claims"
# A field with this entry describes a column that follows from study.yml. It can stay when
# the stages change.
ORIGIN = "from"
SOURCE = "study.yml"
# The legal values of a field with this entry hold for each line of a cell.
BY_LINE = "by line"


def describe_columns(settings: Settings) -> list[dict]:
    """Return a field for each column that the stages and theories of a study ask for."""
    fields = []
    for stage in settings.stages:
        words = f"{stage.label}. Empty where the source does not say."
        fields.append(_field(stage.stage, stage.short_label, words))
        if stage.levels:
            words = (
                f"At which level this {stage.short_label.lower()} lies. Where the cell has several "
                "lines at different levels, one line for each of them."
            )
            level = _field(stage.level_column, stage.level_label, words)
            fields.append({**level, "constraints": {"enum": list(stage.levels)}, BY_LINE: True})
    for theory in settings.theories:
        words = f"Whether the configuration is part of this version: {theory.label}."
        fields.append(_field(theory.theory, theory.label, words))
    return fields


def _describe_forms(settings: Settings, tables: Mapping[str, Table]) -> dict[str, Table]:
    """Return the table of what a paper prints for each exhibit that the dictionary leaves out."""
    texts = {
        "row": "Row of the exhibit, by its key on the input side; `caption` and `heading` for "
        "what stands above the rows.",
        "column": "Column of the exhibit, by its key on the input side.",
        "printed": "The cell as the source has it, slips included; empty where the "
        "printed cell is empty.",
        "place": "Where the cell stands: exhibit, part, row.",
    }
    key = ("row", "column")
    fields = [
        {"name": name, "title": name.capitalize(), "type": "string", "description": words}
        | ({"constraints": {"required": True}} if name in key else {})
        for name, words in texts.items()
    ]
    forms = {}
    for exhibit in settings.exhibits:
        name = f"published_{exhibit.exhibit}"
        if exhibit.kind != CLAIMS and name not in tables:
            forms[name] = Table(
                name=name,
                path=f"published/{exhibit.exhibit}.csv",
                title=f"{exhibit.label} as printed",
                description="One row is one printed cell.",
                fields=tuple(fields),
                key=key,
                foreign_keys=(),
                schema={"fields": fields, "missingValues": [""], "primaryKey": list(key)},
            )
    return forms


def _field(name: str, title: str, description: str) -> dict:
    """Return a field of text as the dictionary writes it."""
    texts = {"name": name, "title": title, "type": "string", "description": description}
    return {**texts, ORIGIN: SOURCE}


def add_implied_columns(tables: Mapping[str, Table], settings: Settings | None) -> dict[str, Table]:
    """Return tables with the columns of stages and theories described, and the forms of exhibits.

    A description in the dictionary takes precedence; one that came from ``study.yml`` and
    whose stage or theory is gone is left out. They stand behind the position, in causal
    order.
    """
    table = tables.get(TABLE)
    if table is None or settings is None:
        return dict(tables)
    wanted = {field["name"]: field for field in describe_columns(settings)}
    own = [f for f in table.fields if f["name"] in wanted or f.get(ORIGIN) != SOURCE]
    described = {field["name"] for field in own}
    lacking = [field for name, field in wanted.items() if name not in described]
    if lacking:
        place = next((i for i, f in enumerate(own, 1) if f["name"] == "position"), len(own))
        own[place:place] = lacking
    forms = _describe_forms(settings, tables)
    return {**tables, TABLE: replace(table, fields=tuple(own)), **forms}

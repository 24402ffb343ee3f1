"""A new book planned from somebody's table, and its dictionary fitted to what the table has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scripts.adapt.plan import BookPlan
from scripts.importer.headings import fold
from scripts.importer.rows import ImportedTable
from scripts.study.settings import Group

TITLE = "A realist evaluation"
MARKS = (("“", "”"), ("‘", "’"), ('"', '"'), ("'", "'"), ("„", "“"), ("«", "»"), ("״", "״"))


def plan_import(found: ImportedTable, title: str, groups: Sequence[Group]) -> BookPlan:
    """Return the plan of a book about a table that was taken over.

    A speaker's group becomes one of the groups where it bears its name; otherwise it stays
    beside the name of the speaker.
    """
    names = {fold(text): group.group for group in groups for text in (group.group, group.label)}
    quotations = []
    for row in found.quotations:
        group = names.get(fold(row["speaker_group"]), "")
        others = "" if group else row["speaker_group"]
        speaker = ", ".join(filter(None, (row["speaker"], others)))
        text = _without_marks(row["text"])
        quotations.append({**row, "speaker": speaker, "speaker_group": group, "text": text})
    tables = {"configurations": found.configurations, "quotations": quotations}
    lines = ["What became of the table that this book was made from:", "", *found.report]
    if found.notes:
        lines += ["", "Text of the same file that stands in none of the rows:", "", *found.notes]
    if found.record:
        lines += ["", "Headings, numbers and signs that the book writes in its own way:", ""]
        lines += found.record
    notes = "\n".join(lines) + "\n"
    return BookPlan(
        title, tuple(groups), found.stages, found.theories, tables, "", found.extra, notes
    )


def _without_marks(text: str) -> str:
    """Return a quotation without the marks around the whole of it."""
    for first, last in MARKS:
        inner = text[1:-1]
        if text[:1] == first and text[-1:] == last and first not in inner and last not in inner:
            return inner.strip() or text
    return text


def fit_dictionary(resources: Mapping[str, dict], plan: BookPlan) -> None:
    """Describe the extra columns of a plan, and demand nothing that its rows do not have."""
    entry = resources["configurations"]["schema"]
    for key, label in plan.extra.items():
        words = f"The column “{label}” of the table that this book was made from."
        entry["fields"].append(
            {"name": key, "title": label, "type": "string", "description": words}
        )
    if not any(row.get("valence") for row in plan.tables["configurations"]):
        entry["fields"] = [field for field in entry["fields"] if field["name"] != "valence"]
    for name, rows in plan.tables.items():
        for field in resources[name]["schema"]["fields"]:
            if not all(row.get(field["name"]) for row in rows):
                field.get("constraints", {}).pop("required", None)

"""A new book for another evaluation: the framework copied, data and chapters from the template."""

import json
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from scripts.adapt.framework_files import (
    PROJECT,
    TEMPLATE,
    find_framework,
    hash_framework,
    list_framework_files,
    write_manifest,
)
from scripts.adapt.plans import BookPlan
from scripts.files.paths import make_key
from scripts.files.problems import RefusalError
from scripts.importer.headings import match_heading
from scripts.look.markup import render
from scripts.privacy.confidentiality import NOTES, USUAL_SMALLEST
from scripts.study.dictionary import TABLE, describe_columns
from scripts.study.settings import read_settings

# Tables that each new book has, if only with their headings.
TABLES = ("characteristics", "demographics", "interviews", TABLE, "quotations")
# Words with which the cell of a stage becomes part of a sentence.
CLAUSES = {
    "intervention": "Where there is",
    "context": "in the context",
    "actor": "with",
    "mechanism": "what happens is",
    "resource": "and there is",
    "reaction": "so that the response is",
    "outcome": "and it leads to",
}
# The template has a chapter for so many change models, one for each valence.
MOST_DIAGRAMS = 5


def write_evaluation(
    folder: Path, plan: BookPlan, finish: Callable[[Path], None] = lambda folder: None
) -> None:
    """Write a complete book into a new folder, or one that is empty: all of it or nothing.

    `finish` does what else there is to do, such as to execute the chapters, before the book is
    put in place.
    """
    folder, framework = folder.resolve(), find_framework()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RefusalError(f"{folder} is not empty. Give the name of a folder that is new.")
    if folder.is_relative_to(framework):
        raise RefusalError(f"{folder} lies within this book. Give a folder beside it.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    # On the same disk, from where the book can be put in its place at once.
    with TemporaryDirectory(
        prefix=f".{folder.name}-", dir=folder.parent, ignore_cleanup_errors=True
    ) as part:
        book = Path(part) / folder.name
        copy_framework(framework, book, list_framework_files(framework), plan.title, {})
        _copy_template(book, plan)
        _write_data(book / "data", plan)
        write_manifest(book, hash_framework(book, list_framework_files(book)))
        finish(book)
        if folder.exists():
            folder.rmdir()
        book.rename(folder)


def copy_framework(
    framework: Path, book: Path, names: Iterable[str], title: str, own: Mapping[str, str]
) -> None:
    """Copy files that know no study into a book, and name its project, if not by its own names."""
    for name in names:
        target = book / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(framework / name, target)
    project = name_project((framework / PROJECT).read_text("utf-8"), title, own)
    (book / PROJECT).write_text(project, "utf-8", newline="\n")


def name_project(text: str, title: str, own: Mapping[str, str]) -> str:
    """Return ``pyproject.toml`` with its `own` name and description, or some made from a title."""
    description = f"A realist evaluation as a book: {title}"
    for key, otherwise in {"name": _name_package(title), "description": description}.items():
        line = f"{key} = {json.dumps(own.get(key, otherwise), ensure_ascii=False)}"
        # The first field of each name is that of the project.
        text = re.sub(rf"(?m)^{key} = .*$", lambda _, line=line: line, text, count=1)
    return text


def _name_package(title: str) -> str:
    """Return the name of a package made from a title."""
    return make_key(title, "evaluation").replace("_", "-")


def _copy_template(book: Path, plan: BookPlan) -> None:
    """Copy the template's pages, with titles where they ask for them."""
    shown = [f"{valence} configurations" for valence in plan.valences] or ["the change model"]
    shown += ["another part of the change model"] * MOST_DIAGRAMS
    places = {f"{{diagram_{i + 1}}}": shown[i] for i in range(MOST_DIAGRAMS)}
    places["{title}"] = plan.title
    for path in sorted(p for p in TEMPLATE.rglob("*") if p.is_file()):
        target = book / path.relative_to(TEMPLATE)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text("utf-8")
        for place, words in places.items():
            if path.suffix in {".ipynb", ".yml", ".cff"}:
                words = json.dumps(words, ensure_ascii=False)[1:-1]
            text = text.replace(place, words)
        target.write_text(text, "utf-8", newline="\n")


def format_settings(plan: BookPlan) -> str:
    """Return ``study.yml`` for a plan, with a line about each entry."""
    stages = []
    for stage in plan.stages:
        known = CLAUSES.get(stage.stage) or CLAUSES.get(match_heading(stage.label) or "", "")
        stages.append(replace(stage, as_clause=stage.as_clause or known))
    about = vars(plan) | {"stages": stages, "valences": (plan.valences or [""])[:MOST_DIAGRAMS]}
    return render("adapt/study.yml", smallest=USUAL_SMALLEST, **about)


def _write_data(data: Path, plan: BookPlan) -> None:
    """Write settings, dictionary and tables."""
    (data / "study.yml").write_text(format_settings(plan), "utf-8", newline="\n")
    settings, problems = read_settings(data)
    if settings is None or problems:
        raise RefusalError("\n".join(map(str, problems)))
    package = json.loads((data / "datapackage.json").read_text("utf-8"))
    package["title"] = f"Data of: {plan.title}"
    package["name"] = _name_package(plan.title)
    resources = {entry["name"]: entry for entry in package["resources"]}
    fields = resources[TABLE]["schema"]["fields"]
    place = [field["name"] for field in fields].index("position") + 1
    fields[place:place] = describe_columns(settings)
    if plan.notes:
        _fit_dictionary(resources, plan)
        notes = data.parent / NOTES
        notes.parent.mkdir()
        notes.write_text(plan.notes, "utf-8", newline="\n")
    text = json.dumps(package, ensure_ascii=False, indent=2)
    (data / "datapackage.json").write_text(text + "\n", "utf-8", newline="\n")
    for name in dict.fromkeys((*TABLES, *plan.tables)):
        columns = [entry["name"] for entry in resources[name]["schema"]["fields"]]
        rows = pd.DataFrame(plan.tables.get(name, ()), columns=columns, dtype="str")
        rows.to_csv(data / resources[name]["path"], index=False, lineterminator="\n")


def _fit_dictionary(resources: Mapping[str, dict], plan: BookPlan) -> None:
    """Describe the extra columns of a plan, and demand nothing that its rows do not have."""
    entry = resources[TABLE]["schema"]
    for key, label in plan.extra.items():
        words = f"The column “{label}” of the table that this book was made from."
        entry["fields"].append(
            {"name": key, "title": label, "type": "string", "description": words}
        )
    if not any(row.get("valence") for row in plan.tables[TABLE]):
        entry["fields"] = [field for field in entry["fields"] if field["name"] != "valence"]
    for name, rows in plan.tables.items():
        for field in resources[name]["schema"]["fields"]:
            if not all(row.get(field["name"]) for row in rows):
                field.get("constraints", {}).pop("required", None)

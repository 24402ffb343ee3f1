"""A new book for another evaluation: the framework copied, data and chapters from the template."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from scripts.adapt import invented_example
from scripts.adapt.framework import (
    PACKAGE,
    TEMPLATE,
    find_framework,
    list_framework_files,
    write_manifest,
)
from scripts.adapt.plan import BookPlan
from scripts.adapt.plan_settings import MOST_DIAGRAMS, format_settings, list_valences
from scripts.adapt.table_planning import fit_dictionary
from scripts.files.problems import RefusalError
from scripts.files.slugs import make_slug
from scripts.privacy.confidentiality import NOTES
from scripts.study.dictionary import TABLE, describe_columns
from scripts.study.settings import Group, Settings, Stage, Theory, read_settings

# Tables that each new book has, if only with their headings.
TABLES = ("characteristics", "demographics", "interviews", TABLE, "quotations")


class NewBookError(RefusalError):
    """Raised when a new book cannot be made; nothing has been written then."""


def plan_example(title: str, groups: Sequence[Group], stages: Sequence[Stage]) -> BookPlan:
    """Return the plan of a book about an invented example."""
    theories = tuple(Theory(key, label) for key, label in invented_example.THEORIES.items())
    tables = {
        "characteristics": invented_example.list_characteristics(),
        "demographics": invented_example.count_people(groups),
        "interviews": invented_example.measure_interviews(groups),
        TABLE: invented_example.tell_strands(stages),
        "quotations": invented_example.tell_quotations(groups),
    }
    notice = invented_example.NOTICE
    return BookPlan(title, tuple(groups), tuple(stages), theories, tables, notice)


def write_evaluation(
    folder: Path, plan: BookPlan, finish: Callable[[Path], None] = lambda folder: None
) -> None:
    """Write a complete book into a new folder, all of it or nothing.

    Parameters
    ----------
    folder : Path
        Where to; it may exist if it is empty.
    plan : BookPlan
        What the book is to hold.
    finish : function of a folder, optional
        What else to do, such as to execute the chapters, before the book is put in place.

    Raises
    ------
    NewBookError
        If the folder holds anything, or lies within this book, or this book is not complete.
    """
    folder, framework = folder.resolve(), find_framework()
    if framework is None:
        raise NewBookError(
            f"The project around {PACKAGE} is not there. Run this in the folder of a book, "
            "where pyproject.toml and the folder tests are."
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NewBookError(f"{folder} is not empty. Give the name of a folder that is new.")
    if folder.is_relative_to(framework):
        raise NewBookError(f"{folder} lies within this book. Give a folder beside it.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        book = part / folder.name
        copy_framework(framework, book, plan.title)
        _copy_template(book, plan)
        _write_data(book / "data", plan)
        write_manifest(book, list_framework_files(framework))
        finish(book)
        if folder.exists():
            folder.rmdir()
        book.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def copy_framework(framework: Path, book: Path, title: str) -> None:
    """Copy everything that knows no study into a book."""
    for name in list_framework_files(framework):
        target = book / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(framework / name, target)
    project = framework.joinpath("pyproject.toml").read_text("utf-8")
    (book / "pyproject.toml").write_text(name_project(project, title), "utf-8", newline="\n")


def name_project(text: str, title: str) -> str:
    """Return ``pyproject.toml`` with a name and a description made from a title."""
    name = make_key(title, "evaluation").replace("_", "-")
    values = {"name": name, "description": f"A realist evaluation as a book: {title}"}
    for key, value in values.items():
        words = json.dumps(value, ensure_ascii=False)
        text = re.sub(rf"(?m)^{key} = .*$", lambda _, k=key, w=words: f"{k} = {w}", text, count=1)
    return text


def make_key(label: str, otherwise: str, taken: Sequence[str] = ()) -> str:
    """Return a key in small letters for a label; `otherwise` where it has no such letters."""
    key = make_slug(label, "_").lstrip("0123456789_") or otherwise
    while key in taken:
        key += "_2"
    return key


def _copy_template(book: Path, plan: BookPlan) -> None:
    """Copy the template's pages, with titles where they ask for them."""
    shown = [f"{valence} configurations" for valence in list_valences(plan.tables[TABLE])]
    shown = shown or ["the change model"]
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


def _write_data(data: Path, plan: BookPlan) -> None:
    """Write settings, dictionary and tables."""
    (data / "study.yml").write_text(format_settings(plan), "utf-8", newline="\n")
    settings, problems = read_settings(data)
    if settings is None or problems:
        raise NewBookError("\n".join(map(str, problems)))
    package = json.loads((data / "datapackage.json").read_text("utf-8"))
    package["title"] = f"Data of: {plan.title}"
    package["name"] = make_key(plan.title, "evaluation").replace("_", "-")
    resources = {entry["name"]: entry for entry in package["resources"]}
    _describe_stages(resources[TABLE], settings)
    if plan.notes:
        fit_dictionary(resources, plan)
        notes = data.parent / NOTES
        notes.parent.mkdir()
        notes.write_text(plan.notes, "utf-8", newline="\n")
    text = json.dumps(package, ensure_ascii=False, indent=2)
    (data / "datapackage.json").write_text(text + "\n", "utf-8", newline="\n")
    for name in dict.fromkeys((*TABLES, *plan.tables)):
        columns = [entry["name"] for entry in resources[name]["schema"]["fields"]]
        text = _format_csv(columns, plan.tables.get(name, ()))
        (data / resources[name]["path"]).write_text(text, "utf-8", newline="\n")


def _describe_stages(entry: dict, settings: Settings) -> None:
    """Describe the columns of stages and theories, behind the position."""
    fields = entry["schema"]["fields"]
    place = [f["name"] for f in fields].index("position") + 1
    fields[place:place] = describe_columns(settings)


def _format_csv(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    """Return rows as CSV."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def read_groups(text: str) -> tuple[Group, ...]:
    """Return groups from words such as ``Gardeners=12, Organisers=4``.

    Raises
    ------
    NewBookError
        If a number is no whole number from one.
    """
    groups: list[Group] = []
    for part in filter(None, map(str.strip, text.split(","))):
        label, _, size = (words.strip() for words in part.partition("="))
        if (size and not re.fullmatch(r"[1-9][0-9]{0,5}", size)) or not label:
            raise NewBookError(
                f"--groups: “{part}” is not a name with a number of people behind it. "
                "Write for example: --groups Gardeners=12,Organisers=4"
            )
        key = make_key(label, f"group_{len(groups) + 1}", [group.group for group in groups])
        groups.append(Group(key, label, int(size or 10), _find_code(label, groups)))
    if not groups:
        raise NewBookError("--groups: there is no name. Write for example: --groups Gardeners=12")
    return tuple(groups)


def _find_code(label: str, groups: Sequence[Group]) -> str:
    """Return the first letter of a label that no other group has as its code."""
    taken = {group.code for group in groups}
    return next((c.upper() for c in label if c.isalpha() and c.upper() not in taken), "")


def read_stages(text: str, taken: Sequence[str] = ()) -> tuple[Stage, ...]:
    """Return stages from words such as ``context, Mechanism/resource, outcome``.

    What stands before a slash is a head above neighbouring stages.

    Raises
    ------
    NewBookError
        If there is no stage.
    """
    stages: list[Stage] = []
    for part in filter(None, map(str.strip, text.split(","))):
        spanner, _, label = (words.strip() for words in part.rpartition("/"))
        if not label:
            raise NewBookError(f"--stages: “{part}” has nothing behind the slash.")
        label = label[0].upper() + label[1:]
        spanner = spanner[:1].upper() + spanner[1:]
        keys = [*taken, *(stage.stage for stage in stages)]
        key = make_key(label, f"stage_{len(stages) + 1}", keys)
        stages.append(Stage(key, label, label, spanner))
    if not stages:
        raise NewBookError("--stages: there is no name. Write for example: context,outcome")
    return tuple(stages)

"""The template of a new evaluation, made from the chapters and the dictionary of this edition.

Run ``python -m tests.edition.template`` after a change to a chapter or to the dictionary:
the template then has the same code, and prompts in the place of the prose about this study.
"""

import ast
import csv
import json
import re
from pathlib import Path

import nbformat
import yaml

from scripts.book.staging import PROMPT
from scripts.chapters.notebooks import canonical_text, read_chapter
from scripts.study.dictionary import ORIGIN
from tests import ROOT

SPECIFICATION = Path(__file__).with_name("template.yml")
TEMPLATE = ROOT / "scripts" / "adapt" / "template"
# Tables about this edition alone, and columns that another study need not have.
LEFT_OUT = ("mutation_report", "conjectures", "standards", "earlier_coding")
COLUMNS_LEFT_OUT = {
    "configurations": (
        *("valence_grade", "valence_basis"),
        *("delivery", "delivery_only", "delivery_grade", "delivery_basis"),
    ),
    "codings": ("joined_by",),
    "editorial_notes": ("slip_of", "answer"),
    "published_claims": ("repeats", "also_in", "would_fail", "reason"),
    "reporting_standards": ("in_paper", "paper", "quotation", "reason"),
    "second_coding": ("delivery", "delivery_grade"),
}
# Columns whose legal values another study may choose, and those that may be empty there.
FREE = {"configurations": ("valence",), "second_coding": ("valence",)}
OPTIONAL = {"configurations": ("valence", "title"), "reporting_standards": ("in_edition",)}
STUDY_TEXT = "study-text"
HEAD = "## Verdict"
FOOTER = "    <p>Code MIT, data and prose CC BY 4.0.</p>\n"


def build_chapters() -> dict[str, str]:
    """Return the chapters of the template as text, by file name."""
    wanted = yaml.safe_load(SPECIFICATION.read_text("utf-8"))
    wanted.pop("descriptions")
    words = wanted.pop("words")
    chapters = {f"{name}.ipynb": _build_chapter(name, own) for name, own in wanted.items()}
    for old, new in words:
        assert any(old in text for text in chapters.values()), f"“{old}” stands in no chapter"
        chapters = {name: text.replace(old, new) for name, text in chapters.items()}
    return chapters


def _build_chapter(name: str, own: dict) -> str:
    """Return one chapter: cells of its own, or those of the edition with other prose."""
    if "cells" in own:
        cells = [_own_cell(entry) for entry in own["cells"]]
    else:
        followed = own.get("follows", name)
        cells = _follow(read_chapter(ROOT / f"{followed}.ipynb"), own)
        for cell in cells:
            cell.source = cell.source.replace(Path(followed).name, Path(name).name)
    needs = [f"needs-{need}" for need in own.get("needs", ())]
    if needs:
        cells[0].metadata["tags"] = [*cells[0].metadata.get("tags", []), *needs]
    return canonical_text(nbformat.v4.new_notebook(cells=cells))


def _own_cell(entry: dict) -> nbformat.NotebookNode:
    """Return a cell that the specification spells out."""
    if "code" in entry:
        tags = entry.get("tags", [])
        return nbformat.v4.new_code_cell(entry["code"].strip("\n"), metadata={"tags": tags})
    return _prose(entry["prose"], entry.get("tags"))


def _prose(text: str, tags: list[str] | None = None) -> nbformat.NotebookNode:
    """Return a cell of prose, tagged by whether it asks for words."""
    if tags is None:
        tags = [STUDY_TEXT, "prompt"] if PROMPT in text else [STUDY_TEXT]
    return nbformat.v4.new_markdown_cell(text.strip("\n"), metadata={"tags": tags})


def _follow(chapter: nbformat.NotebookNode, own: dict) -> list[nbformat.NotebookNode]:
    """Return the cells of a chapter of the edition, with the prose and code given in its place."""
    prose, extra = list(own.get("prose", ())), own.get("prose_tags", {})
    cells, texts = [], 0
    for cell in chapter.cells:
        tags = cell.metadata.get("tags", [])
        if cell.cell_type == "code":
            if STUDY_TEXT not in tags:
                cells.append(nbformat.v4.new_code_cell(cell.source, metadata={"tags": tags}))
        elif STUDY_TEXT in tags:
            text, texts = prose[texts], texts + 1
            if text:
                cells.append(_prose(text))
                cells[-1].metadata["tags"] += extra.get(texts, [])
        else:
            cells.append(nbformat.v4.new_markdown_cell(cell.source, metadata={"tags": tags}))
    assert texts == len(prose), "a text for each cell of prose about this study"
    _mark_verdicts(cells)
    return _leave_out_imports(cells)


def _mark_verdicts(cells: list[nbformat.NotebookNode]) -> None:
    """Have an exhibit compared only where anything is published: all that follows its heading."""
    for place, cell in enumerate(cells):
        if cell.cell_type == "markdown" and HEAD in cell.source:
            before, _, after = cell.source.partition(HEAD)
            if before.strip():
                cell.source = before.rstrip()
                cells.insert(place + 1, nbformat.v4.new_markdown_cell(HEAD + after))
                place += 1
            for compared in cells[place:]:
                tags = compared.metadata.get("tags", [])
                compared.metadata["tags"] = [*tags, "needs-published"]
            return


def _leave_out_imports(cells: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    """Return cells without imports that none of them uses any more."""
    code = [cell for cell in cells if cell.cell_type == "code"]
    trees = [ast.parse(cell.source) for cell in code]
    used = {n.id for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Name)}
    lines = code[0].source.splitlines()
    # From the last, so that the lines of those before stay where they are.
    for node in reversed(trees[0].body):
        if isinstance(node, ast.ImportFrom):
            names = [alias.name for alias in node.names if alias.name in used]
            line = f"from {node.module} import {', '.join(names)}"
            if len(line) > 100:
                inner = "".join(f"    {name},\n" for name in names)
                line = f"from {node.module} import (\n{inner})"
            lines[node.lineno - 1 : node.end_lineno] = [line] if names else []
    code[0].source = "\n".join(lines).strip()
    return cells


def build_dictionary() -> str:
    """Return the dictionary of the template: without this study's stages, theories and words."""
    package = json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))
    settings = yaml.safe_load((ROOT / "data" / "study.yml").read_text("utf-8"))
    implied = {e["stage"] for e in settings["stages"]} | {e["theory"] for e in settings["theories"]}
    descriptions = yaml.safe_load(SPECIFICATION.read_text("utf-8"))["descriptions"]
    resources = []
    for entry in package["resources"]:
        if entry["name"] in LEFT_OUT:
            continue
        for place in (entry, *entry["schema"]["fields"]):
            name = entry["name"] if place is entry else f"{entry['name']}.{place['name']}"
            place["description"] = descriptions.pop(name, place["description"])
        gone = {*COLUMNS_LEFT_OUT.get(entry["name"], ())}
        gone |= implied if entry["name"] == "configurations" else set()
        fields = [f for f in entry["schema"]["fields"] if f["name"] not in gone]
        for field in fields:
            rules = field.get("constraints", {})
            if field["name"] in FREE.get(entry["name"], ()):
                rules.pop("enum", None)
            if field["name"] in OPTIONAL.get(entry["name"], ()):
                rules.pop("required", None)
            if not rules:
                field.pop("constraints", None)
            field.pop(ORIGIN, None)
        entry["schema"]["fields"] = fields
        resources.append(entry)
    assert not descriptions, f"{', '.join(descriptions)}: no such table or column"
    package = {
        "name": "evaluation",
        "profile": package["profile"],
        "title": "Data of a realist evaluation",
        "licenses": package["licenses"],
        "resources": resources,
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def build_configuration() -> str:
    """Return the settings of a site, without the names of this edition."""
    text = (ROOT / "_config.yml").read_text("utf-8")
    for pattern, words in (
        (r"(?m)^title: .*$", 'title: "{title}"'),
        (r"(?m)^author: .*$", "author: the authors"),
        (r"(?m)^copyright: .(\d+).*$", r'copyright: "\1, the authors"'),
        (r"(?s)(?<=extra_footer: >-\n).*?(?=^launch_buttons)", FOOTER),
    ):
        text, found = re.subn(pattern, words, text, flags=re.MULTILINE)
        assert found == 1, pattern
    return text


def build_standards() -> str:
    """Return the items of the reporting standard, none of them answered."""
    lines = (ROOT / "data" / "reporting_standards.csv").read_text("utf-8").splitlines()
    rows = list(csv.DictReader(lines))
    body = [",".join([r["item"], r["part"], _quote(r["topic"]), "", "", ""]) for r in rows]
    return "\n".join(["item,part,topic,in_edition,edition,remark", *body]) + "\n"


def _quote(text: str) -> str:
    return f'"{text}"' if "," in text else text


def build_template() -> dict[str, str]:
    """Return the files of the template that follow from this edition, by name."""
    return {
        **build_chapters(),
        "_config.yml": build_configuration(),
        "data/datapackage.json": build_dictionary(),
        "data/reporting_standards.csv": build_standards(),
    }


def main() -> None:
    """Write the files of the template."""
    for name, text in build_template().items():
        path = TEMPLATE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

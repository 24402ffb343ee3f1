"""The chapters of this book run on any study: what they show, and which tables they make."""

import ast
import json
from itertools import chain

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from scripts.chapters.in_process import parse_cell, run_cells
from scripts.chapters.notebooks import read_chapter
from scripts.chapters.results import Results, read_results
from scripts.display.exhibits import Shown
from scripts.study.study import Study, use_study
from scripts.tables.table import Table
from tests import ROOT

# For each kind of exhibit a chapter of the book, and the exhibit that it rebuilds.
REBUILT = {
    "demographics": ("participants", "table_1"),
    "interviews": ("interviews", "interviews"),
    "configurations": ("configurations", "table_2"),
    "diagram": ("figure_1", "figure_1"),
}


def read_code(study: Study, key: str) -> list[tuple[int, str]]:
    """Return the numbered code cells of the chapter of an exhibit, for an exhibit of any name."""
    name, own = REBUILT[study.exhibit(key).kind]
    cells = read_chapter(ROOT / "chapters" / f"{name}.ipynb").cells
    return [
        (number, cell.source.replace(f'"{own}', f'"{key}'))
        for number, cell in enumerate(cells, 1)
        # What speaks of the study of the edition is in no other book.
        if cell.cell_type == "code" and "study-text" not in cell.metadata.get("tags", ())
    ]


def run_chapter(study: Study, key: str) -> Results:
    """Return what the chapter of an exhibit records: its tables and its comparison."""
    cells = [parse_cell(key, number, source) for number, source in read_code(study, key)]
    return run_cells(cells, study)


def rebuild_table(study: Study, key: str) -> Table:
    """Return the table that a chapter makes of an exhibit."""
    return run_chapter(study, key).tables[key]


def rebuild_tables(study: Study) -> dict[str, Table]:
    """Return the tables of all exhibits that are tables, by key."""
    kinds = set(REBUILT) - {"diagram"}
    keys = [e.exhibit for e in study.exhibits if e.kind in kinds]
    return dict(chain.from_iterable(run_chapter(study, key).tables.items() for key in keys))


def show_chapter(study: Study, key: str) -> list[Shown]:
    """Return what the cells of a chapter show, charts and drawings included."""
    namespace: dict[str, object] = {"__name__": "chapter"}
    shown = []
    with use_study(study):
        for _, source in read_code(study, key):
            if "show_verdict(" in source and study.published(key).empty:
                continue
            tree = ast.parse(source)
            last = tree.body[-1]
            if isinstance(last, ast.Expr):
                tree.body.pop()
            exec(compile(tree, key, "exec"), namespace)
            if isinstance(last, ast.Expr):
                value = eval(compile(ast.Expression(last.value), key, "eval"), namespace)
                shown += [value] if isinstance(value, Shown) else []
    return shown


def make_results(study: Study) -> Results:
    """Return what the chapters of all exhibits of a study have shown, as a build reads it."""
    chapters = {}
    for exhibit in study.exhibits:
        if exhibit.kind in REBUILT:
            outputs = [
                new_output("display_data", json.loads(json.dumps(dict(shown.forms))))
                for shown in show_chapter(study, exhibit.exhibit)
            ]
            cells = [new_markdown_cell(f"# {exhibit.label}"), new_code_cell("", outputs=outputs)]
            chapters[f"chapters/{exhibit.exhibit}.ipynb"] = new_notebook(cells=cells)
    return read_results(chapters, study.settings)

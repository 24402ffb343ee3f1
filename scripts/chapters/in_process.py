"""Chapters run in this very process, without a kernel, on any study.

So the checks and the mutation proof ask what the chapters make of other data.
"""

import ast
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path, PurePosixPath
from types import CodeType

import pandas as pd

from scripts.chapters.contents import list_chapters
from scripts.chapters.limits import LIMITS, CellTooLongError, Limits, hold_limits, read_limits
from scripts.chapters.notebooks import read_chapter
from scripts.chapters.results import Results, record
from scripts.published.comparison import COLUMNS, Comparison
from scripts.study.study import Study, use_study

VERDICT = "show_verdict"


class ChapterStoppedError(Exception):
    """Raised when the code of a chapter stops; the message names the cell and the error."""


@dataclass(frozen=True)
class CodeCell:
    """A code cell: its code, which knows its place, and the names that it sets and uses."""

    code: CodeType
    sets: frozenset[str]
    uses: frozenset[str]


def read_cells(path: Path) -> list[CodeCell]:
    """Return the code cells of a chapter, in order."""
    notebook = read_chapter(path)
    sources = [(n, c.source) for n, c in enumerate(notebook.cells, 1) if c.cell_type == "code"]
    return [parse_cell(path.name, number, source) for number, source in sources]


@lru_cache(maxsize=512)
def parse_cell(name: str, number: int, source: str) -> CodeCell:
    """Return a cell of a chapter."""
    tree = ast.parse(source)
    sets, uses = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.alias):
            sets.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.Name):
            (uses if isinstance(node.ctx, ast.Load) else sets).add(node.id)
        elif isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.ctx, ast.Store):
            # A new column of a frame changes the frame.
            sets |= {inner.id for inner in ast.walk(node.value) if isinstance(inner, ast.Name)}
    code = compile(tree, f"{name}, cell {number}", "exec")
    return CodeCell(code, frozenset(sets), frozenset(uses))


def select_verdict_cells(cells: list[CodeCell]) -> list[CodeCell]:
    """Return the cells that a verdict of the chapter depends on, in order."""
    needed: list[CodeCell] = []
    wanted: set[str] = set()
    for cell in reversed(cells):
        if VERDICT in cell.uses or cell.sets & wanted:
            needed.append(cell)
            wanted |= cell.uses
    return needed[::-1]


def run_cells(cells: list[CodeCell], study: Study, limits: Limits = LIMITS) -> Results:
    """Run code cells on a study and return what they have shown, or raise ChapterStoppedError."""
    namespace: dict[str, object] = {"__name__": "chapter"}
    with use_study(study), record() as recorder:
        for cell in cells:
            where = cell.code.co_filename
            try:
                with hold_limits(limits):
                    exec(cell.code, namespace)
            except CellTooLongError as error:
                raise ChapterStoppedError(f"{where} {limits.too_long}") from error
            except MemoryError as error:
                namespace.clear()
                raise ChapterStoppedError(f"{where} {limits.too_much}") from error
            except Exception as error:
                raise ChapterStoppedError(f"{where}: {type(error).__name__}: {error}") from error
    return recorder


def compare_exhibits(
    study: Study, root: Path, keys: Collection[str] | None = None
) -> dict[str, Comparison]:
    """Return the comparison that the book's chapters make of each exhibit of a study.

    The chapters are those of the book in `root`, wherever the data come from: nothing that
    comes with a data folder is run. `keys` are those of the exhibits that are asked for, by
    default all.
    """
    chapters = {path.relative_to(root).as_posix(): path for path in list_chapters(root)}
    limits, found = read_limits(root), {}

    @cache
    def run(name: str) -> tuple[dict[str, Comparison], str]:
        """Return the comparisons of a chapter, and why there are not all of them."""
        if name not in chapters:
            return {}, f"{name} is not a chapter of this book; _toc.yml names those that are"
        cells = select_verdict_cells(read_cells(chapters[name]))
        try:
            comparisons = run_cells(cells, study, limits).comparisons
        except ChapterStoppedError as error:
            return {}, f"the code of {'chapters/' if '/' in name else ''}{error}"
        return comparisons, f"{name} shows no verdict on this exhibit"

    for exhibit in study.exhibits:
        key = exhibit.exhibit
        if keys is None or key in keys:
            comparisons, why = run(PurePosixPath(exhibit.chapter).as_posix())
            nothing = Comparison(exhibit, pd.DataFrame(columns=COLUMNS), (f"{key}: {why}",))
            found[key] = comparisons.get(key, nothing)
    return found

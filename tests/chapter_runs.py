"""Chapters run in this process, for tests that would wait too long for kernels."""

import ast
import contextlib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import IPython.display
import nbformat
import pandas as pd

from scripts.display import exhibits
from scripts.study.study import Study, use_study
from tests import ROOT


@cache
def _cells(path: Path) -> tuple:
    """Return source, code and stored output texts of each code cell."""
    notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    cells = []
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        tree = ast.parse(cell.source)
        last = None
        if tree.body and isinstance(tree.body[-1], ast.Expr):
            last = compile(ast.Expression(tree.body.pop().value), str(path), "eval")
        stored = []
        for output in cell.outputs:
            data = output.get("data", {})
            stored += [
                text if mime == "text/html" else f"{output.metadata.scrapbook.name}={text}"
                for mime, text in data.items()
                if mime == "text/html" or mime.startswith(exhibits.GLUE_PREFIX)
            ]
        cells.append((cell.source, compile(tree, str(path), "exec"), last, tuple(stored)))
    return tuple(cells)


def find_changed_output(study: Study, path: Path, about: str = "") -> str:
    """Return where a chapter first shows something else than its stored outputs.

    The text names the chapter, the cell and the lines that differ; it is empty if
    nothing differs. With `about`, only cells with these words show anything.
    """
    namespace: dict[str, object] = {"__name__": "chapter"}
    name = path.relative_to(ROOT).as_posix()
    for number, (source, body, last, stored) in enumerate(_cells(path), start=1):
        shown: list[str] = []
        with use_study(study), _glue_into(shown):
            try:
                exec(body, namespace)
                value = eval(last, namespace) if last is not None and about in source else None
            except Exception as error:
                return f"{name}, code cell {number}: {type(error).__name__}: {error}"
        if isinstance(value, pd.DataFrame):
            shown.append(exhibits.format_frame(value))
        elif isinstance(value, exhibits.Shown):
            shown.append(value.html)
        elif isinstance(value, IPython.display.DisplayObject):
            shown.append(value.data)
        if about in source and tuple(shown) != stored:
            old, new = _lines(stored), _lines(shown)
            gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
            lines = [f"- {line}" for line in gone] + [f"+ {line}" for line in come]
            return f"{name}, code cell {number}:\n" + "\n".join(lines)
    return ""


def _lines(outputs: Iterable[str]) -> list[str]:
    """Return the lines of outputs, each cell of a table behind the head of its row."""
    lines, head = [], ""
    for line in "\n".join(outputs).splitlines():
        if line.startswith("<th"):
            head = line
        lines.append(f"{head} {line}" if line.startswith("<td") else line)
    return lines


@contextlib.contextmanager
def _glue_into(shown: list[str]):
    """Collect what `exhibits.glue` publishes."""
    real = IPython.display.publish_display_data

    def collect(data, metadata=None, **_):
        shown.extend(f"{metadata['scrapbook']['name']}={text}" for text in data.values())

    IPython.display.publish_display_data = collect
    try:
        yield
    finally:
        IPython.display.publish_display_data = real

"""Which chapters must be executed: all whose code, or anything around them, has changed."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import nbformat

from scripts.chapters.notebooks import read_chapter
from scripts.chapters.results import find_turn
from scripts.files.hashing import hash_files

FOR_BROWSERS = {".css", ".js"}


@dataclass(frozen=True)
class ExecutionPlan:
    """What is to be executed, decided from hashes of this moment.

    Attributes
    ----------
    root : Path
        The folder of the book.
    chapters : dict of Path to NotebookNode
        All chapters, in order.
    keys : dict of Path to str
        For each chapter, a hash of all that its outputs depend on.
    done : dict of Path to list
        The kept outputs of the chapters that need not be executed.
    surroundings : str
        Hash of the data, the package and the pins.
    """

    root: Path
    chapters: dict[Path, nbformat.NotebookNode]
    keys: dict[Path, str]
    done: dict[Path, list]
    surroundings: str

    @property
    def store(self) -> Path:
        """Return the folder of the kept results."""
        return self.root / "_build" / "executed"

    @property
    def waiting(self) -> list[Path]:
        """Return the chapters that must be executed."""
        return [path for path in self.chapters if path not in self.done]


def hash_code(notebook: nbformat.NotebookNode, salt: str = "") -> str:
    """Return a hash of the code of a chapter; its prose and its outputs do not count."""
    code = [cell.source.strip("\n") for cell in notebook.cells if cell.cell_type == "code"]
    return hashlib.sha256(json.dumps([code, salt]).encode()).hexdigest()


def hash_outputs(notebook: nbformat.NotebookNode) -> str:
    """Return a hash of what a chapter has shown, and of its headings; its prose does not count."""
    outputs = [cell.get("outputs", []) for cell in notebook.cells]
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    heads = [line for text in prose for line in text.splitlines() if line.startswith("#")]
    return hashlib.sha256(json.dumps([outputs, heads]).encode()).hexdigest()


def list_inputs(root: Path) -> list[Path]:
    """Return the files of the data and of the package, without those of other programs.

    Style sheets and scripts for browsers are not among them: no chapter reads any.
    """
    data = [p for p in (root / "data").rglob("*") if not _is_foreign(p.name)]
    code = [p for p in (root / "scripts").rglob("*") if "__pycache__" not in p.parts]
    code = [p for p in code if p.suffix not in FOR_BROWSERS]
    return [path for path in [*data, *code] if path.is_file()]


def hash_surroundings(root: Path) -> str:
    """Return a hash of what every chapter depends on besides its own code.

    That is the data, the package, the pins, the version of Python, the packages that are
    installed, and the modules of the reader's own that could be taken for others.
    """
    folders = {root, root / "chapters"}
    packages = {p.name for place in sys.path for p in Path(place).glob("*.dist-info")}
    modules = [p.name for folder in folders for p in folder.glob("*.py")]
    modules += [p.parent.name for folder in folders for p in folder.glob("*/__init__.py")]
    salt = json.dumps([platform.python_version(), sorted(packages), sorted(modules)])
    settings = [root / name for name in ("requirements.txt", "_config.yml", "_toc.yml")]
    return hash_files(root, [*list_inputs(root), *settings], salt)


def hash_inputs(root: Path) -> str:
    """Return a hash of all that the tables and drawings of a book are made from."""
    notebooks = sorted([*root.glob("*.ipynb"), *root.glob("chapters/**/*.ipynb")])
    return _hash_all(hash_surroundings(root), {p: read_chapter(p) for p in notebooks})


def _hash_all(surroundings: str, chapters: dict[Path, nbformat.NotebookNode]) -> str:
    """Return a hash of the code of all chapters and of what surrounds them."""
    code = [hash_code(notebook) for notebook in chapters.values()]
    return hashlib.sha256(json.dumps([surroundings, code]).encode()).hexdigest()


def _is_foreign(name: str) -> bool:
    """Return whether a file is hidden, or a spreadsheet program's own note."""
    return name.startswith((".", "~$")) or name == "__pycache__"


def plan_execution(root: Path, paths: Iterable[Path]) -> ExecutionPlan:
    """Return which chapters must be executed, and the kept outputs of the others.

    A chapter that sums up others depends on the code of all of them. Where there is
    something to execute, the libraries that kernels need begin to load.

    Raises
    ------
    ChapterError
        If a chapter cannot be read.
    """
    chapters = {path: read_chapter(path) for path in paths}
    surroundings = hash_surroundings(root)
    everything = _hash_all(surroundings, chapters)
    keys = {
        path: hash_code(notebook, (everything if find_turn(notebook) else surroundings) + path.name)
        for path, notebook in chapters.items()
    }
    plan = ExecutionPlan(root, chapters, keys, {}, surroundings)
    for path, key in keys.items():
        outputs = _find_result(plan.store, key)
        if outputs is not None:
            plan.done[path] = outputs
    if plan.waiting:
        # Imported where it is needed: a build with nothing to execute need not wait for it.
        from scripts.execution.kernels import prepare_kernels

        prepare_kernels()
    return plan


def _find_result(store: Path, key: str) -> list | None:
    """Return the kept outputs of a chapter, or None; a damaged file is passed over."""
    file = store / f"{key}.json"
    try:
        digest, _, text = file.read_text("utf-8").partition("\n")
        if hashlib.sha256(text.encode()).hexdigest() != digest:
            return None
        file.touch()
        return json.loads(text)
    except (OSError, ValueError):
        return None


def format_result(outputs: list) -> str:
    """Return the text of the file that keeps the outputs of a chapter."""
    text = json.dumps(outputs)
    return f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}"


def list_kept(store: Path) -> list[Path]:
    """Return the kept results, the one used last at the head."""
    return sorted(store.glob("*.json"), key=lambda file: file.stat().st_mtime, reverse=True)


def count_processors() -> int:
    """Return the number of processors that this process may use.

    That is fewer than the machine has where somebody set a limit, as for a job of a shared
    computer; systems that know no such limit give all of them.
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

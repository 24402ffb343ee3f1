"""Which chapters must be executed: those of which something that they read has changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import nbformat

from scripts.execution.chapters import read_chapter
from scripts.execution.traces import (
    Hashes,
    find_result,
    hash_code,
    hash_files,
    hash_now,
    hash_surroundings,
    list_inputs,
)


@dataclass(frozen=True)
class Plan:
    """What is to be executed, decided from hashes of this moment.

    Attributes
    ----------
    root : Path
        The folder of the book.
    chapters : dict of Path to NotebookNode
        All chapters, in order.
    keys : dict of Path to str
        For each chapter, a hash of its code and surroundings: how its results are found.
    done : dict of Path to list
        The kept outputs of the chapters that need not be executed.
    hashes : Hashes
        Of all that chapters may read.
    """

    root: Path
    chapters: dict[Path, nbformat.NotebookNode]
    keys: dict[Path, str]
    done: dict[Path, list]
    hashes: Hashes

    @property
    def store(self) -> Path:
        """Return the folder of the kept results."""
        return self.root / "_build" / "executed"

    @property
    def waiting(self) -> list[Path]:
        """Return the chapters that must be executed."""
        return [path for path in self.chapters if path not in self.done]


def hash_inputs(root: Path) -> str:
    """Return a hash of all the data and the whole package, and of what surrounds them.

    The code of chapters counts too: that of those which answer claims is run elsewhere.
    """
    code = [hash_now(root, path.relative_to(root).as_posix()) for path in _list_notebooks(root)]
    salt = hash_surroundings(root, {path.parent for path in _list_notebooks(root)})
    return hash_files(root, list_inputs(root), json.dumps([code, salt]))


def _list_notebooks(root: Path) -> list[Path]:
    """Return the notebooks of the book, also those which are left out of it."""
    return sorted([*root.glob("*.ipynb"), *root.glob("chapters/**/*.ipynb")])


def plan_execution(root: Path, paths: Iterable[Path]) -> Plan:
    """Return which chapters must be executed, and the kept outputs of the others.

    Where there is something to execute, the libraries that kernels need begin to load.

    Raises
    ------
    ChapterError
        If a chapter cannot be read.
    """
    chapters = {path: read_chapter(path) for path in paths}
    surroundings = hash_surroundings(root, {path.parent for path in chapters})
    place = {path: path.relative_to(root).as_posix() for path in chapters}
    keys = {path: hash_code(nb, surroundings + place[path]) for path, nb in chapters.items()}
    plan = Plan(root, chapters, keys, {}, Hashes(root))
    for path, key in keys.items():
        outputs = find_result(plan.store, key, plan.hashes)
        if outputs is not None:
            plan.done[path] = outputs
    if plan.waiting:
        # Imported where it is needed: a build with nothing to execute need not wait for it.
        from scripts.execution.kernels import prepare_kernels

        prepare_kernels()
        plan.hashes.remember_all()
    return plan

"""The framework: the files that know no study and come with every book, and the record of them."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path

import nbformat

from scripts.chapters.notebooks import list_code_cells, read_chapter, trim_source
from scripts.files.problems import RefusalError

# The folder of the package. What else belongs to the framework lies beside it.
PACKAGE = Path(str(files("scripts"))).resolve()
# The book that a new one is made from.
TEMPLATE = PACKAGE / "adapt" / "template"
MANIFEST = ".framework.json"
# Raised when a book of the form before could not be used by the scripts any more.
LAYOUT = 3
PROJECT = "pyproject.toml"
FOLDERS = ("scripts", "tests", ".ci", ".github")
FILES = (
    *("Makefile", "conftest.py", "requirements.txt", "requirements-lab.txt"),
    *("postBuild", "runtime.txt"),
    *(".gitignore", ".gitattributes"),
)
# Tests that state the numbers and words of one study stay with it.
EDITION_TESTS = "tests/edition"
LEFT_OUT = {"__pycache__", ".ipynb_checkpoints", ".DS_Store"}


def find_framework() -> Path:
    """Return the folder of the project that this package is part of."""
    root = PACKAGE.parent
    needed = (PROJECT, "requirements.txt", "Makefile", "tests")
    if not all((root / name).exists() for name in needed):
        raise RefusalError(
            f"The project around {PACKAGE} is not there. Run this in the folder of a book, "
            f"where {', '.join(needed)} are."
        )
    return root


def is_framework_file(name: str) -> bool:
    """Return whether a path with slashes belongs to the framework; all else is never touched."""
    is_kit = name.split("/")[0] in FOLDERS or name in (*FILES, PROJECT)
    return is_kit and not name.startswith(f"{EDITION_TESTS}/")


def list_framework_files(root: Path) -> list[str]:
    """Return the files of the framework that all books have alike, in order."""
    paths = [root / name for name in FILES]
    for folder in FOLDERS:
        paths += (root / folder).rglob("*")
    kept = [path for path in paths if path.is_file() and not LEFT_OUT & set(path.parts)]
    return sorted(filter(is_framework_file, (path.relative_to(root).as_posix() for path in kept)))


def hash_framework(root: Path, names: Iterable[str]) -> dict[str, str]:
    """Return a hash of each file; line ends do not count, as Git may change them."""
    contents = {name: (root / name).read_bytes().replace(b"\r\n", b"\n") for name in names}
    return {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}


def list_notebooks(root: Path) -> list[str]:
    """Return the names of the notebooks of a book or of the template, in order."""
    paths = [*root.glob("*.ipynb"), *(root / "chapters").glob("*.ipynb")]
    return sorted(path.relative_to(root).as_posix() for path in paths)


def hash_source(source: str) -> str:
    """Return a hash of the code of a cell; blank lines around it do not count."""
    return hashlib.sha256(trim_source(source).encode()).hexdigest()


def hash_cell_code(notebook: nbformat.NotebookNode) -> list[str]:
    """Return a hash of each code cell of a notebook."""
    return [hash_source(cell.source) for cell in list_code_cells(notebook)]


def write_manifest(root: Path, files: Mapping[str, str]) -> None:
    """Record files of the framework by their hashes in a book, and the layout of the book.

    What else lies in its folders is its people's own, and is never recorded.
    """
    cells = {
        name: hash_cell_code(read_chapter(TEMPLATE / name)) for name in list_notebooks(TEMPLATE)
    }
    record = {"layout": LAYOUT, "files": dict(sorted(files.items())), "cells": cells}
    text = json.dumps(record, indent=1)
    (root / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")

"""The code of a book's chapters, renewed cell by cell where nobody has changed it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import nbformat

from scripts.chapters.notebooks import canonical_text, read_chapter


@dataclass(frozen=True)
class Renewal:
    """What becomes of the code of one chapter.

    Attributes
    ----------
    notebook : NotebookNode
        The chapter with its code renewed; prose and changed cells are as they were.
    renewed : tuple of int
        Numbers of the cells, in the chapter as it is, whose code the framework has changed and
        nobody else has.
    kept : tuple of int
        Numbers of the code cells that somebody has changed.
    """

    notebook: nbformat.NotebookNode
    renewed: tuple[int, ...]
    kept: tuple[int, ...]


def list_notebooks(root: Path) -> list[str]:
    """Return the names of the notebooks of a book or of the template, in order."""
    paths = [*root.glob("*.ipynb"), *(root / "chapters").glob("*.ipynb")]
    return sorted(path.relative_to(root).as_posix() for path in paths)


def hash_code_cells(root: Path) -> dict[str, list[str]]:
    """Return a hash of each code cell of each notebook, by the name of the notebook."""
    return {
        name: [hash_source(cell.source) for cell in _list_code(read_chapter(root / name))]
        for name in list_notebooks(root)
    }


def hash_source(source: str) -> str:
    """Return a hash of the code of a cell; blank lines around it do not count."""
    return hashlib.sha256(source.strip().encode()).hexdigest()


def _list_code(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """Return the code cells of a notebook."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def renew_code(
    notebook: nbformat.NotebookNode, before: Sequence[str], template: nbformat.NotebookNode
) -> Renewal:
    """Return a chapter with the code of a newer template, where it is still that of the older.

    Parameters
    ----------
    notebook : NotebookNode
        The chapter of the book.
    before : sequence of str
        Hashes of the code cells that the chapter came with.
    template : NotebookNode
        The chapter as the framework has it now.
    """
    cells = list(notebook.cells)
    places = {hash_source(c.source): i for i, c in enumerate(cells) if c.cell_type == "code"}
    kept = tuple(i + 1 for digest, i in places.items() if digest not in before)
    fresh = _list_code(template)
    after = [hash_source(cell.source) for cell in fresh]
    renewed: list[int] = []
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    # From the last, so that the places of those before stay as they are.
    for kind, first, end, start, stop in reversed(steps):
        own = [places.get(digest) for digest in before[first:end]]
        if kind == "equal" or None in own:
            continue
        if own:
            place = own[0]
        elif first and places.get(before[first - 1]) is not None:
            place = places[before[first - 1]] + 1
        else:
            continue
        for i in sorted(own, reverse=True):
            renewed.append(i + 1)
            del cells[i]
        cells[place:place] = fresh[start:stop]
    result = nbformat.v4.new_notebook(cells=cells)
    return Renewal(result, tuple(sorted(renewed)), kept)


def plan_renewals(
    book: Path, before: Mapping[str, Sequence[str]], template: Path
) -> dict[str, Renewal]:
    """Return the renewals of the chapters of a book whose code the framework has changed.

    Parameters
    ----------
    book : Path
        The folder of the book.
    before : mapping of str to sequence of str
        Hashes of the code cells that its chapters came with, by name.
    template : Path
        The template of the framework.
    """
    found = {}
    for name in list_notebooks(template):
        if name not in before or not (book / name).is_file():
            continue
        fresh = read_chapter(template / name)
        if [hash_source(cell.source) for cell in _list_code(fresh)] == list(before[name]):
            continue
        found[name] = renew_code(read_chapter(book / name), before[name], fresh)
    return found


def write_renewals(book: Path, renewals: Mapping[str, Renewal]) -> None:
    """Write chapters with renewed code into a book."""
    for name, renewal in renewals.items():
        (book / name).write_text(canonical_text(renewal.notebook), encoding="utf-8", newline="\n")

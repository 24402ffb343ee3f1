"""Prose that is still to be written: prompts found in chapters, and marked on their pages.

A prompt is a quotation block whose first line begins with `MARK`. Who replaces the block
by prose of their own has answered it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat

MARK = "**Write here:**"
_BLOCK = re.compile(rf"^> {re.escape(MARK)}(?P<words>.*(?:\n>.*)*)", re.MULTILINE)


@dataclass(frozen=True)
class Prompt:
    """A prompt that nobody has answered: file, cell (0 in a Markdown file), what to write."""

    file: str
    cell: int
    words: str

    def __str__(self) -> str:
        """Return file, cell and the beginning of the words in one line."""
        where = f"{self.file}, cell {self.cell}" if self.cell else self.file
        return f"{where}: {self.words}"


def find_prompts(text: str, file: str, cell: int = 0) -> Iterator[Prompt]:
    """Yield the prompts in a text."""
    for block in _BLOCK.finditer(text):
        first = block["words"].split("\n>", 1)[0].strip()
        yield Prompt(file, cell, first)


def list_prompts(root: Path, chapters: dict, pages: dict[Path, str]) -> list[Prompt]:
    """Return the prompts of a book that nobody has answered.

    Parameters
    ----------
    root : Path
        The folder of the book.
    chapters : dict of Path to notebook
        Its notebooks.
    pages : dict of Path to str
        Its Markdown files with their text.
    """
    found: list[Prompt] = []
    for path, notebook in chapters.items():
        name = path.relative_to(root).as_posix()
        for number, cell in enumerate(notebook.cells, start=1):
            if cell.cell_type == "markdown":
                found += find_prompts(cell.source, name, number)
    for path, text in pages.items():
        found += find_prompts(text, path.relative_to(root).as_posix())
    return found


def mark_prompts(text: str) -> str:
    """Return a text in which each prompt is a box that nobody can overlook."""

    def box(block: re.Match) -> str:
        lines = [line.strip() for line in block["words"].split("\n>")]
        words = "\n\n".join(" ".join(part) for part in _paragraphs(lines))
        return f"::::{{admonition}} Still to write\n:class: prompt\n{words}\n::::"

    return _BLOCK.sub(box, text)


def _paragraphs(lines: list[str]) -> list[list[str]]:
    """Return lines in groups that blank lines part."""
    groups: list[list[str]] = [[]]
    for line in lines:
        if line:
            groups[-1].append(line)
        else:
            groups.append([])
    return [group for group in groups if group]


def mark_cells(notebook: nbformat.NotebookNode) -> None:
    """Mark the prompts in the prose of a notebook, in place."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = mark_prompts(cell.source)

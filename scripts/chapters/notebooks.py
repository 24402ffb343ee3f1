"""The files of a book that people edit, read: notebooks, their one stored form, and settings."""

import re
from copy import deepcopy
from pathlib import Path

import nbformat
import yaml

from scripts.files.problems import RefusalError

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


class ChapterError(RefusalError):
    """Raised when a chapter cannot be found or read, or one of its cells fails."""


def read_text(path: Path) -> str:
    """Return the text of a file that people edit, with the line ends of this program."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ChapterError(f"{path.name}: not UTF-8 text. Save it with this encoding.") from error
    conflict = re.search(r"^<{7} ", text, re.MULTILINE)
    if conflict:
        line = text[: conflict.start()].count("\n") + 1
        raise ChapterError(
            f"{path.name}, line {line}: a merge conflict left by Git. Keep one version of "
            "the lines and delete the marks around them."
        )
    return text


def read_yaml(path: Path) -> dict:
    """Return what one of the book's own YAML files holds."""
    if not path.is_file():
        raise ChapterError(f"{path.name}: there is no such file in {path.parent}.")
    try:
        text = read_text(path)
        # What refers to itself, or ten times to what refers ten times, has no end.
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text)):
            raise ChapterError(
                f"{path.name}: an entry that refers to another one by *. Write it out."
            )
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        reason = getattr(error, "problem", None) or str(error)
        raise ChapterError(
            f"{path.name}{where}: not readable as YAML ({reason}). Compare the indents and "
            "colons with the lines around."
        ) from error
    if not isinstance(content, dict):
        raise ChapterError(f"{path.name}: expected settings of the form `name: value`.")
    return content


def read_chapter(path: Path) -> nbformat.NotebookNode:
    """Return a notebook."""
    text = read_text(path)
    try:
        notebook = nbformat.reads(text, as_version=4)
        nbformat.validate(notebook)
    # nbformat raises errors of many kinds on files that only look like notebooks.
    except Exception as error:
        reason = str(error).partition("\n")[0][:200]
        raise ChapterError(
            f"{path.name}: not a notebook ({reason}). Restore the file from Git, or save "
            "it again from Jupyter."
        ) from error
    return notebook


def trim_source(source: str) -> str:
    """Return the source of a cell as it is stored and compared: without blank lines around it."""
    return source.strip("\n")


def canonical_text(notebook: nbformat.NotebookNode) -> str:
    """Return a notebook as text that depends on its cells and outputs alone."""
    notebook = deepcopy(notebook)
    notebook.metadata = nbformat.from_dict(
        {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for i, cell in enumerate(notebook.cells):
        cell.id = f"cell-{i + 1:02d}"
        tags = cell.metadata.get("tags")
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
        cell.source = trim_source(cell.source)
    return nbformat.writes(notebook).rstrip("\n") + "\n"

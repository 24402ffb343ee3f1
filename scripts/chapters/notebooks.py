"""The files of a book that people edit, read: notebooks, their one stored form, and settings."""

from copy import deepcopy
from pathlib import Path

import nbformat

from scripts.files import text_files
from scripts.files.plain_yaml import CheckedLoader, parse_yaml
from scripts.files.problems import Problem, RefusalError, format_problems

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


class ChapterError(RefusalError):
    """Raised when a chapter cannot be found or read, or one of its cells fails."""


def read_text(path: Path) -> str:
    """Return the text of a file that people edit, with the line ends of this program."""
    text, problems = text_files.read_text(path.parent, path.name)
    if problems:
        raise ChapterError(format_problems(problems))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_yaml(path: Path) -> dict:
    """Return what one of the book's own YAML files holds, as Jupyter Book reads it."""
    document, problems = parse_yaml(path.name, read_text(path), CheckedLoader)
    if not problems and not isinstance(document.content, dict):
        allowed = "settings of the form `name: value`"
        fix = "Compare it with the file that came with the project."
        problems = [Problem(path.name, None, None, "no settings", allowed, fix)]
    if problems:
        raise ChapterError(format_problems(problems))
    return document.content


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


def list_code_cells(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """Return the code cells of a notebook, in order."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


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

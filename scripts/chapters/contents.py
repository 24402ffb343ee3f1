"""The contents of the book: which pages there are, in which order, and which are left out."""

from __future__ import annotations

from pathlib import Path

import nbformat

from scripts.chapters.notebooks import ChapterError, read_yaml
from scripts.chapters.requirements import Requirements
from scripts.files.paths import OutsideError, join_below

SUFFIXES = (".ipynb", ".md")
# What entries of the table of contents can stand under.
BELOW = ("parts", "subtrees", "chapters", "sections", "entries")


def read_contents(root: Path) -> dict:
    """Return the table of contents without the chapters that would have nothing to show.

    Raises
    ------
    ChapterError
        If it cannot be read, or names a page that is not there.
    """
    return _leave_out(root, read_yaml(root / "_toc.yml"), Requirements(root))


def _leave_out(root: Path, entry: dict, needs: Requirements) -> dict:
    """Return an entry of the contents without those below it that have nothing to show."""
    kept = dict(entry)
    for key in BELOW:
        below = [
            _leave_out(root, child, needs)
            for child in entry.get(key) or ()
            if "file" not in child or not find_lacking(root, child["file"], needs)
        ]
        # A part of which no chapter is left goes with them.
        below = [c for c in below if c.keys() & {"file", "url", "glob"} or any(map(c.get, BELOW))]
        if key in entry:
            kept[key] = below
    return kept


def find_lacking(root: Path, name: str, needs: Requirements) -> list[str]:
    """Return what a page needs and the study does not have."""
    path = _find_page(root, str(name))
    try:
        cells = nbformat.reads(path.read_text("utf-8-sig"), as_version=4).cells[:1]
    # What is wrong with a chapter is said where it is read in full.
    except Exception:
        return []
    return needs.lacking(cells[0]) if cells else []


def list_left_out(root: Path) -> dict[Path, list[str]]:
    """Return the chapters that have nothing to show, with what they lack."""
    needs, everything = Requirements(root), list_files(read_yaml(root / "_toc.yml"))
    lacking = {name: find_lacking(root, name, needs) for name in everything}
    return {_find_page(root, name): why for name, why in lacking.items() if why}


def list_files(contents: dict) -> list[str]:
    """Return the names of the pages in a table of contents, in order."""
    names = [str(contents.get("root"))]

    def walk(entry: dict) -> None:
        for key in BELOW:
            for child in entry.get(key) or ():
                if "file" in child:
                    names.append(str(child["file"]))
                walk(child)

    walk(contents)
    return names


def list_pages(root: Path) -> list[Path]:
    """Return the notebooks and Markdown files of the book, in order.

    They are those that the table of contents names, without chapters that need something
    that the study does not have.

    Raises
    ------
    ChapterError
        If the table of contents cannot be read, or names a page that is not there.
    """
    return [_find_page(root, name) for name in list_files(read_contents(root))]


def _find_page(root: Path, name: str) -> Path:
    """Return the file of one entry of the table of contents."""
    stem = name
    for suffix in SUFFIXES:
        stem = stem.removesuffix(suffix)
    try:
        found = [path for s in SUFFIXES if (path := join_below(root, f"{stem}{s}")).is_file()]
    except OutsideError as error:
        raise ChapterError(
            f"_toc.yml: {error}. Name pages of the book only, without .. and without /."
        ) from error
    except OSError:
        # The name is longer than any file can have.
        found = []
    if not found:
        raise ChapterError(
            f"_toc.yml names {name}, but there is neither {stem}.ipynb nor {stem}.md. "
            "Correct the name, or take the line out."
        )
    if len(found) > 1:
        raise ChapterError(
            f"_toc.yml names {name}, but there are both {stem}.ipynb and {stem}.md. "
            "Rename one of them."
        )
    return found[0]


def list_chapters(root: Path) -> list[Path]:
    """Return the notebooks that the table of contents names, in its order."""
    return [path for path in list_pages(root) if path.suffix == ".ipynb"]

"""The chapters that exhibits name: notebooks of the book itself, and nothing else.

What a chapter's name leads to is executed. So it comes from the folder ``chapters/`` of the
book and stands in its table of contents; a data folder brings no code with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scripts.files.plain_yaml import find_entry, parse_yaml
from scripts.files.problems import Problem, did_you_mean, quote
from scripts.files.spreadsheets import read_text
from scripts.study.settings import CHAPTER, FILE, Settings

CONTENTS = "_toc.yml"
SUFFIXES = (".ipynb", ".md")
LONGEST_STEM = 200


def find_chapter(book: Path, name: str) -> Path | None:
    """Return the file of a chapter, or None unless it is one of the book's own.

    Parameters
    ----------
    book : Path
        The folder of the book.
    name : str
        As ``study.yml`` names it, such as ``chapters/the_exhibit.ipynb``.
    """
    folder, path = (book / "chapters").resolve(), (book / name).resolve()
    is_own = name in list_chapter_names(book) and path.is_relative_to(folder)
    return path if is_own and path.is_file() else None


def list_chapter_names(book: Path) -> list[str]:
    """Return what the table of contents of a book names, each name with its ending."""
    text, _ = read_text(book, CONTENTS)
    content, _, _ = parse_yaml(CONTENTS, text or "")
    names = []
    for name in _walk(content):
        stem = name
        for suffix in SUFFIXES:
            stem = stem.removesuffix(suffix)
        # No system has longer names, and asking for one is an error.
        stem = stem if len(stem.encode("utf-8", "replace")) <= LONGEST_STEM else ""
        names += [f"{stem}{suffix}" for suffix in SUFFIXES if (book / f"{stem}{suffix}").is_file()]
    return names


def _walk(content: object) -> Iterator[str]:
    """Yield each file that a table of contents names."""
    if isinstance(content, list):
        for part in content:
            yield from _walk(part)
    elif isinstance(content, dict):
        for key, part in content.items():
            if key in ("file", "root") and isinstance(part, str):
                yield part
            else:
                yield from _walk(part)


def check_chapters(directory: Path, settings: Settings) -> list[Problem]:
    """Return a problem for each exhibit whose chapter is none of the book around a data folder.

    A data folder that lies in no book, and so has no table of contents beside it, names its
    chapters in vain; nothing is wrong with it for that.
    """
    book = directory.resolve().parent
    if not (book / CONTENTS).is_file():
        return []
    text, _ = read_text(directory, FILE)
    content, root, _ = parse_yaml(FILE, text or "")
    names, problems = list_chapter_names(book), []
    for number, exhibit in enumerate(settings.exhibits):
        if find_chapter(book, exhibit.chapter) is None:
            where, row = find_entry(["exhibits", number, "chapter"], content, root)
            fix = f"Correct the name, or add the notebook there and to {CONTENTS}."
            fix += did_you_mean(exhibit.chapter, names, cutoff=0.8)
            problems.append(Problem(FILE, row, where, quote(exhibit.chapter), CHAPTER, fix))
    return problems

"""What is published of each exhibit: said in ``study.yml``, never concluded from a lacking file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from scripts.files.plain_yaml import find_entry, parse_yaml
from scripts.files.problems import Problem, quote
from scripts.files.spreadsheets import Sheet, read_text
from scripts.study.dictionary import Table
from scripts.study.settings import FILE, Exhibit, Settings

# What a note of this kind says is true of a cell whether or not a paper is there.
MISSING = "missing"


def check_published(
    directory: Path,
    settings: Settings,
    tables: Mapping[str, Table],
    sheets: Mapping[str, Sheet],
    absent: Collection[str],
) -> Iterator[Problem]:
    """Yield exhibits of which something should be published and is not, or the reverse.

    Parameters
    ----------
    directory : Path
        The data folder.
    settings : Settings
        What ``study.yml`` says.
    tables : mapping of str to Table
        What the dictionary says.
    sheets : mapping of str to Sheet
        The tables that could be read; nothing is said of others that are there.
    absent : collection of str
        Tables of the dictionary that are not there.
    """
    text, _ = read_text(directory, FILE)
    content, root, _ = parse_yaml(FILE, text or "")
    for number, exhibit in enumerate(settings.exhibits):
        table, sheet = tables.get(exhibit.table), sheets.get(exhibit.table)
        if sheet is None and table is not None and table.name not in absent:
            continue
        where, row = find_entry(["exhibits", number], content, root)
        file = table.path if table else f"published/{exhibit.table.removeprefix('published_')}.csv"
        rows = list(_list_rows(sheet))
        if rows and not any(row.get("printed") for _, row in rows):
            # That nobody has filled this form is said where its rows are looked at.
            continue
        if exhibit.published and not rows:
            fix = f"Put {file} back. If the paper prints nothing of this exhibit, write the entry "
            fix += "“published: false” below it."
            found = f"nothing published of {exhibit.label}: no rows of {file}"
            yield Problem(FILE, row, where, found, "what the paper prints of it", fix)
        elif not exhibit.published and rows:
            fix = "Take the entry “published: false” out, or the file."
            found = f"“published: false”, but rows of {file}"
            yield Problem(FILE, row, where, found, "one of the two", fix)
    if "editorial_notes" in sheets:
        yield from _check_notes(sheets["editorial_notes"], settings.exhibits)


def _list_rows(sheet: Sheet | None) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield number and cells by column of each row of a table that is there."""
    if sheet is not None:
        for number, cells in zip(sheet.numbers, sheet.rows, strict=True):
            yield number, dict(zip(sheet.columns, cells, strict=True))


def _check_notes(sheet: Sheet, exhibits: Collection[Exhibit]) -> Iterator[Problem]:
    """Yield notes on exhibits of which nothing is published, so that nothing can differ."""
    silent = {exhibit.exhibit for exhibit in exhibits if not exhibit.published}
    for number, note in _list_rows(sheet):
        if note["exhibit"] in silent and note["kind"] != MISSING:
            found = f"a note of the kind {quote(note['kind'])} on {quote(note['exhibit'])}"
            allowed = "notes on exhibits of which study.yml does not say “published: false”"
            fix = "Put back what the paper prints of it, or delete the note; only one of the kind "
            fix += f"{MISSING} may stay."
            yield Problem(sheet.file, number, "exhibit", found, allowed, fix)

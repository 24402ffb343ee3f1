"""The data's comma-separated files turned into a workbook in their place, and back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from scripts.files.problems import Problem, StudyError
from scripts.study.dictionary import Table, read_dictionary
from scripts.study.implied import add_implied_columns
from scripts.study.settings import Settings, read_settings
from scripts.study.workbook_writing import build_workbook
from scripts.study.workbooks import FILE, find_file, list_empty, read_tables


def read_parts(directory: Path) -> tuple[dict[str, Table], Settings]:
    """Return the dictionary and the settings of a data folder.

    Raises
    ------
    StudyError
        If one of the two files cannot be used.
    """
    settings, problems = read_settings(directory)
    tables, more = read_dictionary(directory)
    if settings is None or problems or more:
        raise StudyError(problems + more)
    return add_implied_columns(tables, settings), settings


def swap_tables(directory: Path) -> list[Path]:
    """Turn CSV files into the workbook, or the workbook into CSV files; return what is new.

    The old files are deleted once the new ones have been read back and found equal.

    Raises
    ------
    StudyError
        If a table cannot be read, or both kinds of file are there. Nothing has changed then.
    """
    tables, settings = read_parts(directory)
    before = read_tables(directory, tables)
    sources = {find_file(directory, table) for table in tables.values()} - {None}
    if (directory / FILE).exists() and sources - {FILE}:
        allowed = "one kind of file for all tables"
        fix = f"Move the sheets of {FILE} that you need into CSV files, or the other way round."
        raise StudyError([Problem(FILE, None, None, "CSV files beside it", allowed, fix)])
    if FILE in sources:
        whole = {name: (sheet.columns, *sheet.rows) for name, sheet in before.items()}
        # A table that has no rows yet comes back with its headings.
        whole |= {n: (head,) for n, head in list_empty(directory, tables.values()).items()}
        new = {directory / tables[name].path: _write_rows(rows) for name, rows in whole.items()}
        old = [directory / FILE]
    else:
        new = {directory / FILE: build_workbook(tables, before, settings)}
        old = [directory / path for path in sorted(sources)]
    aside = [(path, path.with_name(f".{path.name}.old")) for path in old]
    try:
        for path, other in aside:
            path.replace(other)
        for path, content in new.items():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        after = read_tables(directory, tables)
        kept = {n: (s.columns, s.rows) for n, s in before.items() if s.rows}
        if kept != {n: (s.columns, s.rows) for n, s in after.items() if s.rows}:
            found, allowed = "tables that do not read back the same", "the same tables"
            fix = "Nothing was changed. Please report this with a copy of the data."
            raise StudyError([Problem(FILE, None, None, found, allowed, fix)])
    except BaseException:
        for path in new:
            path.unlink(missing_ok=True)
        for path, other in aside:
            if other.exists():
                other.replace(path)
        raise
    for _, other in aside:
        other.unlink()
    return list(new)


def _write_rows(rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as comma-separated text in UTF-8."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\n")
    writer.writerows(rows)
    return target.getvalue().encode()

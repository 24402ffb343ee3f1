"""Comma-separated files as people save them, read into plain rows."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from scripts.problems import Problem, quote

CONFLICT = re.compile(r"^(<{7} |={7}$|>{7} )", re.MULTILINE)
SAVE_AS_CSV = "In the spreadsheet program, save the sheet as “CSV UTF-8 (comma delimited)”."


@dataclass(frozen=True)
class Sheet:
    """A table as it stands in a file, all cells as text without blanks around them.

    Attributes
    ----------
    file : str
        File within the data folder.
    columns : tuple of str
        The heading row.
    rows : tuple of tuple of str
        The rows that are not blank, each as long as `columns`.
    numbers : tuple of int
        The spreadsheet's number of each row; the heading is row 1.
    """

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]


def read_sheet(directory: Path, file: str) -> tuple[Sheet | None, list[Problem]]:
    """Return the table in a file and what is wrong with its form.

    Accepted: UTF-8 with or without byte order mark, any line ends, blank rows,
    blanks around values. The sheet is None where the file cannot be read as a table.

    Parameters
    ----------
    directory : Path
        The data folder.
    file : str
        Path of the file within it.
    """

    def refuse(row: int | None, found: str, allowed: str, fix: str, column: str | None = None):
        return Problem(file, row, column, found, allowed, fix)

    path = directory / file
    if not path.is_file():
        return None, [
            refuse(
                None,
                "no such file",
                f"a file of this name in {directory.name}/",
                "Put the file back, or take it out of datapackage.json if it is optional.",
            )
        ]
    raw = path.read_bytes()
    if not raw.strip():
        return None, [refuse(None, "an empty file", "a heading row and rows below it", SAVE_AS_CSV)]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        found = f"a byte that is not UTF-8 (0x{raw[error.start]:02x})"
        return None, [refuse(row, found, "text in the encoding UTF-8", SAVE_AS_CSV)]
    if "\0" in text:
        return None, [refuse(None, "a null character", "plain text", SAVE_AS_CSV)]
    conflict = CONFLICT.search(text)
    if conflict:
        row = text[: conflict.start()].count("\n") + 1
        return None, [
            refuse(
                row,
                "a merge conflict left by Git: " + quote(conflict.group().strip()),
                "one version of these rows",
                "Keep the rows that are right and delete the lines of marks.",
            )
        ]
    return _read_rows(file, text, refuse)


def _read_rows(file: str, text: str, refuse) -> tuple[Sheet | None, list[Problem]]:
    """Return the sheet in decoded text, with ragged rows and bad headings named."""
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        row = text.count("\n") + 1
        fix = 'Look for a quotation mark " that is opened and not closed. ' + SAVE_AS_CSV
        return None, [refuse(row, f"a broken cell ({error})", "comma-separated cells", fix)]
    columns = tuple(cell.strip() for cell in records[0])
    while columns and not columns[-1]:
        columns = columns[:-1]
    if len(columns) == 1 and (";" in columns[0] or "\t" in columns[0]):
        mark = "semicolons" if ";" in columns[0] else "tabs"
        return None, [refuse(1, f"cells separated by {mark}", "commas between cells", SAVE_AS_CSV)]
    problems = []
    for name in sorted({name for name in columns if columns.count(name) > 1 or not name}):
        found = f"the heading {quote(name)} more than once" if name else "a column without heading"
        problems.append(refuse(1, found, "one heading for each column", "Rename it.", name or None))
    rows, numbers = [], []
    for number, record in enumerate(records[1:], start=2):
        cells = [cell.strip() for cell in record]
        if not any(cells):
            continue
        while len(cells) > len(columns) and not cells[-1]:
            cells.pop()
        if len(cells) != len(columns):
            problems.append(
                refuse(
                    number,
                    f"{len(cells)} cells, beginning {quote(cells[0])}",
                    f"{len(columns)} cells, as in the heading",
                    "Check for a comma inside a cell that is not in quotation marks, "
                    "or for a cell that is missing.",
                )
            )
            continue
        rows.append(tuple(cells))
        numbers.append(number)
    return Sheet(file, columns, tuple(rows), tuple(numbers)), problems

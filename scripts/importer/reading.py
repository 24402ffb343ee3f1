"""Somebody's file opened, whatever its kind, and its tables and all other text returned."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from scripts.files.problems import Problem, format_problems
from scripts.files.spreadsheets import (
    MARKS,
    SAVE_AS_CSV,
    UNSEEN,
    describe_unseen,
    find_cell,
    find_delimiter,
    read_text,
    split_records,
)
from scripts.importer.documents import read_document
from scripts.importer.headings import STAGES, blank_letters, match_heading
from scripts.importer.source_tables import (
    MOST_TITLES,
    Reading,
    TableError,
    build_source_table,
    clean,
)
from scripts.importer.workbooks import read_workbook

KINDS = (".xlsx", ".csv", ".tsv", ".txt", ".docx")


def read_tables(path: Path) -> Reading:
    """Return the tables of a file, and all other text in it.

    Raises
    ------
    TableError
        If the file is of another kind, or cannot be read.
    """
    if not path.is_file():
        raise TableError(f"{path}: no such file. Check the name and the folder.")
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise TableError(
            f"{path.name}: a file of the kind {kind or 'without ending'}. Save the table as "
            "Excel workbook (.xlsx), as CSV or as Word document (.docx)."
        )
    readers = {".xlsx": read_workbook, ".docx": read_document}
    try:
        reading = readers.get(kind, _read_text)(path)
    except TableError as error:
        raise TableError(f"{path.name}: {error}") from error
    # A file that is cut short or made wrongly fails in as many ways as it has parts.
    except Exception as error:
        raise TableError(
            f"{path.name}: the file cannot be read. Open it in its program, save it anew as "
            f"{kind}, and try again."
        ) from error
    for place, texts in reading.source:
        unseen = UNSEEN.search(clean("".join(texts)))
        if unseen:
            raise TableError(
                f"{path.name}: {place}: {describe_unseen(unseen.group())}. Type this place anew."
            )
    return reading


def _read_text(path: Path) -> Reading:
    """Return a text file, read as the check reads the files of a study."""
    text, problems = read_text(path.parent, path.name, SAVE_AS_CSV, find_cell)
    if text is None:
        raise TableError(f"the file cannot be taken over.\n{format_problems(problems)}")
    lines = tuple(_list_lines(text))
    mark, text = _find_mark(text)
    # A bar is a sign that counts, unless it stands between the cells.
    source = tuple(
        (place, (line.replace("|", " " if mark == "|" else "|"),)) for place, line in lines
    )
    records, broken = split_records(text, mark)
    if broken:
        todo = 'Look for a quotation mark " that is opened and not closed. ' + SAVE_AS_CSV
        place = len(records) + 1
        problem = Problem(
            path.name, place, None, broken, f"cells with a {MARKS[mark]} between", todo
        )
        raise TableError(f"the file cannot be taken over.\n{format_problems([problem])}")
    cells = {
        (r, c): clean(cell)
        for r, record in enumerate(records)
        for c, cell in enumerate(record)
        if clean(cell)
    }
    grid = build_source_table(path.name, cells, {})
    lengths = tuple(map(len, records[: len(grid.rows)]))
    return Reading((replace(grid, lengths=lengths),), source=source)


def _list_lines(text: str) -> Iterator[tuple[str, str]]:
    """Yield each line of a text with its place; that in which Excel names the mark is none."""
    for number, line in enumerate(text.splitlines(), start=1):
        if number > 1 or not re.fullmatch(r"sep=[,;\t|]", line):
            yield f"line {number}", line


def _find_mark(text: str) -> tuple[str, str]:
    """Return what stands between the cells, and the table.

    It is what the check would take, unless only another mark makes headings of one of the
    first lines, as where a title stands above them.
    """
    mark, text = find_delimiter(text)
    lines = text.splitlines()[:MOST_TITLES]

    def count_stages(mark: str) -> int:
        rows = map(blank_letters, csv.reader(lines, delimiter=mark))
        most = max((sum(match_heading(cell) in STAGES for cell in row) for row in rows), default=0)
        # One alone is a word in the midst of other text.
        return most if most > 1 else 0

    return max((mark, *MARKS), key=count_stages), text

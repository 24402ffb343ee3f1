"""Somebody's file opened, whatever its kind, and its tables and all other text returned."""

import csv
import re
from pathlib import Path
from zipfile import ZipFile, is_zipfile

from scripts.files.problems import format_problems
from scripts.files.spreadsheets import MARKS, SAVE_AS_CSV, find_cell, find_delimiter, split_records
from scripts.files.text_files import UNSEEN, RefusedFileError, find_invisible, read_text
from scripts.importer.documents import read_document
from scripts.importer.excel_tables import read_workbook
from scripts.importer.headings import MOST_TITLES, STAGES, blank_letters, match_heading
from scripts.importer.source_tables import FileContents, TableError, clean


def read_tables(path: Path) -> FileContents:
    """Return the tables of a file, and all other text in it.

    A file of another kind, or one that cannot be read, is refused by a `TableError`.
    """
    if not path.is_file():
        raise TableError(f"no such file as {path}. Check the name and the folder.")
    kind = path.suffix.lower()
    readers = {".xlsx": read_workbook, ".docx": read_document}
    readers |= dict.fromkeys((".csv", ".tsv", ".txt"), _read_text)
    if kind not in readers:
        raise TableError(
            f"a file of the kind {kind or 'without ending'}. Save the table as "
            "Excel workbook (.xlsx), as CSV or as Word document (.docx)."
        )
    try:
        reading = readers[kind](path.resolve())
    except TableError:
        raise
    except RefusedFileError as error:
        found, allowed, fix, _ = error.args
        raise TableError(f"{found}; allowed is {allowed}. {fix}") from error
    # A file that is cut short or made wrongly fails in as many ways as it has parts.
    except Exception as error:
        raise TableError(
            f"the file cannot be read. Open it in its program, save it anew as {kind}, and try "
            "again."
        ) from error
    if is_zipfile(path):
        reading.told = _list_embedded(path)
    for place, texts in reading.aside.items():
        reading.notes.append(f"[{place}] " + "\n".join(texts))
        reading.told.append(
            f"{place}: kept with the notes alone, as it may be private or left out; to take it "
            "over, make it plain text of the table (Unhide, Accept, no line through it), and begin "
            "anew"
        )
    for place, texts in reading.source:
        unseen = UNSEEN.search(clean("".join(texts)))
        if unseen:
            raise TableError(f"{place}: {find_invisible(unseen.group())}. Type this place anew.")
    return reading


def _list_embedded(path: Path) -> list[str]:
    """Return a line about each file within a file, of which nothing is read."""
    with ZipFile(path) as package:
        names = package.namelist()
    told = [
        f"{name}: a file within this one, of which nothing is read; open it in Word or Excel with "
        "a double click, copy what belongs to the table, and begin anew"
        for name in names
        if "/embeddings/" in name
    ]
    if any(name.startswith("xl/media/") for name in names):
        told.append("pictures on the sheets are not taken over; type what they say, and begin anew")
    return told


def _read_text(path: Path) -> FileContents:
    """Return a text file, read as the check reads the files of a study."""
    text, problems = read_text(path.parent, path.name, SAVE_AS_CSV, find_cell)
    if text is not None:
        mark = _find_mark(text)
        records, problems = split_records(path.name, find_delimiter(text)[1], mark)
    if problems:
        raise TableError(f"the file cannot be taken over.\n{format_problems(problems)}")
    cells = {
        (r, c): clean(cell) for r, record in enumerate(records) for c, cell in enumerate(record)
    }
    reading = FileContents()
    reading.add_table(path.name, cells, {}, lengths=tuple(map(len, records)))
    # A bar is a sign that counts, unless it stands between the cells.
    bar = " " if mark == "|" else "|"
    reading.source = [
        (f"line {number}", (line.replace("|", bar),))
        for number, line in enumerate(text.splitlines(), start=1)
        # That in which Excel names the mark is no text.
        if number > 1 or not re.fullmatch(r"sep=[,;\t|]", line)
    ]
    return reading


def _find_mark(text: str) -> str:
    """Return what stands between the cells.

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

    return max((mark, *MARKS), key=count_stages)

"""Tables as text, however a spreadsheet program saves them, as plain rows."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.files.problems import Problem, count, quote
from scripts.files.text_files import read_text

SAVE_AS_CSV = "In the spreadsheet program, save the sheet as “CSV UTF-8 (comma delimited)”."
# What may stand between cells, in words.
MARKS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
# A row of so few cells above longer ones is a title.
MOST_IN_TITLE = 2
# A spreadsheet cuts a longer cell.
LONGEST = 32_767
# Fifteen digits are what a spreadsheet keeps of a number.
WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})")
PLAIN_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?")


@dataclass(frozen=True)
class Sheet:
    """A table as it stands in a file, all cells as text without blanks around them."""

    # File within the data folder.
    file: str
    # The heading row.
    columns: tuple[str, ...]
    # The rows that are not blank, each as long as the headings.
    rows: tuple[tuple[str, ...], ...]
    # The spreadsheet's number of each row; the heading is row 1.
    numbers: tuple[int, ...]
    # Filled rows and columns that a spreadsheet program hides, or the whole sheet.
    hidden: tuple[str, ...] = ()

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield the number of each row and its cells by column."""
        for number, row in zip(self.numbers, self.rows, strict=True):
            yield number, dict(zip(self.columns, row, strict=True))


def plain_number(text: str) -> float | None:
    """Return the number in a cell, or None where it is not written in plain digits."""
    return float(text) if PLAIN_NUMBER.fullmatch(text) else None


def read_sheet(directory: Path, file: str) -> tuple[Sheet | None, list[Problem]]:
    """Return the table in a file and what is wrong with its form.

    Accepted: UTF-8 with or without byte order mark, UTF-16 with it, any line ends, blank
    rows, empty columns at the right, blanks around values; semicolons, tabs or bars between the
    cells, as spreadsheet programs write them where the comma marks decimals. The sheet is
    None where the file cannot be read as a table.
    """
    text, problems = read_text(directory, file, SAVE_AS_CSV, find_cell)
    if text is None:
        return None, problems
    mark, text = find_delimiter(text)
    records, problems = split_records(file, text, mark)
    if problems:
        return None, problems
    columns, problems = read_headings(file, records[0], next(filter(any, records[1:]), ()))
    if not columns:
        return None, problems
    rows, numbers = [], []
    for number, record in enumerate(records[1:], start=2):
        cells = [cell.strip() for cell in record]
        if not any(cells):
            continue
        while len(cells) > len(columns) and not cells[-1]:
            cells.pop()
        if len(cells) == len(columns):
            rows.append(tuple(cells))
            numbers.append(number)
            continue
        first = quote(next(filter(None, cells)))
        found = f"{count(len(cells), 'cell')}, beginning with {first}"
        todo = f"Check for a {MARKS[mark]} inside a cell that is not in quotation marks, "
        todo += "or for a cell that is missing, or a column without a heading."
        allowed = f"{len(columns)} cells, as in the heading"
        problems.append(Problem(file, number, None, found, allowed, todo))
    return Sheet(file, columns, tuple(rows), tuple(numbers)), problems


def write_sheet(sheet: Sheet) -> bytes:
    """Return a table as comma-separated text in UTF-8."""
    target = io.StringIO(newline="")
    csv.writer(target, lineterminator="\n").writerows([sheet.columns, *sheet.rows])
    return target.getvalue().encode()


def read_headings(
    file: str, cells: Sequence[str], below: Sequence[str]
) -> tuple[tuple[str, ...], list[Problem]]:
    """Return the headings in the first row of a table, and what is wrong with them.

    There are none where the row is blank, or a title: one or two cells, above a longer row.
    """
    columns = tuple(cell.strip() for cell in cells)
    while columns and not columns[-1]:
        columns = columns[:-1]
    heads, filled = list(filter(None, columns)), sum(bool(cell.strip()) for cell in below)
    if not heads:
        todo = "Delete the blank rows above the headings, or write these; or delete the sheet."
        return (), [Problem(file, 1, None, "a blank row", "the headings of the columns", todo)]
    if len(heads) <= MOST_IN_TITLE < filled and filled >= 2 * len(heads):
        found = f"{quote(' '.join(heads), 40)} alone, above {filled} cells"
        todo = "Delete the rows above the headings; these belong into row 1."
        return (), [Problem(file, 1, None, found, "the headings of all columns", todo)]
    problems = []
    allowed = "one heading for each column"
    for name in sorted(name for name, often in Counter(heads).items() if often > 1):
        found = f"the heading {quote(name)} more than once"
        problems.append(Problem(file, 1, name, found, allowed, "Rename or delete one of them."))
    for number in (number for number, name in enumerate(columns, start=1) if not name):
        found = f"no heading over column {number}, counted from the left"
        todo = "Write a heading, or delete the column."
        problems.append(Problem(file, 1, None, found, allowed, todo))
    return columns, problems


def find_delimiter(text: str) -> tuple[str, str]:
    """Return what stands between the cells of a table, and the table.

    It is a comma, unless the heading has none and has semicolons, tabs or bars instead. A first
    line such as ``sep=;``, which Excel writes for itself, is no row of the table.
    """
    told = re.match(r"sep=([,;\t|])(?:\r\n|\r|\n)", text)
    if told:
        return told.group(1), text[told.end() :]
    heading = re.split(r"\r\n|\r|\n", text.lstrip("\r\n"), maxsplit=1)[0]
    return next((mark for mark in MARKS if mark in heading), ","), text


def split_records(file: str, text: str, mark: str) -> tuple[list[list[str]], list[Problem]]:
    """Return the rows of cells up to the first that is broken, and what is wrong with it."""
    records: list[list[str]] = []
    broken = f"a cell of more than {LONGEST} characters"
    try:
        source = io.StringIO(text, newline="")
        for record in csv.reader(source, delimiter=mark, strict=True, skipinitialspace=True):
            if any(len(cell) > LONGEST for cell in record):
                break
            records.append(record)
        else:
            return records, []
    except csv.Error as error:
        if "end of data" in str(error):
            broken = "a quotation mark that is opened and never closed"
        elif "limit" not in str(error):
            broken = "text behind a closing quotation mark"
    todo = 'Look for a quotation mark " that is opened and not closed. ' + SAVE_AS_CSV
    allowed = f"cells with a {MARKS[mark]} between"
    return records, [Problem(file, len(records) + 1, None, broken, allowed, todo)]


def find_cell(before: str) -> tuple[int | None, str | None]:
    """Return row and column of what follows some text, as a spreadsheet shows them."""
    mark, text = find_delimiter(before)
    source = io.StringIO(text + "x", newline="")
    try:
        records = list(csv.reader(source, delimiter=mark, skipinitialspace=True))
    except csv.Error:
        return None, None
    place = len(records[-1]) - 1
    inside = len(records) > 1 and place < len(records[0])
    return len(records), records[0][place].strip() if inside else None

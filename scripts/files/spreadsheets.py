"""Files as people save them: text of any make, and comma-separated tables as plain rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from scripts.files.problems import Problem, did_you_mean, quote

# Git's marks around two versions of the same rows.
CONFLICT = re.compile(r"(?:^|(?<=\r))(?:<{7}|>{7})(?=[ ,;\r\n]|\Z)", re.MULTILINE)
# Control characters and those that are no characters: nobody sees them, and no file of Word,
# Excel or SVG may hold them.
UNSEEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Of more of them than this, the first are named.
MOST_UNSEEN = 100
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# How the files of Excel and LibreOffice begin, whatever they are called.
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
# How other files begin that get the name of a table.
OTHER_FORMS = {b"%pdf": "a PDF", b"{\\rtf": "a document of a word processor (RTF)"}
OTHER_FORMS |= dict.fromkeys((b"<html", b"<!doctype html"), "a web page")
SAVE_AS_CSV = "In the spreadsheet program, save the sheet as “CSV UTF-8 (comma delimited)”."
# What may stand between cells, in words.
MARKS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
SAVE_AS_TEXT = "In the text editor, save the file as plain text with the encoding UTF-8."
# A row of so few cells above longer ones is a title.
MOST_IN_TITLE = 2
# A spreadsheet cuts a longer cell.
LONGEST = 32_767
# Fifteen digits are what a spreadsheet keeps of a number.
WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})")
PLAIN_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?")


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
    hidden : tuple of str
        Filled rows and columns that a spreadsheet program hides, or the whole sheet.
    """

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    hidden: tuple[str, ...] = ()

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield the number of each row and its cells by column."""
        for number, row in zip(self.numbers, self.rows, strict=True):
            yield number, dict(zip(self.columns, row, strict=True))


def plain_number(text: str) -> float | None:
    """Return the number in a cell, or None where it is not written in plain digits."""
    return float(text) if PLAIN_NUMBER.fullmatch(text) else None


def read_text(
    directory: Path,
    file: str,
    fix: str = SAVE_AS_TEXT,
    place: Callable[[str], tuple[int | None, str | None]] | None = None,
) -> tuple[str | None, list[Problem]]:
    """Return the text of a file, or None and why it cannot be used.

    Accepted: UTF-8 with or without byte order mark, and UTF-16 with it.

    Parameters
    ----------
    directory : Path
        The data folder.
    file : str
        Path of the file within it.
    fix : str
        How to save such a file.
    place : callable, optional
        Row and column of what follows some text; by default its line.
    """
    place = place or _find_line

    def refuse(before: str | None, found: str, allowed: str, todo: str = fix):
        row, column = (None, None) if before is None else place(before)
        return None, [Problem(file, row, column, found, allowed, todo)]

    path = directory / file
    try:
        if path.is_symlink():
            todo = "Put the file itself here: what a link leads to may not come with the book."
            return refuse(None, "a link to somewhere else", "a file", todo)
        if path.is_dir():
            return refuse(None, "a folder of this name", "a file", "Move the folder away.")
        if path.exists() and not path.is_file():
            todo = "Move it away, and put the file here."
            return refuse(None, "something that is no ordinary file", "a file", todo)
        raw = path.read_bytes()
    except FileNotFoundError:
        names = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
        todo = "Put the file back, or take what speaks of it out of the other files."
        # Editors put a second ending behind the one that they do not know.
        longer = [name for name in names if name.startswith(f"{path.name}.")]
        meant = did_you_mean(path.name, names, cutoff=0.85)
        todo += meant or (f" Did you mean {quote(longer[0])}?" if longer else "")
        return refuse(None, "no such file", f"a file of this name in {directory.name}/", todo)
    except OSError:
        todo = "Close it in other programs, and see to it that you may open it."
        return refuse(None, "a file that cannot be opened", "a file that can be read", todo)
    if not raw.removeprefix(b"\xef\xbb\xbf").strip():
        return refuse(None, "an empty file", "a file with content", fix)
    if raw.startswith(WORKBOOKS):
        return refuse(None, "a workbook of a spreadsheet program", "plain text")
    start = raw.removeprefix(b"\xef\xbb\xbf")[:40].lstrip().lower()
    for sign, form in OTHER_FORMS.items():
        if start.startswith(sign):
            return refuse(None, form, "plain text")
    if raw.startswith(UTF_16):
        # What Excel calls "Unicode text"; its mark says beyond doubt what it is.
        try:
            raw = raw.decode("utf-16").encode()
        except UnicodeError:
            found = "text in the encoding UTF-16 that is cut short"
            return refuse(None, found, "text in the encoding UTF-8")
    if raw[:400].count(0) > len(raw[:400]) / 3:
        return refuse(None, "text in the encoding UTF-16", "text in the encoding UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig")
        letter = quote(raw[error.start : error.start + 1].decode("cp1252", "replace"))
        found = f"the letter {letter} in another encoding (probably Windows-1252)"
        return refuse(before, found, "text in the encoding UTF-8")
    unseen: dict[tuple[int | None, str | None], str] = {}
    matches = UNSEEN.finditer(text)
    for match in islice(matches, MOST_UNSEEN):
        unseen.setdefault(place(text[: match.start()]), describe_unseen(match.group()))
    if unseen:
        todo = "Type this place anew, or copy the text once more as plain text."
        problems = [Problem(file, *at, found, "plain text", todo) for at, found in unseen.items()]
        if next(matches, None):
            many = f"more than {MOST_UNSEEN} characters that cannot be seen; the first are named"
            problems.append(Problem(file, None, None, many, "plain text", fix))
        return None, problems
    conflict = CONFLICT.search(text)
    if conflict:
        found = "a merge conflict left by Git: " + quote(conflict.group())
        todo = "Keep the rows that are right and delete the lines of marks."
        row, _ = place(text[: conflict.start()])
        return None, [Problem(file, row, None, found, "one version of these rows", todo)]
    return text, []


def describe_unseen(letter: str) -> str:
    """Return the name of a character that cannot be seen, in words."""
    if letter == "\0":
        return "a null character"
    return f"a control character that cannot be seen (U+{ord(letter):04X})"


def read_sheet(directory: Path, file: str) -> tuple[Sheet | None, list[Problem]]:
    """Return the table in a file and what is wrong with its form.

    Accepted: UTF-8 with or without byte order mark, UTF-16 with it, any line ends, blank
    rows, empty columns at the right, blanks around values; semicolons, tabs or bars between the
    cells, as spreadsheet programs write them where the comma marks decimals. The sheet is
    None where the file cannot be read as a table.

    Parameters
    ----------
    directory : Path
        The data folder.
    file : str
        Path of the file within it.
    """
    text, problems = read_text(directory, file, SAVE_AS_CSV, find_cell)
    if text is None:
        return None, problems
    mark, text = find_delimiter(text)
    records, problems = split_records(file, text, mark)
    if problems:
        return None, problems
    columns = tuple(cell.strip() for cell in records[0])
    while columns and not columns[-1]:
        columns = columns[:-1]
    if not columns:
        todo = "Delete the blank rows at the top."
        return None, [Problem(file, 1, None, "a blank row", "the headings of the columns", todo)]
    title = find_title(file, columns, next(filter(any, records[1:]), ()))
    if title:
        return None, [title]
    problems = check_headings(file, columns)
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
        found = f"{len(cells)} cell{'' if len(cells) == 1 else 's'}, beginning with {first}"
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


def find_title(file: str, columns: Sequence[str], below: Sequence[str]) -> Problem | None:
    """Return a problem if a title stands where the headings should: one or two cells, not all."""
    heads, cells = [[cell for cell in row if cell.strip()] for row in (columns, below)]
    if len(heads) > MOST_IN_TITLE or len(cells) < 2 * len(heads) or len(cells) < MOST_IN_TITLE + 1:
        return None
    found = f"{quote(' '.join(heads), 40)} alone, above {len(cells)} cells"
    fix = "Delete the rows above the headings; these belong into row 1."
    return Problem(file, 1, None, found, "the headings of all columns", fix)


def check_headings(file: str, columns: tuple[str, ...]) -> list[Problem]:
    """Return a problem for each heading that is empty or stands twice."""
    problems = []
    allowed = "one heading for each column"
    for name in sorted(name for name, often in Counter(columns).items() if name and often > 1):
        found = f"the heading {quote(name)} more than once"
        problems.append(Problem(file, 1, name, found, allowed, "Rename or delete one of them."))
    for i, name in enumerate(columns):
        if not name:
            found = f"no heading over column {i + 1}, counted from the left"
            todo = "Write a heading, or delete the column."
            problems.append(Problem(file, 1, None, found, allowed, todo))
    return problems


def find_delimiter(text: str) -> tuple[str, str]:
    """Return what stands between the cells of a table, and the table.

    It is a comma, unless the heading has none and has semicolons, tabs or bars instead. A first
    line such as ``sep=;``, which Excel writes for itself, is no row of the table.
    """
    told = re.match(r"sep=([,;\t|])(?:\r\n|\r|\n)", text)
    if told:
        return told.group(1), text[told.end() :]
    heading = re.split(r"\r\n|\r|\n", text.lstrip("\r\n"), maxsplit=1)[0]
    if "," not in heading:
        for mark in (";", "\t", "|"):
            if mark in heading:
                return mark, text
    return ",", text


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


def _find_line(before: str) -> tuple[int, None]:
    """Return the line of what follows some text."""
    return len(re.findall(r"\r\n|\r|\n", before)) + 1, None


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

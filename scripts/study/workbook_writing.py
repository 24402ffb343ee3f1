"""All tables of a study as one workbook, with drop-downs and the dictionary as comments."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from scripts.files.problems import Problem, StudyError, one_of
from scripts.files.spreadsheets import Sheet, plain_number, write_sheet
from scripts.files.workbooks import UNUSED, escape
from scripts.files.zipping import write_office_file
from scripts.study.data_files import FILE, GUIDE, LISTS, name_sheet, read_files
from scripts.study.dictionary import BY_LINE, Table, add_implied_columns, read_dictionary
from scripts.study.settings import Settings, read_settings

# Rows that a column's format and drop-down reach beyond the filled ones.
SPARE_ROWS = 1_000
WIDEST, NARROWEST = 60, 12
TEXT_FORMAT = "@"
GUIDANCE = (
    "Each sheet is one table of the study, and each row below the heading is one entry of it.",
    "A comment at each heading says what the column means and what may stand in it.",
    "A cell with an arrow offers the values that are allowed.",
    "An empty cell means “not available”, never zero.",
    "Please do not rename sheets or headings, merge cells, or type formulas.",
    "A grey tab marks a table that is not in use; it is as soon as it has a row.",
    "Groups, stages and exhibits stand in the file study.yml; edit it with a text editor.",
    "Save the file as study.xlsx in the folder data, where no CSV file of the same tables is.",
    "Then run: python -m scripts check",
)


def write_workbook(directory: Path, tables: dict[str, Table], settings: Settings, path: Path):
    """Write every table of a data folder to one workbook, as it stands there.

    Parameters
    ----------
    directory : Path
        The data folder.
    tables : dict of str to Table
        What the dictionary says of each; a table that is not there becomes an empty sheet.
    settings : Settings
        Keys of groups, stages, theories and exhibits, for the drop-downs.
    path : Path
        Where to write.

    Raises
    ------
    StudyError
        If a table cannot be read as one.
    """
    sheets = _read_whole(directory, tables)
    path.write_bytes(build_workbook(tables, sheets, settings))


def build_workbook(
    tables: Mapping[str, Table], sheets: Mapping[str, Sheet], settings: Settings
) -> bytes:
    """Return the workbook of some tables; the same tables give the same bytes."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    guide = book.active
    guide.title = GUIDE
    guide.column_dimensions["A"].width = 100
    for number, line in enumerate(GUIDANCE, start=1):
        guide.cell(number, 1, line).alignment = Alignment(wrap_text=True, vertical="top")
    guide["A1"].font = Font(bold=True)
    pages = {table.name: book.create_sheet(name_sheet(table)) for table in tables.values()}
    lists = _Lists(book.create_sheet(LISTS))
    for table in tables.values():
        sheet = sheets.get(table.name)
        columns = sheet.columns if sheet else tuple(field["name"] for field in table.fields)
        _fill(pages[table.name], table, columns, sheet.rows if sheet else ())
        if sheet is None:
            pages[table.name].sheet_properties.tabColor = UNUSED
        for number, column in enumerate(columns, start=1):
            source = _find_choices(table, column, tables, sheets, lists)
            if source:
                strict = bool(table.allowed(column)) and not table.field(column).get(BY_LINE)
                _add_choices(pages[table.name], number, source, strict)
    # Of the visible ones the first with rows is what people want to see.
    book.active = 1 if pages else 0
    saved, without_times = io.BytesIO(), io.BytesIO()
    book.save(saved)
    write_office_file(without_times, saved)
    return without_times.getvalue()


class _Lists:
    """The sheet that the drop-downs take their values from, one column for each list."""

    def __init__(self, page) -> None:
        self.page, self.places = page, {}
        page.sheet_state = "hidden"

    def place(self, values: Sequence[str]) -> str:
        """Return the cells that hold some values, written there when first asked for."""
        from openpyxl.utils import get_column_letter

        key = tuple(values)
        if key not in self.places:
            column = len(self.places) + 1
            for row, value in enumerate(key, start=1):
                _set(self.page.cell(row, column), value, number=False)
            letter = get_column_letter(column)
            self.places[key] = f"{LISTS}!${letter}$1:${letter}${len(key)}"
        return self.places[key]


def _fill(page, table: Table, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write headings with their comments, and rows, and make the sheet easy to read."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    page.freeze_panes = "A2"
    for number, column in enumerate(columns, start=1):
        head = page.cell(1, number)
        _set(head, column, number=False)
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor="E8E8E8")
        words = describe_column(table, column)
        if words:
            head.comment = Comment(escape(words), "Data dictionary", height=140, width=320)
        longest = max([len(column), *(len(row[number - 1]) for row in rows)])
        about = page.column_dimensions[get_column_letter(number)]
        about.width = min(max(longest + 2, NARROWEST), WIDEST)
        numeric = table.field(column).get("type") in ("integer", "number")
        if not numeric:
            # Otherwise the program turns what is typed, such as 1-2, into a date.
            about.number_format = TEXT_FORMAT
        for row_number, row in enumerate(rows, start=2):
            if row[number - 1]:
                cell = page.cell(row_number, number)
                _set(cell, row[number - 1], number=numeric)
                cell.alignment = Alignment(wrap_text=True, vertical="top")


def _set(cell, text: str, number: bool) -> None:
    """Set a cell to text, or to a number if it comes back in the very same digits."""
    value = plain_number(text) if number else None
    if value is not None and f"{value:.15g}" == text:
        cell.value = int(text) if text.lstrip("-").isdigit() else value
        return
    cell.value = escape(text)
    # Text that begins with = is no formula, and #N/A is no error.
    cell.data_type = "s"
    cell.number_format = TEXT_FORMAT


def describe_column(table: Table, column: str) -> str:
    """Return what the dictionary says of a column, in a few lines."""
    field = table.field(column)
    rules = field.get("constraints", {})
    lines = [field.get("description", "")]
    if column in table.key:
        lines.append("Part of what tells the rows apart: no two rows have the same.")
    if rules.get("required"):
        lines.append("Must be filled.")
    kind = {"integer": "A whole number in digits.", "number": "A number in digits."}
    lines.append(kind.get(field.get("type"), ""))
    if rules.get("enum"):
        lines.append(f"Allowed: {one_of(rules['enum'])}.")
    return "\n".join(line for line in lines if line)


def _find_choices(table, column, tables, sheets, lists: _Lists) -> str:
    """Return the cells that hold the legal values of a column, or nothing where it is free."""
    from openpyxl.utils import get_column_letter

    if table.allowed(column):
        return lists.place(table.allowed(column))
    for link in table.foreign_keys:
        target = link["reference"]["resource"]
        if link["fields"] == [column] and target in tables and target != table.name:
            names = [field["name"] for field in tables[target].fields]
            names = sheets[target].columns if target in sheets else names
            letter = get_column_letter(list(names).index(link["reference"]["fields"][0]) + 1)
            last = 1 + (len(sheets[target].rows) if target in sheets else 0) + SPARE_ROWS
            return f"'{name_sheet(tables[target])}'!${letter}$2:${letter}${last}"
    keys = table.choices.get(column)
    return lists.place(keys) if keys else ""


def _add_choices(page, column: int, source: str, strict: bool) -> None:
    """Add a drop-down to a column, from the second row to well below the last."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(type="list", formula1=f"={source}", allow_blank=True)
    rule.showErrorMessage = True
    # Of keys that another sheet or file may get later, the program only warns.
    rule.errorStyle = "stop" if strict else "warning"
    rule.errorTitle = "Not in the list"
    rule.error = "Choose one of the values that the arrow offers."
    letter = get_column_letter(column)
    rule.add(f"{letter}2:{letter}{page.max_row + SPARE_ROWS}")
    page.add_data_validation(rule)


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


def _read_whole(directory: Path, tables: Mapping[str, Table]) -> dict[str, Sheet]:
    """Return the tables of a data folder, or stop at what is wrong with their form."""
    files = read_files(directory, tables)
    if files.problems:
        raise StudyError(files.problems)
    return files.sheets


def swap_tables(directory: Path) -> list[Path]:
    """Turn CSV files into the workbook, or the workbook into CSV files; return what is new.

    The old files are deleted once the new ones have been read back and found equal.

    Raises
    ------
    StudyError
        If a table cannot be read, or both kinds of file are there. Nothing has changed then.
    """
    tables, settings = read_parts(directory)
    before = _read_whole(directory, tables)
    sources = {tables[name].path for name, s in before.items() if s.file == tables[name].path}
    if (directory / FILE).exists() and sources:
        allowed = "one kind of file for all tables"
        fix = f"Move the sheets of {FILE} that you need into CSV files, or the other way round."
        raise StudyError([Problem(FILE, None, None, "CSV files beside it", allowed, fix)])
    if (directory / FILE).exists():
        new = {directory / tables[name].path: write_sheet(sheet) for name, sheet in before.items()}
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
        after = read_files(directory, tables).sheets
        kept = {n: (s.columns, s.rows) for n, s in before.items()}
        if kept != {n: (s.columns, s.rows) for n, s in after.items()}:
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

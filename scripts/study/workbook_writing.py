"""All tables of a study as one workbook, with drop-downs and the dictionary as comments."""

import io
import tempfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from scripts.files.paths import write_office_file
from scripts.files.problems import Problem, StudyError, one_of
from scripts.files.spreadsheets import plain_number, write_sheet
from scripts.files.workbooks import UNUSED, escape
from scripts.study.data_files import FILE, GUIDE, LISTS, name_sheet, read_files
from scripts.study.dictionary import BY_LINE, TableSchema
from scripts.study.study import Study, open_study

# Rows that a column's format and drop-down reach beyond the filled ones.
SPARE_ROWS = 1_000
WIDEST, NARROWEST = 60, 12
TEXT_FORMAT = "@"
TOP = Alignment(wrap_text=True, vertical="top")
GUIDANCE = (files(__package__) / "workbook_guide.txt").read_text("utf-8").splitlines()
KINDS = {"integer": "A whole number in digits.", "number": "A number in digits."}


def build_workbook(study: Study) -> bytes:
    """Return the tables of a study as a workbook; the same tables give the same bytes."""
    book, tables = Workbook(), study.tables
    guide = book.active
    guide.title = GUIDE
    guide.column_dimensions["A"].width = 100
    for number, line in enumerate(GUIDANCE, start=1):
        guide.cell(number, 1, line).alignment = TOP
    guide["A1"].font = Font(bold=True)
    pages = {table.name: book.create_sheet(name_sheet(table)) for table in tables.values()}
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    places: dict[tuple, str] = {}
    for name, page in pages.items():
        table, sheet = tables[name], study.sheet(name)
        if name not in study.sheets:
            page.sheet_properties.tabColor = UNUSED
        page.freeze_panes = "A2"
        for number, column in enumerate(sheet.columns, start=1):
            _fill_column(page, table, number, column, [row[number - 1] for row in sheet.rows])
            rules = table.rules(column)
            legal = tuple(rules.get("enum") or rules.get("keys", ()))
            source = _place_list(lists, places, legal) if legal else _find_keys(study, name, column)
            if source:
                # Of keys that another sheet or file may get later, the program only warns.
                is_strict = "enum" in rules and not table.field(column).get(BY_LINE)
                _add_choices(page, number, source, "stop" if is_strict else "warning")
    # Of the visible ones the first with rows is what people want to see.
    book.active = 1 if pages else 0
    saved, without_times = io.BytesIO(), io.BytesIO()
    book.save(saved)
    write_office_file(without_times, saved)
    return without_times.getvalue()


def _fill_column(page, table: TableSchema, number: int, column: str, cells: Sequence[str]) -> None:
    """Write a heading with its comment, and the cells below, and make them easy to read."""
    head = page.cell(1, number)
    _set_cell(head, column)
    head.font = Font(bold=True)
    head.fill = PatternFill("solid", fgColor="E8E8E8")
    words = describe_column(table, column)
    if words:
        head.comment = Comment(escape(words), "Data dictionary", height=140, width=320)
    about = page.column_dimensions[get_column_letter(number)]
    longest = max(map(len, [column, *cells]))
    about.width = min(max(longest + 2, NARROWEST), WIDEST)
    is_number = table.field(column).get("type") in KINDS
    if not is_number:
        # Otherwise the program turns what is typed, such as 1-2, into a date.
        about.number_format = TEXT_FORMAT
    for row, text in enumerate(cells, start=2):
        if text:
            cell = page.cell(row, number)
            _set_cell(cell, text, is_number)
            cell.alignment = TOP


def _set_cell(cell, text: str, is_number: bool = False) -> None:
    """Set a cell to text, or to a number if it comes back in the very same digits."""
    value = plain_number(text) if is_number else None
    if value is not None and f"{value:.15g}" == text:
        cell.value = int(text) if text.lstrip("-").isdigit() else value
        return
    cell.value = escape(text)
    # Text that begins with = is no formula, and #N/A is no error.
    cell.data_type = "s"
    cell.number_format = TEXT_FORMAT


def describe_column(table: TableSchema, column: str) -> str:
    """Return what the dictionary says of a column, in a few lines."""
    field, rules = table.field(column), table.rules(column)
    lines = [field.get("description", "")]
    if column in table.key:
        lines.append("Part of what tells the rows apart: no two rows have the same.")
    if rules.get("required"):
        lines.append("Must be filled.")
    lines.append(KINDS.get(field.get("type"), ""))
    if rules.get("enum"):
        lines.append(f"Allowed: {one_of(rules['enum'])}.")
    return "\n".join(line for line in lines if line)


def _place_list(lists, places: dict[tuple, str], values: tuple[str, ...]) -> str:
    """Return the cells that hold some values, written there when first asked for."""
    if values not in places:
        column = len(places) + 1
        for row, value in enumerate(values, start=1):
            _set_cell(lists.cell(row, column), value)
        letter = get_column_letter(column)
        places[values] = f"{LISTS}!${letter}$1:${letter}${len(values)}"
    return places[values]


def _find_keys(study: Study, name: str, column: str) -> str:
    """Return the cells of another sheet whose keys a column takes; blank where it takes none."""
    for link in study.tables[name].foreign_keys:
        target = link["reference"]["resource"]
        if link["fields"] == [column] and target in study.tables and target != name:
            sheet = study.sheet(target)
            letter = get_column_letter(sheet.columns.index(link["reference"]["fields"][0]) + 1)
            last = 1 + len(sheet.rows) + SPARE_ROWS
            return f"'{name_sheet(study.tables[target])}'!${letter}$2:${letter}${last}"
    return ""


def _add_choices(page, column: int, source: str, style: str) -> None:
    """Add a drop-down to a column, from the second row to well below the last."""
    rule = DataValidation(
        type="list",
        formula1=f"={source}",
        allow_blank=True,
        showErrorMessage=True,
        errorStyle=style,
        errorTitle="Not in the list",
        error="Choose one of the values that the arrow offers.",
    )
    letter = get_column_letter(column)
    rule.add(f"{letter}2:{letter}{page.max_row + SPARE_ROWS}")
    page.add_data_validation(rule)


def swap_tables(directory: Path) -> list[Path]:
    """Turn CSV files into the workbook, or the workbook into CSV files; return what is new.

    The old files are deleted once the new ones have been read back and found equal. If a table
    cannot be read, or both kinds of file are there, nothing changes.
    """
    study = open_study(directory)
    tables = study.tables
    sources = {tables[n].path for n, sheet in study.sheets.items() if sheet.file == tables[n].path}
    if (directory / FILE).exists() and sources:
        allowed = "one kind of file for all tables"
        fix = f"Move the sheets of {FILE} that you need into CSV files, or the other way round."
        raise StudyError([Problem(FILE, None, None, "CSV files beside it", allowed, fix)])
    if (directory / FILE).exists():
        new, old = {tables[n].path: write_sheet(s) for n, s in study.sheets.items()}, [FILE]
    else:
        new, old = {FILE: build_workbook(study)}, sorted(sources)
    # On the same disk, where a file can be put in its place at once.
    with tempfile.TemporaryDirectory(prefix=".swap", dir=directory) as folder:
        for name, content in new.items():
            (Path(folder) / name).parent.mkdir(exist_ok=True)
            (Path(folder) / name).write_bytes(content)
        before, now = [
            {name: (sheet.columns, sheet.rows) for name, sheet in sheets.items()}
            for sheets in (study.sheets, read_files(Path(folder), tables).sheets)
        ]
        if before != now:
            found, allowed = "tables that do not read back the same", "the same tables"
            fix = "Nothing was changed. Please report this with a copy of the data."
            raise StudyError([Problem(FILE, None, None, found, allowed, fix)])
        for name in new:
            (directory / name).parent.mkdir(exist_ok=True)
            (Path(folder) / name).replace(directory / name)
    for name in old:
        (directory / name).unlink()
    return [directory / name for name in new]

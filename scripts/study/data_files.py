"""The tables of a data folder, each from its own file or from a sheet of the workbook.

Only here it is known that there is a workbook: what comes out are the same plain rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.files.problems import Problem, did_you_mean, one_of, place_sheet, quote
from scripts.files.spreadsheets import Sheet, read_sheet
from scripts.files.workbooks import Page, load_pages, read_page
from scripts.study.dictionary import BUILT_IN, TableSchema, is_optional

FILE = "study.xlsx"
# Sheets of the workbook that explain it or feed its drop-downs, and hold no data.
GUIDE, LISTS = "read me", "lists"
# Spreadsheet programs allow no longer name of a sheet.
LONGEST_NAME = 31
# Formats of the same programs that are not read.
OTHER_MAKES = (".xls", ".ods", ".numbers", ".xlsm")
# What spreadsheet programs and text editors save a table as.
ENDINGS = (".xlsx", ".tsv", ".txt", *OTHER_MAKES)
# What such a program lays beside a file while it is open.
LOCKS = ("~", ".")


@dataclass(frozen=True)
class DataFiles:
    """The tables of a data folder that can be read, whatever kind of file they are kept in.

    `problems` are those of the form of files and sheets, `unknown` those that the dictionary
    does not describe. `absent` names the tables that are not there, and those that the package
    knows and the dictionary does not; none where the workbook cannot be opened: nobody knows then.
    """

    sheets: dict[str, Sheet]
    problems: list[Problem]
    unknown: list[Problem]
    absent: set[str]


def name_sheet(table: TableSchema) -> str:
    """Return the name of a table's sheet in the workbook."""
    return table.name[:LONGEST_NAME]


def read_files(directory: Path, tables: Mapping[str, TableSchema]) -> DataFiles:
    """Return every table that is there, and what is wrong with its form."""
    has_workbook = (directory / FILE).exists() or (directory / FILE).is_symlink()
    pages, problems = load_pages(directory / FILE) if has_workbook else ((), [])
    problems += _check_makes(directory)
    is_known = not problems
    by_name = {page.name: page for page in reversed(pages)}
    sheets, absent = {}, set(BUILT_IN) - set(tables)
    for table in tables.values():
        is_file = (directory / table.path).exists()
        page = by_name.get(name_sheet(table).casefold())
        if is_file and page and page.has_rows:
            found = f"the same table as in {place_sheet(FILE, page.title)}"
            fix = f"Keep the one that is right: delete this file, or the sheet in {FILE}."
            problems.append(Problem(table.path, None, None, found, "each table in one place", fix))
            continue
        if not is_file and not (page and page.is_in_use):
            absent.add(table.name)
            if is_optional(table.name) or not is_known:
                continue
        sheet, own = _read_table(directory, table, page, pages)
        problems += own
        if sheet is not None:
            sheets[table.name] = sheet
    unknown = [*_check_pages(pages, tables), *_check_unread(directory, tables, absent)]
    return DataFiles(sheets, problems, unknown, absent if is_known else set())


def _read_table(
    directory: Path, table: TableSchema, page: Page | None, pages: Sequence[Page]
) -> tuple[Sheet | None, list[Problem]]:
    """Return a table, or None and why it cannot be read."""
    if (directory / table.path).exists() or not pages:
        return read_sheet(directory, table.path)
    if page is not None:
        kinds = {field["name"]: field.get("type", "") for field in table.fields}
        return read_page(page, FILE, kinds, {name: table.allowed(name) for name in kinds})
    fix = "Add the sheet, or give the right one this name."
    fix += did_you_mean(name_sheet(table), [page.title for page in pages])
    allowed = f"the sheet {quote(name_sheet(table))}, or a file {table.path}"
    return None, [Problem(FILE, None, None, "no such sheet", allowed, fix)]


def _check_makes(directory: Path) -> Iterator[Problem]:
    """Yield workbooks of other programs and times."""
    for suffix in OTHER_MAKES:
        name = FILE.replace(".xlsx", suffix)
        if (directory / name).is_file():
            fix = f"Open it, and save it as “Excel workbook (.xlsx)” under the name {FILE}."
            found, allowed = f"a workbook of {suffix}", f"a workbook {FILE}"
            yield Problem(name, None, None, found, allowed, fix)


def _check_pages(pages: Sequence[Page], tables: Mapping[str, TableSchema]) -> Iterator[Problem]:
    """Yield unknown sheets, and two of the same name."""
    names = [name_sheet(table) for table in tables.values()]
    known = {*map(str.casefold, names), GUIDE, LISTS}
    held: dict[str, Page] = {}
    for page in pages:
        other = held.setdefault(page.name, page)
        if other is not page:
            found = f"the sheets {quote(other.title)} and {quote(page.title)}"
            allowed, fix = "one sheet for each table", "Bring them together, and delete one."
            yield Problem(FILE, None, None, found, allowed, fix)
    for page in pages:
        if page.rows and page.name not in known:
            fix = "Rename the sheet, or move it into another workbook: all of this one is data."
            fix += did_you_mean(page.title, [n for n in names if n.casefold() not in held])
            found = f"the unknown sheet {quote(page.title)}"
            yield Problem(place_sheet(FILE, page.title), None, None, found, one_of(names), fix)


def _check_unread(
    directory: Path, tables: Mapping[str, TableSchema], absent: set[str]
) -> Iterator[Problem]:
    """Yield each data file that nothing loads, though somebody may think so."""
    known = {table.path for table in tables.values()}
    missing = [table.path for name, table in tables.items() if name in absent]
    for path in sorted(directory.rglob("*")):
        place = path.relative_to(directory)
        file, ending = place.as_posix(), path.suffix.lower()
        # Programs keep their own copies in hidden folders.
        if any(part.startswith(LOCKS) for part in place.parts):
            continue
        if path.is_symlink() and path.is_dir():
            fix = "Put the files themselves here: what a link leads to may not come with the book."
            yield Problem(file, None, None, "a link to somewhere else", "files and folders", fix)
        if not path.is_file():
            continue
        if ending == ".csv" and file not in known:
            found = "a table that the dictionary does not describe"
            fix = "Describe the file there, or move it out of data/."
            fix += did_you_mean(file, missing)
            yield Problem(file, None, None, found, "the files of datapackage.json", fix)
        elif ending in ENDINGS:
            stem = file.removesuffix(path.name) + path.name.split(".")[0].strip()
            meant = f"{stem.casefold()}.csv"
            if meant in missing:
                found = f"a table saved as {''.join(path.suffixes)}"
                fix = f"Save the sheet as “CSV UTF-8 (comma delimited)” under the name {meant}."
                yield Problem(file, None, None, found, f"a file {meant}", fix)
            elif ending == ".xlsx" and path.name != FILE and "configurations" in absent:
                found = "a workbook that nothing reads under this name"
                fix = f"If it holds the tables of the study, call it {FILE}."
                yield Problem(file, None, None, found, f"a workbook {FILE}", fix)

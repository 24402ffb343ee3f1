"""Files in a data folder that nothing reads, though somebody may think so."""

from __future__ import annotations

from pathlib import Path

from scripts.files.problems import Problem, did_you_mean
from scripts.study.dictionary import Table
from scripts.study.workbooks import FILE, OTHER_MAKES, find_file

# What spreadsheet programs and text editors save a table as.
ENDINGS = (".xlsx", ".tsv", ".txt", *OTHER_MAKES)
# What such a program lays beside a file while it is open.
LOCKS = ("~", ".")


def check_unread_files(directory: Path, tables: dict[str, Table]) -> list[Problem]:
    """Return a problem for each data file that no entry of the dictionary loads."""
    known = {table.path for table in tables.values()}
    missing = [table for table in tables.values() if not find_file(directory, table)]
    problems = []
    for path in sorted(directory.rglob("*")):
        place = path.relative_to(directory)
        file = place.as_posix()
        # Programs keep their own copies in hidden folders.
        if not path.is_file() or any(part.startswith(LOCKS) for part in place.parts):
            continue
        if path.suffix.lower() == ".csv" and file not in known:
            found = "a table that the dictionary does not describe"
            fix = "Describe the file there, or move it out of data/."
            fix += did_you_mean(file, [table.path for table in missing])
            problems.append(Problem(file, None, None, found, "the files of datapackage.json", fix))
        elif path.suffix.lower() in ENDINGS:
            problems += _check_form(path, file, missing)
    return problems


def _check_form(path: Path, file: str, missing: list[Table]) -> list[Problem]:
    """Return a problem if a file of another form stands in the place of a table."""
    stem = file.removesuffix(path.name).casefold() + path.name.split(".")[0].strip().casefold()
    table = next((t for t in missing if t.path.removesuffix(".csv") == stem), None)
    if table is not None:
        found, allowed = f"a table saved as {''.join(path.suffixes)}", f"a file {table.path}"
        fix = f"Save the sheet as “CSV UTF-8 (comma delimited)” under the name {table.path}."
        return [Problem(file, None, None, found, allowed, fix)]
    is_workbook = path.suffix.lower() == ".xlsx" and path.name != FILE
    if is_workbook and any(table.name == "configurations" for table in missing):
        fix = f"If it holds the tables of the study, call it {FILE}."
        found = "a workbook that nothing reads under this name"
        return [Problem(file, None, None, found, f"a workbook {FILE}", fix)]
    return []

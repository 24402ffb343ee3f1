"""The command ``check``: everything that is wrong with the data, in one report.

With ``--json`` the report is one object for programs. Its entries stay as they are; new ones
may be added. A `place` is: file, sheet (of a workbook, or null), row (as a spreadsheet numbers
it, or null) and column (or null).

- ``problems``: a list of places with found, allowed and fix; these stop the build.
- ``differences``: a list of sentences on values that differ unexplained; these stop it too.
- ``warnings``: a list of places with kind, table, key (of the row), found, why and fix; these
  stop nothing. ``accept`` is the row of ``accepted_warnings.csv`` that would accept it.
- ``counts``: the length of each of the three lists.
- ``not_compared``: keys of exhibits that only a chapter of the book around the data can answer.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

from scripts.adapt.framework import PACKAGE
from scripts.book.codecheck import check_codecheck
from scripts.files.problems import Problem, format_problems, split_place
from scripts.privacy.concerns import Concern
from scripts.privacy.confidentiality import check_accepted, list_open
from scripts.study.settings import Exhibit
from scripts.study.study import check_study, find_data

TO_EXPLAIN = (
    "Correct the data, or explain the difference in editorial_notes.csv.\n"
    "python -m scripts export --forms writes a row for each cell into forms/editorial_notes.csv."
)
NOT_COMPARED = (
    "Not compared: {}. It is answered by the code of a chapter, and checking a folder outside\n"
    "this book runs no code that comes with it. Run the check in the book to which it belongs."
)
REASON = "WRITE YOUR REASON"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options of the command."""
    parser.add_argument("directory", nargs="?", type=Path, help="the data folder")
    parser.add_argument("--json", action="store_true", help="print the report for programs")


def run(options: argparse.Namespace) -> int:
    """Print every problem of a data folder, then what differs unexplained, then warnings."""
    directory = options.directory or find_data()
    problems = check_study(directory)
    failures: list[str] = []
    concerns: list[Concern] = []
    skipped: list[Exhibit] = []
    if not problems:
        from scripts.execution.runs import compare_exhibits
        from scripts.study.study import load_study

        study = load_study(directory)
        problems = [*check_accepted(study), *check_codecheck(directory.resolve().parent, study)]
        is_foreign = directory.resolve().parent != PACKAGE.parent
        for comparison in compare_exhibits(study, PACKAGE.parent).values():
            # The chapters of this book may not know what another study calls its exhibits.
            if is_foreign and comparison.values.empty:
                skipped.append(comparison.exhibit)
            else:
                failures += comparison.failures
        concerns = list_open(study)
    if options.json:
        report = build_report(problems, failures, concerns)
        report["not_compared"] = [exhibit.exhibit for exhibit in skipped]
        print(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        print(format_problems(problems))
        if not problems:
            print("\n".join([*failures, *([TO_EXPLAIN] if failures else [])]), end="")
            print("\n" if failures else "", end="")
            print(_count(len(failures), "unexplained difference") + " found.")
            for exhibit in skipped:
                print(NOT_COMPARED.format(exhibit.label))
            print(format_concerns(concerns))
    return 1 if problems or failures else 0


def format_concerns(concerns: Sequence[Concern]) -> str:
    """Return all warnings as text, grouped by file, with their number at the end."""
    number = _count(len(concerns), "warning") + " before you publish."
    if not concerns:
        return number
    lines = ["", "Before you publish"]
    for file, group in groupby(sorted(concerns, key=_place), key=lambda c: c.file):
        lines.append(file)
        for concern in group:
            row = f"row {concern.row}, " if concern.row is not None else ""
            lines += [
                f"  {row}column {concern.column}" if concern.kind != "hidden" else "  a sheet",
                f"    found:   {concern.found}",
                f"    why:     {concern.why}",
                f"    to do:   {concern.fix}",
                f"    or keep: {_write_row((*concern.place, REASON))}",
            ]
    lines += [
        f"{number} Nothing is stopped by them.",
        "Where something may stay, say why in accepted_warnings.csv: a row of",
        "warning,table,row,column,reason, as it stands behind “or keep”.",
    ]
    return "\n".join(lines)


def build_report(
    problems: Sequence[Problem], failures: Sequence[str], concerns: Sequence[Concern]
) -> dict:
    """Return the report for programs, as the first lines of this module describe it."""
    return {
        "problems": [
            {
                **_split_place(p.file, p.row, p.column),
                "found": p.found,
                "allowed": p.allowed,
                "fix": p.fix,
            }
            for p in problems
        ],
        "differences": list(failures),
        "warnings": [
            {
                "kind": c.kind,
                "table": c.table,
                "key": c.key,
                **_split_place(c.file, c.row, c.column),
                "found": c.found,
                "why": c.why,
                "fix": c.fix,
                "accept": [*c.place, ""],
            }
            for c in concerns
        ],
        "counts": {
            "problems": len(problems),
            "differences": len(failures),
            "warnings": len(concerns),
        },
    }


def _split_place(file: str, row: int | None, column: str | None) -> Mapping:
    """Return where something stands, with the sheet of a workbook by itself."""
    file, sheet = split_place(file)
    return {"file": file, "sheet": sheet, "row": row, "column": column}


def _place(concern: Concern) -> tuple:
    return (concern.file, concern.row or 0, concern.column, concern.kind)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _write_row(cells: Sequence[str]) -> str:
    """Return cells as a row of a CSV file."""
    target = io.StringIO()
    csv.writer(target, lineterminator="").writerow(cells)
    return target.getvalue()

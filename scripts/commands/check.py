"""The commands ``check`` and ``verify-source``: the data held against their rules and the paper.

With ``--json`` the report of the check is one object for programs. Its entries stay as they are;
new ones may be added. A `place` is: file, sheet (of a workbook, or null), row (as a spreadsheet
numbers it, or null) and column (or null).

- ``problems``: a list of places with found, allowed and fix; these stop the build.
- ``differences``: a list of sentences on values that differ unexplained; these stop it too.
- ``warnings``: a list of places with kind, table, key (of the row), found, why and fix; these
  stop nothing. ``accept`` is the row of ``accepted_warnings.csv`` that would accept it.
- ``counts``: the length of each of the three lists.
- ``not_compared``: keys of exhibits that only a chapter of the book around the data can answer.
"""

import csv
import io
import json as json_format
from collections.abc import Sequence
from pathlib import Path

from scripts.adapt.framework_files import PACKAGE
from scripts.book.codecheck import check_codecheck
from scripts.files.problems import Problem, RefusalError, count, format_problems, split_place
from scripts.look.markup import render
from scripts.privacy.confidentiality import Concern, check_accepted, list_open
from scripts.study.study import check_study, find_data, load_study

REASON = "WRITE YOUR REASON"


def check(directory: Path | None, json: bool) -> int:
    """Print every problem of a data folder, then what differs unexplained, then warnings."""
    directory = directory or find_data()
    problems, failures, concerns, skipped = check_study(directory), [], [], {}
    if not problems:
        from scripts.chapters.in_process import compare_exhibits

        study, book = load_study(directory), directory.resolve().parent
        problems = [*check_accepted(study), *check_codecheck(book, study)]
        for key, comparison in compare_exhibits(study, PACKAGE.parent).items():
            # The chapters of this book may not know what another study calls its exhibits.
            if book != PACKAGE.parent and comparison.values.empty:
                skipped[key] = comparison.exhibit.label
            else:
                failures += comparison.failures
        concerns = list_open(study)
    if json:
        report = build_check_report(problems, failures, concerns) | {"not_compared": list(skipped)}
        print(json_format.dumps(report, ensure_ascii=False, indent=2))
    else:
        text = render(
            "commands/check.txt",
            problems=format_problems(problems),
            is_sound=not problems,
            failures=failures,
            differences=count(len(failures), "unexplained difference"),
            skipped=skipped.values(),
            concerns=sorted(concerns, key=lambda c: (c.file, c.row or 0, c.column, c.kind)),
            warnings=count(len(concerns), "warning"),
            accept=format_acceptance,
        )
        print(text, end="")
    return 1 if problems or failures else 0


def format_acceptance(concern: Concern) -> str:
    """Return the row of ``accepted_warnings.csv`` that would accept a warning, but for a reason."""
    row = io.StringIO()
    csv.writer(row, lineterminator="").writerow((*concern.place, REASON))
    return row.getvalue()


def build_check_report(
    problems: Sequence[Problem], failures: Sequence[str], concerns: Sequence[Concern]
) -> dict:
    """Return the report for programs, as the first lines of this module describe it."""
    report = {
        "problems": [_pick(problem, "found", "allowed", "fix") for problem in problems],
        "differences": list(failures),
        "warnings": [
            {
                **_pick(concern, "kind", "table", "key", "found", "why", "fix"),
                "accept": [*concern.place, ""],
            }
            for concern in concerns
        ],
    }
    return report | {"counts": {name: len(entries) for name, entries in report.items()}}


def _pick(finding: Problem | Concern, *names: str) -> dict:
    """Return the place of a finding, with the sheet of a workbook by itself, and what is asked."""
    file, sheet = split_place(finding.file)
    place = {"file": file, "sheet": sheet, "row": finding.row, "column": finding.column}
    return place | {name: getattr(finding, name) for name in names}


def verify_source(paper: Path, all: bool) -> int:
    """Print which words of the data the text of the paper lacks, and how many it has."""
    from scripts.published.source_check import check_source

    study = load_study(find_data())
    try:
        findings = check_source(study, paper.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise RefusalError(f"{paper}: not UTF-8. Give the paper as plain text.") from error
    for cell in findings:
        where = f"{cell.file}, row {cell.row}, column {cell.column}: “{cell.words}”"
        if not cell.found:
            print(f"missing: {where}{f' ({cell.place})' if cell.place else ''}")
        elif all:
            print(f"line {cell.line}: {where}")
    found = sum(cell.found for cell in findings)
    print(f"{found} of {len(findings)} values found in {paper}.")
    return 0 if found == len(findings) else 1

"""The files of a data folder: those that are missed, and those that nothing reads."""

import re

import pytest
from openpyxl import load_workbook

from scripts.study.study import check_study
from scripts.study.workbook_writing import swap_tables
from tests import ROOT
from tests.studies import write_study


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("quotations.xlsx", "under the name quotations.csv"),
        ("quotations.csv.txt", "under the name quotations.csv"),
        ("Quotations.ods", "under the name quotations.csv"),
        ("quotations (1).csv", "Describe the file there"),
        ("sub/more.csv", "Describe the file there"),
    ],
)
def test_a_table_that_is_not_read_is_named(tmp_path, name, words):
    data = write_study(tmp_path / "data")
    (data / name).parent.mkdir(exist_ok=True)
    (data / name).write_bytes(b"x")
    (problem,) = check_study(data)
    assert (problem.file, words in problem.fix) == (name, True)


@pytest.mark.parametrize(
    "name", ["configurations.xlsx", "notes.txt", "~$quotations.xlsx", ".quotations.csv", "a.pdf"]
)
def test_what_is_nobodys_business_is_passed_over(tmp_path, name):
    data = write_study(tmp_path / "data")
    (data / name).write_bytes(b"x")
    assert check_study(data) == []


def test_only_the_door_and_the_command_know_that_there_may_be_a_workbook():
    knowing = {"study/data_files.py", "study/workbook_writing.py", "commands/book.py"}
    package = ROOT / "scripts"
    found = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(r"study\.xlsx|data_files import (?!read_files)", path.read_text("utf-8"))
    }
    assert found == knowing


def test_a_table_that_every_study_needs_is_missed(example):
    (example / "configurations.csv").unlink()
    (problem,) = check_study(example)
    assert (problem.file, problem.row, problem.found) == (
        "configurations.csv",
        None,
        "no such file",
    )


def test_beside_a_workbook_that_cannot_be_read_nothing_else_is_missed(example):
    for name in ("configurations", "interviews", "characteristics"):
        (example / f"{name}.csv").unlink()
    (example / "study.xlsx").write_bytes(b"no workbook")
    assert {problem.file for problem in check_study(example)} == {"study.xlsx"}


def test_a_sheet_that_is_missing_is_asked_for_by_its_name(example):
    swap_tables(example)
    book = load_workbook(example / "study.xlsx")
    book["configurations"].title = "configuration"
    book.save(example / "study.xlsx")
    (problem,) = (p for p in check_study(example) if p.found == "no such sheet")
    assert (problem.file, problem.row, problem.column) == ("study.xlsx", None, None)
    assert problem.allowed == "the sheet “configurations”, or a file configurations.csv"
    assert problem.fix.endswith("give the right one this name. Did you mean “configuration”?")

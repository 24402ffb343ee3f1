"""Files of a data folder that nothing reads: named, unless they are nobody's business."""

from __future__ import annotations

import re

import pytest

from scripts.study.study import check_study
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
    knowing = {"study/data_files.py", "study/workbook_writing.py", "commands/export.py"}
    package = ROOT / "scripts"
    found = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(r"study\.xlsx|data_files import (?!read_files)", path.read_text("utf-8"))
    }
    assert found == knowing

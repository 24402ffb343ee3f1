"""Files of a data folder that nothing reads: named, unless they are nobody's business."""

from __future__ import annotations

import pytest

from scripts.study.study import check_study
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

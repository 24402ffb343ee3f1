"""What holds for the study of this edition alone: workbooks."""

import pytest

from scripts.study.study import load_study
from scripts.study.workbook_writing import swap_tables
from tests.study.test_workbooks import COUNTS, edit, write_workbook_study


@pytest.fixture
def data(tmp_path):
    return write_workbook_study(tmp_path / "data", **COUNTS)


def test_true_and_false_are_understood_where_yes_and_no_are_asked_for(data_copy, study):
    swap_tables(data_copy)
    final = study.configurations["final"][0]
    edit(data_copy, lambda book: book["configurations"].__setitem__("H2", final == "yes"))
    assert load_study(data_copy).configurations.equals(study.configurations)

"""Claims of any paper that the numbers of a book answer, with nothing programmed."""

import pytest

from scripts.adapt.new_evaluation import write_evaluation
from scripts.adapt.plans import plan_example, read_groups, read_stages
from scripts.chapters.contents import Requirements
from scripts.published import claims
from scripts.study.study import check_study, load_study
from tests.chapters.test_requirements import cell_with
from tests.comparisons import compare_exhibit

HEAD = "claim,section,statement,printed,unit,kind,value,second_reading,answer\n"


@pytest.fixture
def book(tmp_path):
    folder = tmp_path / "book"
    plan = plan_example("T", read_groups("Walkers=20,Leaders=6"), read_stages("context,outcome"))
    write_evaluation(folder, plan)
    return folder


def write_claims(book, *rows):
    folder = book / "data" / "published"
    folder.mkdir()
    lines = [
        f"{name},Results,So many,as printed,,number,{value},,{kind}\n" for name, value, kind in rows
    ]
    (folder / "claims.csv").write_text(HEAD + "".join(lines), encoding="utf-8")
    path = book / "data" / "study.yml"
    text, claimed, below = path.read_text("utf-8").partition("chapters/claims.ipynb\n")
    path.write_text(text + claimed + below.replace("    published: false\n", "", 1), "utf-8")
    assert check_study(book / "data") == []
    return load_study(book / "data")


def test_no_list_of_claims_is_shown_before_there_is_one(book):
    assert Requirements(book).lacking(cell_with("needs-claims")) == ["claims"]
    write_claims(book, ("n-all", "26", "data"))
    assert Requirements(book).lacking(cell_with("needs-claims")) == []


def test_a_claim_called_after_a_number_is_held_against_it(book):
    rows = [("n-all", "26", "data"), ("n-walkers", "20", "data"), ("configurations", "7", "data")]
    study = write_claims(book, *rows, ("quotations", "", "text"))
    report = compare_exhibit(study, "claims", book)
    assert dict(zip(report.values["row"], report.values["verdict"], strict=True)) == {
        "n-all": "reproduced",
        "n-walkers": "transcribed",
        "configurations": "differs",
        "quotations": "cannot compare",
    }
    (failure,) = report.failures
    assert "claim configurations: found 6, but the paper has 7" in failure


def test_a_claim_of_another_name_is_not_answered(book):
    study = write_claims(book, ("people-who-came", "26", "data"))
    assert claims.answer_by_name(study) == {}
    failures = compare_exhibit(study, "claims", book).failures
    assert any("call it after a number of the book" in failure for failure in failures)

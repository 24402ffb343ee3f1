"""What is published is said, and neither the paper nor its notes can go in silence."""

import pandas as pd
import pytest

from scripts.published.comparison import compare
from scripts.study.study import check_study, load_study, open_study
from tests.studies import write_study

EXHIBIT = {"exhibit": "table", "kind": "configurations"}
PRINTED = {"table": {("only", "context"): "Another context"}}


def note(**values):
    return {
        **{"exhibit": "table", "row": "only", "field": "context", "kind": "differs"},
        **{"source_reading": "Another context", "reading_used": "A context", "reason": "Said."},
        **{"evidence": "Page 1", "confidence": "high", **values},
    }


def compare_table(study):
    """Return the comparison that a chapter makes of the table of configurations."""
    cells = [
        {"row": "only", "column": stage, "cell": study.configurations.loc[0, stage]}
        for stage in ("context", "mechanism", "outcome")
    ]
    beside = pd.DataFrame(cells).merge(study.published("table"), on=["row", "column"], how="left")
    return compare(beside, study, "table")


def write(folder, **values):
    return write_study(folder, **{"exhibits": [EXHIBIT], "published": PRINTED, **values})


def test_a_study_with_its_paper_and_one_without_are_in_order(tmp_path):
    assert check_study(write(tmp_path / "a", notes=[note()])) == []
    assert check_study(write(tmp_path / "b", published=None)) == []


@pytest.mark.parametrize("notes", [None, [note()]])
@pytest.mark.parametrize("content", [None, "row,column,printed,place\n"])
def test_a_paper_that_is_taken_away_is_missed(tmp_path, notes, content):
    data = write(tmp_path / "data", notes=notes)
    file = data / "published" / "table.csv"
    file.unlink()
    if content:
        file.write_text(content)
    (problem,) = check_study(data)
    assert (problem.file, problem.column) == ("study.yml", "exhibits, table")
    lines = (data / "study.yml").read_text("utf-8").splitlines()
    assert lines[problem.row - 1].startswith("- ")
    assert "no rows of published/table.csv" in problem.found
    assert "published: false" in problem.fix


def test_the_whole_folder_taken_away_is_missed_for_each_exhibit(tmp_path):
    exhibits = [EXHIBIT, {"exhibit": "figure", "kind": "diagram"}]
    data = write(
        tmp_path / "data",
        exhibits=exhibits,
        published=PRINTED | {"figure": {("caption", "caption"): "The exhibit figure."}},
    )
    assert check_study(data) == []
    for file in (data / "published").iterdir():
        file.unlink()
    (data / "published").rmdir()
    assert {p.column for p in check_study(data)} == {"exhibits, table", "exhibits, figure"}


def test_a_paper_that_is_there_but_said_not_to_be_is_found(tmp_path):
    data = write(tmp_path / "data", exhibits=[{**EXHIBIT, "published": False}])
    (problem,) = check_study(data)
    assert (problem.file, problem.column) == ("study.yml", "exhibits, table")
    assert problem.found == "“published: false”, but rows of published/table.csv"
    assert "Take the entry “published: false” out" in problem.fix


def test_the_file_that_is_missed_is_called_as_the_dictionary_has_it(tmp_path):
    data = write(tmp_path / "data")
    path = data / "datapackage.json"
    path.write_text(path.read_text("utf-8").replace("published/table.csv", "published/typed.csv"))
    (data / "published" / "table.csv").rename(data / "published" / "typed.csv")
    assert check_study(data) == []
    (data / "published" / "typed.csv").unlink()
    (problem,) = check_study(data)
    assert "no rows of published/typed.csv" in problem.found
    assert problem.fix.startswith("Put published/typed.csv back")


@pytest.mark.parametrize("kind", ["differs", "inferred", "contradictory", "typographic"])
def test_a_note_on_what_is_not_published_is_refused(tmp_path, kind):
    data = write(tmp_path / "data", published=None, notes=[note(kind=kind)])
    (problem,) = check_study(data)
    assert (problem.file, problem.row) == ("editorial_notes.csv", 2)
    assert problem.column == "exhibit"
    assert problem.found == f"a note of the kind “{kind}” on “table”"
    assert problem.fix.startswith("Put back what the paper prints of it, or delete the note")
    # The comparator, too, does not take it for a note with its difference.
    assert len(compare_table(open_study(data)).failures) == 1


def test_that_no_source_gives_a_cell_may_be_said_without_a_paper(tmp_path):
    blank = note(field="mechanism", kind="missing", source_reading="", reading_used="")
    data = write(tmp_path / "data", published=None, notes=[blank])
    assert check_study(data) == []
    assert compare_table(load_study(data)).failures == ()
    full = note(kind="missing", source_reading="", reading_used="A context")
    data = write(tmp_path / "full", published=None, notes=[full])
    assert len(compare_table(load_study(data)).failures) == 1

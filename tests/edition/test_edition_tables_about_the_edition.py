"""What holds for the study of this edition alone: apparatus."""

from bs4 import BeautifulSoup

from scripts.book.staging import find_cell_marks
from scripts.chapters.in_process import read_cells, run_cells
from scripts.display.exhibits import show
from scripts.tables import edition_tables
from scripts.tables.edition_tables import NOTES_PAGE
from tests import ROOT
from tests.comparisons import compare_all
from tests.tables.test_edition_tables import rows_of

NOTES = ROOT / "chapters" / "editorial_notes.ipynb"
DICTIONARY = ROOT / "chapters" / "data_dictionary.ipynb"


def test_every_mark_of_a_note_leads_to_its_row(study):
    notes = edition_tables.build_notes_table(study)
    soup = BeautifulSoup(show(notes).html, "html.parser")
    anchors = {row["id"] for row in soup.tbody("tr")}
    marks = [find_cell_marks(study, comparison) for comparison in compare_all(study).values()]
    links = [link.split("#") for own in marks for _, link in own.values()]
    noted = [anchor for page, anchor in links if page == NOTES_PAGE]
    assert len(noted) > 20
    assert set(noted) <= anchors
    assert len(anchors) == len(study.editorial_notes)


def test_every_file_has_its_number_of_rows(study):
    shown = {cells[0]: int(cells[1]) for cells in rows_of(edition_tables.build_files_table(study))}
    assert shown["configurations.csv"] == 33
    assert shown["demographics.csv"] == 38
    files = {
        path.relative_to(study.directory).as_posix() for path in study.directory.rglob("*.csv")
    }
    assert set(shown) == files


def test_agreement_is_that_of_its_file(study):
    frame = run_cells(read_cells(NOTES), study).tables["transcription_agreement"].frame
    assert frame.iloc[0].tolist()[:3] == ["Table 1: counts", "38", "38"]


def test_codes_are_counted_by_configuration(study):
    table = run_cells(read_cells(DICTIONARY), study).tables["codebook"].frame
    assert list(table["label"]) == list(study.elements["label"])
    for count, element in zip(table["configurations"], study.elements["element"], strict=True):
        own = study.codings[study.codings["element"] == element]
        assert count == str(own["configuration"].nunique())

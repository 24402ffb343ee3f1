"""What holds for the study of this edition alone: apparatus."""

from __future__ import annotations

from bs4 import BeautifulSoup
from scripts.tables.cell_marks import NOTES_PAGE
from scripts.tables.tables import build_configurations_table, build_demographics_table

from scripts.display.display import show_table
from scripts.tables import edition_tables
from tests.tables.test_edition_tables import rows_of


def test_a_mark_leads_to_no_note(study):
    notes = edition_tables.build_notes_table(study)
    soup = BeautifulSoup(show_table(notes).data, "html.parser")
    anchors = {row["id"] for row in soup.tbody("tr")}
    tables = [
        build_demographics_table(study, "table_1"),
        build_configurations_table(study, "table_2"),
    ]
    links = [link.split("#") for table in tables for _, link in table.marks.values()]
    noted = [anchor for page, anchor in links if page == NOTES_PAGE]
    assert len(noted) > 20
    assert set(noted) <= anchors
    assert len(anchors) == len(study.editorial_notes)


def test_a_file_or_its_number_of_rows_is_missing(study):
    shown = {cells[0]: int(cells[1]) for cells in rows_of(edition_tables.build_files_table(study))}
    assert shown["configurations.csv"] == 33
    assert shown["demographics.csv"] == 38
    files = {
        path.relative_to(study.directory).as_posix() for path in study.directory.rglob("*.csv")
    }
    assert set(shown) == files


def test_agreement_is_not_that_of_its_file(study):
    shown = rows_of(edition_tables.build_agreement_table(study))
    assert shown[0][:3] == ["Table 1: counts", "38", "38"]

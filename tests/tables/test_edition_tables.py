"""The tables about the edition itself."""

import json

import pytest
from bs4 import BeautifulSoup

from scripts.display.exhibits import show
from scripts.tables import edition_tables
from tests.studies import make_study

BUILDERS = (
    edition_tables.build_notes_table,
    edition_tables.build_files_table,
    edition_tables.build_dictionary_table,
)


def rows_of(table):
    """Return the texts of each row of the shown table."""
    soup = BeautifulSoup(show(table).html, "html.parser")
    return [
        [cell.get_text() for cell in row.find_all(["th", "td"])] for row in soup.table("tr")[1:]
    ]


def test_each_note_has_its_readings_and_reason(study):
    shown = rows_of(edition_tables.build_notes_table(study))
    for cells, note in zip(shown, study.editorial_notes.itertuples(), strict=True):
        assert note.kind in cells
        assert note.reason in cells
        if note.source_reading:
            assert f"“{note.source_reading[:399]}"[:300] in cells[2]
        else:
            assert cells[2] == "(nothing)"


def test_every_column_of_the_dictionary_is_there(study):
    package = json.loads((study.directory / "datapackage.json").read_text(encoding="utf-8"))
    fields = [
        (field["name"], entry["path"])
        for entry in package["resources"]
        for field in entry["schema"]["fields"]
    ]
    shown = rows_of(edition_tables.build_dictionary_table(study))
    assert [(cells[0], cells[1]) for cells in shown] == fields


@pytest.mark.parametrize("build", BUILDERS)
def test_a_study_without_the_file_has_an_empty_table(tmp_path, build):
    study = make_study(tmp_path / "data")
    table = build(study)
    assert len(rows_of(table)) == len(table.rows)

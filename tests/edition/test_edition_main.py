"""What holds for the study of this edition alone: main."""

from pathlib import Path

import pytest

from scripts.__main__ import main
from scripts.exports.downloads import BOOKS, FOLDER
from tests.spoiling import set_cell


def test_check_fails_on_a_difference_that_no_note_explains(data_copy, capsys):
    set_cell("published/table_1.csv", 2, "printed", "Another caption.")(data_copy)
    assert main(["check", str(data_copy)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "0 problems found."
    assert lines[1].startswith("table_1, row caption, column caption, text: rebuilt ")
    assert lines[2].startswith("Correct the data, or explain the difference")
    assert lines[3].startswith("python -m scripts export --forms writes a row for each cell")
    assert lines[4] == "1 unexplained difference found."


def test_check_finds_the_folder_of_the_project_by_itself(data_copy, monkeypatch, capsys):
    set_cell("demographics.csv", 3, "count", "many")(data_copy)
    monkeypatch.chdir(data_copy / "published")
    assert main(["check"]) == 1
    assert capsys.readouterr().out.endswith("1 problem found.\n")


def test_every_diagram_is_there_in_every_format(site):
    wanted = {
        f"{figure}-{page}{part}.{suffix}"
        for figure in ("figure_1", "figure_2", "shared", "both_theories")
        for page in ("column", "landscape")
        for part in (("-1", "-2") if figure == "both_theories" else ("",))
        for suffix in ("svg", "pdf", "png")
    }
    assert wanted <= {path.name for path in (site / FOLDER).iterdir()}


@pytest.mark.night
def test_export_writes_what_the_site_offers(site, tmp_path, capsys):
    made = {path.name for path in (site / FOLDER).iterdir()}
    assert main(["export", str(tmp_path / "files")]) == 0
    written = {path.name for path in (tmp_path / "files").iterdir()}
    assert written == made | {book for book in BOOKS if (site / FOLDER / book).is_file()}
    printed = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert sorted(printed) == sorted((tmp_path / "files").iterdir())

import json
import os
import subprocess
import sys

import pytest

from scripts.__main__ import main
from scripts.chapters.notebooks import ChapterError
from tests.spoiling import set_cell
from tests.studies import write_study


@pytest.fixture
def data(tmp_path):
    """The data folder of an invented study with participants."""
    return write_study(
        tmp_path / "data",
        characteristics=[{"characteristic": "age", "label": "Age", "responses": "single"}],
        demographics=[
            {"characteristic": "age", "level": level, "group": "clients", "count": 4}
            for level in ("Young", "Old")
        ],
        interviews=[{"group": "clients", "interviewees": 8, "mean": 5, "minimum": 4, "maximum": 6}],
        smallest_count=1,
    )


def test_check_fails_and_names_every_problem_with_its_place(data, capsys):
    set_cell("demographics.csv", 3, "count", "many")(data)
    set_cell("interviews.csv", 2, "mean", "99")(data)
    assert main(["check", str(data)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "demographics.csv"
    assert lines[1] == "  row 3, column count"
    assert "    found:   “many”" in lines
    assert "interviews.csv" in lines
    assert lines[-1] == "2 problems found."


def test_check_for_programs_names_the_place_of_every_problem(data, capsys):
    set_cell("demographics.csv", 3, "count", "many")(data)
    assert main(["check", "--json", str(data)]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["counts"] == {"problems": 1, "differences": 0, "warnings": 0}
    (problem,) = report["problems"]
    assert set(problem) == {"file", "sheet", "row", "column", "found", "allowed", "fix"}
    assert (problem["file"], problem["sheet"]) == ("demographics.csv", None)
    assert (problem["row"], problem["column"], problem["found"]) == (3, "count", "“many”")


def test_check_for_programs_tells_warnings_with_the_row_that_accepts_each(tmp_path, capsys):
    said = {"configuration": "only", "position": 1, "speaker": "Ada", "text": "Ada, ada@x.org"}
    folder = write_study(tmp_path / "data", quotations=[said])
    assert main(["check", "--json", str(folder)]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["counts"] == {"problems": 0, "differences": 0, "warnings": 2}
    assert {w["kind"] for w in report["warnings"]} == {"email", "speaker_name"}
    for warning in report["warnings"]:
        assert warning["accept"] == [warning["kind"], "quotations", "only, 1", "text", ""]
        assert all(warning[name] for name in ("found", "why", "fix"))


def test_warnings_stop_nothing_and_come_with_the_row_that_accepts_them(tmp_path, capsys):
    said = {"configuration": "only", "position": 1, "speaker": "Ada", "text": "then Ada came"}
    folder = write_study(tmp_path / "data", quotations=[said])
    assert main(["check", str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "Before you publish" in lines
    assert '    or keep: speaker_name,quotations,"only, 1",text,WRITE YOUR REASON' in lines
    assert "1 warning before you publish. Nothing is stopped by them." in lines


def test_check_of_no_folder_says_that_the_files_are_missing(tmp_path, capsys):
    assert main(["check", str(tmp_path / "nowhere")]) == 1
    assert "study.yml\n  whole file\n    found:   no such file" in capsys.readouterr().out


def test_check_outside_a_project_says_where_to_go(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 1
    words = capsys.readouterr().err
    assert words.startswith("no folder data/ with study.yml at or above")
    assert words.strip().endswith("Go to the folder of the project first.")


def test_check_shows_its_report_on_a_terminal_that_lacks_letters(data):
    set_cell("demographics.csv", 3, "count", "ž")(data)
    done = subprocess.run(
        [sys.executable, "-m", "scripts", "check", str(data)],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == b""
    assert b"row 3, column count" in done.stdout
    assert b"found:   ???" in done.stdout


def test_an_unknown_command_is_refused_with_the_commands_that_there_are(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["chek"])
    assert stop.value.code == 2
    assert "check" in capsys.readouterr().err


def test_export_into_a_file_is_refused_in_words(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert main(["export", str(tmp_path / "file")]) == 1
    said = capsys.readouterr().err
    assert said.startswith(str(tmp_path / "file"))
    assert "check that the file or folder exists and may be written" in said


def test_what_is_wrong_with_the_book_itself_is_said_without_a_traceback(data, monkeypatch, capsys):
    def refuse(directory, json):
        raise ChapterError("_config.yml: there is no such file.")

    monkeypatch.setattr("scripts.commands.check.check", refuse)
    assert main(["check", str(data)]) == 1
    assert capsys.readouterr().err == "_config.yml: there is no such file.\n"

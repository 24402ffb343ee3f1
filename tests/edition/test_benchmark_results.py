"""What the benchmarks measured is kept, and only what they measure anew takes its place."""

import csv

import pytest

from benchmarks import run
from benchmarks.run import BOOK, COLUMNS, PLAIN, PLAIN_TESTS, TESTS, keep_results, measure_ratios


def row(what, configurations, seconds):
    return {"what": what, "configurations": configurations, "run": 1, "seconds": seconds}


def read(file):
    with file.open(encoding="utf-8", newline="") as source:
        return [
            (r["what"], r["configurations"], r["run"], r["seconds"]) for r in csv.DictReader(source)
        ]


def test_a_new_measurement_leaves_the_old_one_or_takes_others_with_it(tmp_path):
    file = tmp_path / "results.csv"
    keep_results([row("build", "", "9"), row("check", 10, "1"), row("check", 100, "2")], file)
    keep_results([row("check", 10, "3"), row("check", 1000, "4"), row("check", 1000, "5")], file)
    assert read(file) == [
        ("build", "", "1", "9"),
        ("check", "10", "1", "3"),
        ("check", "100", "1", "2"),
        ("check", "1000", "1", "4"),
        ("check", "1000", "1", "5"),
    ]
    assert file.read_text("utf-8").splitlines()[0] == ",".join(COLUMNS)


def test_nothing_measured_changes_results(tmp_path):
    file = tmp_path / "results.csv"
    keep_results([row("build", "", "9")], file)
    before = file.read_bytes()
    keep_results([], file)
    assert file.read_bytes() == before


@pytest.fixture
def commands(monkeypatch):
    """What was run, with the name of its folder; the way of this book takes 1 s, the plain 3."""
    done = []
    monkeypatch.setattr(run, "copy_project", lambda project, folder: folder)

    def note(folder, commands):
        done.extend((folder.name, command) for command in commands)
        return {"ours": 1.0, "plain": 3.0}[folder.name]

    monkeypatch.setattr(run, "time_commands", note)
    return done


def test_all_tests_come_before_the_book_is_built_or_in_too_many_runs(commands):
    told = []
    rows = list(measure_ratios(2, 1, told.append))
    builds = [("ours", BOOK), ("plain", PLAIN)] * 2
    before = [("ours", BOOK), ("plain", BOOK)]
    tests = [("ours", TESTS), *(("plain", command) for command in PLAIN_TESTS)]
    assert commands == [*builds, *before, *tests, *builds]
    assert [(r["run"], r["what"], r["seconds"], r["plain_seconds"]) for r in rows] == [
        (1, "build from nothing", "1.00", "3.00"),
        (1, "build again, nothing changed", "1.00", "3.00"),
        (1, "all tests", "1.00", "3.00"),
        (2, "build from nothing", "1.00", "3.00"),
        (2, "build again, nothing changed", "1.00", "3.00"),
    ]
    assert told[2] == "all tests: 1.00 s, the plain way 3.00 s"


def test_the_plain_way_of_all_tests_leaves_some_out_or_runs_side_by_side():
    assert all("--numprocesses=0" in command for command in PLAIN_TESTS)
    assert {"index.ipynb", "chapters", "tests"} <= {word for c in PLAIN_TESTS for word in c}


def test_a_measurement_that_ends_early_loses_what_was_measured_before(
    commands, monkeypatch, tmp_path
):
    file = tmp_path / "results.csv"
    monkeypatch.setattr(run, "keep_results", lambda rows: keep_results(rows, file))

    def end(folder, commands):
        if TESTS in commands:
            raise SystemExit("a test failed")
        return 1.0

    monkeypatch.setattr(run, "time_commands", end)
    monkeypatch.setattr("sys.argv", ["run", "--runs", "1", "--tests", "1"])
    with pytest.raises(SystemExit, match="a test failed"):
        run.main()
    assert [what for what, *_ in read(file)] == [step.what for step in run.BUILDS]


def test_what_is_kept_of_one_run_is_measured_in_the_next(monkeypatch, tmp_path):
    results = tmp_path / "results.csv"
    results.write_text("before", "utf-8")
    monkeypatch.setattr(run, "ROOT", tmp_path)
    measured = []

    def look(folder, commands):
        measured.append((folder / "results.csv").read_text("utf-8"))
        return 1.0

    monkeypatch.setattr(run, "time_commands", look)
    for _ in measure_ratios(2, 0, print):
        results.write_text("after", "utf-8")
    assert set(measured) == {"before"}

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
def commands(monkeypatch, tmp_path):
    """What was run, with the name of its folder; the way of this book takes 1 s, the plain 3."""
    done = []
    monkeypatch.setattr(run, "copy_project", lambda folder: folder)

    def note(folder, command):
        done.append((folder.name, command))
        return {"ours": 1.0, "plain": 3.0}[folder.name]

    monkeypatch.setattr(run, "run_python", note)
    return done


def test_all_tests_come_before_the_book_is_built_or_in_too_many_runs(commands):
    told = []
    rows = measure_ratios(2, 1, told.append)
    builds = [("ours", BOOK), ("plain", PLAIN)] * 2
    tests = [("ours", TESTS), *(("plain", command) for command in PLAIN_TESTS)]
    assert commands == [*builds, ("plain", BOOK), *tests, *builds]
    assert [(r["run"], r["what"], r["seconds"], r["plain_seconds"]) for r in rows] == [
        (1, "build from nothing", "1.00", "3.00"),
        (1, "build again, nothing changed", "1.00", "3.00"),
        (1, "all tests", "1.00", "6.00"),
        (2, "build from nothing", "1.00", "3.00"),
        (2, "build again, nothing changed", "1.00", "3.00"),
    ]
    assert told[2] == "all tests: 1.00 s, the plain way 6.00 s"


def test_the_plain_way_of_all_tests_leaves_some_out_or_runs_side_by_side():
    assert all("--numprocesses=0" in command for command in PLAIN_TESTS)
    assert {"index.ipynb", "chapters", "tests"} <= {word for c in PLAIN_TESTS for word in c}

"""What the benchmarks measured is kept, and only what they measure anew takes its place."""

import csv

from benchmarks.run import COLUMNS, keep_results


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

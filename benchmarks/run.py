"""How fast the book is made, against the plain way in the same run, and how it grows.

Run it from the folder of the project (`make bench`). The results are kept in
`benchmarks/results.csv`; `benchmarks/README.md` says what was found:

    .venv/bin/python -m benchmarks.run [--runs 3] [--sizes 10,100,1000,10000] [--tests 1]
"""

import argparse
import csv
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.growth import SIZES, STEPS, measure_growth
from scripts.book.archive import list_source
from scripts.chapters.executor import count_processors
from scripts.commands.book import BY_DAY, CHAPTERS

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).with_name("results.csv")
COLUMNS = ("what", "configurations", "run", "seconds", "plain_seconds", "megabytes")
COLUMNS += ("processors", "load", "python", "system")

Command = tuple[str, ...]
BOOK = ("-m", "scripts", "book")
PLAIN = ("-c", "from jupyter_book.cli.main import main; main()", "build", ".", "--quiet")
TESTS = ("-m", "scripts", "test")
# One after the other, and the notebooks with nothing but nbval.
SERIAL = ("-m", "pytest", "-q")
PLAIN_TESTS = (
    (*SERIAL, *CHAPTERS, "--noconftest", "index.ipynb", "chapters"),
    (*SERIAL, *BY_DAY, "tests"),
)


class Comparison(NamedTuple):
    """What is measured, how this book does it, the plain way, and what both do before, untimed."""

    what: str
    ours: Command
    plain: tuple[Command, ...]
    before: tuple[Command, ...] = ()


BUILDS = (
    Comparison("build from nothing", BOOK, (PLAIN,)),
    Comparison("build again, nothing changed", BOOK, (PLAIN,)),
)
# The tests look at the book as `make book` builds it.
ALL_TESTS = Comparison("all tests", TESTS, PLAIN_TESTS, before=(BOOK,))


def describe_machine() -> dict[str, object]:
    """Return what the times depend on: processors, what else they have to do, and Python."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    system = f"{platform.system()} {platform.machine()}"
    return {
        "processors": count_processors(),
        "load": load,
        "python": platform.python_version(),
        "system": system,
    }


def copy_project(root: Path, folder: Path) -> Path:
    """Return a copy of the files of a project, without what was built or installed."""
    for name in list_source(root):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, folder / name)
    return folder


def time_commands(folder: Path, commands: Iterable[Command]) -> float:
    """Return the seconds that Python takes for some commands in a folder, one after the other."""
    start = time.perf_counter()
    environment = os.environ | {"PYTHONPATH": str(folder), "CI": "true"}
    for arguments in commands:
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{' '.join(command)}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return time.perf_counter() - start


def measure_ratios(runs: int, tests: int, report: Callable[[str], None]) -> Iterator[dict]:
    """Yield the times of this book and of the plain way, one after the other in each run.

    Parameters
    ----------
    runs : int
        How often to build from nothing, and again with nothing changed.
    tests : int
        In how many of these runs all tests follow.
    report : callable
        Takes a line as soon as there is one to tell.

    Yields
    ------
    dict
        A row of the results, with keys among `COLUMNS`. Each way has a folder of its own.
    """
    with tempfile.TemporaryDirectory() as place:
        # What is kept of one run changes the project, but not what the next one measures.
        original = copy_project(ROOT, Path(place) / "original")
        for run in range(1, runs + 1):
            ours, plain = (
                copy_project(original, Path(place) / str(run) / name) for name in ("ours", "plain")
            )
            for step in (*BUILDS, ALL_TESTS) if run <= tests else BUILDS:
                for folder in (ours, plain):
                    time_commands(folder, step.before)
                row = {"what": step.what, "run": run, **describe_machine()}
                row["seconds"] = f"{time_commands(ours, (step.ours,)):.2f}"
                row["plain_seconds"] = f"{time_commands(plain, step.plain):.2f}"
                report(f"{step.what}: {row['seconds']} s, the plain way {row['plain_seconds']} s")
                yield row


def keep_results(new: Iterable[dict[str, object]], file: Path = RESULTS) -> None:
    """Write results over earlier ones of the same steps and sizes; the others stay.

    Parameters
    ----------
    new : iterable of dict
        Rows with keys among `COLUMNS`. Their place is that of what they replace.
    file : Path
        A CSV file with those columns, or none yet.
    """
    rows: dict[tuple[str, str], list[dict]] = {}
    if file.exists():
        with file.open(encoding="utf-8", newline="") as source:
            for row in csv.DictReader(source):
                rows.setdefault(_name(row), []).append(row)
    measured: dict[tuple[str, str], list[dict]] = {}
    for row in new:
        measured.setdefault(_name(row), []).append(row)
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        for group in (rows | measured).values():
            writer.writerows(group)


def _name(row: dict) -> tuple[str, str]:
    """Return what a row is about."""
    return row["what"], str(row.get("configurations") or "")


def main() -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(
        description=__doc__.partition("\n")[0],
        epilog="What is not measured stays in the results as it was.",
    )
    parser.add_argument("--runs", type=int, default=3, help="of the builds")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--steps", default=",".join(STEPS))
    help_tests = "of the runs, how many with all tests; each takes half an hour more"
    parser.add_argument("--tests", type=int, default=0, help=help_tests)
    options = parser.parse_args()
    if options.tests > options.runs:
        parser.error(f"--tests {options.tests} is more than --runs {options.runs}")

    def report(line: str) -> None:
        print(line, flush=True)

    rows = []
    for row in measure_ratios(options.runs, options.tests, report):
        rows.append(row)
        keep_results(rows)
    for size in [int(size) for size in options.sizes.split(",") if size]:
        machine = describe_machine()
        keep_results(
            {
                "what": measure.step,
                "configurations": measure.configurations,
                "run": 1,
                "seconds": f"{measure.seconds:.2f}",
                "megabytes": f"{measure.megabytes:.0f}",
                **machine,
            }
            for measure in measure_growth([size], options.steps.split(","), report)
        )
    report(f"kept in {RESULTS.relative_to(ROOT)}")


if __name__ == "__main__":
    main()

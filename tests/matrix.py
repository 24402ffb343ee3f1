"""The project on every Python and with the oldest, the pinned and the newest packages.

Run it with ``make test-matrix``. It takes minutes: each environment is made anew, and all
chapters are executed in it. Every verdict has to be the same in all of them, and with the
pinned packages every output and picture as well.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from scripts.book.environments import (
    PackagesError,
    copy_project,
    find_results,
    list_packages,
    make_environment,
    resolve_packages,
)
from scripts.book.results import PARTS, compare_results
from tests import ROOT

PYTHONS = ("3.11", "3.12", "3.13")
# Which packages, and how uv finds them; None for the pins.
KINDS = {"pinned": None, "oldest": "lowest-direct", "newest": "highest"}
NAMED = ("pandas", "matplotlib", "great-tables", "frictionless")


@dataclass(frozen=True)
class Row:
    """What came of one environment."""

    kind: str
    python: str
    packages: str
    counts: tuple[str, ...]
    is_right: bool
    seconds: float
    details: tuple[str, ...] = ()


def judge(kind: str, differences: dict[str, list[str]]) -> bool:
    """Return whether an environment gives what it has to."""
    parts = PARTS if kind == "pinned" else PARTS[:1]
    return not any(differences[part] for part in parts)


def try_environment(kind: str, python: str, work: Path, wanted: dict | None) -> tuple[Row, dict]:
    """Execute the chapters in one environment and hold the results against the first."""
    start = time.monotonic()
    name = f"{kind}-{python}"
    pins = ROOT / "requirements.txt"
    try:
        if KINDS[kind]:
            pins = resolve_packages(ROOT, python, KINDS[kind], work / f"{name}.txt")
        versions = list_packages(pins.read_text("utf-8"))
        packages = ", ".join(f"{p} {versions.get(p, '?')}" for p in NAMED)
        own = make_environment(work / name, python, pins, verified=kind == "pinned")
        found = find_results(own, copy_project(ROOT, work / "project"))
    except PackagesError as error:
        lines = tuple(str(error).splitlines()[-12:])
        return Row(kind, python, "", ("failed",), False, time.monotonic() - start, lines), {}
    differences = compare_results(wanted or found, found)
    counts = tuple(f"{len(differences[p])} of {len(found[p])} {p}" for p in PARTS)
    right = judge(kind, differences)
    details = () if right else tuple(line for part in PARTS for line in differences[part][:5])
    return Row(kind, python, packages, counts, right, time.monotonic() - start, details), found


def main(arguments: list[str]) -> int:
    """Try all environments, or those of the kinds that are named; print a table."""
    plan = [(kind, python) for kind in arguments or KINDS for python in PYTHONS]
    # All others are held against this one.
    plan = list(dict.fromkeys([("pinned", PYTHONS[0]), *plan]))
    wanted: dict = {}
    rows = []
    print("differences from the first environment")
    with tempfile.TemporaryDirectory() as folder:
        for kind, python in plan:
            row, found = try_environment(kind, python, Path(folder), wanted)
            wanted = wanted or found
            rows.append(row)
            sign = "same" if row.is_right else "DIFFERS"
            numbers = "; ".join(row.counts)
            print(f"{row.kind:7} {row.python}  {sign:7}  {numbers}  ({row.seconds:.0f} s)")
            for line in (row.packages, *row.details):
                print(f"    {line}", flush=True)
    wrong = sum(not row.is_right for row in rows)
    print(f"{len(rows) - wrong} of {len(rows)} environments give what they have to")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Which changes of the code the tests of the same room notice, kept in a record.

Run ``python -m tests.edition.code_record`` to try again what has changed since the record was
made, and to renew it; ``--all`` tries every module, ``--night`` fewer changes, and renews nothing.
"""

import argparse
import csv
import os
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests import ROOT
from tests.edition.code_mutants import (
    ROOMS,
    CodeMutant,
    build_mutants,
    choose_mutants,
    hash_module,
    list_modules,
)

RECORD = Path(__file__).with_name("code_mutants.csv")
RECORD_COLUMNS = ("module", "code", "made", "tried", "killed", "survived")
SURVIVORS = Path(__file__).with_name("code_survivors.csv")
SURVIVOR_COLUMNS = ("module", "function", "line", "before", "after", "number", "reason")
# So many changes of each module are tried, chosen by a hash; some of them change nothing.
SAMPLE = 16
# At night, about so many of all modules that have changed: minutes, whatever has changed.
NIGHTLY = 64
# Of the changes of a room, and of a module that has changed, so many have to be noticed. Of few
# changes one may go unnoticed.
LEAST = 0.9


def read_record() -> dict[str, dict[str, str]]:
    """Return the row of each module."""
    return {row["module"]: row for row in _read(RECORD)}


def read_survivors() -> list[dict[str, str]]:
    """Return the changes that were not noticed, each with the reason why it may stay so."""
    return _read(SURVIVORS)


def list_changed() -> list[str]:
    """Return the modules whose code is another than in the record, or that it does not have."""
    known = {module: row["code"] for module, row in read_record().items()}
    modules = [module for room in ROOMS for module in list_modules(room)]
    return [module for module in modules if known.get(module) != hash_module(module)]


def find_room(module: str) -> str:
    """Return the room of a module."""
    return module.split("/")[1]


def try_modules(modules: Iterable[str], count: int) -> dict[str, list[tuple[CodeMutant, str]]]:
    """Return what became of so many changes of each module."""
    from tests.edition.code_trials import SURVIVED, try_mutants

    modules = list(modules)
    outcomes: dict[str, list] = {module: [] for module in modules}

    def tell(mutant: CodeMutant, outcome: str) -> None:
        outcomes[mutant.module].append((mutant, outcome))
        if outcome == SURVIVED:
            print(f"not noticed: {mutant}", flush=True)

    for room in ROOMS:
        own = [module for module in modules if find_room(module) == room]
        mutants = [mutant for module in own for mutant in choose_mutants(module, count)]
        if mutants:
            print(f"{room}: {len(mutants)} changes of {len(own)} modules", flush=True)
            trials = try_mutants(mutants, [ROOT / "tests" / room], tell)
            for test in trials.broken:
                print(f"{test} fails without any change", flush=True)
    return outcomes


def find_weak(outcomes: Mapping[str, list[tuple[CodeMutant, str]]]) -> list[str]:
    """Return a line for each module of whose changes too many were not noticed.

    Those that have a reason in the list of survivors do not count.
    """
    excused = {_key(row) for row in read_survivors() if row["reason"]}
    lines = []
    for module, tried in outcomes.items():
        counts = Counter(what for m, what in tried if _key(_describe(m)) not in excused)
        noticed, missed = counts["killed"], counts["survived"]
        if missed > max(1, (1 - LEAST) * (noticed + missed)):
            lines.append(
                f"{module}: the tests of {find_room(module)} notice {noticed} of "
                f"{noticed + missed} changes of its code, and nine of ten are asked for. Sharpen "
                f"tests/{find_room(module)}, or say in {SURVIVORS.name} why they cannot notice one."
            )
    return lines


def write_record(outcomes: Mapping[str, list[tuple[CodeMutant, str]]]) -> None:
    """Renew the rows of some modules, and leave out those of modules that are gone."""
    record, survivors = read_record(), read_survivors()
    reasons = {_key(row): row["reason"] for row in survivors}
    survivors = [row for row in survivors if row["module"] not in outcomes]
    for module, tried in outcomes.items():
        counts = Counter(outcome for _, outcome in tried)
        record[module] = {
            "module": module,
            "code": hash_module(module),
            "made": str(len(build_mutants(module))),
            "tried": str(counts["killed"] + counts["survived"]),
            "killed": str(counts["killed"]),
            "survived": str(counts["survived"]),
        }
        for mutant, outcome in tried:
            if outcome == "survived":
                row = _describe(mutant)
                survivors.append(row | {"reason": reasons.get(_key(row), "")})
    modules = [module for room in ROOMS for module in list_modules(room)]
    _write(RECORD, RECORD_COLUMNS, [record[m] for m in modules if m in record])
    places = {module: place for place, module in enumerate(modules)}
    survivors = [row for row in survivors if row["module"] in places]
    survivors.sort(key=lambda row: (places[row["module"]], int(row["line"])))
    _write(SURVIVORS, SURVIVOR_COLUMNS, survivors)


def _describe(mutant: CodeMutant) -> dict[str, str]:
    names = ("module", "function", "line", "before", "after", "number")
    return {name: str(getattr(mutant, name)) for name in names}


def _key(row: Mapping[str, str]) -> tuple[str, ...]:
    """Return what stays the same when lines move."""
    return tuple(row[name] for name in ("module", "function", "before", "after", "number"))


def _read(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _write(path: Path, columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(arguments: list[str] | None = None) -> int:
    """Try what has changed, tell how much of it was noticed, and renew the record."""
    parser = argparse.ArgumentParser(prog="python -m tests.edition.code_record")
    parser.add_argument("--all", action="store_true", help="try every module")
    parser.add_argument("--night", action="store_true", help="fewer changes; renew nothing")
    options = parser.parse_args(arguments)
    if not hasattr(os, "fork"):
        print("Processes cannot be forked here. Run this on Linux, macOS or in WSL.")
        return 1
    modules = (
        [module for room in ROOMS for module in list_modules(room)]
        if options.all
        else list_changed()
    )
    if not modules:
        print("No code has changed since the record was made.")
        return 0
    count = min(SAMPLE, max(1, NIGHTLY // len(modules))) if options.night else SAMPLE
    outcomes = try_modules(modules, count)
    weak = find_weak(outcomes)
    print("\n".join(weak) or "Nine of ten changes or more were noticed in each module.")
    if not options.night:
        write_record(outcomes)
    return 1 if weak else 0


if __name__ == "__main__":
    sys.exit(main())

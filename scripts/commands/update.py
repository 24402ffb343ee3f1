"""The command ``update``: newer pins, and what they would change, before they are taken."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from scripts.book.environments import (
    PackagesError,
    copy_project,
    describe_packages,
    find_results,
    lock_packages,
    make_environment,
)
from scripts.book.results import compare_results
from scripts.study.study import find_data

PINS = "requirements.txt"
SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options of the command."""
    parser.add_argument(
        "--take",
        action="store_true",
        help="write the new pins, whatever they change; without it, only if nothing changes",
    )


def run(options: argparse.Namespace) -> int:
    """Say which packages would change, and which verdicts, outputs and pictures with them.

    The chapters are executed in two new environments, one of the old pins and one of the
    new. Where the new ones fail, the pins stay as they are.
    """
    root = find_data().parent
    work = root / "_build" / "update"
    work.mkdir(parents=True, exist_ok=True)
    old, new = root / PINS, work / PINS
    try:
        lock_packages(root, new)
        changes = list(describe_packages(old.read_text("utf-8"), new.read_text("utf-8")))
        if not changes:
            print("Every package is pinned at the newest version that pyproject.toml allows.")
            return 0
        _show("packages", changes, len(changes))
        project = copy_project(root, work / "project")
        results = {}
        for name, pins in (("old", old), ("new", new)):
            print(f"executing the chapters with the {name} pins", flush=True)
            python = make_environment(work / name, sys.executable, pins, verified=True)
            shutil.rmtree(project / "_build", ignore_errors=True)
            results[name] = find_results(python, project)
    except PackagesError as error:
        print(f"{error}\n{PINS} is as it was.", file=sys.stderr)
        return 1
    finally:
        for name in ("old", "project"):
            shutil.rmtree(work / name, ignore_errors=True)
        shutil.rmtree(work / "new", ignore_errors=True)
    return _decide(compare_results(results["old"], results["new"]), old, new, options.take)


def _decide(differences: dict[str, list[str]], old: Path, new: Path, take: bool) -> int:
    """Say what differs; write the new pins if nothing does, or if that was asked for."""
    for part, lines in differences.items():
        _show(part, lines, SHOWN)
    if any(differences.values()) and not take:
        print(f"{old.name} is as it was. To take the new pins all the same: make update TAKE=1")
        return 0
    shutil.copyfile(old, new.with_name("requirements.before.txt"))
    shutil.copyfile(new, old)
    print(f"{old.name} holds the new pins; the old ones are in _build/update.")
    if any(differences.values()):
        print("Now run make refresh, read the difference, and keep both together.")
    return 0


def _show(part: str, lines: list[str], most: int) -> None:
    """Print how many of a part changed, and the first of them."""
    print(f"{part} that change: {len(lines)}")
    for line in lines[:most]:
        print(f"  {line}")
    if len(lines) > most:
        print(f"  and {len(lines) - most} more")

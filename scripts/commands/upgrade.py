"""The command ``upgrade``: an older book given the newest scripts and tests."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts.adapt.upgrade import Upgrade, UpgradeError, plan_upgrade, upgrade_book

MOST_NAMES = 12


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options of the command."""
    parser.add_argument("book", type=Path, help="the folder of the book to bring to this framework")
    parser.add_argument(
        "--replace", action="store_true", help="replace files changed there; keep them as .orig"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and stop")


def run(options: argparse.Namespace) -> int:
    """Upgrade a book and say what changed."""
    try:
        plan = plan_upgrade(options.book)
        if plan.is_empty:
            print(f"{options.book} has the newest scripts and tests already.")
            return 0
        if options.dry_run:
            print(describe(plan))
            return 0
        upgrade_book(options.book, plan, options.replace)
    except (UpgradeError, OSError) as error:
        words = f"{error.filename}: {error.strerror}" if isinstance(error, OSError) else error
        print(f"{words}\nNothing was changed in {options.book}.", file=sys.stderr)
        return 1
    print(describe(plan))
    print(
        "Data and prose are as they were. Now, in that folder: make check, make refresh, make test."
    )
    return 0


def describe(plan: Upgrade) -> str:
    """Return what an upgrade changes, a line for each kind of change."""
    kinds = {
        "new": plan.added,
        "renewed": plan.renewed,
        "removed": plan.removed,
        "changed in the book, kept as .orig": plan.kept,
    }
    lines = []
    for words, names in kinds.items():
        if names:
            shown = ", ".join(names[:MOST_NAMES])
            more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
            lines.append(f"{len(names)} files {words}: {shown}{more}")
    for name, renewal in plan.chapters.items():
        lines += [
            f"{name}: code {words} in {_list_cells(cells)}"
            for words, cells in (("renewed", renewal.renewed), ("of your own kept", renewal.kept))
            if cells
        ]
    return "\n".join(lines)


def _list_cells(numbers: Sequence[int]) -> str:
    """Return the numbers of cells in words."""
    return f"cell{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers))}"

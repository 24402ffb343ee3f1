"""The command ``refresh``: the chapters executed, and their outputs stored."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from scripts.commands.book import run_on_the_book
from scripts.execution.executor import refresh_chapters


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options of the command: it has none."""


def run(options: argparse.Namespace) -> int:
    """Execute the chapters, all or none, and say which of the stored ones changed."""

    def refresh(root: Path, report: Callable[[str], None]) -> None:
        changed = refresh_chapters(root, report)
        names = ", ".join(path.name for path in changed) or "none"
        report(f"chapters whose stored form changed: {names}")

    return run_on_the_book(refresh, "the chapters")

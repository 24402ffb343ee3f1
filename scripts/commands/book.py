"""The command ``book``: the site, from data to pages."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from scripts.book.build import BookError, build_book
from scripts.execution.executor import ChapterError
from scripts.execution.progress import Progress
from scripts.files.problems import StudyError
from scripts.privacy.confidentiality import list_open
from scripts.published.comparison import UnexplainedError
from scripts.study.study import find_data, open_study


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options of the command: it has none."""


def run(options: argparse.Namespace) -> int:
    """Build the site and say where it is and how long it took."""
    start = time.monotonic()

    def build(root: Path, report: Callable[[str], None]) -> None:
        site = build_book(root, report)
        report(f"built {site.relative_to(root)} in {time.monotonic() - start:.1f} s")
        if number := len(list_open(open_study(root / "data"))):
            words = f"{number} warning{'' if number == 1 else 's'} before you publish"
            report(f"{words}: python -m scripts check")

    return run_on_the_book(build, "_build/html")


def run_on_the_book(work: Callable[[Path, Callable[[str], None]], None], kept: str) -> int:
    """Do work on the whole book; say what went wrong, and that `kept` is as it was."""
    try:
        work(find_data().parent, Progress())
    except (StudyError, UnexplainedError, ChapterError, BookError) as error:
        print(f"{str(error).strip()}\nNothing was changed in {kept}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The last good site is as it was.", file=sys.stderr)
        return 130
    return 0

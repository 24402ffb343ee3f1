"""The command ``archive``: one zip to deposit, with everything that is needed to check it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from scripts.book.archive import ArchiveError, write_archive
from scripts.commands.book import run_on_the_book


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options of the command."""
    parser.add_argument(
        "file", nargs="?", type=Path, help="where to; _build/archive.zip by default"
    )
    parser.add_argument(
        "--with-small-counts",
        action="store_true",
        help="put in the counts that the book hides so that nobody can be recognised",
    )


def run(options: argparse.Namespace) -> int:
    """Write the archive and say where it is."""

    def archive(root: Path, report: Callable[[str], None]) -> None:
        path = options.file or root / "_build" / "archive.zip"
        write_archive(root, path, report, options.with_small_counts)
        report(f"archived in {path} ({path.stat().st_size / 1e6:.1f} MB)")

    try:
        return run_on_the_book(archive, "the archive")
    except ArchiveError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        where = error.filename or options.file
        print(f"{where}: {error.strerror}. Give a file that can be written.", file=sys.stderr)
    return 1

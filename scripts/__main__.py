"""The command line: ``python -m scripts check | book | refresh``."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from scripts.problems import StudyError, format_problems
from scripts.study import check_study, find_data


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status: 0 for success, 1 for any problem."""
    parser = argparse.ArgumentParser(prog="python -m scripts", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="say everything that is wrong with the data")
    check.add_argument("directory", nargs="?", type=Path, help="the data folder")
    commands.add_parser("book", help="check, execute, and build the site into _build/html")
    commands.add_parser("refresh", help="execute the chapters and store their outputs")
    options = parser.parse_args(arguments)
    if options.command == "check":
        return _check(options.directory)
    # Imported here so that the check, which people run all day, need not wait for it.
    from scripts.book import BookError, build_book
    from scripts.execution import ChapterError, refresh_chapters
    from scripts.published import UnexplainedError

    root, start = find_data().parent, time.monotonic()

    def report(line: str) -> None:
        print(line, flush=True)

    try:
        if options.command == "book":
            site = build_book(root, report)
            report(f"built {site.relative_to(root)} in {time.monotonic() - start:.1f} s")
        else:
            changed = refresh_chapters(root, report)
            names = ", ".join(path.name for path in changed) or "none"
            report(f"chapters whose stored form changed: {names}")
    except (StudyError, UnexplainedError, ChapterError, BookError) as error:
        print(f"{str(error).strip()}\nNothing was changed in _build/html.", file=sys.stderr)
        return 1
    return 0


def _check(directory: Path | None) -> int:
    """Print every problem of a data folder, then what differs unexplained."""
    directory = directory or find_data()
    problems = check_study(directory)
    print(format_problems(problems))
    if problems:
        return 1
    from scripts.published import compare_all
    from scripts.study import load_study

    comparisons = compare_all(load_study(directory))
    failures = [line for comparison in comparisons.values() for line in comparison.failures]
    for line in failures:
        print(line)
    print(f"{len(failures)} unexplained difference{'' if len(failures) == 1 else 's'} found.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

"""The command line: ``python -m scripts check | book | refresh | verify-source | export``."""

from __future__ import annotations

import argparse
import io
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
    source = commands.add_parser("verify-source", help="look the printed values up in the paper")
    source.add_argument("paper", type=Path, help="the text of the paper, as a file in UTF-8")
    source.add_argument("--all", action="store_true", help="list what was found, too")
    export = commands.add_parser("export", help="write the diagrams as SVG, PDF and PNG for print")
    export.add_argument("folder", nargs="?", type=Path, help="where to; _build/exports by default")
    options = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        # An old terminal shows a question mark for a letter that it lacks.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        data = getattr(options, "directory", None) or find_data()
    except FileNotFoundError as error:
        print(f"{error}. Go to the folder of the project first.", file=sys.stderr)
        return 1
    if options.command == "check":
        return _check(data)
    if options.command == "verify-source":
        return _verify_source(data, options.paper, options.all)
    if options.command == "export":
        return _export(data, options.folder or data.parent / "_build" / "exports")
    # Imported here so that the check, which people run all day, need not wait for it.
    from scripts.book import BookError, build_book
    from scripts.execution import ChapterError, refresh_chapters
    from scripts.published import UnexplainedError

    root, start = data.parent, time.monotonic()

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
        kept = "_build/html" if options.command == "book" else "the chapters"
        print(f"{str(error).strip()}\nNothing was changed in {kept}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The last good site is as it was.", file=sys.stderr)
        return 130
    return 0


def _check(directory: Path) -> int:
    """Print every problem of a data folder, then what differs unexplained."""
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


def _export(directory: Path, folder: Path) -> int:
    """Write the diagrams for print, and print where each is."""
    from scripts.print_figures import write_exhibit_figures
    from scripts.study import load_study

    try:
        folder.mkdir(parents=True, exist_ok=True)
        paths = write_exhibit_figures(load_study(directory), folder)
    except StudyError as error:
        print(str(error).strip(), file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{folder}: {error.strerror}. Give a folder that can be written to.", file=sys.stderr)
        return 1
    for path in paths:
        print(path)
    return 0


def _verify_source(directory: Path, paper: Path, everything: bool) -> int:
    """Print which words of the data the text of the paper lacks, and how many it has."""
    from scripts.source_check import check_source
    from scripts.study import load_study

    try:
        findings = check_source(load_study(directory), paper.read_text(encoding="utf-8-sig"))
    except StudyError as error:
        print(str(error).strip(), file=sys.stderr)
        return 1
    except OSError as error:
        reason = "no such file" if isinstance(error, FileNotFoundError) else error.strerror
        print(f"{paper}: {reason}. Give the text of the paper.", file=sys.stderr)
        return 1
    except UnicodeDecodeError:
        print(f"{paper}: not UTF-8. Give the paper as plain text in UTF-8.", file=sys.stderr)
        return 1
    for cell in findings:
        if everything or not cell.found:
            where = f"{cell.file}, row {cell.row}, column {cell.column}: “{cell.words}”"
            there = f" ({cell.place})" if cell.place else ""
            print(f"line {cell.line}: {where}" if cell.found else f"missing: {where}{there}")
    found = sum(cell.found for cell in findings)
    print(f"{found} of {len(findings)} values found in {paper}.")
    return 0 if found == len(findings) else 1


if __name__ == "__main__":
    sys.exit(main())

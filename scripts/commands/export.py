"""The command ``export``: the exhibits as files for a manuscript, or the data as a workbook."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from scripts.study.study import find_data, load_study


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options of the command."""
    parser.add_argument("folder", nargs="?", type=Path, help="where to; _build/exports by default")
    parser.add_argument(
        "--workbook",
        nargs="?",
        type=Path,
        const=Path(),
        metavar="FILE",
        help="write all data tables as one Excel workbook; _build/exports/study.xlsx by default",
    )
    parser.add_argument(
        "--swap",
        action="store_true",
        help="put the workbook in the place of the data's CSV files, or these in its place",
    )
    parser.add_argument(
        "--forms",
        action="store_true",
        help="write empty forms for what a paper prints, into the folder forms of the book",
    )
    parser.add_argument(
        "--without-book", action="store_true", help="leave out the PDF of the whole book"
    )


def run(options: argparse.Namespace) -> int:
    """Write what is asked for, and print where each file is."""
    directory = find_data()
    folder = options.folder or directory.parent / "_build" / "exports"
    try:
        if options.swap:
            from scripts.study.workbook_writing import swap_tables

            paths = swap_tables(directory)
        elif options.forms:
            from scripts.execution.runs import compare_exhibits
            from scripts.published.forms import FOLDER, write_forms

            study, target = load_study(directory), options.folder or directory.parent / FOLDER
            paths = write_forms(study, target, compare_exhibits(study, directory.parent))
            if not paths:
                print("There is nothing to fill: the paper is typed, and each difference noted.")
        elif options.workbook is not None:
            paths = [_write_workbook(directory, folder, options.workbook)]
        else:
            from scripts.chapters.results import load_all_results
            from scripts.exports.downloads import write_downloads

            paths = write_downloads(load_study(directory), load_all_results(), folder)
            if not options.without_book:
                paths += _copy_books(directory.parent / "_build" / "html", folder)
    except OSError as error:
        where = error.filename or folder
        print(f"{where}: {error.strerror}. Give a folder that can be written to.", file=sys.stderr)
        return 1
    for path in paths:
        print(path)
    return 0


def _copy_books(site: Path, folder: Path) -> list[Path]:
    """Copy the books that the last build printed, and return where to; say what is missing."""
    from scripts.exports.downloads import BOOKS, FOLDER

    paths = []
    for book in BOOKS:
        made = site / FOLDER / book
        if made.is_file():
            paths.append(Path(shutil.copyfile(made, folder / book)))
        else:
            print(f"{book} is left out: it is printed from the site, by make book", file=sys.stderr)
    return paths


def _write_workbook(directory: Path, folder: Path, path: Path) -> Path:
    """Write the data tables as a workbook and return where it is."""
    from scripts.study.workbook_writing import read_parts, write_workbook

    path = folder / "study.xlsx" if path == Path() else path
    path.parent.mkdir(parents=True, exist_ok=True)
    write_workbook(directory, *read_parts(directory), path)
    return path

"""The command ``export``: the exhibits as files for a manuscript, or the data as a workbook."""

import shutil
import sys
from pathlib import Path

from scripts.study.study import find_data, load_study, open_study


def export(folder: Path | None, workbook: Path | str | None, swap: bool, forms: bool) -> int:
    """Write what is asked for, and print where each file is."""
    directory = find_data()
    target = folder or directory.parent / "_build" / "exports"
    if swap:
        from scripts.study.workbook_writing import swap_tables

        paths = swap_tables(directory)
    elif forms:
        paths = _write_forms(directory, folder)
    elif workbook is not None:
        from scripts.study.workbook_writing import build_workbook

        # Without a name the workbook goes to the other exports.
        paths = [Path(workbook or target / "study.xlsx")]
        content = build_workbook(open_study(directory))
        paths[0].parent.mkdir(parents=True, exist_ok=True)
        paths[0].write_bytes(content)
    else:
        from scripts.chapters.results import load_all_results
        from scripts.exports.downloads import write_downloads

        paths = write_downloads(load_study(directory), load_all_results(), target)
        paths += _copy_books(directory.parent / "_build" / "html", target)
    for path in paths:
        print(path)
    return 0


def _write_forms(directory: Path, folder: Path | None) -> list[Path]:
    """Write empty forms for what a paper prints."""
    from scripts.chapters.in_process import compare_exhibits
    from scripts.published.forms import FOLDER, write_forms

    study, book = load_study(directory), directory.parent
    paths = write_forms(study, folder or book / FOLDER, compare_exhibits(study, book))
    if not paths:
        print("There is nothing to fill: the paper is typed, and each difference noted.")
    return paths


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

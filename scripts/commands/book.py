"""The commands that make things of a book: site, chapters, files to take away, archive, tests."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

from scripts.chapters.progress import Progress
from scripts.files.problems import count
from scripts.study.study import find_data, load_study, open_study

# Chapters are tests as well: each cell has to give the outputs that are stored with it.
CHAPTERS = ("-p", "nbval", "--nbval", "--nbval-current-env")
# Three processes for two processors: 681 s, against 706 s with two, as measured.
WORKERS = ("--numprocesses=3", "--dist=loadfile", "--no-loadscope-reorder")
BY_DAY = ("-m", "not night")


def build() -> int:
    """Build the site, and say where it is and how long it took."""
    from scripts.book.build import build_book
    from scripts.privacy.confidentiality import list_open

    start, root, report = time.monotonic(), find_data().parent, Progress()
    site = build_book(root, report)
    report(f"built {site.relative_to(root)} in {time.monotonic() - start:.1f} s")
    if number := len(list_open(open_study(root / "data"))):
        report(f"{count(number, 'warning')} before you publish: python -m scripts check")
    return 0


def refresh() -> int:
    """Execute the chapters, all or none, and say which of the stored ones changed."""
    from scripts.chapters.executor import refresh_chapters

    report = Progress()
    changed = refresh_chapters(find_data().parent, report)
    names = ", ".join(path.name for path in changed) or "none"
    report(f"chapters whose stored form changed: {names}")
    return 0


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


def archive(file: Path | None, with_small_counts: bool) -> int:
    """Write the archive and say where it is."""
    from scripts.book.archive import write_archive

    root, report = find_data().parent, Progress()
    path = write_archive(root, file or root / "_build" / "archive.zip", report, with_small_counts)
    report(f"archived in {path} ({path.stat().st_size / 1e6:.1f} MB)")
    return 0


def test(all: bool) -> int:
    """Run the tests in the folder of the book, chapters included; by day, not all of them."""
    command = [sys.executable, "-m", "pytest", *CHAPTERS, *WORKERS, *(() if all else BY_DAY)]
    return subprocess.run(command, cwd=find_data().parent, check=False).returncode

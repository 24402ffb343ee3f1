"""The commands that make things of the whole book: the site, its chapters, its archive, tests."""

import subprocess
import sys
import time
from pathlib import Path

from scripts.chapters.progress import Progress
from scripts.study.study import find_data, open_study

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
        words = f"{number} warning{'' if number == 1 else 's'} before you publish"
        report(f"{words}: python -m scripts check")
    return 0


def refresh() -> int:
    """Execute the chapters, all or none, and say which of the stored ones changed."""
    from scripts.chapters.executor import refresh_chapters

    report = Progress()
    changed = refresh_chapters(find_data().parent, report)
    names = ", ".join(path.name for path in changed) or "none"
    report(f"chapters whose stored form changed: {names}")
    return 0


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

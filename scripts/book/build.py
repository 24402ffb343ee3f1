"""The site, built so that it cannot lie: checked, executed, complete, or not at all."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scripts.book.printing import LISTENING, add_books, find_chromium
from scripts.book.staging import mark_tables, report_unfinished, write_stage
from scripts.chapters.executor import execute_chapters
from scripts.chapters.notebooks import canonical_text, read_chapter
from scripts.chapters.progress import show_running
from scripts.chapters.results import Results, read_results
from scripts.chapters.workspace import (
    hash_surroundings,
    hold_lock,
    is_current,
    record_hash,
    take_snapshot,
)
from scripts.exports.downloads import FOLDER, write_downloads
from scripts.files.paths import hash_files
from scripts.files.problems import RefusalError
from scripts.study.study import Study, load_study


def build_book(root: Path, report: Callable[[str], None]) -> Path:
    """Build the site into ``_build/html`` and return that folder.

    All of it is made from a copy that is taken at the beginning. Data are checked and compared
    with what is published; chapters whose inputs changed are executed, side by side; Sphinx
    reads a staged copy with fresh outputs, with warnings as errors; and only a complete site
    replaces the last one: where an error is raised, nothing in ``_build/html`` has changed.
    Where nothing has changed before, nothing is done.
    """
    with hold_lock(root / "_build", report):
        return _build(take_snapshot(root), root / "_build" / "html", report)


def _build(root: Path, site: Path, report: Callable[[str], None]) -> Path:
    """Build the site of a copy of the book into a folder, and return that folder."""
    _restore(site)
    chapters = execute_chapters(root, report)
    for path in chapters:
        if canonical_text(read_chapter(path)) != canonical_text(chapters[path]):
            report(f"note: stored outputs of {path.relative_to(root)} are old; run make refresh")
    report_unfinished(root, chapters, report)
    study = load_study(root / "data")
    named = {path.relative_to(root).as_posix(): chapter for path, chapter in chapters.items()}
    results = read_results(named, study.settings)
    mark_tables(chapters.values(), study, results)
    stage = write_stage(root, chapters)
    files = [*(root / "scripts").rglob("*"), *stage.rglob("*")]
    files += [root / name for name in ("CITATION.cff", "LICENSE")]
    made_from = hash_files(root, files, f"{hash_surroundings(root)}{find_chromium() is not None}")
    if is_current(site, made_from):
        report("nothing has changed since the last build")
        return site
    report("building pages")
    fresh = _build_pages(root, stage, study, results, report)
    _replace(fresh, site)
    record_hash(site, made_from)
    return site


def _build_pages(
    root: Path, stage: Path, study: Study, results: Results, report: Callable[[str], None]
) -> Path:
    """Build pages, downloads and printed books from nothing, and return their folder."""
    downloads = root / "_build" / FOLDER
    shutil.rmtree(downloads, ignore_errors=True)
    fresh = stage / "_build" / "html"
    # A book none of whose pages leads to a download gets none.
    staged = filter(Path.is_file, stage.rglob("*"))
    has_downloads = any(f"/{FOLDER}/".encode() in file.read_bytes() for file in staged)
    with show_running(report, lambda: "building pages"), ThreadPoolExecutor(1) as pool:
        # Sphinx keeps one processor busy; another makes the downloads meanwhile.
        tasks = [pool.submit(write_downloads, study, results, downloads)] if has_downloads else []
        _run_sphinx(root, stage)
        for task in tasks:
            task.result()
    if has_downloads:
        shutil.copytree(downloads, fresh / FOLDER)
        add_books(root, fresh, study, results, report)
    return fresh


def _run_sphinx(root: Path, stage: Path) -> None:
    """Run Jupyter Book on the stage; what it says is shown only if it fails."""
    main = "from jupyter_book.cli.main import main; main()"
    command = [sys.executable, "-c", main, "build", str(stage)]
    command += ["--warningiserror", "--nitpick", "--keep-going", "--quiet"]
    path = os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH"))))
    # Sphinx would put another year under the pages if it were told another time.
    environment = {name: v for name, v in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    environment |= {"PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", "PYTHONHASHSEED": "0"}
    # If this process is killed, its Sphinx goes on for a while: the lock goes with it.
    done = subprocess.run(command, **LISTENING, env=environment, check=False, close_fds=False)
    if done.returncode:
        raise RefusalError(translate_warnings(done.stdout, stage))


def translate_warnings(output: str, stage: Path) -> str:
    """Return Sphinx's warnings in terms of the chapters; all it said if there are none.

    MyST-NB counts 10,000 lines for each cell of a notebook, and the first line as the second.
    """

    def name_cell(match: re.Match) -> str:
        cell, line = divmod(int(match["line"]), 10_000)
        place = f"cell {cell}, line {max(line - 1, 1)}" if cell else f"line {line}"
        return f"{match['file']}, {place}:"

    output = re.sub(r"\x1b\[[0-9;]*m", "", output)
    for prefix in (f"{stage}{os.sep}", f"{stage.resolve()}{os.sep}"):
        output = output.replace(prefix, "")
    lines = [line for line in output.splitlines() if re.search(r"\b(WARNING|ERROR)\b", line)]
    if not lines:
        return output.partition("Traceback (most recent call last)")[0].strip() or output.strip()
    text = "\n".join(dict.fromkeys(lines))
    return re.sub(r"^(?P<file>[^:\n]+\.ipynb):(?P<line>\d+):", name_cell, text, flags=re.MULTILINE)


def _restore(site: Path) -> None:
    """Put the last good site back where a build was killed between the two renames."""
    coming, leaving = site.with_name("html.coming"), site.with_name("html.leaving")
    if not site.exists() and leaving.exists():
        leaving.rename(site)
    for folder in (coming, leaving):
        shutil.rmtree(folder, ignore_errors=True)


def _replace(fresh: Path, site: Path) -> None:
    """Put a complete site in the place of the last one, in two renames."""
    coming, leaving = site.with_name("html.coming"), site.with_name("html.leaving")
    fresh.rename(coming)
    if site.exists():
        site.rename(leaving)
    try:
        coming.rename(site)
    finally:
        _restore(site)

"""The site, built so that it cannot lie: checked, executed, complete, or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import TextIO

import nbformat
import yaml

from scripts.book.cell_marks import mark_chapters
from scripts.book.download_store import make_downloads
from scripts.book.printing import find_chromium
from scripts.chapters.contents import list_chapters, list_left_out, list_pages, read_contents
from scripts.chapters.notebooks import canonical_text, read_chapter, read_text, read_yaml
from scripts.chapters.prompts import list_prompts, mark_cells, mark_prompts
from scripts.chapters.requirements import Requirements
from scripts.execution.caching import hash_inputs, plan_execution
from scripts.execution.executor import execute_plan, require_sound_data
from scripts.execution.locking import hold_lock
from scripts.execution.progress import show_running
from scripts.execution.snapshot import take_snapshot
from scripts.files.hashing import hash_files
from scripts.files.paths import OutsideError, join_below
from scripts.files.problems import RefusalError
from scripts.study.study import load_study

IMAGES = {".png", ".svg", ".jpg", ".jpeg", ".gif", ".webp"}


class BookError(RefusalError):
    """Raised when the site cannot be built; the last good one is left as it was."""


def build_book(root: Path, report: Callable[[str], None]) -> Path:
    """Build the site into ``_build/html`` and return that folder.

    All of it is made from a copy that is taken at the beginning. Data are checked and compared
    with what is published; chapters whose inputs changed are executed, side by side; Sphinx
    reads a staged copy with fresh outputs, with warnings as errors; and only a complete site
    replaces the last one. Where nothing has changed, nothing is done.

    Raises
    ------
    StudyError, UnexplainedError, ChapterError, BookError
        With the reason. Nothing in ``_build/html`` has changed then.
    """
    with hold_lock(root / "_build", report) as lock:
        return _build(take_snapshot(root), root / "_build", report, lock)


def _build(root: Path, build: Path, report: Callable[[str], None], lock: TextIO) -> Path:
    """Build the site of a copy of the book into a folder, which is held by `lock`."""
    site, stage, record = build / "html", root / "_build" / "stage", build / "site.json"
    _restore(site)
    plan = plan_execution(root, list_chapters(root))
    require_sound_data(root)
    chapters = execute_plan(plan, report)
    for path in chapters:
        if canonical_text(read_chapter(path)) != canonical_text(chapters[path]):
            report(f"note: stored outputs of {path.relative_to(root)} are old; run make refresh")
    _report_unfinished(root, chapters, report)
    mark_chapters(chapters, root, load_study(root / "data"))
    sources = _collect_sources(root, chapters)
    made_from = _hash_sources(root, sources)
    if _read_record(record) == {"made_from": made_from, "site": _hash_site(site)}:
        report("nothing has changed since the last build")
        return site
    report("building pages")
    # Sphinx always starts afresh. Left to itself it would keep pages that the contents no
    # longer name and old titles beside the pages, and would forget the warnings of a page
    # that it has read before. Starting afresh costs about a second.
    shutil.rmtree(stage, ignore_errors=True)
    for file, content in sources.items():
        (stage / file).parent.mkdir(parents=True, exist_ok=True)
        (stage / file).write_bytes(content)
    fresh = stage / "_build" / "html"
    # Sphinx keeps one processor busy; the downloads are made by another meanwhile.
    with (
        show_running(report, lambda: "building pages"),
        make_downloads(root, fresh, sources.values(), report, lock, executed=stage),
    ):
        _run_sphinx(root, stage, lock)
    if _hash_site(site) != _hash_site(fresh):
        _replace(fresh, site)
    record.write_text(json.dumps({"made_from": made_from, "site": _hash_site(site)}), "utf-8")
    return site


def _hash_site(site: Path) -> str:
    """Return a hash of all files of a site."""
    return hash_files(site, site.rglob("*")) if site.is_dir() else ""


def _read_record(record: Path) -> dict | None:
    """Return what the last successful build noted, or None."""
    try:
        return json.loads(record.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _report_unfinished(root: Path, chapters: dict, report: Callable[[str], None]) -> None:
    """Say which chapters have nothing to show, and which prose is still to be written."""
    for path, lacking in list_left_out(root).items():
        report(f"left out: {path.relative_to(root)} (needs {', '.join(lacking)})")
    pages = {path: read_text(path) for path in list_pages(root) if path.suffix == ".md"}
    prompts = list_prompts(root, chapters, pages)
    if prompts:
        report(f"still to write: {len(prompts)} prompt{'s' if len(prompts) > 1 else ''}")
        for prompt in prompts:
            report(f"  {prompt}")


def _collect_sources(root: Path, chapters: dict) -> dict[Path, bytes]:
    """Return the files that Sphinx is to read, with their contents."""
    config = read_yaml(root / "_config.yml")
    texts = {path.relative_to(root): _write_page(root, nb) for path, nb in chapters.items()}
    for path in list_pages(root):
        if path.suffix == ".md":
            texts[path.relative_to(root)] = mark_prompts(read_text(path))
    for name in config.get("bibtex_bibfiles") or ():
        texts[Path(name)] = read_text(_find_named(root, name))
    texts[Path("_toc.yml")] = yaml.safe_dump(read_contents(root), sort_keys=False)
    # The chapters have been executed already.
    config["execute"] = {"execute_notebooks": "off"}
    # And the downloads are made beside the pages.
    settings = config.setdefault("sphinx", {}).setdefault("config", {})
    settings["edition_downloads"] = False
    texts[Path("_config.yml")] = yaml.safe_dump(config, sort_keys=True)
    sources = {file: text.encode() for file, text in texts.items()}
    return sources | {p.relative_to(root): p.read_bytes() for p in _list_images(root, config)}


def _write_page(root: Path, chapter: nbformat.NotebookNode) -> str:
    """Return a chapter as it is to be read: without cells that would show nothing.

    The cells keep their numbers, which warnings name.
    """
    page, needs = deepcopy(chapter), Requirements(root)
    mark_cells(page)
    for cell in page.cells:
        if needs.lacking(cell) and cell.cell_type == "code":
            cell.metadata.tags = [*cell.metadata.tags, "remove-cell"]
        elif needs.lacking(cell):
            cell.source = ""
    return canonical_text(page)


def _list_images(root: Path, config: dict) -> list[Path]:
    """Return the pictures that pages or the configuration may show."""
    named = (config.get("logo"), (config.get("html") or {}).get("favicon"))
    paths = [_find_named(root, name) for name in named if name]
    paths += [path for path in (root / "chapters").rglob("*") if path.suffix.lower() in IMAGES]
    return [path for path in paths if path.is_file()]


def _find_named(root: Path, name: str) -> Path:
    """Return a file that the configuration names."""
    try:
        return join_below(root, str(name))
    except OutsideError as error:
        raise BookError(f"_config.yml: {error}. Keep the file in the book.") from error


def _hash_sources(root: Path, sources: dict[Path, bytes]) -> str:
    """Return a hash of all that a site is made from."""
    look = [*(root / "scripts").rglob("*"), root / "CITATION.cff"]
    salt = f"{hash_inputs(root)}{hash_files(root, look)}{find_chromium() is not None}"
    digest = hashlib.sha256(salt.encode())
    for file, content in sorted(sources.items()):
        digest.update(f"\0{file.as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _run_sphinx(root: Path, stage: Path, lock: TextIO) -> None:
    """Run Jupyter Book on the stage; what it says is shown only if it fails."""
    main = "from jupyter_book.cli.main import main; main()"
    command = [sys.executable, "-c", main, "build", str(stage)]
    command += ["--warningiserror", "--nitpick", "--keep-going", "--quiet"]
    path = os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        stdin=subprocess.DEVNULL,
        # Sphinx would put another year under the pages if it were told another time.
        env={name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
        | {
            "PYTHONPATH": path,
            "PYTHONIOENCODING": "utf-8",
            "PYTHONHASHSEED": "0",
        },
        # If this process is killed, its Sphinx goes on for a while: the lock goes with it.
        pass_fds=() if sys.platform == "win32" else (lock.fileno(),),
    )
    if done.returncode:
        raise BookError(translate_warnings(f"{done.stdout}\n{done.stderr}", stage))


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

"""The site, built so that it cannot lie: checked, executed, complete, or not at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import yaml

from scripts.execution import canonical_text, execute_chapters, list_chapters
from scripts.problems import StudyError
from scripts.published import compare_all, require_explained
from scripts.study import CHECKED, check_study, load_study

# What Sphinx reads besides the chapters.
FURNITURE = ("_toc.yml", "references.bib")


class BookError(RuntimeError):
    """Raised when the site cannot be built; the last good one is left as it was."""


def build_book(root: Path, report: Callable[[str], None]) -> Path:
    """Build the site into ``_build/html`` and return that folder.

    Data are checked and compared with what is published; chapters whose inputs changed
    are executed, side by side; Sphinx reads a staged copy with fresh outputs, with
    warnings as errors; and only a complete site replaces the last one.

    Raises
    ------
    StudyError, UnexplainedError, ChapterError, BookError
        With the reason. Nothing in ``_build/html`` has changed then.
    """
    problems = check_study(root / "data")
    if problems:
        raise StudyError(problems)
    os.environ[CHECKED] = str((root / "data").resolve())
    require_explained(compare_all(load_study(root / "data")))
    chapters = execute_chapters(root, list_chapters(root), report)
    for path, notebook in chapters.items():
        if path.read_text(encoding="utf-8") != canonical_text(notebook):
            report(f"note: stored outputs of {path.relative_to(root)} are old; run make refresh")
    stage = root / "_build" / "stage"
    _stage_sources(root, stage, chapters)
    report("building pages")
    _run_sphinx(stage)
    site = root / "_build" / "html"
    _replace(stage / "_build" / "html", site)
    return site


def _stage_sources(root: Path, stage: Path, chapters: dict) -> None:
    """Write what Sphinx reads into the stage, touching only what has changed."""
    wanted = {path.relative_to(root): canonical_text(nb).encode() for path, nb in chapters.items()}
    for path in sorted(root.glob("*.md")) + sorted((root / "chapters").glob("*.md")):
        wanted[path.relative_to(root)] = path.read_bytes()
    for name in FURNITURE:
        wanted[Path(name)] = (root / name).read_bytes()
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    # The chapters have been executed already.
    config["execute"]["execute_notebooks"] = "off"
    wanted[Path("_config.yml")] = yaml.safe_dump(config, sort_keys=True).encode()
    for file, content in wanted.items():
        target = stage / file
        if not target.is_file() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    for path in [p for p in stage.rglob("*") if p.is_file()]:
        file = path.relative_to(stage)
        if file.parts[0] != "_build" and file not in wanted:
            path.unlink()


def _run_sphinx(stage: Path) -> None:
    """Run Jupyter Book on the stage; its output is shown only if it fails."""
    main = "from jupyter_book.cli.main import main; main()"
    command = [sys.executable, "-c", main, "build", str(stage)]
    command += ["--warningiserror", "--nitpick", "--keep-going", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        # Sphinx forgets a page's warnings once it has read the page; the next build must not.
        shutil.rmtree(stage / "_build", ignore_errors=True)
        raise BookError(f"{done.stdout}\n{done.stderr}".strip())


def _replace(fresh: Path, site: Path) -> None:
    """Put a complete site in the place of the last one, in two renames."""
    coming, leaving = site.with_name("html.coming"), site.with_name("html.leaving")
    for folder in (coming, leaving):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(fresh, coming, ignore=shutil.ignore_patterns(".buildinfo", "*.ipynb.map"))
    if site.exists():
        site.rename(leaving)
    coming.rename(site)
    shutil.rmtree(leaving, ignore_errors=True)

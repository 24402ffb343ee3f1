"""The downloads of a built site: made once for the same data, and put beside the pages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from scripts.book.printing import FOLDER, add_books
from scripts.book.seals import is_whole, seal
from scripts.chapters.contents import list_chapters
from scripts.chapters.notebooks import read_chapter
from scripts.chapters.results import FOLDER_NAME
from scripts.execution.caching import hash_inputs, hash_outputs
from scripts.files.hashing import hash_files
from scripts.files.problems import RefusalError
from scripts.study.study import load_study


class DownloadError(RefusalError):
    """Raised when the downloads cannot be made."""


@contextmanager
def make_downloads(
    root: Path,
    site: Path,
    pages: Iterable[bytes],
    report: Callable[[str], None],
    lock: TextIO | None = None,
    executed: Path | None = None,
) -> Iterator[None]:
    """Make the downloads while the pages are written, and put them beside these at the end.

    A book none of whose pages leads to a download gets none.

    Parameters
    ----------
    root, site : Path
        The project, and the site that will be there at the end.
    pages : iterable of bytes
        What the pages are made from.
    report : callable
        Is told what takes its time.
    lock : file, optional
        Holds the folder; goes to the other process as well.
    executed : path, optional
        The folder with the executed chapters; by default those of the project as stored.

    Raises
    ------
    DownloadError, PrintError
        With what went wrong.
    """
    if not any(f"/{FOLDER}/".encode() in page for page in pages):
        yield
        return
    with _prepare(root, executed or root, lock) as collect:
        yield
        folder = collect()
        (site / FOLDER).mkdir(exist_ok=True)
        for path in sorted(folder.iterdir()):
            shutil.copyfile(path, site / FOLDER / path.name)
    add_books(root, site, load_study(root / "data"), report)


@contextmanager
def _prepare(root: Path, executed: Path, lock: TextIO | None) -> Iterator[Callable[[], Path]]:
    """Make the downloads beside other work; yield what waits for them and returns their folder.

    They are kept under ``_build/downloads`` by the hash of all that they depend on, so
    that the same data are not written twice.
    """
    store = root / "_build" / FOLDER
    ready = store / _hash_made_from(root, executed)[:16]
    part = store / "part"
    process: subprocess.Popen | None = None
    # What a build that was killed has begun.
    shutil.rmtree(part, ignore_errors=True)
    if not is_whole(ready):
        shutil.rmtree(ready, ignore_errors=True)
        part.mkdir(parents=True)
        # Beside Sphinx, which takes longer: one process keeps up with it.
        process = _start(root, executed, part, lock)

    def collect() -> Path:
        if process is not None:
            said, _ = process.communicate()
            if process.returncode:
                raise DownloadError(f"the downloads could not be made\n{said.strip()}")
            part.rename(ready)
            seal(ready)
        for path in store.iterdir():
            if path.is_dir() and path != ready:
                shutil.rmtree(path, ignore_errors=True)
                path.with_name(f"{path.name}.seal").unlink(missing_ok=True)
        return ready

    try:
        yield collect
    finally:
        if process is not None and process.poll() is None:
            process.kill()
            process.communicate()


def _hash_made_from(root: Path, executed: Path) -> str:
    """Return a hash of all that the downloads are made from: also of what chapters have shown."""
    chapters = [executed / path.relative_to(root) for path in list_chapters(root)]
    shown = [hash_outputs(read_chapter(path)) for path in chapters if path.is_file()]
    about = [root / name for name in ("CITATION.cff", "LICENSE", "references.bib")]
    # Style sheets, too, which the chapters do not depend on.
    about += (root / "scripts").rglob("*")
    return hash_files(root, about, f"{hash_inputs(root)}{shown}")


def _start(root: Path, executed: Path, folder: Path, lock: TextIO | None) -> subprocess.Popen:
    """Start to write the downloads in a process of its own."""
    path = os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH"))))
    command = [sys.executable, "-m", "scripts", "export", str(folder)]
    return subprocess.Popen(
        command,
        cwd=root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=os.environ
        | {
            FOLDER_NAME: str(executed),
            "PYTHONPATH": path,
            "PYTHONIOENCODING": "utf-8",
            "PYTHONHASHSEED": "0",
        },
        # If this process is killed, the other goes on for a while: the lock goes with it.
        pass_fds=() if lock is None or sys.platform == "win32" else (lock.fileno(),),
    )

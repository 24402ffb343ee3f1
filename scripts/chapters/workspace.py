"""Where a book is executed and built: one build at a time, in a copy, all of it from one moment.

Whatever is edited meanwhile is read by the next build. The copy stays, so that the next one
need only renew what has changed, and so do the results that are kept below it.
"""

import filecmp
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from scripts.files.paths import leads_out
from scripts.privacy.confidentiality import PRIVATE

FOLDER = "work"
# Where programs keep what they make, and what no chapter and no page is made from.
LEFT_OUT = {"_build", "__pycache__", "node_modules"}
# Of hidden files, and of the notes of spreadsheet programs.
FOREIGN = (".", "~$")
ARCHIVES = (".zip", ".gz", ".tar", ".whl")
# While somebody saves files, the copy is taken again, so many times at most.
MOST_TRIES = 5
PAUSE = 0.2  # seconds

if sys.platform == "win32":
    import msvcrt

    def _take(file: TextIO) -> bool:
        """Return whether the lock could be taken."""
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _take(file: TextIO) -> bool:
        """Return whether the lock could be taken."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def hold_lock(folder: Path, report: Callable[[str], None]) -> Iterator[None]:
    """Hold a folder for one build; a second one says so and waits.

    The lock is the operating system's, on an open file. So it ends with the process that
    holds it, however that ends, and no stale lock is ever left. A process that is started
    meanwhile and inherits open files holds it, too: if the build is killed, its Sphinx goes on.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a+", encoding="utf-8") as file:
        is_told = False
        while not _take(file):
            if not is_told:
                report("another build is at work in this folder; waiting for it to end")
            is_told = True
            time.sleep(PAUSE)
        os.set_inheritable(file.fileno(), True)
        yield


def take_snapshot(root: Path) -> Path:
    """Copy all that a book is made from to ``_build/work``, and return that folder."""
    work = root / "_build" / FOLDER
    for _ in range(MOST_TRIES):
        if not _renew(root, work):
            break
    return work


def _renew(root: Path, work: Path) -> bool:
    """Bring a copy up to date; return whether anything in it had to change."""
    names = list_names(root)
    gone = list_names(work) - names
    for name in gone:
        (work / name).unlink()
    changed = bool(gone)
    for name in names:
        source, target = root / name, work / name
        if target.is_file() and filecmp.cmp(source, target, shallow=False):
            continue
        if target.is_dir():
            shutil.rmtree(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.part")
        shutil.copyfile(source, part)
        part.replace(target)
        changed = True
    return changed


def list_names(folder: Path) -> set[str]:
    """Return the names of the files that belong to a book, relative to its folder.

    Left out are hidden files, what was built or installed, archives beside the book, the notes
    of an import, and links to folders or to what lies outside.
    """
    found: set[str] = set()
    waiting = [folder] if folder.is_dir() else []
    while waiting:
        for path in waiting.pop().iterdir():
            if path.name.startswith(FOREIGN) or path.name in LEFT_OUT or path == folder / PRIVATE:
                continue
            if path.is_symlink() and (path.is_dir() or leads_out(folder, path)):
                continue
            if path.is_dir():
                # An environment of Python, whatever it is called.
                waiting += [] if (path / "pyvenv.cfg").is_file() else [path]
            elif path.is_file() and not (path.parent == folder and path.suffix in ARCHIVES):
                found.add(path.relative_to(folder).as_posix())
    return found

"""Where a book is executed and built: one build at a time, in a copy, all of it from one moment.

Whatever is edited meanwhile is read by the next build. The copy stays, so that the next one
need only renew what has changed, and so does what was made from it, known by a hash.
"""

import filecmp
import hashlib
import json
import os
import platform
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import nbformat

from scripts.chapters.contents import list_chapters
from scripts.chapters.notebooks import list_code_cells, read_chapter, trim_source
from scripts.files.paths import hash_files, leads_out
from scripts.privacy.confidentiality import PRIVATE

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FOLDER = "work"
# Where programs keep what they make, and what no chapter and no page is made from.
LEFT_OUT = {"_build", "__pycache__", "node_modules"}
# Of hidden files, and of the notes of spreadsheet programs.
FOREIGN = (".", "~$")
ARCHIVES = (".zip", ".gz", ".tar", ".whl")
# No chapter reads any.
FOR_BROWSERS = (".css", ".js")
RESULTS_KEPT = 4  # results kept for each chapter, so that going back costs nothing
# While somebody saves files, the copy is taken again, so many times at most.
MOST_TRIES = 5
PAUSE = 0.2  # seconds


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


def _take(file: TextIO) -> bool:
    """Return whether the lock could be taken."""
    try:
        if sys.platform == "win32":
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    # What Windows says where another holds it, and what others say.
    except (PermissionError, BlockingIOError):
        return False
    return True


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


# What is kept for the next build, known by hashes of all that it was made from


def hash_code(notebooks: Iterable[nbformat.NotebookNode], salt: str) -> str:
    """Return a hash of the code of chapters; their prose and their outputs do not count."""
    code = [
        [trim_source(cell.source) for cell in list_code_cells(notebook)] for notebook in notebooks
    ]
    return hashlib.sha256(json.dumps([code, salt]).encode()).hexdigest()


def hash_surroundings(root: Path) -> str:
    """Return a hash of what every chapter depends on besides its own code.

    That is the data, the package, the settings, the pins, the version of Python, the packages that
    are installed, and the modules of the reader's own that could be taken for others.
    """
    read = [name for name in list_names(root) if name.startswith(("data/", "scripts/"))]
    read = [root / name for name in read if not name.endswith(FOR_BROWSERS)]
    settings = [root / name for name in ("requirements.txt", "_config.yml", "_toc.yml")]
    packages = {p.name for place in sys.path for p in Path(place).glob("*.dist-info")}
    modules = [
        path.relative_to(root).as_posix()
        for folder in (root, root / "chapters")
        for pattern in ("*.py", "*/__init__.py")
        for path in folder.glob(pattern)
    ]
    salt = json.dumps([platform.python_version(), sorted(packages), sorted(modules)])
    return hash_files(root, [*read, *settings], salt)


def hash_inputs(root: Path) -> str:
    """Return a hash of all that the tables and drawings of a book are made from."""
    return hash_code(map(read_chapter, list_chapters(root)), hash_surroundings(root))


def write_atomically(path: Path, text: str) -> None:
    """Write a text file so that at any moment it is either the old one or the new one."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def keep_outputs(file: Path, outputs: list) -> None:
    """Keep what a chapter has shown."""
    text = json.dumps(outputs)
    write_atomically(file, f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}")


def find_outputs(file: Path) -> list | None:
    """Return the kept outputs of a chapter, or None; a damaged file is passed over."""
    try:
        digest, _, text = file.read_text("utf-8").partition("\n")
        if hashlib.sha256(text.encode()).hexdigest() != digest:
            return None
        file.touch()
        return json.loads(text)
    except (OSError, ValueError):
        return None


def drop_old_outputs(store: Path, chapters: int) -> None:
    """Remove the outputs that have not been used for long."""
    kept = sorted(store.glob("*.json"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in kept[RESULTS_KEPT * max(chapters, 10) :]:
        file.unlink()


def is_current(folder: Path, key: str) -> bool:
    """Return whether a folder was made from what has this hash, and is still as it was."""
    record = _find_record(folder)
    digest = hash_files(folder, folder.rglob("*"), key)
    return record.is_file() and record.read_bytes() == digest.encode()


def record_hash(folder: Path, key: str) -> None:
    """Note beside a folder what it was made from and what it holds."""
    write_atomically(_find_record(folder), hash_files(folder, folder.rglob("*"), key))


def make_if_changed(folder: Path, key: str, make: Callable[[Path], None]) -> Path:
    """Return a folder with what `make` writes into it, made anew only if it is not current."""
    if not is_current(folder, key):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        make(folder)
        record_hash(folder, key)
    return folder


def _find_record(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.seal")

"""A copy of a book in which it is executed and built, so that all of it comes from one moment.

Whatever is edited meanwhile is read by the next build. The copy stays, so that the next one
need only renew what has changed, and so do the results that are kept below it.
"""

from __future__ import annotations

import filecmp
import shutil
from pathlib import Path

from scripts.files.paths import leads_out
from scripts.privacy.confidentiality import PRIVATE

FOLDER = "work"
# Where programs keep what they make, and what no chapter and no page is made from.
LEFT_OUT = {"_build", "__pycache__", "node_modules"}
ARCHIVES = (".zip", ".gz", ".tar", ".whl")
# While somebody saves files, the copy is taken again, so many times at most.
MOST_TRIES = 5


def take_snapshot(root: Path) -> Path:
    """Copy all that a book is made from to ``_build/work``, and return that folder.

    Left out are hidden files, what was built or installed, archives beside the book, the notes of
    an import, and links to folders or to what lies outside.
    """
    work = root / "_build" / FOLDER
    for _ in range(MOST_TRIES):
        if not _renew(root, work):
            break
    return work


def _renew(root: Path, work: Path) -> bool:
    """Bring a copy up to date; return whether anything in it had to change."""
    names = _list_names(root)
    gone = _list_names(work) - names
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


def _list_names(folder: Path) -> set[str]:
    """Return the names of the files that belong to a book, relative to its folder."""
    found: set[str] = set()
    waiting = [folder] if folder.is_dir() else []
    while waiting:
        for path in waiting.pop().iterdir():
            if path.name.startswith(".") or path.name in LEFT_OUT or path == folder / PRIVATE:
                continue
            if path.is_symlink() and (path.is_dir() or leads_out(folder, path)):
                continue
            if path.is_dir():
                # An environment of Python, whatever it is called.
                waiting += [] if (path / "pyvenv.cfg").is_file() else [path]
            elif path.is_file() and not (path.parent == folder and path.suffix in ARCHIVES):
                found.add(path.relative_to(folder).as_posix())
    return found

"""What has been checked already, known by its content, so that not each chapter checks it again.

There is no switch that turns the check off. What is noted is a hash of the data, of the names
of chapters, and of the modules that have checked them; if any of these changes, it counts no more.
"""

from __future__ import annotations

import hashlib
import os
from importlib.resources import files
from pathlib import Path

from scripts.files.hashing import hash_files

PACKAGE = Path(str(files("scripts"))).resolve()
RECORD = "_build/checked"


def is_package_in(book: Path) -> bool:
    """Return whether the package that is running is, to the letter, that of a book."""
    if book.resolve() == PACKAGE.parent:
        return True
    return (book / "scripts").is_dir() and _hash_modules(book / "scripts") == _hash_modules(PACKAGE)


def hash_checked(directory: Path) -> str:
    """Return a hash of all that the check of a data folder reads; blank for a foreign one."""
    book = directory.resolve().parent
    if not is_package_in(book):
        return ""
    chapters = sorted(path.name for path in (book / "chapters").rglob("*"))
    read = [*directory.rglob("*"), book / "_toc.yml"]
    own = hash_files(book, [path for path in read if not path.name.startswith(".")])
    return hashlib.sha256(f"{own}{_hash_modules(PACKAGE)}{chapters}".encode()).hexdigest()


def was_checked(directory: Path, digest: str) -> bool:
    """Return whether data with this hash have been checked, and nothing was wrong."""
    try:
        record = directory.resolve().parent / RECORD
        return bool(digest) and record.read_text("utf-8") == digest
    except OSError:
        return False


def note_checked(directory: Path, digest: str) -> None:
    """Note that nothing was wrong with data of this hash, where the book keeps what it builds."""
    record = directory.resolve().parent / RECORD
    if not digest or not record.parent.is_dir():
        return
    part = record.with_name(f".checked.{os.getpid()}")
    try:
        part.write_text(digest, encoding="utf-8")
        part.replace(record)
    except OSError:
        part.unlink(missing_ok=True)


def _hash_modules(package: Path) -> str:
    """Return a hash of the modules and forms of a package."""
    return hash_files(package, [p for p in package.rglob("*") if p.suffix in (".py", ".json")])

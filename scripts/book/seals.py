"""What a build keeps for the next one, which uses it again only if it is still whole."""

from __future__ import annotations

from pathlib import Path

from scripts.execution.executor import write_atomically
from scripts.files.hashing import hash_files


def seal(path: Path) -> None:
    """Note beside a kept file or folder what it holds, so that damage shows."""
    write_atomically(_seal_of(path), _hash_content(path))


def is_whole(path: Path) -> bool:
    """Return whether a kept file or folder is there, and still as it was sealed."""
    try:
        return _seal_of(path).read_text("utf-8") == _hash_content(path)
    except (OSError, ValueError):
        return False


def _seal_of(path: Path) -> Path:
    """Return the file in which the seal of a kept file or folder stands."""
    return path.with_name(f"{path.name}.seal")


def _hash_content(path: Path) -> str:
    """Return a hash of a file, or of all files in a folder and their names."""
    folder = path if path.is_dir() else path.parent
    return hash_files(folder, path.rglob("*") if path.is_dir() else [path])

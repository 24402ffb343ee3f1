"""Files known by what they hold: what was made from the same need not be made again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path


def hash_files(folder: Path, paths: Iterable[Path], salt: str = "") -> str:
    """Return a hash of the names and contents of files; folders and lacking files are left out."""
    digest = hashlib.sha256(salt.encode())
    for path in sorted(p for p in paths if p.is_file() and "__pycache__" not in p.parts):
        content, name = path.read_bytes(), Path(os.path.relpath(path, folder)).as_posix()
        digest.update(f"\0{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()

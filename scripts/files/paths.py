"""Names and places of files, hashes of what they hold, and zips without timestamps."""

import hashlib
import io
import os
import re
import unicodedata
import zipfile
from collections.abc import Collection, Iterable, Mapping
from itertools import chain, count
from pathlib import Path, PurePosixPath, PureWindowsPath

# The first day that the format knows.
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
UNIX = 3
READABLE = 0o100644 << 16
# Programs look at this entry of an Office file first.
FIRST_ENTRY = "[Content_Types].xml"
STAMP = re.compile(rb"<dcterms:(created|modified)\b[^>]*>[^<]*</dcterms:\1>")


class OutsideError(RuntimeError):
    """Raised for a path that leads out of its folder."""


def leads_out(folder: Path, path: Path) -> bool:
    """Return whether a path below a folder is, or goes through, a link to outside of it."""
    return not path.resolve().is_relative_to(folder.resolve())


def join_below(folder: Path, name: str) -> Path:
    """Return the place of a name, a path with slashes, below a folder.

    A path that is absolute, climbs up, or goes through a link to somewhere else is an
    `OutsideError`; what it is there does not matter.
    """
    path = PurePosixPath(name)
    is_plain = name and "\0" not in name and "\\" not in name and not PureWindowsPath(name).drive
    if not is_plain or path.is_absolute() or ".." in path.parts:
        raise OutsideError(f"the path {name!r} leads out of {folder.name or folder}")
    # The last part may be a link, which can be read or removed by itself; the others may not.
    parent = (folder / path).parent.resolve()
    if not parent.is_relative_to(folder.resolve()):
        raise OutsideError(f"the path {name!r} leads through a link out of {folder.name or folder}")
    return folder / path


def make_slug(text: str, mark: str = "-", most: int | None = None) -> str:
    """Return text as small letters and digits, such as ``ete_a_paris``: all else is one `mark`.

    It is empty where the text holds no letter of the English alphabet.
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", mark, plain).strip(mark)[:most].strip(mark)


def make_unique(name: str, taken: Collection[str], mark: str = "-") -> str:
    """Return a name, with the first number behind it that makes it another than those taken."""
    others = (f"{name}{mark}{number}" for number in count(2))
    return next(other for other in chain([name], others) if other not in taken)


def make_key(
    label: str, otherwise: str, taken: Collection[str] = (), most: int | None = None
) -> str:
    """Return a key in small letters for a label; `otherwise` where it has no such letters."""
    key = make_slug(label, "_", most).lstrip("0123456789_") or otherwise
    return make_unique(key, taken, "_")


def hash_files(folder: Path, paths: Iterable[Path], salt: str = "") -> str:
    """Return a hash of the names and contents of files; folders and lacking files are left out."""
    digest = hashlib.sha256(salt.encode())
    for path in sorted(p for p in paths if p.is_file() and "__pycache__" not in p.parts):
        content, name = path.read_bytes(), Path(os.path.relpath(path, folder)).as_posix()
        digest.update(f"\0{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def write_zip(path: Path | io.BytesIO, entries: Mapping[str, bytes]) -> Path | io.BytesIO:
    """Write entries by name as a zip file, in the order of their names, and return its path."""
    with zipfile.ZipFile(path, "w") as file:
        for name in sorted(entries, key=lambda name: (name != FIRST_ENTRY, name)):
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.create_system, entry.external_attr = UNIX, READABLE
            file.writestr(entry, entries[name], zipfile.ZIP_DEFLATED, 9)
    return path


def write_office_file(path: Path | io.BytesIO, content: io.BytesIO) -> Path | io.BytesIO:
    """Write a Word or Excel file without the times that its library put into it."""
    with zipfile.ZipFile(content) as file:
        entries = {name: file.read(name) for name in file.namelist()}
    core = "docProps/core.xml"
    if core in entries:
        entries[core] = STAMP.sub(b"", entries[core])
    return write_zip(path, entries)

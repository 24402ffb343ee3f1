"""Paths that come out of a file, held below the folder to which they belong."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath


class OutsideError(RuntimeError):
    """Raised for a path that leads out of its folder."""


def leads_out(folder: Path, path: Path) -> bool:
    """Return whether a path below a folder is, or goes through, a link to outside of it."""
    return not path.resolve().is_relative_to(folder.resolve())


def join_below(folder: Path, name: str) -> Path:
    """Return the place of a name below a folder; what it is there does not matter.

    Parameters
    ----------
    folder : Path
        The folder out of which nothing may lead.
    name : str
        A path with slashes, as some file gives it.

    Raises
    ------
    OutsideError
        If it is absolute, climbs up, or goes through a link to somewhere else.
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

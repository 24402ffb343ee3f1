"""Zip files without clocks: the same entries give the same bytes, whenever and wherever."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

# The first day that the format knows.
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
UNIX = 3
READABLE = 0o100644 << 16
# Programs look at this entry of an Office file first.
FIRST_ENTRY = "[Content_Types].xml"
STAMP = re.compile(rb"<dcterms:(created|modified)\b[^>]*>[^<]*</dcterms:\1>")


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

"""Files of Word and Excel as the zips of XML that they are, opened with care."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from scripts.adapt.table_grids import TableError

# A file that unpacks to more holds pictures, or was made to do harm.
MOST_BYTES = 50_000_000
# How a file begins that is encrypted, or as old as 2003.
SEALED = b"\xd0\xcf\x11\xe0"
TEXTS = {"t", "delText", "v"}
# Within one of these the texts go on without a blank; at one of those there is one.
WHOLES = {"p", "si", "text"}
BREAKS = {"tab", "ptab", "br", "cr", "noBreakHyphen"}


def read_parts(path: Path) -> dict[str, Element]:
    """Return the XML of a file by the names of its parts.

    Raises
    ------
    TableError
        If the file is protected by a password, or unpacks to more than any table needs.
    """
    # Imported here because nothing but an import needs it.
    from defusedxml.ElementTree import fromstring

    with path.open("rb") as file:
        if file.read(len(SEALED)) == SEALED:
            raise TableError(
                "the file is protected by a password, or in the format of before 2007. Open it in "
                "its program, take the password off (File, Info, Protect, Encrypt with Password, "
                f"and delete it), save a copy as {path.suffix.lower()}, and begin with that."
            )
    with ZipFile(path) as package:
        entries = package.infolist()
        size = sum(entry.file_size for entry in entries)
        if size > MOST_BYTES:
            raise TableError(
                f"the file unpacks to {size / 1e6:.0f} MB, where {MOST_BYTES / 1e6:.0f} are "
                "allowed. Copy the table alone into a new file, and begin with that."
            )
        if len({entry.filename for entry in entries}) < len(entries):
            raise TableError("the file holds two parts of one name. Save it anew in its program.")
        names = [e.filename for e in entries if e.filename.endswith((".xml", ".rels"))]
        return {name: fromstring(package.read(name)) for name in names}


def local(node: Element) -> str:
    """Return the name of an element without its namespace."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def attribute(node: Element, name: str) -> str:
    """Return an attribute, whatever its namespace; empty where there is none."""
    return next((v for key, v in node.attrib.items() if key.rpartition("}")[2] == name), "")


def list_texts(node: Element) -> Iterator[str]:
    """Yield every text below an element: paragraph by paragraph, and what was deleted apart."""
    return map("".join, list_nodes(node))


def list_nodes(node: Element) -> Iterator[tuple[str, ...]]:
    """Yield the same, each as the pieces in which the file holds it."""
    loose: list[str] = []
    yield from _collect(node, loose)
    yield from ((text,) for text in loose)


def _collect(node: Element, into: list[str]) -> Iterator[tuple[str, ...]]:
    """Add the texts of an element to a list, and yield those that are a whole of their own."""
    # Imported here because what Word sets in a font of signs is its own matter.
    from scripts.adapt.table_signs import read_run, read_signs

    name = local(node)
    if name == "Fallback":
        # The same once more, for programs that are older.
        return
    if name in WHOLES or name in {"del", "moveFrom", "rPh"}:
        own: list[str] = []
        for child in node:
            yield from _collect(child, own)
        yield tuple(own)
        return
    if name in TEXTS:
        into.append(node.text or "")
    elif name == "sym":
        into.append(read_signs(node))
    elif name in BREAKS:
        into.append(" ")
    for child in node:
        if name == "r" and local(child) == "t":
            into.append(read_run(node, child.text or ""))
        else:
            yield from _collect(child, into)

"""Files of Word and Excel opened as the zips of XML that they are, unless that takes too long."""

import io
import re
import zipfile
from pathlib import Path
from xml.etree.ElementTree import Element

from scripts.files.text_files import RefusedFileError, read_bytes

# A file that unpacks to more holds pictures, or was made to do harm: a workbook of thousands of
# configurations has a fifth of it.
MOST_BYTES = 50_000_000
# A sheet that was formatted down to its last row has a million rows of nothing.
MOST_CELLS = 3_000_000
# A cell as it stands in a sheet.
CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
# Names of the elements of a form of the format that openpyxl does not know.
STRICT = b"purl.oclc.org/ooxml/spreadsheetml"
# How a file begins that is encrypted, or as old as 2003; and any other.
SEALED, ZIPPED = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
FORMS = {".xlsx": "an Excel workbook (.xlsx)", ".docx": "a Word document (.docx)"}


def read_parts(path: Path) -> dict[str, Element]:
    """Return the XML of a file by the names of its parts, or raise a `RefusedFileError`."""
    allowed = FORMS[path.suffix.lower()]
    again = f"Open it in its program, and save it anew as {allowed}."
    copy = "Copy what is filled alone into a new file, and use that one."
    content = read_bytes(path.parent, path.name)
    if not content:
        raise RefusedFileError("an empty file", allowed, "Put the file back, or delete this one.")
    if content.startswith(SEALED):
        found = "a file with a password, or in the format of before 2007"
        fix = (
            "Open it in its program, take the password off (File, Info, Protect, Encrypt with "
            f"Password, and delete it), and save it anew as {allowed}."
        )
        raise RefusedFileError(found, allowed, fix)
    if not content.startswith(ZIPPED):
        raise RefusedFileError(f"something other than {allowed}", allowed, again)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        entries = package.infolist()
        size = sum(entry.file_size for entry in entries)
        if size > MOST_BYTES:
            found = f"a file that unpacks to {size / 1e6:.0f} MB, far more than tables need"
            raise RefusedFileError(found, f"at most {MOST_BYTES / 1e6:.0f} MB", copy)
        names = [entry.filename for entry in entries]
        if len(set(names)) < len(names):
            raise RefusedFileError("a file with two parts of one name", allowed, again)
        texts = {name: package.read(name) for name in names if name.endswith((".xml", ".rels"))}
    if STRICT in texts.get("xl/workbook.xml", b""):
        found = "a workbook in the strict form of Open XML, which few programs read"
        raise RefusedFileError(found, allowed, copy)
    for name, text in texts.items():
        if name.startswith("xl/worksheets/") and len(CELL.findall(text)) > MOST_CELLS:
            found = f"more than {MOST_CELLS} cells on one sheet"
            raise RefusedFileError(found, allowed, copy)
    return {name: parse_part(text) for name, text in texts.items()}


def parse_part(content: str | bytes) -> Element:
    """Return XML whose names have no namespaces: these differ between the forms of one format."""
    # Imported here because most studies have no such file.
    from defusedxml.ElementTree import fromstring

    root = fromstring(content)
    for node in root.iter():
        node.tag = node.tag.rpartition("}")[2]
        node.attrib = {key.rpartition("}")[2]: value for key, value in node.attrib.items()}
    return root

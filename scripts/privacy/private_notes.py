"""The notes of an import: kept beside the data, never published, and looked through."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.files.problems import quote
from scripts.privacy.concerns import Concern
from scripts.privacy.personal_details import find_details
from scripts.study.study import Study

# Git leaves the folder out, and so does the archive.
PRIVATE = "import"
NOTES = f"{PRIVATE}/notes.txt"


def find_private_notes(study: Study) -> Iterator[Concern]:
    """Yield addresses, numbers and dates in the notes of the import that a book was made by."""
    path = study.directory.parent / NOTES
    lines = path.read_text("utf-8", "replace").splitlines() if path.is_file() else []
    for number, line in enumerate(lines, start=1):
        for kind, hits in find_details(line).items():
            found = ", ".join(map(quote, hits))
            yield Concern("private_notes", PRIVATE, NOTES, number, str(number), kind, found)

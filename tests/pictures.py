"""The pictures of a change model as files."""

from __future__ import annotations

from pathlib import Path

from scripts.diagrams.book_figures import Subject
from scripts.exports.print_figures import list_pictures, write_picture
from scripts.study.study import Study


def write_pictures(study: Study, subject: Subject, folder: Path) -> list[Path]:
    """Write all pictures of a change model, as the downloads do, and return the paths."""
    return [
        path
        for picture in list_pictures(study, subject)
        for path in write_picture(study, subject, picture, folder)
    ]

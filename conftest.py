"""Chapters that are left out of the book, since the data lack what they show, are not tested."""

from functools import cache
from pathlib import Path

from scripts.chapters.chapters import list_left_out

ROOT = Path(__file__).resolve().parent


@cache
def _left_out() -> set[Path]:
    """Return the chapters that the book does not have."""
    return set(list_left_out(ROOT))


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Pass by a chapter that is left out."""
    is_chapter = collection_path.suffix == ".ipynb" and collection_path.is_relative_to(ROOT)
    return True if is_chapter and collection_path in _left_out() else None

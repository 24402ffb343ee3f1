"""Chapters that are left out of the book, since the data lack what they show, are not tested."""

from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent


@cache
def _left_out() -> set[Path]:
    """Return the chapters that the book does not have."""
    # Imported here: most runs of a few tests meet no chapter.
    from scripts.chapters.contents import list_left_out

    return set(list_left_out(ROOT))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Pass by a chapter that is left out, and by all where chapters are not asked for."""
    if collection_path.suffix != ".ipynb" or not collection_path.is_relative_to(ROOT):
        return None
    is_asked_for = config.pluginmanager.has_plugin("nbval")
    return True if not is_asked_for or collection_path in _left_out() else None

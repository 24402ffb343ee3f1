"""Books made from tables, without the scripts and tests that every book has."""

import pytest

from scripts.adapt import new_evaluation


@pytest.fixture
def small_books(monkeypatch):
    """Copy next to nothing of the framework into new books: their data are what counts."""
    monkeypatch.setattr(new_evaluation, "list_framework_files", lambda root: ["Makefile"])

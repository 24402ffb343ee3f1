"""A new book as its owner first meets it: green, and with no word of this edition's study."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from scripts.__main__ import main
from scripts.commands.test import CHAPTERS
from tests.edition.test_house_words import find_words
from tests.edition.test_template import ORDINARY

pytestmark = pytest.mark.long

# Words of this study that any text may hold.
COMMON = ORDINARY | {"claims", "chapters/participants.ipynb", "chapters/interviews.ipynb"}
COMMON |= {"chapters/configurations.ipynb", "chapters/figure_1.ipynb", "chapters/figure_2.ipynb"}
COMMON |= {"di", "disclosure"}
# Tests that a new book is made of most: its pages, its chapters, its data.
QUICK = (
    "tests/chapters/test_chapters.py",
    "tests/chapters/test_requirements.py",
    "tests/test_house.py",
)
TEXT = {".py", ".md", ".ipynb", ".yml", ".csv", ".json", ".toml", ".css", ".js", ".cff", ".bib", ""}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("new") / "book"
    assert main(["new", str(folder)]) == 0
    return folder


def test_no_word_of_this_study_is_left_in_a_new_book(book):
    found = {}
    for path in book.rglob("*"):
        if path.is_file() and path.suffix in TEXT:
            words = find_words(path.read_text("utf-8")) - COMMON
            if words:
                found[path.relative_to(book).as_posix()] = sorted(words)
    assert found == {}


def test_a_new_book_can_be_built_and_tested(book):
    environment = os.environ | {"PYTHONPATH": str(book)}
    for command in (
        ["scripts", "check"],
        ["scripts", "book"],
        # A test that takes something from this edition cannot even be collected there.
        ["pytest", "-q", "-p", "no:cacheprovider", "--collect-only", "tests"],
        ["pytest", "-q", "-p", "no:cacheprovider", *CHAPTERS, *QUICK, "chapters", "index.ipynb"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=book,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    pages = list((book / "_build" / "html").glob("**/*.html"))
    assert len(pages) > 15
    for page in pages:
        assert "Invented example" in page.read_text("utf-8"), page.name

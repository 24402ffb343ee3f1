"""A new book as its owner first meets it: green, and with no word of this edition's study."""

import contextlib
import csv
import os
import subprocess
import sys
from pathlib import PurePosixPath

import pytest

from scripts.__main__ import main
from scripts.commands.book import CHAPTERS
from tests.edition.conftest import hide_chromium
from tests.edition.test_house_words import find_words
from tests.edition.test_template import ORDINARY

pytestmark = pytest.mark.long

# Words of this study that any text may hold.
COMMON = ORDINARY | {"claims", "chapters/participants.ipynb", "chapters/interviews.ipynb"}
COMMON |= {"chapters/configurations.ipynb", "chapters/figure_1.ipynb", "chapters/figure_2.ipynb"}
COMMON |= {"di", "disclosure"}
# Tests that a new book is made of most: its pages, its chapters, its data.
QUICK = (
    "tests/chapters/test_contents.py",
    "tests/chapters/test_requirements.py",
    "tests/test_house.py",
)
CHOSEN = " or ".join(PurePosixPath(name).stem for name in QUICK)
# Tests that ask of the book what it has, without a look at its pages.
ASKING = (*QUICK, "tests/diagrams/test_change_models.py", "tests/diagrams/test_diagram_frames.py")
ASKING += ("tests/study/test_workbooks.py", "tests/published", "tests/display", "tests/commands")
PYTEST = ["pytest", "-q", "-p", "no:cacheprovider", "-m", "not long"]
WALKERS = [f"gate {letter}" for letter in "abcdefghijklm"]
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


def run_in(book, commands):
    """Run modules in the folder of a book, each of which has to end well; return what they say."""
    said = ""
    for command in commands:
        done = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=book,
            env=os.environ | {"PYTHONPATH": str(book)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        said += done.stdout
    return said


def test_a_new_book_can_be_built_and_tested(book, tmp_path):
    with hide_chromium(tmp_path / "tools"):
        said = run_in(
            book,
            [
                # The build checks the data by itself.
                ["scripts", "book"],
                # All tests are collected: one that takes something from this edition cannot be.
                [*PYTEST, "-k", CHOSEN, "tests"],
            ],
        )
    # The build executes every chapter, and names those that do not give what is stored.
    assert "executing" in said
    assert "are old" not in said
    pages = list((book / "_build" / "html").glob("**/*.html"))
    assert len(pages) > 15
    for page in pages:
        assert "Invented example" in page.read_text("utf-8"), page.name


@pytest.fixture(scope="module")
def table_book(tmp_path_factory):
    """A book made from a table of thirteen configurations and nothing else."""
    folder = tmp_path_factory.mktemp("table")
    with (folder / "table.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Context", "Mechanism", "Outcome"])
        for name in WALKERS:
            shared = WALKERS[0] if name in WALKERS[5:8] else name
            writer.writerow([f"Walks by the {name}", f"Is expected at {shared}", f"Likes {name}"])
    options = ["--title", "Walking in 3 towns, 2024", "--from-table", str(folder / "table.csv")]
    assert main(["new", str(folder / "book"), *options]) == 0
    return folder / "book"


@pytest.mark.night
def test_a_book_made_from_a_table_passes_its_own_tests(table_book):
    run_in(
        table_book,
        [["scripts", "check"], [*PYTEST, *CHAPTERS, *ASKING, "chapters", "index.ipynb"]],
    )


@pytest.mark.night
def test_a_book_made_from_a_table_passes_all_its_tests(table_book):
    run_in(table_book, [["scripts", "book"], ["scripts", "test"]])


def test_a_book_made_from_a_table_is_the_same_after_swapping_twice(table_book):
    data = table_book / "data"
    before = {p.relative_to(data): p.read_bytes() for p in data.rglob("*") if p.is_file()}
    with contextlib.chdir(table_book):
        assert main(["export", "--swap"]) == 0
    run_in(table_book, [["scripts", "check"]])
    with contextlib.chdir(table_book):
        assert main(["export", "--swap"]) == 0
    assert {p.relative_to(data): p.read_bytes() for p in data.rglob("*") if p.is_file()} == before

"""A build after a change gives what a clean build gives, and one build never mixes two states."""

import shutil

import pytest

from scripts.book.build import build_book
from tests.edition.test_book import CHAPTER, make_book, read_site

pytestmark = [pytest.mark.long, pytest.mark.night]

PICTURE = "chapters/guide.svg"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><text y="20">{}</text></svg>'
# Nothing that the paper prints, or its difference would have to be explained.
LABEL = ("data/study.yml", "title: A realist", "title: The realist")


def replace(name, old, new):
    """Return a change of one file, which must have what is replaced."""

    def change(book):
        text = (book / name).read_text("utf-8")
        assert old in text, f"{name} has no {old!r}"
        (book / name).write_text(text.replace(old, new, 1), "utf-8")

    return change


CHANGES = {
    "the title": replace(*LABEL),
    "a setting": replace("data/study.yml", "short_title: ", "short_title: Our "),
    "the dictionary": replace("data/datapackage.json", '"title": "', '"title": "The '),
    "a picture": lambda book: (book / PICTURE).write_text(SVG.format("after")),
    "the configuration": replace("_config.yml", "title: ", "title: Another "),
    "references": replace("references.bib", "title = {", "title = {On "),
    "prose": replace(CHAPTER, "# ", "# On "),
    "a page of text": replace("chapters/references.md", "# ", "# All "),
    "a style": lambda book: next(book.glob("scripts/**/edition.css")).open("a").write("p {}\n"),
    "a pin": lambda book: (book / "requirements.txt").open("a").write("\n"),
}


def prepare(folder):
    """Make a small book with a picture on a page of text."""
    book = make_book(folder)
    (book / PICTURE).write_text(SVG.format("before"))
    page = book / "chapters/references.md"
    page.write_text(page.read_text("utf-8") + "\n```{image} guide.svg\n:alt: A guide\n```\n")
    return book


@pytest.fixture(scope="module")
def small(tmp_path_factory, unprinted):
    book = prepare(tmp_path_factory.mktemp("incremental") / "book")
    build_book(book, lambda line: None)
    return book


def build_clean(folder, change=lambda book: None):
    """Return the site of a new book to which a change was made before its first build."""
    book = prepare(folder)
    change(book)
    build_book(book, lambda line: None)
    return read_site(book)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_build_after_a_change_is_a_clean_build(small, tmp_path, change):
    book = shutil.copytree(small, tmp_path / "book", copy_function=shutil.copy2)
    change(book)
    build_book(book, lambda line: None)
    assert read_site(book) == build_clean(tmp_path / "clean" / "book", change)


def test_what_is_edited_while_a_book_is_built_is_in_none_of_its_files(small, tmp_path):
    """Also after it is undone: nothing of the other state is kept."""
    book = shutil.copytree(small, tmp_path / "book", copy_function=shutil.copy2)
    name, old, new = LABEL
    # Something has to be built.
    (book / "requirements.txt").open("a").write("\n")
    edited = []

    def edit(line):
        if not edited:
            edited.append(line)
            replace(name, old, new)(book)

    build_book(book, edit)
    clean = build_clean(
        tmp_path / "clean" / "book",
        lambda other: (other / "requirements.txt").open("a").write("\n"),
    )
    assert edited
    assert read_site(book) == clean
    replace(name, new, old)(book)
    said = []
    build_book(book, said.append)
    assert "nothing has changed since the last build" in said
    assert read_site(book) == clean
    replace(name, old, new)(book)
    build_book(book, lambda line: None)
    assert read_site(book) != clean

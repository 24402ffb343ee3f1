"""Downloads and the printed book: made anew whenever anything that they are made of changes."""

import json

import nbformat
import pytest

from scripts.book.download_store import _hash_made_from
from scripts.book.printing import FOLDER, hash_pages
from tests.studies import write_study


def write_notebook(path, *cells):
    path.parent.mkdir(parents=True, exist_ok=True)
    notebook = nbformat.v4.new_notebook(cells=list(cells))
    path.write_text(nbformat.writes(notebook), "utf-8")


def write_chapter(path, title="# One", code="1 + 1", shown="2", prose="Words."):
    output = nbformat.v4.new_output("execute_result", {"text/plain": shown}, execution_count=1)
    cell = nbformat.v4.new_code_cell(code, outputs=[output])
    write_notebook(path, nbformat.v4.new_markdown_cell(f"{title}\n\n{prose}"), cell)


@pytest.fixture
def book(tmp_path):
    write_study(tmp_path / "data")
    for folder in ("", "stage"):
        write_chapter(tmp_path / folder / "index.ipynb")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    for name in ("_config.yml", "requirements.txt", "CITATION.cff", "references.bib", "LICENSE"):
        (tmp_path / name).write_text("a: b\n")
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "widths.csv").write_text("a,1\n")
    (tmp_path / "scripts" / "module.py").write_text("a = 1\n")
    return tmp_path


FILES = [
    *("data/study.yml", "data/configurations.csv", "data/datapackage.json", "scripts/widths.csv"),
    *("scripts/module.py", "_config.yml", "_toc.yml", "requirements.txt", "CITATION.cff"),
    *("references.bib", "LICENSE", "data/new.csv", "scripts/new.css", "scripts/new.html"),
]


@pytest.mark.parametrize("name", FILES)
def test_downloads_depend_on_each_file_that_they_are_made_of(book, name):
    before = _hash_made_from(book, book / "stage")
    assert _hash_made_from(book, book / "stage") == before
    with (book / name).open("a") as file:
        file.write("\n")
    assert _hash_made_from(book, book / "stage") != before


@pytest.mark.parametrize("change", [{"title": "# Two"}, {"shown": "3"}])
def test_downloads_depend_on_what_chapters_have_shown(book, change):
    before = _hash_made_from(book, book / "stage")
    write_chapter(book / "stage" / "index.ipynb", **change)
    assert _hash_made_from(book, book / "stage") != before


def test_downloads_depend_on_the_code_of_a_chapter_and_not_on_its_prose(book):
    before = _hash_made_from(book, book / "stage")
    write_chapter(book / "stage" / "index.ipynb", prose="Other words.")
    assert _hash_made_from(book, book / "stage") == before
    write_chapter(book / "index.ipynb", code="1 + 2")
    assert _hash_made_from(book, book / "stage") != before


PRINTED = ["index.html", "_images/guide.svg", "_static/edition.css", "_static/face.woff2"]


@pytest.mark.parametrize("name", PRINTED)
def test_the_printed_book_depends_on_pages_pictures_styles_and_fonts(tmp_path, name):
    for other in PRINTED:
        (tmp_path / other).parent.mkdir(exist_ok=True)
        (tmp_path / other).write_text("x")
    before = hash_pages(tmp_path)
    (tmp_path / name).write_text("y")
    assert hash_pages(tmp_path) != before


@pytest.mark.parametrize("name", [f"{FOLDER}/data.zip", "searchindex.js", "search.html"])
def test_the_printed_book_does_not_depend_on_what_it_does_not_show(tmp_path, name):
    (tmp_path / "index.html").write_text("x")
    before = hash_pages(tmp_path)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(json.dumps("x"))
    assert hash_pages(tmp_path) == before

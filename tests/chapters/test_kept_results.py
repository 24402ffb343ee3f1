"""What is executed: nothing needless, and everything that something has changed for."""

import shutil
from pathlib import Path

import pytest

from scripts.chapters.contents import list_chapters
from scripts.chapters.executor import execute_chapters, plan_execution
from scripts.chapters.notebooks import canonical_text, read_chapter
from scripts.chapters.results import find_wave
from scripts.chapters.workspace import hash_inputs, make_if_changed
from tests import ROOT

NIGHT = pytest.mark.night


@pytest.fixture(scope="module")
def book(site, tmp_path_factory) -> Path:
    """A copy of the whole book, all of its chapters executed, as they were for the site."""
    folder = tmp_path_factory.mktemp("whole") / "book"
    ignore = shutil.ignore_patterns("_build", ".*", "__pycache__", "tests")
    shutil.copytree(ROOT, folder, ignore=ignore)
    shutil.copytree(site.parent / "work" / "_build" / "executed", folder / "_build" / "executed")
    execute_chapters(folder)
    return folder


@NIGHT
@pytest.mark.parametrize(
    "name", ["data/elements.csv", "scripts/tables/templates/table.html", "requirements.txt"]
)
def test_a_change_around_the_chapters_executes_all_of_them(book, name):
    content = (book / name).read_bytes()
    (book / name).write_bytes(content + b"\n")
    waiting = plan_execution(book).waiting
    (book / name).write_bytes(content)
    assert waiting == list_chapters(book)


@NIGHT
def test_a_change_of_one_chapter_executes_it_and_those_that_sum_up_others(book):
    path = book / "chapters" / "participants.ipynb"
    content = path.read_text("utf-8")
    path.write_text(content.replace("sizes = study", "sizes =  study"), "utf-8")
    chapters = list_chapters(book)
    waiting = plan_execution(book).waiting
    wanted = [p for p in chapters if p == path or find_wave(read_chapter(p))]
    path.write_text(content, "utf-8")
    assert waiting == wanted
    assert 1 < len(wanted) < len(chapters)


@NIGHT
def test_prose_executes_nothing(book, tmp_path):
    chapters = list_chapters(book)
    before = {path: path.read_bytes() for path in chapters}
    for path in chapters:
        notebook = read_chapter(path)
        notebook.cells[0].source += "\n\nMore words."
        path.write_text(canonical_text(notebook), "utf-8", newline="\n")
    waiting = plan_execution(book).waiting
    for path, content in before.items():
        path.write_bytes(content)
    assert waiting == []


@NIGHT
@pytest.mark.parametrize(
    "name", ["data/study.yml", "scripts/diagrams/layout.py", "requirements.txt"]
)
def test_the_site_depends_on_all_inputs(book, name):
    before = hash_inputs(book)
    content = (book / name).read_bytes()
    (book / name).write_bytes(content + b"\n")
    after = hash_inputs(book)
    (book / name).write_bytes(content)
    assert after != before


def test_what_is_kept_is_made_anew_if_its_key_or_its_content_changes(tmp_path):
    made = []

    def make(folder):
        made.append(folder)
        (folder / "a.txt").write_text("whole")

    for key in ("one", "one", "two", "two"):
        assert make_if_changed(tmp_path / "kept", key, make) == tmp_path / "kept"
    assert len(made) == 2
    (tmp_path / "kept" / "a.txt").write_text("damaged")
    make_if_changed(tmp_path / "kept", "two", make)
    (tmp_path / "kept" / "b.txt").touch()
    make_if_changed(tmp_path / "kept", "two", make)
    assert len(made) == 4
    assert [path.read_text() for path in (tmp_path / "kept").iterdir()] == ["whole"]


def test_what_could_not_be_made_is_not_kept(tmp_path):
    with pytest.raises(ZeroDivisionError):
        make_if_changed(tmp_path / "kept", "one", lambda folder: 1 / 0)
    kept = make_if_changed(tmp_path / "kept", "one", lambda folder: (folder / "a.txt").touch())
    assert [path.name for path in kept.iterdir()] == ["a.txt"]

"""What is executed: nothing needless, and everything that something has changed for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from scripts.execution.traces import list_inputs

from scripts.chapters.chapters import canonical_text, list_chapters, read_chapter
from scripts.execution.execution import execute_plan
from scripts.execution.planning import hash_inputs, plan_execution
from tests import ROOT

pytestmark = [pytest.mark.long, pytest.mark.night]


@pytest.fixture(scope="module")
def book(site, tmp_path_factory) -> Path:
    """A copy of the whole book, all of its chapters executed, as they were for the site."""
    folder = tmp_path_factory.mktemp("whole") / "book"
    ignore = shutil.ignore_patterns("_build", ".*", "__pycache__", "tests")
    shutil.copytree(ROOT, folder, ignore=ignore)
    shutil.copytree(site.parent / "executed", folder / "_build" / "executed")
    execute_plan(plan_execution(folder, list_chapters(folder)), lambda line: None)
    return folder


def list_spoilable(book: Path) -> list[Path]:
    """Return the files that a chapter may read: data, modules, and what stands beside them."""
    others = [book / "CITATION.cff", *sorted((book / "benchmarks").glob("*.csv"))]
    return [*list_inputs(book), *(path for path in others if path.is_file())]


def texts(chapters) -> dict[str, str]:
    """Return the stored form of chapters by name."""
    return {path.stem: canonical_text(notebook) for path, notebook in chapters.items()}


@pytest.fixture(scope="module")
def reads(book) -> dict[str, set[str]]:
    """Return which inputs each chapter has read, by its name; found by changing each in turn."""
    found: dict[str, set[str]] = {path.stem: set() for path in list_chapters(book)}
    for path in list_spoilable(book):
        before = path.read_bytes()
        path.write_bytes(before + b"\n")
        for chapter in plan_execution(book, list_chapters(book)).waiting:
            found[chapter.stem].add(path.relative_to(book).as_posix())
        path.write_bytes(before)
    return found


def test_a_chapter_shows_the_same_whatever_stands_in_files_that_would_not_execute_it(
    book, reads, tmp_path
):
    """Nothing can be out of date: all that a chapter is not executed for is spoiled at once."""
    stored = texts({path: read_chapter(path) for path in list_chapters(book)})
    for path in list_chapters(book):
        folder = tmp_path / path.stem
        shutil.copytree(book, folder, ignore=shutil.ignore_patterns("_build"))
        own = folder / path.relative_to(book)
        needed = reads[path.stem]
        assert any(name.startswith("data/") for name in needed)
        for file in list_spoilable(folder):
            if file.relative_to(folder).as_posix() not in needed:
                file.write_text("spoilt = 1 / 0\n")
        done = execute_plan(plan_execution(folder, [own]), lambda line: None)
        assert texts(done) == {path.stem: stored[path.stem]}
        shutil.rmtree(folder)


def test_each_file_of_the_data_executes_some_chapters_and_few_execute_all(book, reads):
    data = [path for path in list_inputs(book) if path.suffix == ".csv"]
    users = {p.name: sum(f"data/{p.name}" in names for names in reads.values()) for p in data}
    assert max(users.values()) < len(reads), users


def test_prose_executes_nothing(book, tmp_path):
    chapters = list_chapters(book)
    before = {path: path.read_bytes() for path in chapters}
    for path in chapters:
        notebook = read_chapter(path)
        notebook.cells[0].source += "\n\nMore words."
        path.write_text(canonical_text(notebook), "utf-8", newline="\n")
    waiting = plan_execution(book, chapters).waiting
    for path, content in before.items():
        path.write_bytes(content)
    assert waiting == []


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

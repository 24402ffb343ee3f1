"""The site: complete and true, or the last one that was."""

import contextlib
import csv
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import nbformat
import pytest
import yaml

from scripts.__main__ import main
from scripts.book import build as book_module
from scripts.book.build import build_book, translate_warnings
from scripts.chapters.notebooks import canonical_text, read_chapter
from scripts.chapters.workspace import hold_lock
from scripts.study.study import load_study
from tests import ROOT

pytestmark = pytest.mark.long

CHAPTER = "chapters/participants.ipynb"
NEW = "4 (20%)"
PAGES = {
    "index.ipynb": ("# A small book\n\nSee [who took part](chapters/participants.ipynb).", "1 + 1"),
    "chapters/stray.ipynb": ("# Not in the contents", "1 / 0"),
}


def make_book(folder: Path) -> Path:
    """Make a book of three pages from the real data and the real package, not yet built."""
    (folder / "chapters").mkdir(parents=True)
    ignore = shutil.ignore_patterns("__pycache__")
    for name in ("data", "scripts"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignore)
    keep_one_exhibit(folder / "data", "table_1")
    for name in ("chapters/references.md", CHAPTER):
        shutil.copy(ROOT / name, folder / name)
    for name in ("_config.yml", "references.bib", "requirements.txt"):
        shutil.copy(ROOT / name, folder)
    (folder / "README.md").write_text("# Not a page of the book\n")
    (folder / "_toc.yml").write_text(
        f"format: jb-book\nroot: index\nchapters:\n- file: {CHAPTER}\n- file: chapters/references\n"
    )
    for name, (title, *code) in PAGES.items():
        cells = [nbformat.v4.new_markdown_cell(title), *map(nbformat.v4.new_code_cell, code)]
        text = canonical_text(nbformat.v4.new_notebook(cells=cells))
        (folder / name).write_text(text, "utf-8", newline="\n")
    return folder


def keep_one_exhibit(data: Path, key: str) -> None:
    """Take all exhibits but one out of a study, and the notes on them."""
    path = data / "study.yml"
    head, _, exhibits = path.read_text("utf-8").partition("\nexhibits:\n")
    kept = [entry for entry in yaml.safe_load(exhibits) if entry["exhibit"] == key]
    path.write_text(f"{head}\n{yaml.safe_dump({'exhibits': kept}, allow_unicode=True)}", "utf-8")
    for path in (data / "published").glob("*.csv"):
        if path.stem not in (key, "claims"):
            path.unlink()
    path = data / "editorial_notes.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(row for row in rows if row["exhibit"] == key)


@pytest.fixture(scope="module")
def built(tmp_path_factory, unprinted) -> Path:
    """A small book with its site. Tests work on copies."""
    folder = make_book(tmp_path_factory.mktemp("built") / "book")
    build_book(folder, lambda line: None)
    return folder


@pytest.fixture
def book(built, tmp_path) -> Path:
    """A copy of the small book, with its site, to spoil."""
    return Path(shutil.copytree(built, tmp_path / "book", copy_function=shutil.copy2))


def start(folder: Path) -> subprocess.Popen:
    """Start a build of a folder, as make would."""
    return subprocess.Popen(
        [sys.executable, "-m", "scripts", "book"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )


def run_apart(folder: Path) -> tuple[int, str]:
    """Return the exit status of a build in a process of its own, and all that it said."""
    process = start(folder)
    said, _ = process.communicate(timeout=900)
    return process.returncode, said


def run(folder: Path) -> tuple[int, str]:
    """Return the same of a build in this process, which is quicker."""
    said = io.StringIO()
    with contextlib.chdir(folder), redirect_stdout(said), redirect_stderr(said):
        status = main(["book"])
    return status, said.getvalue()


def read_site(folder: Path) -> dict[str, bytes]:
    """Return the files of a site with their contents."""
    site = folder / "_build/html"
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}


def read_page(folder: Path, page: str = "chapters/participants.html") -> str:
    """Return a page of the site."""
    return (folder / "_build/html" / page).read_text("utf-8")


def edit(path: Path, old: str, new: str) -> None:
    """Replace words in a file that are there exactly once."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} is in {path.name} {text.count(old)} times"
    path.write_text(text.replace(old, new), "utf-8", newline="\n")


def edit_cell(path: Path, number: int, source: str) -> None:
    """Replace the source of a cell."""
    notebook = read_chapter(path)
    notebook.cells[number - 1].source = source
    path.write_text(canonical_text(notebook), "utf-8", newline="\n")


def edit_counts(folder: Path) -> None:
    """Change two counts that add up to the same, and what is held to be printed of them.

    The page then shows NEW where it did not.
    """
    level = "Obsessive compulsive disorder", "Post-traumatic stress disorder"
    block = "mental_health_experience"
    for name, count, printed in zip(level, ("4", "2"), (NEW, "2 (10%)"), strict=True):
        set_cell(folder, "demographics.csv", f"{block},{name},mothers", "count", count)
        row = f"{block}/{name},mothers"
        set_cell(folder, "published/table_1.csv", row, "printed", printed)


def set_cell(folder: Path, file: str, key: str, column: str, value: str) -> None:
    """Set a cell of a data file in the one row that begins with a key."""
    path = folder / "data" / file
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    (row,) = [row for row in rows if ",".join(row.values()).startswith(key + ",")]
    row[column] = value
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read_edited_row(folder: Path) -> str:
    """Return the row of the page that `edit_counts` changes."""
    return read_page(folder).split(">Obsessive compulsive disorder<")[1].split("</tr>")[0]


class TestRefusal:
    """What is wrong stops the build with a clear word, and the last site stays."""

    @pytest.fixture
    def refuse(self, book):
        """Check that a build fails with a message and without harm; return the message."""

        def refuse(*messages: str) -> str:
            before = read_site(book)
            status, said = run(book)
            assert status == 1, said
            for message in messages:
                assert message in said
            assert "Traceback" not in said
            assert read_site(book) == before
            return said

        return refuse

    def test_failing_cell(self, book, refuse):
        edit_cell(book / "index.ipynb", 2, "1 / 0")
        refuse("index.ipynb, cell 2 failed", "ZeroDivisionError: division by zero")

    @pytest.mark.night
    def test_warning_of_sphinx(self, book, refuse):
        edit_cell(book / "index.ipynb", 1, "# Small\n\nSee [nothing](chapters/nothing.ipynb).")
        said = refuse("index.ipynb, cell 1, line 3: WARNING", "'chapters/nothing.ipynb'")
        assert str(book) not in said

    def test_invalid_data(self, book, refuse):
        edit(book / "data/demographics.csv", "Age 31-40,mothers,7,10", "Age 31-40,mothers,7,ten")
        refuse("demographics.csv", "ten")

    def test_unexplained_difference(self, book, refuse):
        edit(book / "data/published/table_1.csv", "15 (55.6%)", "15 (55.5%)")
        refuse("table_1", "White British")

    @pytest.mark.parametrize(
        ("file", "content", "message"),
        [
            (CHAPTER, "no notebook", "participants.ipynb: not a notebook"),
            (
                CHAPTER,
                "{\n<<<<<<< HEAD\n}",
                "participants.ipynb\n  row 2\n    found:   a merge conflict",
            ),
            ("_toc.yml", "root: index\nchapters: [{file: chapters/none}]", "names chapters/none"),
            ("_config.yml", "title: [", "_config.yml\n  row 1"),
        ],
    )
    def test_unreadable_file(self, book, refuse, file, content, message):
        (book / file).write_text(content)
        refuse(message)

    def test_output_folder_that_is_a_file(self, tmp_path):
        folder = make_book(tmp_path / "book")
        (folder / "_build").touch()
        status, said = run(folder)
        assert status == 1
        assert re.search(r"_build.*exists and may be written", said)
        assert "Traceback" not in said

    @pytest.mark.night
    def test_folder_that_may_not_be_written(self, book, monkeypatch):
        edit_cell(book / "index.ipynb", 1, "# New prose")
        before = read_site(book)

        def refuse(path, *arguments, **options):
            raise PermissionError(13, "Permission denied", str(path))

        for step in ("mkdir", "write_bytes", "rename"):
            with monkeypatch.context() as patch:
                patch.setattr(book_module.Path, step, refuse)
                with pytest.raises(OSError, match="Permission denied"):
                    build_book(book, lambda line: None)
            assert read_site(book) == before, f"harm done when {step} failed"
        build_book(book, lambda line: None)
        assert "New prose" in read_page(book, "index.html")


class TestFreshness:
    """The site shows the data, code and prose of this moment, and nothing is done twice."""

    def test_nothing_is_done_when_nothing_has_changed(self, built):
        files = sorted((built / "_build/html").rglob("*"))
        before = [path.stat().st_mtime_ns for path in files]
        status, said = run(built)
        assert status == 0
        assert "executing" not in said
        assert "building pages" not in said
        assert [path.stat().st_mtime_ns for path in files] == before

    def test_an_edited_count_is_on_the_page(self, book):
        assert NEW not in read_edited_row(book)
        edit_counts(book)
        status, said = run(book)
        assert status == 0, said
        assert NEW in read_edited_row(book)

    @pytest.mark.night
    def test_an_edited_template_of_the_package_shows(self, book):
        template = book / "scripts/display/templates/verdict.html"
        edit(template, "<b>Verdict on {{ label }}:", "<b>Finding on {{ label }}:")
        status, said = run(book)
        assert status == 0, said
        assert "Finding on Table 1:" in read_page(book)

    @pytest.mark.night
    def test_edited_prose_shows_on_its_page_and_beside_the_others(self, book):
        edit_cell(book / CHAPTER, 1, "# A new heading\n\nWith new words.")
        status, said = run(book)
        assert status == 0, said
        assert "executing" not in said
        assert "With new words." in read_page(book)
        assert "A new heading" in read_page(book, "chapters/references.html")

    @pytest.mark.night
    def test_an_edited_style_sheet_shows(self, book):
        style = book / "scripts/site/static/edition.css"
        style.write_text(style.read_text("utf-8") + "/* new */\n", "utf-8", newline="\n")
        status, said = run(book)
        assert status == 0, said
        assert "executing" not in said
        assert read_page(book, "_static/edition.css").endswith("/* new */\n")

    @pytest.mark.night
    def test_a_page_taken_out_of_the_contents_vanishes(self, book):
        contents = (book / "_toc.yml").read_text("utf-8")
        (book / "chapters/extra.md").write_text("# An extra page\n", "utf-8")
        (book / "_toc.yml").write_text(f"{contents}- file: chapters/extra\n", "utf-8")
        assert run(book)[0] == 0
        assert "An extra page" in read_page(book, "index.html")
        (book / "_toc.yml").write_text(contents, "utf-8")
        status, said = run(book)
        assert status == 0, said
        assert not [name for name in read_site(book) if "extra" in name]
        assert "An extra page" not in read_page(book, "_static/passages.js")
        assert "An extra page" not in read_page(book, "index.html")

    @pytest.mark.night
    def test_a_site_changed_by_hand_is_put_right(self, book):
        before = read_site(book)
        edit(book / "_build/html/index.html", "</html>", "<p>By hand</p></html>")
        (book / "_build/html/stray.html").write_text("stray")
        assert run(book)[0] == 0
        assert read_site(book) == before
        (book / "_build/html.seal").write_text("{")
        assert run(book)[0] == 0, "a damaged record of the last build stops the next one"
        assert read_site(book) == before

    def test_only_pages_of_the_contents_and_of_configurations_are_published(self, built):
        pages = {name for name in read_site(built) if name.endswith(".html")}
        names = load_study(built / "data").configurations["configuration"]
        own = {f"configurations/{name}.html" for name in names}
        assert own <= pages
        pages -= own
        assert pages == {
            "index.html",
            "search.html",
            "chapters/participants.html",
            "chapters/references.html",
        }

    @pytest.mark.night
    def test_a_picture_beside_the_chapters_is_published(self, book):
        (book / "chapters/dot.svg").write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'
        )
        edit_cell(book / "index.ipynb", 1, "# Small\n\n![A dot](chapters/dot.svg)")
        status, said = run(book)
        assert status == 0, said
        assert "_images/dot.svg" in read_site(book)


class TestAccidents:
    """Builds that meet, or are killed, do no harm."""

    @pytest.mark.night
    def test_two_builds_at_once_both_succeed(self, book):
        edit_counts(book)
        # Both have begun, and neither is done, when the way is clear.
        with hold_lock(book / "_build", pytest.fail):
            processes = [start(book), start(book)]
            for process in processes:
                assert "waiting for it to end" in process.stdout.readline()
        said = [process.communicate(timeout=900)[0] for process in processes]
        assert [process.returncode for process in processes] == [0, 0], said
        assert sum("executing" in text for text in said) == 1, "both did the same work"
        assert NEW in read_edited_row(book)

    @pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
    @pytest.mark.parametrize("moment", ["executing", "building pages"])
    @pytest.mark.night
    def test_a_killed_build_leaves_the_last_site_and_no_trace(self, book, moment):
        before = read_site(book)
        edit_counts(book)
        process = start(book)
        for line in process.stdout:
            if moment in line:
                time.sleep(0.3)
                break
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=300)
        assert process.returncode == -signal.SIGKILL
        assert read_site(book) == before
        status, said = run(book)
        process.stdout.close()
        assert status == 0, said
        assert NEW in read_edited_row(book)

    @pytest.mark.night
    def test_a_build_killed_while_the_sites_change_places_loses_none(self, book):
        before = read_site(book)
        site = book / "_build/html"
        site.rename(site.with_name("html.leaving"))
        shutil.copytree(site.with_name("html.leaving") / "chapters", site.with_name("html.coming"))
        assert run(book)[0] == 0
        assert read_site(book) == before
        assert {path.name for path in site.parent.glob("html*")} == {"html", "html.seal"}


class TestPlaces:
    """Where the folder is, and how Git wrote its lines, makes no difference."""

    @pytest.mark.night
    def test_same_bytes_from_a_folder_with_an_awkward_name_and_lines_of_windows(
        self, built, tmp_path
    ):
        name = "l'été [1] & co" if sys.platform == "win32" else 'l\'été "so" [1] & co #2'
        folder = make_book(tmp_path / name)
        for path in folder.rglob("*"):
            if path.suffix in {".csv", ".yml", ".json", ".md", ".bib", ".ipynb", ".py", ".txt"}:
                path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        status, said = run_apart(folder)
        assert status == 0, said
        ours, theirs = read_site(folder), read_site(built)
        assert ours.keys() == theirs.keys()
        assert [name for name in ours if ours[name] != theirs[name]] == []

    def test_nothing_published_names_a_folder_of_this_machine(self, built):
        private = {str(built), str(ROOT), sys.prefix, str(Path.home())} - {"/"}
        found = [
            (name, text)
            for name, content in read_site(built).items()
            for text in private
            if text.encode() in content
        ]
        assert found == []


def test_warnings_name_the_chapter_and_the_cell():
    stage = Path("/somewhere/_build/stage")
    said = (
        f"Running\n\x1b[31m{stage}/chapters/one.ipynb:30004: WARNING: unknown\x1b[0m\n"
        f"{stage}/chapters/one.ipynb:30004: WARNING: unknown\n"
        f"{stage}/chapters/two.md:7: WARNING: no label\nTraceback (most recent call last)\n  File"
    )
    assert translate_warnings(said, stage).splitlines() == [
        "chapters/one.ipynb, cell 3, line 3: WARNING: unknown",
        "chapters/two.md:7: WARNING: no label",
    ]


def test_a_failure_without_warnings_is_told_without_a_traceback():
    said = "Cannot start\nTraceback (most recent call last)\n  File"
    assert translate_warnings(said, Path("/stage")) == "Cannot start"

"""An older book, renewed in its scripts and tests and in nothing else."""

import json
import shutil

import pytest

from scripts.__main__ import main
from scripts.adapt import upgrade
from scripts.adapt.framework_files import (
    LAYOUT,
    MANIFEST,
    TEMPLATE,
    find_framework,
    hash_framework,
    hash_source,
    list_framework_files,
)
from scripts.adapt.new_evaluation import write_evaluation
from scripts.adapt.plans import plan_example, read_groups, read_stages
from scripts.adapt.upgrade import plan_upgrade, read_manifest, upgrade_book
from scripts.chapters.notebooks import canonical_text, read_chapter
from scripts.files.problems import RefusalError

RENEWED, GONE, ADDED = (
    "scripts/look/palette.py",
    "scripts/look/once.py",
    "tests/look/test_palette.py",
)
OWN = {"data/study.yml", "index.ipynb", "README.md", "notes.txt", "tests/edition/test_mine.py"}


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A book made to look older: one module older, one gone, one test not yet there."""
    folder = tmp_path_factory.mktemp("upgrade") / "book"
    write_evaluation(folder, plan_example("Mine", read_groups("W=3"), read_stages("a,b")))
    (folder / RENEWED).write_text('"""An older form."""\n')
    (folder / GONE).write_text('"""Once part of the framework."""\n')
    (folder / ADDED).unlink()
    (folder / "tests/edition").mkdir()
    for name in OWN:
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write("\n")
    record = json.loads((folder / MANIFEST).read_text("utf-8"))
    files = record["files"]
    del files[ADDED]
    files |= hash_framework(folder, [RENEWED, GONE])
    content = {"layout": LAYOUT, "files": files, "cells": record["cells"]}
    (folder / MANIFEST).write_text(json.dumps(content))
    return folder


@pytest.fixture
def book(first, tmp_path):
    return shutil.copytree(first, tmp_path / "book")


def read_all(folder):
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_an_old_book_is_like_a_new_one_afterwards(book, capsys):
    before = read_all(book)
    assert main(["upgrade", str(book)]) == 0
    after = read_all(book)
    framework = find_framework()
    assert hash_framework(book, list_framework_files(framework)) == hash_framework(
        framework, list_framework_files(framework)
    )
    assert GONE not in after
    ours = {*list_framework_files(framework), GONE, MANIFEST}
    assert {k: v for k, v in after.items() if k not in ours} == {
        k: v for k, v in before.items() if k not in ours
    }
    said = capsys.readouterr().out
    assert f"1 files new: {ADDED}" in said
    assert f"1 files renewed: {RENEWED}" in said
    assert f"1 files removed: {GONE}" in said
    assert plan_upgrade(book).is_empty
    assert main(["upgrade", str(book)]) == 0
    assert "already" in capsys.readouterr().out


def test_a_change_made_in_the_book_is_kept(book, capsys):
    for name in (RENEWED, GONE, "scripts/diagrams/marks.py"):
        (book / name).write_text("# mine\n")
    before = read_all(book)
    assert main(["upgrade", str(book)]) == 1
    said = capsys.readouterr().err
    assert all(f"  {name}\n" in said for name in (RENEWED, GONE, "scripts/diagrams/marks.py"))
    assert read_all(book) == before
    assert main(["upgrade", str(book), "--replace"]) == 0
    for name in (RENEWED, GONE, "scripts/diagrams/marks.py"):
        assert (book / f"{name}.orig").read_text() == "# mine\n"
    assert (book / RENEWED).read_text("utf-8") == (find_framework() / RENEWED).read_text("utf-8")
    # The next upgrade, too, leaves alone what was kept.
    assert plan_upgrade(book).is_empty


def test_a_module_of_the_books_own_stays_and_stops_nothing(book):
    (book / "scripts" / "command_mine.py").write_text("# mine\n")
    assert main(["upgrade", str(book)]) == 0
    assert (book / "scripts" / "command_mine.py").read_text() == "# mine\n"
    assert "scripts/command_mine.py" not in read_manifest(book)["files"]
    assert plan_upgrade(book).is_empty


def test_a_dry_run_changes_nothing(book, capsys):
    before = read_all(book)
    assert main(["upgrade", str(book), "--dry-run"]) == 0
    assert RENEWED in capsys.readouterr().out
    assert read_all(book) == before


def test_line_ends_of_windows_are_no_change(book):
    path = book / "scripts" / "diagrams" / "marks.py"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert "scripts/diagrams/marks.py" not in plan_upgrade(book).renewed


@pytest.mark.parametrize("target", [".", ".."])
def test_links_to_folders_are_not_followed(book, target):
    (book / "chapters" / "round").symlink_to(book / target)
    assert main(["upgrade", str(book)]) == 0
    assert (book / "chapters" / "round").is_symlink()


@pytest.mark.parametrize("moved", range(1, 6))
def test_an_upgrade_that_is_stopped_leaves_the_book_as_it_was(book, monkeypatch, moved):
    before, calls, move = read_all(book), [], upgrade.Path.rename

    def fail(self, target):
        calls.append(self)
        if len(calls) == moved:
            raise OSError(13, "in use", str(self))
        return move(self, target)

    plan = plan_upgrade(book)
    monkeypatch.setattr(upgrade.Path, "rename", fail)
    with pytest.raises(RefusalError, match="in use"):
        upgrade_book(book, plan)
    assert read_all(book) == before
    assert [path.name for path in book.parent.iterdir()] == ["book"]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda book: (book / MANIFEST).unlink(), "is not there or cannot be read"),
        (lambda book: (book / MANIFEST).write_text("{"), "is not there or cannot be read"),
        (
            lambda book: (book / MANIFEST).write_text('{"layout": 99, "files": {"a": "b"}}'),
            "Use a newer copy",
        ),
        (
            lambda book: (book / MANIFEST).write_text('{"layout": 1, "files": {"a": "b"}}'),
            "older layout",
        ),
        (lambda book: (book / "data" / "study.yml").unlink(), "is no book"),
    ],
)
def test_what_cannot_be_upgraded_is_explained(book, capsys, spoil, message):
    spoil(book)
    before = read_all(book)
    assert main(["upgrade", str(book)]) == 1
    assert message in capsys.readouterr().err
    assert read_all(book) == before


def test_an_upgrade_writes_through_no_link(book, capsys):
    elsewhere = (book / "tests").rename(book.parent / "elsewhere")
    (book / "tests").symlink_to(elsewhere)
    before = read_all(book.parent)
    assert main(["upgrade", str(book), "--replace"]) == 1
    assert "leads through a link out of book" in capsys.readouterr().err
    assert read_all(book.parent) == before


def test_an_upgrade_that_is_interrupted_leaves_the_book_as_it_was(book, monkeypatch):
    before, move, moved = read_all(book), upgrade.Path.rename, []

    def stop(self, target):
        moved.append(self)
        if len(moved) == 3:
            raise KeyboardInterrupt
        return move(self, target)

    monkeypatch.setattr(upgrade.Path, "rename", stop)
    assert main(["upgrade", str(book)]) == 130
    assert read_all(book) == before


def test_an_upgrade_that_cannot_be_undone_loses_no_file_and_says_where_they_are(book, monkeypatch):
    before, move, moved = read_all(book), upgrade.Path.rename, []

    def fail(self, target):
        moved.append(self)
        if len(moved) > 3:
            raise OSError(13, "in use", str(self))
        return move(self, target)

    plan = plan_upgrade(book)
    monkeypatch.setattr(upgrade.Path, "rename", fail)
    with pytest.raises(SystemExit, match="in use") as end:
        upgrade_book(book, plan)
    (old,) = book.parent.glob(".book-*/old")
    assert str(old) in str(end.value)
    there = read_all(book) | read_all(old)
    assert {name: text for name, text in before.items() if there.get(name) != text} == {}


def test_no_book_upgrades_itself(capsys):
    assert main(["upgrade", str(find_framework())]) == 1
    assert "the book itself" in capsys.readouterr().err


@pytest.mark.parametrize(
    "name",
    [
        *("{outside}", "../outside.txt", "scripts/../../outside.txt", "./../outside.txt"),
        *("data/study.yml", "README.md", "chapters/figure_1.ipynb", "tests/edition/test_mine.py"),
    ],
)
def test_an_upgrade_touches_only_files_of_the_framework(book, capsys, name):
    outside = book.parent / "outside.txt"
    outside.write_text("kept")
    name = name.format(outside=outside)
    record = json.loads((book / MANIFEST).read_text("utf-8"))
    record["files"] |= hash_framework(book, [name]) if (book / name).exists() else {name: "x"}
    (book / MANIFEST).write_text(json.dumps(record), encoding="utf-8")
    before = read_all(book.parent)
    assert main(["upgrade", str(book), "--replace"]) == 1
    said = capsys.readouterr().err
    assert all(words in said for words in (name, MANIFEST, "restore it from Git"))
    assert read_all(book.parent) == before


WRONG_CELLS = ("null", "[1]", '"x"', '{"a": 1}', '{"a": [1]}')


@pytest.mark.parametrize(
    "record",
    [
        *('{"layout": 1.5, "files": {"a": "b"}}', '{"layout": 1, "files": ["a"]}'),
        *(f'{{"layout": 3, "files": {{"a": "b"}}, "cells": {own}}}' for own in WRONG_CELLS),
    ],
)
def test_a_record_of_another_form_is_not_used(book, record):
    (book / MANIFEST).write_text(record)
    with pytest.raises(RefusalError, match="is not there or cannot be read"):
        read_manifest(book)


def read_code(book, name):
    return [c.source for c in read_chapter(book / name).cells if c.cell_type == "code"]


@pytest.fixture
def participants(book):
    """A chapter of the book with its code as if the framework had once been another."""
    path, name = book / "chapters" / "participants.ipynb", "chapters/participants.ipynb"
    notebook = read_chapter(path)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    code[2].source = "older = 'calculation'"
    path.write_text(canonical_text(notebook), "utf-8")
    record = json.loads((book / MANIFEST).read_text("utf-8"))
    record["cells"][name] = [hash_source(cell.source) for cell in code]
    (book / MANIFEST).write_text(json.dumps(record), "utf-8")
    return path


def test_code_that_nobody_changed_is_renewed_and_prose_stays(book, participants, capsys):
    name = "chapters/participants.ipynb"
    prose = [c.source for c in read_chapter(participants).cells if c.cell_type == "markdown"]
    assert main(["upgrade", str(book)]) == 0
    assert read_code(book, name) == read_code(TEMPLATE, name)
    after = [c.source for c in read_chapter(participants).cells if c.cell_type == "markdown"]
    assert after == prose
    assert f"{name}: code renewed in cell " in capsys.readouterr().out
    assert plan_upgrade(book).is_empty


def test_code_that_somebody_changed_is_kept_and_named(book, participants, capsys):
    notebook = read_chapter(participants)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    code[2].source = "mine = 'calculation'"
    participants.write_text(canonical_text(notebook), "utf-8")
    place = notebook.cells.index(code[2]) + 1
    assert main(["upgrade", str(book)]) == 0
    code = read_code(book, "chapters/participants.ipynb")
    assert code[2] == "mine = 'calculation'"
    said = capsys.readouterr().out
    assert f"chapters/participants.ipynb: code of your own kept in cell {place}\n" in said

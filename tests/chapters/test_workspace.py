"""A copy of the book from which all is made."""

import os

import pytest

from scripts.chapters import workspace
from scripts.chapters.workspace import take_snapshot


@pytest.fixture
def book(tmp_path):
    for name in ("data/a.csv", "chapters/one.ipynb", "_config.yml", "logo.svg", "deep/er/b.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def read(folder):
    files = (p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_text() for p in files}


def test_the_copy_is_the_book(book):
    before = read(book)
    work = take_snapshot(book)
    assert work == book / "_build" / "work"
    assert read(work) == before


def test_what_is_edited_comes_with_the_next_copy_and_what_is_gone_goes(book):
    work = take_snapshot(book)
    (book / "data/a.csv").write_text("new")
    (book / "logo.svg").unlink()
    assert read(work)["data/a.csv"] == "data/a.csv"
    take_snapshot(book)
    assert read(work)["data/a.csv"] == "new"
    assert "logo.svg" not in read(work)


def test_content_counts_and_not_the_time_of_a_file(book):
    work = take_snapshot(book)
    path = book / "data/a.csv"
    times = (path.stat().st_atime_ns, path.stat().st_mtime_ns)
    path.write_text("data/b.csv")
    os.utime(path, ns=times)
    os.utime(work / "data/a.csv", ns=times)
    take_snapshot(book)
    assert read(work)["data/a.csv"] == "data/b.csv"


def test_what_was_built_or_installed_stays_out(book):
    for name in (
        *("_build/html/x.html", ".git/config", ".hidden", "data/__pycache__/a.pyc", "old.zip"),
        *("env/pyvenv.cfg", "env/lib/x.py", "data/.~lock.a.csv#"),
    ):
        (book / name).parent.mkdir(parents=True, exist_ok=True)
        (book / name).write_text("x")
    (book / "data/kept.zip").write_text("x")
    names = set(read(take_snapshot(book)))
    assert {"data/kept.zip", "data/a.csv"} <= names
    assert not {n for n in names if n.startswith(("_build", ".", "env"))}
    assert not {"data/__pycache__/a.pyc", "old.zip", "data/.~lock.a.csv#"} & names


def test_notes_of_an_import_and_what_lies_outside_stay_out(book, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "key").write_text("Mary")
    (book / "import").mkdir()
    (book / "import/notes.txt").write_text("Mary")
    (book / "chapters/key").symlink_to(outside / "key")
    (book / "chapters/folder").symlink_to(outside)
    (book / "deep/round").symlink_to(book)
    (book / "chapters/own.csv").symlink_to(book / "data/a.csv")
    copied = read(take_snapshot(book))
    assert "Mary" not in copied.values()
    assert copied["chapters/own.csv"] == "data/a.csv"
    assert not any("round" in name for name in copied)


def test_what_is_kept_below_the_copy_stays(book):
    work = take_snapshot(book)
    (work / "_build").mkdir()
    (work / "_build/kept").write_text("x")
    take_snapshot(book)
    assert (work / "_build/kept").is_file()


def test_a_file_that_is_saved_while_the_copy_is_taken_is_taken_again(book, monkeypatch):
    copy, saved = workspace.shutil.copyfile, []

    def copy_and_save(source, target):
        copy(source, target)
        if not saved:
            saved.append(source)
            source.write_text("saved meanwhile")

    monkeypatch.setattr(workspace.shutil, "copyfile", copy_and_save)
    work = take_snapshot(book)
    name = saved[0].relative_to(book).as_posix()
    assert read(work)[name] == "saved meanwhile"


def test_a_folder_in_the_place_of_a_file_replaces_it(book):
    work = take_snapshot(book)
    (book / "logo.svg").unlink()
    (book / "logo.svg").mkdir()
    (book / "logo.svg" / "x").write_text("x")
    take_snapshot(book)
    assert read(work)["logo.svg/x"] == "x"
    (book / "logo.svg" / "x").unlink()
    (book / "logo.svg").rmdir()
    (book / "logo.svg").write_text("again")
    take_snapshot(book)
    assert read(work)["logo.svg"] == "again"

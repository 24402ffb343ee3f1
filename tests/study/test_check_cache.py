"""Data that were found sound are not checked again, and no others go unchecked."""

import os
import shutil

import pytest

from scripts.files.problems import StudyError
from scripts.study import check_cache
from scripts.study import study as study_module
from scripts.study.study import load_study
from tests.studies import write_study


@pytest.fixture
def book(tmp_path, monkeypatch):
    """A book with this package, of which each check is noted."""
    write_study(
        tmp_path / "data",
        characteristics=[{"characteristic": "age", "label": "Age", "responses": "multiple"}],
        demographics=[{"characteristic": "age", "level": "any", "group": "clients", "count": 4}],
    )
    (tmp_path / "_build").mkdir()
    monkeypatch.setattr(check_cache, "is_package_in", lambda book: book == tmp_path)
    checked, check = [], study_module.check_study
    monkeypatch.setattr(
        study_module, "check_study", lambda folder: checked.append(folder) or check(folder)
    )
    return tmp_path, checked


def spoil(book):
    path = book / "data" / "demographics.csv"
    path.write_text(path.read_text("utf-8").replace(",4\n", ",-3\n"), "utf-8")


def test_sound_data_are_checked_once(book):
    folder, checked = book
    for _ in range(3):
        load_study(folder / "data")
    assert len(checked) == 1


@pytest.mark.parametrize("name", ["data/study.yml", "data/new.txt", "_toc.yml", "chapters/a.md"])
def test_whatever_the_check_reads_makes_it_check_again(book, name):
    folder, checked = book
    load_study(folder / "data")
    (folder / name).parent.mkdir(exist_ok=True)
    with (folder / name).open("a") as file:
        file.write("\n")
    load_study(folder / "data")
    assert len(checked) == 2


def test_data_spoiled_after_a_check_are_refused(book):
    folder, _ = book
    load_study(folder / "data")
    spoil(folder)
    for _ in range(2):
        with pytest.raises(StudyError, match="“-3”"):
            load_study(folder / "data")


def test_data_that_change_while_they_are_checked_are_not_noted(book, monkeypatch):
    folder, _ = book
    check = study_module.check_study

    def check_and_spoil(data):
        problems = check(data)
        spoil(folder)
        return problems

    monkeypatch.setattr(study_module, "check_study", check_and_spoil)
    load_study(folder / "data")
    monkeypatch.setattr(study_module, "check_study", check)
    with pytest.raises(StudyError, match="“-3”"):
        load_study(folder / "data")


def test_no_environment_and_no_record_of_another_folder_turns_the_check_off(book, monkeypatch):
    folder, _ = book
    load_study(folder / "data")
    record = (folder / check_cache.RECORD).read_text()
    spoil(folder)
    for name in ("EDITION_DATA_CHECKED", "CHECKED"):
        monkeypatch.setitem(os.environ, name, str(folder / "data"))
    with pytest.raises(StudyError):
        load_study(folder / "data")
    other = folder / "other"
    write_study(other / "data", groups=[{"group": "a", "label": "A", "n": 0}])
    (other / "_build").mkdir()
    (other / check_cache.RECORD).write_text(record)
    with pytest.raises(StudyError):
        load_study(other / "data")
    # Nor does an empty record stand for data of a book that is not this package's.
    (other / check_cache.RECORD).write_text("")
    with pytest.raises(StudyError):
        load_study(other / "data")


@pytest.fixture
def package(tmp_path):
    """A copy of the modules and forms of this package, in a book of its own."""
    for path in check_cache.PACKAGE.rglob("*"):
        if path.suffix in (".py", ".json"):
            copy = tmp_path / "scripts" / path.relative_to(check_cache.PACKAGE)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
    return tmp_path


@pytest.mark.parametrize("name", ["study/rules.py", "study/study.schema.json"])
def test_only_the_very_package_that_runs_vouches_for_a_book(package, name):
    assert check_cache.is_package_in(check_cache.PACKAGE.parent)
    assert check_cache.is_package_in(package)
    with (package / "scripts" / name).open("a") as file:
        file.write("\n")
    assert not check_cache.is_package_in(package)
    shutil.rmtree(package / "scripts")
    assert not check_cache.is_package_in(package)
    assert check_cache.hash_checked(package / "data") == ""


def test_a_book_that_is_moved_need_not_be_checked_again(tmp_path, monkeypatch):
    monkeypatch.setattr(check_cache, "is_package_in", lambda book: True)
    write_study(tmp_path / "one" / "data")
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    one, two = (check_cache.hash_checked(tmp_path / name / "data") for name in ("one", "two"))
    assert one == two != ""

"""The framework and its record: all of it, nothing of a study, whatever Git did to it."""

import json

import pytest

from scripts.adapt import framework_files
from scripts.adapt.framework_files import (
    EDITION_TESTS,
    LAYOUT,
    MANIFEST,
    find_framework,
    hash_framework,
    list_framework_files,
    write_manifest,
)
from scripts.adapt.upgrade import read_manifest
from scripts.files.problems import RefusalError

FILES = {
    "scripts/one.py": "# one\n",
    "scripts/__pycache__/one.pyc": "",
    "tests/test_one.py": "# test\n",
    f"{EDITION_TESTS}/test_mine.py": "# mine\n",
    ".ci/run": "run\n",
    "Makefile": "book:\n",
    "README.md": "mine\n",
    "data/study.yml": "title: mine\n",
    "chapters/one.ipynb": "{}\n",
}


@pytest.fixture
def book(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    return tmp_path


def test_data_prose_and_tests_of_a_study_are_no_part_of_the_framework(book):
    assert list_framework_files(book) == [
        ".ci/run",
        "Makefile",
        "scripts/one.py",
        "tests/test_one.py",
    ]


def test_the_project_is_found_from_its_package(tmp_path, monkeypatch):
    assert (find_framework() / "scripts" / "adapt" / "framework_files.py").is_file()
    monkeypatch.setattr(framework_files, "PACKAGE", tmp_path / "scripts")
    with pytest.raises(RefusalError, match="Run this in the folder of a book"):
        find_framework()


def test_line_ends_of_windows_make_no_other_file(book):
    before = hash_framework(book, ["scripts/one.py"])
    (book / "scripts/one.py").write_bytes(b"# one\r\n")
    assert hash_framework(book, ["scripts/one.py"]) == before
    (book / "scripts/one.py").write_bytes(b"# two\n")
    assert hash_framework(book, ["scripts/one.py"]) != before


def test_the_record_holds_the_files_it_was_given(book):
    write_manifest(book, hash_framework(book, ["scripts/one.py"]))
    record = read_manifest(book)
    assert record["layout"] == LAYOUT
    assert record["files"] == hash_framework(book, ["scripts/one.py"])


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"layout": 0, "files": {"a": "b"}}', '{"layout": 1}']
)
def test_a_record_that_says_nothing_is_not_used(book, text):
    (book / MANIFEST).write_text(text)
    with pytest.raises(RefusalError, match="is not there or cannot be read"):
        read_manifest(book)


def test_a_record_that_is_not_there_is_asked_for(tmp_path):
    with pytest.raises(RefusalError, match="is not there or cannot be read"):
        read_manifest(tmp_path)


def test_the_record_is_the_same_from_run_to_run(book):
    texts = []
    for names in (["scripts/one.py", "Makefile"], ["Makefile", "scripts/one.py", "Makefile"]):
        write_manifest(book, hash_framework(book, names))
        texts.append((book / MANIFEST).read_text("utf-8"))
    assert texts[0] == texts[1]
    assert list(json.loads(texts[0])["files"]) == ["Makefile", "scripts/one.py"]

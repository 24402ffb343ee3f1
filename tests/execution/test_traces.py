"""Traces: a result is used again only while all that it was made from is as it was."""

from __future__ import annotations

import os

import nbformat
import pytest
from scripts.execution.traces import (
    Hashes,
    find_changes,
    find_result,
    format_result,
    hash_files,
    hash_now,
    hash_surroundings,
    list_inputs,
    read_trace,
)

from scripts.chapters.chapters import canonical_text


def keep(store, key, reads, outputs):
    """Keep a result and return its file."""
    name, text = format_result(key, reads, outputs)
    (store / name).write_text(text, "utf-8")
    return store / name


class TestResults:
    """Which kept result is found, if any."""

    @pytest.fixture
    def root(self, tmp_path):
        (tmp_path / "a.csv").write_text("1")
        (tmp_path / "b.csv").write_text("2")
        return tmp_path

    def test_a_result_is_found_while_its_files_are_the_same(self, root):
        hashes = Hashes(root)
        keep(root, "key", {"a.csv": hashes.of("a.csv"), "none.csv": ""}, ["out"])
        assert find_result(root, "key", Hashes(root)) == ["out"]
        (root / "b.csv").write_text("other")
        assert find_result(root, "key", Hashes(root)) == ["out"]
        assert find_result(root, "another", Hashes(root)) is None
        (root / "a.csv").write_text("other")
        assert find_result(root, "key", Hashes(root)) is None

    def test_a_file_that_comes_or_goes_makes_a_result_untrue(self, root):
        keep(root, "key", {"none.csv": ""}, ["out"])
        (root / "none.csv").touch()
        assert find_result(root, "key", Hashes(root)) is None
        keep(root, "key", {"b.csv": Hashes(root).of("b.csv")}, ["out"])
        (root / "b.csv").unlink()
        assert find_result(root, "key", Hashes(root)) is None

    def test_of_several_results_the_true_one_is_found(self, root):
        for text in "123":
            (root / "a.csv").write_text(text)
            keep(root, "key", {"a.csv": Hashes(root).of("a.csv")}, [text])
        for text in "213":
            (root / "a.csv").write_text(text)
            assert find_result(root, "key", Hashes(root)) == [text]

    @pytest.mark.parametrize(
        "spoil", [lambda t: "", lambda t: t[:-3], lambda t: t + " ", str.upper]
    )
    def test_a_damaged_result_is_passed_over(self, root, spoil):
        file = keep(root, "key", {}, ["out"])
        file.write_text(spoil(file.read_text("utf-8")), "utf-8")
        assert find_result(root, "key", Hashes(root)) is None

    def test_a_result_of_bytes_that_are_no_text_is_passed_over(self, root):
        keep(root, "key", {}, ["out"]).write_bytes(b"\xff\xfe\x00")
        assert find_result(root, "key", Hashes(root)) is None


def test_a_file_that_changes_after_it_was_first_hashed_is_named(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).write_text(name)
    hashes = Hashes(tmp_path)
    assert find_changes(hashes, ["one", "two", "none"]) == []
    (tmp_path / "two").write_text("new")
    (tmp_path / "none").touch()
    assert find_changes(hashes, ["one", "two", "none"]) == ["two", "none"]


def test_prose_and_outputs_of_a_notebook_do_not_count(tmp_path):
    cells = [nbformat.v4.new_markdown_cell("# One"), nbformat.v4.new_code_cell("1 + 1")]
    notebook = nbformat.v4.new_notebook(cells=cells)

    def now():
        (tmp_path / "a.ipynb").write_text(canonical_text(notebook), "utf-8")
        return hash_now(tmp_path, "a.ipynb")

    before = now()
    cells[0].source = "# Two"
    cells[1].outputs = [nbformat.v4.new_output("stream", text="2")]
    assert now() == before
    cells[1].source = "1 + 2"
    assert now() != before
    (tmp_path / "a.ipynb").write_text("no notebook")
    assert hash_now(tmp_path, "a.ipynb") not in ("", before)


def test_a_folder_counts_by_the_names_in_it(tmp_path):
    before = hash_now(tmp_path, "data/")
    (tmp_path / "data").mkdir()
    assert hash_now(tmp_path, "data/") == before
    (tmp_path / "data/.hidden").touch()
    assert hash_now(tmp_path, "data/") == before
    (tmp_path / "data/a.csv").touch()
    assert hash_now(tmp_path, "data/") != before


class TestSurroundings:
    """What every chapter depends on."""

    @pytest.fixture
    def now(self, tmp_path):
        for name in ("data", "scripts/diagrams", "chapters"):
            (tmp_path / name).mkdir(parents=True)
        return lambda: hash_surroundings(tmp_path, [tmp_path / "chapters"])

    @pytest.mark.parametrize(
        "name", ["data/new.csv", "requirements.txt", "pandas.py", "chapters/os.py"]
    )
    def test_what_must_make_every_chapter_execute_does(self, now, tmp_path, name):
        before = now()
        (tmp_path / name).write_text("new")
        assert now() != before

    @pytest.mark.parametrize(
        "name",
        [
            *("data/.~lock.a.csv#", "data/~$a.xlsx", "data/__pycache__", "README.md"),
            *("scripts/diagrams/layout.py", "chapters/other.ipynb"),
        ],
    )
    def test_what_need_not_does_not(self, now, tmp_path, name):
        before = now()
        (tmp_path / name).write_text("new")
        assert now() == before

    def test_another_version_of_a_library_counts(self, now, tmp_path, monkeypatch):
        before = now()
        (tmp_path / "pandas-9.0.dist-info").mkdir()
        monkeypatch.syspath_prepend(str(tmp_path))
        assert now() != before


def test_files_of_other_programs_are_no_inputs(tmp_path):
    for name in ("data/a.csv", "data/.~lock.a.csv#", "scripts/a.py", "scripts/__pycache__/a.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = [path.relative_to(tmp_path).as_posix() for path in list_inputs(tmp_path)]
    assert sorted(found) == ["data/a.csv", "scripts/a.py"]


def test_a_hash_tells_names_from_contents(tmp_path):
    (tmp_path / "a").write_text("b")
    before = hash_files(tmp_path, [tmp_path / "a"])
    (tmp_path / "a").rename(tmp_path / "b")
    assert hash_files(tmp_path, [tmp_path / "b"]) != before
    assert hash_files(tmp_path, [tmp_path / "b"], "salt") != hash_files(tmp_path, [tmp_path / "b"])


def test_a_trace_holds_any_name_and_may_be_missing(tmp_path):
    assert read_trace(tmp_path / "none") == []
    (tmp_path / "reads").write_bytes(b"data/\xc3\xa9t\xc3\xa9.csv\ndata/\xff\n")
    assert read_trace(tmp_path / "reads") == ["data/été.csv", os.fsdecode(b"data/\xff")]

"""A new book: complete, in a new folder or not at all."""

import json

import pytest

from scripts.__main__ import main
from scripts.adapt import framework_files
from scripts.adapt.framework_files import (
    MANIFEST,
    hash_framework,
    list_framework_files,
)
from scripts.adapt.new_evaluation import name_project, write_evaluation
from scripts.adapt.plans import (
    NOTICE,
    plan_example,
    read_groups,
    read_stages,
)
from scripts.adapt.upgrade import read_manifest
from scripts.book.staging import PROMPT
from scripts.commands import adapt
from scripts.files.problems import RefusalError
from scripts.study.study import check_study, load_study


def make_plan(groups="Walkers=9,Helpers=3", stages="context,Mechanism/resource,outcome", title="T"):
    return plan_example(title, read_groups(groups), read_stages(stages, adapt.TAKEN))


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("new") / "book"
    write_evaluation(folder, make_plan(title='Walks "by the sea" & \\ more: {title}'))
    return folder


def test_each_file_of_the_framework_is_there_unchanged(book):
    names = list_framework_files(framework_files.find_framework())
    assert hash_framework(book, names) == hash_framework(framework_files.find_framework(), names)
    assert not (book / framework_files.EDITION_TESTS).exists()


def test_a_new_book_is_in_order(book):
    assert check_study(book / "data") == []
    study = load_study(book / "data")
    assert study.settings.facts["notice"] == NOTICE
    assert study.settings.facts["title"] == 'Walks "by the sea" & \\ more: {title}'
    assert [stage.spanner for stage in study.settings.stages] == ["", "Mechanism", ""]


def test_every_prompt_of_the_template_arrives(book):
    chapters = [*book.glob("chapters/*.ipynb"), book / "index.ipynb"]
    assert sum(PROMPT in path.read_text("utf-8") for path in chapters) > 5


def test_the_record_names_the_files_of_the_framework(book):
    record = read_manifest(book)
    assert record["layout"] == framework_files.LAYOUT
    assert list(record["files"]) == list_framework_files(book)


@pytest.mark.parametrize(
    "stages", ["a", "context,outcome", "Kontext,Mechanismus,Folge", "السياق,النتيجة", "1,2"]
)
@pytest.mark.parametrize("groups", ["One=1", "A,A,A", "Läufer=7,مشاركون=2"])
@pytest.mark.usefixtures("small_books")
def test_names_of_any_kind_make_a_study_in_order(tmp_path, stages, groups):
    write_evaluation(tmp_path / "book", make_plan(groups, stages))
    assert check_study(tmp_path / "book" / "data") == []


@pytest.mark.parametrize(
    ("option", "words", "message"),
    [
        ("--groups", "Walkers=none", "“Walkers=none” is not a name with a number"),
        ("--groups", "Walkers=0", "“Walkers=0” is not a name with a number"),
        ("--groups", ",", "there is no name"),
        ("--stages", " , ", "there is no name"),
        ("--stages", "Mechanism/", "“Mechanism/” has nothing behind the slash"),
    ],
)
def test_an_option_that_means_nothing_is_explained(tmp_path, capsys, option, words, message):
    assert main(["new", str(tmp_path / "book"), option, words]) == 1
    said = capsys.readouterr().err
    assert message in said
    assert "Nothing was written." in said
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path, capsys):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "mine.txt").write_text("mine")
    assert main(["new", str(tmp_path / "book")]) == 1
    assert "is not empty" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "book").iterdir()] == ["mine.txt"]
    (tmp_path / "file").write_text("mine")
    assert main(["new", str(tmp_path / "file")]) == 1
    assert (tmp_path / "file").read_text() == "mine"


def test_no_book_is_made_within_the_book(capsys):
    inside = framework_files.find_framework() / "scripts" / "inside"
    assert main(["new", str(inside)]) == 1
    assert "lies within this book" in capsys.readouterr().err
    assert not inside.exists()


def test_nothing_is_left_where_something_fails(tmp_path):
    def fail(book):
        raise RefusalError("no")

    with pytest.raises(RefusalError):
        write_evaluation(tmp_path / "book", make_plan(), fail)
    assert list(tmp_path.iterdir()) == []


def test_a_framework_that_is_not_complete_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(framework_files, "PACKAGE", tmp_path / "scripts")
    with pytest.raises(RefusalError, match="is not there"):
        write_evaluation(tmp_path / "book", make_plan())


def test_an_empty_folder_is_accepted(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(adapt, "finish", lambda book: None)
    (tmp_path / "book").mkdir()
    assert main(["new", str(tmp_path / "book")]) == 0
    assert (tmp_path / "book" / MANIFEST).is_file()
    said = capsys.readouterr().out
    assert [f"{number}. " in said for number in (1, 2, 3)] == [True] * 3


def test_the_project_file_stays_one_under_any_name():
    text = '[project]\nname = "a"\ndescription = "b"\n\n[tool.x]\nname = "c"\n'
    named = name_project(text, 'A "title" \\1', {})
    assert named.splitlines()[1] == 'name = "a-title-1"'
    assert json.loads(named.splitlines()[2].split(" = ")[1]) == (
        'A realist evaluation as a book: A "title" \\1'
    )
    assert named.endswith('name = "c"\n')

"""Chapters that exhibits name: the book's own, and code from nowhere else."""

import json
from dataclasses import replace

import nbformat
import pytest

from scripts.__main__ import main
from scripts.chapters.contents import list_pages
from scripts.chapters.in_process import compare_exhibits
from scripts.chapters.notebooks import ChapterError
from scripts.study.exhibit_rules import list_chapter_names
from scripts.study.study import check_study
from tests.studies import make_study, write_study

HEAD = "claim,section,statement,printed,unit,kind,value,second_reading,answer\n"
CLAIMS = {"exhibit": "claims", "kind": "claims"}
FIGURE = {"exhibit": "figure", "kind": "diagram"}
ELSEWHERE = [
    *("nope.ipynb", "data/nope.ipynb", "../nope.ipynb", "chapters/../data/nope.ipynb"),
    *("https://example.org/nope.ipynb", "javascript:alert(1)", "/tmp/nope.ipynb"),
    *("chapters/nope.py", "chapters/.ipynb", "chapters\\nope.ipynb", "file:chapters/nope.ipynb"),
]


def write_notebook(path, code):
    path.parent.mkdir(parents=True, exist_ok=True)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    path.write_text(nbformat.writes(notebook), encoding="utf-8")


def write_book(folder, chapter, named=("chapters/own",), code=""):
    """Return the data folder of a book with chapters that write a file when they are run."""
    ran = folder / "ran.txt"
    code = code or f"open({str(ran)!r}, 'w').write('ran')\nshow_verdict()"
    for name in ("data/nope", "nope", "index", "chapters/own", "chapters/unnamed"):
        write_notebook(folder / f"{name}.ipynb", code)
    (folder / "_config.yml").write_text("title: A book\n")
    files = "".join(f"- file: {name}\n" for name in named)
    (folder / "_toc.yml").write_text(f"format: jb-book\nroot: index\nchapters:\n{files}")
    data = write_study(
        folder / "data", exhibits=[{**CLAIMS, "published": True, "chapter": chapter}]
    )
    package = json.loads((data / "datapackage.json").read_text())
    entry = next(e for e in package["resources"] if e["name"] == "published_claims")
    fields = [{"name": name, "type": "string"} for name in HEAD.strip().split(",")]
    entry["schema"]["fields"] = fields
    (data / "datapackage.json").write_text(json.dumps(package))
    (data / "published").mkdir()
    row = "people,Results,So many,8,,number,8,,data\n"
    (data / "published" / "claims.csv").write_text(HEAD + row)
    return data


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_chapter_is_named_in_the_folder_of_chapters(tmp_path, name):
    data = write_study(tmp_path / "data", exhibits=[{**FIGURE, "chapter": name}])
    (problem,) = check_study(data)
    assert problem.file == "study.yml"
    assert problem.column == "exhibits, figure, chapter"
    lines = (data / "study.yml").read_text("utf-8").splitlines()
    assert lines[problem.row - 1].strip().startswith("chapter:")
    assert "folder chapters/" in problem.allowed


@pytest.mark.parametrize("name", ["chapters/gone.ipynb", "chapters/unnamed.ipynb"])
def test_a_chapter_is_there_and_in_the_contents(tmp_path, name):
    data = write_book(tmp_path, name)
    (problem,) = check_study(data)
    lines = (data / "study.yml").read_text("utf-8").splitlines()
    assert lines[problem.row - 1].strip() == f"chapter: {name}"
    assert (problem.file, problem.column) == ("study.yml", "exhibits, claims, chapter")
    assert problem.found == f"“{name}”"
    assert "folder chapters/" in problem.allowed
    assert "_toc.yml" in problem.fix


def test_of_chapters_that_are_there_the_nearest_is_asked_for(tmp_path):
    (problem,) = check_study(write_book(tmp_path, "chapters/owm.ipynb"))
    assert problem.fix.endswith("Did you mean “chapters/own.ipynb”?")
    (problem,) = check_study(write_book(tmp_path / "far", "chapters/of_something_else.ipynb"))
    assert "Did you mean" not in problem.fix


def test_a_chapter_of_the_book_is_in_order_with_and_without_its_ending(tmp_path):
    assert check_study(write_book(tmp_path / "a", "chapters/own.ipynb")) == []
    named = ["chapters/own.ipynb"]
    assert check_study(write_book(tmp_path / "b", "chapters/own.ipynb", named)) == []


def test_a_link_out_of_the_folder_of_chapters_is_no_chapter(tmp_path):
    write_book(tmp_path, "chapters/own.ipynb", ["chapters/linked"])
    (tmp_path / "chapters" / "linked.ipynb").symlink_to(tmp_path / "data" / "nope.ipynb")
    assert list_chapter_names(tmp_path) == []


@pytest.mark.parametrize("chapter", ["chapters/own.ipynb", "data/nope.ipynb"])
def test_checking_a_folder_runs_nothing_of_it(tmp_path, capsys, chapter):
    data = write_book(tmp_path, chapter)
    main(["check", str(data)])
    said = capsys.readouterr().out
    assert not (tmp_path / "ran.txt").exists()
    assert "Not compared: Claims" in said or "1 problem found" in said
    main(["check", "--json", str(data)])
    assert not (tmp_path / "ran.txt").exists()


@pytest.mark.parametrize("name", [*ELSEWHERE, "chapters/unnamed.ipynb", "chapters/gone.ipynb"])
def test_only_a_chapter_of_the_book_is_ever_run(tmp_path, name):
    write_book(tmp_path, "chapters/own.ipynb")
    study = make_study(tmp_path / "other" / "data", exhibits=[FIGURE])
    (exhibit,) = study.settings.exhibits
    settings = replace(study.settings, exhibits=(replace(exhibit, chapter=name),))
    study = replace(study, settings=settings)
    comparison = compare_exhibits(study, tmp_path)["figure"]
    assert "is not a chapter of this book" in comparison.failures[0]
    assert not (tmp_path / "ran.txt").exists()


def test_a_chapter_of_the_book_is_run_and_what_fails_in_it_is_named(tmp_path):
    study = make_study(
        tmp_path / "other" / "data", exhibits=[{**FIGURE, "chapter": "chapters/own.ipynb"}]
    )
    write_book(tmp_path, "chapters/own.ipynb")
    comparison = compare_exhibits(study, tmp_path)["figure"]
    assert "NameError" in comparison.failures[0]
    assert (tmp_path / "ran.txt").exists()


@pytest.mark.parametrize("letter", ["a", "語"])
def test_a_name_longer_than_any_file_has_is_none(tmp_path, letter):
    data = write_book(tmp_path, "chapters/own.ipynb", [f"chapters/{letter * 3_000}"])
    assert any(p.column == "exhibits, claims, chapter" for p in check_study(data))
    with pytest.raises(ChapterError, match=r"_toc\.yml names chapters/"):
        list_pages(tmp_path)


@pytest.mark.parametrize("name", ["../elsewhere", "/tmp/elsewhere", "chapters/../../elsewhere"])
def test_the_contents_name_no_page_outside_the_book(tmp_path, name):
    write_notebook(tmp_path / "elsewhere.ipynb", "1")
    book = tmp_path / "book"
    write_book(book, "chapters/own.ipynb", [name])
    with pytest.raises(ChapterError, match=r"_toc\.yml: the path .* leads out"):
        list_pages(book)


def test_a_link_that_goes_round_in_a_circle_is_no_chapter(tmp_path):
    write_book(tmp_path, "chapters/own.ipynb", ["chapters/own", "chapters/round"])
    (tmp_path / "chapters" / "round.ipynb").symlink_to("round.ipynb")
    assert list_chapter_names(tmp_path) == ["chapters/own.ipynb"]

"""The downloads: everything that is offered is there, opens, and is the same each time."""

import json
import zipfile
from itertools import chain

import pytest
from bs4 import BeautifulSoup
from matplotlib.image import imread

from scripts.__main__ import main
from scripts.display.reports import show_all_downloads
from scripts.exports import downloads
from scripts.exports.downloads import (
    BOOK,
    BOOKS,
    DATA,
    list_downloads,
    write_downloads,
    write_package,
)
from scripts.exports.text_formats import escape_markdown
from scripts.study.study import load_study
from tests.exhibits import make_results
from tests.export_study import make_export_study


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A folder with the data of an invented study."""
    folder = tmp_path_factory.mktemp("project")
    make_export_study(folder / "data")
    return folder


@pytest.fixture(scope="module")
def invented(project):
    """The invented study, and what its chapters show."""
    study = load_study(project / "data")
    return study, make_results(study)


@pytest.fixture(scope="module")
def written(invented, tmp_path_factory):
    """The downloads of the invented study, by name."""
    paths = write_downloads(*invented, tmp_path_factory.mktemp("one"))
    return {path.name: path.read_bytes() for path in paths}


def test_the_same_downloads_have_the_same_bytes_in_another_folder(project, written, tmp_path):
    study = load_study(project / "data")
    again = write_downloads(study, make_results(study), tmp_path / "another folder")
    assert {path.name for path in again} == written.keys()
    assert [path.name for path in again if path.read_bytes() != written[path.name]] == []


def test_what_is_offered_is_written_and_nothing_else(invented, written):
    entries = chain.from_iterable(list_downloads(invented[1]).values())
    offered = [name for entry in entries for name in entry.files.values()]
    assert sorted(offered) == sorted([*written, *BOOKS])
    assert {"people.docx", "people-chart.pdf", "chains.csv", DATA} <= written.keys()


def test_each_picture_opens_and_carries_no_date_and_no_code(written, tmp_path):
    kinds = {name.rpartition(".")[2] for name in written}
    assert {"png", "pdf", "svg"} <= kinds
    for name, content in written.items():
        if name.endswith(".png"):
            (tmp_path / name).write_bytes(content)
            assert imread(tmp_path / name).shape[1] > 1000
        elif name.endswith(".pdf"):
            assert content.startswith(b"%PDF")
            assert b"/FontFile" in content
            assert b"/CreationDate" not in content
        elif name.endswith(".svg"):
            assert BeautifulSoup(content, "xml").find("svg")
            assert b"<script" not in content
            assert b"<b>" not in content


def test_the_zip_has_data_dictionary_and_licence(project, written, tmp_path):
    (tmp_path / "data.zip").write_bytes(written[DATA])
    with zipfile.ZipFile(tmp_path / "data.zip") as file:
        entries = {name: file.read(name) for name in file.namelist()}
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert file.namelist() == sorted(entries)
    for path in (project / "data").rglob("*"):
        if path.is_file():
            name = f"data/{path.relative_to(project / 'data').as_posix()}"
            assert entries.pop(name) == path.read_bytes()
    assert entries.keys() == {"README.md", "DICTIONARY.md", "LICENCE.md"}
    dictionary = entries["DICTIONARY.md"].decode()
    package = json.loads((project / "data" / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        if (project / "data" / resource["path"]).is_file():
            assert f"## data/{resource['path']}" in dictionary
            for field in resource["schema"]["fields"]:
                assert f"| {field['name']} | {field['type']}" in dictionary
    licence = entries["LICENCE.md"].decode()
    assert "An invented citation &lt;script>." in licence
    assert "https://doi.org/10.1234/invented" in licence


def test_the_package_of_the_study_has_words_for_columns_and_licences(study, tmp_path):
    with zipfile.ZipFile(write_package(study, tmp_path / "data.zip")) as file:
        dictionary, licence = (
            file.read(f"{name}.md").decode() for name in ("DICTIONARY", "LICENCE")
        )
    there = [t for t in study.tables.values() if (study.directory / t.path).is_file()]
    for table in there:
        for field in table.fields:
            assert field["name"] in dictionary
    about = json.loads((study.directory / "datapackage.json").read_text("utf-8"))
    assert all(entry["title"] in licence for entry in about["licenses"])


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a | b", r"a \| b"),
        (r"a\| b", r"a\\\| b"),
        ("[x](javascript:alert(1))", r"\[x\](javascript:alert(1))"),
        ("<b>&\nc", "&lt;b>&amp; c"),
    ],
)
def test_no_text_ends_a_cell_of_the_dictionary_or_is_a_link_or_markup(text, written):
    assert escape_markdown(text) == written


def test_words_of_the_data_are_text_in_the_list(invented):
    _, results = invented
    results.titles["chapters/people.ipynb"] = "<script>alert(1)</script>"
    page = BeautifulSoup(show_all_downloads(results).html, "html.parser")
    assert page.find("script") is None
    assert "<script>alert(1)</script>" in page.get_text()


def test_a_link_says_what_it_leads_to(invented):
    page = BeautifulSoup(show_all_downloads(invented[1]).html, "html.parser")
    files = page.select("dl a")
    names = [link["aria-label"] for link in files]
    assert len(names) == len(set(names))
    for link in files:
        # What is seen stands in the name, so that it can be said to the machine.
        assert link.get_text() in link["aria-label"]
        assert link["href"].startswith("../downloads/")


def test_each_section_of_the_list_can_be_entered_from_its_head(invented):
    page = BeautifulSoup(show_all_downloads(invented[1]).html, "html.parser")
    heads = {f"#{head['id']}": head.get_text() for head in page.find_all("h2")}
    assert len(heads) > 1
    assert {link["href"]: link.get_text() for link in page.select("nav a")} == heads


def test_export_copies_the_book_or_says_where_it_comes_from(project, monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(project)
    monkeypatch.setattr("scripts.chapters.results.load_all_results", lambda: None)
    monkeypatch.setattr(
        downloads,
        "write_downloads",
        lambda study, results, folder: folder.mkdir(exist_ok=True) or [],
    )
    assert main(["export", str(tmp_path / "out")]) == 0
    assert "make book" in capsys.readouterr().err
    made = project / "_build" / "html" / "downloads" / BOOK
    made.parent.mkdir(parents=True)
    made.write_bytes(b"%PDF the book")
    assert main(["export", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / BOOK).read_bytes() == b"%PDF the book"
    assert capsys.readouterr().out.split() == [str(tmp_path / "out" / BOOK)]

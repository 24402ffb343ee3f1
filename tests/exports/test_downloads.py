"""The downloads: everything that is offered is there, opens, and is the same each time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from matplotlib.image import imread
from scripts.exports.chart_files import list_charts
from scripts.exports.download_tables import TABLES

from scripts.__main__ import main
from scripts.book.book_pdf import BOOK
from scripts.display.download_lists import show_all_downloads, show_downloads
from scripts.exports import downloads
from scripts.exports.downloads import (
    CHARTS,
    DATA,
    FIGURE_FORMATS,
    FIGURES,
    TABLE_FORMATS,
    WHOLE,
    find_downloads,
    list_downloads,
)
from scripts.exports.package import format_dictionary, format_licence
from scripts.study.study import CHECKED, load_study
from tests import ROOT
from tests.export_study import make_export_study
from tests.studies import make_study


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A folder with the data of an invented study."""
    folder = tmp_path_factory.mktemp("project")
    make_export_study(folder / "data")
    return folder


def export(project, folder, **environment):
    """Write all downloads of a project in a process of its own; return their contents."""
    done = subprocess.run(
        [sys.executable, "-m", "scripts", "export", str(folder), "--without-book"],
        cwd=project,
        env={key: value for key, value in os.environ.items() if key != CHECKED}
        | {"PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def written(project, tmp_path_factory):
    """The downloads of the invented study, by name."""
    return export(project, tmp_path_factory.mktemp("one"), TZ="Asia/Tokyo", PYTHONHASHSEED="1")


def test_two_folders_and_two_moments_give_other_bytes(project, written, tmp_path):
    others = {"TZ": "America/Lima", "PYTHONHASHSEED": "2", "LC_ALL": "C", "COLUMNS": "40"}
    again = export(project, tmp_path / "another folder", **others)
    assert again.keys() == written.keys()
    assert [name for name in written if again[name] != written[name]] == []


def test_what_is_offered_is_not_written_or_what_is_written_is_not_offered(project, written):
    study = load_study(project / "data")
    offered = [name for entry in list_downloads(study) for _, name in entry.files]
    assert sorted(offered) == sorted([*written, BOOK])
    assert DATA in offered


def test_a_study_without_exhibits_cannot_be_exported(tmp_path):
    study = make_study(tmp_path / "data")
    offered = [name for entry in list_downloads(study) for _, name in entry.files]
    tables = [f"data_{name}{suffix}" for name in ("files", "columns") for suffix in TABLE_FORMATS]
    assert offered == [*tables, DATA, BOOK]
    assert export(tmp_path, tmp_path / "out").keys() == {*tables, DATA}


def test_an_exhibit_is_not_offered_in_every_format(study):
    for exhibit in study.exhibits:
        own = {
            Path(name).suffix
            for entry in find_downloads(study, exhibit.exhibit)
            for _, name in entry.files
        }
        assert own == set(FIGURE_FORMATS if exhibit.kind == "diagram" else TABLE_FORMATS)


def test_what_stands_in_the_list_has_no_links_on_its_own_page(study, project):
    for own in (study, load_study(project / "data")):
        listed = {}
        for entry in list_downloads(own):
            if entry.section != WHOLE:
                listed.setdefault(entry.subject, []).append(entry)
        assert {entry[0].section for entry in listed.values()} >= {TABLES, FIGURES, CHARTS}
        for key, entries in listed.items():
            assert find_downloads(own, key) == entries
            links = BeautifulSoup(show_downloads(own, key).data, "html.parser").find_all("a")
            files = [name for entry in entries for _, name in entry.files]
            assert [link["href"] for link in links] == [f"../downloads/{name}" for name in files]
    assert find_downloads(study, "nothing-of-this-name") == []
    assert show_downloads(study, "nothing-of-this-name").data == ""


def test_a_figure_or_chart_does_not_open(project, written, tmp_path):
    names = [chart.name for chart in list_charts(load_study(project / "data"))]
    assert names == ["people-chart", "talks-chart", "theory_change-chart", *names[3:]]
    assert "speakers-chart" in names
    for name, content in written.items():
        if name.endswith(".png"):
            (tmp_path / name).write_bytes(content)
            assert imread(tmp_path / name).shape[1] > 1000
        elif name.endswith(".pdf"):
            assert content.startswith(b"%PDF")
            assert b"/FontFile2" in content
            assert b"/CreationDate" not in content
        elif name.endswith(".svg"):
            assert BeautifulSoup(content, "xml").find("svg")
            assert b"<script" not in content
            assert b"<b>" not in content


def test_the_zip_lacks_data_its_dictionary_or_its_licence(project, written, tmp_path):
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


def test_the_packages_of_the_study_have_no_words_for_columns(study):
    text = format_dictionary(study)
    there = [t for t in study.tables.values() if (study.directory / t.path).is_file()]
    for table in there:
        for field in table.fields:
            assert field["name"] in text
    about = json.loads((study.directory / "datapackage.json").read_text("utf-8"))
    assert all(entry["title"] in format_licence(study, about) for entry in about["licenses"])


def test_the_shares_of_the_downloads_are_not_the_whole(tmp_path):
    study = make_export_study(tmp_path / "data")
    whole = downloads.write_downloads(study, tmp_path / "whole")
    shares = [downloads.write_downloads(study, tmp_path / "shares", n, 3) for n in (1, 2, 3)]
    assert all(len(share) >= len(whole) // 4 for share in shares)
    names = [path.name for share in shares for path in share]
    assert sorted(names) == sorted(path.name for path in whole)
    for path in whole:
        assert (tmp_path / "shares" / path.name).read_bytes() == path.read_bytes(), path.name


def test_a_figure_of_too_many_parts_takes_all_the_time_or_vanishes_without_a_word(
    tmp_path, monkeypatch
):
    study = make_export_study(tmp_path / "data")
    pictures = {d.subject for d in list_downloads(study) if d.section == FIGURES}
    monkeypatch.setattr("scripts.exports.print_figures.MOST_PARTS", 0)
    written = {path.stem for path in downloads.write_downloads(study, tmp_path / "files")}
    assert not any(name.startswith(tuple(pictures)) and "-chart" not in name for name in written)
    figures = [d for d in list_downloads(study) if d.section == FIGURES]
    assert pictures == {d.subject for d in figures}
    assert all(d.files == () and "more than 0 parts" in d.shape for d in figures)
    page = show_all_downloads(study).data
    assert page.count("not made as files, as it has more than 0 parts") == len(figures)
    exhibits = [e.exhibit for e in study.settings.exhibits if e.kind == "diagram"]
    assert exhibits
    assert all("more than 0 parts" in show_downloads(study, key).data for key in exhibits)


def test_words_of_the_data_become_markup_in_the_lists(tmp_path):
    exhibits = [{"exhibit": "map", "kind": "diagram", "label": "<i>F</i>", "caption": '"<script>'}]
    study = make_study(tmp_path / "data", exhibits=exhibits)
    for html in (show_downloads(study, "map").data, show_all_downloads(study).data):
        page = BeautifulSoup(html, "html.parser")
        assert page.find(["script", "i"]) is None
        assert '"<script>' in page.get_text() or "<i>F</i>" in page.get_text()


def test_a_link_does_not_say_what_it_leads_to(project):
    study = load_study(project / "data")
    page = BeautifulSoup(show_all_downloads(study).data, "html.parser")
    files = page.select("dl a")
    names = [link["aria-label"] for link in files]
    assert len(names) == len(set(names))
    for link in files:
        # What is seen stands in the name, so that it can be said to the machine.
        assert link.get_text() in link["aria-label"]
        assert link["href"].startswith("../downloads/")
    line = BeautifulSoup(show_downloads(study, "people").data, "html.parser")
    assert [a.get_text() for a in line.find_all("a")] == ["Word", "Excel", "CSV", "LaTeX"]


def test_the_list_of_all_files_cannot_be_entered_where_one_wants(project):
    page = BeautifulSoup(show_all_downloads(load_study(project / "data")).data, "html.parser")
    heads = {f"#{head['id']}": head.get_text() for head in page.find_all("h2")}
    assert len(heads) > 1
    assert {link["href"]: link.get_text() for link in page.select("nav a")} == heads


def test_export_forgets_the_book(project, monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(project)
    monkeypatch.setattr(
        downloads,
        "write_downloads",
        lambda study, folder, *share: folder.mkdir(exist_ok=True) or [],
    )
    assert main(["export", str(tmp_path / "out")]) == 0
    assert "make book" in capsys.readouterr().err
    made = project / "_build" / "html" / "downloads" / BOOK
    made.parent.mkdir(parents=True)
    made.write_bytes(b"%PDF the book")
    assert main(["export", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / BOOK).read_bytes() == b"%PDF the book"
    assert capsys.readouterr().out.split() == [str(tmp_path / "out" / BOOK)]

"""The archive: complete, the same each time, and described so that a catalogue can read it."""

import csv
import io
import json
import os
import subprocess
import warnings
import zipfile
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from rocrate.rocrate import ROCrate

from scripts.__main__ import main
from scripts.book import archive
from scripts.book.archive import METADATA
from scripts.chapters.notebooks import ChapterError
from scripts.exports.downloads import FIGURE_FORMATS, TABLE_FORMATS
from scripts.files import mime_types
from scripts.files.problems import RefusalError
from scripts.study.study import load_study
from tests.comparisons import compare_all
from tests.studies import write_study

CITATION = """cff-version: 1.2.0
title: "An <invented> evaluation: édition"
abstract: >-
  Nothing in here
  is real.
version: 1.2.3
date-released: 2020-02-29
license: [MIT, CC-BY-4.0]
authors:
  - family-names: Example
    given-names: Ada
  - name: The maintainers
"""
VERSION = "https://w3id.org/ro/crate/1.1"
EXHIBIT = {"exhibit": "table", "kind": "configurations"}


@pytest.fixture
def project(tmp_path, monkeypatch):
    """An invented project whose site is one page, without a build."""
    root = tmp_path / "an évaluation"
    write_study(
        root / "data",
        configurations=[{"configuration": "only", "context": "=1+1 <b>", "valence": "good"}],
        exhibits=[EXHIBIT],
        published={"table": {("only", "context"): "=1+1 <b>"}},
        doi="10.1000/182",
        citation="Example, A. (2019). An invented paper.",
        authors=[{"family": "Example", "given": "Ada"}],
        year=2019,
    )
    (root / "CITATION.cff").write_text(CITATION, "utf-8")
    (root / "pyproject.toml").write_text('[project]\nrequires-python = ">=3.11"\n', "utf-8")
    pins = "one==1.0 \\\n    --hash=sha256:0\ntwo==2.0 ; sys_platform == 'win32' \\\n"
    (root / "requirements.txt").write_text(pins, "utf-8")
    (root / ".gitignore").write_text(".venv/\n_build/\n*.egg-info/\n", "utf-8")
    for name in (".venv/lib/x.py", "_build/old", "a.egg-info/PKG", "chapters/.keep"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x", "utf-8")

    def build(root, report):
        site = root / "_build" / "html"
        site.mkdir(parents=True, exist_ok=True)
        (site / "index.html").write_text("<p>the site</p>", "utf-8")
        return site

    def execute(work, report):
        values = compare_all(load_study(work.parent.parent / "data"))["table"].values.fillna("")
        verdict = {"exhibit": "table", "values": values.to_dict("records")}
        output = nbformat.v4.new_output("display_data", data={mime_types.VERDICT: verdict})
        cell = nbformat.v4.new_code_cell("", outputs=[output])
        return {work / "chapters" / "table.ipynb": nbformat.v4.new_notebook(cells=[cell])}

    monkeypatch.setattr(archive, "build_book", build)
    monkeypatch.setattr(archive, "execute_chapters", execute)
    return root


def write(root, path):
    """Write an archive and return its entries, without the name of its folder."""
    archive.write_archive(root, path, lambda line: None)
    with zipfile.ZipFile(path) as file:
        tops = {name.split("/")[0] for name in file.namelist()}
        assert len(tops) == 1
        return {name.partition("/")[2]: file.read(name) for name in file.namelist()}


def test_a_folder_that_a_build_is_changing_stops_the_archive(project, monkeypatch):
    scan = os.scandir

    def scan_while_building(path="."):
        if "_build" in Path(path).parts:
            raise FileNotFoundError(path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", scan_while_building)
    names = archive.list_source(project)
    assert {"data/study.yml", "CITATION.cff", "chapters/.keep"} <= set(names)
    assert not any(name.startswith(("_build", ".venv", "a.egg-info")) for name in names)


def test_no_link_leads_out_of_the_archive(project, tmp_path):
    (tmp_path / "key").write_text("Mary")
    (project / "chapters" / "key.md").symlink_to(tmp_path / "key")
    (project / "chapters" / "own.md").symlink_to(project / "CITATION.cff")
    names = archive.list_source(project)
    assert "chapters/own.md" in names
    assert "chapters/key.md" not in names


def test_the_archive_has_every_part_and_nothing_that_git_ignores(project, tmp_path):
    entries = write(project, tmp_path / "a.zip")
    assert entries["site/index.html"] == b"<p>the site</p>"
    named = {name.removeprefix("project/") for name in entries if name.startswith("project/")}
    assert named == {
        *("CITATION.cff", "pyproject.toml", "requirements.txt", ".gitignore", "chapters/.keep"),
        "chapters/table.ipynb",
        *("data/study.yml", "data/datapackage.json", "data/configurations.csv"),
        *("data/published/table.csv", "data/characteristics.csv", "data/demographics.csv"),
    }
    others = {"README.md", METADATA, "environment.md", "environment.json", "site/index.html"}
    others |= {f"report/verdicts.{suffix}" for suffix in ("csv", "json", "md")}
    assert set(entries) - {f"project/{name}" for name in named} == others


def test_no_file_that_nothing_loads_and_no_note_of_an_import_is_in_the_archive(project, tmp_path):
    before = set(write(project, tmp_path / "a.zip"))
    for name in ("import/notes.txt", "data/key.txt", "data/published/key.json", "data/key.md"):
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text("P1 is Zora Quill", "utf-8")
    said = []
    archive.write_archive(project, tmp_path / "b.zip", said.append)
    assert set(write(project, tmp_path / "b.zip")) == before
    assert "left out: data/key.txt, which nothing loads" in said


def test_the_archive_is_the_same_whenever_wherever_and_without_git(project, tmp_path):
    first = tmp_path / "a.zip"
    write(project, first)
    for command in (["init", "--quiet"], ["add", "--all"]):
        subprocess.run(["git", "-C", str(project), *command], check=True)
    (project / "notes.txt").write_text("not for the archive", "utf-8")
    elsewhere = tmp_path / "elsewhere"
    project.rename(elsewhere)
    for file in elsewhere.rglob("*"):
        file.touch()
    write(elsewhere, tmp_path / "b.zip")
    assert first.read_bytes() == (tmp_path / "b.zip").read_bytes()
    for name, content in write(elsewhere, first).items():
        assert str(tmp_path).encode() not in content, name


def test_a_catalogue_reads_what_the_archive_is(project, tmp_path):
    archive.write_archive(project, tmp_path / "a.zip", lambda line: None)
    with zipfile.ZipFile(tmp_path / "a.zip") as file:
        file.extractall(tmp_path / "out")
    (folder,) = (tmp_path / "out").iterdir()
    with warnings.catch_warnings():
        # What the package does in reading is not ours to mend.
        warnings.simplefilter("ignore")
        crate = ROCrate(folder)
    root = crate.root_dataset
    assert root["name"] == "An <invented> evaluation: édition"
    assert root["description"] == "Nothing in here is real."
    assert str(root["datePublished"]).startswith("2020-02-29")
    assert [licence.id for licence in root["license"]] == [
        "https://spdx.org/licenses/MIT",
        "https://creativecommons.org/licenses/by/4.0/",
    ]
    assert [author["name"] for author in root["author"]] == ["Ada Example", "The maintainers"]
    assert root["citation"].id == "https://doi.org/10.1000/182"
    assert root["citation"].type == "ScholarlyArticle"
    assert root["softwareRequirements"]["softwareVersion"] == ">=3.11"
    text = json.loads((folder / METADATA).read_text("utf-8"))
    assert text["@context"] == f"{VERSION}/context"
    assert text["@graph"][0]["conformsTo"] == {"@id": VERSION}
    ids = [entity["@id"] for entity in text["@graph"]]
    assert len(ids) == len(set(ids))
    parts = {part.id for part in root["hasPart"]}
    for part in root["hasPart"]:
        assert (folder / part.id).exists()
        assert part.type == "Dataset" or part["encodingFormat"]
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert files - parts == {METADATA}


@pytest.mark.parametrize("suffix", [".tsv", *TABLE_FORMATS, *FIGURE_FORMATS])
def test_a_catalogue_is_told_the_form_of_each_file(project, tmp_path, suffix):
    (project / "chapters" / f"more{suffix}").write_text("x")
    graph = json.loads(write(project, tmp_path / "a.zip")[METADATA])["@graph"]
    (part,) = [part for part in graph if part.get("name") == f"more{suffix}"]
    assert part["encodingFormat"] != "text/plain"


def test_the_report_has_the_verdicts_of_the_comparison(project, tmp_path):
    entries = write(project, tmp_path / "a.zip")
    records = json.loads(entries["report/verdicts.json"])
    values = compare_all(load_study(project / "data"))["table"].values
    assert [r["verdict"] for r in records] == list(values["verdict"])
    assert {"=1+1 <b>"} == {
        r["rebuilt"] for r in records if r["column"] == "context" and r["row"] == "only"
    }
    rows = list(csv.DictReader(io.StringIO(entries["report/verdicts.csv"].decode("utf-8-sig"))))
    assert len(rows) == len(records)
    assert [r["verdict"] for r in rows] == [r["verdict"] for r in records]
    assert not any(cell.startswith("=") for row in rows for cell in row.values())
    assert b"transcribed: 1 of" in entries["report/verdicts.md"]


def test_the_environment_has_each_package_and_names_no_machine(project, tmp_path):
    entries = write(project, tmp_path / "a.zip")
    content = json.loads(entries["environment.json"])
    assert content["python"] == ">=3.11"
    assert [(p["name"], p["version"]) for p in content["packages"]] == [
        ("one", "1.0"),
        ("two", "2.0"),
    ]
    assert content["packages"][1]["marker"] == "sys_platform == 'win32'"
    assert b"| two | 2.0 |" in entries["environment.md"]


def test_counts_that_the_book_hides_are_deposited_only_if_asked(project, tmp_path, monkeypatch):
    hidden = load_study(project / "data")
    monkeypatch.setattr(archive, "mark_suppressed", lambda study: pd.Series(["small"]))
    hidden.__dict__["demographics"] = [1]
    monkeypatch.setattr(archive, "load_study", lambda folder: hidden)
    with pytest.raises(RefusalError, match="hides 1 counts"):
        write(project, tmp_path / "a.zip")
    assert not (tmp_path / "a.zip").exists()
    archive.write_archive(project, tmp_path / "a.zip", lambda line: None, with_small_counts=True)


def test_a_failed_build_leaves_the_last_archive(project, tmp_path, monkeypatch, capsys):
    path = tmp_path / "a.zip"
    write(project, path)
    before = path.read_bytes()

    def fail(root, report):
        raise ChapterError("a chapter failed")

    monkeypatch.setattr(archive, "build_book", fail)
    monkeypatch.chdir(project)
    assert main(["archive", str(path)]) == 1
    assert capsys.readouterr().err == "a chapter failed\nNothing was changed in the archive.\n"
    assert path.read_bytes() == before

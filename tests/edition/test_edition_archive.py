"""The archive of this edition: what a deposit of it has to hold."""

import json
import warnings
import zipfile

import pytest
import yaml
from rocrate.rocrate import ROCrate

from scripts.book.archive import list_source, write_archive
from tests.comparisons import compare_all
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def folder(site, tmp_path_factory):
    """The edition's archive, unpacked."""
    place = tmp_path_factory.mktemp("archive")
    path = write_archive(ROOT, place / "edition.zip", lambda line: None)
    with zipfile.ZipFile(path) as file:
        file.extractall(place)
    return place / "peer-support-change-model"


def test_the_catalogue_reads_title_paper_authors_and_licence(folder):
    with warnings.catch_warnings():
        # What the package does in reading is not ours to mend.
        warnings.simplefilter("ignore")
        crate = ROCrate(folder)
    root = crate.root_dataset
    assert "executable edition of McLeish, McCourt & Ayers (2024)" in root["name"]
    released = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))["date-released"]
    assert str(root["datePublished"]).startswith(str(released))
    assert {licence["name"] for licence in root["license"]} == {"MIT", "CC-BY-4.0"}
    # The authors of the paper had no part in the edition.
    assert root["author"]["name"] == "The edition's maintainers"
    paper = root["citation"]
    assert paper.id == "https://doi.org/10.1080/02646838.2024.2416448"
    assert [a["name"] for a in paper["author"]] == [
        "Jenny McLeish",
        "Christine McCourt",
        "Susan Ayers",
    ]
    assert paper["datePublished"] == "2024"
    assert {"project/data/configurations.csv", "report/verdicts.csv", "site/"} <= {
        part.id for part in root["hasPart"]
    }


def test_the_archive_has_every_file_and_verdict(folder, study):
    kept = {p.relative_to(folder / "project").as_posix() for p in folder.glob("project/**/*")}
    assert set(list_source(ROOT)) <= kept
    assert {"Makefile", ".ci/run", "requirements.txt", "LICENSE", "index.ipynb"} <= kept
    assert (folder / "site" / "index.html").is_file()
    assert (folder / "site" / "chapters" / "configurations.html").is_file()
    records = json.loads((folder / "report" / "verdicts.json").read_text("utf-8"))
    comparisons = compare_all(study)
    for key, comparison in comparisons.items():
        own = [record["verdict"] for record in records if record["exhibit"] == key]
        assert own == list(comparison.values["verdict"])
    assert len(records) == sum(len(c.values) for c in comparisons.values())
    packages = json.loads((folder / "environment.json").read_text("utf-8"))["packages"]
    assert {"pandas", "jupyter-book", "matplotlib"} <= {package["name"] for package in packages}
    for name in ("report/verdicts.md", "environment.md", "ro-crate-metadata.json", "README.md"):
        assert str(ROOT) not in (folder / name).read_text("utf-8")

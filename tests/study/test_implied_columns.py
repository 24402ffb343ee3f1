"""Stages and theories of ``study.yml`` need no description of their own."""

import csv
import json

import pytest

from scripts.study.dictionary import ORIGIN, build_schema
from scripts.study.settings import FILE as SOURCE
from scripts.study.study import check_study, load_study
from tests.studies import say_published, write_study

STAGES = [
    {"stage": "context", "label": "Context", "levels": ["person", "place"]},
    {"stage": "outcome", "label": "Outcome"},
]


def write_bare(folder, rows, **values):
    """Write a study whose dictionary describes no stage and no theory."""
    write_study(folder, stages=STAGES, theories=("first",), configurations=(), **values)
    path = folder / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    (entry,) = (e for e in package["resources"] if e["name"] == "configurations")
    kept = ("configuration", "position", "valence")
    entry["schema"]["fields"] = [f for f in entry["schema"]["fields"] if f["name"] in kept]
    path.write_text(json.dumps(package), "utf-8")
    with (folder / "configurations.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return folder, package, path


HEAD = ["configuration", "position", "context", "context_level", "outcome", "first", "valence"]


def test_columns_of_study_yml_need_no_second_description(tmp_path):
    folder, *_ = write_bare(tmp_path / "data", [HEAD, ["a", 1, "C", "place", "O", "yes", ""]])
    assert check_study(folder) == []
    frame = load_study(folder).configurations
    assert frame.loc[0, ["context", "context_level", "first"]].tolist() == ["C", "place", "yes"]
    fields = [field["name"] for field in load_study(folder).tables["configurations"].fields]
    assert fields == HEAD


@pytest.mark.parametrize(("level", "found"), [("planet", ["“planet”"]), ("place", []), ("", [])])
def test_a_level_that_study_yml_does_not_have_is_refused(tmp_path, level, found):
    folder, *_ = write_bare(tmp_path / "data", [HEAD, ["a", 1, "C", level, "O", "yes", ""]])
    problems = check_study(folder)
    assert [problem.found for problem in problems] == found


def test_a_stage_that_is_gone_is_not_asked_for(tmp_path):
    folder, package, path = write_bare(tmp_path / "data", [HEAD, ["a", 1, "C", "", "O", "yes", ""]])
    (entry,) = (e for e in package["resources"] if e["name"] == "configurations")
    entry["schema"]["fields"].append({"name": "old", "type": "string", ORIGIN: SOURCE})
    path.write_text(json.dumps(package), "utf-8")
    assert check_study(folder) == []


def test_a_study_needs_no_column_for_valence(tmp_path):
    rows = [[name for name in HEAD if name != "valence"], ["a", 1, "C", "", "O", "yes"]]
    folder, package, path = write_bare(tmp_path / "data", rows)
    (entry,) = (e for e in package["resources"] if e["name"] == "configurations")
    entry["schema"]["fields"] = entry["schema"]["fields"][:2]
    path.write_text(json.dumps(package), "utf-8")
    assert check_study(folder) == []
    assert load_study(folder).configurations["valence"].tolist() == [""]


def test_a_form_of_a_further_figure_is_accepted(tmp_path):
    figure = {"exhibit": "figure_3", "kind": "diagram"}
    row = {"configuration": "a", "context": "C", "outcome": "O"}
    values = {"configurations": [row], "exhibits": [figure]}
    folder = write_study(tmp_path / "data", stages=("context", "outcome"), **values)
    path = folder / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    left = [e for e in package["resources"] if e["name"] != "published_figure_3"]
    path.write_text(json.dumps(package | {"resources": left}), "utf-8")
    form = folder / "published" / "figure_3.csv"
    form.parent.mkdir()
    form.write_text("row,column,printed,place\na,context,C,left\n", "utf-8")
    say_published(folder)
    assert check_study(folder) == []
    printed = load_study(folder).published("figure_3")
    assert printed["printed"].tolist() == ["C"]
    form.write_text("row,column,printed,place\na,context,C,left\na,context,D,left\n", "utf-8")
    (problem,) = check_study(folder)
    assert (problem.file, problem.row) == ("published/figure_3.csv", 3)


def test_a_form_is_described_whole_and_a_description_of_its_own_comes_first(tmp_path):
    figures = [{"exhibit": f"figure_{i}", "kind": "diagram"} for i in (1, 2)]
    claims = {"exhibit": "claims", "kind": "claims"}
    folder = write_study(tmp_path / "data", exhibits=[*figures, claims])
    path = folder / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    left = [
        e
        for e in package["resources"]
        if e["name"] not in ("published_figure_2", "published_claims")
    ]
    own = next(e for e in left if e["name"] == "published_figure_1")
    own["description"] = "Typed by hand"
    path.write_text(json.dumps(package | {"resources": left}), "utf-8")
    tables = load_study(folder).tables
    assert tables["published_figure_1"].description == "Typed by hand"
    # Claims have no form of rows and columns.
    assert "published_claims" not in tables
    form = tables["published_figure_2"]
    assert form.path == "published/figure_2.csv"
    assert form.key == ("row", "column")
    assert [field["name"] for field in form.fields] == ["row", "column", "printed", "place"]
    required = [f["name"] for f in form.fields if f.get("constraints") == {"required": True}]
    assert required == ["row", "column"]
    assert {field["type"] for field in form.fields} == {"string"}


def test_without_a_position_the_columns_come_last(tmp_path):
    settings = load_study(write_study(tmp_path / "data")).settings
    schema = {"fields": [{"name": "title", "type": "string"}]}
    table = build_schema({"name": "configurations", "path": "x.csv", "schema": schema}, settings)
    assert [f["name"] for f in table.fields] == ["title", "context", "mechanism", "outcome"]

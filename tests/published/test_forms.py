"""Forms for what a paper prints: every cell has a row, and nothing is printed in them."""

import csv
import shutil

from scripts.published.forms import GUIDE, NOTES, build_form, build_notes, write_forms
from scripts.study.study import check_study, load_study
from tests import ROOT
from tests.comparisons import compare_all
from tests.studies import make_study, say_published, write_study

STUDY = {
    "stages": ["context", "outcome"],
    "configurations": [
        {"configuration": "stays", "context": "New here", "outcome": "Stays"},
        {"configuration": "goes", "context": "Old here"},
    ],
    "characteristics": [{"characteristic": "age", "label": "Age", "responses": "single"}],
    "demographics": [
        {"characteristic": "age", "level": "Under 40", "group": "clients", "count": 3},
        {"characteristic": "age", "level": "Over 40", "group": "clients", "count": 5},
    ],
    "interviews": [
        {"group": "clients", "interviewees": 8, "mean": 30, "minimum": 20, "maximum": 40}
    ],
    "exhibits": [
        {"exhibit": "table_1", "kind": "demographics"},
        {"exhibit": "interviews", "kind": "interviews"},
        {"exhibit": "table_2", "kind": "configurations"},
        {"exhibit": "figure_1", "kind": "diagram"},
    ],
}


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def fill(study, folder, slips=()):
    """Type what the study itself has into the forms, with slips by exhibit, row and column."""
    slips = dict(slips)
    for key, comparison in compare_all(study).items():
        cells = {(c.row, c.column): c.text for c in comparison.cells}
        path = folder / "published" / f"{key}.csv"
        rows = read(path)
        for row in rows:
            place = (row["row"], row["column"])
            row["printed"] = slips.get((key, *place), cells[place])
        target = study.directory / "published" / path.name
        target.parent.mkdir(exist_ok=True)
        with target.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    say_published(study.directory)


def test_each_cell_has_a_row_and_no_form_prints_anything(tmp_path):
    study = make_study(tmp_path / "data", **STUDY)
    for comparison in compare_all(study).values():
        form = build_form(study, comparison)
        assert [(r["row"], r["column"]) for r in form] == [
            (c.row, c.column) for c in comparison.cells
        ]
        assert {row["printed"] for row in form} == {""}
        assert len({row["place"] for row in form}) == len(form)


def test_a_place_is_told_in_words(tmp_path):
    study = make_study(tmp_path / "data", **STUDY)
    places = {
        (key, r["row"], r["column"]): r["place"]
        for key, comparison in compare_all(study).items()
        for r in build_form(study, comparison)
    }
    assert places["table_1", "caption", "caption"] == "Table 1, caption"
    assert places["table_1", "heading", "clients"] == "Table 1, heading, Clients"
    assert places["table_1", "age", "label"] == "Table 1, Age"
    assert places["table_1", "age/Under 40", "clients"] == "Table 1, Age, Under 40, Clients"
    assert places["interviews", "clients", "mean"] == "Interviews, Clients, mean"
    assert places["table_2", "goes", "outcome"] == "Table 2, row 2, Outcome"


def test_a_filled_form_is_taken_and_agrees(tmp_path):
    study = make_study(tmp_path / "data", **STUDY)
    write_forms(study, tmp_path / "forms", compare_all(study))
    fill(study, tmp_path / "forms")
    notes = [{"exhibit": e, "row": "goes", "field": "outcome"} for e in ("table_2", "figure_1")]
    held = compare_all(load_study(study.directory))
    wrong = [line for comparison in held.values() for line in comparison.failures]
    assert [line.split(": empty")[0] for line in wrong] == [
        f"{note['exhibit']}, row goes, column outcome" for note in notes
    ]
    assert build_form(study, held["table_1"])
    assert write_forms(
        load_study(study.directory), tmp_path / "more", compare_all(load_study(study.directory))
    ) == [
        tmp_path / "more" / NOTES,
        tmp_path / "more" / GUIDE,
    ]


def test_a_note_that_is_filled_in_explains_its_difference(tmp_path):
    study = make_study(tmp_path / "data", **STUDY)
    write_forms(study, tmp_path / "forms", compare_all(study))
    slips = {
        ("table_1", "age/Under 40", "clients"): "3 (38%)",
        ("table_2", "stays", "context"): "New there",
        ("interviews", "clients", "mean"): "31",
        ("interviews", "clients", "maximum"): "",
    }
    fill(study, tmp_path / "forms", slips)
    study = load_study(study.directory)
    notes = build_notes(study, compare_all(study))
    assert [(n["exhibit"], n["row"], n["field"], n["kind"]) for n in notes] == [
        ("table_1", "age/Under 40", "clients", "differs"),
        ("interviews", "clients", "mean", "differs"),
        ("interviews", "clients", "maximum", "differs"),
        ("table_2", "stays", "context", "differs"),
        ("table_2", "goes", "outcome", "missing"),
        ("figure_1", "goes", "outcome", "missing"),
    ]
    assert {n["reason"] + n["evidence"] + n["confidence"] for n in notes} == {""}
    assert (notes[0]["source_reading"], notes[0]["reading_used"]) == ("3 (38%)", "3 (37.5%)")
    with (study.directory / "editorial_notes.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(notes[0]))
        writer.writeheader()
        writer.writerows(
            n | {"reason": "A slip.", "evidence": "Table 1", "confidence": "high"} for n in notes
        )
    assert check_study(study.directory) == []
    study = load_study(study.directory)
    assert [line for held in compare_all(study).values() for line in held.failures] == []
    assert build_notes(study, compare_all(study)) == []


def test_no_form_that_somebody_fills_is_written_over(tmp_path):
    study = make_study(tmp_path / "data", **STUDY)
    write_forms(study, tmp_path / "forms", compare_all(study))
    path = tmp_path / "forms" / "published" / "table_1.csv"
    path.write_text("mine")
    written = write_forms(study, tmp_path / "forms", compare_all(study))
    assert path not in written
    # Nothing differs from what is printed, so no note is missing.
    assert tmp_path / "forms" / NOTES not in written
    assert path.read_text() == "mine"


def test_a_form_that_nobody_filled_is_no_paper_of_blanks(tmp_path):
    study = make_study(tmp_path / "data", **STUDY)
    write_forms(study, tmp_path / "forms", compare_all(study))
    (study.directory / "published").mkdir()
    form = tmp_path / "forms" / "published" / "table_1.csv"
    form.rename(study.directory / "published" / "table_1.csv")
    (problem,) = check_study(study.directory)
    assert (problem.file, problem.column) == ("published/table_1.csv", "printed")
    assert "Type it in, from the paper" in problem.fix


def test_the_command_says_where_it_writes(tmp_path, monkeypatch, capsys):
    write_study(tmp_path / "book" / "data", **STUDY)
    shutil.copytree(ROOT / "chapters", tmp_path / "book" / "chapters")
    for name in ("_toc.yml", "_config.yml", "index.ipynb"):
        shutil.copy(ROOT / name, tmp_path / "book")
    monkeypatch.chdir(tmp_path / "book")
    from scripts.__main__ import main

    assert main(["export", "--forms"]) == 0
    assert str(tmp_path / "book" / "forms" / "published" / "table_1.csv") in capsys.readouterr().out
    assert (tmp_path / "book" / "forms" / GUIDE).is_file()

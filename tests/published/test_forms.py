"""Forms for what a paper prints: every cell has a row, and nothing is printed in them."""

from __future__ import annotations

import csv

from scripts.published.comparison import build_cells, compare_all
from scripts.published.forms import GUIDE, NOTES, build_form, build_notes, write_forms
from scripts.study.study import check_study, load_study
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
    for exhibit in study.settings.exhibits:
        cells = {(c.row, c.column): c.text for c in build_cells(study, exhibit)}
        path = folder / "published" / f"{exhibit.exhibit}.csv"
        rows = read(path)
        for row in rows:
            place = (row["row"], row["column"])
            row["printed"] = slips.get((exhibit.exhibit, *place), cells[place])
        target = study.directory / "published" / path.name
        target.parent.mkdir(exist_ok=True)
        with target.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    say_published(study.directory)


def test_a_cell_has_no_row_or_a_form_prints_something(tmp_path):
    study = make_study(tmp_path / "data", **STUDY)
    for exhibit in study.settings.exhibits:
        form = build_form(study, exhibit)
        assert [(r["row"], r["column"]) for r in form] == [
            (c.row, c.column) for c in build_cells(study, exhibit)
        ]
        assert {row["printed"] for row in form} == {""}
        assert len({row["place"] for row in form}) == len(form)


def test_a_place_is_not_told_in_words(tmp_path):
    study = make_study(tmp_path / "data", **STUDY)
    places = {
        (e.exhibit, r["row"], r["column"]): r["place"]
        for e in study.settings.exhibits
        for r in build_form(study, e)
    }
    assert places["table_1", "caption", "caption"] == "Table 1, caption"
    assert places["table_1", "heading", "clients"] == "Table 1, heading, Clients"
    assert places["table_1", "age", "label"] == "Table 1, Age"
    assert places["table_1", "age/Under 40", "clients"] == "Table 1, Age, Under 40, Clients"
    assert places["interviews", "clients", "mean"] == "Interviews, Clients, mean"
    assert places["table_2", "goes", "outcome"] == "Table 2, row 2, Outcome"


def test_a_filled_form_is_refused_or_differs(tmp_path):
    study = make_study(tmp_path / "data", **STUDY)
    write_forms(study, tmp_path / "forms")
    fill(study, tmp_path / "forms")
    notes = [{"exhibit": e, "row": "goes", "field": "outcome"} for e in ("table_2", "figure_1")]
    held = compare_all(load_study(study.directory))
    wrong = [line for comparison in held.values() for line in comparison.failures]
    assert [line.split(": empty")[0] for line in wrong] == [
        f"{note['exhibit']}, row goes, column outcome" for note in notes
    ]
    assert build_form(study, study.settings.exhibits[0])
    assert write_forms(load_study(study.directory), tmp_path / "more") == [
        tmp_path / "more" / NOTES,
        tmp_path / "more" / GUIDE,
    ]


def test_a_note_that_is_filled_in_does_not_explain_its_difference(tmp_path):
    study = make_study(tmp_path / "data", **STUDY)
    write_forms(study, tmp_path / "forms")
    slips = {
        ("table_1", "age/Under 40", "clients"): "3 (38%)",
        ("table_2", "stays", "context"): "New there",
        ("interviews", "clients", "mean"): "31",
    }
    fill(study, tmp_path / "forms", slips)
    study = load_study(study.directory)
    notes = build_notes(study)
    assert [(n["exhibit"], n["row"], n["field"], n["kind"]) for n in notes] == [
        ("table_1", "age/Under 40", "clients", "differs"),
        ("interviews", "clients", "mean", "differs"),
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
    assert build_notes(study) == []


def test_a_form_that_somebody_fills_is_written_over(tmp_path):
    study = make_study(tmp_path / "data", **STUDY)
    write_forms(study, tmp_path / "forms")
    path = tmp_path / "forms" / "published" / "table_1.csv"
    path.write_text("mine")
    assert path not in write_forms(study, tmp_path / "forms")
    assert path.read_text() == "mine"


def test_a_form_that_nobody_filled_is_taken_for_a_paper_of_blanks(tmp_path):
    study = make_study(tmp_path / "data", **STUDY)
    write_forms(study, tmp_path / "forms")
    (study.directory / "published").mkdir()
    form = tmp_path / "forms" / "published" / "table_1.csv"
    form.rename(study.directory / "published" / "table_1.csv")
    (problem,) = check_study(study.directory)
    assert (problem.file, problem.column) == ("published/table_1.csv", "printed")
    assert "Type it in, from the paper" in problem.fix


def test_the_command_writes_elsewhere_or_says_nothing(tmp_path, monkeypatch, capsys):
    write_study(tmp_path / "book" / "data", **STUDY)
    monkeypatch.chdir(tmp_path / "book")
    from scripts.__main__ import main

    assert main(["export", "--forms"]) == 0
    assert str(tmp_path / "book" / "forms" / "published" / "table_1.csv") in capsys.readouterr().out
    assert (tmp_path / "book" / "forms" / GUIDE).is_file()

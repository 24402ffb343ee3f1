"""Dossiers: what is gathered of each configuration is what the tables say of it."""

from scripts.cases.configuration_pages import build_pages
from scripts.cases.dossiers import build_dossiers
from tests.change_models import show_status
from tests.studies import make_study


def test_each_configuration_has_what_belongs_to_it(tmp_path):
    study = make_study(
        tmp_path / "data",
        theories=("old", "recent"),
        configurations=[
            {"configuration": "a", "context": "x", "old": "no", "recent": "yes", "valence": "v"},
            {"configuration": "b", "context": "y"},
        ],
        quotations=[
            {"configuration": "b", "speaker": "Bo", "speaker_group": "clients", "text": "Hm"}
        ],
        elements=[
            {"element": key, "stage": "context", "label": key.upper(), "definition": "."}
            for key in ("e", "f")
        ],
        codings=[
            {"configuration": "a", "stage": "context", "element": "e", "phrase": "x"},
            {"configuration": "b", "stage": "context", "element": "f", "phrase": "y"},
        ],
    )
    a, b = build_dossiers(study, study.configurations.assign(status=["new", None]), {})
    assert (a.status, b.status) == ("new", "not stated")
    assert a.elements == {"context": (("e", ""),), "mechanism": (), "outcome": ()}
    assert (a.row["old"], a.row["recent"]) == ("no", "yes")
    assert b.elements["context"] == (("f", ""),)
    assert a.quotations == ()
    assert [quotation.group for quotation in b.quotations] == ["Clients"]


def test_where_no_chapter_says_what_became_of_it_nothing_is_said(tmp_path):
    study = make_study(tmp_path / "data")
    assert build_dossiers(study, study.configurations, {})[0].status == ""
    assert build_dossiers(study, study.configurations.assign(status=None), {})[0].status == ""


def test_every_note_has_its_configuration(study):
    dossiers = {d.name: d for d in build_dossiers(study, study.configurations, {})}
    exhibits = [e.exhibit for e in study.settings.exhibits if e.kind == "configurations"]
    notes = study.editorial_notes
    notes = notes[notes["exhibit"].isin(exhibits) & notes["row"].isin(list(dossiers))]
    assert sum(len(d.notes) for d in dossiers.values()) == len(notes)
    for row in notes.itertuples():
        assert row.reason in [note.reason for note in dossiers[row.row].notes]


def test_what_stood_in_a_middle_theory_only_is_said_to(tmp_path):
    held = {"a": ("no", "yes", "no"), "b": ("no", "no", "no"), "c": ("", "yes", "no")}
    held["d"] = ("yes", "no", "no")
    rows = [
        {"configuration": c, "context": "C", **dict(zip(("one", "two", "three"), own, strict=True))}
        for c, own in held.items()
    ]
    theories = ("one", "two", "three")
    study = make_study(tmp_path / "data", theories=theories, configurations=rows)
    status = [None, None, None, "dropped"]
    found = build_dossiers(study, study.configurations.assign(status=status), {})
    assert [d.status for d in found] == ["in between", "not stated", "not stated", "dropped"]
    _, page = next(build_pages(study, show_status(study)))
    assert "in a version between the first and the last" in page["body"]


def test_a_conjecture_stands_beside_the_blank_cell_and_not_in_it(tmp_path):
    conjecture = {"configuration": "only", "stage": "outcome", "text": "Hope", "passage": "hope"}
    study = make_study(tmp_path / "data", conjectures=[conjecture])
    (dossier,) = build_dossiers(study, study.configurations, {})
    assert dossier.conjectures["outcome"].text == "Hope"
    assert dossier.lines["outcome"] == dossier.elements["outcome"] == ()

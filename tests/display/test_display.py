"""What a chapter shows: safe, with ids of its own, and the same bytes at every run."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup
from scripts.analysis.demographics import compute_demographics
from scripts.charts import charts

from scripts.analysis.configurations import compute_theory_change, list_by_status
from scripts.diagrams.diagrams import build_figure_model, draw_change_model, find_rows
from scripts.diagrams.sentences import build_outline, build_sentences
from scripts.display import display
from scripts.published.comparison import compare_exhibit
from scripts.study.study import load_study
from scripts.tables import edition_tables, report_tables, tables
from tests import ROOT
from tests.studies import make_study

EVIL = '<script>alert(\'x\')</script> & "so" <b onclick="y">z</b> {curly} $m$'
# What shows names of files and keys only.
WITHOUT_WORDS = ("change", *(f"build_{n}_table" for n in ("agreement", "files", "dictionary")))
BUILDERS = {
    "demographics": tables.build_demographics_table,
    "interviews": tables.build_interviews_table,
    "configurations": tables.build_configurations_table,
}


def show_everything(study):
    """Return all that the chapters can show of a study, as pieces of HTML by name."""
    pieces = {}
    for exhibit in study.settings.exhibits:
        key = exhibit.exhibit
        if exhibit.kind in BUILDERS:
            pieces[key] = display.show_table(BUILDERS[exhibit.kind](study, key))
        elif exhibit.kind == "diagram":
            name = key.replace("_", "-")
            model = build_figure_model(study, key)
            svg = draw_change_model(study, model, name, exhibit.caption, valence=True, live=True)
            pieces[key] = display.show_figure(svg, name, f"{exhibit.label}. {exhibit.caption}")
            sentences = build_sentences(study, build_figure_model(study, exhibit.exhibit))
            pieces[f"{key} text"] = display.show_text(sentences, exhibit.caption)
            outline = build_outline(study, model, find_rows(study))
            pieces[f"{key} list"] = display.show_outline(outline, exhibit.caption)
        else:
            continue
        pieces[f"{key} verdict"] = display.show_verdict(compare_exhibit(study, key))
    numbers = compute_demographics(study)
    labels = dict(study.characteristics[["characteristic", "label"]].itertuples(index=False))
    change = list_by_status(compute_theory_change(study))
    for name, figure in {
        "groups": charts.draw_groups_chart(numbers, labels, study.settings),
        "lengths": charts.draw_interview_lengths(study.interviews, study.settings),
        "change": charts.draw_theory_change(change),
    }.items():
        text = charts.describe_groups(numbers, study.settings)
        svg = charts.chart_svg(figure, f"{name}-chart", text, text)
        pieces[name] = display.show_figure(svg, name, text)
    for build in (
        edition_tables.build_notes_table,
        edition_tables.build_agreement_table,
        edition_tables.build_files_table,
        edition_tables.build_dictionary_table,
        edition_tables.build_codebook_table,
    ):
        pieces[build.__name__] = display.show_table(build(study))
    return {name: piece.data for name, piece in pieces.items()}


def digest_everything(folder):
    """Return one digest for all that is shown of the study in a folder."""
    shown = show_everything(load_study(folder))
    return hashlib.sha256("\0".join(shown.values()).encode()).hexdigest()


@pytest.fixture(scope="module")
def shown(study):
    return show_everything(study)


@pytest.fixture
def hostile(tmp_path):
    """Return an invented study with code in every text that it can have."""
    groups = [{"group": g, "label": f"{g} {EVIL}", "n": 8, "code": "<i>"} for g in ("g", "h")]
    row = {"configuration": "a", "context": EVIL, "initial": "yes", "final": "yes"}
    note = {"exhibit": "table", "row": "a", "field": "outcome", "kind": "missing"}
    names = {"people": "demographics", "talks": "interviews", "table": "configurations"}
    shown = {"label": EVIL, "caption": EVIL, "cannot_compare": EVIL}
    return make_study(
        tmp_path / "data",
        groups=groups,
        stages=[{"stage": "context", "label": EVIL, "spanner": EVIL, "as_clause": EVIL}, "outcome"],
        theories=["initial", "final"],
        configurations=[{**row, "valence": EVIL}],
        characteristics=[{"characteristic": "a", "label": EVIL, "responses": "multiple"}],
        demographics=[
            {"characteristic": "a", "level": EVIL, "group": g, "count": n}
            for g, n in (("g", 3), ("h", ""))
        ],
        interviews=[{"group": "g", "mean": 3}, {"group": "h", "minimum": 1, "maximum": 2}],
        quotations=[{"configuration": "a", "speaker": EVIL, "speaker_group": "g", "text": EVIL}],
        elements=[{"element": EVIL, "stage": "context", "label": EVIL, "definition": EVIL}],
        codings=[{"configuration": "a", "stage": "context", "element": EVIL, "phrase": EVIL}],
        notes=[{**note, "reason": EVIL, "evidence": EVIL, "confidence": EVIL}],
        exhibits=[
            *(
                {"exhibit": n, "kind": kind, "groups": ["g", "h"], **shown}
                for n, kind in names.items()
            ),
            {"exhibit": "figure", "kind": "diagram", **shown},
        ],
        not_available=EVIL,
        not_in_source=EVIL,
        quotations_label=EVIL,
        group_heading="{label} (n = {n})",
    )


def test_words_of_the_data_become_code_of_the_page(hostile):
    pieces = show_everything(hostile)
    assert len(pieces) == 18
    for name, html in pieces.items():
        assert "<script" not in html, name
        soup = BeautifulSoup(html, "html.parser")
        assert soup.find("script") is None, name
        assert not [tag for tag in soup.find_all(True) if tag.get("onclick")], name
        assert soup.find("b", string="z") is None, name
        if name not in WITHOUT_WORDS:
            text = "".join(soup.get_text().split())
            attributes = "".join(
                str(value) for tag in soup.find_all(True) for value in tag.attrs.values()
            )
            assert "".join(EVIL.split()) in text + "".join(attributes.split()), name


def test_words_of_a_verdict_that_differs_become_code(tmp_path):
    blocks = [{"characteristic": "a", "label": EVIL, "responses": "single"}]
    counts = [{"characteristic": "a", "level": EVIL, "group": "clients", "count": 8}]
    row, printed = f"a/{EVIL}", f"9 {EVIL}"
    note = {"exhibit": "people", "row": row, "field": "clients", "kind": "differs", "reason": EVIL}
    study = make_study(
        tmp_path / "data",
        characteristics=blocks,
        demographics=counts,
        exhibits=[{"exhibit": "people", "kind": "demographics", "groups": ["clients"]}],
        published={
            "people": {
                ("caption", "caption"): "The exhibit people.",
                ("heading", "clients"): "Clients (n = 8)",
                ("a", "label"): EVIL,
                (row, "clients"): printed,
            }
        },
        notes=[{**note, "source_reading": printed, "reading_used": "8 (100%)"}],
    )
    html = display.show_verdict(compare_exhibit(study, "people")).data
    soup = BeautifulSoup(html, "html.parser")
    assert soup.find("script") is None
    assert soup.find("b", string="z") is None
    (entry,) = soup.details.find_all("li")
    assert f"a: {EVIL}, clients: here “8 (100%)”, printed “9 {EVIL}”. {EVIL}" in entry.get_text()


def test_two_things_on_a_page_share_an_id(study, shown):
    parts = [
        display.show_table(tables.build_configurations_table(study, "table_2", {"valence": v})).data
        for v in ("positive", "negative")
    ]
    page = BeautifulSoup("".join([*shown.values(), *parts]), "html.parser")
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) > 100
    assert sorted(ids) == sorted(set(ids))
    assert not [name for name in ids if not name or any(letter.isspace() for letter in name)]


def test_a_reference_within_a_page_leads_nowhere(shown):
    for name, html in shown.items():
        soup = BeautifulSoup(html, "html.parser")
        ids = {tag["id"] for tag in soup.find_all(id=True)}
        for attribute in ("headers", "aria-labelledby", "aria-describedby"):
            for tag in soup.find_all(attrs={attribute: True}):
                value = tag[attribute]
                assert set(value.split() if isinstance(value, str) else value) <= ids, name
        links = [tag["href"] for tag in soup.find_all(href=True)]
        assert {link[1:] for link in links if link.startswith("#")} <= ids, name


def test_rows_and_headings_of_any_name_share_an_id(tmp_path):
    names = ["context", "-h1", "1", "2", "stub-1", "positive-a", "a"]
    study = make_study(
        tmp_path / "data",
        configurations=[{"configuration": n, "context": "C", "valence": "positive"} for n in names],
        exhibits=[{"exhibit": "table", "kind": "configurations"}],
    )
    whole = tables.build_configurations_table(study, "table")
    part = tables.build_configurations_table(study, "table", {"valence": "positive"})
    page = display.show_table(whole).data + display.show_table(part).data
    ids = [tag["id"] for tag in BeautifulSoup(page, "html.parser").find_all(id=True)]
    assert sorted(ids) == sorted(set(ids))


def test_the_same_study_is_shown_in_other_bytes(study, shown):
    again = show_everything(load_study(study.directory))
    assert {name for name in shown if shown[name] != again[name]} == set()


def test_the_bytes_depend_on_the_seed_of_the_interpreter(study):
    code = "import sys\nfrom tests.display.test_display import digest_everything\n"
    code += "print(digest_everything(sys.argv[1]))"
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(study.directory)],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("0", "1")
    ]
    digests = [run.communicate(timeout=900)[0].strip() for run in runs]
    assert len(digests[0]) == 64
    assert digests == [digest_everything(study.directory)] * 2


def test_a_shown_thing_carries_an_address_or_a_date(shown):
    for name, html in shown.items():
        assert " at 0x" not in html, name
        assert "style=" not in html or name in ("groups", "lengths", "change"), name


def test_a_table_has_no_caption_or_region(study):
    html = display.show_table(tables.build_demographics_table(study, "table_1")).data
    soup = BeautifulSoup(html, "html.parser")
    region = soup.find(attrs={"role": "region"})
    assert region["aria-label"] == "Table 1"
    assert region["tabindex"] == "0"
    assert soup.table.find(True).name == "caption"
    assert all(head.get("scope") for head in soup.find_all("th"))


def test_a_number_is_glued_under_another_name(monkeypatch):
    published = []
    monkeypatch.setattr(
        display,
        "publish_display_data",
        lambda data, metadata: published.append((data, metadata)),
    )
    display.glue_numbers({"people": 56})
    ((data, metadata),) = published
    assert data == {"application/papermill.record/text/plain": "56"}
    assert metadata["scrapbook"]["name"] == "people"


@pytest.mark.parametrize(("valence", "is_there"), [("positive", True), ("", False)])
def test_a_table_has_a_column_of_valences_that_nobody_gave(tmp_path, valence, is_there):
    row = {"configuration": "a", "context": "C", "first": "no", "last": "yes", "valence": valence}
    study = make_study(tmp_path / "data", theories=("first", "last"), configurations=[row])
    page = display.show_table(report_tables.build_change_table(study)).data
    assert ("Valence" in page) == is_there
    assert "Status" in page

"""The report of a book: all verdicts where something is published, a checklist where nothing is."""

from bs4 import BeautifulSoup

from scripts.adapt.new_evaluation import write_evaluation
from scripts.adapt.plans import plan_example, read_groups, read_stages
from scripts.display.reports import show_all_verdicts, show_checklist, show_summary
from scripts.study.study import load_study
from tests.exhibits import make_results
from tests.studies import make_study

NOTHING = "New evaluation: nothing published to compare with."
STUDY = {
    "stages": ["context", "outcome"],
    "configurations": [{"configuration": "one", "context": "New <b>here</b>", "outcome": "Stays"}],
    "exhibits": [
        {"exhibit": "table_2", "kind": "configurations"},
        {"exhibit": "figure_1", "kind": "diagram"},
    ],
}
PRINTED = {
    ("caption", "caption"): "The exhibit table_2.",
    ("heading", "context"): "Context",
    ("heading", "outcome"): "Outcome",
    ("one", "context"): "New <b>here</b>",
    ("one", "outcome"): "Stays",
}

NOTE = {
    **{"exhibit": "table_2", "row": "one", "field": "outcome", "kind": "emendation"},
    **{"source_reading": "Goes", "reading_used": "Stays", "reason": "A slip"},
    **{"evidence": "Invented", "confidence": "high"},
}


def read(shown):
    return BeautifulSoup(shown.html, "html.parser")


def test_a_new_evaluation_gets_no_verdict(tmp_path):
    study = make_study(tmp_path, **STUDY)
    results = make_results(study)
    for shown in (show_summary(study, results), show_all_verdicts(study, results)):
        assert NOTHING in read(shown).get_text()
        assert "transcribed" not in shown.html
    assert read(show_summary(study, results)).find("section")["aria-label"] == "Verdicts"


def test_published_exhibits_have_a_verdict_and_no_others(tmp_path):
    study = make_study(tmp_path, **STUDY, published={"table_2": PRINTED})
    results = make_results(study)
    page = read(show_summary(study, results))
    (line,) = page.find_all("li")
    assert line.get_text() == "Table 2: 5 of 5 typed values transcribed alike"
    assert NOTHING not in page.get_text()
    table = read(show_all_verdicts(study, results))
    assert len(table.find_all("table")) == 1
    assert len(table.select("tbody tr")) == len(PRINTED)


def test_a_difference_is_told(tmp_path):
    slip = PRINTED | {("one", "outcome"): "Goes"}
    study = make_study(tmp_path, **STUDY, published={"table_2": slip}, notes=[NOTE])
    words = read(show_summary(study, make_results(study))).get_text()
    assert "4 of 5 typed values transcribed alike" in words
    assert "1 of 5 values differ" in words


def test_the_checklist_counts_only_what_was_answered(tmp_path):
    book = tmp_path / "book"
    write_evaluation(book, plan_example("T", read_groups("A=20"), read_stages("a,b")))
    path = book / "data" / "reporting_standards.csv"
    page = read(show_checklist(load_study(book / "data")))
    items = len(path.read_text("utf-8").splitlines()) - 1
    assert page.find("p").get_text() == f"0 of {items} items are answered so far."
    assert len(page.select("tbody tr")) == items
    lines = path.read_text("utf-8").splitlines()
    assert lines[1].endswith(",,,")
    lines[1] = lines[1].removesuffix(",,,") + ",yes,index,"
    path.write_text("\n".join(lines), encoding="utf-8")
    page = read(show_checklist(load_study(book / "data")))
    assert page.find("p").get_text() == f"1 of {items} items are answered so far."


def test_a_study_without_the_standard_stops_nothing(tmp_path):
    shown = show_checklist(make_study(tmp_path, **STUDY))
    assert "reporting_standards.csv has no rows" in shown.html

"""What a reader meets first."""

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from scripts.diagrams.figures import MOST_CONFIGURATIONS
from scripts.display import citations, front_page
from scripts.display.citations import Work
from tests.exhibits import make_results
from tests.studies import make_study

STEPS = pd.DataFrame(
    [
        ("a", "positive", "Asked <in>", "context", "new", "New here"),
        ("a", "positive", "Asked <in>", "reaction", "glad", "Is glad"),
        ("b", "negative", "b", "context", "new", "New here"),
        ("b", "negative", "b", "reaction", "shy", "Is shy"),
    ],
    columns=["configuration", "valence", "title", "stage", "element", "label"],
)


@pytest.fixture
def walkers(tmp_path):
    """A study of two configurations that end differently."""
    rows = [
        {"configuration": name, "context": "New here", "valence": valence}
        for name, valence in {"a": "positive", "b": "negative"}.items()
    ]
    return make_study(tmp_path / "data", stages=("context", "reaction"), configurations=rows)


def test_what_two_configurations_share_is_shown_once_and_where_they_part_twice(walkers):
    shown = BeautifulSoup(front_page.show_fork(STEPS, walkers, "Two & two").data, "html.parser")
    assert [box.get_text(" ", strip=True) for box in shown.select(".fork-trunk li")] == [
        f"{walkers.stages['short_label']['context']} New here"
    ]
    first, second = shown.select(".fork-way")
    assert (first.a["href"], second.a["href"]) == ("configurations/a.html", "configurations/b.html")
    assert "Asked <in>" in first.get_text()
    assert "Is glad" in first.get_text()
    assert "Is shy" in second.get_text()
    assert shown.figcaption.get_text() == "Two & two"


def test_of_no_configurations_nothing_is_shown(study):
    assert front_page.show_fork(STEPS[:0], study, "x").data == ""


def test_a_finding_has_its_quotation_and_leads_to_its_evidence(walkers):
    rows = STEPS.drop_duplicates("configuration").assign(
        text=["I came", None], speaker=["Ann", None], speaker_group=["none", None]
    )
    html = front_page.show_findings(rows, walkers, {"positive": "Good"}).data
    shown = BeautifulSoup(html, "html.parser")
    good, bad = shown.select(".finding-side")
    assert good.blockquote.p.get_text() == "‘I came’"
    assert good.select_one(".finding-evidence a")["href"].endswith("#explore-a")
    assert "Good" in good.h3.get_text()
    assert "Negative" in bad.h3.get_text()
    assert bad.select_one(".finding-title").get_text() == "b"
    assert bad.blockquote is None


def test_what_is_not_shown_with_a_quotation_is_named(walkers):
    rows = STEPS.drop_duplicates("configuration").assign(
        valence="positive", text=None, speaker=None, speaker_group=None
    )
    shown = BeautifulSoup(front_page.show_findings(rows, walkers, most=1).data, "html.parser")
    assert [a.get_text() for a in shown.select(".finding-others a")] == ["b"]
    assert len(shown.select("li")) == 1


@pytest.fixture(scope="module")
def overviews(study):
    """The figures at a glance."""
    return BeautifulSoup(front_page.show_overviews(study, make_results(study)).data, "html.parser")


def test_each_figure_is_there_small_and_leads_to_the_large_one(overviews, study):
    figures = [e for e in study.settings.exhibits if e.kind == "diagram"]
    links = overviews.select("figure.edition-overview > a")
    expected = [e.chapter.removesuffix(".ipynb") + ".html" for e in figures]
    assert [link["href"] for link in links] == expected
    for link, exhibit in zip(links, figures, strict=True):
        if link.svg:
            assert link.svg.title.get_text() == f"{exhibit.label} at a glance"
        assert exhibit.caption in link.span.get_text()
    ids = [tag["id"] for tag in overviews.find_all(id=True)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("several", [0, 1])
def test_a_figure_in_several_pictures_is_drawn_at_a_glance(tmp_path, several):
    rows = [
        {"configuration": f"c-{i}", "context": f"Context {i}"}
        for i in range(MOST_CONFIGURATIONS + several)
    ]
    figure = {"exhibit": "figure_1", "kind": "diagram", "chapter": "chapters/figure_1.ipynb"}
    study = make_study(tmp_path / "data", configurations=rows, exhibits=[figure])
    html = BeautifulSoup(front_page.show_overviews(study, make_results(study)).data, "html.parser")
    (link,) = html.select("a")
    assert link["href"] == "chapters/figure_1.html"
    assert link.span.get_text()
    assert len(html.select("svg")) == 1 - several


def test_text_of_a_work_is_no_markup(monkeypatch):
    nasty = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    work = Work(nasty, ((nasty, nasty),), nasty, nasty, nasty, nasty, nasty, nasty, nasty)
    monkeypatch.setattr(front_page, "list_works", lambda study: [(nasty, work)])
    html = BeautifulSoup(front_page.show_how_to_cite(SimpleNamespace()).data, "html.parser")
    assert not html.find_all(["script", "img"])
    assert nasty in html.select_one(".edition-copy p").get_text()
    assert nasty in html.select_one("pre").get_text()


def test_references_are_selectable_text_without_any_script(study):
    html = BeautifulSoup(front_page.show_how_to_cite(study).data, "html.parser")
    works = citations.list_works(study)
    assert not html.find_all("button")
    blocks = html.select(".edition-copy")
    assert [b.get_text() for b in blocks[::2]] == [citations.format_reference(w) for _, w in works]
    assert [b.get_text() for b in blocks[1::2]] == [citations.format_bibtex(w) for _, w in works]
    assert all(block["data-label"] for block in blocks)
    links = [link["href"] for link in html.select("a")]
    assert links[:1] == [f"https://doi.org/{work.doi}" for _, work in works if work.doi][:1]


def test_a_work_without_doi_or_licence_is_shown_without(monkeypatch):
    work = replace(Work("k", (), "T"), doi="", licence="")
    monkeypatch.setattr(front_page, "list_works", lambda study: [("For it", work)])
    html = front_page.show_how_to_cite(SimpleNamespace()).data
    assert "DOI" not in html
    assert "Licence" not in html
    assert "<p><b>For it</b></p>" in html

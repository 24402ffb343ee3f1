"""The claims of this paper: the chapter answers each, and every difference is found."""

from dataclasses import replace

from scripts.published import claims
from scripts.published.comparison import DIFFERS, REPRODUCED, TRANSCRIBED
from scripts.study.study import load_study, use_study
from tests.alterations import altered
from tests.comparisons import compare_exhibit


def test_the_chapter_answers_every_claim_of_the_paper(study):
    comparison = compare_exhibit(study, "claims")
    assert comparison.failures == ()
    ledger = study.frame(claims.CLAIMS_TABLE)
    assert comparison.values["row"].tolist() == ledger[ledger["repeats"] == ""]["claim"].tolist()
    empty = comparison.values[comparison.values["reason"] == ""]
    assert set(empty["verdict"]) <= {REPRODUCED, TRANSCRIBED}


def test_every_difference_of_the_paper_is_found(study):
    values = compare_exhibit(study, "claims").values
    differing = set(values.loc[values["verdict"] == DIFFERS, "row"])
    assert differing == {"interview-hours-total", "mead-page"}


def test_the_report_answers_from_its_study(study):
    groups = tuple(replace(group, n=group.n + 1) for group in study.settings.groups)
    other = replace(study, settings=replace(study.settings, groups=groups))
    with use_study(other):
        assert load_study() is other
    assert load_study(study.directory) is not other


def test_code_that_stops_is_refused_in_words(study):
    other = altered(study, interviews=study.frame("interviews").iloc[:0])
    comparison = compare_exhibit(other, "claims")
    assert len(comparison.failures) == 1
    (failure,) = comparison.failures
    assert failure.startswith("claims: the code of chapters/reproduction_report.ipynb, cell ")
    assert "KeyError" in failure

"""The ledger of claims: whether each is answered, and judged as it should be."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from scripts.published import claims
from scripts.published.comparison import (
    CANNOT_COMPARE,
    CONSISTENT,
    DIFFERS,
    REPRODUCED,
    TRANSCRIBED,
)
from scripts.study.study import Study, load_study, use_study
from tests.comparisons import compare_exhibit


class _Ledger(Study):
    """A study whose ledger and notes are replaced."""

    def frame(self, name: str) -> pd.DataFrame:
        replaced = self.__dict__.get("replaced", {})
        return replaced[name].copy() if name in replaced else super().frame(name)


def _claim(name: str, **values: str) -> dict[str, str]:
    empty = dict.fromkeys(("unit", "kind", "value", "second_reading"), "")
    row = {"claim": name, "section": "Results", "statement": "Invented.", "printed": "7 people"}
    return row | empty | {"answer": "text"} | values


@pytest.fixture
def ledger(study):
    def make(*rows: dict[str, str], notes: tuple[dict[str, str], ...] = ()) -> Study:
        columns = ["exhibit", "row", "field", "kind", "source_reading", "reading_used", "reason"]
        other = _Ledger(study.directory, study.settings, study.tables)
        other.__dict__["replaced"] = {
            claims.TABLE: pd.DataFrame(rows),
            "editorial_notes": pd.DataFrame(list(notes), columns=columns),
        }
        return other

    return make


def _verdict(study: Study, answers=None) -> tuple[str, tuple[str, ...]]:
    comparison = claims.compare_claims(study, answers or {})
    return comparison.values["verdict"].iloc[0], comparison.failures


@pytest.mark.parametrize(
    ("answer", "value", "verdict"),
    [
        (claims.computed(7, ""), "7", REPRODUCED),
        (claims.typed(7, ""), "7", TRANSCRIBED),
        (claims.typed((20, 58), ""), "20-58", TRANSCRIBED),
        (claims.computed([27, 20], ""), "27; 20", REPRODUCED),
        (claims.checked(True, "holds", ""), "", CONSISTENT),
        (claims.unanswerable("not published"), "", CANNOT_COMPARE),
    ],
)
def test_each_answer_gets_its_verdict(ledger, answer, value, verdict):
    study = ledger(_claim("people", value=value, answer="data"))
    assert _verdict(study, {"people": answer}) == (verdict, ())


@pytest.mark.parametrize(
    "answer", [claims.computed(8, ""), claims.typed(8, ""), claims.checked(False, "no", "")]
)
def test_a_difference_without_a_note_is_refused(ledger, answer):
    value = "" if answer.basis == claims.CHECKED else "7"
    verdict, failures = _verdict(
        ledger(_claim("people", value=value, answer="data")), {"people": answer}
    )
    assert verdict == DIFFERS
    assert len(failures) == 1
    assert "claim people: found" in failures[0]


def test_a_difference_with_its_note_is_accepted(ledger):
    note = {"exhibit": "claims", "row": "people", "field": "value", "kind": "differs"}
    note |= {"source_reading": "7 people", "reading_used": "8", "reason": "One came later."}
    study = ledger(_claim("people", value="7", answer="data"), notes=(note,))
    assert _verdict(study, {"people": claims.computed(8, "")}) == (DIFFERS, ())
    verdict, failures = _verdict(study, {"people": claims.computed(7, "")})
    assert verdict == REPRODUCED
    assert "has no such difference" in failures[0]


def test_a_note_written_for_other_words_is_refused(ledger):
    note = {"exhibit": "claims", "row": "people", "field": "value", "kind": "differs"}
    note |= {"source_reading": "9 people", "reading_used": "8", "reason": "One came later."}
    study = ledger(_claim("people", value="7", answer="data"), notes=(note,))
    _, failures = _verdict(study, {"people": claims.computed(8, "")})
    assert "9 people" in failures[0]


def test_a_claim_without_an_answer_is_named(ledger):
    _, failures = _verdict(ledger(_claim("people", answer="data")))
    (failure,) = failures
    assert failure.startswith("claims, claim people: the chapter does not answer it. Answer it")


def test_a_claim_that_nobody_can_place_is_refused(ledger):
    _, failures = _verdict(ledger(_claim("people", answer="dat")))
    assert "the answer “dat” is none of data, arithmetic" in failures[0]


def test_an_answer_to_no_claim_is_refused(ledger):
    _, failures = _verdict(ledger(_claim("people")), {"others": claims.typed(1, "")})
    assert "claim others: the chapter answers a claim that the ledger does not have" in failures[0]


@pytest.mark.parametrize(
    ("second", "verdict", "word"), [("7", TRANSCRIBED, ""), ("8", CANNOT_COMPARE, "the other 8")]
)
def test_two_lists_that_disagree_are_refused(ledger, second, verdict, word):
    found, failures = _verdict(ledger(_claim("people", value="7", second_reading=second)))
    assert found == verdict
    assert bool(failures) == bool(word)
    assert word in "".join(failures)


def test_a_value_that_nothing_is_compared_with_is_refused(ledger):
    _, failures = _verdict(ledger(_claim("people", value="7")))
    assert "nothing to compare the value 7 with" in failures[0]


def test_a_claim_that_repeats_another_is_told_with_it_and_not_counted(ledger):
    again = _claim("again", section="Abstract", value="7", second_reading="7", repeats="people")
    study = ledger(_claim("people", value="7", second_reading="7", repeats=""), again)
    comparison = claims.compare_claims(study, {})
    assert comparison.failures == ()
    assert comparison.values["row"].tolist() == ["people"]
    assert (
        comparison.values["reason"]
        .iloc[0]
        .endswith("read the same. The same in: Abstract (“7 people”).")
    )


@pytest.mark.parametrize(
    ("value", "repeats", "words"),
    [("8", "people", "reads 8 where that reads 7"), ("7", "nobody", "which is no exhibit, nor")],
)
def test_a_repetition_that_is_none_is_refused(ledger, value, repeats, words):
    again = _claim("again", value=value, second_reading=value, repeats=repeats)
    study = ledger(_claim("people", value="7", second_reading="7", repeats=""), again)
    (failure,) = claims.compare_claims(study, {}).failures
    assert words in failure


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"printed": "21–58 min"}, "repeats interviews, which does not print 21"),
        ({"value": "20-59", "second_reading": "20-59"}, "which does not print 59"),
        ({"second_reading": "20-59"}, "one list of claims reads 20-58, the other 20-59"),
    ],
)
def test_a_repetition_of_an_exhibit_is_compared_with_what_that_prints(ledger, change, words):
    lengths = {"printed": "20–58 min", "value": "20-58", "second_reading": "20-58"}
    again = _claim("again", **(lengths | change), repeats="interviews")
    assert (
        claims.compare_claims(ledger(_claim("again", **lengths, repeats="interviews")), {}).failures
        == ()
    )
    (failure,) = claims.compare_claims(ledger(again), {}).failures
    assert words in failure


@pytest.mark.parametrize("answer", sorted(claims.REASONS))
def test_a_claim_that_cannot_be_compared_has_its_reason(ledger, answer):
    comparison = claims.compare_claims(ledger(_claim("people", answer=answer)), {})
    assert comparison.values["reason"].iloc[0] == claims.REASONS[answer]


def test_the_chapter_answers_every_claim_of_the_paper(study):
    comparison = compare_exhibit(study, "claims")
    assert comparison.failures == ()
    ledger = study.frame(claims.TABLE)
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
    other = _Ledger(study.directory, study.settings, study.tables)
    other.__dict__["replaced"] = {"interviews": study.frame("interviews").iloc[:0]}
    comparison = compare_exhibit(other, "claims")
    assert len(comparison.failures) == 1
    (failure,) = comparison.failures
    assert failure.startswith("claims: the code of chapters/reproduction_report.ipynb, cell ")
    assert "KeyError" in failure

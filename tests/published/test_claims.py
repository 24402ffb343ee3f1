"""The ledger of claims: whether each is answered, and judged as it should be."""

from fractions import Fraction

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
from scripts.study.study import Study
from tests.studies import make_study

EXHIBITS = (
    {"exhibit": "interviews", "kind": "interviews"},
    {"exhibit": "claims", "kind": "claims"},
)
LENGTHS = {"interviewees": 8, "mean": 40, "minimum": 20, "maximum": 58}
PRINTED = {"interviews": {("clients", column): str(n) for column, n in LENGTHS.items()}}
NOTE = {"exhibit": "claims", "row": "people", "field": "value", "kind": "differs"}
NOTE |= {"source_reading": "7 people", "reading_used": "8", "reason": "One came later."}


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
def ledger(tmp_path):
    rows = [{"group": "clients", **LENGTHS}]
    values = {"exhibits": EXHIBITS, "interviews": rows, "published": PRINTED}
    study = make_study(tmp_path / "data", **values)

    def make(*rows: dict[str, str], notes: tuple[dict[str, str], ...] = ()) -> Study:
        columns = ["exhibit", "row", "field", "kind", "source_reading", "reading_used", "reason"]
        other = _Ledger(study.directory, study.settings, study.tables, study.sheets)
        other.__dict__["replaced"] = {
            claims.CLAIMS_TABLE: pd.DataFrame(rows),
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
    study = ledger(_claim("people", value="7", answer="data"), notes=(NOTE,))
    assert _verdict(study, {"people": claims.computed(8, "")}) == (DIFFERS, ())
    verdict, failures = _verdict(study, {"people": claims.computed(7, "")})
    assert verdict == REPRODUCED
    assert "has no such difference" in failures[0]


def test_a_note_written_for_other_words_is_refused(ledger):
    note = NOTE | {"source_reading": "9 people"}
    study = ledger(_claim("people", value="7", answer="data"), notes=(note,))
    _, failures = _verdict(study, {"people": claims.computed(8, "")})
    assert "9 people" in failures[0]


def test_a_claim_without_an_answer_is_named(ledger):
    comparison = claims.compare_claims(ledger(_claim("people", answer="data")), {})
    (failure,) = comparison.failures
    assert comparison.values["reason"].tolist() == [""]
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


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (7, "7"),
        (2.50, "2.5"),
        (Fraction(1, 3), "1/3"),
        ((20, 58), "20-58"),
        ([27, (1, 2)], "27; 1-2"),
    ],
)
def test_a_value_is_written_as_the_ledger_writes_it(value, written):
    answer = claims.computed(value, "page.html#place", "Counted.")
    assert answer == claims.Answer("computed", written, "Counted.", "page.html#place")
    assert claims.typed(value, "page.html") == claims.Answer("typed", written, source="page.html")


def test_a_check_says_whether_it_holds():
    assert claims.checked(1, "So.", "p") == claims.Answer("checked", "holds", "So.", "p")
    failed = claims.Answer("checked", "does not hold", "Not so.", "p")
    assert claims.checked(0, "Not so.", "p") == failed
    assert claims.unanswerable("Nobody knows.", "p") == claims.Answer("", "", "Nobody knows.", "p")


def test_a_claim_is_told_with_its_words_its_value_its_note_and_its_source(ledger):
    note = NOTE | {"reason": "One came later."}
    rows = (
        _claim("people", statement="Seven came.", value="7", answer="data", would_fail="Eight."),
        _claim("calm", statement="All were calm.", answer="data", would_fail="One who was not."),
        _claim("number", value="3", second_reading="3", section="Methods", would_fail=""),
    )
    answers = {
        "people": claims.computed(8, "people.html", "Counted."),
        "calm": claims.checked(True, "Nobody was not.", "calm.html"),
    }
    study = ledger(*rows, notes=(note,))
    comparison = claims.compare_claims(study, answers)
    assert comparison.failures == ()
    assert comparison.exhibit.exhibit == "claims"
    columns = ["row", "part", "basis", "rebuilt", "printed", "verdict", "kind", "reason", "place"]
    columns += ["source", "name", "would_fail"]
    assert comparison.values[columns].to_numpy().tolist() == [
        [
            *("people", "Seven came.", "computed", "8", "7 people", DIFFERS, "differs"),
            *("One came later.", "Results", "people.html", "Seven came.", "Eight."),
        ],
        [
            *("calm", "All were calm.", "checked", "holds", "7 people", CONSISTENT, ""),
            *("Nobody was not.", "Results", "calm.html", "All were calm.", "One who was not."),
        ],
        [
            *("number", "Invented.", "typed", "3", "7 people", TRANSCRIBED, ""),
            *("Two independent lists read the same.", "Methods", "", "Invented.", ""),
        ],
    ]
    assert set(comparison.values["column"]) == {"value"}


def test_everything_that_is_wrong_with_the_ledger_is_told(ledger):
    rows = (
        _claim("people", value="7", answer="data", repeats=""),
        _claim("number", value="3", second_reading="4", section="Methods", repeats=""),
        _claim("again", value="9", second_reading="9", section="Methods", repeats="people"),
    )
    answers = {"people": claims.computed(7, ""), "weather": claims.computed(1, "")}
    study = ledger(*rows, notes=(NOTE | {"row": "nobody"},))
    strange = "that the ledger does not have"
    assert claims.compare_claims(study, answers).failures == (
        "claims, claim again: it repeats people, but reads 9 where that reads 7",
        "claims, claim number: one list of claims reads 3, the other 4",
        f"claims, claim weather: the chapter answers a claim {strange}",
        f"claims, claim nobody: a note on a claim {strange}",
    )


def test_where_a_claim_is_made_again_is_added_to_its_reason(ledger):
    again = [
        _claim("again", section="Abstract", value="7", second_reading="7", repeats="people"),
        _claim(
            "more", section="Title", value="7", second_reading="7", repeats="people", printed=""
        ),
    ]
    people = _claim("people", value="7", answer="data", repeats="")
    study = ledger(people, *again)
    (reason,) = claims.compare_claims(study, {"people": claims.computed(7, "", "So.")}).values[
        "reason"
    ]
    assert reason == "So. The same in: Abstract (“7 people”), Title."
    (reason,) = claims.compare_claims(study, {"people": claims.computed(7, "")}).values["reason"]
    assert reason == "The same in: Abstract (“7 people”), Title."


@pytest.mark.parametrize(
    ("first", "words"),
    [
        ({"value": "", "second_reading": ""}, "but reads 7 where that reads nothing"),
        (
            {"value": "7", "second_reading": "7", "repeats": "interviews"},
            "nor a claim that repeats no",
        ),
    ],
)
def test_what_is_repeated_has_the_value_and_repeats_nothing_itself(ledger, first, words):
    again = _claim("again", value="7", second_reading="7", repeats="people")
    study = ledger(_claim("people", **({"repeats": ""} | first)), again)
    assert any(words in line for line in claims.compare_claims(study, {}).failures)


def test_a_reason_of_its_own_stands_before_that_of_the_kind(ledger):
    study = ledger(_claim("people", reason="Lost."))
    assert claims.compare_claims(study, {}).values["reason"].tolist() == ["Lost."]


def test_a_claim_of_one_list_alone_is_not_transcribed(ledger):
    study = ledger(_claim("people", value="", second_reading=""))
    assert _verdict(study) == (CANNOT_COMPARE, ())
    study = ledger(_claim("people", value="", second_reading="7"))
    assert "one list of claims reads nothing, the other 7" in "".join(_verdict(study)[1])


def test_names_of_numbers_are_answered_and_only_claims_that_can_be_answered(ledger):
    names = ("n-all", "n-clients", "configurations", "quotations", "weather")
    study = ledger(*(_claim(n, answer="arithmetic") for n in names), _claim("n_all", answer="text"))
    assert claims.answer_by_name(study) == {
        "n-all": claims.computed(8, ""),
        "n-clients": claims.typed(8, ""),
        "configurations": claims.computed(1, ""),
        "quotations": claims.computed(0, ""),
    }

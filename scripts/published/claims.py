"""The ledger: every number and countable statement of the paper, and what answers it.

A chapter answers the claims in its code, in the paper's order, and has them compared here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from scripts.analysis.configurations import count_all
from scripts.published.comparison import (
    CANNOT_COMPARE,
    CHECKED,
    COLUMNS,
    CONSISTENT,
    DIFFERS,
    NAME,
    REPRODUCED,
    TRANSCRIBED,
    Comparison,
)
from scripts.published.printed_cells import COMPUTED, TYPED
from scripts.study.settings import CLAIMS, CLAIMS_TABLE
from scripts.study.study import Study

HOLDS = "holds"
NUMBER = re.compile(r"\d+(?:\.\d+)?")
# Claims that the chapter has to answer by computing; the others have a reason instead.
ANSWERABLE = ("data", "arithmetic")
REASONS = {
    "text": "Counts something in the paper's own text, which this edition does not hold.",
    "authors": "Only the authors, or those they interviewed, can know.",
    "literature": "Speaks of other research.",
    "prevalence": "Says how common something is among people; the tables count configurations.",
    "judgement": "Weighs one thing against another, without a number to recompute.",
    "untestable": "No data could contradict it.",
}


@dataclass(frozen=True)
class Answer:
    """What the edition has to say to a claim.

    `basis` is ``computed``, ``typed``, ``checked`` or empty where nothing can be said; `value`
    is what came out, in the form of the ledger's column of that name; of a statement which is
    checked, whether it `HOLDS`. `reason` says how it was found, or why it cannot be; `source` is
    where the data stand, a page of the book with an anchor.
    """

    basis: str
    value: str = ""
    reason: str = ""
    source: str = ""


def computed(value: object, source: str, reason: str = "") -> Answer:
    """Return the answer to a claim whose number was recomputed from other data."""
    return Answer(COMPUTED, _text(value), reason, source)


def typed(value: object, source: str, reason: str = "") -> Answer:
    """Return the answer to a claim whose number stands in the input data."""
    return Answer(TYPED, _text(value), reason, source)


def checked(holds: bool, reason: str, source: str) -> Answer:
    """Return the answer to a claim that can be tested but not recomputed."""
    return Answer(CHECKED, HOLDS if holds else "does not hold", reason, source)


def unanswerable(reason: str, source: str = "") -> Answer:
    """Return the answer to a claim that the data cannot decide, with the reason."""
    return Answer("", reason=reason, source=source)


def answer_by_name(study: Study) -> dict[str, Answer]:
    """Return answers to the claims that bear the name of a number of the book.

    Such as ``configurations``, ``quotations``, ``n-all`` and ``n-GROUP``: the names of
    `count_all`, with hyphens.
    """
    numbers, sizes = count_all(study), {f"n_{group}" for group in study.groups.index} - {"n_all"}
    ledger = study.frame(CLAIMS_TABLE)
    answers = {}
    for claim in ledger[ledger["answer"].isin(ANSWERABLE)]["claim"]:
        name = claim.replace("-", "_")
        if name in numbers:
            answers[claim] = (typed if name in sizes else computed)(numbers[name], "")
    return answers


def _text(value: object) -> str:
    """Return a value as the ledger writes it: ``20``, ``20-58`` or ``27; 20``."""
    if isinstance(value, tuple):
        return "-".join(map(_text, value))
    if isinstance(value, list):
        return "; ".join(map(_text, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def compare_claims(study: Study, answers: Mapping[str, Answer]) -> Comparison:
    """Return the claims of the ledger with the verdict on each.

    A claim that the chapter answers is ``reproduced``, ``transcribed``, ``consistent`` or
    ``differs``. One that it does not answer is ``transcribed`` where two lists of claims,
    made independently, read the same number, and ``cannot compare`` otherwise. A claim that
    repeats another is told with it, and not counted again.

    Parameters
    ----------
    study : Study
        The study, with the ledger in ``published/claims.csv``.
    answers : mapping of str to Answer
        Answers by claim.
    """
    exhibit = next(e for e in study.settings.exhibits if e.kind == CLAIMS)
    ledger = study.frame(CLAIMS_TABLE)
    ledger = ledger.assign(repeats=ledger.get("repeats", ""))
    repeated, failures = _find_repeated(study, ledger)
    failures += [
        f"claims, claim {claim.claim}: one list of claims reads {claim.value or 'nothing'}, "
        f"the other {claim.second_reading}"
        for claim in ledger.itertuples()
        if claim.second_reading not in ("", claim.value)
    ]
    ledger = ledger[ledger["repeats"] == ""]
    notes = study.editorial_notes
    notes = {n.row: n for n in notes[notes["exhibit"] == exhibit.exhibit].itertuples()}
    rows = []
    for claim in ledger.itertuples():
        note, given = notes.get(claim.claim), answers.get(claim.claim)
        answer = given or _answer_unasked(claim)
        verdict = _judge(claim, answer)
        wrong = _find_wrong(claim, given, note, verdict)
        failures += [f"{exhibit.exhibit}, claim {claim.claim}: {words}" for words in wrong]
        kind, reason = (note.kind, note.reason) if note is not None else ("", answer.reason)
        if claim.claim in repeated:
            again = f"The same in: {', '.join(repeated[claim.claim])}."
            reason = f"{reason.rstrip('.')}. {again}" if reason else again
        read = (claim.statement, answer.basis or TYPED, answer.value, claim.printed)
        about = (verdict, kind, reason, claim.section, answer.source)
        rows.append((claim.claim, "value", *read, *about))
    for wrong, names in (("the chapter answers a claim", answers), ("a note on a claim", notes)):
        strange = [name for name in names if name not in set(ledger["claim"])]
        wrong += " that the ledger does not have"
        failures += [f"{exhibit.exhibit}, claim {name}: {wrong}" for name in strange]
    frame = pd.DataFrame(rows, columns=[*COLUMNS, "source"])
    frame[NAME] = frame["part"]
    if "would_fail" in ledger:
        frame["would_fail"] = list(ledger["would_fail"])
    return Comparison(exhibit, frame, tuple(failures))


def _find_wrong(claim, answer: Answer | None, note, verdict: str) -> list[str]:
    """Return what is wrong with a claim, with the answer to it, and with the note on it."""
    wrong = []
    if answer is None and claim.answer in ANSWERABLE:
        wrong.append(
            "the chapter does not answer it. Answer it there; or call it after a "
            "number of the book, such as configurations or n-all; or give it another answer "
            f"than {' and '.join(ANSWERABLE)} in the list of claims"
        )
    if claim.answer not in (*ANSWERABLE, *REASONS):
        wrong.append(
            f"the answer “{claim.answer}” is none of "
            f"{', '.join([*ANSWERABLE, *REASONS])}; correct it in the list of claims"
        )
    is_compared = answer is not None and answer.basis in (COMPUTED, TYPED)
    if claim.value and not claim.second_reading and not is_compared:
        wrong.append(
            f"nothing to compare the value {claim.value} with; leave it empty, "
            "or give a second reading"
        )
    if verdict == DIFFERS and note is None:
        wrong.append(f"found {answer.value}, but the paper has {claim.value}")
    if verdict != DIFFERS and note is not None:
        wrong.append(f"the note of the kind {note.kind} has no such difference")
    if note is not None and note.source_reading != claim.printed:
        wrong.append(
            f"the note was written for the printed words “{note.source_reading}”, "
            f"but published/ has “{claim.printed}”"
        )
    return wrong


def _find_repeated(study: Study, ledger: pd.DataFrame) -> tuple[dict[str, list[str]], list[str]]:
    """Return where the paper says each claim again, and what is wrong with these repetitions.

    What is repeated is a claim that repeats none itself, with the same value, or an exhibit
    that prints every number of the claim.
    """
    claims = ledger.set_index("claim")
    exhibits = {e.exhibit for e in study.settings.exhibits if e.kind != CLAIMS}
    repeated: dict[str, list[str]] = {}
    failures = []
    for claim in ledger[ledger["repeats"] != ""].itertuples():
        where = f"claims, claim {claim.claim}: it repeats {claim.repeats}"
        if claim.repeats in exhibits:
            printed = NUMBER.findall(" ".join(study.published(claim.repeats)["printed"]))
            numbers = NUMBER.findall(f"{claim.printed} {claim.value}")
            if others := sorted(set(numbers) - set(printed)):
                failures.append(f"{where}, which does not print {', '.join(others)}")
        elif claim.repeats not in claims.index or claims.loc[claim.repeats, "repeats"]:
            failures.append(f"{where}, which is no exhibit, nor a claim that repeats no other")
        elif claim.value and claims.loc[claim.repeats, "value"] != claim.value:
            other = claims.loc[claim.repeats, "value"]
            failures.append(
                f"{where}, but reads {claim.value} where that reads {other or 'nothing'}"
            )
        else:
            words = f" (“{claim.printed}”)" if claim.printed else ""
            repeated.setdefault(claim.repeats, []).append(f"{claim.section}{words}")
    return repeated, failures


def _answer_unasked(claim) -> Answer:
    """Return the answer to a claim to which the chapter has none."""
    if claim.value and claim.value == claim.second_reading:
        return typed(claim.value, "", "Two independent lists read the same.")
    return unanswerable(getattr(claim, "reason", "") or REASONS.get(claim.answer, ""))


def _judge(claim, answer: Answer) -> str:
    """Return the verdict on a claim."""
    if not answer.basis:
        return CANNOT_COMPARE
    if answer.basis == CHECKED:
        return CONSISTENT if answer.value == HOLDS else DIFFERS
    if answer.value != claim.value:
        return DIFFERS
    return REPRODUCED if answer.basis == COMPUTED else TRANSCRIBED

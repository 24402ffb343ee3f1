"""A change model in words: compared with the rows of the data files."""

import pytest

from scripts.diagrams.sentences import build_plain_sentences, build_sentences
from tests.change_models import build_change_model
from tests.studies import make_study


def test_a_study_without_clauses_has_if_then_because(tmp_path):
    study = make_study(tmp_path / "data", configurations=[{"configuration": "a", "context": "So."}])
    (sentence,) = build_sentences(study, build_change_model(study, study.configurations))
    assert sentence == (
        "No. 1: If Context: “So”, then Outcome: [not in the source text], "
        "because Mechanism: [not in the source text]."
    )


def test_a_gap_breaks_no_sentence_and_is_marked_as_ours(tmp_path):
    clauses = {"context": "Where", "mechanism": "because of", "outcome": "there follows"}
    stages = [{"stage": s, "label": f"The {s}", "as_clause": c} for s, c in clauses.items()]
    row = {"configuration": "a", "context": "noise", "mechanism": "", "outcome": ""}
    study = make_study(
        tmp_path / "data", stages=stages, configurations=[row], not_in_source="Not known"
    )
    assert build_sentences(study, build_change_model(study, study.configurations)) == [
        "No. 1: Where “noise”, because of [the mechanism not known], "
        "there follows [the outcome not known]."
    ]


@pytest.mark.parametrize(
    ("stages", "wanted"),
    [
        (("context", "outcome"), "No. 1: If Context: “A”, then Outcome: “Z”."),
        (
            ("context", "actor", "mechanism", "outcome"),
            "No. 1: If Context: “A”, then Outcome: “Z”, because Actor: “A” and Mechanism: “A”.",
        ),
        (("outcome",), "No. 1: Outcome: “Z”."),
    ],
)
def test_a_sentence_follows_the_stages(tmp_path, stages, wanted):
    row = {"configuration": "a", **dict.fromkeys(stages, "A"), "outcome": "Z"}
    study = make_study(tmp_path / "data", stages=list(stages), configurations=[row])
    assert build_sentences(study, build_change_model(study, study.configurations)) == [wanted]


def test_several_elements_of_a_cell_are_told_apart(tmp_path):
    stages = ["context", {"stage": "outcome", "label": "Outcome", "split_at": ";"}]
    row = {"configuration": "a", "context": "Alone.\nTired", "outcome": "Comes; talks; sleeps."}
    study = make_study(tmp_path / "data", stages=stages, configurations=[row])
    assert build_sentences(study, build_change_model(study, study.configurations)) == [
        "No. 1: If Context: “Alone” and “Tired”, then Outcome: “Comes”, “talks” and “sleeps”."
    ]


def test_words_that_run_to_the_left_are_isolated_from_the_sentence(tmp_path):
    row = {"configuration": "a", "context": "يعيش (جديد)", "outcome": "Comes"}
    study = make_study(tmp_path / "data", stages=["context", "outcome"], configurations=[row])
    assert build_sentences(study, build_change_model(study, study.configurations)) == [
        "No. 1: If Context: \u2068“يعيش (جديد)”\u2069, then Outcome: “Comes”."
    ]


FRAME = {
    "frame": "Somebody who {first} {then}",
    "without": "Somebody {then}",
}
CODES = (
    ("new", "context", "is new"),
    ("far", "context", "lives far away"),
    ("path", "mechanism", "finds a path"),
    ("guide", "mechanism", "meets a guide"),
    ("stays", "outcome", "stays"),
)


def make_told(folder, *coded, sentence=FRAME, silent=()):
    """Return a study of one configuration with these elements; `silent` have no clause."""
    elements = [
        {"element": e, "stage": s, "label": e.title(), "definition": e}
        | {"clause": "" if e in silent else clause}
        for e, s, clause in CODES
    ]
    stages = {e: s for e, s, _ in CODES}
    row = {"configuration": "a"}
    for element, _ in coded:
        row[stages[element]] = f"{row.get(stages[element], '')} {element}".strip()
    codings = [
        {"configuration": "a", "stage": stages[e], "element": e, "phrase": e, "joined_by": joined}
        for e, joined in coded
    ]
    used = {e for e, _ in coded}
    elements = [element for element in elements if element["element"] in used]
    settings = {"sentence": sentence} if sentence else {}
    return make_study(
        folder / "data", configurations=[row], elements=elements, codings=codings, **settings
    )


def tell(study):
    return build_plain_sentences(study, study.configurations).get("a")


def test_clauses_are_told_in_causal_order_with_and_within_a_stage_and_commas_between(tmp_path):
    coded = [(element, "") for element, *_ in CODES]
    assert tell(make_told(tmp_path, *coded)) == (
        "Somebody who is new and lives far away finds a path and meets a guide, and stays."
    )


def test_another_possibility_is_told_with_or(tmp_path):
    study = make_told(tmp_path, ("new", ""), ("path", ""), ("guide", "or"), ("stays", ""))
    assert tell(study) == "Somebody who is new finds a path or meets a guide, and stays."


def test_what_the_source_does_not_give_is_said_in_brackets(tmp_path):
    assert tell(make_told(tmp_path / "a", ("path", ""))) == (
        "Somebody finds a path [context and outcome not in the source text]."
    )
    assert tell(make_told(tmp_path / "b", ("new", ""))) is None


@pytest.mark.parametrize("without", [{"sentence": None}, {"silent": ("path",)}])
def test_without_a_frame_or_a_clause_nothing_is_told(tmp_path, without):
    coded = (("new", ""), ("path", ""), ("stays", ""))
    assert tell(make_told(tmp_path, *coded, **without)) is None

"""How this edition reads its source: codes by rule, notes, conjectures, claims that can fail."""

import re

import pytest
from bs4 import BeautifulSoup

from scripts.cases.configuration_pages import build_pages
from scripts.diagrams.sentences import build_plain_sentences
from scripts.published.comparison import (
    CONSISTENT,
    DIFFERS,
    REPRODUCED,
)
from tests.comparisons import compare_exhibit

STAGES = ("context", "resource", "reaction", "outcome")
WORDS = {
    **{"one": 1, "once": 1, "weekly": 1, "two": 2, "three": 3, "six": 6, "eight": 8, "ten": 10},
    **{"two-thirds": "2/3", "one-fifth": "1/5"},
}
MONTHS = {"january": "01", "october": "10", "oct": "10", "december": "12"}


@pytest.fixture(scope="module")
def chains(study):
    return study.configurations.set_index("configuration")


@pytest.fixture(scope="module")
def ledger(study):
    return study.frame("published_claims").set_index("claim")


@pytest.fixture(scope="module")
def notes(study):
    return study.editorial_notes.set_index(["exhibit", "row", "field"])


# Codes


def test_a_form_of_support_is_coded_exactly_where_somebody_says_it(chains):
    assert ((chains["delivery"] == "not stated") == (chains["delivery_grade"] == "not said")).all()
    assert (chains["delivery_basis"] != "").all()
    assert not chains["delivery_basis"].str.contains("first quotation is about").any()


def test_a_form_that_a_quotation_alone_says_is_named_in_a_quotation(study, chains):
    said = study.quotations.groupby("configuration")["text"].agg(" ".join)
    rows = chains.index[chains["delivery_grade"] == "quotation"]
    assert set(rows) == {"positive-feedback", "new-strategies", "cherished"}
    assert said[rows].str.contains("the group").all()


def test_a_form_that_a_cell_names_is_coded_whatever_the_valence(chains):
    cells = chains[list(STAGES)].agg(" ".join, axis=1)
    named = cells.str.contains(r"(?i)\bgroup\b|1:1") & ~cells.str.contains("parent groups")
    assert (chains.loc[named, "delivery_grade"] == "authors").all()
    assert (chains.loc[named, "delivery_only"] == "yes").all()
    others = set(chains.index[(chains["delivery_only"] == "yes") & ~named])
    # The Discussion says that downward comparison was offered by groups only.
    assert others == {"gains-perspective", "guilt-and-fear"}


@pytest.mark.parametrize(
    ("row", "delivery", "grade"),
    [
        ("others-recovered", "group", "authors"),
        ("others-faster", "group", "authors"),
        ("same-feelings-accepted", "group", "inferred"),
        ("same-feelings-discouraged", "group", "inferred"),
        ("positive-feedback", "group", "quotation"),
        ("no-time-to-speak", "group", "authors"),
        ("listening-understood", "not stated", "not said"),
        ("worth-a-volunteers-time", "one-to-one", "authors"),
    ],
)
def test_like_evidence_is_coded_alike_on_both_sides(chains, row, delivery, grade):
    assert tuple(chains.loc[row, ["delivery", "delivery_grade"]]) == (delivery, grade)


def test_most_negative_configurations_are_found_in_groups_but_few_in_groups_only(chains):
    negative = chains[(chains["final"] == "yes") & (chains["valence"] == "negative")]
    in_groups = negative["delivery"] == "group"
    assert (len(negative), in_groups.sum()) == (15, 12)
    assert (in_groups & (negative["delivery_only"] == "yes")).sum() == 6


def test_valence_is_inferred_only_where_no_outcome_and_no_passage_gives_it(chains):
    inferred = set(chains.index[chains["valence_grade"] == "inferred"])
    assert inferred == {"normalisation-fails", "friendship-cliques", "bereft-at-ending"}
    assert set(chains["valence_grade"]) == {"authors", "inferred"}


def test_the_codebook_keeps_what_the_cells_say(study):
    elements = study.elements.set_index("element")
    codings = study.codings.set_index(["configuration", "element"])
    assert codings.loc[("no-time-to-speak", "time-pressure"), "joined_by"] == "or"
    assert (study.codings["joined_by"] != "").sum() == 1
    assert "authenticity" in elements.loc["hides-feelings", "label"]
    assert "in doubt" in elements.loc["less-recovered", "label"]
    assert "moved" not in elements.loc["sessions-unreliable", "definition"]
    for name, theory in (("others-feel-same", "Rappaport"), ("emotions-unresolved", "Rimé")):
        assert theory in elements.loc[name, "theory"]
    # The paper ties Goffman to overcoming stigma, not to shame that grows.
    goffman = elements.index[elements["theory"].str.contains("Goffman")]
    assert set(goffman) == {"feels-understood", "overcomes-shame"}


# Titles, sentences, neighbours


def test_every_page_of_a_configuration_is_called_by_its_title(study, chains):
    titles = {name: page["title"] for name, page in build_pages(study)}
    for name, row in chains.iterrows():
        assert (
            titles[f"configurations/{name}"] == f"Configuration {row['position']}: {row['title']}"
        )
    assert not chains["title"].str.contains("-").any()


def test_a_configuration_is_told_in_one_plain_sentence(study):
    told = build_plain_sentences(study, study.configurations)
    assert list(told) == study.configurations["configuration"].tolist()
    assert told["same-feelings-accepted"] == (
        "A mother who feels a unique failure hears others talk about themselves, realises that "
        "they feel the same, and overcomes her shame, accepts herself and opens up to family and "
        "friends."
    )
    assert "the others do not listen or finds time too short" in told["no-time-to-speak"]
    assert told["others-recovered"].endswith("recovered [outcome not in the extraction].")


def test_neighbours_are_not_the_same_for_sharing_one_code(study):
    def compare(one, other):
        page = BeautifulSoup(pages[f"configurations/{one}"], "html.parser")
        entry = page.select_one(f'.case-neighbours a[href="{other}.html"]').parent
        said = [place.get_text() for place in entry.find_all("dd")]
        return dict(zip(study.stages.index, said, strict=True))

    pages = {name: page["body"] for name, page in build_pages(study)}
    told = compare("same-feelings-accepted", "same-feelings-discouraged")
    assert [stage for stage in told if told[stage] == "the same"] == ["resource", "reaction"]
    told = compare("others-recovered", "others-faster")
    shared = [stage for stage in told if told[stage].startswith("shares ")]
    assert shared == ["context", "resource"]
    assert "the same" not in told.values()


# Conjectures


def test_each_lost_outcome_of_the_final_model_has_a_conjecture_and_no_other_cell(study, chains):
    final = chains[(chains["final"] == "yes") & (chains["outcome"] == "")]
    assert set(study.conjectures["configuration"]) == set(final.index)
    assert set(study.conjectures["stage"]) == {"outcome"}
    assert len(final) == 6
    positive = chains[(chains["final"] == "yes") & (chains["valence"] == "positive")]
    assert (len(positive), (positive["outcome"] == "").sum()) == (12, 3)


def test_no_count_and_no_verdict_takes_a_conjecture_for_a_value(study):
    texts = set(study.conjectures["text"])
    for key in ("table_2", "figure_1", "figure_2"):
        values = compare_exhibit(study, key).values
        assert not texts & {*values["rebuilt"], *values["printed"]}
    assert (study.configurations["outcome"] == "").sum() == 8


# Notes


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        ("no-time-to-speak", "quotations", "up to six"),
        ("dwells-on-negativity", "resource", "may be two"),
        ("same-feelings-accepted", "reaction", "lateral"),
        ("same-feelings-discouraged", "reaction", "lateral"),
        ("heading", "outcome", "one line lower"),
        ("heading", "initial", "Initial theory change of"),
        ("others-faster", "resource", "downward comparison"),
        ("normalisation-fails", "context", "of other studies"),
        ("protects-others", "quotations", "never closed"),
        ("positive-feedback", "quotations", "one mark closes both"),
        ("others-faster", "quotations", "final mark is missing"),
        ("practical-help", "outcome", "italics"),
        ("mental-health-services", "reaction", "italics"),
        ("mental-health-services", "outcome", "italics"),
        ("community-services", "outcome", "slid up"),
        ("others-recovered", "context", "optimistic"),
        ("gains-perspective", "context", "optimistic"),
        ("does-not-identify", "context", "class and education"),
        ("bereft-at-ending", "resource", "without a limit"),
        ("heading", "mechanism", "Box 1"),
        ("others-recovered", "quotations", "speaks of the volunteers"),
        ("dwells-on-negativity", "quotations", "important and helpful"),
        ("helps-others", "final", "ticked in both"),
        ("positive-feedback", "outcome", "among the reactions"),
        ("positive-feedback", "quotations", "staff and no peer"),
        ("new-strategies", "reaction", "among the outcomes"),
        ("therapeutic-techniques", "initial", "beyond their role"),
    ],
)
def test_what_is_doubtful_in_the_table_has_its_note(notes, row, field, words):
    assert words in notes.loc[("table_2", row, field), "reason"]


def test_each_note_says_whose_slip_it_is_and_awaits_an_answer(notes):
    assert (notes["slip_of"] != "").all()
    assert (notes["answer"] == "").all()
    spanned = notes[notes["kind"] == "spanned"]
    assert set(spanned["slip_of"]) == {"no slip"}
    assert set(notes[notes["kind"].isin(["merged", "slid"])]["slip_of"]) == {"cannot be told"}


def test_the_odd_percentage_has_both_explanations(notes):
    reason = notes.loc[("table_1", "age/Age 31-40", "volunteers"), "reason"]
    assert "100.0" in reason
    assert "48.15" in reason


def test_a_note_on_a_claim_sets_like_beside_like(notes):
    hours = notes.loc[("claims", "interview-hours-total", "value")]
    assert (hours["source_reading"], hours["reading_used"]) == ("78.5 h", "85.5 to 102.3 h")
    interviews = {29: 85.5, 39: 102.3}
    for staff, wanted in interviews.items():
        assert (20 * 37 + 27 * 54 + staff * 101) / 60 == pytest.approx(wanted, abs=0.05)


# Claims


def _numbers(text):
    """Return the numbers that words print, as the ledger writes them."""
    text = text.casefold().replace("–", "-")
    for month, number in MONTHS.items():
        text = re.sub(rf"\b(\d) {month}", rf"0\1 {month}", text)
        text = re.sub(rf"(\d+) {month} (\d{{4}})", rf"\2-{number}-\1", text)
    text = re.sub(r"(20)(\d\d)-(\d\d)$", r"\1\2-\1\3", text)
    found = re.findall(r"\d[\d./-]*\d|\d", text)
    return {*found, *(str(n) for word, n in WORDS.items() if re.search(rf"\b{word}\b", text))}


def test_a_value_is_counted_only_where_the_source_prints_it(ledger):
    numbers = ledger[(ledger["value"] != "") & (ledger["kind"] != "identifier")]
    assert len(numbers) == 52
    for claim in numbers.itertuples():
        assert claim.value in _numbers(claim.printed), claim.Index
    assert "structure" not in set(ledger["kind"])


def test_each_claim_that_is_computed_or_tested_says_what_would_have_failed_it(study, ledger):
    values = compare_exhibit(study, "claims").values
    tested = values[values["verdict"].isin([REPRODUCED, CONSISTENT, DIFFERS])]
    assert set(tested["row"]) == set(ledger.index[ledger["would_fail"] != ""])
    assert (tested["verdict"] == CONSISTENT).sum() == 10
    assert (tested["verdict"] == REPRODUCED).sum() == 3


def test_the_same_fact_is_counted_once(study, ledger):
    values = compare_exhibit(study, "claims").values
    repeated = ledger[ledger["repeats"] != ""]
    assert not set(values["row"]) & set(repeated.index)
    assert {"mothers-interviewed-abstract", "table-1-mothers-n", "site-count-limitations"} <= set(
        repeated.index
    )


def test_a_claim_and_the_cells_that_print_the_same_fact_have_the_same_number(study, ledger):
    told = ledger.loc[ledger["also_in"] != "", "also_in"].str.split("; ").explode()
    assert len(told) == 8
    for claim, cell in told.items():
        exhibit, row, column = cell.split("/")
        printed = study.published(exhibit).set_index(["row", "column"])["printed"]
        assert ledger.loc[claim, "value"] in _numbers(printed[row, column]), claim


def test_no_number_about_interviews_is_counted_twice(study, ledger):
    told = set(ledger["also_in"].str.split("; ").explode())
    cells = study.published("interviews")
    left = cells[~("interviews/" + cells["row"] + "/" + cells["column"]).isin(told)]
    assert set(left["column"]) == {"minimum", "maximum"}
    ranges = ledger[(ledger["section"] == "Participants") & (ledger["kind"] == "range")]
    assert set(ranges["repeats"]) == {"interviews"}


@pytest.mark.parametrize(
    "claim",
    [
        *("both-valences-abstract", "mode-mechanisms-differ-abstract"),
        *("multiple-mechanisms-abstract", "all-mechanisms-context-dependent"),
        *("limited-evidence-helper-therapy", "no-link-clinical-recovery", "not-given-advice"),
        *("most-negative-groups-only", "negative-usually-same-activities"),
        *("group-only-opportunities", "table-2-illustrative-quotations"),
        "all-interviewees-thanked",
    ],
)
def test_a_statement_that_no_data_could_contradict_is_not_called_tested(study, claim):
    values = compare_exhibit(study, "claims").values.set_index("row")
    assert values.loc[claim, "verdict"] == "cannot compare"
    assert len(values.loc[claim, "reason"]) > 30


# Standards, synonyms


def test_each_item_of_the_standard_has_place_words_and_reason(study):
    items = study.frame("reporting_standards").set_index("item")
    assert (items[["paper", "quotation", "reason"]] != "").all(axis=None)
    assert set(items.index[items["in_paper"] == "partly"]) == {1, 2, 5, 10, 12, 14, 20}
    assert "NCT" in items.loc[20, "reason"]


def test_each_synonym_leads_to_words_that_the_study_has(study):
    cells = study.configurations[list(STAGES)].agg(" ".join, axis=1)
    held = " ".join([*cells, *study.quotations["text"]]).casefold()
    words = study.synonyms[study.synonyms["column"] == ""]
    for row in words.itertuples():
        assert row.finds in held, row.finds
    for term, finds in (("lonely", "loneliness"), ("normalization", "normalisation")):
        assert ((words["term"] == term) & (words["finds"] == finds)).any()
    helps = study.synonyms[study.synonyms["term"] == "what helps"]
    assert helps[["column", "finds"]].to_numpy().tolist() == [["valence", "positive"]]

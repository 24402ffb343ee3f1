import pytest

from scripts.privacy.personal_details import (
    PATTERNS,
    capitals_mark_names,
    find_names,
    find_proper_names,
)

FOUND = [
    ("email", "write to ann.lee+x@mail.example.org, please", "ann.lee+x@mail.example.org"),
    ("phone", "ring 020 7946 0018 after six", "020 7946 0018"),
    ("phone", "ring 07700 900123.", "07700 900123"),
    ("phone", "+44 7700 900 123", "+44 7700 900 123"),
    ("phone", "(555) 123-4567", "(555) 123-4567"),
    ("phone", "555-123-4567", "555-123-4567"),
    ("phone", "+49 (0)30 1234567", "+49 (0)30 1234567"),
    ("postcode", "I live in SW1A 1AA now", "SW1A 1AA"),
    ("postcode", "CB21TN", "CB21TN"),
    ("postcode", "Springfield, IL 62701", "IL 62701"),
    ("postcode", "K1A 0B1 in the north", "K1A 0B1"),
    ("postcode", "in 10115 Berlin", "10115"),
    ("date", "born on 12/03/2019 at home", "12/03/2019"),
    ("date", "on 12.3.19", "12.3.19"),
    ("date", "2019-03-12", "2019-03-12"),
    ("date", "the 12th of March 2019", "12th of March 2019"),
    ("date", "March 12, 2019", "March 12, 2019"),
    ("date", "le 1er mars 2019", "1er mars 2019"),
    ("date", "am 12. März 2019", "12. März 2019"),
    ("date", "el 12 de marzo de 2019", "12 de marzo de 2019"),
]
NOT_FOUND = [
    "about 20 since 2015",
    "in March 2019",
    "10.1234/02646839.2021.1234567",
    "aged 20-30, 12 of 27 (48.1%)",
    "https://doi.org/10.1234/02646839",
    "from 2015-2016 to 2018",
    "1, 2, 3, 4, 5, 6, 7, 8, 9, 10",
    "a 12-week course, 5 days",
    "room B12, session 3",
    "12500 women",
    "1.2.3",
]


@pytest.mark.parametrize(("kind", "text", "detail"), FOUND)
def test_a_detail_that_leads_to_a_person_is_seen(kind, text, detail):
    assert [match.group().strip() for match in PATTERNS[kind].finditer(text)] == [detail]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_an_ordinary_number_is_no_detail(text):
    assert [k for k, pattern in PATTERNS.items() if pattern.search(text)] == []


def test_a_name_within_a_word_or_in_small_letters_is_no_speaker():
    assert find_names("Then Ada's friend came", ["Ada", "Gwen"]) == ["Ada"]
    assert find_names("Adagio, with gwen", ["Ada", "Gwen"]) == []


def test_names_of_places_and_organisations_within_sentences_are_found_whole():
    texts = ["I went to Friends of Elm Hall in Bradstow. They were kind. I mind it.", "We talked."]
    assert find_proper_names(texts, []) == [["Friends of Elm Hall in Bradstow"], []]


def test_beginnings_of_sentences_days_speakers_and_words_of_the_study_are_no_names():
    texts = ['She said, "Oh, no!" ... Then I\'m off on Tuesday with Ada – Good. Are CBT notes OK?']
    assert find_proper_names(texts, ["Ada"]) == [[]]


def test_a_name_that_many_say_is_not_rare():
    texts = ["I like Elmhouse."] * 3
    assert find_proper_names(texts, []) == [[], [], []]


def test_in_a_language_that_writes_nouns_with_capitals_these_say_nothing():
    assert not capitals_mark_names(
        ["Ich habe im Haus der Mutter oft große Angst um das Kind gehabt."]
    )
    assert capitals_mark_names(["I was often afraid for the child in the house of Ada, she said."])
    assert capitals_mark_names(["我很害怕", ""])
    # One noun in six words is rare enough for a language in which capitals mark names.
    assert capitals_mark_names(["so it was in Bradstow then, it was so, he said so."])
    assert not capitals_mark_names(["Dann Haus."])


def test_a_single_letter_is_no_name_of_a_speaker_and_two_are():
    assert find_names("So J came with Jo.", ["J", "Jo"]) == ["Jo"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # What is somebody's is named without the ending; "I" and abbreviations are no names.
        ("then Bradstow's people met Elmhouse’s here", ["Bradstow", "Elmhouse"]),
        ("so I've said I’m fine in CBT with NHS", []),
        ("so they met at ACAS then", ["ACAS"]),
        ("we met in May, in Bradstow, and in B12", ["Bradstow"]),
        ("from Bradstow to Elmhouse and from Bradstow back", ["Bradstow", "Elmhouse"]),
        ("we met at Elm of the Hall once", ["Elm of the Hall"]),
        ("we met at Elm of course", ["Elm"]),
        # Small elsewhere in the study: a common word with a capital.
        ("I saw the Midwife. A midwife came", []),
    ],
)
def test_a_name_is_a_capital_within_a_sentence(text, names):
    assert find_proper_names([text], []) == [names]

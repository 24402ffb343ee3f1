"""The house: no word of the study in the code."""

import csv
import re

import pytest
import yaml

from tests import ROOT

DATA, SCRIPTS = ROOT / "data", ROOT / "scripts"
MODULES = sorted(SCRIPTS.rglob("*.py"))
# Stages of any realist evaluation.
REALIST = {"context", "resource", "reaction", "outcome", "mechanism"}
# Words of the study that the code has for reasons of its own.
ALLOWED = {
    "other": "An ordinary word, which here is also a level of one characteristic.",
    "disclosure": "What statisticians call data that give people away, in titles that are cited.",
}


def read(file):
    with (DATA / file).open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))


def list_study_words():
    """Return each word or phrase that belongs to this study, with where it stands."""
    settings = yaml.safe_load((DATA / "study.yml").read_text("utf-8"))
    words = {}

    def add(place, *texts):
        for text in texts:
            text = " ".join(str(text).casefold().split())
            # A bare number or letter stands in any code.
            if len(text) > 1 and not text.isdigit() and text not in REALIST:
                words.setdefault(text, place)

    add("study.yml", settings["title"], settings["short_title"], settings["journal"])
    add("study.yml", settings["doi"], settings["citation_key"])
    add("study.yml", *(author["family"] for author in settings["authors"]))
    for group in settings["groups"]:
        add("groups", group["group"], group["label"])
        add("groups", f"n = {group['n']}", f"n={group['n']}", f"({group.get('code', 'n/a')})")
    for stage in settings["stages"]:
        add("stages", stage["stage"], stage["label"], stage["short_label"], stage["as_clause"])
    for theory in settings["theories"]:
        add("theories", theory["label"])
    for exhibit in settings["exhibits"]:
        add("exhibits", exhibit["caption"], exhibit["chapter"])
        if exhibit["exhibit"] != exhibit["kind"]:
            add("exhibits", exhibit["exhibit"], exhibit["label"])
    for row in read("characteristics.csv"):
        add("characteristics.csv", row["characteristic"], row["label"])
    add("demographics.csv", *(row["level"] for row in read("demographics.csv")))
    for row in read("configurations.csv"):
        add("configurations.csv", row["configuration"])
        add("configurations.csv", *(row[stage] for stage in sorted(REALIST & row.keys())))
    for row in read("elements.csv"):
        add("elements.csv", row["element"], row["label"], row["theory"])
    add("quotations.csv", *(row["speaker"] for row in read("quotations.csv")))
    return words


WORDS = list_study_words()


def find_words(text):
    """Return the study's words that stand in a text, also as parts of names in code."""
    texts = [" ".join(t.casefold().split()) for t in (text, text.replace("_", " "))]
    found = set()
    for word in WORDS:
        if any(word in t for t in texts):
            pattern = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
            if any(pattern.search(t) for t in texts):
                found.add(word)
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_word_of_the_study_stands_in_the_code(path):
    found = find_words(path.read_text(encoding="utf-8"))
    assert {word: WORDS[word] for word in found - ALLOWED.keys()} == {}


@pytest.mark.parametrize("word", ALLOWED)
def test_an_allowed_word_is_still_needed_and_has_its_reason(word):
    assert any(word in find_words(path.read_text(encoding="utf-8")) for path in MODULES)
    assert len(ALLOWED[word].split()) >= 3


def test_the_search_finds_a_word_of_the_study_wherever_it_may_hide():
    assert find_words("if group == 'mothers':") == {"mothers"}
    assert find_words("count_mothers = 1") == {"mothers"}
    assert find_words('"""Such as Supported\n    mothers."""') >= {"supported mothers"}
    assert find_words("(n = 27)") == {"n = 27"}
    assert find_words("# let-down") == {"let-down"}
    assert find_words("Grace says") == {"grace"}
    assert find_words("mothership, grandmothers") == set()


@pytest.mark.parametrize(
    "word", ["mothers", "staff", "white british", "depression", "grace", "let-down", "n = 27"]
)
def test_the_list_of_words_comes_from_all_the_files(word):
    assert word in WORDS

"""How to cite: complete, from the files, and harmless whatever stands in them."""

import re
from dataclasses import replace

import pytest

from scripts.display.citations import (
    Work,
    format_bibtex,
    format_reference,
    list_works,
    read_edition,
    read_evaluation,
)

PAPER = Work(
    "roe2020",
    (("Roe", "Ann Mary"), ("Poe", "Jean-Luc"), ("The Panel", "")),
    "Tea & 50% sympathy_",
    "2020",
    "Journal of Tea",
    doi="10.1/x",
    licence="CC BY 4.0",
)


def test_a_reference_names_everybody_and_everything():
    assert format_reference(PAPER) == (
        "Roe, A. M., Poe, J. L. & The Panel (2020). Tea & 50% sympathy_. Journal of Tea. "
        "https://doi.org/10.1/x"
    )


@pytest.mark.parametrize(
    ("work", "reference"),
    [
        (Work("k", (), "Title"), "Title."),
        (Work("k", (("The Team", ""),), "T", version="1.2"), "The Team. T (Version 1.2)."),
        (Work("k", (), "T", address="https://a.example/b"), "T. https://a.example/b"),
        (Work("k", (("Roe", "A."),), "T"), "Roe, A. T."),
    ],
)
def test_what_is_not_known_leaves_no_hole_in_the_reference(work, reference):
    assert format_reference(work) == reference


def test_bibtex_has_every_field_and_no_instruction_to_tex():
    text = format_bibtex(PAPER)
    assert text.startswith("@article{roe2020,\n")
    assert "author = {Roe, Ann Mary and Poe, Jean-Luc and {The Panel}}" in text
    assert r"title = {{Tea \& 50\% sympathy\_}}" in text
    for field in ("journal = {Journal of Tea}", "year = {2020}", "doi = {10.1/x}"):
        assert field in text
    assert not re.search(r"(?<!\\)[&%$#_]", text)
    assert text.count("{") == text.count("}")


def test_bibtex_of_little_has_no_empty_field():
    assert format_bibtex(Work("k", (), "T")) == "@misc{k,\n  title = {{T}}\n}"


def test_an_evaluation_that_is_not_published_can_be_cited():
    work = read_evaluation({"short_title": "Tea", "authors": [{"family": "Roe", "given": "A."}]})
    assert (work.title, work.container, work.doi) == ("Tea", "", "")
    assert format_bibtex(work).startswith("@misc{evaluation,")
    assert format_reference(work) == "Roe, A. Tea."


def test_the_edition_is_read_from_its_file(tmp_path):
    assert read_edition(tmp_path) is None
    (tmp_path / "CITATION.cff").write_text(
        "title: 'Tea: an edition'\nversion: 0.2\nauthors: [{name: The Team},"
        " {family-names: Roe, given-names: Ann}]\nlicense: [MIT, CC-BY-4.0]\n"
        "date-released: 2021-02-03\nrepository-code: https://a.example/b\n"
        "abstract: >-\n  On\n  tea.\nkeywords: [tea]\n"
    )
    edition = read_edition(tmp_path)
    assert edition.authors == (("The Team", ""), ("Roe", "Ann"))
    assert (edition.year, edition.version, edition.licence) == ("2021", "0.2", "MIT, CC-BY-4.0")
    assert (edition.address, edition.summary) == ("https://a.example/b", "On tea.")
    assert edition.keywords == ("tea",)


def test_both_the_evaluation_and_the_edition_are_to_be_cited(study):
    works = dict(list_works(study))
    titles = [work.title for work in works.values()]
    assert titles[0] == study.settings.facts["title"]
    assert len(titles) == 2


@pytest.mark.parametrize("key", ["a}b", "a,b", "a b", "a{b\n@book{c", "{}", "é", "a\\b", "100%"])
def test_no_key_ends_its_entry_or_begins_another(key):
    entry = format_bibtex(replace(PAPER, key=key))
    first = entry.splitlines()[0]
    assert re.fullmatch(r"@\w+\{[A-Za-z0-9_:.+/-]+,", first)
    assert entry.count("@") == 1


@pytest.mark.parametrize("doi", ["10.1/a}b", "10.1/a}, note={x", "10.1/a\\b", "10.1/a\n}"])
def test_no_address_ends_its_field(doi):
    entry = format_bibtex(replace(PAPER, doi=doi))
    (line,) = [line for line in entry.splitlines() if line.startswith("  doi")]
    assert re.fullmatch(r"  doi = \{[^{}\\]*\},?", line)
    assert entry.count("{") == entry.count("}")


def test_a_plain_key_and_doi_stay_as_they_are():
    entry = format_bibtex(replace(PAPER, key="miller_2024:a-b", doi="10.1/(x)_y;z"))
    assert "{miller_2024:a-b," in entry
    assert "doi = {10.1/(x)_y;z}" in entry


@pytest.mark.parametrize("text", ["a}b", "a{b", "{a}", "a\\b", "}{"])
@pytest.mark.parametrize("field", ["title", "year", "container", "version", "licence"])
def test_no_brace_of_a_text_opens_or_closes_one_of_the_entry(field, text):
    entry = format_bibtex(replace(PAPER, **{field: text}))
    plain = re.sub(r"\\text\w+\{\}|\\[&%$#_{}]", "", entry)
    depth = 0
    for sign in plain:
        depth += (sign == "{") - (sign == "}")
        assert depth > 0 or sign != "," or "@" not in plain
    assert depth == 0
    assert plain.count("{") == format_bibtex(PAPER).count("{") + (field == "version")


def test_names_of_authors_are_escaped_too():
    entry = format_bibtex(replace(PAPER, authors=(("R}oe", "A{"), ("The } Panel", ""))))
    assert "author = {R\\}oe, A\\{ and {The \\} Panel}}" in entry

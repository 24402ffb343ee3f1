"""The page of each configuration: from any study, with nothing that leads nowhere."""

from __future__ import annotations

from bs4 import BeautifulSoup

from scripts.cases.pages import Book, build_pages, shorten
from tests.cases.test_explorer import EVIL, make_rich
from tests.studies import make_study

FULL = Book("A book", {"chapters/explorer", "chapters/none", "chapters/editorial_notes"})


def read(page):
    """Return the body of a page, parsed."""
    return BeautifulSoup(page.body, "html.parser")


def headings(page):
    """Return the headings of the sections of a page."""
    return [tag.get_text() for tag in read(page).find_all("h2")]


def test_text_of_a_cell_is_no_markup(tmp_path):
    for page in build_pages(make_rich(tmp_path, EVIL), FULL):
        soup = read(page)
        assert soup.find(["script", "img"]) is None
        assert EVIL in soup.get_text()
        for tag in soup.find_all(True):
            assert not [key for key in tag.attrs if key.startswith("on")]


def test_a_study_that_lacks_much_has_pages_without_empty_sections(tmp_path):
    (page,) = build_pages(make_study(tmp_path / "data"), Book())
    assert page.name == "configurations/only"
    assert page.title == "Configuration 1: only"
    assert headings(page) == ["The chain", "To cite it"]
    assert read(page).find("a") is None, "nothing to lead to"


def test_a_page_leads_to_no_chapter_that_the_book_does_not_have(tmp_path):
    study = make_rich(tmp_path, "word")
    for book in (FULL, Book("A book", {"chapters/explorer"}), Book()):
        for page in build_pages(study, book):
            for link in read(page).find_all("a", href=True):
                target = link["href"].partition("#")[0].removesuffix(".html")
                if target.startswith("../"):
                    assert target.removeprefix("../") in book.documents


def test_what_a_page_says_is_in_the_data(tmp_path):
    one, two = build_pages(make_rich(tmp_path, "word"), FULL)
    assert "In their own words" in headings(one)
    assert "In their own words" not in headings(two)
    assert "Retained." in read(one).get_text()
    assert "Dropped." in read(two).get_text()
    assert read(one).find("footer").get_text().startswith("word (")
    (link,) = (a for a in read(one).find_all("a") if a.get_text() == "2 two")
    assert link["href"] == "two.html"
    assert read(one).find("h3").get_text() == "Same context, mechanism and outcome"


def test_what_became_of_a_configuration_is_said_once(tmp_path):
    def tell(theories, name, **given):
        configuration = {"configuration": "only", "context": "Rain", **given}
        folder = tmp_path / name
        study = make_study(folder, theories=theories, configurations=[configuration])
        (page,) = build_pages(study, FULL)
        return read(page).get_text()

    two, three = ("first", "last"), ("first", "middle", "last")
    said = tell(two, "two", first="yes", last="yes")
    assert "Retained." in said
    assert "✓" not in said
    assert "✓" in tell(three, "three", first="yes", middle="no", last="yes")
    assert "✗" in tell(two, "unknown", first="no", last="")


def test_the_full_address_is_named_only_if_it_is_known(tmp_path):
    study = make_study(tmp_path / "data")
    for address, is_there in (("", False), ("https://example.org/", True)):
        (page,) = build_pages(study, Book("A book", (), address))
        text = read(page).find(class_="configuration-citation").get_text()
        assert ("https://example.org/configurations/only.html" in text) == is_there
        assert text.startswith("Configuration 1: only (only). In: A book.")


def test_a_description_is_cut_between_words():
    assert shorten("one two three", 9) == "one two…"
    assert shorten("one two", 9) == "one two"


def test_the_way_back_and_the_name_of_the_table_are_right(tmp_path):
    study = make_rich(tmp_path, "word")
    page, *_ = build_pages(study, FULL)
    links = {a.get_text(): a["href"] for a in read(page).find_all("a")}
    assert links["All configurations"] == "../chapters/explorer.html"
    assert links["word"] == "../chapters/none.html#table_one"


def test_several_elements_of_a_stage_are_told_apart_and_find_neighbours(tmp_path):
    rows = [
        {"configuration": "a", "context": "Comes\nTalks"},
        {"configuration": "b", "context": "Talks"},
        {"configuration": "c", "context": "Talks"},
    ]
    one, two, _ = build_pages(make_study(tmp_path / "data", configurations=rows), FULL)
    lists = read(one).select(".configuration-chain dd ul")
    assert [[item.get_text() for item in own.find_all("li")] for own in lists] == [
        ["Comes", "Talks"]
    ]
    assert read(two).select(".configuration-chain dd ul") == []
    heads = [head.get_text() for head in read(two).find_all("h3")]
    assert heads == [
        "Part of the context, other mechanism and outcome",
        "Same context, other mechanism and outcome",
    ]


def test_a_title_says_its_number_once(tmp_path):
    rows = [
        {"configuration": name, "context": "Anywhere"}
        for name in ("configuration-1", "1a", "configuration-9")
    ]
    titles = [page.title for page in build_pages(make_study(tmp_path, configurations=rows), Book())]
    assert titles == ["Configuration 1", "Configuration 2: 1a", "Configuration 3: configuration 9"]

"""The pages of a site as one document: complete, in order, safe, and linked within."""

import base64
import re
from collections import Counter

import pytest
from bs4 import BeautifulSoup

from scripts.book.printed_pages import (
    ONE_BY_ONE,
    PLACE,
    build_document,
    number_contents,
    shorten_explorer,
)
from scripts.chapters.results import Results
from tests.book.conftest import PICTURE


@pytest.fixture(scope="module")
def page(book):
    """The document, parsed."""
    return BeautifulSoup(book[2], "html.parser")


def test_pages_are_all_there_in_order(page):
    titles = [h.get_text() for h in page.find_all("h1")]
    assert titles[1:] == ["Contents", "The start", "Two", "Three", ONE_BY_ONE]
    text = page.body.get_text()
    for words in ("Hidden words", "Cell", "Words of one", "A table"):
        assert words in text
    assert "menu" not in text
    assert [h.get_text() for h in page.find_all("h2")] == ["A <b> part", "Configuration 1"]
    assert page.find("details").has_attr("open")


def test_pictures_come_along_and_only_from_the_site(page):
    sources = {image["alt"]: image["src"] for image in page.find_all("img")}
    kind, _, content = sources["here"].partition(";base64,")
    assert kind == "data:image/svg+xml"
    assert base64.b64decode(content) == PICTURE
    assert not any(sources[name].startswith("data:") for name in ("gone", "outside"))


def test_nothing_of_the_screen_is_printed_and_nothing_runs(page):
    assert page.find(["script", "form", "input", "button", "pre"]) is None
    assert page.find("i") is None
    assert page.select(".headerlink, .edition-downloads") == []
    for element in page.find_all(True):
        assert not [name for name in element.attrs if name.startswith(("on", "data-"))]
    own, drawing = page.find_all("style")
    assert drawing.get_text().startswith("#p3-d{")
    assert page.title.get_text() == 'A "book" </style><script>: Full record'
    assert "</style><script>" not in own.get_text()


def test_ids_are_unique_and_links_lead_somewhere(page):
    ids = Counter(element["id"] for element in page.find_all(id=True))
    assert [name for name, count in ids.items() if count > 1] == []
    links = {link.get_text(): link.get("href") for link in page.find_all("a")}
    assert links["out"] == "https://example.org/"
    for words in ("bad", "worse", "the file"):
        assert links[words] is None
    for words in ("the row", "all", "start", "filtered", "one"):
        assert links[words].startswith("#")
    for link in page.find_all(href=re.compile("^#")):
        assert link["href"][1:] in ids
    assert page.find(id=links["the row"][1:]).name == "tr"
    assert page.find("td")["headers"] in (page.find("th")["id"], [page.find("th")["id"]])


def test_a_drawing_keeps_its_colours(page):
    svg = page.select_one("section.chapter svg")
    assert (
        f"#{svg['id']}{{--ink:#d0d0d0}}#{svg['id']} .frame{{fill:#fff}}" in svg.find("style").text
    )
    assert svg.find("g")["clip-path"] == f"url(#{svg.find('clippath')['id']})"
    assert svg.find("use")["xlink:href"] == f"#{svg.find('clippath')['id']}"
    assert svg["aria-labelledby"] == svg.find("title")["id"]
    assert "upright" in page.find("figure")["class"]


def test_a_wide_table_lies_across_the_page(page):
    chapters = page.select("section.chapter")
    assert ["wide" in chapter["class"] for chapter in chapters] == [False, True, False, False]


def test_the_contents_have_the_numbers_of_the_pages(book):
    _, _, document = book
    names = PLACE.findall(document)
    assert len(names) == 5
    numbered = number_contents(document, {name: 10 + i for i, name in enumerate(names)})
    contents = BeautifulSoup(numbered, "html.parser").find("nav")
    assert [p.get_text() for p in contents.find_all("p")] == [
        *("The start10", "Read & <see>", "Two11", "A <b> part12", "Three13"),
        f"{ONE_BY_ONE}14",
    ]
    assert "<!--" not in numbered


def test_a_short_book_has_the_first_part_and_none_of_the_single_configurations(book):
    root, study, _ = book
    short = BeautifulSoup(
        build_document(root, root / "site", study, Results(), is_short=True), "html.parser"
    )
    titles = [heading.get_text() for heading in short.find_all("h1")]
    assert titles[1] == "Contents"
    assert "The start" in titles
    assert ONE_BY_ONE not in titles
    assert short.select_one(".title-page .edition").get_text() == "Reading edition"
    ids = {element["id"] for element in short.find_all(id=True)}
    assert {a["href"][1:] for a in short.find_all(href=re.compile("^#"))} <= ids


def test_each_chapter_has_its_title_in_the_running_head(page):
    css = page.find("style").get_text()
    for number, title in enumerate(("The start", "Two", "Three", ONE_BY_ONE), start=1):
        rule = re.search(rf"@page c{number} {{.*?@top-right {{ content: \"(.*?)\"; }}", css)
        assert rule[1] == title


def test_the_explorer_is_printed_as_a_list_of_all_configurations(book):
    _, study, _ = book
    rows = '<article><ol class="explorer-rows"><li><details>All of it</details></li></ol></article>'
    article = BeautifulSoup(rows, "html.parser")
    shorten_explorer(article, study, "chapters/explorer.html")
    assert article.find("details") is None
    entries = article.select("ol.all > li")
    assert [int(entry["value"]) for entry in entries] == list(study.configurations["position"])
    name = study.configurations["configuration"].iloc[0]
    assert entries[0].a["href"] == f"../configurations/{name}.html"

"""What a page says of itself."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from sphinx.util.docutils import new_document

from scripts.display.citations import Work
from scripts.site.page_head import CARD, Page, build_head, describe_page, shorten

NASTY = '</script><script>alert(1)</script>"><img src=x onerror=alert(1)>'
PAPER = Work("article", "k", (("Roe", "Ann"),), "On tea", "2020", "Tea", doi="10.1/x")
EDITION = Work("misc", "e", (("The Team", ""),), "Tea again", licence="MIT, CC-BY-4.0")


def read(html):
    """Return the elements of a head."""
    return BeautifulSoup(html, "html.parser")


def read_data(head):
    """Return the linked data of a head."""
    return json.loads(head.find("script", type="application/ld+json").string)


def test_a_page_has_its_description_for_search_and_for_sharing():
    head = read(build_head(Page("Title", "Words"), "Book", PAPER, EDITION))
    assert head.find("meta", attrs={"name": "description"})["content"] == "Words"
    graph = {tag["property"]: tag["content"] for tag in head.select("meta[property]")}
    assert graph == {
        "og:title": "Title",
        "og:type": "article",
        "og:site_name": "Book",
        "og:description": "Words",
    }
    assert not head.find("script")


def test_an_address_is_named_only_where_one_is_configured():
    page = Page("T", "D", "https://a.example/x.html", "https://a.example/card.png", True)
    head = read(build_head(page, "Book", PAPER, EDITION))
    graph = {tag["property"]: tag["content"] for tag in head.select("meta[property]")}
    assert graph["og:url"] == "https://a.example/x.html"
    assert graph["og:image"] == "https://a.example/card.png"
    assert read_data(head)["@graph"][1]["url"] == "https://a.example/x.html"
    without = build_head(Page("T", "D", is_first=True), "Book", PAPER, EDITION)
    assert "a.example" not in without
    assert "og:url" not in without


def test_the_first_page_tells_libraries_of_article_and_data():
    head = read(build_head(Page("T", "D", is_first=True), "Book", PAPER, EDITION))
    names = {tag["name"]: tag["content"] for tag in head.select("meta[name]")}
    assert names["citation_title"] == "On tea"
    assert names["citation_author"] == "Roe, Ann"
    assert names["citation_doi"] == "10.1/x"
    data = read_data(head)
    assert data["@context"] == "https://schema.org"
    article, edition = data["@graph"]
    assert (article["@type"], article["name"]) == ("ScholarlyArticle", "On tea")
    assert article["author"][0]["familyName"] == "Roe"
    assert (edition["@type"], edition["isBasedOn"]["@id"]) == ("Dataset", article["@id"])
    assert edition["creator"] == [{"@type": "Organization", "name": "The Team"}]
    assert len(edition["license"]) == 2
    assert edition["description"] == "D"


def test_a_book_without_edition_or_journal_is_described_without():
    plain = Work("misc", "k", (), "On tea")
    head = read(build_head(Page("T", "D", is_first=True), "Book", plain, None))
    (article,) = read_data(head)["@graph"]
    assert article == {"@type": "ScholarlyArticle", "name": "On tea"}


def test_words_from_data_are_no_markup():
    nasty = Work("article", NASTY, ((NASTY, NASTY),), NASTY, NASTY, NASTY, summary=NASTY)
    page = Page(NASTY, NASTY, is_first=True)
    head = read(build_head(page, NASTY, nasty, nasty))
    assert len(head.find_all("script")) == 1
    assert not head.find_all("img")
    assert read_data(head)["@graph"][0]["name"] == NASTY


@pytest.mark.parametrize(
    ("text", "short"),
    [("A  few\nwords.", "A few words."), ("word " * 40, "word " * 30 + "word word…")],
)
def test_a_description_is_cut_at_a_word(text, short):
    assert shorten(text).startswith(short[:100])
    assert len(shorten(text)) <= 160
    assert not shorten(text).endswith(" …")


def make_app(address=None):
    """What describing a page needs to know of Sphinx."""
    config = SimpleNamespace(root_doc="index", html_title="Book", html_baseurl=address)
    return SimpleNamespace(config=config)


def test_the_description_is_the_first_paragraph_unless_the_page_brings_one():
    document = new_document("x")
    document += [
        nodes.paragraph(text=" "),
        nodes.paragraph(text="First."),
        nodes.paragraph(text="2"),
    ]
    context = {"title": "A <em>b</em> &amp; c"}
    describe_page((PAPER, EDITION), CARD, make_app(), "chapters/x", "page.html", context, document)
    head = read(context["metatags"])
    assert head.find("meta", attrs={"name": "description"})["content"] == "First."
    assert head.find("meta", property="og:title")["content"] == "A b & c"
    context = {"title": "T", "description": "Own", "metatags": "<meta name='description'>"}
    describe_page((PAPER, EDITION), CARD, make_app(), "x", "page.html", context, None)
    tags = read(context["metatags"]).find_all("meta", attrs={"name": "description"})
    assert [tag["content"] for tag in tags] == ["Own"]


@pytest.mark.parametrize("address", ["https://a.example/book", "https://a.example/book/"])
def test_addresses_are_joined_with_one_slash(address):
    context = {"title": "T"}
    describe_page(
        (PAPER, EDITION), CARD, make_app(address), "chapters/x", "page.html", context, None
    )
    head = read(context["metatags"])
    assert head.find("meta", property="og:url")["content"] == (
        "https://a.example/book/chapters/x.html"
    )
    assert head.find("meta", property="og:image")["content"] == (
        "https://a.example/book/_static/card.png"
    )

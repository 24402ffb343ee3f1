"""What a page says of itself, and what a book has once its addresses are configured."""

import json
import os
import shutil
import subprocess
import sys
from html import escape
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
import yaml
from bs4 import BeautifulSoup
from docutils import nodes
from sphinx.errors import ConfigError
from sphinx.util.docutils import new_document

from scripts.display.citations import Work
from scripts.site.extension import NOT_GIVEN, add_source_links
from scripts.site.metadata import (
    describe_page,
    read_address,
    shorten,
)
from tests import ROOT

# The book is too small to have the chapters that its data ask for.
BUILD = (
    "from scripts.study import study; study.load_study = study.open_study; "
    "from scripts.site import extension; extension.require_sound_data = lambda root: None; "
    "from jupyter_book.cli.main import main; main()"
)
BASE = "https://example.org/tea/"
SOURCE = "https://github.com/owner/tea"
NASTY = '</script><script>alert(1)</script>"><img src=x onerror=alert(1)>'
PAPER = Work("k", (("Roe", "Ann"),), "On tea", "2020", "Tea", doi="10.1/x")
EDITION = Work("e", (("The Team", ""),), "Tea again", licence="MIT, CC-BY-4.0")


def make_app(address=None, title="Book"):
    """What describing a page needs to know of Sphinx."""
    config = SimpleNamespace(root_doc="index", html_title=title, html_baseurl=address)
    return SimpleNamespace(config=config)


def build_head(title, description, works, is_first=False, address=None, book="Book"):
    """Return the head of a page with this title and description."""
    context = {"title": escape(title), "description": description}
    page = "index" if is_first else "x"
    return describe_page(make_app(address, book), page, context, None, works, True)


def read(html):
    """Return the elements of a head."""
    return BeautifulSoup(html, "html.parser")


def read_data(head):
    """Return the linked data of a head."""
    return json.loads(head.find("script", type="application/ld+json").string)


def test_a_page_has_its_description_for_search_and_for_sharing():
    head = read(build_head("Title", "Words", (PAPER, EDITION)))
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
    head = read(build_head("T", "D", (PAPER, EDITION), True, "https://a.example"))
    graph = {tag["property"]: tag["content"] for tag in head.select("meta[property]")}
    assert graph["og:url"] == "https://a.example/index.html"
    assert graph["og:image"] == "https://a.example/_static/card.png"
    assert read_data(head)["@graph"][1]["url"] == "https://a.example/index.html"
    without = build_head("T", "D", (PAPER, EDITION), True)
    assert "a.example" not in without
    assert "og:url" not in without


def test_the_first_page_tells_libraries_of_article_and_data():
    head = read(build_head("T", "D", (PAPER, EDITION), True))
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
    plain = Work("k", (), "On tea")
    head = read(build_head("T", "D", (plain, None), True))
    (article,) = read_data(head)["@graph"]
    assert article == {"@type": "ScholarlyArticle", "name": "On tea"}


def test_words_from_data_are_no_markup():
    nasty = Work(NASTY, ((NASTY, NASTY),), NASTY, NASTY, NASTY, summary=NASTY)
    head = read(build_head(NASTY, NASTY, (nasty, nasty), True, book=NASTY))
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


def test_the_description_is_the_first_paragraph_unless_the_page_brings_one():
    document = new_document("x")
    document += [
        nodes.paragraph(text=" "),
        nodes.paragraph(text="First."),
        nodes.paragraph(text="2"),
    ]
    context = {"title": "A <em>b</em> &amp; c"}
    works = (PAPER, EDITION)
    head = read(describe_page(make_app(), "chapters/x", context, document, works, True))
    assert head.find("meta", attrs={"name": "description"})["content"] == "First."
    assert head.find("meta", property="og:title")["content"] == "A b & c"
    context = {"title": "T", "description": "Own"}
    head = read(describe_page(make_app(), "x", context, None, works, True))
    tags = head.find_all("meta", attrs={"name": "description"})
    assert [tag["content"] for tag in tags] == ["Own"]


@pytest.mark.parametrize("address", ["https://a.example/book", "https://a.example/book/"])
def test_addresses_are_joined_with_one_slash(address):
    works = (PAPER, EDITION)
    head = read(describe_page(make_app(address), "chapters/x", {"title": "T"}, None, works, True))
    assert head.find("meta", property="og:url")["content"] == (
        "https://a.example/book/chapters/x.html"
    )
    assert head.find("meta", property="og:image")["content"] == (
        "https://a.example/book/_static/card.png"
    )


def test_the_source_is_offered_only_if_its_address_is_known():
    config = SimpleNamespace(html_theme_options={"launch_buttons": {"binderhub_url": ""}})
    config.html_theme_options["repository_url"] = NOT_GIVEN
    add_source_links(None, config)
    assert config.html_theme_options == {"launch_buttons": {"binderhub_url": ""}}
    config.html_theme_options["repository_url"] = SOURCE
    add_source_links(None, config)
    assert config.html_theme_options["use_repository_button"] is True
    buttons = config.html_theme_options["launch_buttons"]
    assert buttons == {"binderhub_url": "https://mybinder.org"}


@pytest.mark.parametrize(
    ("written", "said", "taken"),
    [
        ("", BASE, BASE),
        (BASE, "https://other.example/", BASE),
        ("", "", ""),
        ("", f" {BASE} ", BASE),
    ],
)
def test_the_address_is_that_of_the_settings_or_else_of_whatever_publishes(
    monkeypatch, written, said, taken
):
    monkeypatch.setenv("SITE_ADDRESS", said)
    config = SimpleNamespace(html_baseurl=written)
    read_address(None, config)
    assert config.html_baseurl == taken


def test_what_is_no_address_is_refused_in_words(monkeypatch):
    monkeypatch.setenv("SITE_ADDRESS", "example.org")
    with pytest.raises(ConfigError, match="it must be the address of the site"):
        read_address(None, SimpleNamespace(html_baseurl=""))


def test_another_binder_is_not_replaced():
    options = {"repository_url": SOURCE, "launch_buttons": {"binderhub_url": "https://b.example"}}
    add_source_links(None, SimpleNamespace(html_theme_options=options))
    assert options["launch_buttons"]["binderhub_url"] == "https://b.example"


@pytest.fixture(scope="module")
def small_site(tmp_path_factory) -> Path:
    """A book of three pages with both addresses, built by Jupyter Book alone."""
    folder = tmp_path_factory.mktemp("book")
    shutil.copytree(ROOT / "data", folder / "data")
    for name in ("references.bib", "CITATION.cff"):
        shutil.copy(ROOT / name, folder)
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    config["html"]["baseurl"] = BASE
    config["execute"]["execute_notebooks"] = "off"
    config["sphinx"]["config"]["edition_downloads"] = False
    config["repository"] = {"url": SOURCE, "branch": "main"}
    (folder / "_config.yml").write_text(yaml.safe_dump(config), "utf-8")
    (folder / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nchapters:\n- file: tea\n- file: figure_1\n"
    )
    shutil.copy(ROOT / "chapters/figure_1.ipynb", folder)
    (folder / "index.md").write_text("# A book\n\nOn tea.\n")
    cells = [nbformat.v4.new_markdown_cell("# Tea\n\nA chapter.")]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, folder / "tea.ipynb")
    done = subprocess.run(
        [sys.executable, "-c", BUILD, "build", "."],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "_build/html"


def read_page(site: Path, name: str) -> BeautifulSoup:
    """Return a page, parsed."""
    return BeautifulSoup((site / name).read_text("utf-8"), "html.parser")


def test_with_its_address_a_book_has_a_sitemap_and_a_picture(small_site):
    sitemap = (small_site / "sitemap.xml").read_text("utf-8")
    assert f"<loc>{BASE}tea.html</loc>" in sitemap
    assert "search.html" not in sitemap
    assert (small_site / "_static/card.png").stat().st_size > 5_000


@pytest.mark.parametrize("name", ["index.html", "tea.html"])
def test_with_its_address_a_page_names_its_own(small_site, name):
    page = read_page(small_site, name)
    (canonical,) = page.select("link[rel=canonical]")
    assert canonical["href"] == f"{BASE}{name}"
    assert page.select_one("meta[property='og:url']")["content"] == f"{BASE}{name}"
    assert page.select_one("meta[property='og:image']")["content"] == f"{BASE}_static/card.png"


def test_with_its_source_a_chapter_can_be_run_and_its_source_seen(small_site):
    links = [
        link.get("href", "") for link in read_page(small_site, "tea.html").select("header a, a.btn")
    ]
    links += [a["href"] for a in read_page(small_site, "tea.html").select(".edition-menu a")]
    assert any(link.startswith("https://mybinder.org/v2/gh/owner/tea/main") for link in links)
    assert SOURCE in links


def test_without_addresses_nothing_names_any(site):
    assert not (site / "sitemap.xml").exists()
    assert not (site / "_static/card.png").exists()
    page = (site / "index.html").read_text("utf-8")
    for name in ("mybinder", "canonical", "og:url", "og:image", "github.com"):
        assert name not in page

"""What comes out of the printer: the text, its tables and its figures, and nothing else."""

import io
import re
import unicodedata

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser import open_page, wait_for

# Words of what only works on a screen.
ON_SCREEN = (
    "Show the code",
    "Back to top",
    "Search Ctrl",
    "Ctrl+",
    "Skip to main",
    "Skip past",
    "Copy",
    "from scripts",
)


def print_page(chromium, address: str, theme: str = "light") -> PdfReader:
    """Return a page as the browser prints it."""
    with open_page(chromium, address, theme=theme) as (page, _):
        return PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))


def squeeze(text: str) -> str:
    """Return text without what paper adds to it: spaces, breaks, hyphens and ligatures."""
    return re.sub(r"[\s\u00ad\u2010-]", "", unicodedata.normalize("NFKC", text))


def read_words(pdf: PdfReader) -> str:
    """Return all text of a PDF, squeezed."""
    return squeeze("".join(page.extract_text() for page in pdf.pages))


@pytest.fixture(scope="module")
def tables(site):
    """The page with the most columns, parsed."""
    return BeautifulSoup((site / "chapters/configurations.html").read_text("utf-8"), "html.parser")


@pytest.mark.parametrize("name", ["index", "chapters/participants", "chapters/figure_1"])
def test_a_printed_page_has_its_title_and_nothing_of_the_screen(chromium, site, name):
    pdf = print_page(chromium, (site / f"{name}.html").as_uri())
    html = BeautifulSoup((site / f"{name}.html").read_text("utf-8"), "html.parser")
    html.h1.a.decompose()
    text = "\n".join(page.extract_text() for page in pdf.pages)
    assert squeeze(html.h1.get_text())[:20] in squeeze(pdf.pages[0].extract_text())
    lines = [line.strip() for line in text.splitlines()]
    assert [line for line in lines if line.startswith(ON_SCREEN)] == []
    assert "#" not in text


def test_a_wide_table_lies_across_the_paper_and_is_whole(chromium, site, tables):
    pdf = print_page(chromium, (site / "chapters/configurations.html").as_uri())
    for page in pdf.pages:
        assert page.mediabox.width > page.mediabox.height
    words = read_words(pdf)
    for mark in tables.select("td a, th a"):
        mark.decompose()
    # The frames that a calculation starts from come with the code, which is not printed.
    whole = "table:not(.edition-frame)"
    cells = tables.select(f"{whole} td, {whole} th")
    assert len(cells) > 200
    missing = [c.get_text() for c in cells if squeeze(c.get_text()) not in words]
    assert missing == []


def test_a_narrow_page_stands_upright(chromium, site):
    pdf = print_page(chromium, (site / "chapters/participants.html").as_uri())
    assert all(page.mediabox.width < page.mediabox.height for page in pdf.pages)


def test_what_is_folded_is_printed_and_folded_again(chromium, site):
    address = (site / "index.html").as_uri()
    with open_page(chromium, address) as (page, _):
        pdf = PdfReader(io.BytesIO(page.pdf()))
        expect(page.locator(".edition-citation details[open]")).to_have_count(0)
    assert "@article{" in read_words(pdf)


def test_a_dark_page_is_printed_light_and_is_dark_again(chromium, site):
    address = (site / "chapters/participants.html").as_uri()
    with open_page(chromium, address, theme="dark") as (page, _):
        dark = page.pdf(print_background=True)
        wait_for(lambda: page.evaluate("document.documentElement.dataset.theme"), "dark")
    with open_page(chromium, address, theme="light") as (page, _):
        light = page.pdf(print_background=True)

    def colours(content: bytes) -> set[str]:
        pages = PdfReader(io.BytesIO(content)).pages
        return {
            c
            for p in pages
            for c in re.findall(r"[\d. ]+ rg", p.get_contents().get_data().decode("latin-1"))
        }

    assert colours(dark) == colours(light)


@pytest.mark.parametrize("name", ["figure_1", "figure_2"])
def test_a_page_with_a_figure_takes_two_sheets(chromium, site, name):
    pdf = print_page(chromium, (site / f"chapters/{name}.html").as_uri())
    assert len(pdf.pages) <= 2
    caption = re.search(r"Of (\d+)\s+configurations", pdf.pages[0].extract_text())
    sentences = re.findall(r"No\. \d+: ", "".join(page.extract_text() for page in pdf.pages))
    assert len(sentences) == int(caption[1])

"""The explorer and the pages of configurations as they stand in the built book."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from tests.browser import open_page


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_explorer_of_the_book_keeps_nobody_out(chromium, served, theme, width):
    with open_page(chromium, f"{served}chapters/explorer.html", width, theme) as (page, watch):
        page.wait_for_selector(".explorer.is-ready")
        page.locator(".explorer input[type=search]").fill("a")
        page.locator(".explorer-rows summary").first.click()
        page.locator(".explorer-filters button").first.click()
        page.locator(".explorer-options:popover-open input").first.check()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page, context="article").response["violations"]
        assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
        assert watch.complaints == []


@pytest.mark.parametrize(("width", "height"), [(375, 667), (1280, 800)])
def test_the_first_row_is_in_the_first_screen(chromium, served, width, height):
    with open_page(chromium, f"{served}chapters/explorer.html", width) as (page, _):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_selector(".explorer.is-ready")
        expect(page.locator(".explorer-title").first).to_be_in_viewport(ratio=1)
        expect(page.get_by_role("searchbox", name="Search")).to_be_in_viewport(ratio=1)


def test_the_way_back_from_a_configuration_keeps_the_view(chromium, served):
    view = f"{served}chapters/explorer.html#in-theory=any&sort-by=title"
    with open_page(chromium, view) as (page, _):
        page.locator(".explorer-rows summary").first.click()
        page.wait_for_url("**row-open=*")
        shown = page.url
        page.get_by_role("link", name="The page of this configuration").first.click()
        page.wait_for_url("**/configurations/*")
        trail = page.get_by_role("navigation", name="Breadcrumb")
        trail.get_by_role("link", name="All configurations", exact=True).click()
        page.wait_for_url(shown)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_of_a_configuration_keeps_nobody_out(chromium, served, site, theme):
    first = sorted((site / "configurations").glob("*.html"))[0]
    address = f"{served}configurations/{first.name}"
    with open_page(chromium, address, 320, theme) as (page, watch):
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        found = Axe().run(page, context="article").response["violations"]
        assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
        assert watch.list_outside() == []


def test_the_script_is_loaded_where_something_needs_it(site):
    with_script = {
        path.relative_to(site).as_posix()
        for path in site.rglob("*.html")
        for tag in BeautifulSoup(path.read_text("utf-8"), "html.parser").find_all("script")
        if "explorer.js" in (tag.get("src") or "")
    }
    pages = {f"configurations/{path.name}" for path in (site / "configurations").glob("*.html")}
    assert with_script == {"chapters/explorer.html", *pages}


def test_the_search_of_the_site_finds_the_page_of_a_configuration(chromium, served, site):
    first = sorted((site / "configurations").glob("*.html"))[0]
    title = BeautifulSoup(first.read_text("utf-8"), "html.parser").h1.get_text()
    with open_page(chromium, f"{served}search.html?q={title.replace(' ', '+')}") as (page, _):
        link = page.locator(f"#search-results a[href*='configurations/{first.name}']").first
        expect(link).to_be_visible()
        link.click()
        page.wait_for_url(f"**/configurations/{first.name}*")

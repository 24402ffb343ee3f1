"""The explorer in a browser: what it finds, counts, opens and remembers, and for whom."""

from __future__ import annotations

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from tests.browser import open_page, serve, wait_for
from tests.explorer_page import write_explorer_page
from tests.studies import make_study

EVIL = "<img src=x onerror='document.title=1'>"
GROUPS = (
    {"group": "clients", "label": "Clients", "n": 8, "code": "C"},
    {"group": "nurses", "label": "Nurses", "n": 3, "code": "N"},
)
#       name, context, mechanism, outcome, valence
ROWS = (
    ("one", "Alone", "Meets a guide", "Calm", "good"),
    ("two", "Alone", "Meets nobody", "Worry", "bad"),
    ("three", "Crowded", "Meets a guide", "Worry", "bad"),
    ("four", "Crowded", "Is given a café", "Calm", "good"),
    ("five", EVIL, "", "Calm", "good"),
)
QUOTATIONS = (
    ("one", "clients", "A quiet garden"),
    ("two", "nurses", "Nobody’s there"),
    ("two", "clients", EVIL),
)


def make_invented(folder, rows=ROWS):
    """Return an invented study of five configurations, or of others."""
    keys = ("configuration", "context", "mechanism", "outcome", "valence")
    names = {row[0] for row in rows}
    return make_study(
        folder,
        groups=GROUPS,
        configurations=[dict(zip(keys, row, strict=True)) for row in rows],
        quotations=[
            {"configuration": name, "speaker": "Bo", "speaker_group": group, "text": text}
            for name, group, text in QUOTATIONS
            if name in names
        ],
        exhibits=[{"exhibit": "table", "kind": "configurations"}],
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the page of the invented study."""
    place = tmp_path_factory.mktemp("explorer")
    return write_explorer_page(place, make_invented(place / "data")).parent


@pytest.fixture(scope="module")
def address(folder):
    """The address of the page, served under the strictest policy."""
    with serve(folder) as root:
        yield f"{root}explorer.html"


@pytest.fixture
def page(chromium, address):
    """The page, open; nothing may go wrong in it."""
    with open_page(chromium, address) as (shown, watch):
        shown.wait_for_selector("table.is-ready")
        yield shown
        assert watch.complaints == []
        assert watch.list_outside() == []
        assert shown.title() == "Invented", "text of a cell has run as code"


def status(page):
    """Return what the live region says."""
    return page.get_by_role("status").text_content()


def names(page):
    """Return the configurations that are shown, in order."""
    rows = page.locator("tr[data-configuration]")
    return rows.evaluate_all("rows => rows.map(row => row.dataset.configuration)")


def options(page):
    """Return the options of the open filter that are shown, with their counts."""
    texts = page.locator(".explorer-option:visible").all_inner_texts()
    return [" ".join(text.split()) for text in texts]


def open_filter(page, name):
    """Open the list of options of a filter."""
    page.get_by_role("group", name="Filters").get_by_role("button", name=name).click()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("garden", ["one"]),
        ("CAFE", ["four"]),
        ("nobody's", ["two"]),
        ("calm alone", ["one"]),
        ('"meets a"', ["one", "three"]),
        ("nowhere", []),
        ("", ["one", "two", "three", "four", "five"]),
    ],
)
def test_a_search_finds_cells_quotations_and_accents(page, words, found):
    page.get_by_label("Search cells and quotations").fill(words)
    wait_for(lambda: names(page), found)
    wait_for(lambda: status(page), f"{len(found)} of 5 configurations")


def test_a_row_found_by_its_quotation_says_so(page):
    page.get_by_label("Search cells and quotations").fill("garden")
    expect(page.get_by_role("button", name="Details: found here")).to_be_visible()
    page.get_by_label("Search cells and quotations").fill("calm")
    expect(page.get_by_role("button", name="Details: found here")).to_have_count(0)


def test_counts_of_a_filter_follow_the_others(page):
    open_filter(page, "Context")
    wait_for(lambda: options(page), [f"{EVIL} (1)", "Alone (2)", "Crowded (2)"])
    page.get_by_label("Alone").check()
    wait_for(lambda: names(page), ["one", "two"])
    # What is chosen here does not lower the counts of the alternatives.
    wait_for(lambda: options(page), [f"{EVIL} (1)", "Alone (2)", "Crowded (2)"])
    page.get_by_label("Crowded").check()
    wait_for(lambda: status(page), "4 of 5 configurations")
    open_filter(page, "Outcome")
    wait_for(lambda: options(page), ["Calm (2)", "Worry (2)"])
    page.get_by_label("Worry").check()
    wait_for(lambda: names(page), ["two", "three"])
    open_filter(page, "Mechanism")
    wait_for(lambda: options(page), ["Meets a guide (1)", "Meets nobody (1)"])
    open_filter(page, "Who is quoted")
    page.get_by_label("Nurses").check()
    wait_for(lambda: names(page), ["two"])
    page.get_by_role("button", name="Take away Who is quoted: Nurses").click()
    page.get_by_role("button", name="Clear all").click()
    wait_for(lambda: status(page), "5 of 5 configurations")


def test_counts_follow_the_search(page):
    page.get_by_label("Search cells and quotations").fill("guide")
    open_filter(page, "Outcome")
    wait_for(lambda: options(page), ["Calm (1)", "Worry (1)"])


def test_a_shared_address_shows_the_same(page, chromium, address):
    page.get_by_label("Search cells and quotations").fill("meets")
    open_filter(page, "Context")
    page.get_by_label("Alone").check()
    page.get_by_role("button", name="Details, configuration 2").click()
    page.get_by_role("columnheader", name="Outcome").get_by_role("button").click()
    page.get_by_role("columnheader", name="Outcome").get_by_role("button").click()
    # DataTables sorts a moment after the click.
    numbers = page.locator("tr[data-configuration] th a")
    expect(numbers).to_have_text(["2", "1"])
    page.wait_for_url("**sort-by=*desc*")
    shared = page.url
    with open_page(chromium, shared) as (other, _):
        other.wait_for_selector("table.is-ready")
        wait_for(lambda: names(other), ["two", "one"])
        assert other.get_by_label("Search cells and quotations").input_value() == "meets"
        expect(other.get_by_role("button", name="Take away Context: Alone")).to_be_visible()
        expect(other.get_by_text("Nobody’s there")).to_be_visible()
    page.reload()
    page.wait_for_selector("table.is-ready")
    wait_for(lambda: names(page), ["two", "one"])


def test_the_back_button_goes_back_step_by_step(page):
    open_filter(page, "Context")
    page.get_by_label("Alone").check()
    page.get_by_label("Search cells and quotations").press_sequentially("calm")
    wait_for(lambda: names(page), ["one"])
    page.go_back()
    wait_for(lambda: names(page), ["one", "two"])
    page.go_back()
    wait_for(lambda: len(names(page)), 5)
    expect(page.get_by_role("checkbox", name="Alone")).not_to_be_checked()
    page.go_forward()
    wait_for(lambda: names(page), ["one", "two"])
    expect(page.get_by_role("checkbox", name="Alone")).to_be_checked()


@pytest.mark.parametrize(
    "hash_", ["context=nonsense&x=y", "page-number=7", "sort-by=x%20asc", "=", "row-open=none", "%"]
)
def test_an_address_that_means_nothing_is_passed_over(page, address, hash_):
    page.goto(f"{address}#{hash_}")
    page.reload()
    page.wait_for_selector("table.is-ready")
    wait_for(lambda: status(page), "5 of 5 configurations")


def test_an_address_of_a_row_opens_it(page, address):
    page.goto(f"{address}#explore-two")
    expect(page.get_by_text("Nobody’s there")).to_be_visible()


def test_a_row_is_opened_and_closed_with_the_keyboard(page):
    button = page.get_by_role("button", name="Details, configuration 2")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    detail = page.locator(f"#{button.get_attribute('aria-controls')}")
    assert detail.locator(".explorer-chain b").all_inner_texts() == [
        "Context",
        "Mechanism",
        "Outcome",
    ]
    expect(detail.get_by_text("‘Nobody’s there’ Bo (Nurses)")).to_be_visible()
    expect(detail.get_by_text(EVIL)).to_be_visible()
    page.keyboard.press("Space")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_text("Nobody’s there")).to_have_count(0)


def test_a_code_in_an_opened_row_shows_all_that_share_it(page):
    page.get_by_role("button", name="Details, configuration 2").click()
    page.locator(".explorer-chain").get_by_role("link", name="Worry").click()
    wait_for(lambda: names(page), ["two", "three"])


def test_filters_are_used_without_a_mouse(page):
    page.get_by_label("Search cells and quotations").focus()
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    expect(focused).to_have_text("Context")
    outline = focused.evaluate("part => getComputedStyle(part).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    expect(focused).to_have_attribute("aria-expanded", "true")
    page.get_by_label("Alone").focus()
    page.keyboard.press("Space")
    wait_for(lambda: names(page), ["one", "two"])
    page.keyboard.press("Escape")
    expect(page.locator(":focus")).to_have_text("Context (1)")
    expect(page.locator(":focus")).to_have_attribute("aria-expanded", "false")


def test_focus_stays_when_a_choice_is_taken_away(page):
    open_filter(page, "Valence")
    page.get_by_label("good").check()
    page.get_by_role("button", name="Take away Valence: good").press("Enter")
    expect(page.get_by_label("Search cells and quotations")).to_be_focused()


def test_without_a_script_nothing_is_missing(chromium, address):
    with open_page(chromium, address, java_script_enabled=False) as (page, watch):
        text = page.locator("table").inner_text()
        for row in ROWS:
            assert all(cell in text for cell in row[1:] if cell)
        assert all(quotation in text for _, _, quotation in QUOTATIONS)
        assert page.locator("caption").inner_text()
        assert page.locator(".explorer-controls").count() == 0
        assert watch.complaints == []


def test_opened_from_a_folder_it_works(chromium, tmp_path):
    shown = write_explorer_page(tmp_path, make_invented(tmp_path / "data"), policy="")
    with open_page(chromium, shown.as_uri()) as (page, watch):
        page.wait_for_selector("table.is-ready")
        open_filter(page, "Context")
        page.get_by_label("Alone").check()
        wait_for(lambda: names(page), ["one", "two"])
        page.wait_for_url("**#context=alone")
        page.go_back()
        wait_for(lambda: len(names(page)), 5)
        assert watch.complaints == []


def test_one_configuration_or_a_hundred_can_be_explored(chromium, tmp_path):
    many = [(f"c-{i}", f"Context {i % 7}", "m", "o", "good") for i in range(1, 101)]
    for rows, said, shown in ((ROWS[:1], "1 of 1 configuration", 1), (many, "100 of 100", 25)):
        folder = tmp_path / str(len(rows))
        path = write_explorer_page(folder, make_invented(folder / "data", rows), policy="")
        with open_page(chromium, path.as_uri()) as (page, watch):
            page.wait_for_selector("table.is-ready")
            expect(page.get_by_role("status")).to_contain_text(said)
            wait_for(lambda: len(names(page)), shown)
            if len(rows) > 1:
                page.get_by_role("link", name="2", exact=True).click()
                expect(page.locator("tr[data-configuration]").first).to_have_attribute(
                    "data-configuration", "c-26"
                )
                page.wait_for_url("**#page-number=2")
                page.goto(f"{path.as_uri()}#explore-c-99")
                expect(page.get_by_role("button", name="Details, configuration 99")).to_be_visible()
            assert watch.complaints == []


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_the_page_does_not_scroll_sideways(chromium, address, width):
    with open_page(chromium, address, width=width) as (page, _):
        page.wait_for_selector("table.is-ready")
        open_filter(page, "Context")
        page.get_by_label("Alone").check()
        page.get_by_role("button", name="Details, configuration 1").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_options_of_many_words_stand_apart(chromium, tmp_path):
    long = "An invented context of so many words that no line of a phone holds all of them"
    rows = [(f"c-{i}", f"{long}, {i}", "m", "o", "good") for i in range(20)]
    path = write_explorer_page(tmp_path, make_invented(tmp_path / "data", rows), policy="")
    with open_page(chromium, path.as_uri(), width=320) as (page, _):
        page.wait_for_selector("table.is-ready")
        open_filter(page, "Context")
        places = page.locator(".explorer-option > span:not(.explorer-count)").evaluate_all(
            "spans => spans.map(span => [span.getBoundingClientRect().top,"
            " span.getBoundingClientRect().bottom])"
        )
        assert len(places) == len(rows)
        for (_, bottom), (top, _) in pairwise(places):
            assert top >= bottom


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_explorer_of_the_book_is_accessible(chromium, served, theme, width):
    with open_page(chromium, f"{served}chapters/explorer.html", width, theme) as (page, _):
        page.wait_for_selector("table.is-ready")
        page.locator(".explorer-filter").first.click()
        page.locator(".explorer-option input").first.check()
        page.locator(".explorer-open").first.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page, context="article").response["violations"]
        assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_of_a_configuration_is_accessible(chromium, served, site, theme):
    first = sorted((site / "configurations").glob("*.html"))[0]
    address = f"{served}configurations/{first.name}"
    with open_page(chromium, address, 320, theme) as (page, watch):
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        found = Axe().run(page, context="article").response["violations"]
        assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
        assert watch.list_outside() == []


def test_scripts_are_loaded_only_where_something_needs_them(site):
    with_script = {
        path.relative_to(site).as_posix()
        for path in site.rglob("*.html")
        for tag in BeautifulSoup(path.read_text("utf-8"), "html.parser").find_all("script")
        if "datatables.js" in (tag.get("src") or "")
    }
    assert with_script == {"chapters/explorer.html"}


def test_the_search_of_the_site_finds_the_page_of_a_configuration(chromium, served, site):
    page_name = sorted((site / "configurations").glob("*.html"))[0].name
    words = page_name.removesuffix(".html").replace("-", "+")
    with open_page(chromium, f"{served}search.html?q={words}") as (page, _):
        link = page.locator(f"#search-results a[href*='configurations/{page_name}']").first
        expect(link).to_be_visible()
        link.click()
        page.wait_for_url(f"**/configurations/{page_name}*")

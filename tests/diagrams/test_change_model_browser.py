"""Change models in a browser: followed by pointer, touch and keyboard, on any screen."""

import re
import shutil

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from scripts.diagrams.figures import find_rows
from scripts.display.diagram_exhibits import show_diagram
from tests import ROOT
from tests.browser import open_page, serve, wait_for
from tests.change_models import list_frames
from tests.studies import make_study

STATIC = ROOT / "scripts" / "site" / "static"
# Movements that last would have to be waited for.
STILL = {"reduced_motion": "reduce"}
ROWS = [
    {"configuration": "first-one", "context": "Shared", "mechanism": "Left", "outcome": "Good"},
    {"configuration": "second-one", "context": "Shared", "mechanism": "Right", "outcome": "Bad"},
    {"configuration": "third-one", "context": "Alone", "mechanism": "Right", "outcome": "Bad"},
]
EXHIBITS = [
    {"exhibit": "table", "kind": "configurations", "chapter": "chapters/rows.ipynb"},
    {"exhibit": "model", "kind": "diagram", "chapter": "chapters/model.ipynb"},
]


def write_page(path, title, body):
    path.write_text(
        '<!doctype html><html lang="en" data-theme="light">'
        f'<head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="edition.css">'
        '<link rel="stylesheet" href="change-model.css">'
        '<link rel="icon" href="data:,">'
        '<script defer src="change-model.js"></script></head>'
        f"<body><h1>{title}</h1>{body}</body></html>",
        "utf-8",
    )


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The address of a figure's page; the table that it leads to is beside it."""
    folder = tmp_path_factory.mktemp("pages")
    study = make_study(folder / "data", configurations=ROWS, exhibits=EXHIBITS)
    figure = show_diagram(*list_frames(study, study.configurations), study, "model")
    for name in ("edition.css", "change-model.css", "change-model.js"):
        shutil.copy(STATIC / name, folder)
    write_page(folder / "model.html", "Model", f"{figure.html}<p>{'And so on. ' * 900}</p>")
    marks = {name: place.partition("#")[2] for name, place in find_rows(study).items()}
    rows = "".join(f'<tr id="{marks[r["configuration"]]}"><td>{r}</td></tr>' for r in ROWS)
    write_page(folder / "rows.html", "Rows", f"<table class='edition-table'>{rows}</table>")
    with serve(folder) as address:
        yield address


@pytest.fixture
def page(chromium, pages):
    """The figure, open in a wide window."""
    with open_page(chromium, f"{pages}model.html", **STILL) as (page, watch):
        yield page
        assert watch.complaints == []


def find_box(page, words):
    return page.locator("svg .box", has_text=words).first


def list_faded(page):
    """Return which of the boxes are pale, by their first words."""
    return page.evaluate(
        """() => [...document.querySelectorAll('svg .box')]
            .filter((box) => Number(getComputedStyle(box).opacity) < 0.5)
            .map((box) => box.querySelector('text').textContent)"""
    )


def count_lit_links(page):
    return page.evaluate(
        """() => [...document.querySelectorAll('svg .parts .link')]
            .filter((link) => Number(getComputedStyle(link).opacity) > 0.5).length"""
    )


STATUS = ".edition-status"


def test_pointing_at_a_box_shows_its_configurations(page):
    wait_for(lambda: list_faded(page), [])
    find_box(page, "Left").hover()
    wait_for(lambda: sorted(list_faded(page)), ["Alone", "Bad", "Right"])
    wait_for(lambda: count_lit_links(page), 2)
    expect(page.locator(STATUS)).to_have_text("Configuration 1 first oneShow all")
    assert page.locator(f"{STATUS} a").get_attribute("href").endswith("_first-one")
    find_box(page, "Right").hover()
    wait_for(lambda: sorted(list_faded(page)), ["Good", "Left"])
    expect(page.locator(STATUS)).to_have_text("Configurations 2 second one; 3 third oneShow all")
    page.mouse.move(1, 1)
    wait_for(lambda: list_faded(page), [])


def test_pointing_at_a_number_shows_its_configuration_only(page):
    find_box(page, "Shared").locator(".chip", has_text="2").hover()
    wait_for(lambda: sorted(list_faded(page)), ["Alone", "Good", "Left"])
    expect(page.locator(STATUS)).to_have_text("Configuration 2 second oneShow all")


def test_pointing_at_a_line_shows_its_configurations(page):
    link = page.locator('svg .link[data-configurations="3"]').first
    area = link.bounding_box()
    # A little beside the line: a hand is not that steady.
    page.mouse.move(area["x"] + 1.5, area["y"] + area["height"] / 2)
    place = link.evaluate(
        """(link) => {
            const line = link.querySelector('.line');
            const middle = line.getPointAtLength(line.getTotalLength() / 2);
            const at = new DOMPoint(middle.x, middle.y).matrixTransform(line.getScreenCTM());
            return [at.x, at.y];
        }"""
    )
    page.mouse.move(place[0], place[1] + 4)
    wait_for(lambda: "Left" in list_faded(page))
    expect(page.locator(STATUS)).to_have_text("Configuration 3 third oneShow all")


def test_escape_makes_the_figure_whole_again(page):
    page.keyboard.press("Shift")
    find_box(page, "Left").focus()
    wait_for(lambda: list_faded(page) != [])
    page.keyboard.press("Escape")
    wait_for(lambda: list_faded(page), [])
    expect(page.locator(STATUS)).to_contain_text("Point at")


def test_a_drawing_can_be_passed_by(page):
    page.keyboard.press("Tab")
    skip = page.locator(".edition-skip")
    assert skip.evaluate("(link) => link === document.activeElement && link.offsetHeight > 15")
    page.keyboard.press("Enter")
    wait_for(lambda: page.evaluate("document.activeElement.tagName"), "FIGCAPTION")


@pytest.mark.parametrize("words", ["Left", "Bad"])
def test_enter_on_a_box_leads_to_its_first_row(page, words):
    find_box(page, words).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/rows.html#*")
    row = page.locator("tr:target")
    expect(row).to_contain_text(words)
    expect(row).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")


def test_a_click_on_a_number_leads_to_its_row(page):
    find_box(page, "Bad").locator(".chip", has_text="3").click()
    page.wait_for_url("**/rows.html#*_third-one")


def test_a_first_tap_shows_and_a_second_leads_to_the_table(chromium, pages):
    options = {"has_touch": True, **STILL}
    with open_page(chromium, f"{pages}model.html", width=1024, **options) as (
        page,
        _,
    ):
        box = find_box(page, "Shared")
        box.tap(position={"x": 30, "y": 12})
        wait_for(lambda: list_faded(page), ["Alone"])
        assert page.url.endswith("model.html")
        expect(page.locator(STATUS)).to_contain_text("Configurations 1 first one; 2 second")
        page.locator("h1").tap()
        wait_for(lambda: list_faded(page), [])
        for _ in range(2):
            box.tap(position={"x": 30, "y": 12})
        page.wait_for_url("**/rows.html#*_first-one")


def test_a_pointer_that_rests_leaves_the_keyboard_its_box(page):
    find_box(page, "Shared").hover()
    expect(page.locator(STATUS)).to_contain_text("1 first one; 2 second one")
    page.locator(".edition-scroll").focus()
    for _ in range(4):
        page.keyboard.press("Tab")
    told = page.evaluate("document.activeElement.dataset.configurations")
    wait_for(lambda: page.locator("figure .lit[data-configurations]").count() > 0)
    # The page moves under the pointer, which the reader does not touch.
    page.evaluate("scrollBy(0, 30)")
    expect(page.locator(STATUS)).to_contain_text(f"Configuration {told} ")


@pytest.mark.parametrize(("width", "height"), [(375, 500), (1280, 420)])
def test_the_line_that_says_what_is_followed_is_in_view(chromium, pages, width, height):
    with open_page(chromium, f"{pages}model.html", width=width, **STILL) as (page, _):
        page.set_viewport_size({"width": width, "height": height})
        part = ".box-card .chip" if width < 700 else "svg .box .chip"
        page.locator(part).first.evaluate("(part) => part.scrollIntoView({block: 'start'})")
        page.locator(part).first.click() if width < 700 else page.locator(part).first.hover()
        expect(page.locator(STATUS)).to_contain_text("Configuration 1 first one")
        expect(page.locator(STATUS)).to_be_in_viewport(ratio=1)


def test_on_a_phone_the_boxes_are_cards_and_a_number_leaves_its_chain(chromium, pages):
    options = {"has_touch": True, "is_mobile": True, **STILL}
    with open_page(chromium, f"{pages}model.html", width=375, **options) as (page, watch):
        assert page.evaluate("document.documentElement.scrollWidth") == 375
        expect(page.locator("svg.change-model")).to_be_hidden()
        cards = page.locator(".box-card")
        for words in ("Shared", "Alone", "Left", "Right", "Good", "Bad"):
            expect(cards.filter(has_text=words)).to_be_visible()
        cards.filter(has_text="Right").locator(".chip", has_text="2").tap()
        expect(cards.filter(visible=True)).to_have_text(
            [re.compile(words) for words in ("Shared", "Right", "Bad")]
        )
        link = page.locator(f"{STATUS} a")
        expect(link).to_have_text("2 second one")
        assert link.get_attribute("href").endswith("_second-one")
        page.get_by_role("button", name="Show all").tap()
        expect(cards.filter(visible=True)).to_have_count(6)
        assert watch.complaints == []


def test_on_a_phone_an_address_leads_to_the_chain_of_its_configuration(chromium, pages):
    with open_page(chromium, f"{pages}model.html#model-no-3", width=375, **STILL) as (page, _):
        expect(page.locator(".box-card").filter(visible=True)).to_have_text(
            [re.compile(words) for words in ("Alone", "Right", "Bad")]
        )
        expect(page.locator(STATUS)).to_be_in_viewport()


def test_a_row_leads_back_to_its_configuration(page, pages):
    page.goto(f"{pages}model.html#model-no-3")
    wait_for(lambda: sorted(list_faded(page)), ["Good", "Left", "Shared"])
    expect(page.locator(STATUS)).to_contain_text("Configuration 3 third one")
    mark = page.locator("svg .chip:target")
    assert mark.text_content().strip() == "3"
    expect(mark).to_be_in_viewport()


def test_the_keyboard_reaches_all_boxes_and_lines_in_reading_order(page):
    page.locator(".edition-scroll").focus()
    told = []
    count = page.locator("svg .box, svg .parts .link").count()
    for _ in range(count):
        page.keyboard.press("Tab")
        told.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert len(set(told)) == count == 6 + 5
    assert told[0].startswith("Context: ")
    assert told[1].startswith("From ")
    assert told[-1].startswith("Outcome: ")
    wait_for(lambda: list_faded(page) != [])
    assert page.evaluate("document.activeElement.matches(':focus-visible')")
    # The names of what is lit are links, and come next with the button; then the figure ends.
    for _ in range(page.locator(f"{STATUS} a").count() + 2):
        page.keyboard.press("Tab")
    wait_for(lambda: list_faded(page), [])


def test_zooming_keeps_the_page_and_ends(chromium, pages):
    width = 1280
    with open_page(chromium, f"{pages}model.html", width=width, **STILL) as (page, _):
        drawing, region = page.locator("svg.change-model"), page.locator(".edition-scroll")
        larger = page.get_by_role("button", name="Zoom in")
        smaller = page.get_by_role("button", name="Zoom out")
        start = drawing.bounding_box()["width"]
        for button in (larger, smaller):
            area = button.bounding_box()
            assert min(area["width"], area["height"]) >= 24
        larger.click()
        wait_for(lambda: drawing.bounding_box()["width"], pytest.approx(start * 1.25, rel=0.01))
        for _ in range(12):
            larger.click(force=True)
        expect(larger).to_have_attribute("aria-disabled", "true")
        assert region.evaluate("(region) => region.scrollLeft") > 0
        assert drawing.bounding_box()["width"] <= 4.01 * start
        assert page.evaluate("document.documentElement.scrollWidth") == width
        for _ in range(24):
            smaller.click(force=True)
        expect(smaller).to_have_attribute("aria-disabled", "true")
        assert drawing.bounding_box()["width"] == pytest.approx(start / 2, rel=0.3)


def test_a_figure_is_whole_where_scripts_do_not_run(chromium, pages):
    address = f"{pages}model.html"
    with open_page(chromium, address, java_script_enabled=False) as (page, _):
        svg = BeautifulSoup(page.content(), "html.parser").select_one("svg.change-model")
        for words in ("Shared", "Alone", "Left", "Right", "Good", "Bad", "Context"):
            assert words in svg.get_text()
            assert page.locator("svg text", has_text=words).first.is_visible()
        assert page.locator(".edition-zoom, .edition-status").count() == 0
        find_box(page, "Alone").click()
        page.wait_for_url("**/rows.html#*_third-one")


@pytest.mark.parametrize("wish", ["reduce", "no-preference"])
def test_nothing_moves_for_those_who_do_not_want_it(chromium, pages, wish):
    with open_page(chromium, f"{pages}model.html", reduced_motion=wish) as (page, _):
        lasting = page.evaluate(
            """() => [...document.querySelectorAll('figure, figure *')].filter((part) => {
                const style = getComputedStyle(part);
                return style.transitionDuration !== '0s' || style.animationName !== 'none';
            }).length"""
        )
    assert (lasting > 0) == (wish == "no-preference")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_of_a_box_is_never_pale(chromium, pages, theme):
    with open_page(chromium, f"{pages}model.html") as (page, _):
        page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        ratio = find_box(page, "Left").evaluate(
            """(box) => {
                const light = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map((part) => {
                    const share = part / 255;
                    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
                }).reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
                const ink = light(getComputedStyle(box.querySelector('text')).fill);
                const ground = light(getComputedStyle(box.querySelector('.frame')).fill);
                return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
            }"""
        )
    assert ratio >= 4.5

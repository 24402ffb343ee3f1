"""What holds for the study of this edition alone: change model browser."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import expect

from scripts.diagrams.model_figures import build_model_figure
from scripts.display import display
from scripts.display.diagrams import format_pictures
from tests.browser import open_page, serve, wait_for
from tests.diagrams.test_change_model_browser import (
    EXHIBITS,
    ROWS,
    STATIC,
    STATUS,
    STILL,
    list_faded,
    write_page,
)
from tests.exhibits import rebuild_table
from tests.studies import list_frames, make_study


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The address of a figure's page; the table that it leads to is beside it."""
    folder = tmp_path_factory.mktemp("pages")
    study = make_study(folder / "data", configurations=ROWS, exhibits=EXHIBITS)
    figure = build_model_figure(
        *list_frames(study, study.configurations), study, "model", "The model"
    )
    table = rebuild_table(study, "table")
    for name in ("edition.css", "change-model.js"):
        shutil.copy(STATIC / name, folder)
    write_page(folder / "model.html", "Model", format_pictures(figure))
    write_page(folder / "rows.html", "Rows", display.show(table).html)
    with serve(folder) as address:
        yield address


@pytest.fixture
def page(chromium, pages):
    """The figure, open in a wide window."""
    with open_page(chromium, f"{pages}model.html", **STILL) as (page, watch):
        yield page
        assert watch.complaints == []


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
    # The names of what is lit are links, and come next; behind them the figure ends.
    for _ in range(page.locator(f"{STATUS} a").count() + 1):
        page.keyboard.press("Tab")
    wait_for(lambda: list_faded(page), [])


def test_a_row_leads_back_to_its_configuration(page, pages):
    page.goto(f"{pages}rows.html")
    page.locator("tr", has_text="Alone").get_by_role("link", name="Model").click()
    page.wait_for_url("**/model.html#model-no-3")
    wait_for(lambda: sorted(list_faded(page)), ["Good", "Left", "Shared"])
    expect(page.locator(STATUS)).to_have_text("Configuration 3 third one")
    mark = page.locator(".chip:target")
    assert mark.text_content().strip() == "3"
    assert mark.evaluate(
        "(mark) => { const a = mark.getBoundingClientRect();"
        " return a.top >= 0 && a.bottom <= innerHeight; }"
    )


def test_no_page_of_the_book_scrolls_sideways_for_a_figure(chromium, site):
    drawn = [
        path
        for path in sorted(site.rglob("*.html"))
        if 'class="change-model"' in path.read_text("utf-8")
    ]
    assert drawn
    # Of the pages that are made alike, one for each configuration, the first will do.
    alike = [path for path in drawn if path.parent.name != "chapters"]
    for path in [*(path for path in drawn if path not in alike), *alike[:1]]:
        for width in (320, 375):
            with open_page(chromium, path.as_uri(), width=width) as (page, watch):
                name = path.name
                assert page.evaluate("document.documentElement.scrollWidth") == width, name
                live = page.locator('svg.change-model[role="group"]').count()
                assert page.locator(STATUS).count() == live, name
                assert watch.complaints == [], name

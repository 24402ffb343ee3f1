"""What holds for the study of this edition alone: change model browser."""

from tests.browser import open_page
from tests.diagrams.test_change_model_browser import STATUS


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

"""Where things stand: no page is wider than its window, no table is cut off, nothing covered."""

import pytest

from tests.browser import open_page, set_width, settle, wait_for

pytestmark = pytest.mark.long

# Widths in CSS pixels: phone, tablet, small and usual laptop, and two desks.
WIDTHS = (375, 820, 1024, 1280, 1440, 1920)
# So many configurations make a table longer than two windows.
MANY = 25
# From here on the contents of the book stand beside the page.
WIDE = 960
LOOK = """() => {
  const faults = [], seen = (e) => e.checkVisibility({ visibilityProperty: true });
  const name = (e) => (e.getAttribute("aria-label") || e.className || e.tagName).slice(0, 60);
  const BLOCKS = "article :is(p, table, figure, pre, li, dl, h1, h2, h3, details)";
  const width = document.documentElement.scrollWidth;
  if (width > innerWidth) { faults.push(`the page is ${width} wide`); }
  for (const place of document.querySelectorAll("article .edition-scroll")) {
    if (seen(place) && place.querySelector("table") && place.scrollWidth > place.clientWidth + 1) {
      faults.push(`${place.scrollWidth} in ${place.clientWidth}: ${name(place)}`);
    }
  }
  for (const table of document.querySelectorAll("article table")) {
    const { left, right, width } = table.getBoundingClientRect();
    if (width > 1 && (left < -1 || right > innerWidth + 1)) { faults.push(`cut: ${name(table)}`); }
  }
  for (const rail of document.querySelectorAll(".bd-sidebar-primary, .bd-sidebar-secondary")) {
    const edge = rail.getBoundingClientRect();
    for (const shown of seen(rail) ? document.querySelectorAll(BLOCKS) : []) {
      const place = shown.getBoundingClientRect();
      if (place.width > 1 && place.right > edge.left + 1 && place.left < edge.right - 1) {
        faults.push(`covered: ${name(shown)}`);
        break;
      }
    }
  }
  return faults;
}"""
SET = "(nav) => { document.documentElement.dataset.nav = nav; }"
SHOWN = "document.getElementById('pst-primary-sidebar').getClientRects().length > 0"
# How far below the top of the window the headings of the longest table stand, once its
# middle has been scrolled to.
SCROLL = """() => {
  const tables = [...document.querySelectorAll("article .edition-scroll.is-whole > table")];
  const size = (table) => table.getBoundingClientRect().height;
  const table = tables.sort((a, b) => size(b) - size(a))[0];
  scrollTo(0, table.getBoundingClientRect().top + scrollY + size(table) / 2);
  const { top, height } = table.tHead.getBoundingClientRect();
  return [size(table) > 2 * innerHeight, top >= 0 && top + height < innerHeight / 2];
}"""


def list_faults(page, width: int) -> list[str]:
    """Return what is cut off or covered in a page of this width, contents shown last."""
    faults = []
    for contents in ("closed", "open") if width >= WIDE else ("open",):
        page.evaluate(SET, contents)
        settle(page)
        faults += [f"{width} px, contents {contents}: {fault}" for fault in page.evaluate(LOOK)]
    return faults


# By day, tests/site/test_browser_pages.py asks it of each page that it visits.
@pytest.mark.night
def test_every_table_of_every_page_is_whole_at_every_width_and_nothing_lies_over_it(chromium, site):
    faults = {}
    with open_page(chromium, reduced_motion="reduce") as (page, _):
        # Pages of configurations are of one form: a few stand for all.
        alike = sorted(site.glob("configurations/*.html"))
        for path in sorted({*site.rglob("*.html")} - {*alike[1:-1]}):
            page.goto(path.as_uri())
            found = []
            for width in WIDTHS:
                set_width(page, width)
                found += list_faults(page, width)
            if found:
                faults[path.name] = found
    assert faults == {}


@pytest.mark.parametrize("name", ["configurations", "editorial_notes"])
def test_the_headings_of_a_long_table_stay_in_view(chromium, site, study, name):
    path = site / "chapters" / f"{name}.html"
    if not path.exists() or len(study.configurations) < MANY:
        pytest.skip(f"this book has no long table {name}")
    with open_page(chromium, path.as_uri()) as (page, _):
        wait_for(lambda: page.locator(".edition-scroll.is-whole > table").count() > 0)
        assert page.evaluate(SCROLL) == [True, True]


def test_closed_contents_stay_closed_on_the_next_page_and_open_again(chromium, served):
    with open_page(chromium, f"{served}index.html") as (page, _):
        assert page.evaluate(SHOWN)
        page.get_by_role("button", name="Contents of the book").click()
        assert not page.evaluate(SHOWN)
        page.goto(f"{served}chapters/configurations.html")
        assert not page.evaluate(SHOWN)
        page.get_by_role("button", name="Contents of the book").click()
        assert page.evaluate(SHOWN)


@pytest.mark.parametrize("name", ["Contents of the book", "Contents of this page"])
def test_on_a_phone_contents_open_in_a_window_and_escape_closes_it(chromium, served, name):
    with open_page(chromium, f"{served}index.html", width=375) as (page, _):
        page.get_by_role("button", name=name).click()
        opened = page.locator("dialog[open]")
        wait_for(opened.count, 1)
        assert opened.get_by_role("link").count() > 2
        page.keyboard.press("Escape")
        wait_for(opened.count, 0)

"""Every page of the site in a real browser, light and dark, wide and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import open_page, set_width
from tests.site.test_layout_browser import list_faults

pytestmark = pytest.mark.long

LAWS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# Widths in CSS pixels. WCAG 2.2 asks that a page of 320 can be read without scrolling sideways.
WIDTHS = (1280, 320)
EVERY = 9
OPTIONS = {"resultTypes": ["violations"], "preload": False}
# Notes what the policy stopped, from the first moment on.
LISTEN = """
window.stopped = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.stopped.push(`${event.effectiveDirective} stopped ${event.blockedURI || event.sample}`));
"""


@pytest.fixture(scope="module")
def names(site):
    """The addresses of all pages within the site, those that are visited by day and the others.

    Pages of configurations are of one form: by day some stand for all.
    """
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    alike = [name for name in pages if name.startswith("configurations/")]
    others = {name for i, name in enumerate(alike) if i % EVERY}
    return {"some": [name for name in pages if name not in others], "others": sorted(others)}


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(("light", 1280, "some"), id="light"),
        pytest.param(("dark", 320, "some"), id="dark"),
        pytest.param(("light", 1280, "others"), id="light-others", marks=pytest.mark.night),
        pytest.param(("dark", 320, "others"), id="dark-others", marks=pytest.mark.night),
    ],
)
def visits(request, chromium, site, names):
    """What was found on each page in one theme, in one visit.

    Both widths are visited in both themes. The rules of axe, which take the time, and what is
    cut off or covered are looked for on the wide light and on the narrow dark page: the theme
    changes colours only, and the width changes what is shown, so nothing else is on the other two.
    """
    theme, width, which = request.param
    found, axe = {}, Axe()
    rules = OPTIONS | {"runOnly": {"type": "tag", "values": [*LAWS, "best-practice"]}}
    view = {"width": width, "theme": theme, "reduced_motion": "reduce"}
    with open_page(chromium, fresh=True, **view) as (page, watch):
        page.add_init_script(LISTEN)
        widths = [width, *set(WIDTHS) - {width}]
        for name in names[which]:
            watch.complaints.clear()
            watch.requests.clear()
            page.goto((site / name).as_uri())
            visit = {"theme": page.evaluate("document.documentElement.dataset.theme"), "widths": {}}
            for now in widths:
                set_width(page, now)
                visit["widths"][now] = page.evaluate("document.documentElement.scrollWidth")
                if now == width:
                    visit["violations"] = _list(axe.run(page, options=rules), width)
                    visit["moving"] = page.evaluate(
                        "document.getAnimations().map(a => a.effect.target.className)"
                    )
                    visit["faults"] = list_faults(page, width)
            visit["stopped"] = page.evaluate("window.stopped")
            visit["complaints"], visit["outside"] = [*watch.complaints], watch.list_outside()
            found[name] = visit
            # The next page begins as wide as this one ends.
            widths.reverse()
    assert {visit["theme"] for visit in found.values()} == {theme}
    return found


def _list(results, width: int) -> set[tuple[str, bool, str]]:
    """Return the rules broken, whether by law, and the first place of each."""
    return {
        (
            violation["id"],
            bool(set(violation["tags"]) & set(LAWS)),
            f"{width}px, {len(violation['nodes'])} places: {violation['nodes'][0]['html'][:150]}",
        )
        for violation in results.response["violations"]
    }


def test_every_page_is_accessible(visits):
    broken = {
        name: sorted((rule, place) for rule, is_law, place in visit["violations"] if is_law)
        for name, visit in visits.items()
    }
    assert {name: rules for name, rules in broken.items() if rules} == {}


def test_every_page_keeps_to_good_practice(visits):
    broken = {
        name: sorted((rule, place) for rule, is_law, place in visit["violations"] if not is_law)
        for name, visit in visits.items()
    }
    assert {name: rules for name, rules in broken.items() if rules} == {}


def test_no_page_is_wider_than_its_screen(visits):
    wide = [
        f"{name}: {seen} px on a screen of {width}"
        for name, visit in visits.items()
        for width, seen in visit["widths"].items()
        if seen > width
    ]
    assert wide == []


def test_every_table_is_whole_and_nothing_lies_over_it(visits):
    assert {name: visit["faults"] for name, visit in visits.items() if visit["faults"]} == {}


@pytest.mark.parametrize("kind", ["complaints", "outside", "stopped"])
def test_no_page_complains_or_asks_for_the_network(visits, kind):
    assert {name: visit[kind] for name, visit in visits.items() if visit[kind]} == {}


def test_nothing_moves_for_those_who_do_not_want_it(visits):
    assert {name: visit["moving"] for name, visit in visits.items() if visit["moving"]} == {}

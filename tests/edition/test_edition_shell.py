"""The shell of the pages in a real browser: weight, keyboard, search, switches, and policy."""

import pytest
from playwright.sync_api import expect

from scripts.chapters.contents import list_pages
from tests import ROOT
from tests.browser import open_page, set_width, settle, wait_for

pytestmark = pytest.mark.long

# Bytes, uncompressed, of all that a first visit to the first page loads.
HEAVIEST_VISIT = 1_000_000
QUOTATION = "whinge"
# All pages in turn wide and narrow, and some of each kind in both ways.
PAGES = [p.relative_to(ROOT).with_suffix("").as_posix() for p in list_pages(ROOT)]
BOTH = ("index", "chapters/participants", "chapters/figure_1", "chapters/explorer")
WALKS = [(name, (1280, 320)[i % 2]) for i, name in enumerate([*PAGES, "search"])]
WALKS += [(name, (320, 1280)[PAGES.index(name) % 2]) for name in BOTH]
# Notes, as the key is let go, which control a press has reached and whether that can be seen.
NOTE_STOPS = """() => {
  const all = document.querySelectorAll('a[href], button, summary, input, [tabindex="0"]');
  window.unseen = [];
  window.left = new Set([...all].filter(e => e.checkVisibility({visibilityProperty: true})
    && !e.closest('dialog:not([open])') && e.tabIndex >= 0));
  window.addEventListener('keyup', () => {
    const e = document.activeElement;
    if (e === document.body) return;
    window.left.delete(e);
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    const lit = [e, e.querySelector('.reach'), e.closest('.bd-search')]
      .filter(Boolean).map(getComputedStyle)
      .some(s => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1)
        || s.boxShadow !== 'none' || e.matches('.link'));
    const there = box.width > 0 && box.bottom > 0 && box.top < innerHeight
      && box.right > 0 && box.left < innerWidth;
    if (!lit || !there) window.unseen.push(
      e.outerHTML.slice(0, 120) + JSON.stringify([lit, there, style.outlineStyle]));
  }, true);
}"""


@pytest.fixture(params=["file", "http"])
def root(request, site, served):
    """Where the pages are: in a folder, or on a server.

    For what depends on it: what is loaded later, kept for other pages, or put on the clipboard.
    """
    return f"{site.as_uri()}/" if request.param == "file" else served


def test_the_first_visit_is_light_enough_for_a_phone(chromium, served):
    asked = []
    with open_page(chromium, fresh=True) as (page, watch):
        page.on("request", lambda request: asked.append(request))
        page.goto(f"{served}index.html", wait_until="networkidle")
        sizes = {request.url: len(request.response().body()) for request in asked}
    assert len(sizes) > 5
    assert watch.complaints == []
    assert sum(sizes.values()) < HEAVIEST_VISIT, sorted(sizes.items(), key=lambda item: -item[1])[
        :5
    ]


def test_a_first_visit_follows_the_machine_and_a_choice_is_kept(chromium, root):
    with open_page(chromium, f"{root}index.html", theme="dark") as (page, watch):
        root_element = "document.documentElement.dataset"
        assert page.evaluate(f"{root_element}.theme") == "dark"
        assert page.evaluate(f"{root_element}.mode") == "auto"
        for _ in range(3):
            mode = page.evaluate(f"{root_element}.mode")
            page.click(".theme-switch-button")
            wait_for(lambda mode=mode: page.evaluate(f"{root_element}.mode") != mode)
            if page.evaluate(f"{root_element}.mode") == "light":
                break
        assert page.evaluate(f"{root_element}.theme") == "light"
        # A browser passes on what it keeps a moment later, as another page of it sees.
        other = page.context.new_page()
        other.goto(f"{root}chapters/references.html")
        wait_for(lambda: other.evaluate("localStorage.getItem('theme')") == "light")
        other.close()
        page.goto(f"{root}chapters/study.html")
        assert page.evaluate(f"{root_element}.theme") == "light"
    assert watch.complaints == []


@pytest.mark.parametrize("width", [1280, 320])
def test_the_contents_open_and_close(chromium, served, width):
    with open_page(chromium, f"{served}index.html", width=width) as (page, watch):
        link = page.get_by_role("link", name="References", exact=True)
        assert link.is_visible() == (width > 1000)
        page.click(".primary-toggle")
        expect(link).to_be_visible(visible=width < 1000)
        if width < 1000:
            page.keyboard.press("Escape")
        else:
            page.click(".primary-toggle")
        expect(link).to_be_visible(visible=width > 1000)
    assert watch.complaints == []


def test_search_finds_a_word_of_a_quotation(chromium, root):
    with open_page(chromium, f"{root}index.html") as (page, watch):
        page.keyboard.press("Control+k")
        page.keyboard.type(QUOTATION)
        page.keyboard.press("Enter")
        page.wait_for_url("**/search.html?q=*")
        expect(page.locator("#search-results mark").first).to_be_visible()
        found = page.eval_on_selector_all("#search-results li a", "all => all.map(a => a.href)")
        assert any("configurations" in address for address in found)
        page.click("#search-results li a")
        page.wait_for_url(lambda address: "search.html" not in address)
        assert QUOTATION in page.content()
    assert watch.complaints == []


def test_search_finds_another_word_for_what_was_typed(chromium, served):
    with open_page(chromium, f"{served}search.html?q=lonely") as (page, _):
        marked = page.locator("#search-results mark")
        expect(marked.filter(has_text="loneliness").first).to_be_visible()


def test_a_search_for_a_response_shows_the_cell_and_no_code(chromium, root):
    with open_page(chromium, f"{root}search.html?q=feels+judged") as (page, watch):
        expect(page.locator(".search-cell mark").first).to_have_text("Feels")
        expect(page.locator(".search-quotation mark").first).to_be_visible()
        for code in ("load_study", "Download source file", "read_csv"):
            page.fill("#edition-query", code)
            assert code not in page.inner_text("#search-results")
    assert watch.complaints == []


def test_a_table_can_be_looked_at_part_by_part(chromium, served, study):
    valences = study.configurations.set_index("configuration")["valence"]
    with open_page(chromium, f"{served}chapters/configurations.html") as (page, watch):
        rows = page.locator("#table-2 tbody tr:visible")
        expect(rows).to_have_count(len(valences))
        page.get_by_role("button", name="Negative (").click()
        expect(rows).to_have_count(int((valences == "negative").sum()))
        first = valences[valences == "positive"].index[0]
        page.evaluate(f"location.hash = 'table-2_{first}'")
        expect(page.locator(f"#table-2_{first}")).to_be_visible()
        expect(rows).to_have_count(len(valences))
    assert watch.complaints == []


def test_prose_about_the_code_comes_with_the_code(chromium, served):
    with open_page(chromium, f"{served}chapters/participants.html") as (page, _):
        prose = page.locator("p", has_text="list_headings")
        expect(prose).to_be_hidden()
        page.get_by_role("button", name="With code").click()
        expect(prose).to_be_visible()


def test_code_is_out_of_sight_until_the_switch_shows_it_on_every_page(chromium, root):
    with open_page(chromium, f"{root}chapters/participants.html") as (page, watch):
        folds, switch = page.locator(".edition-code"), page.get_by_role("button", name="With code")
        assert folds.count() > 0
        expect(page.locator(".edition-code:visible")).to_have_count(0)
        switch.click()
        expect(switch).to_have_attribute("aria-pressed", "true")
        expect(page.locator(".edition-code:visible")).to_have_count(folds.count())
        page.goto(f"{root}chapters/figure_1.html")
        expect(page.locator(".edition-code pre").first).to_be_visible()
        page.get_by_role("button", name="With code").click()
        expect(page.locator(".edition-code:visible")).to_have_count(0)
    assert watch.complaints == []


def test_an_exhibit_leads_to_the_code_that_made_it_and_to_no_other(chromium, served):
    with open_page(chromium, f"{served}chapters/participants.html") as (page, watch):
        link = page.get_by_role("link", name="How this was made").first
        link.click()
        asked = link.get_attribute("data-cells").split()
        expect(page.locator(".edition-code:visible")).to_have_count(len(asked))
        assert page.evaluate("document.activeElement.parentElement.id") == asked[0]
        expect(page.locator(f"#{asked[-1]} pre")).to_be_visible()
    assert watch.complaints == []


def test_without_a_script_code_is_folded_and_the_search_says_what_it_needs(chromium, served):
    with open_page(chromium, java_script_enabled=False) as (page, _):
        page.goto(f"{served}chapters/participants.html")
        fold = page.locator(".edition-code").first
        expect(fold.locator("summary")).to_be_visible()
        expect(fold.locator("pre")).not_to_be_visible()
        fold.locator("summary").click()
        expect(fold.locator("pre")).to_be_visible()
        expect(page.get_by_role("button")).to_have_count(0)
        page.goto(f"{served}search.html")
        expect(page.get_by_text("The search needs JavaScript")).to_be_visible()
        expect(page.locator("input:visible")).to_have_count(0)


def test_marks_of_verdicts_are_there_for_whoever_asks_for_them(chromium, served):
    with open_page(chromium, f"{served}chapters/configurations.html") as (page, watch):
        expect(page.locator(".verdict-mark:visible")).to_have_count(0)
        page.get_by_role("button", name="With verdicts").click()
        expect(page.locator(".verdict-mark").first).to_be_visible()
        page.goto(f"{served}chapters/study.html")
        expect(page.get_by_role("button", name="With verdicts")).to_have_count(0)
    assert watch.complaints == []


@pytest.mark.parametrize(
    ("name", "link", "said"),
    [
        ("index", "a.edition-value", "Calculated by"),
        ("index", ".finding-title a", "Configuration"),
        ("index", "article a[href*='references.html#']", "McLeish"),
        ("chapters/configurations", ".note-mark", "Confidence"),
        ("chapters/figure_1", "svg a.box", "configuration"),
        ("chapters/participants", "#table-1 tbody td", "Rows of the data"),
        ("chapters/theory_change", "#table-theory-change tbody td", "Calculated by"),
    ],
)
def test_a_card_answers_to_pointer_and_keyboard_and_escape_closes_it(
    chromium, served, name, link, said
):
    with open_page(chromium, f"{served}{name}.html") as (page, watch):
        card, place = page.locator(".edition-card"), page.locator(link).first
        place.hover()
        expect(card).to_contain_text(said)
        expect(card).to_have_attribute("role", "status")
        page.keyboard.press("Escape")
        expect(card).to_be_hidden()
        page.mouse.move(0, 0)
        page.keyboard.press("Shift")
        place.focus()
        expect(card).to_contain_text(said)
        page.emulate_media(media="print")
        expect(card).to_be_hidden()
        page.emulate_media(media="screen")
    assert watch.complaints == []


def test_a_card_is_there_when_the_page_is_read_from_a_folder(chromium, site):
    with open_page(chromium, f"{site.as_uri()}/index.html") as (page, watch):
        page.locator("a.edition-value").first.hover()
        expect(page.locator(".edition-card")).to_contain_text("Calculated by")
    assert watch.complaints == []


@pytest.mark.parametrize(
    ("name", "target"),
    [("index", "a.edition-value"), ("chapters/participants", "table.edition-table[id] td + td")],
)
def test_the_first_tap_on_a_page_shows_a_card_and_leads_nowhere(chromium, served, name, target):
    options = {"has_touch": True, "is_mobile": True}
    with open_page(chromium, f"{served}{name}.html", 375, **options) as (page, watch):
        page.locator(f"article {target}:visible").first.tap()
        expect(page.locator(".edition-card")).to_be_visible()
        assert "#" not in page.url
        assert watch.complaints == []


def test_the_first_tap_on_a_link_without_a_card_follows_it(chromium, served):
    options = {"has_touch": True, "is_mobile": True}
    with open_page(chromium, f"{served}chapters/views.html", 375, **options) as (page, watch):
        page.locator("article .edition-how a:visible").first.tap()
        page.wait_for_url("**#code-*")
        assert watch.complaints == []


def test_evidence_is_one_tap_from_a_finding(chromium, served):
    options = {"has_touch": True, "is_mobile": True}
    with open_page(chromium, f"{served}index.html", 375, **options) as (page, _):
        # With the cards there as without.
        page.locator("article a.edition-value:visible").first.tap()
        expect(page.locator(".edition-card")).to_be_visible()
        page.locator(".finding-evidence a").first.tap()
        page.wait_for_url("**/explorer.html#*")


@pytest.mark.parametrize("is_loaded", [False, True])
def test_a_number_of_a_figure_is_followed_by_a_tap_and_no_card_hides_its_chain(
    chromium, served, is_loaded
):
    options = {"has_touch": True, "is_mobile": True, "reduced_motion": "reduce"}
    with open_page(chromium, f"{served}chapters/figure_1.html", 375, **options) as (page, _):
        if is_loaded:
            page.locator("h1").tap()
            wait_for(lambda: page.evaluate("'CARDS' in window"))
        cards, number = page.locator(".box-card:visible"), page.locator(".box-card .chip").first
        before, words = cards.count(), number.inner_text()
        number.tap()
        expect(page.locator("figure.is-lit")).to_have_count(1)
        assert 1 < cards.count() < before
        assert all(words in card.split() for card in cards.all_inner_texts())
        expect(page.locator(".edition-card:visible")).to_have_count(0)


def test_a_box_of_a_drawing_answers_to_a_tap_and_a_second_one_leads_to_its_row(chromium, served):
    options = {"has_touch": True, "reduced_motion": "reduce"}
    with open_page(chromium, f"{served}chapters/figure_1.html", 1024, **options) as (page, _):
        box = page.locator("svg.change-model a.box:visible").first
        box.tap(position={"x": 30, "y": 12})
        expect(page.locator("figure.is-lit")).to_have_count(1)
        expect(page.locator(".edition-card")).to_be_visible()
        box.tap(position={"x": 30, "y": 12})
        page.wait_for_url("**/configurations.html#*")


def test_the_cells_of_a_table_are_one_stop_and_arrow_keys_lead_through_them(chromium, served):
    with open_page(chromium, f"{served}chapters/participants.html") as (page, watch):
        cells, card = page.locator("#table-1 tr[data-row] td"), page.locator(".edition-card")
        expect(page.locator("#table-1 [tabindex='0']")).to_have_count(1)
        page.keyboard.press("Shift")
        cells.first.focus()
        page.keyboard.press("ArrowRight")
        expect(cells.nth(1)).to_be_focused()
        page.keyboard.press("ArrowDown")
        expect(cells.nth(3)).to_be_focused()
        page.keyboard.press("Home")
        # The name of a row says all that there is to say of it.
        expect(card).to_be_hidden()
        page.keyboard.press("End")
        expect(card).to_contain_text("Arrow keys")
        expect(page.locator("#table-1 [tabindex='0']")).to_have_count(1)
        page.keyboard.press("Escape")
        expect(card).to_be_hidden()
        page.keyboard.press("ArrowLeft")
        expect(card).to_contain_text("This edition")
        page.keyboard.press("Enter")
        page.wait_for_url("**/verdicts.html#*")
    assert watch.complaints == []


def test_a_number_in_a_drawing_has_the_card_of_its_configuration(chromium, served):
    with open_page(chromium, f"{served}chapters/figure_1.html") as (page, watch):
        chip = page.locator("svg .box .chip").last
        chip.hover()
        expect(page.locator(".edition-card")).to_contain_text(
            f"Configuration {chip.text_content().strip()}: "
        )
    assert watch.complaints == []


@pytest.mark.parametrize("name", ["views", "participants", "does_it_hold", "theory_change"])
def test_on_a_phone_charts_and_tables_are_whole(chromium, served, name):
    with open_page(chromium, f"{served}chapters/{name}.html", width=320) as (page, watch):
        drawn = page.locator("svg.chart").count()
        for width in (320, 375):
            set_width(page, width)
            wider = page.locator(".edition-scroll:visible").evaluate_all(
                "places => places.filter(p => p.scrollWidth > p.clientWidth + 1)"
                ".map(p => p.getAttribute('aria-label'))"
            )
            assert wider == [], width
            expect(page.locator("svg.chart:visible")).to_have_count(drawn // 2)
            page.emulate_media(media="print")
            expect(page.locator("svg.chart-narrow:visible")).to_have_count(0)
            expect(page.locator("svg.chart:visible")).to_have_count(drawn // 2)
            page.emulate_media(media="screen")
    assert watch.complaints == []


@pytest.mark.parametrize("width", [1280, 375])
def test_a_link_to_a_row_leads_below_the_headings_that_stay_in_view(chromium, served, width):
    with open_page(chromium, width=width) as (page, watch):
        page.goto(f"{served}chapters/configurations.html")
        row = page.locator("#table-2 tr[id]").last.get_attribute("id")
        page.goto("about:blank")
        page.goto(f"{served}chapters/configurations.html#{row}")
        settle(page)
        place = """() => {
          const row = document.querySelector(':target'), head = row.closest('table').tHead;
          const hidden = getComputedStyle(head).position === 'sticky'
            && row.getBoundingClientRect().top < head.getBoundingClientRect().bottom - 1;
          return !hidden && row.getBoundingClientRect().top < innerHeight;
        }"""
        wait_for(lambda: page.evaluate(place))
    assert watch.complaints == []


def test_a_menu_opens_by_keyboard_and_closes_with_escape(chromium, served):
    with open_page(chromium, f"{served}chapters/participants.html") as (page, _):
        page.focus(".edition-menu > summary")
        page.keyboard.press("Enter")
        link = page.locator(".edition-menu a").first
        expect(link).to_be_visible()
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        expect(link).to_be_hidden()
        wait_for(lambda: page.evaluate("document.activeElement.tagName"), "SUMMARY")


def test_a_reference_is_copied_with_one_press(chromium, root):
    with open_page(
        chromium, f"{root}index.html", permissions=["clipboard-read", "clipboard-write"]
    ) as (page, watch):
        block = page.locator(".edition-copy").first
        block.locator("button").click()
        expect(block.get_by_role("status")).to_have_text("Copied")
        text = block.locator("p").inner_text()
        page.evaluate(
            "document.body.insertAdjacentHTML('afterbegin', '<textarea id=to></textarea>')"
        )
        page.focus("#to")
        page.keyboard.press("Control+v")
        expect(page.locator("#to")).to_have_value(text)
    assert watch.complaints == []


def test_print_is_asked_for(chromium, served):
    with open_page(chromium, fresh=True) as (page, _):
        page.add_init_script("window.print = () => { window.printed = true; }")
        page.goto(f"{served}index.html")
        page.click(".edition-print")
        wait_for(lambda: page.evaluate("window.printed"))


@pytest.mark.parametrize(("name", "width"), WALKS)
def test_every_control_is_reached_by_keyboard_and_shows_it(chromium, site, name, width):
    address = (site / f"{name}.html").as_uri()
    with open_page(chromium, address, width=width, reduced_motion="reduce") as (page, _):
        page.evaluate(NOTE_STOPS)
        count = page.evaluate("window.left.size")
        assert count > 5
        for pressed in range(1, count + 21):
            page.keyboard.press("Tab")
            # To ask after each press takes as long as the press.
            if (pressed >= count or not pressed % 20) and not page.evaluate("window.left.size"):
                break
        assert page.evaluate("window.unseen") == []
        never = page.evaluate("[...window.left].map(e => e.outerHTML.slice(0, 120))")
        assert never == []


def test_without_scripts_the_page_is_whole(chromium, site):
    address = (site / "index.html").as_uri()
    with open_page(chromium, address, java_script_enabled=False) as (page, watch):
        assert page.locator(".edition-citation pre").count() == 2
        assert not page.locator(".edition-print, .theme-switch-button").first.is_visible()
        assert page.get_by_role("link", name="References", exact=True).is_visible()
        page.locator(".edition-citation summary").first.click()
        expect(page.locator(".edition-citation pre").first).to_be_visible()
    assert watch.complaints == []


@pytest.mark.parametrize(
    "markup",
    [
        "<script>window.spoiled = 1</script>",
        '<img src="x" onerror="window.spoiled = 1">',
        '<a id="trap" href="javascript:window.spoiled = 1">x</a>',
        '<script src="https://evil.example/x.js"></script>',
        '<iframe src="https://evil.example/"></iframe>',
        '<base href="https://evil.example/">',
    ],
)
def test_what_slips_into_a_page_cannot_act(chromium, site, tmp_path, markup):
    """Where escaping failed somewhere, the policy would still hold."""
    html = (site / "index.html").read_text("utf-8").replace("<article", f"{markup}<article", 1)
    assert markup in html
    page_file = site.parent / "spoiled.html"
    page_file.write_text(html.replace('"_static', '"html/_static'), "utf-8")
    try:
        with open_page(chromium, fresh=True) as (page, _):
            page.add_init_script(
                "window.stopped = []; document.addEventListener('securitypolicyviolation',"
                " event => window.stopped.push(event.effectiveDirective));"
            )
            page.goto(page_file.as_uri())
            if 'id="trap"' in markup:
                page.click("#trap", no_wait_after=True)
            wait_for(lambda: page.evaluate("window.stopped.length > 0"))
            assert page.evaluate("window.spoiled") is None
            assert page.evaluate("document.documentElement.dataset.theme") == "light"
    finally:
        page_file.unlink()

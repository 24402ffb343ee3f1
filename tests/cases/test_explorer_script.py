"""The explorer in a browser: what it finds, counts, opens and remembers, and for whom."""

import pytest
from playwright.sync_api import expect

from tests.browser import open_page, serve, start_browser, wait_for
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
    ("one", "clients", "A quiet garden, where my loneliness could be organised into beds"),
    ("two", "nurses", "Nobody’s there"),
    ("two", "clients", EVIL),
)
SYNONYMS = (
    {"term": "coffee", "finds": "café"},
    {"term": "what helps", "column": "valence", "finds": "good"},
)
ALL = [row[0] for row in ROWS]
# What is typed, one after the other, and what is then shown.
SEARCHES = (
    ("garden", ["one"]),
    ("CAFE", ["four"]),
    ("nobody's", ["two"]),
    ("calm alone", ["one"]),
    ('"meets a"', ["one", "three"]),
    ("lonely", ["one"]),
    ("organize", ["one"]),
    ("worries", ["two", "three"]),
    ("meet", ["one", "two", "three"]),
    ("who is calm", ["one", "four", "five"]),
    ("coffee", ["four"]),
    ("what helps", ["one", "four", "five"]),
    ("what helps alone", ["one"]),
    ("rowd", ["three", "four"]),
    ("nowhere", []),
    ("", ALL),
)


def make_invented(folder, rows=ROWS, dropped=()):
    """Return an invented study of five configurations, or of others; some were dropped."""
    keys = ("configuration", "context", "mechanism", "outcome", "valence")
    names = {row[0] for row in rows}
    held = {"first": "yes", "last": "yes"} if dropped else {}
    return make_study(
        folder,
        groups=GROUPS,
        theories=tuple(held),
        configurations=[
            dict(zip(keys, row, strict=True)) | held | ({"last": "no"} if row[0] in dropped else {})
            for row in rows
        ],
        quotations=[
            {"configuration": name, "speaker": "Bo", "speaker_group": group, "text": text}
            for name, group, text in QUOTATIONS
            if name in names
        ],
        synonyms=SYNONYMS,
        exhibits=[{"exhibit": "table", "kind": "configurations"}],
    )


@pytest.fixture(scope="module")
def browser():
    """A Chromium for pages that need no site."""
    with start_browser() as started:
        yield started


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The address of the page of the invented study, served under the strictest policy."""
    place = tmp_path_factory.mktemp("explorer")
    folder = write_explorer_page(place, make_invented(place / "data")).parent
    with serve(folder) as root:
        yield f"{root}explorer.html"


@pytest.fixture
def page(browser, address):
    """The page, open; nothing may go wrong in it."""
    with open_page(browser, address) as (shown, watch):
        shown.wait_for_selector(".explorer.is-ready")
        yield shown
        assert watch.complaints == []
        assert watch.list_outside() == []
        assert shown.title() == "Invented", "text of a cell has run as code"


def search(page, words):
    """Type words into the search."""
    page.get_by_role("searchbox", name="Search").fill(words)


def names(page):
    """Return the configurations that are shown, in order."""
    rows = page.locator(".explorer-rows > li:visible")
    return rows.evaluate_all("rows => rows.map(row => row.dataset.name)")


def options(page):
    """Return the options of the open filter, with their counts."""
    texts = page.locator(".explorer-options:popover-open label").all_inner_texts()
    return [" ".join(text.split()) for text in texts]


def open_filter(page, name):
    """Open the list of options of a filter."""
    page.get_by_role("toolbar", name="Filters").get_by_role("button", name=name).click()


def choose(page, facet, option):
    """Choose or take back an option of a filter, and close it."""
    open_filter(page, facet)
    page.get_by_role("checkbox", name=option).click()
    page.keyboard.press("Escape")


def open_row(page, name):
    """Open the row of a configuration."""
    page.locator(f"#explore-{name} summary").click()


def test_a_search_finds_forms_of_words_synonyms_accents_and_phrases(page):
    for words, found in SEARCHES:
        search(page, words)
        wait_for(lambda words=words: (words, names(page)), (words, found))
        expect(page.get_by_role("status")).to_have_text(f"{len(found)} of 5 configurations")


def test_a_hit_within_a_quotation_is_shown_and_marked(page):
    search(page, "lonely")
    snippet = page.locator("#explore-one .explorer-found")
    expect(snippet).to_contain_text("my loneliness could be organised")
    expect(snippet).to_contain_text("Bo (Clients)")
    expect(snippet.locator("mark")).to_have_text("loneliness")
    search(page, "calm")
    expect(page.locator("#explore-one summary mark")).to_have_text("Calm")
    expect(page.locator(".explorer-found")).to_have_count(0)
    search(page, "")
    expect(page.locator("mark")).to_have_count(0)
    expect(page.locator("#explore-one summary")).to_contain_text("Calm")


def test_marks_leave_text_as_it_was(page):
    text = page.locator(".explorer-rows > li").all_text_contents()
    for words in ("a", "meets guide", '"a quiet"', "café", "img"):
        search(page, words)
    search(page, "")
    assert page.locator(".explorer-rows > li").all_text_contents() == text


def test_counts_of_a_filter_follow_the_others_and_the_search(page):
    open_filter(page, "Context")
    wait_for(lambda: options(page), [f"{EVIL} (1)", "Alone (2)", "Crowded (2)"])
    page.get_by_role("checkbox", name="Alone").check()
    wait_for(lambda: names(page), ["one", "two"])
    # What is chosen here does not lower the counts of the alternatives.
    wait_for(lambda: options(page), [f"{EVIL} (1)", "Alone (2)", "Crowded (2)"])
    page.get_by_role("checkbox", name="Crowded").check()
    expect(page.get_by_role("status")).to_have_text("4 of 5 configurations")
    page.keyboard.press("Escape")
    open_filter(page, "Outcome")
    wait_for(lambda: options(page), ["Calm (2)", "Worry (2)"])
    page.get_by_role("checkbox", name="Worry").check()
    page.keyboard.press("Escape")
    search(page, "guide")
    open_filter(page, "Mechanism")
    wait_for(
        lambda: options(page),
        [
            "Is given a café (0)",
            "Meets a guide (1)",
            "Meets nobody (0)",
            "Not in the source text (0)",
        ],
    )
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Start again").click()
    wait_for(lambda: names(page), ALL)
    expect(page.get_by_role("searchbox", name="Search")).to_be_focused()


def test_the_final_theory_is_shown_first_and_is_said_to_be(browser, tmp_path):
    study = make_invented(tmp_path / "data", dropped=("two", "four"))
    path = write_explorer_page(tmp_path, study, policy="")
    with open_page(browser, path.as_uri()) as (page, watch):
        expect(page.get_by_role("status")).to_have_text("3 of 5 configurations")
        assert "#" not in page.url
        page.get_by_role("button", name="Take away Theory: Last theory").click()
        wait_for(lambda: names(page), ALL)
        page.wait_for_url("**#in-theory=any")
        page.reload()
        wait_for(lambda: names(page), ALL)
        # Who is sent to a row sees it, whatever is shown at first.
        page.goto("about:blank")
        page.goto(f"{path.as_uri()}#explore-two")
        expect(page.get_by_text("Nobody’s there")).to_be_visible()
        assert watch.complaints == []


def test_rows_can_be_sorted_at_any_width(page):
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.get_by_label("Sort").select_option("title")
        wait_for(lambda: names(page), ["five", "four", "one", "three", "two"])
        page.get_by_label("Sort").select_option("outcome")
        wait_for(lambda: names(page), ["one", "four", "five", "two", "three"])
        page.get_by_label("Sort").select_option("by number")
        wait_for(lambda: names(page), ALL)


def test_a_shared_address_shows_the_same(page, browser):
    search(page, "meets")
    choose(page, "Context", "Alone")
    page.get_by_label("Sort").select_option("outcome")
    open_row(page, "two")
    page.wait_for_url("**row-open=two")
    for width in (375, 1280):
        with open_page(browser, page.url, width=width) as (other, _):
            wait_for(lambda other=other: names(other), ["one", "two"])
            assert other.get_by_role("searchbox", name="Search").input_value() == "meets"
            expect(other.get_by_role("button", name="Take away Context: Alone")).to_be_visible()
            expect(other.get_by_text("Nobody’s there")).to_be_visible()
            expect(other.locator("#explore-two summary")).to_be_in_viewport()
    page.reload()
    wait_for(lambda: names(page), ["one", "two"])


def test_a_shared_view_opens_on_its_result(browser, tmp_path):
    path = write_explorer_page(tmp_path, make_invented(tmp_path / "data"), policy="")
    text = path.read_text("utf-8")
    intro = "<p>An introduction.</p>" * 60
    path.write_text(text.replace("</h1>", f"</h1>{intro}"), "utf-8")
    for width in (375, 1280):
        with open_page(browser, f"{path.as_uri()}#context=crowded", width=width) as (page, _):
            expect(page.locator("#explore-three summary")).to_be_in_viewport()
            expect(page.get_by_role("searchbox", name="Search")).to_be_in_viewport()


def test_the_link_can_be_copied(browser, address):
    options = {"permissions": ["clipboard-read", "clipboard-write"]}
    with open_page(browser, address, fresh=True, **options) as (page, _):
        choose(page, "Context", "Alone")
        page.get_by_role("button", name="Copy link").click()
        expect(page.get_by_role("button", name="Copied")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == f"{address}#context=alone"


def test_the_back_button_undoes_one_step(page):
    choose(page, "Context", "Alone")
    wait_for(lambda: names(page), ["one", "two"])
    page.get_by_role("searchbox", name="Search").press_sequentially("calm")
    wait_for(lambda: names(page), ["one"])
    page.go_back()
    wait_for(lambda: names(page), ["one", "two"])
    page.go_back()
    wait_for(lambda: names(page), ALL)
    page.go_forward()
    wait_for(lambda: names(page), ["one", "two"])


def test_an_address_that_means_nothing_shows_everything(page, address):
    for part in ("context=nonsense&x=y", "sort-by=x%20asc", "=", "row-open=none", "%"):
        page.goto(f"{address}#{part}")
        page.reload()
        page.wait_for_selector(".explorer.is-ready")
        wait_for(lambda part=part: (part, names(page)), (part, ALL))


def test_a_row_opens_and_closes_with_the_keyboard(page):
    summary = page.locator("#explore-two summary")
    summary.focus()
    page.keyboard.press("Enter")
    detail = page.locator("#explore-two .explorer-detail")
    expect(detail.get_by_text("‘Nobody’s there’")).to_be_visible()
    expect(detail.get_by_text(EVIL)).to_be_visible()
    assert detail.locator(".case-stage").all_inner_texts() == ["Context", "Mechanism", "Outcome"]
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nobody’s there")).to_be_hidden()


def test_a_code_in_an_open_row_shows_all_that_share_it_and_keeps_the_focus(page):
    open_row(page, "two")
    page.locator("#explore-two .case-codes").get_by_role("link", name="Worry").press("Enter")
    wait_for(lambda: names(page), ["two", "three"])
    expect(page.get_by_role("status")).to_be_focused()
    page.go_back()
    wait_for(lambda: names(page), ALL)


def test_filters_are_one_tab_stop_and_close_with_escape(page):
    page.get_by_label("Sort").focus()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Context")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator(":focus")).to_have_text("Outcome")
    button = page.locator(":focus")
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("checkbox", name="Calm")).to_be_focused()
    page.keyboard.press("Space")
    wait_for(lambda: names(page), ["one", "four", "five"])
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_text("Outcome (1)")


def test_focus_stays_with_what_is_chosen(page):
    choose(page, "Valence", "good")
    choose(page, "Context", "Alone")
    page.get_by_role("button", name="Take away Context: Alone").press("Enter")
    expect(page.get_by_role("button", name="Take away Valence: good")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("searchbox", name="Search")).to_be_focused()


def test_search_and_filters_stay_in_view(page):
    page.set_viewport_size({"width": 375, "height": 300})
    page.locator("#explore-five").scroll_into_view_if_needed()
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    expect(page.get_by_role("searchbox", name="Search")).to_be_in_viewport()
    expect(page.get_by_role("toolbar", name="Filters")).to_be_in_viewport()


def test_without_a_script_nothing_is_missing(browser, address):
    with open_page(browser, address, java_script_enabled=False) as (page, watch):
        text = page.locator(".explorer-rows").inner_text()
        for row in ROWS:
            assert all(cell in text for cell in row[1:] if cell)
        assert all(quotation in text for _, _, quotation in QUOTATIONS)
        expect(page.locator(".explorer-controls")).to_be_hidden()
        assert watch.complaints == []


def test_it_works_from_a_folder(browser, tmp_path):
    shown = write_explorer_page(tmp_path, make_invented(tmp_path / "data"), policy="")
    with open_page(browser, shown.as_uri()) as (page, watch):
        choose(page, "Context", "Alone")
        wait_for(lambda: names(page), ["one", "two"])
        page.wait_for_url("**#context=alone")
        page.go_back()
        wait_for(lambda: names(page), ALL)
        assert watch.complaints == []


def test_one_configuration_or_hundreds_are_shown(browser, tmp_path):
    many = [(f"c-{i}", f"Context {i % 7}", "m", "o", "good") for i in range(1, 301)]
    for rows, said in ((ROWS[:1], "1 of 1 configuration"), (many, "300 of 300 configurations")):
        folder = tmp_path / str(len(rows))
        path = write_explorer_page(folder, make_invented(folder / "data", rows), policy="")
        with open_page(browser, path.as_uri()) as (page, watch):
            expect(page.get_by_role("status")).to_have_text(said)
            assert watch.complaints == []


def test_the_page_does_not_scroll_sideways(browser, tmp_path):
    long = "An invented context of so many words that no line of a phone holds all of them"
    rows = [(f"c-{i}", f"{long}, {i}", "m" * 60, "o", "good") for i in range(20)]
    path = write_explorer_page(tmp_path, make_invented(tmp_path / "data", rows), policy="")
    for width in (320, 375, 1280):
        with open_page(browser, path.as_uri(), width=width) as (page, _):
            choose(page, "Context", f"{long}, 1 (1)")
            open_row(page, "c-1")
            open_filter(page, "Mechanism")
            assert page.evaluate("document.documentElement.scrollWidth") <= width

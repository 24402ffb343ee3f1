"""Markup that Sphinx writes and that needs mending."""

from __future__ import annotations

from scripts.site.page_markup import repair_markup, repair_page


def test_entries_of_a_bibliography_are_items_of_their_list():
    html = '<div role="list"><div class="citation" id="a" role="doc-biblioentry">x</div></div>'
    assert repair_markup(html) == (
        '<div role="list"><div class="citation" id="a" role="listitem">x</div></div>'
    )


def test_a_heading_without_words_is_none():
    html = '<tr><th scope="col"></th><th scope="col">n</th></tr>'
    assert repair_markup(html) == '<tr><td></td><th scope="col">n</th></tr>'


def test_two_regions_of_one_name_are_told_apart():
    region = '<div class="edition-scroll" role="region" aria-label="{}" tabindex="0">'
    html = "".join(map(region.format, ("A", "B", "A", "A")))
    assert repair_markup(html) == "".join(map(region.format, ("A", "B", "A (2)", "A (3)")))


def test_words_about_roles_are_no_markup():
    html = "<p>role=&quot;doc-biblioentry&quot;</p>"
    assert repair_markup(html) == html


def test_a_page_without_a_body_stops_nothing():
    context = {}
    repair_page(None, "search", "search.html", context, None)
    assert context == {}


def test_prose_that_runs_to_the_left_has_its_direction():
    page = (
        '<section id="a"><h1 class="t">תמיכת עמיתות<a class="headerlink" href="#a">#</a></h1>\n'
        '<p>אמהות, <em>מתנדבות</em>.</p>\n<p dir="auto">עמיתות</p>\n<p>Words.</p></section>'
    )
    wanted = page.replace('<h1 class="t">', '<h1 class="t" dir="auto">')
    wanted = wanted.replace("<p>א", '<p dir="auto">א')
    assert repair_markup(page) == wanted
    assert repair_markup("<p>Words.</p><pre>x</pre>") == "<p>Words.</p><pre>x</pre>"

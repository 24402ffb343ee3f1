"""Markup that Sphinx writes and that needs mending."""

from __future__ import annotations

from scripts.site.page_markup import repair_markup, repair_page


def test_entries_of_a_bibliography_are_not_items_of_their_list():
    html = '<div role="list"><div class="citation" id="a" role="doc-biblioentry">x</div></div>'
    assert repair_markup(html) == (
        '<div role="list"><div class="citation" id="a" role="listitem">x</div></div>'
    )


def test_a_heading_without_words_is_called_a_heading():
    html = '<tr><th scope="col"></th><th scope="col">n</th></tr>'
    assert repair_markup(html) == '<tr><td></td><th scope="col">n</th></tr>'


def test_what_opens_the_code_has_another_name_than_its_words():
    html = '<summary aria-label="Toggle hidden content"><p>Show the code</p></summary>'
    assert repair_markup(html) == "<summary><p>Show the code</p></summary>"


def test_two_regions_of_one_name_cannot_be_told_apart():
    region = '<div class="edition-scroll" role="region" aria-label="{}" tabindex="0">'
    html = "".join(map(region.format, ("A", "B", "A", "A")))
    assert repair_markup(html) == "".join(map(region.format, ("A", "B", "A (2)", "A (3)")))


def fold(code, output="", tag="hide-input"):
    """Return a cell whose code opens, as myst-nb writes it."""
    return (
        f'<div class="cell tag_{tag} docutils container">\n'
        '<details class="admonition hide above-input">\n<summary>\n<p>Show the code</p>\n'
        f"</summary>\n<pre>{code}</pre>\n</details>\n{output}</div>\n"
    )


def test_a_cell_that_shows_nothing_has_a_fold_above_that_of_the_next():
    shown = '<div class="cell_output">shown</div>\n'
    html = fold("one") + fold("two") + fold("three", shown, "full-width") + fold("four", shown)
    once = repair_markup(html)
    assert once.count("<summary>") == once.count("</details>") == 2
    assert once.count("<div") == once.count("</div>")
    assert once.startswith('<div class="cell tag_full-width docutils container">')
    order = [once.index(words) for words in ("one", "two", "three", "shown", "four")]
    assert order == sorted(order)


def test_cells_with_prose_between_them_are_put_together():
    html = fold("one") + "<p>Prose</p>\n" + fold("two", "<p>out</p>\n")
    assert repair_markup(html) == html


def test_words_about_roles_are_taken_for_markup():
    html = "<p>role=&quot;doc-biblioentry&quot;</p>"
    assert repair_markup(html) == html


def test_a_page_without_a_body_stops_the_build():
    context = {}
    repair_page(None, "search", "search.html", context, None)
    assert context == {}


def test_prose_that_runs_to_the_left_is_set_to_the_right():
    page = (
        '<section id="a"><h1 class="t">תמיכת עמיתות<a class="headerlink" href="#a">#</a></h1>\n'
        '<p>אמהות, <em>מתנדבות</em>.</p>\n<p dir="auto">עמיתות</p>\n<p>Words.</p></section>'
    )
    wanted = page.replace('<h1 class="t">', '<h1 class="t" dir="auto">')
    wanted = wanted.replace("<p>א", '<p dir="auto">א')
    assert repair_markup(page) == wanted
    assert repair_markup("<p>Words.</p><pre>x</pre>") == "<p>Words.</p><pre>x</pre>"

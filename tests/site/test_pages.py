"""What is put right in a page: its markup, the files that it loads, the notice on it."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import Environment, FileSystemLoader

from scripts.display.citations import Work
from scripts.site import extension
from scripts.site.pages import is_needed, prepare_page, repair_markup
from tests import ROOT

WORKS = (Work("k", (), "Tea"), None)
APP = SimpleNamespace(config=SimpleNamespace(root_doc="index", html_title="Book", html_baseurl=""))


def prepare(**context):
    """Return what a page is written from, prepared."""
    prepare_page(WORKS, False, APP, "page", "page.html", context, None)
    return context


def test_entries_of_a_bibliography_are_items_of_their_list():
    html = '<div role="list"><div class="citation" id="a" role="doc-biblioentry">x</div></div>'
    assert repair_markup(html) == (
        '<div role="list"><div class="citation" id="a" role="listitem">x</div></div>'
    )


def test_code_keeps_the_colours_that_differ_from_its_text():
    html = '<pre><span class="n">x</span><span class="w"> </span><span class="mi">1</span></pre>'
    assert repair_markup(html) == '<pre>x <span class="mi">1</span></pre>'


def test_two_regions_of_one_name_are_told_apart():
    region = '<div class="edition-scroll" role="region" aria-label="{}" tabindex="0">'
    html = "".join(map(region.format, ("A", "B", "A", "A")))
    assert repair_markup(html) == "".join(map(region.format, ("A", "B", "A (2)", "A (3)")))


def test_words_about_roles_are_no_markup():
    html = "<p>role=&quot;doc-biblioentry&quot;</p>"
    assert repair_markup(html) == html


def test_a_page_without_a_body_stops_nothing():
    assert "body" not in prepare()


def test_prose_that_runs_to_the_left_has_its_direction():
    page = (
        '<section id="a"><h1 class="t">תמיכת עמיתות<a class="headerlink" href="#a">#</a></h1>\n'
        '<p>אמהות, <em>מתנדבות</em>.</p>\n<p dir="auto">עמיתות</p>\n<p>Words.</p></section>'
    )
    wanted = page.replace('<h1 class="t">', '<h1 class="t" dir="auto">')
    wanted = wanted.replace("<p>א", '<p dir="auto">א')
    assert repair_markup(page) == wanted
    assert repair_markup("<p>Words.</p><pre>x</pre>") == "<p>Words.</p><pre>x</pre>"


def describe(filename=None, **attributes):
    """Return a script or style sheet as Sphinx describes it."""
    return SimpleNamespace(filename=filename, attributes=attributes)


@pytest.mark.parametrize(
    ("file", "is_kept"),
    [
        (describe("_static/doctools.js"), True),
        (describe(body="let hint = 'open'"), True),
        (describe("https://cdn.example/mathjax.js"), False),
        (describe(body="const A = 'https://a.b/c'"), False),
        (describe("_static/sphinx-thebe.css"), False),
        (describe(body="DOCUMENTATION_OPTIONS.pagename = 'x';"), False),
        ("_static/plain.css", True),
        ("http://fonts.example/face.css", False),
    ],
)
def test_only_files_of_this_site_are_kept(file, is_kept):
    for key in ("script_files", "css_files"):
        assert prepare(**{key: [file], "body": ""})[key] == [file] * is_kept


@pytest.mark.parametrize(
    ("file", "body"),
    [
        (describe("_static/togglebutton.js"), '<div class="admonition dropdown">'),
        (describe(body="let toggleHintShow = 'x';"), '<div class="toggle docutils">'),
        (describe("_static/sphinx-design.min.css"), '<div class="sd-card docutils">'),
        (describe("_static/design-tabs.js"), '<div class="sd-tab-set docutils">'),
        (describe("_static/copybutton.js"), '<div class="highlight"><pre>'),
        (describe("_static/pygments.css"), '<div class="highlight"><pre>'),
        (describe("_static/mystnb.0a.css"), '<div class="cell tag_x docutils">'),
        (describe("_static/change-model.js"), '<svg class="change-model">'),
    ],
)
def test_a_file_is_loaded_where_it_is_of_use_and_nowhere_else(file, body):
    assert is_needed(file, body)
    assert not is_needed(file, "<p>Prose about a change model, with a dropdown.</p>")


def test_a_page_without_a_body_of_its_own_loads_what_every_page_needs():
    files = [describe("_static/doctools.js"), describe("_static/copybutton.js")]
    assert prepare(script_files=files)["script_files"] == files[:1]


def test_every_page_has_the_notice_of_the_study_as_text(app):
    with (Path(app.srcdir) / "data/study.yml").open("a", encoding="utf-8") as settings:
        settings.write("notice: Invented <b> & not real\n")
    extension.open_book(app)
    folder = ROOT / "scripts/site/templates"
    notice = Environment(loader=FileSystemLoader(folder)).get_template("notice.html")
    html = notice.render(app.config.html_context)
    assert "<aside" in html
    assert "Invented &lt;b&gt; &amp; not real" in html
    assert "<aside" not in notice.render(notice="")
    for name in ("page.html", "search.html"):
        assert '{% include "notice.html" %}' in (folder / name).read_text("utf-8")

"""What a page loads: its own files only, and of those only what it uses."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from scripts.site import assets


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
        context = {key: [file], "body": ""}
        assets.drop_unneeded_files(None, "page", "page.html", context, None)
        assert context[key] == [file] * is_kept


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
    assert assets.is_needed(file, body)
    assert not assets.is_needed(file, "<p>Prose about a change model, with a dropdown.</p>")


def test_a_page_without_a_body_of_its_own_loads_what_every_page_needs():
    context = {"script_files": [describe("_static/doctools.js"), describe("_static/copybutton.js")]}
    assets.drop_unneeded_files(None, "search", "search.html", context, None)
    assert [file.filename for file in context["script_files"]] == ["_static/doctools.js"]


@pytest.fixture
def site(tmp_path):
    """A site with files in use, directly or not, and files that nobody asks for."""
    files = {
        "index.html": '<link href="_static/a.css?v=1"><script src="_static/b.js"></script>',
        "deep/page.html": '<img src="../_static/images/c.png#x">',
        "_static/a.css": "@import 'inner.css'; p { background: url(\"images/d.png?v\") }",
        "_static/inner.css": "b { src: url(data:image/png;base64,AAAA) }",
        "_static/b.js": "load('e.json');\n//# sourceMappingURL=b.js.map\n",
        "_static/e.json": "{}",
        "_static/images/c.png": "",
        "_static/images/d.png": "",
        "_static/b.js.map": "{}",
        "_static/unused.js": "a.css",
        "_static/nothing/webpack-macros.html": '<script src="../unused.js">',
        "other/kept.txt": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_what_no_page_leads_to_is_removed_from_the_site(site):
    assets.remove_unused(site)
    left = {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}
    gone = {"b.js.map", "unused.js", "nothing/webpack-macros.html"}
    assert not left & {f"_static/{name}" for name in gone}
    assert len(left) == 9
    assert not (site / "_static/nothing").exists()
    assert "sourceMappingURL" not in (site / "_static/b.js").read_text("utf-8")


def test_leftovers_stay_where_a_build_failed(site):
    app = SimpleNamespace(builder=SimpleNamespace(format="html"), outdir=str(site))
    (site / ".buildinfo").touch()
    assets.remove_leftovers(app, ValueError("failed"))
    assert (site / ".buildinfo").exists()
    assets.remove_leftovers(app, None)
    assert not (site / ".buildinfo").exists()
    assert not (site / "_static/unused.js").exists()

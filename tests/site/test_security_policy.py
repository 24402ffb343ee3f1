"""The Content-Security-Policy: on every page, before everything, and nothing is let through."""

import base64
import hashlib

import pytest
from bs4 import BeautifulSoup
from sphinx.errors import ExtensionError

from scripts.site.security_policy import secure_page

HEAD = '<!DOCTYPE html>\n<html><head><meta charset="utf-8" /><title>x</title>'


def secure(html, name="the page"):
    """Return a page with its policy."""
    return secure_page(html, BeautifulSoup(html, "html.parser"), name)


def read_policy(html: str) -> dict[str, list[str]]:
    """Return the directives of a page's policy with their sources."""
    (meta,) = BeautifulSoup(html, "html.parser").select("meta[http-equiv]")
    return {name: rest for name, *rest in (d.split() for d in meta["content"].split("; "))}


def hash_of(text: str) -> str:
    """Return the source that allows an inline script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_each_inline_script_is_allowed_by_its_hash_and_by_nothing_else():
    scripts = ["let a = '<b>&amp;é';\n", "", "let a = '<b>&amp;é';\n"]
    body = "".join(f"<script>{text}</script>" for text in scripts)
    policy = read_policy(secure(f'{HEAD}</head><body>{body}<script src="x.js"></script>'))
    allowed = policy["script-src"]
    assert allowed == ["'self'", "file:", hash_of(scripts[0]), hash_of("")]


def test_nothing_may_come_from_elsewhere():
    policy = read_policy(secure(f"{HEAD}</head>"))
    sources = {source for sources in policy.values() for source in sources}
    assert sources <= {"'self'", "file:", "data:", "'none'", "'unsafe-inline'"}
    assert [name for name in policy if "'unsafe-inline'" in policy[name]] == ["style-src"]
    assert [name for name in policy if "data:" in policy[name]] == ["img-src", "font-src"]
    for name in ("object-src", "base-uri", "frame-src", "script-src-attr"):
        assert policy[name] == ["'none'"]


def test_the_policy_stands_before_everything_it_rules():
    html = secure(f"{HEAD}<script>1</script></head>")
    assert html.index("Content-Security-Policy") < html.index("<title>") < html.index("<script>")


@pytest.mark.parametrize(
    "markup",
    [
        '<button onclick="x()">',
        '<img src="x" OnError="x()">',
        '<a href="JavaScript:x()">x</a>',
        '<form action=" javascript:x()">',
    ],
)
def test_a_script_in_an_attribute_is_refused_by_name(markup):
    with pytest.raises(ExtensionError, match=r"about\.html.*scripts/site/static"):
        secure(f"{HEAD}</head><body>{markup}", "about.html")


def test_words_about_handlers_are_not_handlers():
    secure(f"{HEAD}</head><p>onclick=&quot;x&quot;, javascript:x</p><a href='/x?javascript:'>")


def test_a_page_without_its_encoding_is_refused():
    with pytest.raises(ExtensionError, match="charset"):
        secure("<html><head></head>")

"""The notice of a study: on every page, and never taken for markup."""

from __future__ import annotations

from types import SimpleNamespace

from scripts.site.notices import add_notice, read_notice
from tests import ROOT
from tests.studies import write_study


def show(folder, context):
    add_notice(SimpleNamespace(srcdir=str(folder)), "page", "page.html", context, None)
    return context


def test_every_page_has_the_notice_and_its_own_content(tmp_path):
    write_study(tmp_path / "data", notice="Invented <b> & not real")
    body = show(tmp_path, {"body": "<p>own</p>"})["body"]
    assert "Invented &lt;b&gt; &amp; not real" in body
    assert body.endswith("<p>own</p>")


def test_a_study_without_notice_has_none(tmp_path):
    write_study(tmp_path / "data")
    assert read_notice(tmp_path) == ""
    assert show(tmp_path, {"body": "x"}) == {"body": "x"}
    assert show(tmp_path, {}) == {}


def test_a_page_without_content_of_its_own_has_the_notice(tmp_path):
    write_study(tmp_path / "data", notice="Invented <b>")
    notice = show(tmp_path, {})["notice"]
    assert "Invented &lt;b&gt;" in notice
    assert "{{ notice }}" in (ROOT / "scripts/site/templates/search.html").read_text("utf-8")

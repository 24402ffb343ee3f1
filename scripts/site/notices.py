"""A notice that stands on every page, such as that a study is invented."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path

from sphinx.application import Sphinx

from scripts.study.settings import FILE, read_settings
from scripts.study.study import find_data


def add_notice(app: Sphinx, page: str, template: str, context: dict, doctree) -> None:
    """Put the notice of ``study.yml`` before the content of a page."""
    notice = read_notice(Path(app.srcdir))
    if notice:
        # The template of the search, which has no use for a body, has a place for it.
        context["notice"] = show_notice(notice)
        context["body"] = context["notice"] + context.get("body", "")


def read_notice(source: Path) -> str:
    """Return the notice of the study that a book is about; empty where there is none."""
    data = find_data(source)
    return _read_notice(data, (data / FILE).stat().st_mtime_ns)


# Every page asks for it, and a large book has a thousand.
@cache
def _read_notice(data: Path, changed: int) -> str:
    """Return the notice of a data folder, read again when its settings have `changed`."""
    settings, _ = read_settings(data)
    return str(settings.facts.get("notice", "")) if settings else ""


def show_notice(notice: str) -> str:
    """Return the notice as HTML."""
    words = escape(notice)
    return f'<aside class="edition-notice" aria-label="Notice"><p dir="auto">{words}</p></aside>\n'


def connect(app: Sphinx) -> None:
    """Connect this to a build."""
    app.connect("html-page-context", add_notice)
    app.add_css_file("new.css")

"""The list of all files to take away, as a page shows it."""

from __future__ import annotations

from jinja2 import Environment

from scripts.chapters.results import Results
from scripts.display.display import DOWNLOADS, Shown
from scripts.exports.downloads import BOOKS, Download, list_downloads
from scripts.study.study import Study
from scripts.tables.table import make_ids

TEMPLATE = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string("""\
<div class="edition-all-downloads">
<nav aria-label="Kinds of files"><ul class="edition-sections">
{% for name, id, _ in sections %}
<li><a href="#{{ id }}">{{ name }}</a></li>
{% endfor %}
</ul></nav>
{% for name, id, downloads in sections %}
<h2 id="{{ id }}">{{ name }}</h2>
<dl class="edition-downloads">
{% for download in downloads %}
<dt>{{ download.title }}</dt>
<dd>
{% for words, file in download.files %}
<a class="{{ 'book-file' if file in books else 'file' }}" href="{{ folder }}{{ file }}"
 aria-label="{{ words }}: {{ download.title }}">{{ words }}</a>
{% endfor %}
</dd>
{% endfor %}
</dl>
{% endfor %}
</div>""")


def show_all_downloads(study: Study, results: Results) -> Shown:
    """Show the list of everything that can be downloaded, page by page.

    Parameters
    ----------
    study : Study
        The study.
    results : Results
        What the other chapters have shown.
    """
    sections: dict[str, list[Download]] = {}
    for download in list_downloads(study, results):
        sections.setdefault(download.section, []).append(download)
    ids = make_ids("downloads-", sections)
    parts = [(name, id_, sections[name]) for name, id_ in zip(sections, ids, strict=True)]
    html = TEMPLATE.render(sections=parts, folder=DOWNLOADS, books=BOOKS)
    return Shown(html, f"{sum(map(len, sections.values()))} downloads")

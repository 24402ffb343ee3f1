"""The list of all files to take away, as a page shows it."""

from __future__ import annotations

from scripts.chapters.results import Results
from scripts.display.exhibits import DOWNLOADS, Shown
from scripts.exports.downloads import BOOKS, Download, list_downloads
from scripts.look.markup import render
from scripts.study.study import Study
from scripts.tables.table import make_ids


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
    for download in list_downloads(results):
        sections.setdefault(download.section, []).append(download)
    ids = make_ids("downloads-", sections)
    parts = [(name, id_, sections[name]) for name, id_ in zip(sections, ids, strict=True)]
    html = render("display/all_downloads.html", sections=parts, folder=DOWNLOADS, books=BOOKS)
    return Shown(html, f"{sum(map(len, sections.values()))} downloads")

"""What sums up the other chapters: all verdicts, all downloads, the items of a standard."""

from dataclasses import replace

from scripts.chapters.results import Results
from scripts.display.exhibits import DOWNLOADS, Shown, show
from scripts.exports.downloads import BOOKS, list_downloads
from scripts.look.markup import render
from scripts.published.comparison import Comparison
from scripts.study.settings import CLAIMS
from scripts.study.study import Study
from scripts.tables.edition_tables import build_standards_table, build_verdicts_table
from scripts.tables.table import make_ids


def show_summary(study: Study, results: Results) -> Shown:
    """Show the verdicts on all exhibits in a list, or that there is nothing to compare with."""
    comparisons = list(_published(study, results).values())
    return Shown(render("display/summary.html", comparisons=comparisons), "Verdicts")


def show_all_verdicts(study: Study, results: Results) -> Shown:
    """Show the verdict on every cell of each exhibit, table after table."""
    tables = [
        show(build_verdicts_table(comparison)).html
        for comparison in _published(study, results).values()
        if comparison.exhibit.kind != CLAIMS
    ]
    return Shown("\n".join(tables) or render("display/nothing.html"), "Verdicts")


def show_checklist(study: Study) -> Shown:
    """Show the items of the reporting standard, and how many of them are answered."""
    items = study.frame("reporting_standards")
    if items.empty:
        what_to_do = "data/reporting_standards.csv has no rows."
        return Shown(render("display/nothing.html", what_to_do=what_to_do), what_to_do)
    answered = int((items["in_edition"] != "").sum())
    head = render("display/answered.html", answered=answered, size=len(items))
    shown = show(build_standards_table(study))
    return replace(shown, html=head + shown.html)


def show_all_downloads(results: Results) -> Shown:
    """Show the list of everything that can be downloaded, page by page."""
    sections = list_downloads(results)
    ids = make_ids("downloads-", sections)
    parts = [(name, id_, sections[name]) for name, id_ in zip(sections, ids, strict=True)]
    html = render("display/all_downloads.html", sections=parts, folder=DOWNLOADS, books=BOOKS)
    return Shown(html, f"{sum(map(len, sections.values()))} downloads")


def _published(study: Study, results: Results) -> dict[str, Comparison]:
    """Return the comparison of each exhibit of which anything is published."""
    found = results.comparisons.items()
    return {key: own for key, own in found if not study.published(key).empty}

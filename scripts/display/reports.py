"""What sums up the other chapters: all verdicts, all downloads, the items of a standard."""

from scripts.chapters.results import Results
from scripts.display.exhibits import DOWNLOADS, VERDICT_WORDS, Shown, show
from scripts.exports.downloads import BOOKS, list_downloads
from scripts.look.markup import render
from scripts.published.comparison import CLAIMS, Comparison
from scripts.study.study import Study
from scripts.tables.edition_tables import build_standards_table, build_verdicts_table
from scripts.tables.table import make_ids

NOTHING = "New evaluation: nothing published to compare with."
WHAT_TO_DO = (
    "When a paper is out, python -m scripts export --forms writes forms for what it prints. "
    "Filled and saved in data/published, they bring the verdicts, here and below each exhibit."
)


def show_summary(study: Study, results: Results) -> Shown:
    """Show the verdicts on all exhibits in a list, or that there is nothing to compare with."""
    verdicts = []
    for comparison in _published(study, results).values():
        counts = [
            f"{count} of {whole} {VERDICT_WORDS[verdict]}"
            for verdict, (count, whole) in comparison.counts().items()
            if count
        ]
        verdicts.append((comparison.exhibit.label, "; ".join(counts)))
    words = {"nothing": NOTHING, "what_to_do": WHAT_TO_DO}
    return Shown(render("display/summary.html", verdicts=verdicts, **words), "Verdicts")


def show_all_verdicts(study: Study, results: Results) -> Shown:
    """Show the verdict on every cell of each exhibit, table after table."""
    tables = [
        show(build_verdicts_table(comparison)).html
        for comparison in _published(study, results).values()
        if comparison.exhibit.kind != CLAIMS
    ]
    return Shown("\n".join(tables) or _format_nothing(WHAT_TO_DO), "Verdicts")


def show_checklist(study: Study) -> Shown:
    """Show the items of the reporting standard, and how many of them are answered."""
    items = study.frame("reporting_standards")
    if items.empty:
        return Shown(_format_nothing("data/reporting_standards.csv has no rows."), NOTHING)
    answered = int((items["in_edition"] != "").sum())
    head = render("display/answered.html", answered=answered, size=len(items))
    shown = show(build_standards_table(study))
    return Shown(head + shown.html, shown.words, shown.forms)


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


def _format_nothing(words: str) -> str:
    """Return a note that nothing is published yet, as HTML."""
    return render("display/nothing.html", nothing=NOTHING, what_to_do=words)

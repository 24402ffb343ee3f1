"""Verdicts on everything that a paper prints, or what a report should tell where none is out."""

from __future__ import annotations

from html import escape

from IPython.display import HTML

from scripts.display.display import VERDICT_WORDS, show_table
from scripts.display.download_lists import show_downloads
from scripts.published.comparison import CLAIMS, Comparison, compare_all
from scripts.study.study import Study
from scripts.tables.report_tables import build_standards_table, build_verdicts_table

NOTHING = "New evaluation: nothing published to compare with."
WHAT_TO_DO = (
    "When a paper is out, python -m scripts export --forms writes forms for what it prints. "
    "Filled and saved in data/published, they bring the verdicts, here and below each exhibit."
)


def show_summary(study: Study) -> HTML:
    """Return the verdicts on all exhibits in a list, or that there is nothing to compare with."""
    lines = []
    for comparison in _published(study).values():
        counts = [
            f"{count} of {whole} {VERDICT_WORDS[verdict]}"
            for verdict, (count, whole) in comparison.counts().items()
            if count
        ]
        label = escape(comparison.exhibit.label)
        lines.append(f"<li><b>{label}:</b> {escape('; '.join(counts))}</li>")
    body = "<ul>\n" + "\n".join(lines) + "\n</ul>" if lines else _say_nothing(WHAT_TO_DO)
    return HTML(f'<section class="edition-verdict" aria-label="Verdicts">\n{body}\n</section>')


def show_all_verdicts(study: Study) -> HTML:
    """Return the verdict on every cell of each exhibit, table after table."""
    tables = [
        show_table(build_verdicts_table(comparison)).data
        + show_downloads(study, f"verdicts-{comparison.exhibit.exhibit}").data
        for comparison in _published(study).values()
        if comparison.exhibit.kind != CLAIMS
    ]
    return HTML("\n".join(tables) or _say_nothing(WHAT_TO_DO))


def show_checklist(study: Study) -> HTML:
    """Return the items of the reporting standard, and how many of them are answered."""
    items = study.frame("reporting_standards")
    if items.empty:
        return HTML(_say_nothing("data/reporting_standards.csv has no rows."))
    answered = int((items["in_edition"] != "").sum())
    head = f"<p><b>{answered} of {len(items)}</b> items are answered so far.</p>"
    files = show_downloads(study, "reporting_standards").data
    return HTML(f"{head}\n{show_table(build_standards_table(study)).data}\n{files}")


def _published(study: Study) -> dict[str, Comparison]:
    """Return the comparison of each exhibit of which anything is published."""
    found = compare_all(study).items()
    return {key: own for key, own in found if study.published(key) is not None}


def _say_nothing(words: str) -> str:
    """Return a note that nothing is published yet, as HTML."""
    return f'<p class="edition-nothing"><b>{NOTHING}</b> {escape(words)}</p>'

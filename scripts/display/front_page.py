"""What a reader meets first: the figures at a glance, and how to cite."""

from __future__ import annotations

from html import escape
from pathlib import PurePosixPath

from IPython.display import HTML

from scripts.diagrams.diagrams import build_figure_model
from scripts.diagrams.overviews import draw_overview
from scripts.diagrams.splitting import MOST_CONFIGURATIONS
from scripts.display.citations import Work, format_bibtex, format_reference, list_works
from scripts.study.study import Study


def show_overviews(study: Study) -> HTML:
    """Return every figure that is a change model, small, each leading to the large one.

    For a page at the root of the book. Of a figure in several pictures there is the link alone.
    """
    figures = []
    for exhibit in study.settings.exhibits:
        if exhibit.kind != "diagram":
            continue
        identifier = f"overview-{exhibit.exhibit.replace('_', '-')}"
        address = PurePosixPath(exhibit.chapter).with_suffix(".html").as_posix()
        model = build_figure_model(study, exhibit.exhibit)
        svg = ""
        if len(model.numbers) <= MOST_CONFIGURATIONS:
            svg = draw_overview(study, model, identifier, f"{exhibit.label} at a glance") + "\n"
        figures.append(
            f'<figure class="edition-overview">\n<a href="{escape(address, quote=True)}">{svg}'
            f"<span>{escape(exhibit.label)}: {escape(exhibit.caption)}</span></a>\n</figure>"
        )
    return HTML('<div class="edition-overviews">\n' + "\n".join(figures) + "\n</div>")


def show_how_to_cite(study: Study) -> HTML:
    """Return the references to the evaluation and to this edition, to be copied."""
    return HTML("\n".join(_show_work(when, work) for when, work in list_works(study)))


def _show_work(when: str, work: Work) -> str:
    """Return one reference as text and for BibTeX."""
    facts = [f"Licence: {escape(work.licence)}"] if work.licence else []
    if work.doi:
        address = f"https://doi.org/{work.doi}"
        link = f'<a href="{escape(address, quote=True)}">{escape(work.doi)}</a>'
        facts.insert(0, f"DOI: {link}")
    label = escape(when[0].lower() + when[1:], quote=True)
    return (
        f'<section class="edition-citation" aria-label="How to cite {label}">\n'
        f"<p><b>{escape(when)}</b>{' (' + '; '.join(facts) + ')' if facts else ''}</p>\n"
        f'<div class="edition-copy" data-label="reference {label}">'
        f"<p>{escape(format_reference(work))}</p></div>\n"
        f"<details><summary>BibTeX</summary>\n"
        f'<div class="edition-copy" data-label="BibTeX {label}">'
        f"<pre>{escape(format_bibtex(work))}</pre></div></details>\n</section>"
    )

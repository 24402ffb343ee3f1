"""The one way in which a chapter shows a table, a figure, a number or a verdict.

Whatever is shown is a function of the data alone: no addresses of objects, no random
ids, no dates. That is what lets nbval compare it to the letter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from IPython.display import HTML, publish_display_data

from scripts.analysis.formatting import format_cell_name
from scripts.look.direction import mark_direction
from scripts.tables.markup import format_table

if TYPE_CHECKING:
    from scripts.diagrams.sentences import Entry
    from scripts.published.comparison import Comparison
    from scripts.tables.tables import PublicationTable

GLUE_PREFIX = "application/papermill.record/"


def show_table(table: PublicationTable) -> HTML:
    """Return a table as HTML: captioned, with scoped headings and marks at edited cells.

    On a narrow screen a wide table turns into one card for each row; the labels for
    that travel with the cells.
    """
    return HTML(format_table(table))


VERDICT_WORDS = {
    "reproduced": "computed values reproduced",
    "transcribed": "typed values transcribed alike",
    "consistent": "values consistent",
    "differs": "values differ, each with its note",
    "cannot compare": "values cannot be compared",
}


def show_figure(svg: str, identifier: str, caption: str) -> HTML:
    """Return a figure as HTML: the drawing inline, so that it follows the theme.

    Parameters
    ----------
    svg : str
        A drawing that carries its own title and description.
    identifier : str
        Unique on its page.
    caption : str
        Shown beneath.
    """
    label = escape(caption.split(". ", 1)[0], quote=True)
    name = escape(identifier, quote=True)
    skip, after = "", ""
    if "<a " in svg:
        # A drawing with many links can be passed by.
        skip = f'<a class="edition-skip" href="#{name}-caption">Skip past the drawing</a>\n'
        after = f' id="{name}-caption" tabindex="-1"'
    return HTML(
        f'<figure class="edition-figure" id="{name}">\n{skip}'
        f'<div class="edition-scroll" role="region" aria-label="{label}" tabindex="0">\n'
        f"{svg.strip()}\n</div>\n"
        f"<figcaption{after}{mark_direction(caption)}>{escape(caption)}</figcaption>\n</figure>"
    )


def show_text(items: list[str], summary: str) -> HTML:
    """Return sentences as a numbered list that opens under its summary."""
    entries = "\n".join(f"<li{mark_direction(item)}>{escape(item)}</li>" for item in items)
    return _fold(f"<ol>\n{entries}\n</ol>", summary)


def show_outline(entries: Sequence[Entry], summary: str) -> HTML:
    """Return a nested list that opens under its summary."""
    return _fold(_nest(entries), summary)


def _fold(content: str, summary: str) -> HTML:
    """Return HTML that opens under its summary."""
    head = f"<summary>{escape(summary)}</summary>"
    return HTML(f'<details class="edition-text">{head}\n{content}</details>')


def _nest(entries: Sequence[Entry]) -> str:
    """Return entries, and what is below them, as a list."""
    items = []
    for entry in entries:
        links = ", ".join(
            f'<a href="{escape(address, quote=True)}">{escape(words)}</a>'
            if address
            else escape(words)
            for words, address in entry.links
        )
        below = f"\n{_nest(entry.entries)}" if entry.entries else ""
        text = escape(entry.text) + (" " if links else "")
        items.append(f"<li{mark_direction(entry.text)}>{text}{links}{below}</li>")
    return "<ul>\n" + "\n".join(items) + "\n</ul>"


def show_verdict(comparison: Comparison) -> HTML:
    """Return the verdict on an exhibit: how many values of each kind, and which differ.

    Raises
    ------
    UnexplainedError
        If a value differs without a note, or a note has no difference.
    """
    from scripts.published.comparison import CANNOT_COMPARE, DIFFERS, require_explained

    require_explained({comparison.exhibit.exhibit: comparison})
    label = escape(comparison.exhibit.label, quote=True)
    entries = "\n".join(
        f"<li><b>{count} of {whole}</b> {VERDICT_WORDS[verdict]}</li>"
        for verdict, (count, whole) in comparison.counts().items()
        if count
    )
    head = f'<section class="edition-verdict" aria-label="Verdict on {label}">'
    title = f"<p><b>Verdict on {label}:</b> {len(comparison.values)} values</p>"
    parts = [head, title, f"<ul>\n{entries}\n</ul>"]
    for verdict, title in ((DIFFERS, "What differs"), (CANNOT_COMPARE, "What nobody can compare")):
        rows = comparison.values[comparison.values["verdict"] == verdict]
        if len(rows):
            parts.append(_verdict_details(rows, title, verdict == DIFFERS))
    return HTML("\n".join([*parts, "</section>"]))


def _verdict_details(rows, title: str, with_readings: bool) -> str:
    """Return the values of one verdict with their reasons, folded; same reasons together."""
    lines = []
    for reason, group in rows.groupby("reason", sort=False):
        for item in group.itertuples() if with_readings else ():
            lines.append(
                f"<li><b>{escape(format_cell_name(item.row, item.column))}</b>: here "
                f"“{escape(item.rebuilt)}”, printed “{escape(item.printed)}”. "
                f"{escape(reason)}</li>"
            )
        if not with_readings:
            names = list(
                dict.fromkeys(format_cell_name(i.row, i.column) for i in group.itertuples())
            )
            shown = "; ".join(names[:3]) + (
                f"; and {len(names) - 3} more" if len(names) > 3 else ""
            )
            lines.append(f"<li><b>{escape(shown)}</b>: {escape(reason)}</li>")
    return (
        f"<details><summary>{title} ({len(rows)})</summary>\n<ul>\n"
        + "\n".join(lines)
        + "\n</ul></details>"
    )


def glue_numbers(numbers: Mapping[str, object]) -> None:
    """Make numbers available to the prose of a chapter, under their names.

    The prose takes them up with the role ``{glue:text}``.
    """
    for name, value in numbers.items():
        publish_display_data(
            {f"{GLUE_PREFIX}text/plain": str(value)},
            metadata={"scrapbook": {"name": name, "mime_prefix": GLUE_PREFIX}},
        )

"""What Sphinx writes into pages, where it does not serve every reader, put right."""

from __future__ import annotations

from sphinx.application import Sphinx

REPAIRS = {
    # Entries of a bibliography: a role that is withdrawn, and that no list may hold.
    ' role="doc-biblioentry"': ' role="listitem"',
    # Above row headings a table has a heading without words, which heads nothing.
    '<th scope="col"></th>': "<td></td>",
}


def repair_page(app: Sphinx, page: str, template: str, context: dict, doctree) -> None:
    """Put the markup of a page right before it is written."""
    if "body" in context:
        context["body"] = repair_markup(context["body"])


def repair_markup(html: str) -> str:
    """Return HTML with what is known to be wrong put right."""
    for wrong, right in REPAIRS.items():
        html = html.replace(wrong, right)
    return html

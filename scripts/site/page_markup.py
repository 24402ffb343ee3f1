"""What Sphinx writes into pages, where it does not serve every reader, put right."""

from __future__ import annotations

import re
from collections import Counter

from sphinx.application import Sphinx

from scripts.look.text import mark_direction

# A region that can be scrolled, up to the end of its name.
REGION = re.compile(r'<div class="edition-scroll" role="region" aria-label="([^"]*)')
# A heading or paragraph that does not say in which direction it runs.
BLOCK = re.compile(
    r"<(?P<tag>p|h[1-6])(?P<rest>(?: (?!dir=)[\w-]+=\"[^\"]*\")*)>(?P<words>.*?)</(?P=tag)>",
    re.DOTALL,
)
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
    """Return HTML with what is known to be wrong put right.

    Prose of a script that runs to the left does so.
    """
    for wrong, right in REPAIRS.items():
        html = html.replace(wrong, right)
    html = BLOCK.sub(_set_text_direction, html)
    seen: Counter[str] = Counter()

    def number(match: re.Match) -> str:
        """Tell a region from those before it that have the same name."""
        seen[match[1]] += 1
        return f"{match[0]} ({seen[match[1]]})" if seen[match[1]] > 1 else match[0]

    return REGION.sub(number, html)


def _set_text_direction(block: re.Match) -> str:
    """Return a heading or paragraph that follows the direction of its own words."""
    direction = mark_direction(re.sub(r"<[^>]*>", "", block["words"]))
    return f"<{block['tag']}{block['rest']}{direction}>{block['words']}</{block['tag']}>"

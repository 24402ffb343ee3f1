"""A publication table as HTML: a caption, headings with their scope, and cards on a phone."""

import re
from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from scripts.look.markup import load_templates, render
from scripts.tables.table import Table

# Columns of long text, which the style sheet gives more room.
LONG_COLUMNS = {"quotations", "reason", "description", "definition"}
TICKS = {"✓": "yes", "✗": "no"}
# A word that no column should be as wide as, and the pieces in which it may be broken.
LONG_WORD, PIECE = re.compile(r"\S{24,}"), re.compile(r"\S{1,10}")


def format_table(
    table: Table,
    marks: Mapping[tuple[str, str], tuple[str, str]] | None = None,
    is_plain: bool = False,
) -> str:
    """Return a table as HTML, in a region that scrolls where the table is wider than it.

    Rows and columns carry their keys (``data-row``, ``data-column``), so that notes and
    verdicts find their cells, and each cell carries its heading for the cards of a phone.
    `marks` has for a row and a column the kind of its note, or ``verdict: `` and the verdict,
    and where the mark leads; of the caption, of headings and of blocks as well. A plain table,
    such as the first rows of a frame, has neither keys nor ids.
    """
    rows = list(zip(table.row_ids, table.rows, table.row_heads, strict=True))
    blocks = [(key, label, [(p, *rows[p]) for p in own]) for key, label, own in table.group_rows()]
    return render(
        "tables/table.html",
        table=table,
        is_plain=is_plain,
        marks=marks or {},
        runs=table.group_columns(),
        blocks=blocks,
        has_views=len(set(table.views.values())) > 1,
        long_columns=LONG_COLUMNS,
        break_words=break_words,
        format_lines=format_lines,
    )


def format_lines(lines: Sequence[str], levels: Sequence[str] = ()) -> Markup:
    """Return the lines of a cell as HTML: one as it is, several as a list.

    The level that all of them have stands before them; others stand before their line. The
    direction is that of the element around them.
    """
    # Of lines without levels, the level that all have is none.
    levels = levels or [""] * len(lines)
    is_one = len(set(levels)) == 1
    own = [""] * len(lines) if is_one else levels
    words = {"ticks": TICKS, "break_words": break_words}
    template = load_templates("tables").get_template("lines.html", globals=words)
    return template.module.several(list(zip(lines, own, strict=True)), levels[0] if is_one else "")


def break_words(text: str) -> Markup:
    """Return text as HTML in which a word that would make its column too wide can be broken."""
    pieces = LONG_WORD.sub(lambda word: "\0".join(PIECE.findall(word[0])), text)
    return escape(pieces).replace("\0", Markup("<wbr>"))

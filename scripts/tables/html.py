"""A publication table as HTML: a caption, headings with their scope, and cards on a phone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial

from markupsafe import Markup, escape

from scripts.look.markup import render
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
    ids, keys, heads = table.row_ids, table.rows, table.row_heads
    blocks = [
        {
            "key": key,
            "label": label,
            "rows": [_describe_row(table, p, ids[p], keys[p], heads[p]) for p in places],
        }
        for key, label, places in table.group_rows()
    ]

    def side(column: str) -> Markup:
        place = table.align.get(column)
        return Markup(f' class="{place}"') if place else Markup("")

    return render(
        "tables/table.html",
        table=table,
        is_plain=is_plain,
        mark=partial(_format_mark, marks or {}),
        name=table.caption.split(". ", 1)[0],
        runs=table.group_columns(),
        has_spanners=any(spanner for spanner, _ in table.group_columns()),
        blocks=blocks,
        has_views=len(set(table.views.values())) > 1,
        side=side,
        links=_format_links,
        unbroken=lambda text: text.replace(" = ", "\u00a0=\u00a0"),
    )


def _describe_row(table: Table, place: int, identifier: str, key: str, head: str) -> dict:
    """Return what the template must know of a row."""
    cells = [_describe_cell(table, key, column, text) for column, text in table.list_cells(place)]
    links = table.links.get((key, ""), ())
    return {
        "id": identifier,
        "key": key,
        "head": break_words(head),
        "words": head,
        # A number alone would not say of what.
        "is_number": head[:1].isdigit(),
        "cells": cells,
        "links": links,
        "view": table.views.get(key, ""),
    }


def _describe_cell(table: Table, row: str, column: str, text: str) -> dict:
    """Return what the template must know of a cell."""
    is_gap = (row, column) in table.gaps
    classes = [table.align.get(column, ""), f"cell-{column}" if column in LONG_COLUMNS else ""]
    classes.append("gap" if is_gap else "")
    found = {
        "column": column,
        "text": text,
        "classes": " ".join(filter(None, classes)),
        "paragraphs": (),
        "html": "",
        "links": table.links.get((row, column), ()),
    }
    if column in table.paragraphs and not is_gap:
        return found | {"paragraphs": [line for line in text.split("\n") if line]}
    return found | {"html": format_lines(text.split("\n"), table.levels.get((row, column), ()))}


def format_lines(lines: Sequence[str], levels: Sequence[str] = ()) -> Markup:
    """Return the lines of a cell as HTML: one as it is, several as a list.

    The level that all of them have stands before them; others stand before their line. The
    direction is that of the element around them.
    """
    levels = levels or [""] * len(lines)
    is_one = len(set(levels)) == 1
    before = _format_level(levels[0]) if is_one else Markup("")
    own = [Markup("")] * len(lines) if is_one else [_format_level(level) for level in levels]
    texts = [
        level + (_name_tick(line) or break_words(line))
        for level, line in zip(own, lines, strict=True)
    ]
    if len(lines) < 2:
        return before + Markup("").join(texts)
    entries = Markup("").join(Markup("<li>{}</li>").format(text) for text in texts)
    return before + Markup('<ul class="several">{}</ul>').format(entries)


def _name_tick(text: str) -> Markup:
    """Return a tick or a cross as a picture with a name, which a screen reader would pass by."""
    form = '<span role="img" aria-label="{}">{}</span>'
    return Markup(form).format(TICKS[text], text) if text in TICKS else Markup("")


def break_words(text: str) -> Markup:
    """Return text as HTML in which a word that would make its column too wide can be broken."""
    parts, end = [], 0
    for match in LONG_WORD.finditer(text):
        parts.append(escape(text[end : match.start()]))
        parts.append(Markup("<wbr>").join(PIECE.findall(match[0])))
        end = match.end()
    return Markup("").join([*parts, escape(text[end:])])


def _format_level(level: str) -> Markup:
    """Return the level of what follows; its own direction has no say in that of the cell."""
    return Markup('<bdi class="cell-level">{}:</bdi> ').format(level) if level else Markup("")


def _format_mark(marks: Mapping, row: str, *columns: str) -> Markup:
    """Return the mark of a place of the table: of its note, or the letter of its verdict."""
    found = next((marks[row, column] for column in columns if (row, column) in marks), None)
    if found is None:
        return Markup("")
    kind, address = found
    _, is_verdict, verdict = kind.partition("verdict: ")
    name = kind if is_verdict else f"editorial note: {kind}"
    # A letter alone does not begin a line.
    form = '{}<a class="{}" href="{}" title="{}" aria-label="{}">{}</a>'
    before, style = ("\u00a0", "verdict-mark") if is_verdict else (" ", "note-mark")
    words = verdict[0] if is_verdict else "note"
    return Markup(form).format(before, style, address, name, name, words)


def _format_links(links: tuple[tuple[str, str, str], ...]) -> Markup:
    """Return the links that follow the text of a cell."""
    form = Markup(' <a class="figure-link" href="{1}" aria-label="{2}">{0}</a>')
    return Markup("").join(form.format(*link) for link in links)

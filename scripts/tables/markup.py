"""A publication table as HTML: captioned, with scoped headings, and marks at edited cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

from scripts.look.direction import mark_direction

if TYPE_CHECKING:
    from scripts.tables.tables import PublicationTable

# Columns of long text, which the style sheet gives more room.
WIDE_COLUMNS = {"quotations", "reason", "description", "definition"}
# A word that no column should be as wide as, and the pieces in which it may be broken. An
# escaped sign counts as one letter.
LONG_WORD = re.compile(r"(?:&#?\w+;|[^\s&<>]){24,}")
STRIDE = re.compile(r"(?:&#?\w+;|[^\s&<>]){1,10}")
KEPT_CLASSES = {
    "gt_right",
    "gt_center",
    "gt_group_heading",
    "gt_column_spanner",
    "gt_stub",
    "figure-link",
    "note-mark",
    "verdict-mark",
    "gap",
    "quotation",
    "several",
    "wide-quotations",
}


def format_table(table: PublicationTable) -> str:
    """Return a table as HTML in a region that scrolls, with a label for each cell."""
    soup = BeautifulSoup(table.gt.as_raw_html(), "html.parser")
    element = soup.find("table")
    for attribute in list(element.attrs):
        del element[attribute]
    element["class"] = ["edition-table"] + (["edition-table-wide"] if table.wide else [])
    element["id"] = table.identifier
    caption = soup.new_tag("caption")
    caption.string = table.caption
    element.insert(0, caption)
    for heading in element.find_all("th"):
        for text in heading.find_all(string=lambda string: " = " in string):
            text.replace_with(text.replace(" = ", "\u00a0=\u00a0"))
    _set_anchors_and_labels(soup, element, table)
    _mark_headings(soup, element, table)
    _rename_headings(element, table.identifier)
    _leave_out_the_obvious(element)
    _let_words_say_their_direction(element)
    for tag in element.find_all(class_=True):
        kept = [name for name in tag["class"] if name in KEPT_CLASSES or name.startswith("cell-")]
        if tag.name != "table":
            tag["class"] = kept
            if not kept:
                del tag["class"]
    label = escape(table.caption.split(". ", 1)[0], quote=True)
    return (
        f'<div class="edition-scroll" role="region" aria-label="{label}" tabindex="0">'
        f"{_compact(str(element))}</div>"
    )


def format_lines(lines: Sequence[str], levels: Sequence[str] = ()) -> str:
    """Return the lines of a cell as HTML: one as it is, several as a list.

    The level that all of them have stands before them; others stand before their line. The
    direction is that of the element around them.
    """
    levels = levels or [""] * len(lines)
    is_one = len(set(levels)) == 1
    before = _format_level(levels[0]) if is_one else ""
    own = [""] * len(lines) if is_one else [_format_level(level) for level in levels]
    texts = [level + break_words(line) for level, line in zip(own, lines, strict=True)]
    if len(lines) < 2:
        return before + "".join(texts)
    entries = "\n".join(f"<li>{text}</li>" for text in texts)
    return f'{before}<ul class="several">\n{entries}\n</ul>'


def break_words(text: str) -> str:
    """Return text as HTML in which a word that would make its column too wide can be broken."""
    return LONG_WORD.sub(lambda match: "<wbr>".join(STRIDE.findall(match[0])), escape(text))


def _format_level(level: str) -> str:
    """Return the level of what follows; its own direction has no say in that of the cell."""
    return f'<bdi class="cell-level">{escape(level)}:</bdi> ' if level else ""


def _compact(html: str) -> str:
    """Return HTML with one line for each row of the table, so that a change is easy to see."""
    return "\n".join(line.strip() for line in html.splitlines() if line.strip())


def _set_anchors_and_labels(soup: BeautifulSoup, element, table: PublicationTable) -> None:
    """Give each body row its anchor, and each body cell its label, note mark or gap."""
    body_rows = element.find("tbody").find_all("tr")
    body_rows = [row for row in body_rows if row.find(class_="gt_group_heading") is None]
    for key, anchor, row in zip(table.rows, table.anchors, body_rows, strict=True):
        row["id"] = anchor
        if table.stub:
            row.find("th")["data-label"] = table.stub
        for words, address, name in table.stub_links.get(key, ()):
            link = soup.new_tag("a", attrs={"class": "figure-link", "href": address})
            link["aria-label"] = name
            link.string = words
            row.find("th").extend([" ", link])
        for (column, label), cell in zip(table.columns.items(), row.find_all("td"), strict=True):
            cell["data-label"] = label
            if column in WIDE_COLUMNS:
                cell["class"] = [*cell.get("class", []), f"cell-{column}"]
            if (key, column) in table.gaps:
                cell["class"] = [*cell["class"], "gap"]
            elif column in table.lists:
                lines = cell.get_text().strip().splitlines()
                levels = table.levels.get((key, column), ())
                if len(lines) > 1 or any(levels) or LONG_WORD.search(escape(lines[0])):
                    cell.clear()
                    cell.append(BeautifulSoup(format_lines(lines, levels), "html.parser"))
            elif "\n" in cell.get_text().strip() or column == "quotations":
                paragraphs = cell.get_text().strip().split("\n")
                cell.clear()
                for text in paragraphs:
                    paragraph = soup.new_tag("p", attrs={"class": "quotation"})
                    paragraph.string = text
                    if text:
                        cell.append(paragraph)
            if (key, column) in table.marks:
                kind, link = table.marks[key, column]
                _append_mark(soup, cell, kind, link)
            for words, address in table.links.get((key, column), ()):
                anchor = soup.new_tag("a", attrs={"href": address})
                anchor.string = words
                cell.append(" ")
                cell.append(anchor)


def _append_mark(soup: BeautifulSoup, cell, kind: str, link: str) -> None:
    """Append the mark of an editorial note, or the letter of a verdict, to a cell."""
    _, is_verdict, verdict = kind.partition("verdict: ")
    name = kind if is_verdict else f"editorial note: {kind}"
    mark = soup.new_tag("a", attrs={"class": "verdict-mark" if is_verdict else "note-mark"})
    mark["href"] = link
    mark["title"] = mark["aria-label"] = name
    mark.string = verdict[0] if is_verdict else "note"
    parts = cell.find_all(["p", "li"])
    target = parts[-1] if parts else cell
    # A letter alone does not begin a line.
    target.append("\xa0" if is_verdict else " ")
    target.append(mark)


def _mark_headings(soup: BeautifulSoup, element, table: PublicationTable) -> None:
    """Append the marks of the notes on the caption, on headings and on labels of blocks."""
    places = {("caption", "caption"): element.find("caption")}
    for spanner in element.find_all(class_="gt_column_spanner"):
        key = spanner.get_text().strip().casefold()
        places["heading", key] = places["heading", f"{key}/spanner"] = spanner
    body = element.find("td").parent.find_all("td") if element.find("td") else ()
    for column, cell in zip(table.columns, body, strict=False):
        # The last of the headings that a cell refers to is the one of its column.
        places["heading", column] = element.find(id=cell["headers"][-1])
    block, keys = None, dict(zip(table.anchors, table.rows, strict=True))
    for row in element.find("tbody").find_all("tr"):
        block = row.find(class_="gt_group_heading") or block
        if row.get("id") in keys:
            places.setdefault((keys[row["id"]].split("/", 1)[0], "label"), block)
    for place, (kind, link) in table.marks.items():
        if places.get(place) is not None:
            _append_mark(soup, places[place], kind, link)


def _leave_out_the_obvious(element) -> None:
    """Remove spans of one, and references to headings where one row of scoped heads says all."""
    for cell in element.find_all(["th", "td"]):
        for name in ("rowspan", "colspan"):
            if cell.get(name) == "1":
                del cell[name]
    blocks = element.find(class_="gt_group_heading")
    if blocks is None and len(element.find("thead").find_all("tr")) == 1:
        for cell in element.find_all(headers=True):
            del cell["headers"]
        for heading in element.find_all("th", id=True):
            del heading["id"]


def _let_words_say_their_direction(element) -> None:
    """Let the first letter of each text decide whether it runs to the left or to the right."""
    for tag in element.find_all(["caption", "th", "td", "p"]):
        if mark_direction(tag.get_text()):
            tag["dir"] = "auto"


def _rename_headings(element, identifier: str) -> None:
    """Give headings numbered ids; those made of words could be the same as a row's."""
    headings = [heading["id"] for heading in element.find_all("th", id=True)]
    names = {name: f"{identifier}__{i + 1}" for i, name in enumerate(headings)}
    for heading in element.find_all("th", id=True):
        heading["id"] = names[heading["id"]]
    for cell in element.find_all(headers=True):
        cell["headers"] = " ".join(names[name] for name in cell["headers"])

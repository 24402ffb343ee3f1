"""The one way in which a chapter shows a table, a figure, a number or a verdict.

Whatever is shown is a function of the data alone: no addresses of objects, no random
ids, no dates. That is what lets nbval compare it to the letter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from IPython.display import HTML, publish_display_data

if TYPE_CHECKING:
    from scripts.published import Comparison
    from scripts.sentences import Entry
    from scripts.tables import PublicationTable

GLUE_PREFIX = "application/papermill.record/"


def show_table(table: PublicationTable) -> HTML:
    """Return a table as HTML: captioned, with scoped headings and marks at edited cells.

    On a narrow screen a wide table turns into one card for each row; the labels for
    that travel with the cells.
    """
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
    for tag in element.find_all(class_=True):
        kept = [name for name in tag["class"] if name in KEPT_CLASSES or name.startswith("cell-")]
        if tag.name != "table":
            tag["class"] = kept
            if not kept:
                del tag["class"]
    label = escape(table.caption.split(". ", 1)[0], quote=True)
    return HTML(
        f'<div class="edition-scroll" role="region" aria-label="{label}" tabindex="0">'
        f"{_compact(str(element))}</div>"
    )


VERDICT_WORDS = {
    "reproduced": "computed values reproduced",
    "transcribed": "typed values transcribed alike",
    "consistent": "values consistent",
    "differs": "values differ, each with its note",
    "cannot compare": "values cannot be compared",
}
# Columns of long text, which the style sheet gives more room.
WIDE_COLUMNS = {"quotations", "reason", "description", "definition"}
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
    "wide-quotations",
}


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
    target = cell.find_all("p")[-1] if cell.find("p") else cell
    target.append(" ")
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


def _rename_headings(element, identifier: str) -> None:
    """Give headings numbered ids; those made of words could be the same as a row's."""
    headings = [heading["id"] for heading in element.find_all("th", id=True)]
    names = {name: f"{identifier}__{i + 1}" for i, name in enumerate(headings)}
    for heading in element.find_all("th", id=True):
        heading["id"] = names[heading["id"]]
    for cell in element.find_all(headers=True):
        cell["headers"] = " ".join(names[name] for name in cell["headers"])


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
        f"{svg.strip()}\n</div>\n<figcaption{after}>{escape(caption)}</figcaption>\n</figure>"
    )


def show_text(items: list[str], summary: str) -> HTML:
    """Return sentences as a numbered list that opens under its summary."""
    entries = "\n".join(f"<li>{escape(item)}</li>" for item in items)
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
        items.append(f"<li>{escape(entry.text)}{' ' if links else ''}{links}{below}</li>")
    return "<ul>\n" + "\n".join(items) + "\n</ul>"


def show_verdict(comparison: Comparison) -> HTML:
    """Return the verdict on an exhibit: how many values of each kind, and which differ.

    Raises
    ------
    UnexplainedError
        If a value differs without a note, or a note has no difference.
    """
    from scripts.published import CANNOT_COMPARE, DIFFERS, require_explained

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
                f"<li><b>{escape(item.row)}, {escape(item.column)}</b>: here "
                f"“{escape(item.rebuilt)}”, printed “{escape(item.printed)}”. "
                f"{escape(reason)}</li>"
            )
        if not with_readings:
            names = list(dict.fromkeys(f"{i.row}, {i.column}" for i in group.itertuples()))
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

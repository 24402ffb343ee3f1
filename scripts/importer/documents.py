"""The tables of a Word document, as Word shows them once all tracked changes are accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from scripts.importer.office_parts import (
    BREAKS,
    OFF,
    attribute,
    list_embedded,
    list_nodes,
    list_pictures,
    list_texts,
    local,
    read_parts,
    read_run,
    read_signs,
)
from scripts.importer.source_tables import (
    Place,
    Reading,
    SourceTable,
    TableError,
    build_source_table,
    clean,
)

BODY = "word/document.xml"
# What stands around rows, cells and paragraphs and shows nothing itself.
WRAPPERS = {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"}
WRAPPERS |= {"AlternateContent", "Choice"}
# What is not shown; what describes other elements ends in Pr.
UNSHOWN = {"Fallback", "instrText", "delInstrText"}
CHANGED = {"del": "deleted", "moveFrom": "moved away"}
REFERENCES = {"footnoteReference", "endnoteReference", "commentReference"}
PICTURES = {"drawing", "pict", "object"}
WIDEST = 1_000


def read_document(path: Path) -> Reading:
    """Return the tables of a Word document, and all other text of its parts."""
    parts = read_parts(path)
    reader = _Reader(_find_unshown_styles(parts.get("word/styles.xml")))
    grids, notes = [], []
    body = next(node for node in parts[BODY] if local(node) == "body")
    if any(local(node) in {"altChunk", "subDoc"} for node in body.iter()):
        raise TableError("another file is inserted in this one. Open it in Word and save it anew.")
    for block in _find(body, {"p", "tbl"}):
        if local(block) == "tbl":
            grids.append(reader.read_table(block, f"table {len(grids) + 1}"))
            reader.place = "text outside the tables"
        else:
            notes.append(reader.read(block))
    others = sorted(name for name in parts if name.startswith("word/") and name != BODY)
    for name in others:
        notes += reader.read_notes(name, parts[name])
    notes += [f"[{place}] {text}" for place, text in reader.aside]
    told = [
        f"{place}: kept with the notes alone; to take it over, change that in Word and begin anew"
        for place in dict.fromkeys(place for place, _ in reader.aside)
    ]
    told += list_embedded(path)
    source = [
        (name.removeprefix("word/").removesuffix(".xml"), nodes)
        for name in (BODY, *others)
        for nodes in list_nodes(parts[name])
    ]
    kept = tuple(grid for grid in grids if grid.rows)
    return Reading(kept, tuple(filter(None, map(clean, notes))), tuple(told), tuple(source))


def _find(node: Element, names: set[str]) -> Iterator[Element]:
    """Yield the elements of some names in another, through what only stands around them."""
    for child in node:
        if local(child) in names:
            yield child
        elif local(child) in WRAPPERS:
            yield from _find(child, names)


def _about(node: Element, *names: str) -> Element | None:
    """Return what describes an element, such as its ``rPr``, ``strike``."""
    found: Element | None = node
    for name in names:
        found = next((child for child in found if local(child) == name), None)
        if found is None:
            return None
    return None if attribute(found, "val") in OFF else found


def _find_unshown_styles(styles: Element | None) -> dict[str, str]:
    """Return the styles that hide or strike out text, with what they do or take from another."""
    found, above = {}, {}
    for style in () if styles is None else styles:
        key = attribute(style, "styleId")
        own = {local(node): attribute(node, "val") for node in style}
        above[key] = own.get("basedOn", "")
        # Of the forms of Word, what stands in a field that nobody has filled.
        why = "a placeholder" if own.get("name") == "Placeholder Text" else _find_reason(style)
        if why:
            found[key] = why
    for key in above:
        seen, other = set(), key
        while other and other not in found and other not in seen:
            seen.add(other)
            other = above.get(other, "")
        if other in found:
            found[key] = found[other]
    return found


def _find_reason(node: Element) -> str:
    """Return why the text of a run, or of a style, does not count; empty if it does."""
    if _about(node, "rPr", "vanish") is not None:
        return "hidden"
    struck = (_about(node, "rPr", name) is not None for name in ("strike", "dstrike"))
    return "struck out" if any(struck) else ""


class _Reader:
    """Reads elements one after the other, and remembers what it set aside.

    Attributes
    ----------
    place : str
        Where it is reading.
    aside : list of (str, str)
        Place, with the reason, and text of what is not shown.
    """

    def __init__(self, styles: dict[str, str]) -> None:
        self.styles, self.place = styles, "text outside the tables"
        self.aside: list[tuple[str, str]] = []
        self.referred: dict[tuple[str, str], str] = {}

    def read_table(self, table: Element, name: str) -> SourceTable:
        """Return a table; what is merged in it, or deleted from it, is as Word shows it."""
        cells: dict[Place, str] = {}
        origins: dict[Place, Place] = {}
        number = 0
        for row in _find(table, {"tr"}):
            self.place = f"{name}, row {number + 1}"
            if self._set_aside(row):
                continue
            before = _about(row, "trPr", "gridBefore")
            column = 0 if before is None else int(attribute(before, "val"))
            for cell in _find(row, {"tc"}):
                if self._set_aside(cell):
                    continue
                span = _about(cell, "tcPr", "gridSpan")
                end = column + (1 if span is None else int(attribute(span, "val")))
                if end > WIDEST:
                    raise TableError(f"{self.place}: more than {WIDEST} columns. Divide the table.")
                text, origin = self._read_cell(cell), (number, column)
                merge = _about(cell, "tcPr", "vMerge")
                above = origins.get((number - 1, column))
                if merge is not None and attribute(merge, "val") != "restart" and above:
                    # Word does not show what a cell holds that is merged with the one above.
                    if text:
                        self.aside.append((f"{self.place}, below a merged cell", text))
                    text, origin = cells.get(above, ""), above
                for place in range(column, end):
                    origins[number, place] = origin
                    if text:
                        cells[number, place] = text
                column = end
            number += 1
        return build_source_table(name, cells, origins)

    def _read_cell(self, cell: Element) -> str:
        """Return the text of a cell, without blank lines."""
        lines = (re.sub(" {2,}", " ", clean(line)) for line in self.read(cell).split("\n"))
        return "\n".join(filter(None, lines))

    def read_notes(self, name: str, part: Element) -> Iterator[str]:
        """Yield the texts of another part, such as footnotes, each with what it belongs to."""
        kind = local(part)
        if kind not in {"footnotes", "endnotes", "comments"}:
            label = name.removeprefix("word/").removesuffix(".xml")
            texts = filter(None, map(clean, list_texts(part)))
            yield from (f"[{label}] {text}" for text in texts)
            return
        kind = kind.removesuffix("s")
        for note in part:
            self.place = kind
            text = clean(self.read(note))
            place = self.referred.get((f"{kind}Reference", attribute(note, "id")), "")
            if text:
                yield f"[{kind}{' to ' if place else ''}{place}] {text}"

    def read(self, node: Element) -> str:
        """Return the text that an element shows, with a line end behind each paragraph."""
        name = local(node)
        if name.endswith("Pr") or name in UNSHOWN:
            return ""
        if self._set_aside(node):
            # What stands around a run that does not count must not grow together.
            return " " if name == "r" and " " in "".join(list_texts(node)) else ""
        if name in ("t", "v"):
            return node.text or ""
        if name in BREAKS:
            return {"noBreakHyphen": "-", "br": "\n", "cr": "\n"}.get(name, " ")
        if name in PICTURES and "txbxContent" not in map(local, node.iter()):
            words = " ".join(filter(None, list_pictures(node))) or "without a description"
            self.aside.append((f"{self.place}, a picture or object", words))
        try:
            if name == "sym":
                return read_signs(node)
            own = "".join(self._read_within(node, child) for child in node)
        except TableError as error:
            if str(error).startswith(self.place):
                raise
            raise TableError(f"{self.place}: {error}") from error
        if name in REFERENCES:
            self.referred[name, attribute(node, "id")] = self.place
        if name == "p":
            listed = _about(node, "pPr", "numPr") is not None and own.strip()
            # Where the mark at its end is deleted, a paragraph goes on with the next.
            ended = _about(node, "pPr", "rPr", "del") is None
            return ("• " if listed else "") + own + ("\n" if ended else " ")
        return own

    def _read_within(self, node: Element, child: Element) -> str:
        """Return the text of a part of an element; the font of a run says what letters show."""
        text = self.read(child)
        return read_run(node, text) if local(node) == "r" and local(child) == "t" else text

    def _set_aside(self, node: Element) -> bool:
        """Return whether an element does not count; then its text has been set aside."""
        name, why = local(node), ""
        if name in CHANGED:
            why = CHANGED[name]
        elif name == "txbxContent":
            why = "a text box"
        elif name == "rt":
            why = "how a word is read"
        elif name == "tr" and _about(node, "trPr", "del") is not None:
            why = "a deleted row"
        elif name == "tr" and _about(node, "trPr", "hidden") is not None:
            why = "a hidden row"
        elif name == "tc" and _about(node, "tcPr", "cellDel") is not None:
            why = "a deleted cell"
        elif name in ("r", "p"):
            style = _about(node, f"{name}Pr", f"{name}Style")
            why = _find_reason(node) if name == "r" else ""
            why = why or ("" if style is None else self.styles.get(attribute(style, "val"), ""))
        elif name in ("ddList", "checkBox"):
            raise TableError(
                f"{self.place}: a form field ({name}) whose value is no text. Type the value."
            )
        if why:
            texts = filter(None, map(clean, list_texts(node)))
            self.aside += [(f"{self.place}, {why}", text) for text in texts]
        return bool(why)

"""The tables of a Word document, as Word shows them once all tracked changes are accepted."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from scripts.files.office_files import read_parts
from scripts.importer.office_texts import (
    BREAKS,
    is_on,
    list_pictures,
    list_pieces,
    list_texts,
    read_run,
    read_sign,
)
from scripts.importer.source_tables import FileContents, Place, TableError, clean

BODY = "word/document.xml"
# What stands around rows, cells and paragraphs and shows nothing itself.
WRAPPERS = {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"}
WRAPPERS |= {"AlternateContent", "Choice"}
# What is not shown; what describes other elements ends in Pr.
UNSHOWN = {"Fallback", "instrText", "delInstrText"}
# What does not count, and why: elements, and what is said of an element by the way.
ASIDE = {"del": "deleted", "moveFrom": "moved away", "txbxContent": "a text box"}
ASIDE |= {"rt": "how a word is read"}
HIDING = {"vanish": "hidden", "strike": "struck out", "dstrike": "struck out"}
MARKED = {"tr": {"del": "a deleted row", "hidden": "a hidden row"}, "r": HIDING}
MARKED |= {"tc": {"cellDel": "a deleted cell"}}
REFERENCES = {"footnoteReference", "endnoteReference", "commentReference"}
PICTURES = {"drawing", "pict", "object"}
WIDEST = 1_000
# So many styles in a row may each take over what the one above does: Word allows eleven.
DEEPEST = 20


def read_document(path: Path) -> FileContents:
    """Return the tables of a Word document, and all other text of its parts."""
    parts = read_parts(path)
    body = parts[BODY].find("body")
    if any(node.tag in {"altChunk", "subDoc"} for node in body.iter()):
        raise TableError("another file is inserted in this one. Open it in Word and save it anew.")
    reading = FileContents()
    reader = _Reader(_find_unshown_styles(parts.get("word/styles.xml")), reading)
    others = sorted(name for name in parts if name.startswith("word/") and name != BODY)
    try:
        for block in _find(body, {"p", "tbl"}):
            if block.tag == "tbl":
                reader.read_table(block)
                reader.place = "text outside the tables"
            else:
                reading.notes.append(clean(reader.read(block)))
        for name in (BODY, *others):
            label = name.removeprefix("word/").removesuffix(".xml")
            reading.source += [(label, pieces) for pieces in list_pieces(parts[name])]
            reading.notes += reader.read_notes(label, parts[name]) if name != BODY else ()
    except TableError as error:
        raise TableError(f"{reader.place}: {error}") from error
    reading.notes = list(filter(None, reading.notes))
    return reading


def _find(node: Element, names: set[str]) -> Iterator[Element]:
    """Yield the elements of some names in another, through what only stands around them."""
    for child in node:
        if child.tag in names:
            yield child
        elif child.tag in WRAPPERS:
            yield from _find(child, names)


def _number(node: Element, path: str, default: int) -> int:
    """Return a number that describes an element."""
    found = node.find(path)
    return int(found.get("val")) if is_on(found) else default


def _find_mark(node: Element, about: str, marks: dict[str, str]) -> str:
    """Return why an element does not count, as its description has it; empty if it does."""
    return next((why for mark, why in marks.items() if is_on(node.find(f"{about}/{mark}"))), "")


def _find_unshown_styles(styles: Element | None) -> dict[str, str]:
    """Return the styles that hide or strike out text, with what they do or take from another."""
    found, above = {}, {}
    for style in () if styles is None else styles:
        key = style.get("styleId", "")
        own = {node.tag: node.get("val", "") for node in style}
        above[key] = own.get("basedOn", "")
        # Of the forms of Word, what stands in a field that nobody has filled.
        is_empty = own.get("name") == "Placeholder Text"
        found[key] = "a placeholder" if is_empty else _find_mark(style, "rPr", HIDING)
    for _ in range(DEEPEST):
        found = {key: why or found.get(above[key], "") for key, why in found.items()}
    return found


class _Reader:
    """Reads elements one after the other into a reading, and sets aside what does not count."""

    def __init__(self, styles: dict[str, str], reading: FileContents) -> None:
        self.styles, self.reading = styles, reading
        # Where it is reading, and how many tables it has read.
        self.place, self.tables = "text outside the tables", 0
        # The place at which each note is referred to.
        self.referred: dict[tuple[str, str], str] = {}

    def read_table(self, table: Element) -> None:
        """Add a table to the reading; what is merged in it, or deleted, is as Word shows it."""
        cells: dict[Place, str] = {}
        origins: dict[Place, Place] = {}
        number = 0
        self.tables += 1
        name = f"table {self.tables}"
        for row in _find(table, {"tr"}):
            self.place = f"{name}, row {number + 1}"
            if self._set_aside(row):
                continue
            column = _number(row, "trPr/gridBefore", 0)
            for cell in _find(row, {"tc"}):
                if self._set_aside(cell):
                    continue
                end = column + _number(cell, "tcPr/gridSpan", 1)
                if end > WIDEST:
                    raise TableError(f"more than {WIDEST} columns. Divide the table.")
                cells[number, column] = self._read_cell(cell)
                merge = cell.find("tcPr/vMerge")
                is_merged = is_on(merge) and merge.get("val") != "restart"
                above = origins.get((number - 1, column)) if is_merged else None
                for place in range(column, end):
                    origins[number, place] = above or (number, column)
                column = end
            number += 1
        self.reading.add_table(name, cells, origins)

    def _read_cell(self, cell: Element) -> str:
        """Return the text of a cell, without blank lines."""
        lines = (re.sub(" {2,}", " ", clean(line)) for line in self.read(cell).split("\n"))
        return "\n".join(filter(None, lines))

    def read_notes(self, label: str, part: Element) -> Iterator[str]:
        """Yield the texts of another part, such as footnotes, each with what it belongs to."""
        kind = part.tag.removesuffix("s")
        if f"{kind}Reference" not in REFERENCES:
            yield from (f"[{label}] {text}" for text in map(clean, list_texts(part)) if text)
            return
        for note in part:
            self.place = kind
            text = clean(self.read(note))
            place = self.referred.get((f"{kind}Reference", note.get("id")))
            if text:
                yield f"[{kind} to {place}] {text}" if place else f"[{kind}] {text}"

    def read(self, node: Element) -> str:
        """Return the text that an element shows, with a line end behind each paragraph."""
        name = node.tag
        if name.endswith("Pr") or name in UNSHOWN:
            return ""
        if self._set_aside(node):
            # What stands around a run that does not count must not grow together.
            return " " if name == "r" and " " in "".join(list_texts(node)) else ""
        if name in ("t", "v"):
            return node.text or ""
        if name == "sym":
            return read_sign(node)
        if name in BREAKS:
            return {"noBreakHyphen": "-", "br": "\n", "cr": "\n"}.get(name, " ")
        if name in PICTURES and node.find(".//txbxContent") is None:
            words = " ".join(list_pictures(node)) or "without a description"
            self.reading.set_aside(f"{self.place}, a picture or object", words)
        if name in REFERENCES:
            self.referred[name, node.get("id")] = self.place
        own = "".join(
            read_run(node, self.read(child))
            if (name, child.tag) == ("r", "t")
            else self.read(child)
            for child in node
        )
        if name == "p":
            listed = is_on(node.find("pPr/numPr")) and own.strip()
            # Where the mark at its end is deleted, a paragraph goes on with the next.
            ended = not is_on(node.find("pPr/rPr/del"))
            return ("• " if listed else "") + own + ("\n" if ended else " ")
        return own

    def _set_aside(self, node: Element) -> bool:
        """Return whether an element does not count; then its text has been set aside."""
        name = node.tag
        if name in ("ddList", "checkBox"):
            raise TableError(f"a form field ({name}) whose value is no text. Type the value.")
        why = ASIDE.get(name) or _find_mark(node, f"{name}Pr", MARKED.get(name, {}))
        if name in ("r", "p") and not why:
            style = node.find(f"{name}Pr/{name}Style")
            why = "" if style is None else self.styles.get(style.get("val", ""), "")
        if why:
            for text in list_texts(node):
                self.reading.set_aside(f"{self.place}, {why}", text)
        return bool(why)

"""The tables of a Word document, as Word shows them once all tracked changes are accepted."""

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
    read_sign,
)
from scripts.importer.source_tables import (
    FileContents,
    Place,
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
    reader = _Reader(_find_unshown_styles(parts.get("word/styles.xml")))
    reading = FileContents()
    body = next(node for node in parts[BODY] if local(node) == "body")
    if any(local(node) in {"altChunk", "subDoc"} for node in body.iter()):
        raise TableError("another file is inserted in this one. Open it in Word and save it anew.")
    notes, number = [], 0
    for block in _find(body, {"p", "tbl"}):
        if local(block) == "tbl":
            number += 1
            reading.grids.append(reader.read_table(block, f"table {number}"))
            reader.place = "text outside the tables"
        else:
            notes.append(clean(reader.read(block)))
    reading.grids = [grid for grid in reading.grids if grid.rows]
    others = sorted(name for name in parts if name.startswith("word/") and name != BODY)
    for name in (BODY, *others):
        label = name.removeprefix("word/").removesuffix(".xml")
        reading.source += [(label, nodes) for nodes in list_nodes(parts[name])]
        notes += reader.read_notes(label, parts[name]) if name != BODY else ()
    notes += [f"[{place}] {text}" for place, text in reader.aside]
    reading.notes = list(filter(None, notes))
    reading.told = [
        f"{place}: kept with the notes alone; to take it over, change that in Word and begin anew"
        for place in dict.fromkeys(place for place, _ in reader.aside)
    ]
    reading.told += list_embedded(path)
    return reading


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


def _number(node: Element, *names: str, default: int) -> int:
    """Return a number that describes an element."""
    found = _about(node, *names)
    return default if found is None else int(attribute(found, "val"))


def _find_mark(node: Element, about: str, marks: dict[str, str]) -> str:
    """Return why an element does not count, as its description has it; empty if it does."""
    found = (why for mark, why in marks.items() if _about(node, about, mark) is not None)
    return next(found, "")


def _find_unshown_styles(styles: Element | None) -> dict[str, str]:
    """Return the styles that hide or strike out text, with what they do or take from another."""
    found, above = {}, {}
    for style in () if styles is None else styles:
        key = attribute(style, "styleId")
        own = {local(node): attribute(node, "val") for node in style}
        above[key] = own.get("basedOn", "")
        # Of the forms of Word, what stands in a field that nobody has filled.
        is_empty = own.get("name") == "Placeholder Text"
        found[key] = "a placeholder" if is_empty else _find_mark(style, "rPr", HIDING)
    for _ in range(DEEPEST):
        found = {key: why or found.get(above[key], "") for key, why in found.items()}
    return found


class _Reader:
    """Reads elements one after the other, and remembers what it set aside."""

    def __init__(self, styles: dict[str, str]) -> None:
        # Where it is reading.
        self.styles, self.place = styles, "text outside the tables"
        # Place, with the reason, and text of what is not shown.
        self.aside: list[tuple[str, str]] = []
        # The place at which each note is referred to.
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
            column = _number(row, "trPr", "gridBefore", default=0)
            for cell in _find(row, {"tc"}):
                if self._set_aside(cell):
                    continue
                end = column + _number(cell, "tcPr", "gridSpan", default=1)
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

    def read_notes(self, label: str, part: Element) -> Iterator[str]:
        """Yield the texts of another part, such as footnotes, each with what it belongs to."""
        kind = local(part).removesuffix("s")
        if f"{kind}Reference" not in REFERENCES:
            yield from (f"[{label}] {text}" for text in _list_shown(part))
            return
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
            words = " ".join(list_pictures(node)) or "without a description"
            self.aside.append((f"{self.place}, a picture or object", words))
        if name in REFERENCES:
            self.referred[name, attribute(node, "id")] = self.place
        own = self._read_inside(node)
        if name == "p":
            listed = _about(node, "pPr", "numPr") is not None and own.strip()
            # Where the mark at its end is deleted, a paragraph goes on with the next.
            ended = _about(node, "pPr", "rPr", "del") is None
            return ("• " if listed else "") + own + ("\n" if ended else " ")
        return own

    def _read_inside(self, node: Element) -> str:
        """Return the text within an element; the font of a run says what letters show."""
        try:
            if local(node) == "sym":
                return read_sign(node)
            texts = ((child, self.read(child)) for child in node)
            return "".join(
                read_run(node, text) if local(node) == "r" and local(child) == "t" else text
                for child, text in texts
            )
        except TableError as error:
            if str(error).startswith(self.place):
                raise
            raise TableError(f"{self.place}: {error}") from error

    def _set_aside(self, node: Element) -> bool:
        """Return whether an element does not count; then its text has been set aside."""
        name = local(node)
        if name in ("ddList", "checkBox"):
            raise TableError(
                f"{self.place}: a form field ({name}) whose value is no text. Type the value."
            )
        why = ASIDE.get(name) or _find_mark(node, f"{name}Pr", MARKED.get(name, {}))
        if name in ("r", "p") and not why:
            style = _about(node, f"{name}Pr", f"{name}Style")
            why = "" if style is None else self.styles.get(attribute(style, "val"), "")
        if why:
            self.aside += [(f"{self.place}, {why}", text) for text in _list_shown(node)]
        return bool(why)


def _list_shown(node: Element) -> Iterator[str]:
    """Yield the texts below an element that hold more than blanks."""
    return filter(None, map(clean, list_texts(node)))

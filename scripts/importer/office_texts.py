"""The texts in the XML of Word and Excel, with the letters of fonts of signs."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from scripts.files.plain_yaml import read_own
from scripts.importer.source_tables import TableError

# How an attribute says that what it stands in does not hold.
OFF = {"0", "false", "off", "none"}
TEXTS = {"t", "delText", "v"}
# Within one of these the texts go on without a blank; at one of those there is one.
WHOLES = {"p", "si", "is", "text", "del", "moveFrom", "rPh", "rt"}
BREAKS = {"tab", "ptab", "br", "cr", "noBreakHyphen"}
RAISED = str.maketrans(
    "0123456789+-abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
)
_SIGNS = read_own(__package__, "symbol_fonts.yml")
# What each font shows at the place of a letter.
FONTS = {
    font: {int(str(first), 16) + i: s for first, signs in runs.items() for i, s in enumerate(signs)}
    for font, runs in _SIGNS.items()
}


def is_on(node: Element | None) -> bool:
    """Return whether a mark such as ``strike`` is there, and not to say that it does not hold."""
    return node is not None and node.get("val") not in OFF


def list_pictures(node: Element) -> list[str]:
    """Return what people wrote about the pictures and objects below an element."""
    parts = (part for part in node.iter() if part.tag in {"docPr", "cNvPr"})
    return list(filter(None, (part.get("descr") or part.get("title") for part in parts)))


def list_texts(node: Element) -> Iterator[str]:
    """Return every text below an element: paragraph by paragraph, and what was deleted apart."""
    return map("".join, list_pieces(node))


def list_pieces(node: Element) -> Iterator[tuple[str, ...]]:
    """Yield the same, each as the pieces in which the file holds it."""
    loose: list[str] = []
    yield from _collect(node, loose)
    yield from ((text,) for text in loose)


def _collect(node: Element, into: list[str]) -> Iterator[tuple[str, ...]]:
    """Add the texts of an element to a list, and yield those that are a whole of their own."""
    name = node.tag
    if name == "Fallback":
        # The same once more, for programs that are older.
        return
    if name in WHOLES:
        # In a thread of comments the words stand in this element itself.
        own = [node.text] if name == "text" and node.text else []
        for child in node:
            yield from _collect(child, own)
        yield tuple(own)
        return
    if name in TEXTS:
        into.append(node.text or "")
    elif name == "sym":
        into.append(read_sign(node))
    elif name in BREAKS:
        into.append(" ")
    for child in node:
        if name == "r" and child.tag == "t":
            into.append(read_run(node, child.text or ""))
        else:
            yield from _collect(child, into)


def read_run(run: Element, text: str) -> str:
    """Return the text of a run as its font shows it, and what is raised as raised letters."""
    if run.find("rPr/vertAlign[@val='superscript']") is not None:
        # The mark of a note would make another word of the one before it.
        text = text.translate(RAISED)
    fonts = run.find("rPr/rFonts")
    font = None if fonts is None else fonts.get("ascii")
    return "".join(_translate(letter, font) for letter in text) if font in FONTS else text


def read_sign(node: Element) -> str:
    """Return the sign of an element ``sym``, which names a font and a place in it."""
    return _translate(chr(int(node.attrib["char"], 16)), node.get("font"))


def _translate(letter: str, font: str | None) -> str:
    """Return the sign that a font shows for a letter, or for its double in the private area."""
    code = ord(letter) - 0xF000 if 0xF000 <= ord(letter) <= 0xF0FF else ord(letter)
    if font not in FONTS and code == ord(letter):
        return letter
    if code not in FONTS.get(font, ()):
        raise TableError(
            f"the sign {code:X} of the font {font} is not known here. Type a sign of an ordinary "
            "font in its place (Insert, Symbol, Normal text)."
        )
    return FONTS[font][code]

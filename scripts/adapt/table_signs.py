"""Letters that Word shows as signs, since they stand in a font of signs such as Wingdings."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from scripts.adapt.table_grids import TableError
from scripts.files.office_parts import attribute, local

# What each font shows at the place of a letter; after the tables that Unicode names.
FONTS = {
    "Wingdings": {
        **dict(zip(range(0x41, 0x50), "✌👌👍👎☜☞☝☟✋☺😐☹💣☠⚐", strict=True)),
        **dict(zip(range(0x80, 0x96), "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿", strict=True)),
        **dict(zip(range(0xDF, 0xF9), "←→↑↓↖↗↙↘←→↑↓↖↗↙↘⇦⇨⇧⇩⬄⇳⬁⬀⬃⬂", strict=True)),
        **{0x20: " ", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "⧫"},
        **{0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9E: "·", 0x9F: "•", 0xA7: "▪", 0xA8: "◻", 0xAB: "★"},
        **{0xD8: "➢", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"},
    },
    "Wingdings 2": {
        **{0x20: " ", 0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒"},
        **{0x97: "●", 0xA2: "■", 0xA3: "□"},
    },
    "Wingdings 3": {
        **dict(zip(range(0x22, 0x2A), "↖↗↙↘⇤⇥⤒⤓", strict=False)),
        **{0x20: " ", 0x7D: "▶", 0x7C: "◀"},
    },
    "Symbol": {
        **dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)),
        **dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
        **{code: chr(code) for code in (*range(0x28, 0x2A), *range(0x2C, 0x40), 0x20, 0x21, 0x25)},
        **dict(zip(range(0xAB, 0xB0), "↔←↑→↓", strict=True)),
        **dict(zip(range(0xDB, 0xE0), "⇔⇐⇑⇒⇓", strict=True)),
        **{0x2B: "+", 0xA3: "≤", 0xA5: "∞", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•"},
        **{0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xD6: "√"},
    },
}


def read_run(run: Element, text: str) -> str:
    """Return the text of a run as its font shows it."""
    fonts = (node for about in run if local(about) == "rPr" for node in about)
    font = next((attribute(node, "ascii") for node in fonts if local(node) == "rFonts"), "")
    return "".join(_translate(letter, font) for letter in text) if font in FONTS else text


def read_signs(node: Element) -> str:
    """Return the sign of an element ``sym``, which names a font and a place in it."""
    return _translate(chr(int(attribute(node, "char"), 16)), attribute(node, "font"))


def _translate(letter: str, font: str) -> str:
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

"""The text face of the book: Source Sans, from a package, on pages, in figures and in print."""

from base64 import b64encode
from collections.abc import Iterable
from importlib.resources import files
from io import BytesIO
from pathlib import Path

# The licence keeps this name for fonts that are whole.
CUT_FAMILY = "Edition Sans"
FOLDER = files("font_source_sans_pro") / "files"
# The face of the book as a page brings it, and under the names that machines know it by.
FONTS = (
    "'Edition Sans', 'Source Sans 3', 'Source Sans Pro', system-ui, 'Segoe UI', Roboto, "
    "'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"
)
# What figures and pages set: the file of each style, its weight in CSS, and its slope.
STYLES = {
    "Regular": ("400", "normal"),
    "It": ("400", "italic"),
    "Semibold": ("600 900", "normal"),
}
# What a reader may type into a page, beside what is on it: letters of Latin scripts, and marks.
ALWAYS = (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2027), 0x2190, 0x2192, 0x2212)
# Figures of one width in columns, and letters that are set closer where they are slanted.
FEATURES = ("kern", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum", "pnum", "onum")


def find_face(style: str) -> Path:
    """Return the file of one of the `STYLES` of the face, a TrueType font."""
    return Path(str(FOLDER / f"SourceSansPro-{style}.ttf"))


def read_licence() -> str:
    """Return the licence of the face."""
    return (FOLDER / "LICENSE.txt").read_text("utf-8")


def cut_face(style: str, characters: Iterable[int]) -> bytes:
    """Return one of the `STYLES` with these code points and `ALWAYS` only, for the web (WOFF).

    The same letters give the same bytes. What the face does not have is left to the fonts
    of the reader's machine.
    """
    # Imported here: only a build needs it.
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(find_face(style), recalcTimestamp=False)
    options = subset.Options(layout_features=list(FEATURES), hinting=False, notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(set(characters) | set(ALWAYS)))
    cutter.subset(font)
    for record in font["name"].names:
        if record.nameID in {1, 3, 4, 6, 16}:
            name = CUT_FAMILY if record.nameID in {1, 16} else f"{CUT_FAMILY} {style}"
            record.string = name.replace(" ", "") if record.nameID == 6 else name
    font.flavor = "woff"
    content = BytesIO()
    font.save(content)
    return content.getvalue()


def build_sheet(characters: Iterable[int]) -> str:
    """Return a style sheet that brings the face along, for the letters of a page.

    The fonts stand in it: some browsers let no page that is opened from a folder load a font.
    """
    used = set(characters)
    rules = [
        f'@font-face {{ font-family: "{CUT_FAMILY}"; font-weight: {weight}; font-style: {slope}; '
        f'src: url("data:font/woff;base64,{b64encode(cut_face(style, used)).decode()}") '
        f'format("woff"); }}'
        for style, (weight, slope) in STYLES.items()
    ]
    return "\n".join([*rules, ""])

"""Text in drawings and on pages: how wide it is in a reader's font, where it wraps, how it runs."""

import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import pandas as pd
from fontTools.ttLib import TTFont

# In drawing units, see `scripts.diagrams.layout`.
FONT_SIZE = 13.2
# The widest of the fonts for nearly all text; capitals can be wider in others.
WIDEST = {False: "DejaVuSans.ttf", True: "DejaVuSans-Bold.ttf"}
# The fewest letters of a long word that are broken off its end.
FEWEST_LETTERS = 3
# Scripts that break words without a sign.
WITHOUT_HYPHENS = ("THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN", "ARABIC", "HEBREW")
# Kinds of letters that have a direction, and those of them that run to the left.
STRONG, LEFTWARD = ("L", "R", "AL"), ("R", "AL")
# Characters that nobody sees: what stands between them has a direction of its own.
FIRST_STRONG, POP = "\u2068", "\u2069"


@cache
def load_widths() -> dict[str, dict[str, int]]:
    """Return the widths of letters by font, such as ``Inter`` or ``Inter Bold``.

    In thousandths of the font size, read from fonts that are free: Selawik has the widths of
    Segoe UI (Windows), Liberation Sans those of Arial and Helvetica, Roboto is Android's,
    Inter is drawn after San Francisco (macOS, iOS), Open Sans and Noto Sans are common on Linux.
    """
    with (files("scripts.look") / "font_widths.csv").open(encoding="utf-8") as file:
        frame = pd.read_csv(file, index_col="letter", dtype_backend="numpy_nullable")
    frame.index = [chr(int(code.removeprefix("U+"), 16)) for code in frame.index]
    return {font: widths.dropna().to_dict() for font, widths in frame.items()}


@cache
def _load_widest(bold: bool) -> dict[str, float]:
    """Return the widths of all letters of DejaVu Sans, in thousandths of the font size."""
    with (files("matplotlib") / "mpl-data/fonts/ttf" / WIDEST[bold]).open("rb") as file:
        font = TTFont(file)
        widths, scale = font["hmtx"].metrics, 1000 / font["head"].unitsPerEm
        return {chr(code): widths[name][0] * scale for code, name in font.getBestCmap().items()}


@cache
def text_width(text: str, bold: bool = False) -> float:
    """Return the width that no font which a reader is likely to have exceeds."""
    widest = _load_widest(bold)
    fonts = [own for font, own in load_widths().items() if font.endswith(" Bold") == bold]
    # A letter that no font has is as wide as the font size.
    sums = (
        sum(own.get(letter, widest.get(letter, 1000)) for letter in text)
        for own in (widest, *fonts)
    )
    return max(sums) * FONT_SIZE / 1000


def list_unknown_letters(letters: Iterable[str]) -> list[str]:
    """Return those of some letters that the font of the files for print does not have."""
    return [x for x in letters if x not in _load_widest(bold=False) and x.isprintable()]


@cache
def wrap_text(text: str, width: float, bold: bool = False) -> tuple[str, ...]:
    """Return text in lines no wider than `width`.

    A word that is too long is broken, behind a hyphen or stroke of its own if there is
    one that fits, or else with a hyphen added.
    """
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, bold) <= width:
            lines[-1] = longer
            continue
        if not lines[-1]:
            lines.pop()
        lines += _break_word(word, width, bold)
    return tuple(lines)


def _break_word(word: str, width: float, bold: bool) -> list[str]:
    """Return a word in pieces that are no wider than `width`; one letter always fits."""
    pieces = []
    while text_width(word, bold) > width and len(word) > 1:
        fitting = 1
        while fitting < len(word) - 1 and text_width(word[: fitting + 1], bold) <= width:
            fitting += 1
        cuts = range(fitting, 1, -1)
        own = next((n for n in cuts if word[n - 1] in "-/–—"), 0)
        most = len(word) - min(FEWEST_LETTERS, len(word) // 2)
        cuts = [n for n in cuts if n <= most and text_width(f"{word[:n]}-", bold) <= width]
        cut = own or next((n for n in cuts if _may_break(word, n)), 1)
        script = unicodedata.name(word[cut - 1], "").partition(" ")[0]
        has_none = own or _is_wide(word[cut - 1]) or script in WITHOUT_HYPHENS
        pieces.append(word[:cut] if has_none else f"{word[:cut]}-")
        word = word[cut:]
    return [*pieces, word]


def _is_wide(letter: str) -> bool:
    """Return whether a letter is one of Chinese, Japanese or Korean."""
    return unicodedata.east_asian_width(letter) in ("W", "F")


def _may_break(word: str, cut: int) -> bool:
    """Return whether a line may end before the letter at `cut`.

    Not before a mark that belongs to the letter before it; in Chinese and Japanese neither
    before a sign that closes nor behind one that opens.
    """
    last, following = word[cut - 1], word[cut]
    kind = unicodedata.category(following)
    is_mark = unicodedata.combining(following) or kind in ("Mn", "Me", "Mc")
    closes = _is_wide(following) and kind in ("Pe", "Pf", "Po")
    opens = _is_wide(last) and unicodedata.category(last) in ("Ps", "Pi")
    return not (is_mark or closes or opens)


def is_right_to_left(text: str) -> bool:
    """Return whether text begins in a script such as Arabic or Hebrew."""
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind for kind in kinds if kind in STRONG), "L") in LEFTWARD


def mark_direction(text: str) -> str:
    """Return the attribute with which an element of a page follows the direction of its text.

    Nothing where no letter runs to the left, so that most pages are spared it.
    """
    return ' dir="auto"' if _has_leftward(text) else ""


def isolate(text: str) -> str:
    """Return text that does not mix with the direction of the sentence in which it stands.

    Nothing is added where no letter runs to the left.
    """
    return f"{FIRST_STRONG}{text}{POP}" if _has_leftward(text) else text


def _has_leftward(text: str) -> bool:
    """Return whether any letter runs to the left."""
    return any(unicodedata.bidirectional(letter) in LEFTWARD for letter in text)

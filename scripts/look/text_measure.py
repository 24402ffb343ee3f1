"""How wide text is in any of the fonts that a reader may have, and where it wraps."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.textpath import text_to_path

# In drawing units, see `scripts.diagrams.layout`.
FONT_SIZE = 13.2
_FONT = FontProperties(family="DejaVu Sans", size=FONT_SIZE)
_BOLD = FontProperties(family="DejaVu Sans", size=FONT_SIZE, weight="bold")
# As wide as the font size: what other fonts allow for a letter that DejaVu Sans lacks.
_FULL_WIDTH = "—"
# Widths of letters in thousandths of the font size, read from fonts that are free:
# Selawik has the widths of Segoe UI (Windows), Liberation Sans those of Arial and
# Helvetica, Roboto is Android's, Inter is drawn after San Francisco (macOS, iOS), Open
# Sans and Noto Sans are common on Linux.
# The fewest letters of a long word that are broken off its end.
FEWEST_LETTERS = 3
WITHOUT_HYPHENS = ("THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN", "ARABIC", "HEBREW")
WIDTHS = files("scripts.look") / "font_widths.csv"


@cache
def text_width(text: str, bold: bool = False) -> float:
    """Return the width that no font which a reader is likely to have exceeds.

    DejaVu Sans is the widest for nearly all text; capitals can be wider in others.
    """
    widths = [sum(_letter_width(letter, font, bold) for letter in text) for font in _fonts(bold)]
    return max([_measure(text, bold), *widths])


@cache
def _measure(text: str, bold: bool) -> float:
    """Return the width of text in DejaVu Sans."""
    known = _list_letters(bold)
    text = "".join(letter if ord(letter) in known else _FULL_WIDTH for letter in text)
    font = _BOLD if bold else _FONT
    return text_to_path.get_text_width_height_descent(text, font, False)[0]


@cache
def _list_letters(bold: bool) -> frozenset[int]:
    """Return the code points that the font has."""
    return frozenset(get_font(findfont(_BOLD if bold else _FONT)).get_charmap())


def list_unknown_letters(letters: Iterable[str]) -> list[str]:
    """Return those of some letters that the font of the files for print does not have."""
    known = _list_letters(bold=False)
    return [x for x in letters if ord(x) not in known and x.isprintable()]


@cache
def load_widths() -> dict[str, dict[str, int]]:
    """Return the widths of letters by font, such as ``Inter`` or ``Inter Bold``."""
    widths: dict[str, dict[str, int]] = {}
    with WIDTHS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            letter = chr(int(row.pop("letter").removeprefix("U+"), 16))
            for font, width in row.items():
                if width:
                    widths.setdefault(font, {})[letter] = int(width)
    return widths


def _fonts(bold: bool) -> list[str]:
    """Return the fonts whose widths are known."""
    return [font for font in load_widths() if font.endswith(" Bold") == bold]


@cache
def _letter_width(letter: str, font: str, bold: bool) -> float:
    """Return the width of a letter, in DejaVu Sans where the font does not have it."""
    width = load_widths()[font].get(letter)
    return _measure(letter, bold) if width is None else width * FONT_SIZE / 1000


@cache
def wrap_text(text: str, width: float, bold: bool = False) -> tuple[str, ...]:
    """Return text in lines no wider than `width`.

    A word that is too long is broken, behind a hyphen or stroke of its own if there is
    one that fits, or else with a hyphen added.
    """
    lines = [""]
    for word in text.split():
        if text_width(_join(lines[-1], word), bold) <= width:
            lines[-1] = _join(lines[-1], word)
            continue
        *pieces, rest = _break_word(word, width, bold)
        if not lines[-1]:
            lines.pop()
        lines += [*pieces, rest]
    return tuple(lines)


def _join(line: str, word: str) -> str:
    """Return a line with a word behind it."""
    return f"{line} {word}" if line else word


def _break_word(word: str, width: float, bold: bool) -> list[str]:
    """Return a word in pieces that are no wider than `width`; one letter always fits."""
    pieces = []
    while text_width(word, bold) > width and len(word) > 1:
        own = [n for n in range(2, len(word)) if word[n - 1] in "-/–—"]
        own = [n for n in own if text_width(word[:n], bold) <= width]
        if own:
            cut, hyphen = own[-1], ""
        else:
            cut = _fitting(word, width, bold)
            rest = min(FEWEST_LETTERS, len(word) // 2)
            cut = min(cut, len(word) - rest)
            while cut > 1 and not _may_break(word, cut):
                cut -= 1
            hyphen = "" if _has_no_hyphens(word[cut - 1]) else "-"
        pieces.append(word[:cut] + hyphen)
        word = word[cut:]
    return [*pieces, word]


def _has_no_hyphens(letter: str) -> bool:
    """Return whether a letter is of a script that breaks words without a sign."""
    is_wide = unicodedata.east_asian_width(letter) in ("W", "F")
    return is_wide or unicodedata.name(letter, "").partition(" ")[0] in WITHOUT_HYPHENS


def _may_break(word: str, cut: int) -> bool:
    """Return whether a line may end before the letter at `cut`.

    Not before a mark that belongs to the letter before it; in Chinese and Japanese neither
    before a sign that closes nor behind one that opens.
    """
    last, following = word[cut - 1], word[cut]
    if unicodedata.combining(following) or unicodedata.category(following) in ("Mn", "Me", "Mc"):
        return False
    wide = unicodedata.east_asian_width(following) in ("W", "F")
    closes = wide and unicodedata.category(following) in ("Pe", "Pf", "Po")
    wide = unicodedata.east_asian_width(last) in ("W", "F")
    opens = wide and unicodedata.category(last) in ("Ps", "Pi")
    return not closes and not opens


def _fitting(word: str, width: float, bold: bool) -> int:
    """Return how many letters of a word fit with a hyphen behind them; at least one."""
    count = 1
    while count < len(word) - 1 and text_width(word[: count + 1] + "-", bold) <= width:
        count += 1
    return count

"""How wide text is, and where it wraps."""

from __future__ import annotations

from functools import cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

# In drawing units, see `scripts.layout`.
FONT_SIZE = 13.2
_FONT = FontProperties(family="DejaVu Sans", size=FONT_SIZE)
_BOLD = FontProperties(family="DejaVu Sans", size=FONT_SIZE, weight="bold")


@cache
def text_width(text: str, bold: bool = False) -> float:
    """Return the width of text in DejaVu Sans, which is wider than the common screen fonts."""
    return text_to_path.get_text_width_height_descent(text, _BOLD if bold else _FONT, False)[0]


def wrap_text(text: str, width: float) -> list[str]:
    """Return text in lines no wider than `width`; a word that is too long is broken."""
    lines: list[str] = []
    for word in text.split():
        while text_width(word) > width and len(word) > 1:
            cut = next(
                n
                for n in range(len(word) - 1, 0, -1)
                if n == 1 or text_width(word[:n] + "-") <= width
            )
            lines.append(word[:cut] + "-")
            word = word[cut:]
        if lines and not lines[-1].endswith("-") and text_width(f"{lines[-1]} {word}") <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines or [""]

"""In which direction text runs: to the right, or to the left as Arabic and Hebrew do."""

from __future__ import annotations

import unicodedata

# Kinds of letters that have a direction, and those of them that run to the left.
STRONG, LEFTWARD = ("L", "R", "AL"), ("R", "AL")

# Characters that nobody sees: what stands between them has a direction of its own.
FIRST_STRONG, POP = "\u2068", "\u2069"


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

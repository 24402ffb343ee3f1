"""Text of which something cannot be seen, so that it would mislead whoever reads it."""

from __future__ import annotations

import re
import unicodedata

# Marks that turn the direction of what follows them, and those that end it.
ENDS = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c") | dict.fromkeys(
    "\u2066\u2067\u2068", "\u2069"
)
# Signs without any width: joiners, marks of direction, soft hyphens, variation selectors; and
# letters that are blank.
NO_WIDTH = re.compile(
    "[\u00ad\u2800\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
# Tags, of which flags of regions are made, and several selectors in a row can spell out anything.
FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007f]{1,8}")
HIDDEN = re.compile("[\U000e0000-\U000e007f]|[\ufe00-\ufe0f\U000e0100-\U000e01ef]{2}")


def drop_invisible(text: str) -> str:
    """Return text as it looks: without signs that have no width, composed, with plain blanks."""
    return " ".join(unicodedata.normalize("NFC", NO_WIDTH.sub("", text)).split())


def find_invisible(text: str) -> str:
    """Return what cannot be seen in a text and would mislead, in words; blank if nothing would.

    That is text of nothing else than signs without width, letters in such signs within it, a byte
    order mark, and a change of direction that is not ended before the end of its line.
    """
    if text and text.isascii():
        return ""
    if text.strip() and not NO_WIDTH.sub("", text).strip():
        return "signs without any width and nothing else"
    if HIDDEN.search(FLAG.sub("", text)):
        return "text written in signs that cannot be seen"
    if "\ufeff" in text:
        return "a byte order mark (U+FEFF), which cannot be seen"
    for line in text.splitlines():
        open_ends: list[str] = []
        for sign in line:
            if sign in ENDS:
                open_ends.append(ENDS[sign])
            elif sign in ENDS.values() and open_ends and open_ends[-1] == sign:
                open_ends.pop()
        if open_ends:
            return "a change of the direction of text that is not ended, which cannot be seen"
    return ""

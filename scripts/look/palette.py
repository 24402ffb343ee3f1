"""One fixed colour for each meaning, from seaborn's ``colorblind`` palette."""

from __future__ import annotations

import seaborn

BASE = tuple(seaborn.color_palette("colorblind").as_hex())
INK, PAPER = "#1a1a1a", "#ffffff"
DARK_INK, DARK_PAPER = "#e8e8e8", "#14181e"
# Between paper and ink, light enough for ink upon it.
GREY_FILL, DARK_GREY_FILL = "#c3c9d0", "#4a525c"
BLUE, ORANGE, GREEN, RED, PURPLE, BROWN, PINK, GREY, YELLOW, SKY = BASE
STAGE_COLOURS = (BLUE, ORANGE, GREEN, PURPLE, BROWN, SKY, PINK, YELLOW, RED, GREY)
GROUP_COLOURS = (BLUE, ORANGE, GREEN, PURPLE, BROWN)


def mix(colour: str, other: str, share: float) -> str:
    """Return `share` of one colour mixed with another, as a hexadecimal code."""
    parts = []
    for i in (1, 3, 5):
        a, b = int(colour[i : i + 2], 16), int(other[i : i + 2], 16)
        parts.append(round(a * share + b * (1 - share)))
    return "#" + "".join(f"{part:02x}" for part in parts)

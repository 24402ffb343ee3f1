"""Colours from seaborn's ``colorblind`` palette: stages and groups take them in their order."""

BLUE, ORANGE, GREEN, RED, PURPLE = "#0173b2", "#de8f05", "#029e73", "#d55e00", "#cc78bc"
BROWN, PINK, GREY, YELLOW, SKY = "#ca9161", "#fbafe4", "#949494", "#ece133", "#56b4e9"
STAGE_COLOURS = (BLUE, ORANGE, GREEN, PURPLE, BROWN, SKY, PINK, YELLOW, RED, GREY)
GROUP_COLOURS = (BLUE, ORANGE, GREEN, PURPLE, BROWN)
INK, PAPER = "#1a1a1a", "#ffffff"
DARK_INK, DARK_PAPER = "#e8e8e8", "#14181e"
# Between paper and ink, light enough for ink upon it.
GREY_FILL, DARK_GREY_FILL = "#c3c9d0", "#4a525c"


def mix(colour: str, other: str, share: float) -> str:
    """Return `share` of one colour mixed with another, as a hexadecimal code."""
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + bytes(round(a * share + b * (1 - share)) for a, b in pairs).hex()


def colour_stage(
    place: int, *, is_dark: bool = False, tints: tuple[float, float] = (0.1, 0.28)
) -> tuple[str, str]:
    """Return the colours of lines and of the ground of a stage.

    `tints` are the shares of the stage's colour in its ground, light and dark.
    """
    colour = STAGE_COLOURS[place % len(STAGE_COLOURS)]
    ground = mix(colour, DARK_PAPER if is_dark else PAPER, tints[is_dark])
    return mix(colour, DARK_INK, 0.75) if is_dark else colour, ground

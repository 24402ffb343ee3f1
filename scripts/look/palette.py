"""Colours from seaborn's ``colorblind`` palette: stages and groups take them in their order."""

BLUE, ORANGE, GREEN, RED, PURPLE = "#0173b2", "#de8f05", "#029e73", "#d55e00", "#cc78bc"
BROWN, PINK, GREY, YELLOW, SKY = "#ca9161", "#fbafe4", "#949494", "#ece133", "#56b4e9"
STAGE_COLOURS = (BLUE, ORANGE, GREEN, PURPLE, BROWN, SKY, PINK, YELLOW, RED, GREY)
GROUP_COLOURS = (BLUE, ORANGE, GREEN, PURPLE, BROWN)
INK, PAPER = "#1a1a1a", "#ffffff"
DARK_INK, DARK_PAPER = "#e8e8e8", "#14181e"
# Those of all drawings. The grey is between paper and ink, light enough for ink upon it.
LIGHT = {"ink": INK, "line": "#5b6470", "chip": PAPER, "grey": "#c3c9d0"}
DARK = {"ink": DARK_INK, "line": "#9aa6b2", "chip": DARK_PAPER, "grey": "#4a525c"}


def mix(colour: str, other: str, share: float) -> str:
    """Return `share` of one colour mixed with another, as a hexadecimal code."""
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + bytes(round(a * share + b * (1 - share)) for a, b in pairs).hex()


def list_colours(
    stages: int, *, is_dark: bool = False, tints: tuple[float, float] = (0.1, 0.28)
) -> dict[str, str]:
    """Return the colours of a drawing by what they are for.

    `tints` are the shares of its colour in the ground of a stage, light and dark.
    """
    colours = dict(DARK if is_dark else LIGHT)
    for i in range(stages):
        colour = STAGE_COLOURS[i % len(STAGE_COLOURS)]
        colours[f"stage-{i}"] = mix(colour, DARK_INK, 0.75) if is_dark else colour
        colours[f"fill-{i}"] = mix(colour, colours["chip"], tints[is_dark])
    return colours

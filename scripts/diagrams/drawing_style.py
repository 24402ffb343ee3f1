"""The style sheet of a change model that is drawn as SVG, confined to it by its id."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scripts.diagrams.boxes import BAR_WIDTH
from scripts.look.palette import (
    DARK_GREY_FILL,
    DARK_INK,
    DARK_PAPER,
    GREY_FILL,
    INK,
    PAPER,
    STAGE_COLOURS,
    mix,
)

RULES = {
    "text": "fill:var(--ink)",
    ".head": "font-weight:700",
    ".frame": "stroke-width:1.2",
    ".gap .frame": "fill:none;stroke:var(--line);stroke-dasharray:5 4",
    ".gap text": "font-style:italic",
    ".link path": "fill:none;stroke:var(--line);stroke-width:1.4",
    ".bar": f"stroke-width:{BAR_WIDTH:g}",
    ".rule": "stroke:var(--line);stroke-width:.6;stroke-opacity:.6",
    ".edge": "fill:var(--chip);stroke:var(--line);stroke-width:.8",
    ".chip text": "font-weight:700;font-style:normal;text-anchor:middle",
    ".link .reach": "stroke:transparent;stroke-width:12",
}
# Of lines and numbers that carry marks.
MARK_RULES = {
    ".line.is-new": "stroke-width:3.4",
    ".line.is-dropped": "stroke-width:2;stroke-dasharray:2 4",
    ".line.is-not-stated": "stroke-dasharray:12 4",
    ".box.is-new .frame": "stroke-width:3",
    ".box.is-dropped .frame": "stroke-width:2;stroke-dasharray:2 4",
    ".chip.is-new .edge": "stroke:var(--ink);stroke-width:2.4",
    ".chip.is-dropped .edge": "stroke-width:1.6;stroke-dasharray:2 2.5",
    ".chip.is-not-stated .edge": "stroke-dasharray:6 3",
    ".strike": "stroke:var(--ink);stroke-width:1.3",
    ".line.dark": "stroke-width:4.6",
    ".line.dark.is-new": "stroke-width:6.4",
    ".link .core": "stroke:var(--chip);stroke-width:1.8",
    ".link .core.is-new": "stroke-width:2",
    ".line.framed": "stroke-dasharray:1 3",
    ".chip.dark .edge": "fill:var(--ink);stroke:var(--ink)",
    ".chip.dark text": "fill:var(--chip)",
    ".chip.dark .strike": "stroke:var(--chip)",
    ".chip.dark.is-new .edge": "fill:var(--chip);stroke-width:1.2",
    ".inner": "fill:var(--ink)",
    ".chip.framed .edge": "stroke:var(--ink);stroke-width:3",
}
# Of more than three valences, and of those that are not stated.
TONE_RULES = {
    ".line.grey": "stroke-dasharray:9 3 2 3",
    ".line.underlined": "stroke-dasharray:14 3 2 3 2 3",
    ".line.unstated": "stroke-dasharray:18 4",
    ".chip.unstated .edge": "stroke-dasharray:3 2",
    ".chip.grey .edge": "fill:var(--grey)",
    ".under": "stroke:var(--ink);stroke-width:1.6",
}


def build_style(
    identifier: str,
    stages: int,
    *kinds: Mapping[str, str],
    is_file: bool,
    scope: str | None = None,
) -> str:
    """Return the style sheet of a drawing.

    Parameters
    ----------
    identifier : str
        The ids of the drawing begin with it.
    stages : int
        How many stages there are.
    *kinds : mapping of str to str
        Selectors and rules: `RULES`, and of `MARK_RULES` and `TONE_RULES` what is needed.
    is_file : bool
        Whether the drawing stands alone: in light colours, without variables. On a page the
        colours are variables, dark where its root has ``data-theme="dark"``.
    scope : str, optional
        What the rules hold in: the drawing by default. A figure of several pictures gives the
        element around them for the first, and for the others an empty text, which leaves the
        rules out.
    """
    own = f"#{identifier}-drawing"
    scope = own if scope is None else scope
    rules = {selector: body for kind in kinds for selector, body in kind.items()}
    for i in range(stages):
        rules[f".stage-{i} .frame"] = f"fill:var(--fill-{i});stroke:var(--stage-{i})"
        rules[f".stage-{i} .bar"] = f"stroke:var(--stage-{i})"
    css = "".join(f"{scope} {selector}{{{body}}}" for selector, body in rules.items())
    light = list_colours(stages)
    if is_file:
        return re.sub(r"var\(--([\w-]+)\)", lambda match: light[match[1]], css)
    themes = ((own, light), (f"html[data-theme=dark] {own}", list_colours(stages, True)))
    variables = "".join(
        f"{place}{{{';'.join(f'--{name}:{value}' for name, value in colours.items())}}}"
        for place, colours in themes
    )
    return variables + (css if scope else "")


def list_colours(stages: int, is_dark: bool = False) -> dict[str, str]:
    """Return the colours of a drawing by what they are for."""
    ink, paper, line = (DARK_INK, DARK_PAPER, "#9aa6b2") if is_dark else (INK, PAPER, "#5b6470")
    grey = DARK_GREY_FILL if is_dark else GREY_FILL
    colours = {"ink": ink, "line": line, "chip": paper, "grey": grey}
    for i in range(stages):
        colour = STAGE_COLOURS[i % len(STAGE_COLOURS)]
        colours[f"stage-{i}"] = mix(colour, DARK_INK, 0.75) if is_dark else colour
        colours[f"fill-{i}"] = mix(colour, paper, 0.28 if is_dark else 0.1)
    return colours

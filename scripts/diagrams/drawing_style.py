"""The style sheet of a change model that is drawn as SVG, confined to it by its id."""

from __future__ import annotations

from collections.abc import Sequence

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
from scripts.study.settings import Stage


def build_style(identifier: str, stages: Sequence[Stage]) -> str:
    """Return the style sheet of a drawing, confined to it by its id."""
    scope = f"#{identifier}-drawing"
    light, dark = [], []
    for i in range(len(stages)):
        colour = STAGE_COLOURS[i % len(STAGE_COLOURS)]
        light.append(f"--stage-{i}:{colour};--fill-{i}:{mix(colour, PAPER, 0.1)}")
        dark.append(
            f"--stage-{i}:{mix(colour, DARK_INK, 0.75)};--fill-{i}:{mix(colour, DARK_PAPER, 0.28)}"
        )
    rules = [
        f"{scope}{{--ink:{INK};--line:#5b6470;--chip:{PAPER};{';'.join(light)}}}",
        f"html[data-theme=dark] {scope}{{--ink:{DARK_INK};--line:#9aa6b2;--chip:{DARK_PAPER};"
        f"{';'.join(dark)}}}",
    ]
    rules += [
        f"{scope} {selector}{{{body}}}"
        for selector, body in {
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
        }.items()
    ]
    rules += [
        f"{scope} .stage-{i} .frame{{fill:var(--fill-{i});stroke:var(--stage-{i})}}"
        f"{scope} .stage-{i} .bar{{stroke:var(--stage-{i})}}"
        for i in range(len(stages))
    ]
    return "".join(rules)


def build_tones_style(identifier: str) -> str:
    """Return the rules for more than three valences, and for those that are not stated."""
    scope = f"#{identifier}-drawing"
    return (
        f"{scope}{{--grey:{GREY_FILL}}}html[data-theme=dark] {scope}{{--grey:{DARK_GREY_FILL}}}"
        f"{scope} .line.grey{{stroke-dasharray:9 3 2 3}}"
        f"{scope} .line.underlined{{stroke-dasharray:14 3 2 3 2 3}}"
        f"{scope} .line.unstated{{stroke-dasharray:18 4}}"
        f"{scope} .chip.unstated .edge{{stroke-dasharray:3 2}}"
        f"{scope} .chip.grey .edge{{fill:var(--grey)}}"
        f"{scope} .under{{stroke:var(--ink);stroke-width:1.6}}"
    )


def build_marks_style(identifier: str) -> str:
    """Return the rules for lines and numbers that carry marks."""
    scope = f"#{identifier}-drawing"
    return "".join(
        f"{scope} {selector}{{{body}}}"
        for selector, body in {
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
        }.items()
    )

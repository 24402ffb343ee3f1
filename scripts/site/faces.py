"""Face and colours of all pages in one style sheet: the letters that are used, the stages."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from scripts.look.palette import DARK_INK, DARK_PAPER, PAPER, STAGE_COLOURS, mix
from scripts.look.typeface import build_sheet, read_licence

SHEET, LICENCE = "faces.css", "faces-licence.txt"


def build_colours() -> str:
    """Return the colours of the stages as the diagrams have them, for all that pages show."""
    light, dark = [], []
    for i, colour in enumerate(STAGE_COLOURS):
        light.append(f"--stage-{i}: {colour}; --fill-{i}: {mix(colour, PAPER, 0.1)};")
        edge, fill = mix(colour, DARK_INK, 0.75), mix(colour, DARK_PAPER, 0.28)
        dark.append(f"--stage-{i}: {edge}; --fill-{i}: {fill};")
    rules = [f":root {{ {' '.join(light)} }}", f":root[data-theme=dark] {{ {' '.join(dark)} }}"]
    rules += [
        f".stage-{i} {{ --stage: var(--stage-{i}); --fill: var(--fill-{i}); }}"
        for i in range(len(STAGE_COLOURS))
    ]
    return "\n".join([*rules, ""])


def write_sheet(app: Sphinx, error: Exception | None) -> None:
    """Write the style sheet for the letters on all pages, and the licence beside it."""
    if error is not None or app.builder.format != "html":
        return
    site = Path(app.outdir)
    used: set[str] = set()
    for path in site.rglob("*.html"):
        used.update(path.read_text("utf-8"))
    static = site / "_static"
    note = f"/* Cut from Source Sans; its licence is in {LICENCE}. */\n"
    sheet = note + build_sheet(map(ord, used)) + build_colours()
    (static / SHEET).write_text(sheet, "utf-8", newline="\n")
    (static / LICENCE).write_text(read_licence(), "utf-8", newline="\n")


def connect(app: Sphinx) -> None:
    """Connect this to a build."""
    # After the removal of files that no page leads to: the licence is one.
    app.connect("build-finished", write_sheet, priority=901)

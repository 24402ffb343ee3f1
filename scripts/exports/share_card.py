"""The picture that goes with a link to the book: its title, and its first figure at a glance."""

from __future__ import annotations

from pathlib import Path

import typst

from scripts.analysis.change_models import ChangeModel
from scripts.diagrams.drawing import draw_overview
from scripts.exports.drawings import collect_fonts
from scripts.look.palette import INK, PAPER
from scripts.study.study import Study

# A title of more characters is set smaller.
LONG = 80
# Nothing of a title becomes part of this page's code. A point is a pixel.
PAGE = b"""
#let given = sys.inputs
#set document(date: none)
#set page(width: 1200pt, height: 630pt, margin: 56pt, fill: rgb(given.paper))
#set text(font: ("Source Sans Pro", "DejaVu Sans"), fill: rgb(given.ink))
#set par(leading: 0.45em)
#grid(columns: (1fr, 500pt), column-gutter: 48pt, rows: 100%,
  align(horizon, text(size: float(given.size) * 1pt, weight: 600, hyphenate: false, given.title)),
  align(right + horizon,
    image(bytes(given.svg), format: "svg", height: 100%, width: 100%, fit: "contain")))
"""


def write_share_card(study: Study, model: ChangeModel, path: Path) -> None:
    """Write the picture, a PNG of 1200 by 630 pixels, as those who show links expect it.

    The same study gives the same bytes.

    Parameters
    ----------
    study : Study
        Gives the title, short where it has a short one.
    model : ChangeModel
        What is drawn beside the title, without words.
    path : Path
        Of the file.
    """
    facts = study.settings.facts
    title = facts.get("short_title") or facts["title"]
    inputs = {
        "title": title,
        "size": "58" if len(title) < LONG else "34",
        "svg": draw_overview(study, model, "card", "Overview"),
        "paper": PAPER,
        "ink": INK,
    }
    options = {"font_paths": [str(collect_fonts())]}
    made = typst.compile(PAGE, format="png", ppi=72, sys_inputs=inputs, **options)
    # What a title of many lines puts on a second page is left out.
    path.write_bytes(made[0] if isinstance(made, list) else made)

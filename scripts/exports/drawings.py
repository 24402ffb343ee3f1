"""Drawings as files, made by typst: PDF and PNG beside the SVG, and the card of a link."""

import shutil
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as ET

import matplotlib
import typst

from scripts.analysis.change_models import ChangeModel
from scripts.diagrams.drawing import draw_overview
from scripts.look.palette import INK, PAPER
from scripts.look.text import list_unknown_letters
from scripts.look.typeface import find_face
from scripts.study.study import Study

SVG = "{http://www.w3.org/2000/svg}"
SUFFIXES = (".svg", ".pdf", ".png")
RESOLUTION = 300  # dots an inch
# A title of more characters is set smaller on a card.
LONG = 80
STYLES = ("Regular", "It", "Semibold", "Bold", "BoldIt")


def write_drawing(svg: str, folder: Path, name: str) -> list[Path]:
    """Write a drawing as SVG, PDF and PNG, and return the paths.

    The files are as large as the drawing says, in millimetres or points, with text as text,
    and the same drawing gives the same bytes. PDF and PNG bring the fonts of the book along; for
    letters that these do not have, fonts of the machine are taken as well. The title and the
    description of the drawing become those of the PDF.
    """
    root = ET.fromstring(svg)
    title, words = (root.findtext(f"{SVG}{kind}", "").strip() for kind in ("title", "desc"))
    title = title or name
    inputs = {"svg": svg, "title": title, "alt": words or title}
    has_all = not list_unknown_letters(dict.fromkeys("".join(root.itertext())))
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}{suffix}" for suffix in SUFFIXES]
    paths[0].write_text(svg if svg.endswith("\n") else f"{svg}\n", "utf-8", newline="\n")
    for path in paths[1:]:
        _typeset("drawing.typ", inputs, path, ppi=RESOLUTION, ignore_system_fonts=has_all)
    return paths


def write_share_picture(study: Study, model: ChangeModel, path: Path) -> None:
    """Write the picture that goes with a link to the book: its title, and a figure at a glance.

    A PNG of 1200 by 630 pixels, as those who show links expect it; the same study gives the
    same bytes.
    """
    facts = study.settings.facts
    title = facts.get("short_title") or facts["title"]
    inputs = {
        "title": title,
        "size": "58" if len(title) < LONG else "34",
        "svg": draw_overview(model, "card", "Overview"),
        "paper": PAPER,
        "ink": INK,
    }
    _typeset("card.typ", inputs, path, ppi=72)


def _typeset(template: str, inputs: dict[str, str], path: Path, **options) -> None:
    """Write a page as a file of the kind that its name says."""
    code = files("scripts.exports").joinpath("templates", template).read_bytes()
    options |= {"format": path.suffix[1:], "font_paths": [collect_fonts().name]}
    made = typst.compile(code, sys_inputs=inputs, **options)
    # What a title of many lines puts on a second page is left out.
    path.write_bytes(made[0] if isinstance(made, list) else made)


@cache
def collect_fonts() -> TemporaryDirectory:
    """Return a folder with the fonts of the book: its face, and one for what the face lacks.

    It is there as long as the program runs.
    """
    kept = TemporaryDirectory(prefix="fonts-", ignore_cleanup_errors=True)
    fallback = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    for font in (*map(find_face, STYLES), *fallback.glob("DejaVuSans[-.]*")):
        shutil.copy(font, kept.name)
    return kept

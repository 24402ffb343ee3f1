"""A drawing as files: the SVG itself, and PDF and PNG made from it by typst."""

from __future__ import annotations

import re
import shutil
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as ET

import matplotlib
import typst

from scripts.look.text import list_unknown_letters

SVG = "{http://www.w3.org/2000/svg}"
SUFFIXES = (".svg", ".pdf", ".png")
RESOLUTION = 300  # dots an inch
# Points of the units in which the size of a drawing may be given.
POINTS = {"": 0.75, "px": 0.75, "pt": 1, "mm": 72 / 25.4, "cm": 720 / 25.4, "in": 72}
# Nothing of the drawing becomes part of this page's code.
PAGE = b"""
#let given = sys.inputs
#set document(title: given.title, date: none)
#set page(width: float(given.width) * 1pt, height: float(given.height) * 1pt, margin: 0pt)
#image(bytes(given.svg), format: "svg", width: 100%, height: 100%, alt: given.alt)
"""
STYLES = ("Regular", "It", "Semibold", "Bold", "BoldIt")
FALLBACKS = ("", "-Oblique", "-Bold", "-BoldOblique")


def write_drawing(svg: str, folder: Path, name: str) -> list[Path]:
    """Write a drawing as SVG, PDF and PNG, and return the paths.

    The files are as large as the drawing says, with text as text, and the same drawing gives
    the same bytes. PDF and PNG bring the fonts of the book along; for letters that these do
    not have, fonts of the machine are taken as well. The title and the description of the
    drawing become those of the PDF.

    Parameters
    ----------
    svg : str
        A drawing that needs nothing but itself: no scripts, no variables in its style.
    folder : Path
        Where to; made if it is not there.
    name : str
        Of the files, without suffix.

    Raises
    ------
    ValueError
        If the text is no SVG, or has no size.
    """
    root = _parse(svg, name)
    width, height = _find_size(root, name)
    about = {kind: (root.findtext(f"{SVG}{kind}") or "").strip() for kind in ("title", "desc")}
    inputs = {
        "svg": _prepare_text(root, svg),
        "title": about["title"] or name,
        "alt": about["desc"] or about["title"] or name,
        "width": f"{width:.3f}",
        "height": f"{height:.3f}",
    }
    has_all = not list_unknown_letters(dict.fromkeys("".join(root.itertext())))
    options = {"font_paths": [str(collect_fonts())], "ignore_system_fonts": has_all}
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}{suffix}" for suffix in SUFFIXES]
    paths[0].write_text(svg if svg.endswith("\n") else f"{svg}\n", "utf-8", newline="\n")
    for path, settings in zip(paths[1:], ({}, {"ppi": RESOLUTION}), strict=True):
        made = typst.compile(PAGE, format=path.suffix[1:], sys_inputs=inputs, **settings, **options)
        path.write_bytes(made)
    return paths


@cache
def _keep_folder() -> TemporaryDirectory:
    """Return a folder that is there as long as the program runs."""
    return TemporaryDirectory(prefix="fonts-", ignore_cleanup_errors=True)


@cache
def collect_fonts() -> Path:
    """Return a folder with the fonts of the book: its face, and one for what the face lacks."""
    folder = Path(_keep_folder().name)
    face = files("font_source_sans_pro") / "files"
    for style in STYLES:
        (folder / f"{style}.ttf").write_bytes((face / f"SourceSansPro-{style}.ttf").read_bytes())
    for style in FALLBACKS:
        font = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / f"DejaVuSans{style}.ttf"
        shutil.copy(font, folder)
    return folder


def _parse(svg: str, name: str) -> ET.Element:
    """Return the root of a drawing."""
    try:
        root = ET.fromstring(svg)
    except ET.ParseError as error:
        raise ValueError(f"{name}: no SVG can be read, {error}") from error
    if root.tag != f"{SVG}svg":
        raise ValueError(f"{name}: begins with <{root.tag.removeprefix(SVG)}>, and not with <svg>")
    return root


def _find_size(root: ET.Element, name: str) -> tuple[float, float]:
    """Return the width and the height of a drawing in points."""
    given = [root.get("width", ""), root.get("height", "")]
    found = [re.fullmatch(r"([\d.]+)\s*([a-z]*)", text) for text in given]
    if not all(found) or not {match[2] for match in found} <= POINTS.keys():
        units = ", ".join(filter(None, POINTS))
        raise ValueError(
            f"{name}: width {given[0]!r} and height {given[1]!r}; both are needed, as numbers "
            f"or with one of {units}"
        )
    width, height = (float(match[1]) * POINTS[match[2]] for match in found)
    return width, height


def _prepare_text(root: ET.Element, svg: str) -> str:
    """Return a drawing that says by anchor and signs what text runs to the left.

    The renderer knows the signs of Unicode for that, but not the attribute.
    """
    turned = [text for text in root.iter(f"{SVG}text") if text.get("direction") == "rtl"]
    if not turned:
        return svg
    opposite = {"start": "end", "end": "start", "middle": "middle"}
    for text in turned:
        del text.attrib["direction"]
        text.set("text-anchor", opposite[text.get("text-anchor", "start")])
        text.text = f"\u2067{text.text or ''}\u2069"
    ET.register_namespace("", SVG[1:-1])
    return ET.tostring(root, encoding="unicode")

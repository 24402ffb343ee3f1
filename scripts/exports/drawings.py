"""A drawing as a file of each format: SVG as it is, PDF and PNG made from it."""

from __future__ import annotations

import tempfile
from pathlib import Path

# Dots an inch, as journals ask for.
RESOLUTION = 300.0
SUFFIXES = (".svg", ".pdf", ".png")
# A page as large as the drawing, without a date.
PAGE = """\
#set page(width: auto, height: auto, margin: 0pt, fill: white)
#set document(date: none)
#image("drawing.svg")
"""


def write_drawing(svg: str, folder: Path, name: str) -> list[Path]:
    """Write a drawing as SVG, PDF and PNG, and return the paths.

    Typst reads the SVG and keeps its lines and letters; the same drawing gives the same bytes.

    Parameters
    ----------
    svg : str
        A drawing that needs nothing from around it: colours as codes, fonts by name.
    folder : Path
        Where to; it must be there.
    name : str
        The name of the files, without a suffix.
    """
    # Imported where it is needed: most commands write no drawing.
    import matplotlib
    import typst

    fonts = [str(Path(matplotlib.get_data_path(), "fonts", "ttf"))]
    paths = [folder / f"{name}{suffix}" for suffix in SUFFIXES]
    paths[0].write_text(svg, encoding="utf-8", newline="\n")
    with tempfile.TemporaryDirectory(prefix="drawing-") as place:
        page = Path(place, "page.typ")
        page.write_text(PAGE, encoding="utf-8")
        page.with_name("drawing.svg").write_text(svg, encoding="utf-8")
        for path, form in zip(paths[1:], ("pdf", "png"), strict=True):
            typst.compile(
                page, output=path, root=place, font_paths=fonts, format=form, ppi=RESOLUTION
            )
    return paths

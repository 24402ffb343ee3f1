"""Change models as drawings."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

from scripts.analysis.change_models import ChangeModel
from scripts.analysis.configurations import select_configurations
from scripts.analysis.crosslinks import find_page, name_mark
from scripts.diagrams.drawing import (
    Pen,
    draw_box,
    draw_heads,
    draw_legend,
    draw_link,
)
from scripts.diagrams.drawing_style import (
    MARK_RULES,
    RULES,
    TONE_RULES,
    build_style,
)
from scripts.diagrams.layout import Layout, PlacedLink
from scripts.diagrams.marks import Marks
from scripts.diagrams.sentences import describe_change_model, name_box, name_link
from scripts.look.text import FONT_SIZE
from scripts.look.typeface import FONTS
from scripts.study.study import Study
from scripts.tables.table import make_ids, name_table


def find_rows(study: Study) -> dict[str, str]:
    """Return the address of each configuration's row in the first table that shows it."""
    rows: dict[str, str] = {}
    for exhibit in study.settings.exhibits:
        if exhibit.kind == "configurations":
            names = tuple(select_configurations(study, exhibit.show)["configuration"])
            page, ids = find_page(exhibit), make_ids(f"{name_table(exhibit.exhibit)}_", names)
            for name, anchor in zip(names, ids, strict=True):
                rows.setdefault(name, f"{page}#{anchor}")
    return rows


def find_titles(study: Study) -> dict[str, str]:
    """Return what a reader calls each configuration; nothing where the study does not say."""
    frame = study.configurations
    if "title" not in frame:
        return {}
    return {
        name: title
        for name, title in zip(frame["configuration"], frame["title"], strict=True)
        if title
    }


def draw_layout(
    study: Study,
    model: ChangeModel,
    layout: Layout,
    marks: Marks,
    identifier: str,
    title: str,
    rows: Mapping[str, str] | None = None,
    figure: str = "",
    millimetres: float = 0,
    scope: str | None = None,
) -> str:
    """Return a change model that is laid out as SVG with real text.

    Colours are CSS variables with a light theme inside and a dark one that a page asks
    for with ``data-theme="dark"`` on its root.

    Parameters
    ----------
    study : Study
        For the names of the stages.
    model : ChangeModel
        What to draw.
    layout : Layout
        As from `scripts.diagrams.layout.layout_diagram`.
    marks : Marks
        What is marked of each configuration.
    identifier : str
        Unique on its page; the ids of the drawing begin with it.
    title : str
        Accessible name of the drawing.
    rows : mapping of str to str, optional
        Where each configuration's row of a table stands. Given, the drawing is live.
    figure : str
        What the anchors of the configurations begin with; `identifier` by default.
    millimetres : float
        How wide a drawing is that stands alone, as a file: in light colours, and needing
        nothing but itself. By default it is for a page.
    scope : str, optional
        What its style sheet holds in, as for `scripts.diagrams.drawing_style.build_style`.
    """
    live = rows is not None
    names: dict[str, str] = {}
    anchors: dict[str, tuple[str, str]] = {}
    if live:
        names = {box.key: name_box(study, model, box) for box in model.boxes}
        names |= {f"{k.source} {k.target}": name_link(model, k) for k in model.links}
        for box in model.layer(model.stages[0]):
            for name in box.configurations:
                # A configuration can pass through several boxes of the first stage.
                mark = name_mark(figure or identifier, model.numbers[name])
                anchors.setdefault(mark, (box.key, name))
    pen = Pen(
        marks,
        live,
        rows or {},
        model.numbers,
        names,
        {place: anchor for anchor, place in anchors.items()},
        find_titles(study) if live else {},
    )
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "change-model",
            "id": f"{identifier}-drawing",
            "viewBox": f"0 0 {layout.width:g} {layout.height:g}",
            "width": _size(layout.width, layout, millimetres),
            "height": _size(layout.height, layout, millimetres),
            # Within an image nothing can be reached.
            "role": "group" if live else "img",
            "aria-labelledby": f"{identifier}-title",
            "aria-describedby": f"{identifier}-description",
            "font-family": FONTS,
            "font-size": f"{FONT_SIZE:g}",
        },
    )
    ET.SubElement(root, "title", {"id": f"{identifier}-title"}).text = title
    description = ET.SubElement(root, "desc", {"id": f"{identifier}-description"})
    description.text = describe_change_model(study, model, marks, on_page=live)
    style = ET.SubElement(root, "style")
    kinds = [RULES]
    if marks.values:
        kinds.append(MARK_RULES)
    if marks.has_more_tones:
        kinds.append(TONE_RULES)
    style.text = build_style(
        identifier, len(model.stages), *kinds, is_file=bool(millimetres), scope=scope
    )
    draw_heads(root, layout.heads)
    placed = {box.box.key: box for box in layout.boxes}
    leaving: dict[str, list[PlacedLink]] = {}
    for link in sorted(layout.links, key=lambda link: placed[link.link.target].y):
        leaving.setdefault(link.link.source, []).append(link)
    parts = ET.SubElement(root, "g", {"class": "parts"})
    # In the order in which the keyboard goes through them: each box, then where it leads.
    for box in layout.boxes:
        draw_box(parts, pen, box, model.stages.index(box.box.stage))
        for link in leaving.get(box.box.key, ()):
            draw_link(parts, pen, link)
    draw_legend(root, layout.legend)
    ET.indent(root, space="")
    return ET.tostring(root, encoding="unicode")


def _size(length: float, layout: Layout, millimetres: float) -> str:
    """Return a width or height, in millimetres where the whole drawing is so many wide."""
    return f"{length * millimetres / layout.width:.2f}mm" if millimetres else f"{length:g}"

"""Change models as drawings."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from scripts.configurations import ChangeModel, build_change_model, select_configurations
from scripts.crosslinks import find_page, name_mark
from scripts.drawing import (
    Pen,
    build_marks_style,
    build_style,
    draw_box,
    draw_heads,
    draw_legend,
    draw_link,
)
from scripts.layout import MARGIN, layout_change_model
from scripts.marks import find_marks, layout_legend
from scripts.sentences import describe_change_model, name_box, name_link
from scripts.sides import separate_sides
from scripts.study import Study
from scripts.tables import PublicationTable
from scripts.text_measure import FONT_SIZE

FONTS = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif'


def build_figure_model(study: Study, key: str) -> ChangeModel:
    """Return the change model that an exhibit of the kind ``diagram`` shows."""
    exhibit = study.settings.exhibit(key)
    return build_change_model(study, select_configurations(study, exhibit.show))


def find_rows(study: Study) -> dict[str, str]:
    """Return the address of each configuration's row in the first table that shows it."""
    rows: dict[str, str] = {}
    for exhibit in study.settings.exhibits:
        if exhibit.kind == "configurations":
            names = tuple(select_configurations(study, exhibit.show)["configuration"])
            table = PublicationTable(exhibit.exhibit.replace("_", "-"), "", None, names, {})
            for name, anchor in zip(names, table.anchors, strict=True):
                rows.setdefault(name, f"{find_page(exhibit)}#{anchor}")
    return rows


def draw_change_model(
    study: Study,
    model: ChangeModel,
    identifier: str,
    title: str,
    *,
    status: bool = False,
    delivery: bool = False,
    valence: bool = False,
    live: bool = False,
) -> str:
    """Return a change model as SVG with real text.

    Colours are CSS variables with a light theme inside and a dark one that a page asks
    for with ``data-theme="dark"`` on its root.

    Parameters
    ----------
    study : Study
        The study, for the heads of the columns and the marks.
    model : ChangeModel
        What to draw.
    identifier : str
        Unique on its page; the ids of the drawing begin with it.
    title : str
        Accessible name of the drawing.
    status, delivery, valence : bool
        Whether to mark this of each configuration, with a legend at the foot. With
        `valence`, what is positive and what is negative are kept apart as well.
    live : bool
        Whether boxes and links can be reached with the keyboard and lead to the rows of
        the table. Leave it out in a file that stands alone.
    """
    stages = study.settings.stages
    marks = find_marks(study, status=status, delivery=delivery, valence=valence)
    layout = layout_change_model(model, stages)
    if valence:
        order = marks.order["valence"]
        sides = {name: order.index(value) for name, value in marks.values["valence"].items()}
        layout = separate_sides(layout, model, sides)
    entries, bottom = layout_legend(
        marks, model.numbers, MARGIN, layout.width - MARGIN, layout.height + MARGIN
    )
    height = bottom + MARGIN if entries else layout.height
    names = {box.key: name_box(study, model, box) for box in model.boxes}
    names |= {f"{k.source} {k.target}": name_link(model, k) for k in model.links}
    anchors: dict[str, tuple[str, str]] = {}
    for box in model.layer(model.stages[0]) if live else ():
        for name in box.configurations:
            # A configuration can pass through several boxes of the first stage.
            anchors.setdefault(name_mark(identifier, model.numbers[name]), (box.key, name))
    pen = Pen(
        marks,
        live,
        find_rows(study) if live else {},
        names,
        {place: anchor for anchor, place in anchors.items()},
    )
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "change-model",
            "id": f"{identifier}-drawing",
            "viewBox": f"0 0 {layout.width:g} {height:.1f}",
            "width": f"{layout.width:g}",
            "height": f"{height:.1f}",
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
    style.text = build_style(identifier, stages)
    if marks.values:
        style.text += build_marks_style(identifier)
    draw_heads(root, layout.heads)
    placed = {box.box.key: box for box in layout.boxes}
    parts = ET.SubElement(root, "g", {"class": "parts"})
    # In the order in which the keyboard goes through them: each box, then where it leads.
    for box in layout.boxes:
        own = [link for link in layout.links if link.link.source == box.box.key]
        draw_box(parts, pen, box, model.stages.index(box.box.stage))
        for link in sorted(own, key=lambda link: placed[link.link.target].y):
            draw_link(parts, pen, link)
    draw_legend(root, entries)
    ET.indent(root, space="")
    return ET.tostring(root, encoding="unicode")

"""A change model at a glance: its boxes and links without words, small enough for a first page."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

from scripts.analysis.change_models import ChangeModel
from scripts.diagrams.layout import Layout, layout_diagram
from scripts.look.palette import DARK_INK, DARK_PAPER, PAPER, STAGE_COLOURS, mix
from scripts.study.study import Study

EDGE = 8.0
GAP = "gap"


def draw_overview(study: Study, model: ChangeModel, identifier: str, title: str) -> str:
    """Return a change model as a small SVG without words: one path for each colour.

    Parameters
    ----------
    study : Study
        The study, for its stages.
    model : ChangeModel
        What to draw.
    identifier : str
        Unique on its page; the ids of the drawing begin with it.
    title : str
        Accessible name of the drawing.
    """
    stages = study.settings.stages
    layout = layout_diagram(model, stages)
    top = min((box.y for box in layout.boxes), default=0.0) - EDGE
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "overview",
            "id": f"{identifier}-drawing",
            "viewBox": f"0 {top:g} {layout.width:g} {layout.height - top:g}",
            "role": "img",
            "aria-labelledby": f"{identifier}-title",
            "aria-describedby": f"{identifier}-description",
        },
    )
    ET.SubElement(root, "title", {"id": f"{identifier}-title"}).text = title
    description = ET.SubElement(root, "desc", {"id": f"{identifier}-description"})
    description.text = describe_overview(study, model)
    ET.SubElement(root, "style").text = _build_style(identifier, len(stages))
    ET.SubElement(root, "path", {"class": "links", "d": _draw_links(layout)})
    for name, path in _draw_boxes(layout, model).items():
        ET.SubElement(root, "path", {"class": name, "d": path})
    ET.indent(root, space="")
    return ET.tostring(root, encoding="unicode")


def describe_overview(study: Study, model: ChangeModel) -> str:
    """Return in words what the overview shows."""
    columns = ", ".join(
        f"{len(model.layer(stage.stage))} of {stage.short_label.casefold()}"
        for stage in study.settings.stages
    )
    count = f"{len(model.numbers)} configuration" + "s" * (len(model.numbers) != 1)
    return (
        f"An overview without words of {count}. From left to right "
        f"boxes of one column are linked to boxes of the next: {columns}."
    )


def _draw_boxes(layout: Layout, model: ChangeModel) -> Mapping[str, str]:
    """Return one path for the boxes of each stage, and one for those that are gaps."""
    paths: dict[str, list[str]] = {}
    for box in layout.boxes:
        name = GAP if box.box.is_gap else f"stage-{model.stages.index(box.box.stage)}"
        shape = f"M{box.x:.0f} {box.y:.0f}h{box.width:.0f}v{box.height:.0f}h-{box.width:.0f}z"
        paths.setdefault(name, []).append(shape)
    return {name: "".join(shapes) for name, shapes in sorted(paths.items())}


def _draw_links(layout: Layout) -> str:
    """Return one path for all links."""
    lines = []
    for link in layout.links:
        half, end, down = (link.x1 - link.x0) / 2, link.x1 - link.x0, link.y1 - link.y0
        start = f"M{link.x0:.0f} {link.y0:.0f}"
        lines.append(f"{start}c{half:.0f} 0 {half:.0f} {down:.0f} {end:.0f} {down:.0f}")
    return "".join(lines)


def _build_style(identifier: str, stages: int) -> str:
    """Return the style sheet of an overview, confined to it by its id."""
    scope = f"#{identifier}-drawing"
    rules = [
        f"{scope} path{{stroke-width:3}}",
        f"{scope} .links{{fill:none;stroke:#5b6470;stroke-width:4}}",
        f"{scope} .{GAP}{{fill:none;stroke:#5b6470;stroke-dasharray:10 8}}",
        f"html[data-theme=dark] {scope} :is(.links,.{GAP}){{stroke:#9aa6b2}}",
    ]
    for i in range(stages):
        colour = STAGE_COLOURS[i % len(STAGE_COLOURS)]
        light, dark = mix(colour, PAPER, 0.35), mix(colour, DARK_PAPER, 0.5)
        rules.append(f"{scope} .stage-{i}{{fill:{light};stroke:{colour}}}")
        rules.append(
            f"html[data-theme=dark] {scope} .stage-{i}"
            f"{{fill:{dark};stroke:{mix(colour, DARK_INK, 0.75)}}}"
        )
    return "".join(rules)

"""Change models as drawings, and in words."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pandas as pd

from scripts.boxes import BAR_WIDTH, CHIP_HEIGHT, PlacedBox
from scripts.configurations import ChangeModel, build_change_model, select_configurations
from scripts.layout import Head, layout_change_model
from scripts.palette import DARK_INK, DARK_PAPER, INK, PAPER, STAGE_COLOURS, mix
from scripts.settings import Stage
from scripts.study import Study
from scripts.text_measure import FONT_SIZE

FONTS = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif'


def build_figure_model(study: Study, key: str) -> ChangeModel:
    """Return the change model that an exhibit of the kind ``diagram`` shows."""
    exhibit = study.settings.exhibit(key)
    return build_change_model(study, select_configurations(study, exhibit.show))


def draw_change_model(study: Study, model: ChangeModel, identifier: str, title: str) -> str:
    """Return a change model as SVG with real text.

    Colours are CSS variables with a light theme inside and a dark one that a page asks
    for with ``data-theme="dark"`` on its root.

    Parameters
    ----------
    study : Study
        The study, for the heads of the columns.
    model : ChangeModel
        What to draw.
    identifier : str
        Unique on its page; the ids of the drawing begin with it.
    title : str
        Accessible name of the drawing.
    """
    layout = layout_change_model(model, study.settings.stages)
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "change-model",
            "id": f"{identifier}-drawing",
            "viewBox": f"0 0 {layout.width:g} {layout.height:.1f}",
            "width": f"{layout.width:g}",
            "height": f"{layout.height:.1f}",
            "role": "img",
            "aria-labelledby": f"{identifier}-title {identifier}-description",
            "font-family": FONTS,
            "font-size": f"{FONT_SIZE:g}",
        },
    )
    ET.SubElement(root, "title", {"id": f"{identifier}-title"}).text = title
    description = ET.SubElement(root, "desc", {"id": f"{identifier}-description"})
    description.text = describe_change_model(study, model)
    ET.SubElement(root, "style").text = _style(identifier, study.settings.stages)
    _draw_heads(root, layout.heads)
    links = ET.SubElement(root, "g", {"class": "links"})
    for placed in layout.links:
        middle = (placed.x0 + placed.x1) / 2
        ET.SubElement(
            links,
            "path",
            {
                "class": "link",
                "data-source": placed.link.source,
                "data-target": placed.link.target,
                "data-configurations": " ".join(placed.link.configurations),
                "d": f"M{placed.x0:.1f} {placed.y0:.1f} C{middle:.1f} {placed.y0:.1f} "
                f"{middle:.1f} {placed.y1:.1f} {placed.x1:.1f} {placed.y1:.1f}",
            },
        )
    for placed in layout.boxes:
        _draw_box(root, placed, model.stages.index(placed.box.stage))
    ET.indent(root, space="")
    return ET.tostring(root, encoding="unicode")


def _style(identifier: str, stages: tuple[Stage, ...]) -> str:
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
        f"{scope} text{{fill:var(--ink)}}",
        f"{scope} .head{{font-weight:700}}",
        f"{scope} .frame{{stroke-width:1.2}}",
        f"{scope} .gap .frame{{fill:none;stroke:var(--line);stroke-dasharray:5 4}}",
        f"{scope} .gap text.label{{font-style:italic}}",
        f"{scope} .link{{fill:none;stroke:var(--line);stroke-width:1.4}}",
        f"{scope} .rule{{stroke:var(--line);stroke-width:.6;stroke-opacity:.6}}",
        f"{scope} .chip rect{{fill:var(--chip);stroke:var(--line);stroke-width:.8}}",
        f"{scope} .chip text{{font-weight:700;text-anchor:middle}}",
    ]
    rules += [
        f"{scope} .stage-{i} .frame{{fill:var(--fill-{i});stroke:var(--stage-{i})}}"
        f"{scope} .stage-{i} .bar{{fill:var(--stage-{i})}}"
        for i in range(len(stages))
    ]
    return "".join(rules)


def _draw_heads(root: ET.Element, heads: tuple[Head, ...]) -> None:
    """Draw the head of each column, and above it the head that spans several."""
    group = ET.SubElement(root, "g", {"class": "heads"})
    for head in heads:
        for text, baseline in zip(head.lines, head.baselines, strict=True):
            place = {"x": f"{head.x:.1f}", "y": f"{baseline:.1f}", "text-anchor": "middle"}
            ET.SubElement(group, "text", {"class": "head", **place}).text = text
        if head.rule:
            left, right, y = (f"{value:.1f}" for value in head.rule)
            ends = {"x1": left, "x2": right, "y1": y, "y2": y}
            ET.SubElement(group, "line", {"class": "rule", **ends})


def _draw_box(root: ET.Element, placed: PlacedBox, stage: int) -> None:
    """Draw a box: frame, bar in the colour of its stage, text, rules and chips."""
    kind = "gap" if placed.box.is_gap else f"stage-{stage}"
    group = ET.SubElement(
        root,
        "g",
        {
            "class": f"box {kind}",
            "data-box": placed.box.key,
            "data-stage": placed.box.stage,
            "data-configurations": " ".join(placed.box.configurations),
        },
    )
    frame = {"x": placed.x, "y": placed.y, "width": placed.width, "height": placed.height}
    frame = {key: f"{value:.1f}" for key, value in frame.items()}
    ET.SubElement(group, "rect", {"class": "frame", **frame, "rx": "3"})
    if not placed.box.is_gap:
        ET.SubElement(
            group, "rect", {"class": "bar", **frame, "width": f"{BAR_WIDTH:g}", "rx": "1.5"}
        )
    for rule in placed.rules:
        ends = {"x1": f"{placed.x + 12:.1f}", "x2": f"{placed.x + placed.width - 8:.1f}"}
        ET.SubElement(
            group, "line", {"class": "rule", **ends, "y1": f"{rule:.1f}", "y2": f"{rule:.1f}"}
        )
    elements = placed.box.elements
    for i in range(len(placed.box.labels)):
        own = {"class": "element", "data-element": elements[i]} if elements else {}
        words = ET.SubElement(group, "g", own)
        for line in (line for line in placed.lines if line.label == i):
            place = {"class": "label", "x": f"{line.x:.1f}", "y": f"{line.y:.1f}"}
            ET.SubElement(words, "text", place).text = line.text
    for chip in placed.chips:
        mark = ET.SubElement(
            group, "g", {"class": "chip", "data-configuration": chip.configuration}
        )
        size = {"width": f"{chip.width:.1f}", "height": f"{CHIP_HEIGHT:g}", "rx": "8"}
        ET.SubElement(mark, "rect", {"x": f"{chip.x:.1f}", "y": f"{chip.y:.1f}", **size})
        place = {"x": f"{chip.x + chip.width / 2:.1f}", "y": f"{chip.y + CHIP_HEIGHT - 3.3:.1f}"}
        ET.SubElement(mark, "text", place).text = str(chip.number)


def describe_change_model(study: Study, model: ChangeModel) -> str:
    """Return the drawing in one sentence: how many configurations and boxes, and how to read it."""
    labels = {stage.stage: stage.short_label.lower() for stage in study.settings.stages}
    boxes = ", ".join(f"{len(model.layer(stage))} of {labels[stage]}" for stage in model.stages)
    count = len(model.numbers)
    return (
        f"{count} configuration{'s' if count != 1 else ''} drawn from left to right through "
        f"{len(model.stages)} stages, with boxes {boxes}. The numbers in a box are those of the "
        "configurations that pass through it. The list below the figure says the same in sentences."
    )


def build_sentences(study: Study, configurations: pd.DataFrame) -> list[str]:
    """Return one sentence for each configuration, in the authors' words between our own."""
    sentences = []
    for row in configurations.to_dict("records"):
        clauses = []
        for stage in study.settings.stages:
            lead = stage.as_clause or f"{stage.short_label}:"
            words = row[stage.stage].rstrip(".")
            text = f"“{words}”" if words else f"({study.settings.not_in_source.lower()})"
            clauses.append(f"{lead} {text}")
        sentences.append(f"No. {row['position']}: " + ", ".join(clauses) + ".")
    return sentences

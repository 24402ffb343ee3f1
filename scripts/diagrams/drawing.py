"""The ink of a change model: heads, links, boxes and legend as SVG elements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from scripts.diagrams.boxes import BAR_WIDTH, CHIP_HEIGHT, GUESS, LEVEL, Chip, PlacedBox
from scripts.diagrams.layout import Head, PlacedLink
from scripts.diagrams.marks import LINE_LENGTH, SAMPLE_GAP, SAMPLE_WIDTH, LegendEntry, Marks
from scripts.look.text import is_right_to_left

# Between the lines of one link that are drawn in several styles.
LINE_STEP = 6.0
# From the ground of a new, dark number to the ring around it.
RING = 2.2
# From the upper edge of a number's frame to the line below the number.
UNDERLINE = CHIP_HEIGHT - 2.4


@dataclass(frozen=True)
class Pen:
    """What all parts of one drawing share.

    Attributes
    ----------
    marks : Marks
        The marks of the configurations.
    is_live : bool
        Whether boxes and links can be reached and lead to rows.
    rows : mapping of str to str
        Where each configuration's row of a table stands.
    numbers : mapping of str to int
        The number that stands for each configuration.
    names : mapping of str to str
        What a box, by its key, or a link, by both keys, is called.
    anchors : mapping
        For (box, configuration): the id of the configuration's number there, if it has one.
    titles : mapping of str to str
        What a reader calls each configuration, if the study says so.
    """

    marks: Marks = field(default_factory=Marks)
    is_live: bool = False
    rows: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    anchors: Mapping[tuple[str, str], str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)


def draw_heads(root: ET.Element, heads: Sequence[Head]) -> None:
    """Draw the head of each column, and above it the head that spans several."""
    group = ET.SubElement(root, "g", {"class": "heads"})
    for head in heads:
        for text, baseline in zip(head.lines, head.baselines, strict=True):
            place = {"x": _short(head.x), "y": _short(baseline), "text-anchor": "middle"}
            if is_right_to_left(text):
                place["direction"] = "rtl"
            ET.SubElement(group, "text", {"class": "head", **place}).text = text
        if head.rule:
            left, right, y = (_short(value) for value in head.rule)
            ends = {"x1": left, "x2": right, "y1": y, "y2": y}
            ET.SubElement(group, "line", {"class": "rule", **ends})


def _short(value: float) -> str:
    """Return a length to a tenth of a unit, without needless digits."""
    return f"{value:.1f}".removesuffix(".0")


def _list_numbers(pen: Pen, configurations: Sequence[str]) -> str:
    """Return the numbers of configurations, which are shorter than their names."""
    return " ".join(str(pen.numbers[name]) for name in configurations)


def _open(root: ET.Element, pen: Pen, name: str, configurations: Sequence[str]) -> ET.Element:
    """Return a new group: where the drawing is live, a link to the first row, or reachable."""
    shared = {"data-configurations": _list_numbers(pen, configurations)}
    if not pen.is_live:
        return ET.SubElement(root, "g", shared)
    shared["aria-label"] = name
    address = next((pen.rows[c] for c in configurations if c in pen.rows), "")
    if address:
        return ET.SubElement(root, "a", {"href": address, **shared})
    return ET.SubElement(root, "g", {"tabindex": "0", "role": "img", **shared})


def draw_link(root: ET.Element, pen: Pen, placed: PlacedLink) -> None:
    """Draw a link, as one line for each set of marks of the configurations that take it."""
    link = placed.link
    name = pen.names.get(f"{link.source} {link.target}", "")
    group = _open(root, pen, name, link.configurations)
    group.attrib = {
        "class": "link",
        "data-link": f"{link.source} {link.target}",
        **group.attrib,
    }
    if pen.is_live:
        ET.SubElement(group, "path", {"class": "reach", "d": _curve(placed, 0)})
    strands = list_strands(pen.marks, link.configurations)
    for style, offset, configurations in strands:
        line = {"class": " ".join(["line", *style]), "d": _curve(placed, offset)}
        if len(strands) > 1:
            line["data-configurations"] = _list_numbers(pen, configurations)
        ET.SubElement(group, "path", line)
        if "dark" in style:
            core = " ".join(["core", *style])
            ET.SubElement(group, "path", {**line, "class": core})


def list_strands(
    marks: Marks, configurations: Sequence[str]
) -> list[tuple[tuple[str, ...], float, list[str]]]:
    """Return the lines of a link: style, distance from its middle, and configurations."""
    styles: dict[tuple[str, ...], list[str]] = {}
    for configuration in configurations:
        styles.setdefault(marks.line_classes(configuration), []).append(configuration)
    first = -LINE_STEP * (len(styles) - 1) / 2
    return [(style, first + LINE_STEP * i, own) for i, (style, own) in enumerate(styles.items())]


def _curve(placed: PlacedLink, offset: float) -> str:
    """Return the path of a link from the right side of its source to the left of its target."""
    x0, x1 = round(placed.x0, 1), round(placed.x1, 1)
    y0, y1 = round(placed.y0 + offset, 1), round(placed.y1 + offset, 1)
    middle, end, down = _short((x1 - x0) / 2), _short(x1 - x0), _short(y1 - y0)
    # From its start on: relative lengths have fewer digits.
    return f"M{_short(x0)} {_short(y0)}c{middle} 0 {middle} {down} {end} {down}"


def draw_box(root: ET.Element, pen: Pen, placed: PlacedBox, stage: int) -> None:
    """Draw a box: frame, bar in the colour of its stage, text, rules and numbers."""
    box = placed.box
    kinds = ["gap" if box.is_gap else f"stage-{stage}", *(["guessed"] if box.conjecture else [])]
    if not box.is_gap:
        kinds += pen.marks.box_classes(box.configurations)
    group = _open(root, pen, pen.names.get(box.key, ""), box.configurations)
    group.attrib = {
        "class": " ".join(["box", *kinds]),
        "data-box": box.key,
        **group.attrib,
    }
    frame = {"x": placed.x, "y": placed.y, "width": placed.width, "height": placed.height}
    frame = {key: _short(value) for key, value in frame.items()}
    ET.SubElement(group, "rect", {"class": "frame", **frame, "rx": "3"})
    if not box.is_gap:
        line = f"M{_short(placed.x + BAR_WIDTH / 2)} {_short(placed.y + 1)}"
        line += f"v{_short(placed.height - 2)}"
        ET.SubElement(group, "path", {"class": "bar", "d": line})
    for rule in placed.rules:
        line = f"M{_short(placed.x + 12)} {_short(rule)}h{_short(placed.width - 20)}"
        ET.SubElement(group, "path", {"class": "rule", "d": line})
    for i in range(LEVEL if box.level else 0, len(box.labels)):
        own = {"data-element": box.elements[i]} if box.elements and i >= 0 else {}
        aside = {"class": "level", "font-style": "italic"}
        _write_lines(group, placed, i, own if i >= 0 else aside)
    if box.conjecture:
        _write_lines(group, placed, GUESS, {"class": "conjecture"})
    for chip in placed.chips:
        anchor = pen.anchors.get((box.key, chip.configuration), "")
        _draw_chip(group, pen, chip, anchor)


def _write_lines(root: ET.Element, placed: PlacedBox, label: int, group: dict[str, str]) -> None:
    """Write the lines of one label of a box in a group of their own."""
    words = ET.SubElement(root, "g", group)
    for line in (line for line in placed.lines if line.label == label):
        place = {"x": _short(line.x), "y": _short(line.y)}
        if line.to_the_left:
            # Of such text the start is on the right.
            place["direction"] = "rtl"
        ET.SubElement(words, "text", place).text = line.text


def _draw_chip(root: ET.Element, pen: Pen, chip: Chip, anchor: str) -> None:
    """Draw the number of a configuration; one that is an anchor knows its name and row as well."""
    classes = pen.marks.classes(chip.configuration)
    group = {"class": " ".join(["chip", *classes])}
    if anchor:
        group |= {"id": anchor, "data-name": chip.configuration}
        group |= {"data-row": pen.rows.get(chip.configuration, "")}
        title = pen.titles.get(chip.configuration)
        group |= {"data-title": title} if title else {}
    element = ET.SubElement(root, "g", group)
    _draw_edge(element, classes, chip.x, chip.y, chip.width)
    place = {"x": _short(chip.x + chip.width / 2), "y": _short(chip.y + CHIP_HEIGHT - 3.3)}
    ET.SubElement(element, "text", place).text = str(chip.number)
    _strike(element, classes, chip.x, chip.y, chip.width)


def shape_corners(
    classes: Sequence[str], x: float, y: float, width: float, inset: float = 0
) -> list[tuple[float, float]]:
    """Return the corners of the shape around a number, or `inset` within it.

    None where it is rounded or a rectangle.
    """
    middle, tip = y + CHIP_HEIGHT / 2, 4.0
    x, y, right, bottom = x + inset, y + inset, x + width - inset, y + CHIP_HEIGHT - inset
    corners = {
        "pointed": [
            (x, middle), (x + tip, y), (right - tip, y),
            (right, middle), (right - tip, bottom), (x + tip, bottom),
        ],
        "half": [(x, y), (right - tip, y), (right, middle), (right - tip, bottom), (x, bottom)],
        "slanted": [(x + tip, y), (right, y), (right - tip, bottom), (x, bottom)],
    }  # fmt: skip
    return next((points for shape, points in corners.items() if shape in classes), [])


def _draw_edge(root: ET.Element, classes: Sequence[str], x: float, y: float, width: float) -> None:
    """Draw the shape around a number; that of a new, dark one within a ring."""
    is_ringed = {"dark", "is-new"} <= {*classes}
    for name, inset in (("edge", -RING), ("inner", 0.0)) if is_ringed else (("edge", 0.0),):
        corners = shape_corners(classes, x, y, width, inset)
        if corners:
            text = " ".join(f"{_short(a)},{_short(b)}" for a, b in corners)
            ET.SubElement(root, "polygon", {"class": name, "points": text})
            continue
        height = CHIP_HEIGHT - 2 * inset
        size = {"width": _short(width - 2 * inset), "height": _short(height)}
        radius = "0" if "square" in classes else _short(height / 2)
        place = {"x": _short(x + inset), "y": _short(y + inset)}
        ET.SubElement(root, "rect", {"class": name, **place, **size, "rx": radius})


def _strike(root: ET.Element, classes: Sequence[str], x: float, y: float, width: float) -> None:
    """Draw a stroke through the number of what was dropped, and below one that is underlined."""
    if "underlined" in classes:
        line = f"M{_short(x + 4)} {_short(y + UNDERLINE)}h{_short(width - 8)}"
        ET.SubElement(root, "path", {"class": "under", "d": line})
    if "is-dropped" in classes:
        line = f"M{_short(x + 2)} {_short(y + CHIP_HEIGHT / 2)}h{_short(width - 4)}"
        ET.SubElement(root, "path", {"class": "strike", "d": line})


def draw_legend(root: ET.Element, entries: Sequence[LegendEntry]) -> None:
    """Draw the legend: for each value a sample of its line, its number, and its name."""
    if not entries:
        return
    group = ET.SubElement(root, "g", {"class": "legend"})
    for entry in entries:
        x = entry.x
        if not entry.kind:
            place = {"class": "head", "x": _short(x), "y": _short(entry.y)}
            ET.SubElement(group, "text", place).text = entry.label
            continue
        if entry.kind != "delivery":
            middle = _short(entry.y - 4.7)
            sample = ET.SubElement(group, "g", {"class": "link"})
            line = f"M{_short(x)} {middle}h{LINE_LENGTH:g}"
            ET.SubElement(sample, "path", {"class": f"line {entry.style}", "d": line})
            if entry.style == "dark":
                ET.SubElement(sample, "path", {"class": "core", "d": line})
            x += LINE_LENGTH + SAMPLE_GAP
        top = entry.y - CHIP_HEIGHT + 3.3
        chip = ET.SubElement(group, "g", {"class": f"chip {entry.style}"})
        _draw_edge(chip, (entry.style,), x, top, SAMPLE_WIDTH)
        place = {"x": _short(x + SAMPLE_WIDTH / 2), "y": _short(entry.y)}
        ET.SubElement(chip, "text", place).text = "n"
        _strike(chip, (entry.style,), x, top, SAMPLE_WIDTH)
        place = {"x": _short(x + SAMPLE_WIDTH + SAMPLE_GAP), "y": _short(entry.y)}
        if is_right_to_left(entry.label):
            place |= {"direction": "rtl", "text-anchor": "end"}
        ET.SubElement(group, "text", place).text = entry.label

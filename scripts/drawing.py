"""The ink of a change model: heads, links, boxes and legend as SVG elements, and their style."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from scripts.boxes import BAR_WIDTH, CHIP_HEIGHT, Chip, PlacedBox
from scripts.layout import Head, PlacedLink
from scripts.marks import LINE_LENGTH, SAMPLE_GAP, SAMPLE_WIDTH, LegendEntry, Marks
from scripts.palette import DARK_INK, DARK_PAPER, INK, PAPER, STAGE_COLOURS, mix
from scripts.settings import Stage

# Between the lines of one link that are drawn in several styles.
LINE_STEP = 6.0


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
    """

    marks: Marks = field(default_factory=Marks)
    is_live: bool = False
    rows: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    anchors: Mapping[tuple[str, str], str] = field(default_factory=dict)


def build_style(identifier: str, stages: Sequence[Stage]) -> str:
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
    ]
    rules += [
        f"{scope} {selector}{{{body}}}"
        for selector, body in {
            "text": "fill:var(--ink)",
            ".head": "font-weight:700",
            ".frame": "stroke-width:1.2",
            ".gap .frame": "fill:none;stroke:var(--line);stroke-dasharray:5 4",
            ".gap text": "font-style:italic",
            ".link path": "fill:none;stroke:var(--line);stroke-width:1.4",
            ".bar": f"stroke-width:{BAR_WIDTH:g}",
            ".rule": "stroke:var(--line);stroke-width:.6;stroke-opacity:.6",
            ".edge": "fill:var(--chip);stroke:var(--line);stroke-width:.8",
            ".chip text": "font-weight:700;font-style:normal;text-anchor:middle",
            ".link .reach": "stroke:transparent;stroke-width:12",
        }.items()
    ]
    rules += [
        f"{scope} .stage-{i} .frame{{fill:var(--fill-{i});stroke:var(--stage-{i})}}"
        f"{scope} .stage-{i} .bar{{stroke:var(--stage-{i})}}"
        for i in range(len(stages))
    ]
    return "".join(rules)


def build_marks_style(identifier: str) -> str:
    """Return the rules for lines and numbers that carry marks."""
    scope = f"#{identifier}-drawing"
    return "".join(
        f"{scope} {selector}{{{body}}}"
        for selector, body in {
            ".line.is-new": "stroke-width:3.4",
            ".line.is-dropped": "stroke-width:2;stroke-dasharray:2 4",
            ".line.is-not-stated": "stroke-dasharray:12 4",
            ".box.is-new .frame": "stroke-width:3",
            ".box.is-dropped .frame": "stroke-width:2;stroke-dasharray:2 4",
            ".chip.is-new .edge": "stroke:var(--ink);stroke-width:2.4",
            ".chip.is-dropped .edge": "stroke-width:1.6;stroke-dasharray:2 2.5",
            ".chip.is-not-stated .edge": "stroke-dasharray:6 3",
            ".strike": "stroke:var(--ink);stroke-width:1.3",
            ".line.dark": "stroke-width:4.6",
            ".line.dark.is-new": "stroke-width:6.4",
            ".link .core": "stroke:var(--chip);stroke-width:1.8",
            ".link .core.is-new": "stroke-width:2",
            ".line.framed": "stroke-dasharray:1 3",
            ".chip.dark .edge": "fill:var(--ink);stroke:var(--ink)",
            ".chip.dark text": "fill:var(--chip)",
            ".chip.dark .strike": "stroke:var(--chip)",
            ".chip.framed .edge": "stroke:var(--ink);stroke-width:3",
        }.items()
    )


def draw_heads(root: ET.Element, heads: Sequence[Head]) -> None:
    """Draw the head of each column, and above it the head that spans several."""
    group = ET.SubElement(root, "g", {"class": "heads"})
    for head in heads:
        for text, baseline in zip(head.lines, head.baselines, strict=True):
            place = {"x": _short(head.x), "y": _short(baseline), "text-anchor": "middle"}
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
    styles: dict[tuple[str, ...], list[str]] = {}
    for configuration in link.configurations:
        styles.setdefault(pen.marks.line_classes(configuration), []).append(configuration)
    if pen.is_live:
        ET.SubElement(group, "path", {"class": "reach", "d": _curve(placed, 0)})
    for i, (style, configurations) in enumerate(styles.items()):
        curve = _curve(placed, LINE_STEP * (i - (len(styles) - 1) / 2))
        line = {"class": " ".join(["line", *style]), "d": curve}
        if len(styles) > 1:
            line["data-configurations"] = _list_numbers(pen, configurations)
        ET.SubElement(group, "path", line)
        if "dark" in style:
            core = " ".join(["core", *style])
            ET.SubElement(group, "path", {**line, "class": core})


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
    kinds = ["gap" if box.is_gap else f"stage-{stage}"]
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
    for i in range(len(box.labels)):
        own = {"data-element": box.elements[i]} if box.elements else {}
        words = ET.SubElement(group, "g", own)
        for line in (line for line in placed.lines if line.label == i):
            place = {"x": _short(line.x), "y": _short(line.y)}
            ET.SubElement(words, "text", place).text = line.text
    for chip in placed.chips:
        anchor = pen.anchors.get((box.key, chip.configuration), "")
        _draw_chip(group, pen, chip, anchor)


def _draw_chip(root: ET.Element, pen: Pen, chip: Chip, anchor: str) -> None:
    """Draw the number of a configuration; one that is an anchor knows its name and row as well."""
    classes = pen.marks.classes(chip.configuration)
    group = {"class": " ".join(["chip", *classes])}
    if anchor:
        group |= {"id": anchor, "data-name": chip.configuration}
        group |= {"data-row": pen.rows.get(chip.configuration, "")}
    element = ET.SubElement(root, "g", group)
    _draw_edge(element, classes, chip.x, chip.y, chip.width)
    place = {"x": _short(chip.x + chip.width / 2), "y": _short(chip.y + CHIP_HEIGHT - 3.3)}
    ET.SubElement(element, "text", place).text = str(chip.number)
    _strike(element, classes, chip.x, chip.y, chip.width)


def _draw_edge(root: ET.Element, classes: Sequence[str], x: float, y: float, width: float) -> None:
    """Draw the shape around a number."""
    right, middle, bottom, tip = x + width, y + CHIP_HEIGHT / 2, y + CHIP_HEIGHT, 4.0
    corners = {
        "pointed": [
            (x, middle), (x + tip, y), (right - tip, y),
            (right, middle), (right - tip, bottom), (x + tip, bottom),
        ],
        "half": [(x, y), (right - tip, y), (right, middle), (right - tip, bottom), (x, bottom)],
        "slanted": [(x + tip, y), (right, y), (right - tip, bottom), (x, bottom)],
    }  # fmt: skip
    for shape, points in corners.items():
        if shape in classes:
            text = " ".join(f"{_short(a)},{_short(b)}" for a, b in points)
            ET.SubElement(root, "polygon", {"class": "edge", "points": text})
            return
    size = {"width": _short(width), "height": f"{CHIP_HEIGHT:g}"}
    radius = "0" if "square" in classes else "8"
    place = {"x": _short(x), "y": _short(y)}
    ET.SubElement(root, "rect", {"class": "edge", **place, **size, "rx": radius})


def _strike(root: ET.Element, classes: Sequence[str], x: float, y: float, width: float) -> None:
    """Draw a stroke through the number of what was dropped."""
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
        ET.SubElement(group, "text", place).text = entry.label

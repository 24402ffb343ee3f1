"""The ink of a change model: a drawing with words, one without, and cards for narrow screens."""

from collections.abc import Mapping, Sequence

from scripts.analysis.change_models import ChangeModel
from scripts.analysis.crosslinks import name_mark
from scripts.diagrams import layout as lengths
from scripts.diagrams.layout import CHIP_HEIGHT, Layout, PlacedBox, PlacedLink, layout_diagram
from scripts.diagrams.marks import RARE_TONES, TITLES, Marks
from scripts.diagrams.sentences import describe_change_model, name_box, name_link
from scripts.look import palette
from scripts.look.markup import render
from scripts.look.text import FONT_SIZE, is_right_to_left
from scripts.look.typeface import FONTS
from scripts.study.settings import Stage
from scripts.study.study import Study

# Between the lines of one link that are drawn in several styles.
LINE_STEP = 6.0
# From the ground of a new, dark number to the ring around it.
RING = 2.2


def draw_layout(
    study: Study,
    layout: Layout,
    identifier: str,
    title: str,
    *,
    rows: Mapping[str, str] | None = None,
    figure: str = "",
    millimetres: float = 0,
    scope: str | None = None,
) -> str:
    """Return a change model that is laid out as SVG with real text.

    Its ids begin with `identifier`, and `title` is its accessible name. For a page its colours
    are variables, dark where the root of the page asks for it with ``data-theme="dark"``; a
    file of its own, `millimetres` wide, is light. Given the addresses of the configurations'
    `rows` of a table, boxes and links can be reached and lead there, and the anchors of the
    configurations begin with `figure`. `scope` is for `build_style`.
    """
    model, marks, is_live = layout.model, layout.marks, rows is not None
    tops = {placed.box.key: placed.y for placed in layout.boxes}
    leaving: dict[str, list[PlacedLink]] = {}
    for link in sorted(layout.links, key=lambda link: tops[link.link.target]):
        leaving.setdefault(link.link.source, []).append(link)
    size = [
        f"{length * millimetres / layout.width:.2f}mm" if millimetres else f"{length:g}"
        for length in (layout.width, layout.height)
    ]
    return render(
        "diagrams/change_model.svg",
        identifier=identifier,
        title=title,
        description=describe_change_model(study, model, marks, on_page=is_live),
        style=build_style(identifier, model, marks, is_file=bool(millimetres), scope=scope),
        layout=layout,
        leaving=leaving,
        size=size,
        is_live=is_live,
        anchors=_build_anchors(study, model, rows, figure or identifier) if is_live else {},
        marks=marks,
        find_address=lambda own: next((rows[c] for c in own if c in (rows or {})), ""),
        list_numbers=lambda own: " ".join(str(model.numbers[name]) for name in own),
        name_box=lambda box: name_box(study, model, box),
        name_link=lambda link: name_link(model, link),
        list_strands=lambda own: _list_strands(marks, own),
        draw_curve=_draw_curve,
        shape_corners=_shape_corners,
        is_right_to_left=is_right_to_left,
        short=_short,
        fonts=FONTS,
        font_size=FONT_SIZE,
        ring=RING,
        # The template takes its lengths from this module.
        lengths=lengths,
    )


def _build_anchors(
    study: Study, model: ChangeModel, rows: Mapping[str, str], figure: str
) -> dict[tuple[str, str], dict[str, str]]:
    """Return the attributes of the numbers, by box and configuration, that can be linked to.

    They are those of the first stage, and the first of a configuration with several.
    """
    titles = study.configurations.set_index("configuration")["title"]
    anchors: dict[str, tuple[str, dict[str, str]]] = {}
    for box in model.layer(model.stages[0]):
        for name in box.configurations:
            own = {"id": name_mark(figure, model.numbers[name]), "data-name": name}
            own |= {"data-row": rows.get(name, ""), "data-title": titles[name]}
            anchors.setdefault(name, (box.key, own))
    return {(key, name): own for name, (key, own) in anchors.items()}


def _short(value: float) -> str:
    """Return a length to a tenth of a unit, without needless digits."""
    return f"{value:.1f}".removesuffix(".0")


def _list_strands(
    marks: Marks, configurations: Sequence[str]
) -> list[tuple[tuple[str, ...], float, list[str]]]:
    """Return the lines of a link: style, distance from its middle, and configurations."""
    styles: dict[tuple[str, ...], list[str]] = {}
    for configuration in configurations:
        styles.setdefault(marks.line_classes(configuration), []).append(configuration)
    first = -LINE_STEP * (len(styles) - 1) / 2
    return [(style, first + LINE_STEP * i, own) for i, (style, own) in enumerate(styles.items())]


def _draw_curve(placed: PlacedLink, offset: float) -> str:
    """Return the path of a link from the right side of its source to the left of its target."""
    x0, x1 = round(placed.x0, 1), round(placed.x1, 1)
    y0, y1 = round(placed.y0 + offset, 1), round(placed.y1 + offset, 1)
    middle, end, down = _short((x1 - x0) / 2), _short(x1 - x0), _short(y1 - y0)
    # From its start on: relative lengths have fewer digits.
    return f"M{_short(x0)} {_short(y0)}c{middle} 0 {middle} {down} {end} {down}"


def _shape_corners(classes: Sequence[str], x: float, y: float, width: float, inset: float) -> str:
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
    own = next((points for shape, points in corners.items() if shape in classes), [])
    return " ".join(f"{_short(a)},{_short(b)}" for a, b in own)


def build_style(
    identifier: str, model: ChangeModel, marks: Marks, *, is_file: bool, scope: str | None = None
) -> str:
    """Return the style sheet of a drawing.

    One that stands alone, as a file, is in light colours, without variables. The rules hold in
    `scope`, by default the drawing. A figure of several pictures gives the element around them
    for the first, and for the others an empty text, which leaves the rules out.
    """
    own = f"#{identifier}-drawing"
    scope = own if scope is None else scope
    count = len(model.stages)
    light, dark = list_colours(count), list_colours(count, is_dark=True)
    # Of the whole figure, whose pictures share these rules.
    used = {style for name in marks.values.get("valence", ()) for style in marks.classes(name)}
    rules = render(
        "diagrams/change_model.css",
        c=light if is_file else {name: f"var(--{name})" for name in light},
        marks=marks,
        has_rare_tones=bool(used & RARE_TONES),
        count=count,
    )
    css = "".join(f"{scope} {rule}" for rule in rules.splitlines()) if scope else ""
    if is_file:
        return css
    themes = ((own, light), (f"html[data-theme=dark] {own}", dark))
    variables = "".join(
        f"{place}{{{';'.join(f'--{name}:{value}' for name, value in colours.items())}}}"
        for place, colours in themes
    )
    return variables + css


def list_colours(
    stages: int, *, is_dark: bool = False, tints: tuple[float, float] = (0.1, 0.28)
) -> dict[str, str]:
    """Return the colours of a drawing by what they are for.

    `tints` are the shares of its colour in the ground of a stage, light and dark.
    """
    names = ("ink", "line", "chip", "grey")
    light = (palette.INK, "#5b6470", palette.PAPER, palette.GREY_FILL)
    dark = (palette.DARK_INK, "#9aa6b2", palette.DARK_PAPER, palette.DARK_GREY_FILL)
    colours = dict(zip(names, dark if is_dark else light, strict=True))
    for i in range(stages):
        edge, ground = palette.colour_stage(i, is_dark=is_dark, tints=tints)
        colours |= {f"stage-{i}": edge, f"fill-{i}": ground}
    return colours


def draw_overview(study: Study, model: ChangeModel, identifier: str, title: str) -> str:
    """Return a change model at a glance: a small SVG without words, one path for each colour.

    `identifier` and `title` as for `draw_layout`.
    """
    stages = study.settings.stages
    layout = layout_diagram(model, stages)
    layers: dict[str, list[PlacedBox]] = {}
    for placed in layout.boxes:
        name = f"stage-{model.stages.index(placed.box.stage)}"
        layers.setdefault("gap" if placed.box.is_gap else name, []).append(placed)
    return render(
        "diagrams/overview.svg",
        identifier=identifier,
        title=title,
        stages=stages,
        layout=layout,
        layers=layers,
        top=min((box.y for box in layout.boxes), default=0.0) - 8,
        light=list_colours(len(stages), tints=(0.35, 0.5)),
        dark=list_colours(len(stages), is_dark=True, tints=(0.35, 0.5)),
    )


def format_phone_cards(
    identifier: str, layout: Layout, stages: Sequence[Stage], rows: Mapping[str, str]
) -> str:
    """Return a drawing as cards, in HTML: stage below stage, where a screen has no room for it.

    `rows` says where each configuration's row of a table stands.
    """
    model, marks = layout.model, layout.marks
    return render(
        "diagrams/cards.html",
        identifier=identifier,
        layers=[(stage, model.layer(stage.stage)) for stage in stages],
        marks=marks,
        model=model,
        rows=rows,
        legend=[(TITLES[kind], own) for kind, own in marks.list_legend(model.numbers)],
    )

"""The ink of a change model: a drawing with words, and one without."""

from collections.abc import Mapping, Sequence

from scripts.analysis.change_models import ChangeModel
from scripts.analysis.crosslinks import name_mark
from scripts.diagrams import layout as lengths
from scripts.diagrams.layout import Layout, PlacedBox, layout_diagram
from scripts.diagrams.marks import Marks
from scripts.diagrams.sentences import describe_change_model
from scripts.look.markup import render
from scripts.look.palette import list_colours
from scripts.look.text import FONT_SIZE, is_right_to_left
from scripts.look.typeface import FONTS
from scripts.study.study import Study

# Between the lines of one link that are drawn in several styles.
LINE_STEP = 6.0


def draw_layout(
    study: Study,
    layout: Layout,
    identifier: str,
    title: str,
    *,
    rows: Mapping[str, str] | None = None,
    figure: str = "",
    millimetres: float = 0,
) -> str:
    """Return a change model that is laid out as SVG with real text.

    Its ids begin with `identifier`, and `title` is its accessible name. For a page its colours
    are variables, dark where the root of the page asks for it with ``data-theme="dark"``; a
    file of its own, `millimetres` wide, is light. Given the addresses of the configurations'
    `rows` of a table, boxes and links can be reached and lead there, and so can the number of
    each configuration in its first box be linked to, by an id that begins with `figure`.
    """
    model, marks, is_live = layout.model, layout.marks, rows is not None
    firsts: dict[str, str] = {}
    for box in model.layer(model.stages[0].stage):
        firsts = dict.fromkeys(box.configurations, box.key) | firsts
    size = [
        f"{length * millimetres / layout.width:.2f}mm" if millimetres else f"{length:g}"
        for length in (layout.width, layout.height)
    ]
    return render(
        "diagrams/change_model.svg",
        identifier=identifier,
        title=title,
        description=describe_change_model(model, marks, on_page=is_live),
        style=build_drawing_style(identifier, model, marks, is_file=bool(millimetres)),
        layout=layout,
        size=size,
        is_live=is_live,
        rows=rows or {},
        firsts=firsts,
        name_anchor=lambda name: name_mark(figure or identifier, model.numbers[name]),
        titles=study.configurations.set_index("configuration")["title"],
        marks=marks,
        list_numbers=lambda own: " ".join(str(model.numbers[name]) for name in own),
        list_strands=lambda own: _list_strands(marks, own),
        is_right_to_left=is_right_to_left,
        short=_short,
        fonts=FONTS,
        font_size=FONT_SIZE,
        # The template takes its lengths from this module.
        lengths=lengths,
    )


def _short(value: float) -> str:
    """Return a length to a tenth of a unit, without needless digits."""
    return f"{value:.1f}".removesuffix(".0")


def _list_strands(
    marks: Marks, configurations: Sequence[str]
) -> list[tuple[tuple[str, ...], float, list[str]]]:
    """Return the lines of a link: style, distance from its middle, and configurations."""
    styles: dict[tuple[str, ...], list[str]] = {}
    for configuration in configurations:
        # Delivery is marked on numbers only.
        style = marks.classes(configuration, ("status", "valence"))
        styles.setdefault(style, []).append(configuration)
    first = -LINE_STEP * (len(styles) - 1) / 2
    return [(style, first + LINE_STEP * i, own) for i, (style, own) in enumerate(styles.items())]


def build_drawing_style(identifier: str, model: ChangeModel, marks: Marks, *, is_file: bool) -> str:
    """Return the style sheet of a drawing.

    One that stands alone, as a file, is in light colours, without variables.
    """
    own = f"#{identifier}-drawing"
    count = len(model.stages)
    light, dark = list_colours(count), list_colours(count, is_dark=True)
    rules = render(
        "diagrams/change_model.css",
        c=light if is_file else {name: f"var(--{name})" for name in light},
        marks=marks,
        count=count,
    )
    css = "".join(f"{own} {rule}" for rule in rules.splitlines())
    if is_file:
        return css
    themes = ((own, light), (f"html[data-theme=dark] {own}", dark))
    variables = "".join(
        f"{place}{{{';'.join(f'--{name}:{value}' for name, value in colours.items())}}}"
        for place, colours in themes
    )
    return variables + css


def draw_overview(model: ChangeModel, identifier: str, title: str) -> str:
    """Return a change model at a glance: a small SVG without words, one path for each colour.

    `identifier` and `title` as for `draw_layout`.
    """
    layout, count = layout_diagram(model), len(model.stages)
    layers: dict[str, list[PlacedBox]] = {}
    for placed in layout.boxes:
        name = f"stage-{model.rank(placed.box)}"
        layers.setdefault("gap" if placed.box.is_gap else name, []).append(placed)
    return render(
        "diagrams/overview.svg",
        identifier=identifier,
        title=title,
        layout=layout,
        layers=layers,
        top=min((box.y for box in layout.boxes), default=0.0) - 8,
        light=list_colours(count, tints=(0.35, 0.5)),
        dark=list_colours(count, is_dark=True, tints=(0.35, 0.5)),
    )

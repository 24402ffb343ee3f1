"""Charts in the style of the book: set once for a chapter, and written as SVG."""

import io
import re
import warnings
from collections.abc import Mapping
from html import escape
from textwrap import fill

import matplotlib as mpl
import matplotlib.pyplot as plt
import seaborn
from matplotlib.figure import Figure

from scripts.look.palette import GROUP_COLOURS, INK, PAPER
from scripts.look.typeface import FONTS

# The page's own background, so that text on it keeps its contrast in a dark theme.
BACKGROUND = f"var(--pst-color-background, {PAPER})"
STYLE = {
    # Measured in the widest face, so that a label has room in any; set in the book's own.
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "text.color": INK,
    # A label with two dollar signs is a label, not a formula.
    "text.parse_math": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.titlesize": 8.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "legend.frameon": False,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "svg.fonttype": "none",
}

# A chart for a phone: inches of its width and of a line of its labels; and how many characters
# a line has beside an axis and above one.
NARROW, LINE = 3.4, 0.15
LONGEST_LABEL, LONGEST_TITLE = 24, 30


def set_chart_style() -> None:
    """Let seaborn and matplotlib draw in the style of the book from now on."""
    # A label that is wider than the chart makes the picture wider: nothing of it is cut off.
    warnings.filterwarnings("ignore", "Tight layout not applied", UserWarning)
    warnings.filterwarnings("ignore", r"Glyph \d+ .* missing from", UserWarning)
    seaborn.set_theme(context="paper", style="ticks", palette=list(GROUP_COLOURS), rc=STYLE)


def write_chart(figure: Figure, key: str, title: str, description: str) -> str:
    """Return a chart as SVG with its title and description, and close it.

    The bytes depend on the figure alone: no date, and ids made from `key`.
    """
    buffer = io.StringIO()
    metadata = {"Date": None, "Creator": None, "Format": None, "Type": None}
    with mpl.rc_context({"svg.hashsalt": key, "svg.fonttype": "none"}):
        figure.savefig(
            buffer, format="svg", metadata=metadata, transparent=True, bbox_inches="tight"
        )
    plt.close(figure)
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    changes = {
        ' id="': f' id="{key}-',
        'href="#': f'href="#{key}-',
        r"url\(#": f"url(#{key}-",
        # The drawing names its face once.
        "font-family: 'DejaVu Sans'; ": "",
        # What nobody sees: turns by nothing, fractions, blanks. Phones load several charts.
        r' transform="rotate\(-?0 [^"]*"': "",
        r"(\d\.\d\d)\d+": r"\1",
        r"\s+": " ",
        "([:;]) ": r"\1",
    }
    svg = _edit_tags(re.sub(r">\s+<", "><", svg), changes)
    used = set(re.findall(r"#([^\s\"')]+)", svg))
    svg = re.sub(r'(<\w+) id="([^"]+)"', lambda m: m.group(m[2] not in used), svg)
    opening, _, drawn = svg.partition(">")
    return (
        f'{opening} class="chart" role="img" font-family="{FONTS}" aria-labelledby="{key}-title"'
        f' aria-describedby="{key}-desc">'
        f'<title id="{key}-title">{escape(title)}</title>'
        f'<desc id="{key}-desc">{escape(description or title)}</desc>{drawn}'
    )


def _edit_tags(svg: str, changes: Mapping[str, str]) -> str:
    """Return a drawing with patterns replaced within tags only: a label may hold any words."""

    def edit(tag: re.Match[str]) -> str:
        text = tag[0]
        for pattern, new in changes.items():
            text = re.sub(pattern, new, text)
        return text

    return re.sub(r"<[^>]+>", edit, svg)


def narrow_chart(figure: Figure) -> Figure:
    """Lay a chart out anew, in place, for a page as narrow as a phone: no text gets smaller.

    Long words beside an axis are broken into lines, for which the chart grows in height. A
    legend that stands outside the axes goes above them, and the axes have what room is left.
    """
    figure.set_size_inches(NARROW, figure.get_figheight())
    figure.draw_without_rendering()
    edges = [axes.get_window_extent() for axes in figure.axes]
    right, top = max(edge.x1 for edge in edges), max(edge.y1 for edge in edges)
    legends = []
    for legend in (*figure.legends, *filter(None, (a.get_legend() for a in figure.axes))):
        place = legend.get_window_extent()
        if place.x1 > right + 1 or place.y0 > top - 1:
            legends.append(legend)
            legend.set_in_layout(False)
    _break_labels(figure)
    # What stands beside the axes counts only once it is drawn.
    for _ in range(4):
        figure.draw_without_rendering()
        excess = figure.get_tightbbox().width - NARROW
        figure.set_figwidth(max(NARROW / 2, figure.get_figwidth() - max(0, excess)))
    figure.draw_without_rendering()
    boxes = [axes.get_tightbbox() for axes in figure.axes]
    corner = (min(box.x0 for box in boxes), max(box.y1 for box in boxes) + 4)
    place = figure.transFigure.inverted().transform(corner)
    for legend in legends:
        legend.set_loc("lower left")
        legend.set_bbox_to_anchor(place, figure.transFigure)
        legend.set_in_layout(True)
    return figure


def _break_labels(figure: Figure) -> None:
    """Break long words beside and above the axes of a chart into lines, and give these room."""
    growth = 1.0
    for axes in figure.axes:
        names = [label.get_text() for label in axes.get_yticklabels()]
        broken = [fill(name, LONGEST_LABEL) for name in names]
        if broken != names:
            axes.set_yticks(axes.get_yticks(), broken)
            lines = 1 + max(name.count("\n") for name in broken)
            height = axes.get_window_extent().height / figure.dpi
            growth = max(growth, len(names) * lines * LINE / height)
        axes.set_title(fill(axes.get_title("left"), LONGEST_TITLE), loc="left")
    figure.set_figheight(figure.get_figheight() * growth)


def inline_chart(svg: str) -> str:
    """Return a chart in the colours of the text and of the background of its page."""
    return _edit_tags(svg, {INK: "currentColor", PAPER: BACKGROUND})

"""What a chapter calls to show a table, a chart, a number or a verdict.

Whatever is shown is a function of the data alone: no addresses of objects, no random ids, no
dates. That is what lets nbval compare it to the letter. Beside the HTML for the page each output
holds the same in an open form, from which the build makes downloads, totals and marks.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd
from markupsafe import Markup
from pandas.api.types import is_bool_dtype, is_float_dtype, is_numeric_dtype

from scripts.chapters.results import find_recorder
from scripts.exports.downloads import FIGURE_FORMATS, TABLE_FORMATS
from scripts.files import mime_types
from scripts.look.markup import render
from scripts.published.claims import Answer, compare_claims
from scripts.published.comparison import CANNOT_COMPARE, DIFFERS, Comparison, require_explained
from scripts.study.study import Study
from scripts.tables.edition_tables import build_claims_table
from scripts.tables.html import format_table
from scripts.tables.table import Table, build_table, write_resource

if TYPE_CHECKING:
    from matplotlib.figure import Figure

GLUE_PREFIX = "application/papermill.record/"
# From a chapter to the downloads, which stand beside the folder of the chapters.
DOWNLOADS = "../downloads/"


@dataclass(frozen=True)
class Shown:
    """What a cell shows: HTML, some words where there is no HTML, and open forms by MIME type."""

    html: str
    words: str
    forms: Mapping[str, Any] = field(default_factory=dict)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        return {"text/html": self.html, "text/plain": self.words, **self.forms}


def use_book_style() -> None:
    """Let frames be shown as tables of the book, and seaborn draw in its style.

    Called once, in the first cell of a chapter. As plain text, too, a frame looks the same
    whatever the width of the terminal that the chapter was started from.
    """
    from IPython import get_ipython

    from scripts.look.charts import set_chart_style

    set_chart_style()
    pd.set_option("display.width", 80, "display.max_columns", 20)
    shell = get_ipython()
    if shell is not None:
        formatter = shell.display_formatter.formatters["text/html"]
        formatter.for_type(pd.DataFrame, format_frame)


def format_frame(frame: pd.DataFrame) -> str:
    """Return a data frame as a plain table of the book: scoped headings, no styles of its own."""
    has_names = any(name is not None for name in frame.index.names)
    shown = frame.reset_index(drop=not has_names)
    shown.columns = [
        ", ".join(filter(None, map(str, column))) if isinstance(column, tuple) else str(column)
        for column in shown.columns
    ]
    kinds = shown.dtypes
    numbers = [c for c in shown if is_numeric_dtype(kinds[c]) and not is_bool_dtype(kinds[c])]
    for column in numbers:
        # Four significant digits, or fewer where they say it all.
        if is_float_dtype(kinds[column]):
            shown[column] = ["" if pd.isna(value) else f"{value:.4g}" for value in shown[column]]
    size = f"{len(shown)} rows, {len(shown.columns)} columns"
    return format_table(build_table(shown, "frame", size, numbers=numbers), is_plain=True)


def show_table(
    frame: pd.DataFrame,
    key: str,
    caption: str,
    heads: Mapping[str, str] | None = None,
    **description: Any,
) -> Shown:
    """Show a frame as a table of the book, with links to it as a file.

    On a narrow screen a wide table turns into one card for each row.

    Parameters
    ----------
    frame : pandas.DataFrame
        What is shown, formatted; its index holds the keys of the rows, and an index of two
        levels makes blocks.
    key : str
        Names the files; for an exhibit its key in ``study.yml``.
    caption : str
        What the table shows.
    heads : mapping of str to str, optional
        The heading of each column.
    **description
        Anything else that `scripts.tables.table.build_table` takes.
    """
    return show(build_table(frame, key, caption, heads, **description))


def show(table: Table) -> Shown:
    """Show a table that the package has made, with links to it as a file."""
    if recorder := find_recorder():
        recorder.tables[table.key] = table
    return Shown(
        format_shown_table(table), table.caption, {mime_types.TABLE: write_resource(table)}
    )


def show_files(table: Table) -> Shown:
    """Show links to a table as a file, where the page has its rows already."""
    links = format_downloads([(table.key, "")], table.caption, TABLE_FORMATS)
    return Shown(links.strip(), table.caption, {mime_types.TABLE: write_resource(table)})


def format_shown_table(
    table: Table, marks: Mapping[tuple[str, str], tuple[str, str]] | None = None
) -> str:
    """Return a table as HTML with links to its files, and with the marks of its cells."""
    return format_table(table, marks) + format_downloads(
        [(table.key, "")], table.caption, TABLE_FORMATS
    )


def show_chart(figure: "Figure", key: str, caption: str, description: str = "") -> Shown:
    """Show a chart, with links to it as a file, and close it.

    On a narrow screen it is laid out anew, so that nothing has to be scrolled for.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The chart; of seaborn's objects their ``figure``.
    key : str
        Names the files.
    caption : str
        Shown beneath; its first sentence names the chart.
    description : str, optional
        What the chart shows, for those who do not see it; by default the caption.
    """
    if find_recorder():
        import matplotlib.pyplot as plt

        plt.close(figure)
        return Shown("", caption)
    from scripts.look.charts import inline_chart, narrow_chart, write_chart

    title, _, rest = caption.partition(". ")
    words = title, description or rest
    svg = write_chart(figure, key, *words)
    narrow = write_chart(narrow_chart(figure), f"{key}-n", *words)
    narrow = narrow.replace('class="chart"', 'class="chart chart-narrow"', 1)
    html = format_figure(inline_chart(svg) + inline_chart(narrow), key, caption)
    html += format_downloads([(key, "")], caption, FIGURE_FORMATS)
    drawing = {"key": key, "caption": caption, "shape": "", "svg": svg}
    return Shown(html, caption, {mime_types.FIGURE: {"drawings": [drawing]}})


def format_figure(
    svg: str, identifier: str, caption: str, cards: str = "", conjectures: int = 0
) -> str:
    """Return a drawing as HTML: inline, so that it follows the theme, with its caption beneath.

    The drawing carries its own title and description; `identifier` is unique on its page. Where
    the page is narrow, `cards`, HTML too, take its place. How many conjectures it holds is said
    by a switch that shows them.
    """
    return render(
        "display/figure.html",
        name=identifier,
        label=caption.split(". ", 1)[0],
        caption=caption,
        svg=Markup(svg.strip()),
        cards=Markup(cards),
        conjectures=conjectures,
        # A drawing with many links can be passed by.
        has_links="<a " in svg,
    )


def format_downloads(
    files: Sequence[tuple[str, str]], caption: str, formats: Mapping[str, str]
) -> str:
    """Return links to the files of an exhibit, which the first sentence of its caption names.

    A file has its name without suffix, and words for the shape if there are several; `formats`
    has words for each suffix.
    """
    label = caption.split(". ", 1)[0].rstrip(".")
    links = {"files": files, "label": label, "formats": formats, "folder": DOWNLOADS}
    return "\n" + render("display/downloads.html", **links) if files else ""


def show_verdict(comparison: Comparison) -> Shown:
    """Show the verdict on an exhibit: how many values of each kind, and which differ.

    Raises
    ------
    UnexplainedError
        If a value differs without a note, or a note has no difference.
    """
    if recorder := find_recorder():
        recorder.comparisons[comparison.exhibit.exhibit] = comparison
        return Shown("", "")
    require_explained({comparison.exhibit.exhibit: comparison})
    details = list(_list_details(comparison.values))
    html = render("display/verdict.html", comparison=comparison, details=details)
    counts = comparison.counts().items()
    words = "; ".join(f"{n} of {whole} {verdict}" for verdict, (n, whole) in counts if n)
    form = {
        "exhibit": comparison.exhibit.exhibit,
        "values": comparison.values.fillna("").to_dict("records"),
    }
    return Shown(html, words, {mime_types.VERDICT: form})


def _list_details(values: pd.DataFrame) -> Iterator[tuple[str, int, list[tuple]]]:
    """Yield title, number and entries of what differs, and of what nobody can compare.

    An entry is the names of values, here and printed reading where they differ, and the reason.
    """
    by_reason = values[values["verdict"] == DIFFERS].groupby("reason", sort=False)
    rows = [row for _, own in by_reason for row in own.itertuples()]
    differs = [([row.name], (row.rebuilt, row.printed), row.reason) for row in rows]
    yield "What differs", len(differs), differs
    unknown = values[values["verdict"] == CANNOT_COMPARE]
    names = unknown.groupby("reason", sort=False)["name"].unique()
    yield "What nobody can compare", len(unknown), [(own, (), why) for why, own in names.items()]


def show_claims(study: Study, answers: Mapping[str, Answer], section: str) -> Shown:
    """Show the claims of a section of the paper with what the chapter answers to them."""
    return show(build_claims_table(compare_claims(study, answers), section))


def glue(**numbers: object) -> None:
    """Make numbers available to the prose of a chapter, under their names.

    The prose takes them up with the role ``{glue:text}``.
    """
    if recorder := find_recorder():
        recorder.numbers.update({name: str(value) for name, value in numbers.items()})
        return
    from IPython.display import publish_display_data

    for name, value in numbers.items():
        publish_display_data(
            {f"{GLUE_PREFIX}text/plain": str(value)},
            metadata={"scrapbook": {"name": name, "mime_prefix": GLUE_PREFIX}},
        )

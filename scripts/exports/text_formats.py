"""Tables as text: CSV that a spreadsheet program opens, and LaTeX for a manuscript.

CSV has one line of headings and one line for each row; the heading of a block is the first
column, and the notes on a row are the last. It is in UTF-8 with a byte order mark, without which
Excel would guess another encoding. A cell that a program might run (it begins with = + - @ or a
tab) is written with an apostrophe before it, and so is one that begins with an apostrophe: take
one off each cell that begins with it, and the text is as it was. Negative numbers stay numbers.

LaTeX is a document that compiles as it is with LuaLaTeX, XeLaTeX or pdfLaTeX; the table itself,
between two comments, can be copied into a manuscript.
"""

import csv
import io
import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader

from scripts.look.text import is_right_to_left
from scripts.tables.grid import Grid, GridCell, Row, read_number, share_width

# The wide forms of these signs begin a formula, too, where the keyboard has them.
STARTERS = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠", "'")
BEHIND_A_SIGN = re.compile(r"([;\t|\r\n]\s*\"?\s*)(?=[=+@＝＋＠]|[-－](?![\d\s]))")
BLOCK, NOTES = "Group", "Notes"
# Letters of the text of a LaTeX table that a line has room for, upright and on its side.
LETTERS, WIDE_LETTERS = 96, 170
# A word that may be broken, and the pieces of it.
LONG_WORD, PIECE = re.compile(r"[^ ]{25,}"), re.compile(r".{1,12}")
SIDES = {"right": r"\raggedleft", "center": r"\centering", "left": r"\raggedright"}
SPECIALS = {
    **{letter: f"\\{letter}" for letter in "&%$#_{}"},
    # After the end of a row these would be its options.
    **{letter: f"{{{letter}}}" for letter in "[]*"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "'": r"\textquotesingle{}",
    "✓": r"\ding{51}",
    "✗": r"\ding{55}",
    "\u00a0": "~",
    # LuaTeX takes this letter itself for broken text.
    "\ufffd": r"\symbol{65533}",
    "\t": " ",
}
# What Markdown takes for more than itself; an underscore within a word it leaves alone.
MARKDOWN = re.compile(r"([\\|\[\]*`]|(?<![^\W_])_|_(?![^\W_]))")
# Two of these in a row would become another sign.
DOUBLES = re.compile(r"([-,?!])(?=\1|\\textasciigrave)")


def guard_text(text: str) -> str:
    """Return the text of a cell so that no program takes it for a formula."""
    if text.lstrip(" ").startswith(STARTERS) and read_number(text) is None:
        text = f"'{text}"
    # A program that takes another sign than the comma to part cells finds one behind it, and does
    # not know that a line within marks goes on.
    return BEHIND_A_SIGN.sub(r"\1'", text)


def name_columns(grid: Grid) -> list[str]:
    """Return one heading for each column: what spans it, then its own."""
    spanners = [cell.text for row in grid.heads[:-1] for cell in row for _ in range(cell.span)]
    names = [cell.text for cell in grid.heads[-1]]
    pairs = zip(spanners or [""] * grid.width, names, strict=True)
    return [f"{spanner}: {name}" if spanner else name for spanner, name in pairs]


def list_records(grid: Grid) -> list[list[str]]:
    """Return headings and rows of a grid, with a column for blocks and one for notes."""
    texts, names = dict(grid.notes), name_columns(grid)
    has_blocks, block = len(grid.rows) < len(grid.body), GridCell("")
    records = [[BLOCK] * has_blocks + names + [NOTES] * bool(texts)]
    for cells in grid.body:
        if cells[0].is_bold:
            block = cells[0]
            continue
        said = [texts[mark] for mark in block.marks]
        for name, cell in zip(names, cells, strict=True):
            said += [f"{name}: {texts[mark]}" for mark in cell.marks]
        record = [block.text] * has_blocks + [cell.text for cell in cells]
        records.append(record + [" ".join(said)] * bool(texts))
    return records


def write_csv(grid: Grid, path: Path) -> Path:
    """Write a grid as CSV and return its path."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerows([guard_text(text) for text in record] for record in list_records(grid))
    path.write_bytes(stream.getvalue().encode("utf-8-sig"))
    return path


@cache
def load_text_templates() -> Environment:
    """Return the templates of files that are no markup, with what escapes text for each."""
    environment = Environment(
        loader=PackageLoader("scripts.exports"),
        autoescape=False,
        trim_blocks=True,
        keep_trailing_newline=True,
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
    )
    environment.filters |= {
        "tex": escape_latex,
        "cell": _format_cell,
        "head": _format_head,
        "rules": _format_rules,
        "md": escape_markdown,
    }
    return environment


def escape_markdown(text: object) -> str:
    """Return text on one line that Markdown takes for words: no table, HTML, link or emphasis."""
    text = MARKDOWN.sub(r"\\\1", " ".join(str(text).split()))
    return text.replace("&", "&amp;").replace("<", "&lt;")


def escape_latex(text: str) -> str:
    """Return text that LaTeX sets as it is, whatever it holds."""
    text = "".join(SPECIALS.get(character, character) for character in text)
    return DOUBLES.sub(r"\1{}", text)


def write_latex(grid: Grid, path: Path) -> Path:
    """Write a table as a LaTeX document and return its path."""
    room = WIDE_LETTERS if grid.is_wide else LETTERS
    widths = share_width(grid, room)
    # Of the width of the line, less the spaces between columns.
    columns = "".join(
        rf">{{{SIDES[head.align]}\arraybackslash}}p{{\dimexpr {width / room:.4f}"
        r"\linewidth-2\tabcolsep\relax}"
        for head, width in zip(grid.heads[-1], widths, strict=True)
    )
    label, _, rest = grid.caption.text.partition(". ")
    remarks = [_format_marks(mark, " ") + _format_cell(GridCell(t)) for mark, t in grid.remarks]
    template = load_text_templates().get_template("table.tex")
    text = template.render(
        grid=grid,
        label=label,
        rest=GridCell(rest, marks=grid.caption.marks),
        columns=columns,
        share=f"{sum(widths) / room:.4f}",
        remarks=remarks,
    )
    path.write_text(text, "utf-8", newline="\n")
    return path


def _format_marks(marks: str, behind: str = "") -> str:
    """Return the letters of notes, raised."""
    return rf"\textsuperscript{{{marks}}}{behind}" if marks else ""


def _format_cell(cell: GridCell) -> str:
    """Return the text of a cell with its marks, paragraphs apart, long words breakable."""
    paragraphs = []
    for part in cell.text.split("\n"):
        pieces = LONG_WORD.sub(lambda word: "\0".join(PIECE.findall(word[0])), part)
        text = escape_latex(pieces).replace("\0", r"\allowbreak{}")
        if cell.is_gap:
            text = rf"\textit{{{text}}}"
        # A no-op without the package that knows the direction of scripts.
        paragraphs.append(rf"\rtl{{{text}}}" if is_right_to_left(part) else text)
    return r"\par\smallskip ".join(paragraphs) + _format_marks(",".join(cell.marks))


def _format_head(cell: GridCell) -> str:
    """Return a heading; one that spans columns stands in their middle."""
    text = rf"\textbf{{{_format_cell(cell)}}}" if cell.text else ""
    return rf"\multicolumn{{{cell.span}}}{{c}}{{{text}}}" if cell.span > 1 else text


def _format_rules(heads: Row) -> str:
    """Return the rules beneath headings that span columns."""
    rules, place = "", 1
    for cell in heads:
        if cell.span > 1:
            rules += rf"\cmidrule(lr){{{place}-{place + cell.span - 1}}}"
        place += cell.span
    return rules

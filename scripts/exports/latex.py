"""Tables as LaTeX: booktabs, over several pages where they are long, every special escaped.

A file is a document that compiles as it is with LuaLaTeX, XeLaTeX or pdfLaTeX; the table
itself, between two comments, can be copied into a manuscript.
"""

from __future__ import annotations

import re
from pathlib import Path

from scripts.exports.grid import Grid, GridCell, Line, share_width
from scripts.look.text import is_right_to_left

# Letters of the text of a table that a line has room for, upright and on its side.
LETTERS, WIDE_LETTERS = 96, 170
# Letters after which a long word may be broken.
STRIDE = 12
SPECIALS = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "'": r"\textquotesingle{}",
    # After the end of a row these would be its options.
    "[": "{[}",
    "]": "{]}",
    "*": "{*}",
    "✓": r"\ding{51}",
    "✗": r"\ding{55}",
    "\u00a0": "~",
    # LuaTeX takes this letter itself for broken text.
    "\ufffd": r"\symbol{65533}",
    "\t": " ",
}
# Two of these in a row would become another sign.
DOUBLES = re.compile(r"([-,?!])(?=\1|\\textasciigrave)")
PREAMBLE = r"""\documentclass[10pt,a4paper]{article}
\usepackage{iftex}
\iftutex
  \usepackage{fontspec}
  \ifluatex\usepackage[bidi=basic,english]{babel}\else\usepackage[bidi=default,english]{babel}\fi
\else
  \usepackage[T1]{fontenc}
  \usepackage[utf8]{inputenc}
\fi
\usepackage{textcomp,pifont}
\usepackage[margin=20mm]{geometry}
\usepackage{array,booktabs,longtable,pdflscape}
\setlength{\LTleft}{0pt}
\setlength{\LTright}{0pt plus 1fill}
\setlength{\tabcolsep}{4pt}
\begin{document}
"""
BEGIN, END = "% The table begins here.\n", "% The table ends here.\n"


def escape_latex(text: str) -> str:
    """Return text that LaTeX sets as it is, whatever it holds."""
    text = "".join(SPECIALS.get(character, character) for character in text)
    return DOUBLES.sub(r"\1{}", text)


def format_cell(cell: GridCell) -> str:
    """Return the text of a cell with its marks, paragraphs apart, long words breakable."""
    paragraphs = []
    for part in cell.text.split("\n"):
        text = " ".join(_break_word(word) for word in part.split(" "))
        if cell.is_gap:
            text = rf"\textit{{{text}}}"
        # A no-op without the package that knows the direction of scripts.
        paragraphs.append(rf"\rtl{{{text}}}" if is_right_to_left(part) else text)
    marks = rf"\textsuperscript{{{','.join(cell.marks)}}}" if cell.marks else ""
    return r"\par\smallskip ".join(paragraphs) + marks


def _break_word(word: str) -> str:
    """Return a word that may be broken if it is very long."""
    parts = [word[i : i + STRIDE] for i in range(0, len(word), STRIDE)]
    if len(word) <= 2 * STRIDE:
        return escape_latex(word)
    return r"\allowbreak{}".join(map(escape_latex, parts))


def format_latex(grid: Grid) -> str:
    """Return a table as a LaTeX document."""
    widths = share_width(grid, WIDE_LETTERS if grid.wide else LETTERS)
    total = sum(widths)
    # Of the width of the line, less the spaces between columns.
    share = min(1.0, total / (WIDE_LETTERS if grid.wide else LETTERS))
    columns = "".join(
        rf">{{{_side(grid, i)}\arraybackslash}}p{{\dimexpr {width / total * share:.4f}"
        r"\linewidth-2\tabcolsep\relax}"
        for i, width in enumerate(widths)
    )
    label, stop, rest = grid.caption.text.partition(". ")
    caption = rf"\textbf{{{escape_latex(label)}{'.' if stop else ''}}}"
    caption += f" {format_cell(GridCell(rest, marks=grid.caption.marks))}" if stop else ""
    head = _format_heads(grid)
    continued = rf"\textit{{{escape_latex(label)}, continued}}"
    lines = [
        PREAMBLE + BEGIN + r"\providecommand{\rtl}[1]{#1}",
        r"\begin{landscape}" if grid.wide else "",
        r"\begingroup",
        r"\footnotesize" if grid.wide else r"\small",
        rf"\noindent {caption}\par\nopagebreak\vspace{{-6pt}}",
        rf"\begin{{longtable}}{{@{{}}{columns}@{{}}}}",
        *(r"\toprule", head, r"\midrule", r"\endfirsthead"),
        rf"\multicolumn{{{grid.width}}}{{@{{}}l@{{}}}}{{{continued}}}\\[4pt]",
        *(r"\toprule", head, r"\midrule", r"\endhead", r"\bottomrule", r"\endfoot"),
        *(_format_line(line, share) for line in grid.lines),
        r"\end{longtable}",
        *(_format_remark(mark, text) for mark, text in grid.remarks),
        r"\endgroup",
        r"\end{landscape}" if grid.wide else "",
    ]
    return "\n".join(filter(None, lines)) + "\n" + END + "\\end{document}\n"


def _side(grid: Grid, column: int) -> str:
    """Return the command that sets a column to its side."""
    sides = {"right": r"\raggedleft", "center": r"\centering", "left": r"\raggedright"}
    body = next((line.cells[column].align for line in grid.rows), "left")
    return sides[body]


def _format_heads(grid: Grid) -> str:
    """Return the rows of headings; a heading that reaches down stands in the last of its rows."""
    rows = []
    for number in range(len(grid.heads)):
        ending = [
            (column, cell)
            for first, heads in enumerate(grid.heads)
            for column, cell in heads
            if first + cell.height - 1 == number
        ]
        texts, rules, at = [], [], 0
        for column, cell in sorted(ending, key=lambda item: item[0]):
            texts += [""] * (column - at)
            at = column + cell.span
            text = rf"\textbf{{{format_cell(cell)}}}"
            if cell.span > 1:
                text = rf"\multicolumn{{{cell.span}}}{{c}}{{{text}}}"
                rules.append(rf"\cmidrule(lr){{{column + 1}-{at}}}")
            texts.append(text)
        texts += [""] * (grid.width - at)
        rows.append(" & ".join(texts) + r" \\" + "".join(rules))
    return "\n".join(rows)


def _format_line(line: Line, share: float) -> str:
    """Return a row of the body; the heading of a group is as wide as the table."""
    if line.is_group:
        cell = line.cells[0]
        width = rf"p{{\dimexpr {share:.4f}\linewidth-2\tabcolsep\relax}}"
        text = rf"\raggedright\textbf{{{format_cell(cell)}}}"
        whole = rf"\multicolumn{{{cell.span}}}{{@{{}}{width}}}{{{text}}}"
        return rf"\addlinespace[4pt]{whole} \\*"
    return " & ".join(format_cell(cell) for cell in line.cells) + r" \\ \addlinespace[3pt]"


def _format_remark(mark: str, text: str) -> str:
    """Return a note as a paragraph beneath the table."""
    raised = rf"\textsuperscript{{{mark}}} " if mark else ""
    return rf"\noindent{{\footnotesize {raised}{format_cell(GridCell(text))}\par}}"


def write_latex(grid: Grid, path: Path) -> Path:
    """Write a table as a LaTeX document and return its path."""
    path.write_text(format_latex(grid), "utf-8", newline="\n")
    return path

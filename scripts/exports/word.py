"""Tables as Word documents, as a journal prints them: three rules, repeated headings, notes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from scripts.exports.grid import BOLDER, Grid, GridCell, Line, share_width
from scripts.files.zipping import write_office_file
from scripts.look.text import is_right_to_left

FONT = "Times New Roman"
# Millimetres: A4 and its margins.
SHORT, LONG, MARGIN = 210, 297, 20
# Points of the text of a table, and millimetres of a letter of that size.
SIZE, WIDE_SIZE = 9.5, 8.5
LETTER = 0.168
# More characters the format does not allow.
LONGEST_TITLE = 255
# Eighths of a point.
THICK, THIN = 12, 6
SIDES = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
}
# The spaces around the text of a cell, in twentieths of a point.
PADDING = {"top": 30, "start": 70, "bottom": 50, "end": 70}


def write_word(grids: Sequence[Grid], path: Path, title: str = "") -> Path:
    """Write tables as a Word document, each on pages of its own, and return the path.

    A wide table gets a section of its own on pages on their side.
    """
    document = Document()
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.title = title[:LONGEST_TITLE]
    _set_styles(document)
    for number, grid in enumerate(grids):
        section = document.add_section() if number else document.sections[0]
        short, long = Mm(SHORT), Mm(LONG)
        section.orientation = WD_ORIENT.LANDSCAPE if grid.wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (long, short) if grid.wide else (short, long)
        section.left_margin = section.right_margin = Mm(MARGIN)
        section.top_margin = section.bottom_margin = Mm(MARGIN)
        _add_table(document, grid)
    stream = io.BytesIO()
    document.save(stream)
    return write_office_file(path, stream)


def _set_styles(document) -> None:
    """Set fonts, sizes and spaces of the styles that a table needs."""
    for name, size in (("Normal", 10), ("Caption", 10)):
        style = document.styles[name]
        style.font.size = Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            del fonts.attrib[key]
        for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{kind}"), FONT)
        style.paragraph_format.space_before = Pt(0)
        style.paragraph_format.space_after = Pt(4)
    caption = document.styles["Caption"]
    caption.font.color.rgb = RGBColor(0, 0, 0)
    caption.font.bold = False
    caption.paragraph_format.keep_with_next = True


def _add_table(document, grid: Grid) -> None:
    """Add caption, table and notes."""
    caption = document.add_paragraph(style="Caption")
    label, stop, rest = grid.caption.text.partition(". ")
    _write(caption, GridCell(f"{label}." if stop else label), bold=True)
    if stop:
        _write(caption, GridCell(f" {rest}", marks=grid.caption.marks))
    size = Pt(WIDE_SIZE if grid.wide else SIZE)
    letter = size.pt * LETTER
    room = (LONG if grid.wide else SHORT) - 2 * MARGIN
    widths = [Mm(width * letter) for width in share_width(grid, room / letter)]
    table = document.add_table(len(grid.heads) + len(grid.lines), grid.width)
    _prepare(table, widths)
    rows = iter(table.rows)
    head_rows = [next(rows) for _ in grid.heads]
    head_cells = [row.cells for row in head_rows]
    for number, heads in enumerate(grid.heads):
        for column, cell in heads:
            last = number + cell.height == len(grid.heads)
            corner = head_cells[number][column]
            for i in range(number, number + cell.height):
                for j in range(column, column + cell.span):
                    below = last and i == number + cell.height - 1
                    _rule(head_cells[i][j], bottom=THIN if below or cell.span > 1 else 0)
            end = head_cells[number + cell.height - 1][column + cell.span - 1]
            target = corner if end is corner else corner.merge(end)
            target.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
            _fill(target, cell, size, bold=True, centred=cell.span > 1)
    for row in head_rows:
        _flag(row, "w:cantSplit", "w:tblHeader")
    if len(head_rows) > 1:
        # A repeated heading that reaches down is cut by some programs unless there is room.
        tall = [(cell, column) for column, cell in grid.heads[0] if cell.height > 1]
        lines = max((_count_lines(c.text, widths[i].mm / letter) for c, i in tall), default=1)
        head_rows[-1].height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
        head_rows[-1].height = Pt((lines - 1) * size.pt * 1.3 + 4)
    for line, row in zip(grid.lines, rows, strict=True):
        _add_line(line, row, size)
    after = document.add_paragraph()
    after.paragraph_format.space_after = Pt(0)
    after.paragraph_format.line_spacing = Pt(4)
    for mark, text in grid.remarks:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        _write(paragraph, GridCell("", marks=(mark,) if mark else ()), Pt(8.5))
        _write(paragraph, GridCell(f" {text}" if mark else text), Pt(8.5))


def _add_line(line: Line, row, size) -> None:
    """Fill a row of the body."""
    _flag(row, "w:cantSplit")
    cells = row.cells
    if line.is_group:
        _fill(cells[0].merge(cells[-1]), line.cells[0], size, bold=True, keep=True)
        return
    for cell, target in zip(line.cells, cells, strict=True):
        _fill(target, cell, size)


def _count_lines(text: str, room: float) -> int:
    """Return how many lines text takes in a column that has room for some letters."""
    lines, used = 1, 0.0
    for word in text.split():
        if used and used + len(word) * BOLDER > room - 2:
            lines, used = lines + 1, 0.0
        used += (len(word) + 1) * BOLDER
    return lines


def _prepare(table: Table, widths: Sequence[Mm]) -> None:
    """Set widths, spaces and the rules above and below a table."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    properties = table._tbl.tblPr
    edges = OxmlElement("w:tblBorders")
    for side in ("top", "bottom"):
        edges.append(_edge(side, THICK))
    spaces = OxmlElement("w:tblCellMar")
    for side, value in PADDING.items():
        space = OxmlElement(f"w:{side}")
        space.set(qn("w:w"), str(value))
        space.set(qn("w:type"), "dxa")
        spaces.append(space)
    # The order of these elements is laid down by the format.
    layout = properties.find(qn("w:tblLayout"))
    layout.addprevious(edges)
    layout.addnext(spaces)


def _edge(side: str, size: int):
    """Return a rule at one side."""
    edge = OxmlElement(f"w:{side}")
    for key, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", "000000")):
        edge.set(qn(f"w:{key}"), value)
    return edge


def _rule(cell: _Cell, bottom: int) -> None:
    """Draw a rule beneath a cell."""
    if bottom:
        edges = OxmlElement("w:tcBorders")
        edges.append(_edge("bottom", bottom))
        cell._tc.get_or_add_tcPr().append(edges)


def _flag(row, *names: str) -> None:
    """Keep a row on one page, or repeat it on each."""
    properties = row._tr.get_or_add_trPr()
    for name in names:
        properties.append(OxmlElement(name))


def _fill(
    target: _Cell,
    cell: GridCell,
    size,
    bold: bool = False,
    centred: bool = False,
    keep: bool = False,
) -> None:
    """Write a cell, one paragraph for each of its lines."""
    texts = cell.text.split("\n")
    paragraph = target.paragraphs[0]
    for number, text in enumerate(texts):
        if number:
            paragraph = target.add_paragraph()
        last = number == len(texts) - 1
        style = paragraph.paragraph_format
        style.alignment = SIDES["center" if centred else cell.align]
        style.space_after = Pt(0 if last else 3)
        style.keep_with_next = keep or None
        part = GridCell(text, marks=cell.marks if last else (), is_gap=cell.is_gap)
        _write(paragraph, part, size, bold)


def _set_complex_size(run, size) -> None:
    """Give the letters of such scripts the size of the others, which they do not follow."""
    if size is not None:
        element = OxmlElement("w:szCs")
        element.set(qn("w:val"), str(round(size.pt * 2)))
        run._r.get_or_add_rPr().insert_element_before(
            element, *("w:highlight", "w:u", "w:vertAlign", "w:rtl", "w:cs", "w:lang")
        )


def _write(paragraph: Paragraph, cell: GridCell, size=None, bold: bool = False) -> None:
    """Write text and the raised letters of its notes into a paragraph."""
    for text, raised in ((cell.text, False), (",".join(cell.marks), True)):
        if not text:
            continue
        run = paragraph.add_run(text)
        run.font.size, run.font.bold = size, bold or None
        run.font.italic = (cell.is_gap and not raised) or None
        run.font.superscript = raised or None
        if not raised and is_right_to_left(text):
            run.font.rtl, run.font.cs_bold, run.font.cs_italic = True, bold or None, run.font.italic
            _set_complex_size(run, size)
            bidi = OxmlElement("w:bidi")
            paragraph._p.get_or_add_pPr().insert_element_before(
                bidi, *("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr")
            )

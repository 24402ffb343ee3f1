"""Tables as Word documents, as a journal prints them: three rules, repeated headings, notes.

What the text looks like is said by four styles, so that whoever takes a table over can change
it in one place.
"""

import io
from collections.abc import Sequence
from pathlib import Path

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from scripts.files.paths import write_office_file
from scripts.look.text import is_right_to_left
from scripts.tables.grid import Grid, GridCell, Row, share_width

FONT, BODY, NOTE = "Times New Roman", "Table Text", "Table Note"
# Millimetres: A4 and its margins.
SHORT, LONG, MARGIN = 210, 297, 20
# Points of the text of a table, and millimetres of a letter of one point.
SIZE, WIDE_SIZE, LETTER = 9.5, 8.5, 0.168
# More characters the format does not allow.
LONGEST_TITLE = 255
# Rules above and below a table, and the spaces around the text of its cells.
BORDERS = f"""<w:tblBorders {nsdecls("w")}>
<w:top w:val="single" w:sz="12" w:space="0" w:color="000000"/>
<w:bottom w:val="single" w:sz="12" w:space="0" w:color="000000"/></w:tblBorders>"""
PADDING = f"""<w:tblCellMar {nsdecls("w")}>
<w:top w:w="30" w:type="dxa"/><w:start w:w="70" w:type="dxa"/>
<w:bottom w:w="50" w:type="dxa"/><w:end w:w="70" w:type="dxa"/></w:tblCellMar>"""
RULE = f"""<w:tcBorders {nsdecls("w")}>
<w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:tcBorders>"""
# What stands behind the direction of a paragraph: the format lays down the order.
BEHIND_DIRECTION = ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr")


def write_word(grid: Grid, path: Path) -> Path:
    """Write a table as a Word document, on pages on their side if it is wide; return the path."""
    document = Document()
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.title = grid.caption.text[:LONGEST_TITLE]
    section, size = document.sections[0], (Mm(SHORT), Mm(LONG))
    section.orientation = WD_ORIENT.LANDSCAPE if grid.is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = reversed(size) if grid.is_wide else size
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin = section.bottom_margin = Mm(MARGIN)
    _set_styles(document, WIDE_SIZE if grid.is_wide else SIZE)
    label, stop, rest = grid.caption.text.partition(". ")
    caption = document.add_paragraph(style="Caption")
    _write(caption, label + stop, bold=True)
    _write(caption, rest, grid.caption.marks)
    _add_table(document, grid)
    after = document.add_paragraph()
    after.paragraph_format.space_after = Pt(0)
    after.paragraph_format.line_spacing = Pt(4)
    for mark, text in grid.remarks:
        paragraph = document.add_paragraph(style=NOTE)
        _write(paragraph, "", (mark,) if mark else ())
        _write(paragraph, f" {text}" if mark else text)
    stream = io.BytesIO()
    document.save(stream)
    return write_office_file(path, stream)


def _set_styles(document, size: float) -> None:
    """Set fonts, sizes and spaces of the styles that a table needs."""
    for name, points, after in (
        ("Normal", 10, 4),
        ("Caption", 10, 4),
        (BODY, size, 0),
        (NOTE, 8.5, 2),
    ):
        if name not in (style.name for style in document.styles):
            document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(points)
        # Letters of other scripts follow neither font nor size of the Latin ones.
        for script in ("cs", "eastAsia"):
            style.element.rPr.rFonts.set(qn(f"w:{script}"), FONT)
        complex_size = OxmlElement("w:szCs")
        complex_size.set(qn("w:val"), str(round(points * 2)))
        style.element.rPr.find(qn("w:sz")).addnext(complex_size)
        style.paragraph_format.space_before = Pt(0)
        style.paragraph_format.space_after = Pt(after)
    caption = document.styles["Caption"]
    caption.font.color.rgb = RGBColor(0, 0, 0)
    caption.font.bold = False
    caption.paragraph_format.keep_with_next = True


def _add_table(document, grid: Grid) -> None:
    """Add the table: headings that are repeated on each page, headings of blocks, rows."""
    letter = (WIDE_SIZE if grid.is_wide else SIZE) * LETTER
    room = (LONG if grid.is_wide else SHORT) - 2 * MARGIN
    widths = [Mm(width * letter) for width in share_width(grid, room / letter)]
    table = document.add_table(0, grid.width)
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    layout = table._tbl.tblPr.find(qn("w:tblLayout"))
    layout.addprevious(parse_xml(BORDERS))
    layout.addnext(parse_xml(PADDING))
    for cells in grid.heads:
        _add_row(table.add_row(), cells, is_head=True, is_last=cells is grid.heads[-1])
    for cells in grid.body:
        _add_row(table.add_row(), cells)


def _add_row(row: _Row, cells: Row, is_head: bool = False, is_last: bool = False) -> None:
    """Fill a row that stays on one page; headings are repeated on each.

    There is a rule beneath the last row of headings, and beneath those that span columns.
    """
    for flag in ("w:cantSplit", "w:tblHeader") if is_head else ("w:cantSplit",):
        row._tr.get_or_add_trPr().append(OxmlElement(flag))
    targets, place = row.cells, 0
    for cell in cells:
        own = targets[place : place + cell.span]
        place += cell.span
        for target in own if is_last or (is_head and cell.text) else ():
            target._tc.get_or_add_tcPr().append(parse_xml(RULE))
        target = own[0].merge(own[-1]) if cell.span > 1 else own[0]
        if is_head:
            target.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
        _fill(target, cell, keep=cell.is_bold and not is_head)


def _fill(target: _Cell, cell: GridCell, keep: bool) -> None:
    """Write a cell, one paragraph for each of its lines; a heading is kept with what follows."""
    texts = cell.text.split("\n")
    for number, text in enumerate(texts, start=1):
        paragraph = target.paragraphs[0] if number == 1 else target.add_paragraph()
        is_last = number == len(texts)
        paragraph.style = BODY
        paragraph.alignment = WD_ALIGN_PARAGRAPH[cell.align.upper()]
        paragraph.paragraph_format.space_after = None if is_last else Pt(3)
        paragraph.paragraph_format.keep_with_next = keep or None
        _write(paragraph, text, cell.marks if is_last else (), cell.is_bold, cell.is_gap)


def _write(
    paragraph: Paragraph,
    text: str,
    marks: Sequence[str] = (),
    bold: bool = False,
    italic: bool = False,
) -> None:
    """Write text and the raised letters of its notes into a paragraph."""
    if text:
        run = paragraph.add_run(text)
        run.font.bold, run.font.italic = bold or None, italic or None
        if is_right_to_left(text):
            run.font.rtl = True
            run.font.cs_bold, run.font.cs_italic = run.font.bold, run.font.italic
            bidi, properties = OxmlElement("w:bidi"), paragraph._p.get_or_add_pPr()
            properties.insert_element_before(bidi, *BEHIND_DIRECTION)
    if marks:
        paragraph.add_run(",".join(marks)).font.superscript = True

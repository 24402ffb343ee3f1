"""What holds for the study of this edition alone: export tables."""

from __future__ import annotations

from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from scripts.exports.excel import write_excel
from scripts.exports.grid import GAP_NOTE
from scripts.exports.word import write_word
from tests.exports.test_export_tables import (  # noqa: F401
    grids,
    invented,
    read_excel,
    read_word,
)


def test_a_word_file_has_what_a_journal_asks_for(grids, tmp_path):  # noqa: F811
    grid = grids["chains"]
    document, _ = read_word(write_word([grid], tmp_path / "t.docx", "A title"))
    section = document.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert section.page_width > section.page_height
    table = document.tables[0]
    flagged = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert flagged == [True] * len(grid.heads) + [False] * len(grid.lines)
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    spans = [tc.grid_span for tc in table.rows[0]._tr.tc_lst]
    assert max(spans) > 1
    assert sum(spans) == grid.width
    widths = [column.width.mm for column in table.columns]
    assert sum(widths) <= 257.5
    assert min(widths) > 5
    texts = [paragraph.text for paragraph in document.paragraphs]
    for mark, text in grid.notes:
        assert f"{mark} {text}" in texts
    assert GAP_NOTE in texts
    italic = [
        run.text
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        for run in paragraph.runs
        if run.font.italic
    ]
    assert len(italic) == sum(cell.is_gap for line in grid.lines for cell in line.cells) > 0
    assert document.core_properties.title == "A title"
    document, _ = read_word(write_word([grids["people"]], tmp_path / "u.docx"))
    assert document.sections[0].orientation == WD_ORIENT.PORTRAIT


def test_a_workbook_can_be_read_comfortably(grids, tmp_path):  # noqa: F811
    grid = grids["chains"]
    sheet, _ = read_excel(write_excel([("Chains", grid)], tmp_path / "t.xlsx"), grid)
    assert sheet.title == "Chains"
    assert sheet.freeze_panes == "B4"
    assert sheet.print_title_rows == "$2:$3"
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert "C2:D2" in merged
    assert all(cell.alignment.wrap_text for row in sheet["A1:H6"] for cell in row if cell.value)
    comments = [cell for row in sheet.iter_rows() for cell in row if cell.comment]
    marked = sum(bool(cell.marks) for line in grid.lines for cell in line.cells)
    marked += sum(bool(cell.marks) for row in grid.heads for _, cell in row)
    assert len(comments) == marked + bool(grid.caption.marks) == 5
    below = [row[0].value for row in sheet.iter_rows(min_row=len(grid.lines) + 4) if row[0].value]
    for _, text in grid.notes:
        assert any(line.endswith(text) for line in below)

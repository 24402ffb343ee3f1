"""What a file holds, before anything is made of it."""

import datetime

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from scripts.importer.importing import import_table
from scripts.importer.reading import read_tables
from scripts.importer.source_tables import TableError


@pytest.mark.parametrize("first", ["sep=;\n", ""])
def test_every_line_of_a_text_is_kept_to_compare_but_that_which_names_the_mark(tmp_path, first):
    path = tmp_path / "table.csv"
    path.write_text(f"{first}context;outcome\nNew;Stays\n", "utf-8")
    texts = [text for _, (text,) in read_tables(path).source]
    assert texts == ["context;outcome", "New;Stays"]


def test_two_headings_of_stages_say_what_stands_between_cells_below_a_title(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("Gardens, groups, walks\n\ncontext;outcome\nNew;Stays\n", "utf-8")
    found = import_table(path)
    assert [stage.label for stage in found.stages] == ["context", "outcome"]


def test_a_title_merged_beyond_its_table_makes_it_no_wider(tmp_path):
    book = openpyxl.Workbook()
    for row in (["A title"], ["Context", "Outcome"], ["New", "Stays"]):
        book.active.append(row)
    book.active.merge_cells("A1:H1")
    book.save(tmp_path / "table.xlsx")
    (grid,) = read_tables(tmp_path / "table.xlsx").grids
    assert grid.width == 2


@pytest.mark.parametrize(("number", "more"), [(1, ""), (3, " So are 2 more.")])
def test_one_doubt_is_told_alone_and_of_more_how_many(tmp_path, number, more):
    book = openpyxl.Workbook()
    dates = [datetime.date(2024, 1, day) for day in range(1, number + 1)]
    for row in (["Context", "Outcome", "More", "Again"], ["New", "Stays"], ["Old", *dates]):
        book.active.append(row)
    book.save(tmp_path / "table.xlsx")
    with pytest.raises(TableError, match=r"cell B3: the date") as refusal:
        import_table(tmp_path / "table.xlsx")
    told = str(refusal.value)
    assert told.endswith(f".{more}")
    assert ("So are" in told) == bool(more)


def test_a_row_of_word_may_begin_further_to_the_right(tmp_path):
    document = docx.Document()
    table = document.add_table(2, 3)
    for cell, text in zip(table.rows[0].cells, ("Context", "Mechanism", "Outcome"), strict=True):
        cell.text = text
    row = table.rows[1]
    for cell, text in zip(row.cells, ("", "Asks", "Stays"), strict=True):
        cell.text = text
    row._tr.remove(row._tr.tc_lst[0])
    before = OxmlElement("w:gridBefore")
    before.set(qn("w:val"), "1")
    row._tr.get_or_add_trPr().append(before)
    document.save(tmp_path / "table.docx")
    (grid,) = read_tables(tmp_path / "table.docx").grids
    assert grid.rows[1] == ("", "Asks", "Stays")

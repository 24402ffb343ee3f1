"""Any legal study can be downloaded, and every value of it is found again in the files."""

import csv
import io
import tempfile
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from hypothesis import given
from openpyxl import load_workbook

from scripts.analysis.configurations import select_configurations
from scripts.exports.downloads import write_package
from scripts.exports.excel import write_excel
from scripts.exports.text_formats import write_csv, write_latex
from scripts.exports.word import write_word
from scripts.study.study import load_study
from scripts.tables.grid import build_grid, describe_notes
from tests.exhibits import rebuild_tables
from tests.fuzzing import (
    examples,
    expect_count,
    expect_lines,
    expect_quotations,
    invented_studies,
    shown_rows,
    squash,
    squeeze,
)
from tests.pictures import write_pictures

pytestmark = pytest.mark.night


def expect_texts(invented, exhibit):
    """What has to stand in the files of a table, apart from its headings."""
    if exhibit["kind"] == "demographics":
        rows = [r for r in invented.tables["demographics"] if r["group"] in exhibit["groups"]]
        return [text for row in rows for text in (row["level"], expect_count(invented, row))]
    if exhibit["kind"] == "interviews":
        labels = {g["group"]: g["label"] for g in invented.settings["groups"]}
        return [labels[group] for group in exhibit["groups"]]
    texts = []
    for row in shown_rows(invented, exhibit):
        texts += [line for s in invented.stages for line in expect_lines(invented, row, s)]
        texts += expect_quotations(invented, row["configuration"])
    return texts


def read_csv(path):
    """The cells of a CSV file, without what keeps them from being formulas."""
    rows = csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
    cells = [cell for row in rows for cell in row]
    assert not any(cell.lstrip().startswith(("=", "@", "+")) for cell in cells)
    return [cell.removeprefix("'") for cell in cells]


def read_word(path):
    """The cells of a Word file."""
    return [c.text for t in Document(path).tables for row in t.rows for c in row.cells]


def read_excel(path):
    """The cells of an Excel file; none of them is a formula."""
    cells = [c for sheet in load_workbook(path) for row in sheet.iter_rows() for c in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    return ["" if cell.value is None else str(cell.value) for cell in cells]


@examples("files")
@given(invented_studies(most=4, large=False))
def test_no_value_is_lost_from_a_file(invented):
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        study = load_study(invented.write(folder / "data"))
        grids = {
            key: build_grid(table, describe_notes(study, key))
            for key, table in rebuild_tables(study).items()
        }
        for exhibit in invented.settings["exhibits"]:
            if exhibit["kind"] == "diagram":
                continue
            key = exhibit["exhibit"]
            grid = grids[key]
            write_csv(grid, folder / f"{key}.csv")
            write_word(grid, folder / f"{key}.docx")
            write_excel(grid, folder / f"{key}.xlsx")
            write_latex(grid, folder / f"{key}.tex")
            wanted = expect_texts(invented, exhibit)
            for read, suffix in ((read_csv, "csv"), (read_word, "docx"), (read_excel, "xlsx")):
                words = squeeze("\n".join(read(folder / f"{key}.{suffix}")))
                lost = [text for text in wanted if squeeze(text) not in words]
                assert not lost, (suffix, lost)
        check_package(invented, write_package(study, folder / "data.zip"))


@examples("print")
@given(invented_studies(most=4, large=False))
def test_no_word_is_lost_from_a_figure_for_print(invented):
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "figures"
        study = load_study(invented.write(Path(place) / "data"))
        for exhibit in study.settings.exhibits:
            if exhibit.kind == "diagram":
                shown = select_configurations(study, exhibit.show)
                paths = write_pictures(study, shown, exhibit.exhibit, folder)
                assert all(path.stat().st_size for path in paths)
        for exhibit in invented.exhibits("diagram"):
            check_pictures(invented, exhibit, folder)


def check_pictures(invented, exhibit, folder):
    """See all words of a diagram in its files for print."""
    if not (rows := shown_rows(invented, exhibit)):
        return
    text = ""
    for path in folder.glob(f"{exhibit['exhibit']}-column*.svg"):
        root = ET.fromstring(path.read_text("utf-8"))
        text += "".join(
            "".join(t.itertext()) for t in root.iter("{http://www.w3.org/2000/svg}text")
        )
    if invented.tables.get("codings"):
        return
    for row in rows:
        for stage in invented.stages:
            for line in expect_lines(invented, row, stage):
                assert squash(line) in squash(text), line


def check_package(invented, path):
    """See every row of the data in the zip file."""
    with zipfile.ZipFile(path) as file:
        for name, rows in invented.tables.items():
            text = file.read(f"data/{invented.path(name)}").decode("utf-8-sig")
            found = list(csv.DictReader(io.StringIO(text, newline="")))
            found = [row for row in found if any(row.values())]
            assert found == [{c: row.get(c, "") for c in invented.columns(name)} for row in rows]

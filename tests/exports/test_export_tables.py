"""Tables as files: each cell found again in each format, and nothing in them ever runs."""

import csv
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace

import pandas as pd
import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from scripts.exports.excel import write_excel
from scripts.exports.text_formats import (
    escape_latex,
    list_records,
    name_columns,
    write_csv,
    write_latex,
)
from scripts.exports.word import write_word
from scripts.tables.grid import (
    GAP_NOTE,
    Grid,
    GridCell,
    build_grid,
    clean_text,
    describe_notes,
    read_number,
    share_width,
)
from scripts.tables.table import build_table
from tests.exhibits import rebuild_table, rebuild_tables, run_chapter
from tests.export_study import make_export_study
from tests.studies import make_study

SPOILED = (
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.example","y")',
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1)",
    r"\input{/etc/passwd}",
    r"\write18{ls} \\ & % $ # _ { } ~ ^ [x] *",
    "-- --- '' `` ,, << >> ?` !`",
    "bell \x07 and zero \x00 and escape \x1b",
    "\ufffe and \ud800",
    "שלום עולם (1)",
    "مرحبا بالعالم",
    "x" * 300,
    "'quoted",
    "＝1+1",
    "one\ntwo",
    "[begins with a bracket",
    "*star",
    "12",
    "-7.50",
    "007",
    "#N/A",
    "TRUE",
)


@pytest.fixture(scope="module")
def invented(tmp_path_factory):
    """An invented study with a table of each kind."""
    return make_export_study(tmp_path_factory.mktemp("invented") / "data")


@pytest.fixture(scope="module")
def grids(study, invented):
    """Every table that can be downloaded, of the study in the data folder and the invented one."""
    return {
        f"{name}{key}": build_grid(table, describe_notes(own, key))
        for name, own in (("data ", study), ("", invented))
        for key, table in rebuild_tables(own).items()
    }


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory):
    """A table each of whose cells would like to do harm.

    What the data gate refuses is put in after loading, as if the gate had let it through.
    """
    folder = tmp_path_factory.mktemp("spoiled") / "data"
    rows = [
        {"configuration": f"c-{i}", "context": f"placeholder {i}", "outcome": "an outcome"}
        for i in range(len(SPOILED))
    ]
    stages = [
        {"stage": "context", "label": "=1+1", "spanner": "@head {x}"},
        {"stage": "mechanism", "label": "50% & more", "spanner": "@head {x}"},
        {"stage": "outcome", "label": "Outcome"},
    ]
    exhibit = {"exhibit": "rows", "kind": "configurations", "label": "Table #1"}
    exhibit["caption"] = r"=1+1 \input{x} <b> 100%"
    study = make_study(folder, stages=stages, configurations=rows, exhibits=[exhibit])
    table = study.configurations
    for i, text in enumerate(SPOILED):
        table.loc[i, "context"] = text
    grid = build_grid(rebuild_table(study, "rows"))
    assert [cells[1].text for cells in grid.rows] == [clean_text(text) for text in SPOILED]
    return grid


def list_body(grid):
    """Return the texts of the rows of a grid."""
    return [[cell.text for cell in cells] for cells in grid.rows]


def read_word(path):
    """Return the rows of the table of a Word file, each cell once, without raised letters."""
    document = Document(path)
    rows = []
    for row in document.tables[0].rows:
        seen = {id(cell._tc): cell for cell in row.cells}
        rows.append(
            [
                "\n".join(
                    "".join(run.text for run in p.runs if not run.font.superscript)
                    for p in cell.paragraphs
                )
                for cell in seen.values()
            ]
        )
    return document, rows


def read_excel(path, grid):
    """Return the sheet of a workbook and the values of the rows of its body."""
    sheet = load_workbook(path).active
    places = enumerate(grid.body, start=2 + len(grid.heads))
    return sheet, [sheet[place][: grid.width] for place, row in places if not row[0].is_bold]


def unescape_latex(text):
    """Return the text that LaTeX would set, by rules that are not those of the package."""
    names = {
        "textbackslash": "\\",
        "textasciitilde": "~",
        "textasciicircum": "^",
        "textless": "<",
        "textgreater": ">",
        "textbar": "|",
        "textquotedbl": '"',
        "textasciigrave": "`",
        "textquotesingle": "'",
        "allowbreak": "",
    }
    out, i = [], 0
    while i < len(text):
        rest = text[i:]
        if match := re.match(r"\\ding\{(\d+)\}", rest):
            out.append({"51": "✓", "55": "✗"}[match[1]])
        elif match := re.match(r"\\symbol\{(\d+)\}", rest):
            out.append(chr(int(match[1])))
        elif match := re.match(r"\\par\\smallskip ", rest):
            out.append("\n")
        elif match := re.match(r"\\textsuperscript\{[a-z,]*\}", rest):
            pass
        elif match := re.match(r"\\(textit|textbf|rtl)\{", rest):
            depth, end = 1, match.end()
            while depth:
                step = 2 if rest[end] == "\\" else 1
                depth += {"{": 1, "}": -1}.get(rest[end], 0)
                end += step
            out.append(unescape_latex(rest[match.end() : end - 1]))
            i += end
            continue
        elif match := re.match(r"\\([a-z]+)\{\}", rest):
            out.append(names[match[1]])
        elif match := re.match(r"\\[&%$#_{}]|\{[\[\]*]\}", rest):
            out.append(match[0][1])
        elif match := re.match(r"\{\}", rest):
            pass
        elif match := re.match(r"~", rest):
            out.append("\u00a0")
        else:
            match = re.match(r"[^\\{}&%$#_^\[\]*]", rest)
            assert match, f"not escaped: {rest[:30]!r}"
            out.append(match[0])
        i += match.end()
    return "".join(out)


def read_latex(text):
    """Return the texts of the rows of the body of a LaTeX table."""
    body = text.partition("\\endfoot\n")[2].partition("\n\\end{longtable}")[0]
    rows = []
    for line in body.split("\n"):
        if line.startswith(r"\addlinespace[4pt]\multicolumn"):
            continue
        assert line.endswith(r" \\ \addlinespace[3pt]"), line
        line = line.removesuffix(r" \\ \addlinespace[3pt]")
        rows.append([unescape_latex(cell) for cell in line.split(" & ")])
    return rows


def test_a_long_caption_stops_nothing(grids, tmp_path):
    title = "A long caption. " * 50
    grid = replace(grids["chains"], caption=GridCell(title))
    document, _ = read_word(write_word(grid, tmp_path / "t.docx"))
    assert title.startswith(document.core_properties.title)


@pytest.mark.parametrize("key", ["every table", "spoiled"])
def test_every_cell_is_in_every_file_unchanged(key, grids, spoiled, tmp_path):
    for name, grid in (grids if key == "every table" else {"spoiled": spoiled}).items():
        wanted = list_body(grid)
        document, rows = read_word(write_word(grid, tmp_path / f"{name}.docx"))
        body = [row for row in rows[len(grid.heads) :] if len(row) == grid.width]
        assert body == wanted, name
        groups = [row[0].text for row in grid.body if row[0].is_bold]
        assert [row[0] for row in rows[len(grid.heads) :] if len(row) == 1] == groups
        assert document.paragraphs[0].style.name == "Caption"
        _, rows = read_excel(write_excel(grid, tmp_path / f"{name}.xlsx"), grid)
        for texts, cells in zip(wanted, rows, strict=True):
            for text, cell in zip(texts, cells, strict=True):
                number = read_number(text)
                assert cell.value == (number if number is not None else text or None), name
        text = write_csv(grid, tmp_path / f"{name}.csv").read_bytes().decode("utf-8-sig")
        records = list(csv.reader(io.StringIO(text, newline="")))
        plain = [[cell.removeprefix("'") for cell in record] for record in records]
        assert plain == list_records(grid), name
        has_groups = bool(groups)
        shown = [record[has_groups : has_groups + grid.width] for record in plain]
        assert shown == [name_columns(grid), *wanted]
        # A tab becomes a blank in LaTeX, as it would be set.
        blank = [[cell.replace("\t", " ") for cell in row] for row in wanted]
        text = write_latex(grid, tmp_path / f"{name}.tex").read_text("utf-8")
        assert read_latex(text) == blank, name


def test_the_cells_are_those_of_the_rebuilt_exhibit(invented, grids):
    words = {invented.settings.not_in_source, invented.settings.not_available}
    for key in ("people", "talks", "chains"):
        cells = run_chapter(invented, key).comparisons[key].cells
        values = {cell.text for cell in cells if cell.row not in ("caption", "heading")}
        values -= {cell.text for cell in cells if cell.column == "label"} | {""}
        shown = {text for row in list_body(grids[key]) for text in row[1:]}
        assert shown - words - {""} == values
        heads = {cell.text for row in grids[key].heads for cell in row}
        assert {cell.text for cell in cells if cell.row == "heading"} <= heads
    assert [row[0].text for row in grids["people"].body] == ["Age", "Young", "Old"]


def test_no_text_is_a_formula_in_a_workbook(spoiled, tmp_path):
    path = write_excel(replace(spoiled, caption=GridCell("=1+1")), tmp_path / "x.xlsx")
    for sheet in load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in "sn", cell.value
                if isinstance(cell.value, str) and cell.value[:1] in "=+-@":
                    assert cell.quotePrefix
    with zipfile.ZipFile(path) as file:
        for name in file.namelist():
            assert b"<f>" not in file.read(name)


def test_what_looks_like_an_escape_of_a_workbook_is_shown_as_it_is(tmp_path):
    text = "a_x0041_ and _x000D_"
    body = ((GridCell(text, marks=("a",)),),)
    grid = Grid(GridCell(text), ((GridCell(text),),), body, (("a", text),))
    path = write_excel(grid, tmp_path / "x.xlsx")
    with zipfile.ZipFile(path) as file:
        for name in ("xl/worksheets/sheet1.xml", "xl/comments/comment1.xml"):
            assert b"a_x005F_x0041_ and _x005F_x000D_" in file.read(name)
            assert b"a_x0041_" not in file.read(name)


def test_numbers_are_numbers_in_a_workbook_and_keep_their_zeros(spoiled, tmp_path):
    _, rows = read_excel(write_excel(spoiled, tmp_path / "x.xlsx"), spoiled)
    found = {cells[1].value: cells[1] for cells in rows}
    assert found[12].data_type == "n"
    assert found[-7.5].number_format == "0.00"
    assert found["007"].data_type == "s"


def test_no_cell_of_csv_runs_in_a_spreadsheet(spoiled, tmp_path):
    path = write_csv(spoiled, tmp_path / "x.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    for record in csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")):
        for cell in record:
            assert cell[:1] not in tuple("=+@\t\r＝＋－＠"), cell
            assert not cell.startswith("-") or read_number(cell) is not None


def test_hebrew_runs_from_right_to_left(spoiled, tmp_path):
    document, _ = read_word(write_word(spoiled, tmp_path / "x.docx"))
    found = [
        (paragraph.text, paragraph._p.pPr.find(qn("w:bidi")) is not None, run.font.rtl)
        for row in document.tables[0].rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        for run in paragraph.runs
    ]
    turned = {text for text, bidi, rtl in found if bidi and rtl}
    assert turned == {"שלום עולם (1)", "مرحبا بالعالم"}
    assert {text for text, bidi, rtl in found if bidi or rtl} == turned
    # Letters of such scripts have a size of their own.
    style = document.tables[0].cell(1, 1).paragraphs[0].style.element.rPr
    assert style.find(qn("w:sz")).get(qn("w:val")) == style.find(qn("w:szCs")).get(qn("w:val"))
    _, rows = read_excel(write_excel(spoiled, tmp_path / "x.xlsx"), spoiled)
    cells = {cells[1].value: cells[1].alignment for cells in rows}
    right = {t for t, a in cells.items() if (a.readingOrder, a.horizontal) == (2, "right")}
    assert right == turned


def test_each_note_is_there_and_points_to_its_cell(invented, grids):
    for key in ("people", "chains"):
        grid = grids[key]
        own = set(describe_notes(invented, key).values())
        assert {text for _, text in grid.notes} == own
        marks = [m for row in (*grid.heads, *grid.body) for cell in row for m in cell.marks]
        marks += grid.caption.marks
        assert set(marks) == {mark for mark, _ in grid.notes}
        assert len({mark for mark, _ in grid.notes}) == len(grid.notes)
        for reason in invented.editorial_notes.query("exhibit == @key")["reason"]:
            assert any(reason in text for _, text in grid.notes)
    # One reason for two cells is one note.
    assert [len(grids[key].notes) for key in ("people", "chains")] == [2, 4]


def test_marks_go_on_after_z():
    frame = pd.DataFrame({"name": map(str, range(28))})
    notes = {(str(place), "name"): f"note {place}" for place in range(28)}
    frame["what"] = frame["name"]
    notes = {(row, "what"): text for (row, _), text in notes.items()}
    grid = build_grid(build_table(frame, "t", "T"), notes)
    assert [mark for mark, _ in grid.notes][24:] == ["y", "z", "aa", "ab"]


def test_columns_fit_the_page_and_their_words(grids, spoiled):
    for grid in (*grids.values(), spoiled):
        for room in (60, 107, 182):
            widths = share_width(grid, room)
            assert sum(widths) <= room + 1e-6
            assert min(widths) > 0


def test_two_runs_give_the_same_bytes(grids, tmp_path, monkeypatch):
    written = []
    for moment in (1_000_000_000, 1_500_000_007):
        monkeypatch.setattr("time.time", lambda moment=moment: moment)
        folder = tmp_path / str(moment)
        folder.mkdir()
        grid = grids["chains"]
        files = [write_word(grid, folder / "t.docx")]
        files.append(write_excel(grid, folder / "t.xlsx"))
        written.append([path.read_bytes() for path in files])
        for path in files:
            with zipfile.ZipFile(path) as file:
                entries = file.infolist()
                assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
                assert {entry.create_system for entry in entries} == {3}
                assert b"dcterms:created" not in file.read("docProps/core.xml")
                assert b"dcterms:modified" not in file.read("docProps/core.xml")
    assert written[0] == written[1]


def test_latex_reads_back_as_it_was():
    for text in SPOILED:
        text = clean_text(text).replace("\n", " ")
        assert unescape_latex(escape_latex(text)) == text
    for pair in ("--", "''", "``", ",,", "<<", ">>", "?`", "!`"):
        assert pair not in escape_latex("a" + pair + "b")


@pytest.mark.skipif(not shutil.which("lualatex"), reason="apt-get install texlive-luatex")
def test_latex_compiles(grids, spoiled, tmp_path):
    # The fonts that LaTeX brings lack letters of far scripts, which it only warns of.
    for name, grid in {**grids, "spoiled": spoiled}.items():
        text = write_latex(grid, tmp_path / f"{name}.tex").read_text("utf-8")
        for comment in ("% The table begins here.", "% The table ends here."):
            assert text.count(f"\n{comment}\n") == 1
        done = subprocess.run(
            ["lualatex", "-interaction=nonstopmode", "-halt-on-error", f"{name}.tex"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=900,
        )
        assert done.returncode == 0, done.stdout[-1500:]


def test_a_word_file_has_what_a_journal_asks_for(grids, tmp_path):
    grid = grids["chains"]
    document, _ = read_word(write_word(grid, tmp_path / "t.docx"))
    section = document.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert section.page_width > section.page_height
    table = document.tables[0]
    flagged = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert flagged == [True] * len(grid.heads) + [False] * len(grid.rows)
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
    assert len(italic) == sum(cell.is_gap for cells in grid.rows for cell in cells) > 0
    assert document.core_properties.title == grid.caption.text
    document, _ = read_word(write_word(grids["people"], tmp_path / "u.docx"))
    assert document.sections[0].orientation == WD_ORIENT.PORTRAIT


def test_a_workbook_can_be_read_comfortably(grids, tmp_path):
    grid = grids["chains"]
    sheet, _ = read_excel(write_excel(grid, tmp_path / "t.xlsx"), grid)
    assert grid.caption.text.startswith(f"{sheet.title}. ")
    assert sheet.freeze_panes == "B4"
    # Below the last row of headings, down to the last row of the table.
    first, last = sheet.auto_filter.ref.split(":")
    assert first == "A3"
    assert last == f"{get_column_letter(grid.width)}{3 + len(grid.rows)}"
    assert sheet.print_title_rows == "$2:$3"
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert "C2:D2" in merged
    assert all(cell.alignment.wrap_text for row in sheet["A1:H6"] for cell in row if cell.value)
    comments = [cell for row in sheet.iter_rows() for cell in row if cell.comment]
    marked = sum(bool(cell.marks) for row in (*grid.heads, *grid.rows) for cell in row)
    assert len(comments) == marked + bool(grid.caption.marks) == 5
    below = [row[0].value for row in sheet.iter_rows(min_row=len(grid.rows) + 4) if row[0].value]
    for _, text in grid.notes:
        assert any(line.endswith(text) for line in below)

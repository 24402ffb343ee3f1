import datetime
import tempfile
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from scripts.files.problems import StudyError
from scripts.files.spreadsheets import Sheet
from scripts.files.text_files import UNSEEN
from scripts.study.data_files import FILE, read_files
from scripts.study.dictionary import read_dictionary
from scripts.study.study import load_study, open_study
from scripts.study.workbook_writing import build_workbook, swap_tables
from tests.spoiling import check_plainly, remove
from tests.studies import make_study, write_study

ODD = ["None", "NA", "1-2", "012", "=cmd", "yes", "TRUE", "1e3", "#REF!", "“q”", 'say "x"']
ODD += [
    "two\nlines",
    "-",
    "+1",
    "@x",
    "27.0",
    "<b>&",
    "_x000D_",
    "a\rb",
    "\x0bx\x07",
    "'x",
    "x" * 9000,
]
CELLS = st.one_of(
    st.sampled_from(ODD),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30),
    st.integers(-(10**18), 10**18).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(str),
).map(str.strip)


def write_workbook_study(folder, **values):
    """Return a data folder whose tables stand in a workbook."""
    write_study(folder, **values)
    swap_tables(folder)
    return folder


def edit(data, change):
    """Pass the workbook of a data folder to a function, and save it."""
    book = load_workbook(data / FILE)
    change(book)
    book.save(data / FILE)


COUNTS = {
    "characteristics": [{"characteristic": "age", "label": "Age", "responses": "single"}],
    "demographics": [
        {"characteristic": "age", "level": "1-2", "group": "clients", "count": 3},
        {"characteristic": "age", "level": "None", "group": "clients", "count": 5},
    ],
    "configurations": [{"configuration": "only", "context": "=cmd|' /C calc'!A0"}],
}


@pytest.fixture
def data(tmp_path):
    return write_workbook_study(tmp_path / "data", **COUNTS)


@cache
def read_counts():
    """A study that has the table of participants alone."""
    with tempfile.TemporaryDirectory() as folder:
        study = open_study(write_study(Path(folder)))
    return replace(study, tables={"demographics": study.tables["demographics"]})


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6))
def test_no_cell_changes_on_its_way_into_a_workbook_and_back(rows):
    rows = tuple(row for row in rows if any(row))
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        columns = ("characteristic", "level", "count")
        sheet = Sheet("demographics.csv", columns, rows, tuple(range(2, len(rows) + 2)))
        study = replace(read_counts(), directory=data, sheets={"demographics": sheet})
        content = build_workbook(study)
        (data / FILE).write_bytes(content)
        files = read_files(data, study.tables)
        problems = files.problems
        # What cannot be seen is refused, cell by cell; everything else comes back as it was.
        unseen = {
            (number, column)
            for number, row in enumerate(rows, start=2)
            for column, cell in zip(columns, row, strict=True)
            if UNSEEN.search(cell)
        }
        assert {(problem.row, problem.column) for problem in problems} == unseen
        if not unseen:
            again = files.sheets["demographics"]
            assert (again.columns, again.rows) == (columns, rows)
        assert content == build_workbook(study)


def test_a_whole_study_in_a_workbook_is_the_same_study(data_copy, study):
    swap_tables(data_copy)
    assert list(data_copy.rglob("*.csv")) == []
    assert check_plainly(data_copy) == []
    again = load_study(data_copy)
    for name in study.tables:
        assert again.frame(name).equals(study.frame(name)), name


def test_swapping_twice_gives_back_every_byte_of_the_files(data_copy):
    before = {p.relative_to(data_copy): p.read_bytes() for p in data_copy.rglob("*.csv")}
    swap_tables(data_copy)
    swap_tables(data_copy)
    assert {p.relative_to(data_copy): p.read_bytes() for p in data_copy.rglob("*.csv")} == before
    assert not (data_copy / FILE).exists()


def test_a_table_without_rows_is_kept_by_swapping_twice(tmp_path):
    data = write_study(tmp_path / "data")
    (data / "quotations.csv").write_bytes(b"configuration,position,speaker,speaker_group,text\n")
    before = {p.relative_to(data): p.read_bytes() for p in data.rglob("*") if p.is_file()}
    swap_tables(data)
    assert not (data / "quotations.csv").exists()
    swap_tables(data)
    assert {p.relative_to(data): p.read_bytes() for p in data.rglob("*") if p.is_file()} == before


def test_a_swap_that_does_not_read_back_the_same_changes_nothing(data_copy, monkeypatch):
    before = {p: p.read_bytes() for p in data_copy.rglob("*") if p.is_file()}
    monkeypatch.setattr("scripts.study.workbook_writing.build_workbook", lambda *_: b"nonsense")
    with pytest.raises(StudyError, match="do not read back the same"):
        swap_tables(data_copy)
    assert {p: p.read_bytes() for p in data_copy.rglob("*") if p.is_file()} == before


def test_drop_downs_offer_enums_keys_of_the_settings_and_keys_of_other_sheets(data_copy):
    swap_tables(data_copy)
    book = load_workbook(data_copy / FILE)

    def offer(sheet, heading):
        page = book[sheet]
        letter = next(cell.column_letter for cell in page[1] if cell.value == heading)
        rules = [r for r in page.data_validations.dataValidation if f"{letter}2" in r.cells]
        if not rules:
            return []
        name, _, area = rules[0].formula1.lstrip("=").replace("'", "").partition("!")
        return [row[0].value for row in book[name][area] if row[0].value]

    wanted = load_study(data_copy).settings
    assert offer("characteristics", "responses") == ["single", "multiple"]
    assert offer("demographics", "group") == [group.group for group in wanted.groups]
    assert offer("codings", "stage") == [stage.stage for stage in wanted.stages]
    sheet = load_study(data_copy).sheet("configurations")
    assert offer("quotations", "configuration") == [row[0] for row in sheet.rows]
    for theory in wanted.theories:
        assert set(offer("configurations", theory.theory)) == {"yes", "no"}


def test_drop_downs_find_the_keys_of_a_sheet_whose_columns_stand_in_another_order(tmp_path):
    rows = [{"configuration": "a"}, {"configuration": "b"}]
    quoted = {"configuration": "a", "position": 1, "text": "So it is"}
    folder = write_study(tmp_path / "data", configurations=rows, quotations=[quoted])
    path = folder / "configurations.csv"
    lines = [line.split(",") for line in path.read_text("utf-8").splitlines()]
    path.write_text("".join(",".join([*line[1:], line[0]]) + "\n" for line in lines), "utf-8")
    swap_tables(folder)
    book = load_workbook(folder / FILE)
    (rule,) = [
        rule
        for rule in book["quotations"].data_validations.dataValidation
        if "configurations" in rule.formula1
    ]
    area = rule.formula1.partition("!")[2]
    assert [row[0].value for row in book["configurations"][area]][:2] == ["a", "b"]


def test_digits_are_a_number_only_in_a_column_of_numbers(tmp_path):
    row = {"configuration": "a", "context": "12"}
    folder = write_study(tmp_path / "data", configurations=[row])
    swap_tables(folder)
    page = load_workbook(folder / FILE)["configurations"]
    cells = {cell.value: page.cell(2, cell.column).value for cell in page[1]}
    assert (cells["context"], cells["position"]) == ("12", 1)


def test_several_lines_can_be_typed_where_each_may_have_a_level(tmp_path):
    stages = [{"stage": "context", "label": "Context", "levels": ["person", "place"]}]
    row = {"configuration": "a", "context": "Old\nPoor", "context_level": "person\nplace"}
    folder = write_study(tmp_path / "data", stages=stages, configurations=[row])
    swap_tables(folder)
    page = load_workbook(folder / FILE)["configurations"]
    letter = next(cell.column_letter for cell in page[1] if cell.value == "context_level")
    (rule,) = [r for r in page.data_validations.dataValidation if f"{letter}2" in r.cells]
    assert rule.errorStyle == "warning"
    assert rule.showErrorMessage
    assert load_study(folder).find_levels("a", "context", 2) == ("person", "place")


def test_headings_are_frozen_and_carry_the_dictionary(data_copy):
    swap_tables(data_copy)
    page = load_workbook(data_copy / FILE)["characteristics"]
    assert page.freeze_panes == "A2"
    assert "small letters with underscores" in page["A1"].comment.text
    assert "Allowed: one of single, multiple." in page["D1"].comment.text
    # Typed into this column, 1-2 stays text.
    assert page.column_dimensions["B"].number_format == "@"


def test_a_sheet_without_rows_is_a_table_that_is_not_in_use(data):
    study = load_study(data)
    assert "quotations" not in study.sheets
    assert study.sheet("demographics").file == f"{FILE}, sheet demographics"
    assert study.quotations.empty


def test_text_that_looks_like_a_formula_is_written_as_text(data):
    cell = load_workbook(data / FILE)["configurations"]["C2"]
    assert (cell.data_type, cell.value) == ("s", "=cmd|' /C calc'!A0")
    assert load_study(data).configurations["context"][0] == "=cmd|' /C calc'!A0"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (27.0, "3"),
        ("  3 \u00a0", "3"),
        ("\n3", "3"),
    ],
)
def test_a_number_that_the_program_dressed_up_is_read_as_it_was(data, value, text):
    edit(data, lambda book: book["demographics"].__setitem__("E2", value if value != 27.0 else 3.0))
    assert check_plainly(data) == []
    assert load_study(data).demographics["count"][0] == int(text)


def merge(book):
    book["demographics"].merge_cells("A2:A3")


def put(cell, value, look=None):
    def change(book):
        book["demographics"][cell] = value
        if look:
            book["demographics"][cell].number_format = look

    return change


def rename(old, new):
    return lambda book: setattr(book[old], "title", new)


SPOILT = [
    ("date", put("B2", datetime.datetime(2024, 2, 1)), 2, "level", "2024-02-01", "Text"),
    ("time", put("B2", datetime.time(1, 2)), 2, "level", "the time", "Text"),
    ("length of time", put("B2", datetime.timedelta(hours=30)), 2, "level", "the time", "Text"),
    ("formula", put("E2", "=1+2"), 2, "count", "the formula “=1+2”", "values only"),
    ("error", put("E2", "#REF!"), 2, "count", "the error “#REF!”", "Type the value"),
    ("truth", put("B2", True), 2, "level", "“TRUE”, which", "Text"),
    ("share", put("E2", 0.5, "0%"), 2, "count", "0.5, which the sheet shows as 50%", "Text"),
    ("huge number", put("B2", 1e17), 2, "level", "more than fifteen digits", "Text"),
    ("merged", merge, 2, None, "merged cells A2:A3", "Undo the merging"),
    ("cell beyond", put("G3", "a note"), 3, None, "“a note” right of", "Move the text"),
    ("no heading", put("B1", None), 1, None, "no heading over column 2", "Write a heading"),
    ("twice", put("B1", "group"), 1, "group", "more than once", "Rename"),
]


@pytest.mark.parametrize(
    ("change", "row", "column", "found", "fix"), [s[1:] for s in SPOILT], ids=[s[0] for s in SPOILT]
)
def test_damage_is_refused_with_its_sheet_row_column_and_what_to_do(
    data, change, row, column, found, fix
):
    edit(data, change)
    hits = [p for p in check_plainly(data) if p.file == "study.xlsx, sheet demographics"]
    hits = [p for p in hits if (p.row, p.column) == (row, column)]
    assert any(found in p.found and fix in p.fix for p in hits), hits


def test_a_wrong_name_of_a_sheet_is_named_with_the_right_one(data):
    edit(data, rename("demographics", "demografics"))
    problems = check_plainly(data)
    assert any("Did you mean “demographics”?" in p.fix for p in problems)


def test_capitals_and_blanks_in_the_name_of_a_sheet_do_not_matter(data):
    edit(data, rename("demographics", "Demographics "))
    assert check_plainly(data) == []


def test_the_same_table_in_both_places_is_refused_with_what_to_do(data):
    (data / "demographics.csv").write_text("characteristic,level,group,position,count\n")
    (problem,) = check_plainly(data)
    assert problem.file == "demographics.csv"
    assert problem.found == "the same table as in study.xlsx, sheet demographics"
    assert "delete this file, or the sheet" in problem.fix


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "an empty file"),
        (b"PK\x03\x04 cut short", "damaged"),
        (b"\xd0\xcf\x11\xe0 old", "password"),
        (b"a,b\n1,2\n", "other than an Excel workbook"),
    ],
)
def test_a_file_that_is_no_workbook_is_one_problem(data, content, words):
    (data / FILE).write_bytes(content)
    (problem,) = [p for p in check_plainly(data) if p.file == FILE]
    assert words in problem.found


def test_workbooks_of_other_makes_are_named(data):
    (data / "study.ods").write_bytes(b"x")
    (problem,) = check_plainly(data)
    assert (problem.file, problem.found) == ("study.ods", "a workbook of .ods")


def test_a_sheet_formatted_to_its_last_row_is_read_and_not_waited_for(data):
    def change(book):
        book["demographics"].cell(1_048_576, 5).number_format = "@"

    edit(data, change)
    start = time.process_time()
    assert check_plainly(data) == []
    assert time.process_time() - start < 10


def test_hidden_rows_and_columns_are_data_and_are_named(data):
    def change(book):
        book["demographics"].row_dimensions[3].hidden = True
        book["demographics"].column_dimensions["B"].hidden = True
        book["demographics"].row_dimensions[50].hidden = True

    edit(data, change)
    assert check_plainly(data) == []
    assert len(load_study(data).demographics) == 2
    assert load_study(data).sheet("demographics").hidden == ("row 3", "column B")


def test_a_workbook_beside_csv_files_may_hold_the_tables_that_these_lack(tmp_path):
    quotations = [
        {"configuration": "only", "speaker": "A", "speaker_group": "clients", "text": "x"}
    ]
    whole = make_study(tmp_path / "a", quotations=quotations, **COUNTS)
    data = write_study(tmp_path / "b", quotations=quotations, **COUNTS)
    remove("quotations.csv")(data)
    book = Workbook()
    page = book.active
    page.title = "quotations"
    frame = whole.quotations
    page.append(list(frame.columns))
    for row in frame.astype(object).itertuples(index=False):
        page.append(list(row))
    book.save(data / FILE)
    assert load_study(data).quotations.equals(frame)


def test_swapping_with_both_kinds_of_file_changes_nothing(tmp_path):
    data = write_study(tmp_path / "b", **COUNTS)
    Workbook().save(data / FILE)
    with pytest.raises(StudyError, match="one kind of file"):
        swap_tables(data)
    assert read_dictionary(data, None)[1] == []
    assert (data / "demographics.csv").exists()

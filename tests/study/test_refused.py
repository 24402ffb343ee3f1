"""Files that mislead, take for ever or cannot be read: refused at their place, and at once."""

import csv
import json
import os
import time
import zipfile

import openpyxl
import pytest

from scripts.files.problems import did_you_mean, is_forbidden_name
from scripts.files.text_files import find_invisible
from scripts.study.schema_errors import is_quick
from scripts.study.study import check_study
from tests.office_files import excel, sheet
from tests.studies import write_study

LONG = 15  # seconds; what is refused is refused long before


@pytest.fixture
def data(tmp_path):
    return write_study(
        tmp_path / "data",
        characteristics=[{"characteristic": "age", "label": "Age", "responses": "multiple"}],
        demographics=[{"characteristic": "age", "level": "any", "group": "clients", "count": 4}],
    )


def set_cell(path, column, value):
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0][column] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def describe(data, name, **values):
    """Change the entry of a table in the dictionary."""
    path = data / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    next(e for e in package["resources"] if e["name"] == name).update(values)
    path.write_text(json.dumps(package), "utf-8")


HIDDEN = {
    "mark within": "a\ufeffb",
    "mark alone": "\ufeff",
    "joiners alone": "\u200b\u200d \u2060",
    "override": "ab\u202ecd",
    "isolate": "ab\u2066cd",
    "ended wrongly": "ab\u2066cd\u202c",
    "ended in the next line": "ab\u202ecd\nef\u202c",
    "letters as tags": "ab\U000e0061\U000e0062cd",
    "letters as selectors": "a\ufe00\U000e0101b",
    "blank letters alone": "\u2800 \u3164",
}
SEEN = [
    "",
    "plain",
    "नमस्\u200dते",
    "ab\u2066cd\u2069ef",
    "\u202babc\u202c",
    "👩\u200d🔬",
    "a\u00adb",
    "❤\ufe0f 🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
]


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
def test_text_that_misleads_is_found(text):
    assert find_invisible(text)


@pytest.mark.parametrize("text", SEEN)
def test_text_that_can_be_seen_is_let_through(text):
    assert find_invisible(text) == ""


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
def test_it_is_refused_in_a_table_in_the_settings_and_in_the_dictionary(data, text):
    set_cell(data / "configurations.csv", "context", f"A{text}" if text == "\ufeff" else text)
    (problem,) = check_study(data)
    assert (problem.file, problem.row, problem.column) == ("configurations.csv", 2, "context")
    set_cell(data / "configurations.csv", "context", "A context")
    settings = data / "study.yml"
    before = settings.read_text("utf-8")
    escaped = '"' + "".join(f"\\U{ord(sign):08x}" for sign in text) + '"'
    settings.write_text(before.replace("label: Clients", f"label: {escaped}"), "utf-8")
    (problem,) = check_study(data)
    assert (problem.file, problem.found) == ("study.yml", find_invisible(text))
    assert "label" in settings.read_text("utf-8").splitlines()[problem.row - 1]
    settings.write_text(before, "utf-8")
    describe(data, "configurations", description=text)
    (problem,) = check_study(data)
    assert (problem.file, problem.column) == (
        "datapackage.json",
        "resources, configurations, description",
    )


@pytest.mark.parametrize("text", ["_xD83D__xDE00_", "a_x0000_b", "_xFFFE_", "_xDE00_"])
def test_an_escape_of_a_workbook_that_is_no_character_is_refused(data, text):
    sheet = data / "configurations.csv"
    rows = list(csv.reader(sheet.read_text("utf-8").splitlines()))
    rows[1][2] = text
    sheet.unlink()
    book = openpyxl.Workbook()
    book.active.title = "configurations"
    for row in rows:
        book.active.append(row)
    book.save(data / "study.xlsx")
    (problem,) = check_study(data)
    assert (problem.row, problem.column) == (2, "context")
    str(problem).encode("utf-8")


@pytest.mark.parametrize("other", ["INTERVIEWS ", " interviews"])
def test_two_sheets_of_one_name_are_refused(data, other):
    book = openpyxl.Workbook()
    book.active.title = "interviews"
    book.create_sheet(other)
    book.worksheets[1].title = other
    book.save(data / "study.xlsx")
    assert any("the sheets “interviews” and" in p.found for p in check_study(data))


def make_pipe(path):
    os.mkfifo(path)


def make_link(path):
    (path.parent.parent / "elsewhere").write_text("a,b\n")
    path.symlink_to(path.parent.parent / "elsewhere")


def make_device(path):
    path.symlink_to("/dev/zero")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
@pytest.mark.parametrize("make", [make_pipe, make_link, make_device])
@pytest.mark.parametrize(
    "name", ["study.yml", "datapackage.json", "configurations.csv", "study.xlsx"]
)
def test_what_is_no_ordinary_file_is_refused_at_once(data, make, name):
    (data / name).unlink(missing_ok=True)
    make(data / name)
    start = time.monotonic()
    problems = check_study(data)
    assert any(p.file == name for p in problems), problems
    assert time.monotonic() - start < LONG


@pytest.mark.parametrize(
    ("file", "column", "value"),
    [
        ("demographics.csv", "count", "1" * 32_000),
        ("demographics.csv", "count", "1,1" * 10_000),
        ("demographics.csv", "group", "k" * 5_000),
        ("characteristics.csv", "characteristic", "k" * 5_000),
        ("configurations.csv", "configuration", "k" * 5_000),
    ],
)
def test_a_huge_cell_is_refused_at_once(data, file, column, value):
    set_cell(data / file, column, value)
    start = time.monotonic()
    problems = check_study(data)
    assert any((p.file, p.row) == (file, 2) for p in problems)
    assert all(len(str(problem)) < 2_000 for problem in problems)
    assert time.monotonic() - start < LONG


def test_a_huge_key_of_the_settings_is_refused(data):
    path = data / "study.yml"
    path.write_text(path.read_text("utf-8").replace("group: clients", f"group: {'k' * 5_000}"))
    assert any("60 letters or fewer" in p.allowed for p in check_study(data))
    assert did_you_mean("k" * 5_000, ["k" * 4_999]) == ""


@pytest.mark.parametrize("entry", ["n: 8", "smallest_count: 5"])
def test_more_people_than_there_are_is_refused(data, entry):
    path = data / "study.yml"
    text = path.read_text("utf-8") + ("" if entry.startswith("n") else f"{entry}\n")
    name, _, number = entry.partition(": ")
    assert entry in text
    path.write_text(text.replace(entry, f"{name}: {number}{'0' * 30}"))
    assert any(p.allowed == "1000000000 or less" for p in check_study(data))


@pytest.mark.parametrize(
    "pattern",
    [
        *("^[a-z0-9]+(-[a-z0-9]+)*$", "^[a-z0-9]+(_[a-z0-9]+)*$", "[A-Z]{2}", r"\d{4}-\d{2}"),
        *("^p[0-9]+$", "a?b?c?"),
    ],
)
def test_a_plain_pattern_is_let_through(pattern):
    assert is_quick(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        *("^(a+)+$", "^([a-z]+)*$", "(a|a)*b", "(a|ab)*c", "(.*)*x", r"(\w+\s?)*$", "(-[a-z-]+)*$"),
        *(
            "a?" * 28 + "a" * 28,
            f"(-{'a?' * 20}b)*",
            "a*a*a*a*b",
            "(a*)*",
            "((a+)+)+",
            r"(a+)\1",
            "(?=a+)+",
            "(-a+)*(-a+)*(-a+)*",
        ),
    ],
)
def test_a_pattern_that_may_take_for_ever_is_refused(data, pattern):
    assert not is_quick(pattern)
    package = json.loads((data / "datapackage.json").read_text("utf-8"))
    entry = next(e for e in package["resources"] if e["name"] == "configurations")
    field = next(f for f in entry["schema"]["fields"] if f["name"] == "context")
    field["constraints"] = {"pattern": pattern}
    (data / "datapackage.json").write_text(json.dumps(package), "utf-8")
    set_cell(data / "configurations.csv", "context", "a" * 60 + "!")
    start = time.monotonic()
    problems = check_study(data)
    assert any(
        p.column == "resources, configurations, schema, fields, context, constraints, pattern"
        for p in problems
    )
    assert time.monotonic() - start < LONG


def test_a_huge_cell_is_held_against_no_pattern(data):
    path = data / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    entry = next(e for e in package["resources"] if e["name"] == "configurations")
    field = next(f for f in entry["schema"]["fields"] if f["name"] == "context")
    field["constraints"] = {"pattern": "[a-z]*[a-z]*[a-z]*0", "maxLength": 100}
    path.write_text(json.dumps(package), "utf-8")
    set_cell(data / "configurations.csv", "context", "a" * 20_000)
    start = time.monotonic()
    assert any(p.column == "context" for p in check_study(data))
    assert time.monotonic() - start < LONG


def test_headings_without_end_are_refused_at_once(data):
    path = data / "characteristics.csv"
    path.write_text(path.read_text("utf-8").replace("\n", ",x" * 100_000 + "\n", 1))
    start = time.monotonic()
    assert any("“x” more than once" in p.found for p in check_study(data))
    assert time.monotonic() - start < LONG


@pytest.mark.parametrize(
    "other", ["under\u200b 40", "under\u00a040", "under 40\u2060"], ids=["blank", "fixed", "end"]
)
def test_levels_that_look_alike_are_refused(tmp_path, other):
    data = write_study(
        tmp_path / "data",
        characteristics=[{"characteristic": "age", "label": "Age", "responses": "multiple"}],
        demographics=[
            {"characteristic": "age", "level": level, "group": "clients", "count": 4}
            for level in ("under 40", other)
        ],
    )
    (problem,) = check_study(data)
    assert (problem.file, problem.row, problem.column) == ("demographics.csv", 3, "level")
    assert "looks like a level above" in problem.found


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such links for everybody")
@pytest.mark.parametrize("target", ["elsewhere", "data"])
def test_a_link_to_a_folder_is_refused(data, target):
    (data.parent / "elsewhere").mkdir()
    (data / "published").symlink_to(data.parent / target)
    assert any(
        (p.file, p.found) == ("published", "a link to somewhere else") for p in check_study(data)
    )


def test_an_entry_of_the_dictionary_that_stands_twice_is_refused(data):
    path = data / "datapackage.json"
    path.write_text(
        path.read_text("utf-8").replace('{"name": "inv', '{"name": "x", "name": "inv', 1)
    )
    (problem,) = check_study(data)
    assert "“name” twice" in problem.found


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("encoding", "latin-1"), ("dialect", {"delimiter": ";"}), ("format", "tsv")),
        *(("dialect", {"header": False}), ("compression", "gz")),
    ],
)
def test_a_form_of_a_file_that_is_not_read_so_is_refused(data, key, value):
    describe(data, "interviews", **{key: value})
    (problem,) = check_study(data)
    assert problem.column == f"resources, interviews, {key}"
    describe(data, "interviews", **{"encoding": "utf-8", "format": "csv", key: None})


@pytest.mark.parametrize("name", ["con", "aux", "NUL", "Com1", "lpt9", "con.csv", "prn.tar.gz"])
def test_a_name_that_windows_forbids_is_refused(data, tmp_path, name):
    assert is_forbidden_name(name)
    if name.islower() and "." not in name:
        set_cell(data / "configurations.csv", "configuration", name)
        (problem,) = check_study(data)
        assert (problem.row, problem.column) == (2, "configuration")
        exhibits = [{"exhibit": name, "kind": "configurations"}]
        problems = check_study(write_study(tmp_path / "other", exhibits=exhibits))
        assert f"exhibits, {name}, exhibit" in {problem.column for problem in problems}
    describe(data, "interviews", path=f"{name}.csv")
    assert any("Windows" in problem.fix for problem in check_study(data))


@pytest.mark.parametrize("name", ["context", "console", "com", "com10", "a.con", "nulls"])
def test_a_name_that_only_looks_so_is_let_through(name):
    assert not is_forbidden_name(name)


def test_a_small_workbook_that_unpacks_to_gigabytes_is_refused_at_once(data):
    with (
        zipfile.ZipFile(data / "study.xlsx", "w", zipfile.ZIP_DEFLATED) as book,
        book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(350):
            part.write(bytes(1_000_000))
    start = time.monotonic()
    assert any("unpacks to 350 MB" in problem.found for problem in check_study(data))
    assert time.monotonic() - start < LONG


CELLS = '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (f'{CELLS}<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>', "merged cells"),
        (f"<sheetData><row>{'<c/>' * 3_000_001}</row></sheetData>", "cells on one sheet"),
        (f'<cols><col min="1" max="999999999" hidden="1"/></cols>{CELLS}', "unknown sheet “S”"),
    ],
    ids=["merged", "cells", "columns"],
)
def test_a_workbook_that_would_take_for_ever_is_refused_at_once(data, content, found):
    page = sheet().replace("<sheetData></sheetData>", content)
    (data / "study.xlsx").write_bytes(excel({"S": page}))
    start = time.monotonic()
    assert any(found in problem.found for problem in check_study(data))
    assert time.monotonic() - start < LONG


def test_every_bad_row_is_counted(data):
    (data / "quotations.csv").write_text(
        "configuration,position,speaker,speaker_group,text\n"
        + "".join(f"gone,{i},A,clients,Words\n" for i in range(1, 3_001))
    )
    assert sum(p.file == "quotations.csv" for p in check_study(data)) == 3_000

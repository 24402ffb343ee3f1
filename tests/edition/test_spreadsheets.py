import csv
import io

import pytest

from scripts.files.spreadsheets import plain_number, read_sheet
from scripts.files.text_files import read_text
from scripts.study.study import load_study
from tests.spoiling import (
    Spoilt,
    both,
    check_plainly,
    check_spoilt,
    edit_rows,
    make_folder,
    remove,
    replace,
    replace_bytes,
    write,
)

COUNTS = "demographics.csv"
CHAINS = "configurations.csv"
ROW_2 = "ethnicity,White British,volunteers,1,15\n"


def recode(encoding):
    return lambda raw: raw.decode("utf-8").encode(encoding)


def redelimit(mark):
    def change(raw):
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8"), newline="")))
        stream = io.StringIO(newline="")
        csv.writer(stream, delimiter=mark, lineterminator="\r\n").writerows(rows)
        return stream.getvalue().encode()

    return change


SPOILT = [
    Spoilt("missing file", remove(CHAINS), CHAINS, found="no such file", fix="Put the file back"),
    Spoilt(
        "file under a name with a capital",
        lambda data: (data / CHAINS).rename(data / "Configurations.csv"),
        CHAINS,
        found="no such file",
        fix="Did you mean “Configurations.csv”?",
        alone=False,
    ),
    Spoilt("folder in place of a file", make_folder(COUNTS), COUNTS, found="a folder"),
    Spoilt(
        "folder in place of an optional file",
        make_folder("quotations.csv"),
        "quotations.csv",
        found="a folder",
        fix="Move it away",
    ),
    Spoilt("empty file", write(COUNTS, ""), COUNTS, found="an empty file", fix="CSV UTF-8"),
    Spoilt("only blanks", write(COUNTS, " \n\n\t"), COUNTS, found="an empty file"),
    Spoilt("only a byte order mark", write(COUNTS, b"\xef\xbb\xbf"), COUNTS, found="an empty"),
    Spoilt("only commas", write(COUNTS, ",,,\n,,,\n"), COUNTS, 1, found="a blank row"),
    Spoilt(
        "blank row above the heading",
        replace_bytes(COUNTS, lambda raw: b"\n" + raw),
        COUNTS,
        1,
        found="a blank row",
        allowed="the headings",
        fix="Delete the blank rows",
    ),
    Spoilt(
        "Windows-1252",
        both(
            replace(COUNTS, "\nage,Age 20-30,mothers", "\nage,Âge 20-30,mothers"),
            replace_bytes(COUNTS, recode("cp1252")),
        ),
        COUNTS,
        13,
        "level",
        found="“Â” in another encoding (probably Windows-1252)",
        allowed="UTF-8",
        fix="CSV UTF-8",
    ),
    Spoilt(
        "Windows-1252 below a cell with a line break",
        both(
            replace(COUNTS, ROW_2, 'ethnicity,"White\nBritish",volunteers,1,15\n'),
            replace(COUNTS, "\nage,Age 20-30,mothers", "\nage,Âge 20-30,mothers"),
            replace_bytes(COUNTS, recode("cp1252")),
        ),
        COUNTS,
        13,
        "level",
    ),
    Spoilt("UTF-16 without mark", replace_bytes(COUNTS, recode("utf-16-le")), COUNTS, found="-16"),
    Spoilt(
        "workbook called csv",
        write(COUNTS, b"PK\x03\x04\x14\x00"),
        COUNTS,
        found="a workbook",
        fix="CSV UTF-8",
    ),
    Spoilt(
        "null byte",
        replace(COUNTS, "White Other,volunteers", "White\0Other,volunteers"),
        COUNTS,
        4,
        "level",
        found="a null character",
    ),
    Spoilt(
        "unclosed quotation mark",
        replace(COUNTS, "ethnicity,White Other,volunteers", 'ethnicity,"White Other,volunteers'),
        COUNTS,
        4,
        found="a quotation mark that is opened and never closed",
        fix="CSV UTF-8",
    ),
    Spoilt(
        "text behind a closing quotation mark",
        replace(COUNTS, "ethnicity,White Other,", 'ethnicity,"White" Other,'),
        COUNTS,
        4,
        found="text behind a closing quotation mark",
    ),
    Spoilt(
        "cell beyond the limit",
        replace(COUNTS, "White Other", "W" * 32_768),
        COUNTS,
        4,
        found="a cell of more than 32767 characters",
    ),
    Spoilt(
        "cell far beyond the limit",
        replace(COUNTS, "White Other", "W" * 200_000),
        COUNTS,
        4,
        found="a cell of more than 32767 characters",
    ),
    Spoilt(
        "merge conflict",
        replace(COUNTS, ROW_2, f"<<<<<<< HEAD\n{ROW_2}=======\n{ROW_2}>>>>>>> other\n"),
        COUNTS,
        2,
        found="a merge conflict left by Git",
        fix="Keep the rows that are right",
    ),
    Spoilt(
        "merge conflict saved by a spreadsheet, below a cell with a line break",
        replace(
            COUNTS,
            ROW_2,
            'ethnicity,"White\nBritish",volunteers,1,15\n<<<<<<< HEAD,,,,\n=======,,,,\n',
        ),
        COUNTS,
        3,
        found="a merge conflict",
    ),
    Spoilt(
        "merge conflict with Windows line ends",
        both(
            replace(COUNTS, ROW_2, f"{ROW_2}>>>>>>> other\n"),
            replace_bytes(COUNTS, lambda raw: raw.replace(b"\n", b"\r\n")),
        ),
        COUNTS,
        3,
        found="a merge conflict",
    ),
    Spoilt(
        "ragged row with a cell too many",
        replace(COUNTS, ROW_2, "ethnicity,White, British,volunteers,1,15\n"),
        COUNTS,
        2,
        found="6 cells, beginning with “ethnicity”",
        allowed="5 cells",
        fix="comma inside a cell",
    ),
    Spoilt(
        "ragged row with a single cell",
        replace(COUNTS, ROW_2, "ethnicity\n"),
        COUNTS,
        2,
        found="1 cell, beginning with",
    ),
    Spoilt(
        "ragged row in a file with the line ends of an old Macintosh",
        both(
            replace(COUNTS, "age,Age 20-30,mothers,6,9", "age,Age 20-30,mothers,6"),
            replace_bytes(COUNTS, lambda raw: raw.replace(b"\n", b"\r")),
        ),
        COUNTS,
        13,
        found="4 cells",
    ),
    Spoilt(
        "ragged row that others refer to is one problem, not many",
        replace("configurations.csv", "does not help,,,Norm", "does not help,,Norm"),
        "configurations.csv",
        12,
        found="15 cells",
        allowed="16 cells",
    ),
    Spoilt(
        "duplicate heading",
        replace(COUNTS, ",position,count", ",count,count"),
        COUNTS,
        1,
        "count",
        found="the heading “count” more than once",
        alone=False,
    ),
    Spoilt(
        "column without heading",
        edit_rows(COUNTS, lambda rows: [row.insert(2, "") for row in rows]),
        COUNTS,
        1,
        found="no heading over column 3",
        fix="delete the column",
    ),
]


@pytest.mark.parametrize("case", SPOILT, ids=str)
def test_a_file_that_is_no_proper_table_is_refused_at_its_place(data_copy, case):
    check_spoilt(data_copy, case)


def accept(name, spoil):
    return pytest.param(spoil, id=name)


def pad(rows):
    for i, row in enumerate(rows):
        rows[i] = [f"  {cell}\t" for cell in row] + ["", " "]


@pytest.mark.parametrize("file", [COUNTS, "configurations.csv", "quotations.csv"])
@pytest.mark.parametrize(
    "change",
    [
        accept("byte order mark", lambda raw: b"\xef\xbb\xbf" + raw),
        accept("Windows line ends", lambda raw: raw.replace(b"\n", b"\r\n")),
        accept("line ends of an old Macintosh", lambda raw: raw.replace(b"\n", b"\r")),
        accept("no line end after the last row", lambda raw: raw.rstrip(b"\n")),
        accept("UTF-16", recode("utf-16")),
        accept("semicolons", redelimit(";")),
        accept("tabs", redelimit("\t")),
        accept("tabs in UTF-16", lambda raw: recode("utf-16")(redelimit("\t")(raw))),
        accept("the line by which Excel tells itself the sign", lambda raw: b"sep=,\r\n" + raw),
        accept("trailing blank rows", lambda raw: raw + b"\n\n,,,,\n  \n"),
        accept("blank rows within", lambda raw: raw.replace(b"\n", b"\n\n", 3)),
    ],
)
def test_a_file_as_spreadsheets_save_it_loses_nothing(data_copy, study, file, change):
    replace_bytes(file, change)(data_copy)
    assert check_plainly(data_copy) == []
    name = file.removesuffix(".csv")
    assert load_study(data_copy).frame(name).equals(study.frame(name))


def test_blanks_around_values_and_empty_columns_at_the_right_lose_nothing(data_copy, study):
    edit_rows(COUNTS, pad)(data_copy)
    assert check_plainly(data_copy) == []
    assert load_study(data_copy).demographics.equals(study.demographics)


def test_a_blank_before_a_quotation_mark_does_not_break_the_cell(data_copy):
    replace(COUNTS, ROW_2, 'ethnicity, "White, British", volunteers, 1, 15\n')(data_copy)
    sheet, problems = read_sheet(data_copy, COUNTS)
    assert problems == []
    assert sheet.rows[0] == ("ethnicity", "White, British", "volunteers", "1", "15")


def test_a_line_break_in_a_cell_is_kept_and_counts_as_one_row(data_copy):
    replace(COUNTS, ROW_2, 'ethnicity,"White\nBritish",volunteers,1,15\n')(data_copy)
    sheet, problems = read_sheet(data_copy, COUNTS)
    assert problems == []
    assert sheet.rows[0][1] == "White\nBritish"
    assert sheet.numbers[:3] == (2, 3, 4)


def test_blank_rows_are_left_out_but_counted(tmp_path):
    write("a.csv", "key,value\n\na,1\n , \nb,2\n")(tmp_path)
    sheet, problems = read_sheet(tmp_path, "a.csv")
    assert problems == []
    assert sheet.columns == ("key", "value")
    assert sheet.rows == (("a", "1"), ("b", "2"))
    assert sheet.numbers == (3, 5)


def test_a_heading_without_rows_is_an_empty_table(tmp_path):
    write("a.csv", "key,value\n")(tmp_path)
    sheet, problems = read_sheet(tmp_path, "a.csv")
    assert problems == []
    assert sheet.rows == ()


def test_a_cell_of_blanks_is_an_empty_cell(tmp_path):
    write("a.csv", 'key,value\na," \u00a0"\n')(tmp_path)
    assert read_sheet(tmp_path, "a.csv")[0].rows == (("a", ""),)


def test_every_cell_comes_back_as_it_was_written(tmp_path):
    cells = ["None", "NA", "nan", "NULL", "no", "012", "1e3", "=1+1", "“q”", 'say "x"', "<script>"]
    text = io.StringIO()
    csv.writer(text).writerows([["key"], *([cell] for cell in cells)])
    write("a.csv", text.getvalue())(tmp_path)
    assert [row[0] for row in read_sheet(tmp_path, "a.csv")[0].rows] == cells


def test_underlining_with_equals_signs_in_a_cell_is_no_merge_conflict(tmp_path):
    write("a.csv", 'key\n"title\n=======\ntext"\n')(tmp_path)
    sheet, problems = read_sheet(tmp_path, "a.csv")
    assert problems == []
    assert sheet.rows == (("title\n=======\ntext",),)


@pytest.mark.parametrize("limit", [131_072, 10**9])
def test_what_other_packages_do_to_the_csv_module_does_not_matter(tmp_path, limit):
    write("a.csv", "key\n" + "a" * 200_000 + "\n")(tmp_path)
    before = csv.field_size_limit(limit)
    try:
        problem = read_sheet(tmp_path, "a.csv")[1][0]
    finally:
        csv.field_size_limit(before)
    assert (problem.row, problem.found) == (2, "a cell of more than 32767 characters")


def test_a_file_that_may_not_be_opened_is_a_problem_and_no_crash(tmp_path):
    text, problems = read_text(tmp_path, "a" * 300)
    assert text is None
    assert problems[0].found == "a file that cannot be opened"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("12", 12),
        ("-3", -3),
        ("12.5", 12.5),
        ("012", None),
        ("1e3", None),
        ("1,000", None),
        ("1_000", None),
        ("NaN", None),
        ("inf", None),
        ("٥", None),
        ("−5", None),
        ("", None),
        ("9" * 16, None),
    ],
)
def test_only_plain_digits_are_a_number(text, number):
    assert plain_number(text) == number

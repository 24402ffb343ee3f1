"""More than a hundred ways in which data get spoilt, and what people who never programmed are told.

The study is invented. Each case names the file, the row and the column, and a few words of
what was found, what is allowed or what to do.
"""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest

from scripts.files.problems import format_problems
from scripts.study.data_files import FILE as WORKBOOK
from scripts.study.workbook_writing import swap_tables
from tests.spoiling import (
    check_plainly,
    edit_rows,
    remove,
    replace,
    replace_bytes,
    set_cell,
    write,
)
from tests.studies import write_study

GROUPS = (
    {"group": "clients", "label": "Clients", "n": 12, "code": "C"},
    {"group": "helpers", "label": "Helpers", "n": 8, "code": "H"},
)
PEOPLE = [
    {"characteristic": "age", "level": level, "group": group, "count": count}
    for level, counts in {"Under 40": (7, 5), "40 or over": (5, 3)}.items()
    for group, count in zip(("clients", "helpers"), counts, strict=True)
]
CHAINS = [
    {
        "configuration": "works-beside",
        "context": "New here",
        "mechanism": "Feels useful",
        "outcome": "Comes again",
        "first": "yes",
        "valence": "positive",
    },
    {
        "configuration": "stands-about",
        "context": "New here",
        "mechanism": "Feels in the way",
        "outcome": "Leaves",
        "first": "no",
        "valence": "negative",
    },
]
SAID = [
    {
        "configuration": chain["configuration"],
        "position": 1,
        "speaker": speaker,
        "speaker_group": group,
        "text": "It was so.",
    }
    for chain, speaker, group in zip(CHAINS, ("Ada", "Bo"), ("clients", "helpers"), strict=True)
]
RULES = {
    "characteristics": {
        "responses": {"required": True, "enum": ["single", "multiple"]},
        "characteristic": {"required": True, "pattern": "^[a-z0-9]+(_[a-z0-9]+)*$"},
    },
    "demographics": {
        "characteristic": {"required": True},
        "level": {"required": True},
        "group": {"required": True},
        "count": {"minimum": 0},
    },
    "interviews": {"interviewees": {"minimum": 0}},
    "configurations": {
        "configuration": {"required": True, "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
        "position": {"required": True, "unique": True, "minimum": 1},
        "valence": {"required": True, "enum": ["positive", "negative"]},
        "first": {"enum": ["yes", "no"]},
    },
    "quotations": {"speaker": {"required": True}, "text": {"required": True}},
}
KEYS = {
    "characteristics": ["characteristic"],
    "demographics": ["characteristic", "level", "group"],
    "interviews": ["group"],
    "configurations": ["configuration"],
    "quotations": ["configuration", "position"],
}
LINKS = {
    "demographics": ("characteristic", "characteristics"),
    "quotations": ("configuration", "configurations"),
}


def make_sound(folder: Path) -> Path:
    """Return a data folder with nothing wrong, whose dictionary binds what may be bound."""
    write_study(
        folder,
        groups=GROUPS,
        theories=["first"],
        characteristics=[{"characteristic": "age", "label": "Age", "responses": "single"}],
        demographics=PEOPLE,
        interviews=[
            {"group": "clients", "interviewees": 12, "mean": 30, "minimum": 20, "maximum": 45},
            {"group": "helpers", "interviewees": 8, "mean": 40, "minimum": 25, "maximum": 60},
        ],
        configurations=CHAINS,
        quotations=SAID,
        exhibits=[
            {"exhibit": "table_1", "kind": "demographics", "groups": ["clients", "helpers"]},
            {"exhibit": "table_2", "kind": "configurations"},
            {"exhibit": "figure_1", "kind": "diagram", "show": {"valence": "positive"}},
        ],
    )
    path = folder / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    for entry in package["resources"]:
        name, schema = entry["name"], entry["schema"]
        for field in schema["fields"]:
            rules = RULES.get(name, {}).get(field["name"])
            if rules:
                field["constraints"] = rules
        if name in KEYS:
            schema["primaryKey"] = KEYS[name]
        if name in LINKS:
            column, target = LINKS[name]
            reference = {"resource": target, "fields": column}
            schema["foreignKeys"] = [{"fields": column, "reference": reference}]
    path.write_text(json.dumps(package, indent=1), encoding="utf-8")
    return folder


def swap_columns(file, one, other):
    def change(rows):
        i, j = rows[0].index(one), rows[0].index(other)
        for row in rows[1:]:
            row[i], row[j] = row[j], row[i]

    return edit_rows(file, change)


def rename_column(file, old, new):
    return edit_rows(file, lambda rows: rows[0].__setitem__(rows[0].index(old), new))


def drop_column(file, name):
    def change(rows):
        i = rows[0].index(name)
        for row in rows:
            del row[i]

    return edit_rows(file, change)


def repeat_row(file, number):
    return edit_rows(file, lambda rows: rows.append(list(rows[number - 1])))


def total_row(file):
    return edit_rows(file, lambda rows: rows.append(["Total", *[""] * (len(rows[0]) - 2), "20"]))


def title_row(file):
    return edit_rows(file, lambda rows: rows.insert(0, ["", "Counts", *[""] * (len(rows[0]) - 2)]))


def extra_cells(file):
    def change(rows):
        for number, row in enumerate(rows):
            row.append("remark" if number else "")

    return edit_rows(file, change)


def encode(file, name):
    """Save a file with an accent in another encoding."""

    def spoil(data):
        text = (data / file).read_text("utf-8").replace("It was so", "It was só")
        (data / file).write_bytes(text.encode(name))

    return spoil


def rename(old, new):
    return lambda data: (data / old).rename(data / new)


@cache
def make_workbook() -> bytes:
    """The workbook of the sound study."""
    with TemporaryDirectory() as folder:
        data = make_sound(Path(folder))
        swap_tables(data)
        return (data / WORKBOOK).read_bytes()


def put_into_workbook(data):
    """Put the workbook of the sound study into the place of its files."""
    for path in data.glob("*.csv"):
        path.unlink()
    (data / WORKBOOK).write_bytes(make_workbook())


def workbook(change=None, name=WORKBOOK):
    """Turn the files into one workbook, change it, and give it a name."""

    def spoil(data):
        put_into_workbook(data)
        if change:
            book = openpyxl.load_workbook(data / WORKBOOK)
            change(book)
            book.save(data / WORKBOOK)
        (data / WORKBOOK).rename(data / name)

    return spoil


def put(sheet, cell, value):
    return workbook(lambda book: book[sheet].__setitem__(cell, value))


def overwrite(content):
    """Make a workbook of the files, and put other bytes in its place."""

    def spoil(data):
        put_into_workbook(data)
        (data / WORKBOOK).write_bytes(content)

    return spoil


def lock(data):
    (data / "~$study.xlsx").write_bytes(b"x" * 165)
    (data / ".~lock.quotations.csv#").write_text("somebody")


A, D, C, Q, T, S = (
    "characteristics.csv",
    "demographics.csv",
    "configurations.csv",
    "quotations.csv",
    "interviews.csv",
    "study.yml",
)
PAGE = "study.xlsx, sheet demographics"
NAME = "configuration"


def pack_rows(data):
    """Put each row into one pair of quotation marks, as Excel does with what it took whole."""
    head, *rows = (data / D).read_text("utf-8").splitlines()
    (data / D).write_text("\n".join([head, *(f'"{row}"' for row in rows)]), "utf-8")


def dash_of_print(rows):
    rows[1][1], rows[2][1] = "20-40", "20–40"


def published(name, text):
    def spoil(data):
        (data / "published").mkdir(exist_ok=True)
        (data / "published" / name).write_text(text, "utf-8")

    return spoil


# Name, how to spoil, file, row, column, and words of the answer.
CASES = [
    ("yes with a capital", set_cell(C, 2, "first", "Yes"), C, 2, "first", "Did you mean “yes”?"),
    ("TRUE for yes", set_cell(C, 2, "first", "TRUE"), C, 2, "first", "Did you mean “yes”?"),
    ("yes in German", set_cell(C, 2, "first", "ja"), C, 2, "first", "Did you mean “yes”?"),
    ("a tick for yes", set_cell(C, 2, "first", "✓"), C, 2, "first", "Did you mean “yes”?"),
    ("a cross for no", set_cell(C, 3, "first", "✗"), C, 3, "first", "Did you mean “no”?"),
    ("x in quotes", set_cell(C, 3, "first", "“no”"), C, 3, "first", "Did you mean “no”?"),
    ("0 for no", set_cell(C, 3, "first", "0"), C, 3, "first", "Did you mean “no”?"),
    ("capital in a list", set_cell(C, 2, "valence", "Positive"), C, 2, "valence", "“positive”?"),
    ("slip in a list", set_cell(C, 2, "valence", "postive"), C, 2, "valence", "“positive”?"),
    ("plus for positive", set_cell(C, 2, "valence", "+"), C, 2, "valence", "one of positive"),
    ("empty where needed", set_cell(C, 2, "valence", ""), C, 2, "valence", "an empty cell"),
    (
        "blank in a name",
        set_cell(C, 3, "configuration", "Stands about"),
        C,
        3,
        "configuration",
        "Did you mean “stands-about”?",
    ),
    (
        "no text",
        edit_rows(C, lambda rows: rows[1].__setitem__(slice(2, 5), ["", "", ""])),
        C,
        2,
        "context, mechanism, outcome",
        "no text",
    ),
    ("position twice", set_cell(C, 3, "position", "1"), C, 3, "position", "again"),
    ("position from zero", set_cell(C, 2, "position", "0"), C, 2, "position", "1 or more"),
    ("position is a word", set_cell(C, 2, "position", "first"), C, 2, "position", "whole number"),
    ("row twice", repeat_row(C, 2), C, 4, "configuration", "again"),
    (
        "misspelt heading",
        rename_column(C, "outcome", "outcom"),
        C,
        1,
        "outcom",
        "Did you mean “outcome”?",
    ),
    (
        "heading with a capital",
        rename_column(C, "context", "Context"),
        C,
        1,
        "Context",
        "Did you mean “context”?",
    ),
    ("column gone", drop_column(C, "mechanism"), C, 1, "mechanism", "no such column"),
    (
        "column too many",
        edit_rows(C, lambda rows: [r.append("x") for r in rows]),
        C,
        1,
        "x",
        "the unknown column",
    ),
    ("heading twice", rename_column(C, "mechanism", "context"), C, 1, "context", "more than once"),
    ("columns swapped", swap_columns(C, "valence", "first"), C, 2, "valence", "“yes”"),
    ("columns of counts swapped", swap_columns(D, "group", "level"), D, 2, "group", "“Under 40”"),
    (
        "quotation of nothing",
        set_cell(Q, 2, "configuration", "work-beside"),
        Q,
        2,
        "configuration",
        "Did you mean “works-beside”?",
    ),
    (
        "speaker of no group",
        set_cell(Q, 2, "speaker_group", "client"),
        Q,
        2,
        "speaker_group",
        "Did you mean “clients”?",
    ),
    (
        "group by its label",
        set_cell(D, 2, "group", "Clients"),
        D,
        2,
        "group",
        "Did you mean “clients”?",
    ),
    (
        "characteristic unknown",
        set_cell(D, 2, "characteristic", "ages"),
        D,
        2,
        "characteristic",
        "Did you mean “age”?",
    ),
    ("count in words", set_cell(D, 2, "count", "seven"), D, 2, "count", "whole number in digits"),
    ("count with a share", set_cell(D, 2, "count", "7 (58%)"), D, 2, "count", "Did you mean 7?"),
    ("count as a share", set_cell(D, 2, "count", "58%"), D, 2, "count", "share"),
    ("count with a point", set_cell(D, 2, "count", "7.0"), D, 2, "count", "Did you mean 7?"),
    ("count below zero", set_cell(D, 2, "count", "-7"), D, 2, "count", "0 or more"),
    ("NA for unknown", set_cell(D, 2, "count", "NA"), D, 2, "count", "leave the cell empty"),
    ("a dash for unknown", set_cell(D, 2, "count", "–"), D, 2, "count", "leave the cell empty"),
    ("fewer than five", set_cell(D, 2, "count", "<5"), D, 2, "count", "smallest_count"),
    ("more than there are", set_cell(D, 2, "count", "17"), D, 2, "count", "at most 12"),
    ("does not add up", set_cell(D, 2, "count", "6"), D, 2, "count", "add to 11"),
    (
        "level missing for a group",
        edit_rows(D, lambda rows: rows.pop(2)),
        D,
        2,
        "group",
        "no row for helpers",
    ),
    ("decimal comma", set_cell(T, 2, "mean", "30,5"), T, 2, "mean", "Did you mean 30.5?"),
    ("a unit in a number", set_cell(T, 2, "mean", "30 min"), T, 2, "mean", "Did you mean 30?"),
    ("mean outside", set_cell(T, 2, "mean", "50"), T, 2, "mean", "minimum ≤ mean ≤ maximum"),
    ("a date from 1-2", set_cell(Q, 2, "position", "01-Feb"), Q, 2, "position", "whole number"),
    ("empty file", write(Q, ""), Q, None, None, "an empty file"),
    ("file gone", remove(C), C, None, None, "no such file"),
    (
        "file with another name",
        lambda d: (d / Q).rename(d / "quotes.csv"),
        "quotes.csv",
        None,
        None,
        "Did you mean “quotations.csv”?",
    ),
    (
        "Windows letters",
        replace_bytes(Q, lambda raw: raw.replace(b"It was so", b"It was \x91so\x92")),
        Q,
        2,
        "text",
        "UTF-8",
    ),
    ("workbook named csv", write(Q, b"PK\x03\x04"), Q, None, None, "a workbook"),
    ("comma in a cell", replace(Q, "It was so.", "It was, so."), Q, 2, None, "comma inside a cell"),
    ("open quotation mark", replace(Q, "It was so.", '"It was so.'), Q, 2, None, "never closed"),
    ("blank row above", replace_bytes(Q, lambda raw: b"\n" + raw), Q, 1, None, "Delete the blank"),
    ("settings with a tab", replace(S, "title: ", "title:\t"), S, 1, None, ""),
    (
        "settings entry misspelt",
        replace(S, "title: ", "titel: "),
        S,
        1,
        None,
        "Did you mean “title”?",
    ),
    (
        "number of people as text",
        replace(S, "n: 12", "n: twelve"),
        S,
        None,
        "groups, clients, n",
        "whole number",
    ),
    (
        "exhibit of no group",
        replace(S, "  - clients", "  - client"),
        S,
        None,
        "exhibits, table_1, groups",
        "Did you mean “clients”?",
    ),
    (
        "kind of exhibit",
        replace(S, "kind: diagram", "kind: figure"),
        S,
        None,
        "exhibits, figure_1, kind",
        "one of",
    ),
    (
        "shows nothing",
        replace(S, "valence: positive", "valence: postive"),
        S,
        None,
        "exhibits, figure_1, show, valence",
        "Did you mean “positive”?",
    ),
    (
        "dictionary cut short",
        replace_bytes("datapackage.json", lambda raw: raw[:400]),
        "datapackage.json",
        None,
        None,
        "",
    ),
    ("thousands", set_cell(D, 2, "count", "1,234"), D, 2, "count", "Did you mean 1234?"),
    ("N/A for unknown", set_cell(D, 2, "count", "N/A"), D, 2, "count", "Delete “N/A”"),
    ("share with a blank", set_cell(D, 2, "count", "12 %"), D, 2, "count", "computes the share"),
    (
        "hard blank in a name",
        set_cell(C, 2, "configuration", "works\u00a0beside"),
        C,
        2,
        "configuration",
        "Did you mean “works-beside”?",
    ),
    (
        "dash of a word processor in a name",
        set_cell(C, 2, "configuration", "works–beside"),
        C,
        2,
        "configuration",
        "Did you mean “works-beside”?",
    ),
    (
        "capital in a name",
        set_cell(Q, 2, "configuration", "Works-beside"),
        Q,
        2,
        "configuration",
        "Did you mean “works-beside”?",
    ),
    ("row of totals", total_row(D), D, 6, "characteristic", "the book computes totals"),
    ("row of heads above", title_row(D), D, 1, None, "Delete the rows above the headings"),
    ("column without a heading", extra_cells(D), D, 2, None, "a column without a heading"),
    ("another alphabet of bytes", encode(Q, "cp1252"), Q, 2, "text", "CSV UTF-8"),
    ("UTF-16 without a mark", encode(Q, "utf-16-le"), Q, None, None, "CSV UTF-8"),
    ("ending of a workbook", rename(D, "demographics.xlsx"), "demographics.xlsx", None, None, D),
    ("ending behind the ending", rename(D, f"{D}.txt"), f"{D}.txt", None, None, "under the name"),
    ("file with a capital", rename(D, f"D{D[1:]}"), f"D{D[1:]}", None, None, f"“{D}”?"),
    (
        "colon in a title",
        replace(S, "title: An invented study", "title: Garden: a study"),
        S,
        1,
        None,
        'title: "Garden: a study"',
    ),
    (
        "bracket before a title",
        replace(S, "title: An invented study", "title: [New] study"),
        S,
        1,
        None,
        'title: "[New] study"',
    ),
    (
        "quotation mark open",
        replace(S, "title: An invented study", 'title: "An invented study'),
        S,
        1,
        None,
        "opened and never closed",
    ),
    (
        "title after a hash",
        replace(S, "title: An invented study", "title: #1 of many"),
        S,
        1,
        "title",
        "begins with # needs quotation marks",
    ),
    (
        "entry twice",
        replace(S, "title: An invented study", "title: A\ntitle: B"),
        S,
        2,
        None,
        "twice in one place",
    ),
    (
        "unknown entry",
        replace(S, "title: An invented study", "title: A\nauthor_names: B"),
        S,
        2,
        None,
        "Did you mean “authors”?",
    ),
    (
        "number in quotation marks",
        replace(S, "n: 12", 'n: "12"'),
        S,
        None,
        "groups, clients, n",
        "without quotation marks: 12",
    ),
    (
        "key with a capital",
        replace(S, "group: helpers", "group: Helpers"),
        S,
        None,
        "groups, Helpers, group",
        "Did you mean “helpers”?",
    ),
    (
        "sheet renamed",
        workbook(lambda book: setattr(book["demographics"], "title", "Demographics (2)")),
        "study.xlsx, sheet Demographics (2)",
        None,
        None,
        "Did you mean “demographics”?",
    ),
    (
        "merged cells",
        workbook(lambda book: book["demographics"].merge_cells("A2:A3")),
        PAGE,
        2,
        None,
        "Undo the merging",
    ),
    (
        "title above the headings of a sheet",
        workbook(
            lambda book: (
                book["demographics"].insert_rows(1),
                book["demographics"].__setitem__("A1", "Participants"),
            )
        ),
        PAGE,
        1,
        None,
        "Delete the rows above the headings",
    ),
    ("formula", put("demographics", "E2", "=SUM(E3:E4)"), PAGE, 2, "count", "values only"),
    ("error of a formula", put("demographics", "E2", "#REF!"), PAGE, 2, "count", "Type the value"),
    (
        "date made of a level",
        put("demographics", "B2", datetime(2024, 2, 1)),
        PAGE,
        2,
        "level",
        "the format Text",
    ),
    ("workbook of before 2007", workbook(name="study.xls"), "study.xls", None, None, ".xlsx"),
    ("workbook of LibreOffice", workbook(name="study.ods"), "study.ods", None, None, ".xlsx"),
    ("workbook renamed", workbook(name="Data.xlsx"), "Data.xlsx", None, None, "call it study.xlsx"),
    ("workbook of no bytes", overwrite(b""), WORKBOOK, None, None, "an empty file"),
    (
        "workbook with a password",
        overwrite(b"\xd0\xcf\x11\xe0" + b"0" * 600),
        WORKBOOK,
        None,
        None,
        "with a password",
    ),
]
CASES += [
    (f"count typed {typed}", set_cell(D, 2, "count", typed), D, 2, "count", words)
    for typed, words in {
        "1O": "Did you mean 10?",
        "l2": "Did you mean 12?",
        "+7": "Did you mean 7?",
        "7*": "Did you mean 7?",
        "7²": "Did you mean 7?",
        "~7": "Did you mean 7?",
        "7?": "Did you mean 7?",
        "'7": "Did you mean 7?",
        "٧": "Did you mean 7?",
    }.items()
]
CASES += [
    (
        "quotation marks of a word processor",
        replace(S, "title: An invented study", "title: “Garden: a study”"),
        S,
        1,
        None,
        'marks: title: "Garden: a study"',
    ),
    ("settings with two endings", rename(S, f"{S}.txt"), S, None, None, f"mean “{S}.txt”?"),
    ("settings of a list", write(S, "- a\n- b\n"), S, None, None, "names and values"),
    ("settings of two parts", replace(S, "groups:", "---\ngroups:"), S, 2, None, "“---”"),
    ("groups as a word", write(S, "title: A\ngroups: clients\n"), S, 2, "groups", "a list"),
    ("a web page", write(D, "<!DOCTYPE html>\n<table>"), D, None, None, "a web page"),
    ("a PDF", write(D, "%PDF-1.4\n%"), D, None, None, "a PDF"),
    ("a document", write(D, "{\\rtf1 age}"), D, None, None, "a document of a word processor"),
    (
        "no row of headings",
        edit_rows(D, lambda rows: rows.pop(0)),
        D,
        1,
        None,
        "none of the headings",
    ),
    (
        "headings of another language",
        edit_rows(D, lambda rows: rows.__setitem__(0, ["Merkmal", "Stufe", "Wer", "Ort", "Zahl"])),
        D,
        1,
        None,
        "in English",
    ),
    ("rows in one cell", pack_rows, D, 2, None, "1 cell, beginning with “age,Under 40"),
    ("level with two dashes", edit_rows(D, dash_of_print), D, 2, "group", "in one way"),
    ("long name", set_cell(C, 2, NAME, "a" * 300), C, 2, NAME, "100 letters or fewer"),
    ("accent in a name", set_cell(C, 2, NAME, "Würde zählt"), C, 2, NAME, "“wurde-zahlt”?"),
    (
        "form saved as a workbook",
        published("table_1.xlsx", "PK"),
        "published/table_1.xlsx",
        None,
        None,
        "under the name published/table_1.csv",
    ),
    (
        "form with a capital",
        published("Table_1.csv", "row,column,printed,place\n"),
        "published/Table_1.csv",
        None,
        None,
        "Did you mean “published/table_1.csv”?",
    ),
    (
        "sheet of remarks",
        workbook(lambda book: book.create_sheet("my notes").__setitem__("A1", "call Bo")),
        "study.xlsx, sheet my notes",
        None,
        None,
        "the unknown sheet “my notes”",
    ),
    (
        "blank column between",
        workbook(lambda book: book["demographics"].insert_cols(3)),
        PAGE,
        1,
        None,
        "no heading over column 3",
    ),
    (
        "dictionary of nothing",
        write("datapackage.json", "null"),
        "datapackage.json",
        None,
        None,
        "",
    ),
    (
        "dictionary without end",
        write("datapackage.json", "[" * 9**5),
        "datapackage.json",
        None,
        None,
        "",
    ),
]
# What looks spoilt and can be read as it is meant.
TAKEN = {
    "hard blank behind a number": set_cell(D, 2, "count", "7\u00a0"),
    "tabs between cells": replace_bytes(D, lambda raw: raw.replace(b",", b"\t")),
    "bars between cells": replace_bytes(D, lambda raw: raw.replace(b",", b"|")),
    "line ends of old computers": replace_bytes(D, lambda raw: raw.replace(b"\n", b"\r")),
    "an empty sheet more": workbook(lambda book: book.create_sheet("Sheet1")),
    "blanks right of the table": put("demographics", "H9", "   "),
    "blanks behind the name of a sheet": workbook(
        lambda book: setattr(book["demographics"], "title", "Demographics ")
    ),
    "UTF-16 with its mark": encode(Q, "utf-16"),
    "files that programs lay beside open ones": lock,
    "one workbook": workbook(),
    "number as text": put("demographics", "E2", "7"),
    "protected sheet": workbook(lambda book: book["demographics"].protection.enable()),
}
# These are the only problems told: no consequence is told beside them.
ALONE = ("row of heads above", "formula", "error of a formula", "workbook of no bytes")
# A reference to what has a wrong name follows from that.
ALONE += ("blank in a name",)
ALONE += ("no row of headings", "headings of another language", "a web page", "a PDF")
ALONE += ("workbook of before 2007", "workbook with a password", "colon in a title")


def test_the_sound_study_has_no_problem(tmp_path):
    assert format_problems(check_plainly(make_sound(tmp_path / "data"))) == "0 problems found."


@pytest.mark.parametrize(
    ("spoil", "file", "row", "column", "words"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_a_spoilt_input_is_answered_at_its_place(tmp_path, spoil, file, row, column, words):
    data = make_sound(tmp_path / "data")
    spoil(data)
    problems = check_plainly(data)
    there = [p for p in problems if p.file == file]
    if row is not None:
        there = [p for p in there if p.row == row]
    if column is not None:
        there = [p for p in there if p.column == column]
    assert there, format_problems(problems)
    assert any(words in f"{p.found} {p.allowed} {p.fix}" for p in there), format_problems(problems)


@pytest.mark.parametrize("name", TAKEN)
def test_what_can_be_read_as_meant_is_accepted(tmp_path, name):
    data = make_sound(tmp_path / "data")
    TAKEN[name](data)
    assert format_problems(check_plainly(data)) == "0 problems found."


@pytest.mark.parametrize("name", ALONE)
def test_one_slip_is_answered_once(tmp_path, name):
    data = make_sound(tmp_path / "data")
    next(case[1] for case in CASES if case[0] == name)(data)
    assert len(check_plainly(data)) == 1


def test_an_empty_cell_is_offered_only_where_it_is_allowed(tmp_path):
    data = make_sound(tmp_path / "data")
    set_cell(C, 2, "valence", "fine")(data)
    set_cell(C, 2, "first", "fine")(data)
    allowed = {problem.column: problem.allowed for problem in check_plainly(data)}
    assert "an empty cell" in allowed["first"]
    assert "an empty cell" not in allowed["valence"]


@pytest.mark.parametrize("typed", ["1h30", "5-9", "VII", "7x"])
def test_no_number_is_guessed(tmp_path, typed):
    data = make_sound(tmp_path / "data")
    set_cell(D, 2, "count", typed)(data)
    (problem,) = check_plainly(data)
    assert "Did you mean" not in problem.fix


def test_fifty_inputs_are_spoilt():
    assert len(CASES) >= 110
    assert len({case[0] for case in CASES}) == len(CASES)

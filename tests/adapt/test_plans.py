import csv
import re
import zipfile

import openpyxl
import pytest

from scripts.__main__ import main
from scripts.adapt.new_evaluation import write_evaluation
from scripts.adapt.plans import plan_import, read_groups
from scripts.chapters.contents import Requirements
from scripts.exports.downloads import write_package
from scripts.importer.importing import import_table
from scripts.privacy.confidentiality import NOTES, PRIVATE, find_concerns
from scripts.study.study import check_study, load_study
from tests.chapters.test_requirements import cell_with
from tests.importer.test_importing import HEADED, write_csv, write_xlsx

GROUPS = read_groups("Clients=12,Helpers=4")
pytestmark = pytest.mark.usefixtures("small_books")


def make_book(tmp_path, rows):
    found = import_table(write_csv(tmp_path / "t.csv", rows))
    book = tmp_path / "book"
    write_evaluation(book, plan_import(found, "A study", GROUPS))
    return book


def test_a_table_becomes_a_book_with_nothing_wrong_in_its_data(tmp_path):
    book = make_book(tmp_path, HEADED)
    assert check_study(book / "data") == []
    study = load_study(book / "data")
    assert list(study.configurations["resource"]) == ["A welcome", "Coffee"]
    assert list(study.configurations["notes"]) == ["check", ""]
    assert list(study.quotations["text"]) == ["I came back.", "We sat."]
    assert [stage.spanner for stage in study.settings.stages][1:3] == ["Mechanism"] * 2
    notes = (book / "import" / "notes.txt").read_text("utf-8")
    assert "“Illustrative quote”: quotations.csv" in notes


def test_versions_of_the_theory_in_a_table_are_those_of_the_book(tmp_path):
    rows = [["Context", "Outcome", "First theory", "Final theory"]]
    rows += [["New here", "Stays", "✓", "✓"], ["Old here", "Leaves", "", "✓"]]
    book = make_book(tmp_path, rows)
    assert check_study(book / "data") == []
    study = load_study(book / "data")
    assert [theory.label for theory in study.settings.theories] == ["First theory", "Final theory"]
    assert list(study.configurations["first_theory"]) == ["yes", "no"]


def test_the_words_of_the_table_stand_in_the_files_of_the_book(tmp_path):
    rows = [["What we found"], *HEADED, ["", "", "", "", "", "", "a note on nothing"]]
    book = make_book(tmp_path, rows)
    files = [p for name in ("data", "import") for p in (book / name).iterdir() if p.is_file()]
    texts = " ".join(path.read_text("utf-8") for path in files)
    for cell in {cell.strip("“”") for row in rows for cell in row}:
        assert cell in texts


def test_valence_and_groups_of_speakers_come_over_where_the_table_has_them(tmp_path):
    rows = [
        ["Context", "Outcome", "Direction", "Quote", "Speaker", "Participant group"],
        ["New", "Stays", "good", "“One”", "P1", "clients"],
        ["Old", "Goes", "bad", "Two", "P2", "Neighbours"],
    ]
    book = make_book(tmp_path, rows)
    assert check_study(book / "data") == []
    study = load_study(book / "data")
    assert list(study.configurations["valence"]) == ["good", "bad"]
    said = study.quotations[["speaker", "speaker_group", "text"]].to_numpy().tolist()
    assert said == [["P1", "clients", "One"], ["P2, Neighbours", "", "Two"]]
    assert [e.exhibit for e in study.settings.exhibits if e.kind == "diagram"] == [
        "figure_1",
        "figure_2",
    ]


def test_new_says_what_it_found_in_the_table(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("scripts.commands.adapt.finish", lambda book: None)
    path = write_xlsx(tmp_path / "t.xlsx", HEADED, ["C1:D1"])
    assert main(["new", str(tmp_path / "book"), "--from-table", str(path)]) == 0
    words = capsys.readouterr().out
    assert "  “Resource” (below “Mechanism”): the stage resource" in words
    assert "  “Notes”: not recognised; kept as the column notes" in words
    with (tmp_path / "book" / "data" / "configurations.csv").open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 2


def test_no_participants_are_made_up(tmp_path):
    found = import_table(write_csv(tmp_path / "t.csv", HEADED))
    book = tmp_path / "book"
    write_evaluation(book, plan_import(found, "A study", ()))
    data = book / "data"
    assert check_study(data) == []
    study = load_study(data)
    assert study.settings.groups == ()
    assert Requirements(book).lacking(cell_with("needs-groups", "needs-table_1")) == [
        "groups",
        "table_1",
    ]
    assert (data / "demographics.csv").read_text().startswith("characteristic,level,group")
    assert "10" not in (data / "study.yml").read_text("utf-8")


def test_a_table_that_is_filled_later_stays_out_of_the_book(tmp_path):
    book = make_book(tmp_path, HEADED)
    data = book / "data"
    assert Requirements(book).lacking(cell_with("needs-table_1")) == ["table_1"]
    with (data / "characteristics.csv").open("a") as file:
        file.write("age,Age,1,single\n")
    with (data / "demographics.csv").open("a") as file:
        file.write("age,Young,clients,1,12\nage,Young,helpers,1,4\n")
    assert check_study(data) == []
    assert load_study(data).exhibit("table_1").groups == ("clients", "helpers")
    assert Requirements(book).lacking(cell_with("needs-table_1")) == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--from-table", "nowhere.xlsx"], "no such file"),
        (["--from-table", "nowhere.xlsx", "--stages", "context"], "headings of the table say"),
    ],
)
def test_new_from_what_is_no_table_writes_nothing(tmp_path, capsys, options, words):
    assert main(["new", str(tmp_path / "book"), *options]) == 1
    said = capsys.readouterr().err
    assert words in said
    assert "Nothing was written." in said
    assert not (tmp_path / "book").exists()


def hide_a_key(path):
    """Write a workbook whose second sheet, third row and fifth column are hidden."""
    book = openpyxl.Workbook()
    for row in [
        ["Context", "Mechanism", "Outcome", "Notes", "Name"],
        ["New", "Asks", "Stays", "a note", "Zora Quill"],
        ["Old", "Withdrawn", "Leaves", "unhappy with Zora", ""],
    ]:
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["E"].hidden = True
    key = book.create_sheet("Key")
    key.append(["P1", "Zora Quill", "zora@example.org", "020 7946 0018"])
    key.sheet_state = "veryHidden"
    book.save(path)
    return path


def test_what_a_workbook_hides_is_told_of_and_never_published(tmp_path):
    found = import_table(hide_a_key(tmp_path / "t.xlsx"))
    for place in ("sheet Sheet, row 3", "sheet Sheet, column E", "sheet Key"):
        assert any(
            line.startswith(f"{place}, hidden: kept with the notes") for line in found.report
        ), place
    book = tmp_path / "book"
    write_evaluation(book, plan_import(found, "A study", ()))
    study = load_study(book / "data")
    assert list(study.configurations["context"]) == ["New"]
    (book / "data" / "key.txt").write_text("P1 is Zora Quill")
    package = write_package(study, tmp_path / "data.zip")
    with zipfile.ZipFile(package) as file:
        texts = {name: file.read(name).decode() for name in file.namelist()}
    texts |= {p.name: p.read_text("utf-8") for p in book.rglob("*.ipynb")}
    texts |= {p.name: p.read_text("utf-8") for p in (book / "data").glob("*.[cyj]*")}
    assert not [name for name, text in texts.items() if re.search("Zora|Withdrawn", text)]
    notes = (book / NOTES).read_text("utf-8")
    assert all(word in notes for word in ("Zora Quill", "zora@example.org", "Withdrawn"))
    found = {(c.kind, c.table, c.column) for c in find_concerns(study)}
    assert {("private_notes", PRIVATE, "email"), ("private_notes", PRIVATE, "phone")} <= found

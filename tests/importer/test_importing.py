"""Invented tables of configurations, in the shapes in which people have theirs."""

import csv
import io
import re

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scripts.importer.headings import belongs_below, blank_letters, fold, match_heading
from scripts.importer.importing import import_table
from scripts.importer.source_tables import TableError

ROWS = [
    ["Context", "Mechanism", "Outcome"],
    ["New here", "Feels welcome", "Comes again"],
    ["Long here", "Feels bored", ""],
]


def write_csv(path, rows, encoding="utf-8", delimiter=","):
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    path.write_bytes(stream.getvalue().encode(encoding))
    return path


def write_xlsx(path, rows, merged=(), more=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for area in merged:
        book.active.merge_cells(area)
    for title, lines in more:
        page = book.create_sheet(title)
        for line in lines:
            page.append(line)
    book.save(path)
    return path


def write_docx(path, tables, merged=(), paragraphs=()):
    """Write tables to a Word document; `merged` are corners of cells of the first."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    for number, rows in enumerate(tables):
        table = document.add_table(len(rows), len(rows[0]))
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                if text:
                    table.cell(r, c).text = text
        for first, last in merged if number == 0 else ():
            table.cell(*first).merge(table.cell(*last))
    document.save(path)
    return path


def all_words(found):
    texts = [stage.label for stage in found.stages] + [s.spanner for s in found.stages]
    texts += [*found.extra.values(), *found.notes, *found.record, *found.report]
    for rows in (found.configurations, found.quotations):
        texts += [text for row in rows for text in row.values()]
    return set(fold(" ".join(texts)).split())


def stage_texts(found):
    return [[row[s.stage] for s in found.stages] for row in found.configurations]


def test_ticks_below_versions_of_the_theory_are_read_as_yes_and_no(tmp_path):
    rows = [
        ["No.", "Context", "Outcome", "Initial theory", "Final theory", "Theory", "Revised"],
        ["1", "New here", "Comes again", "✓", "✓", "x", "wording"],
        ["2.", "Long here", "Leaves", "", "Yes", "Bandura", ""],
    ]
    found = import_table(write_xlsx(tmp_path / "t.xlsx", rows))
    assert [(t.theory, t.label) for t in found.theories] == [
        ("initial_theory", "Initial theory"),
        ("final_theory", "Final theory"),
    ]
    assert [row["initial_theory"] for row in found.configurations] == ["yes", "no"]
    assert [row["final_theory"] for row in found.configurations] == ["yes", "yes"]
    # What has other words below is no version, and the numbers of the rows are no column.
    assert list(found.extra.values()) == ["Theory", "Revised"]
    assert [row["configuration"] for row in found.configurations] == [
        "configuration-1",
        "configuration-2",
    ]
    report = "\n".join(found.report)
    assert (
        "“Initial theory”: a version of the theory, in the column initial_theory; "
        "“✓” became yes and a blank became no"
    ) in report
    assert "in the column final_theory; “✓”, “Yes” became yes" in report
    assert "“No.”: the numbers of the rows, which the book counts itself" in report


@pytest.mark.parametrize(
    ("first", "final", "read", "told"),
    [
        ("xX", "x ", "yn", "“x” became yes and a blank became no"),
        ("✓x", "✓x", "yn", "“✓” became yes and “x” became no"),
        # Crosses alone, but a tick beside them in the other column says what they are.
        ("✓ ", "x ", "nn", "“x”, a blank became no"),
        ("y×", "xX", "nn", "“x”, “X” became no"),
        ("x ", "x–", "yn", "“x” became yes and “–” became no"),
    ],
)
def test_a_cross_beside_ticks_is_no_tick(tmp_path, first, final, read, told):
    rows = [
        ["Context", "Outcome", "First theory", "Final theory"],
        ["New here", "Comes again", first[0].strip(), final[0].strip()],
        ["Long here", "Leaves", first[1].strip(), final[1].strip()],
    ]
    found = import_table(write_xlsx(tmp_path / "t.xlsx", rows))
    assert [row["final_theory"][0] for row in found.configurations] == list(read)
    (line,) = (line for line in found.report if "final_theory" in line)
    assert line.endswith(told)


def test_numbers_that_do_not_count_the_rows_are_kept(tmp_path):
    rows = [["No.", "Context", "Outcome"], ["2", "New here", "Stays"], ["1", "Old here", "Leaves"]]
    found = import_table(write_csv(tmp_path / "t.csv", rows))
    assert [row["no"] for row in found.configurations] == ["2", "1"]


def test_a_quotation_in_a_row_of_its_own_is_told_of(tmp_path):
    rows = [
        ["Context", "Outcome", "Quote", "Speaker"],
        ["New here", "Stays", "I stayed.", "Ada"],
        ["", "", "So did she.", "Bo"],
    ]
    found = import_table(write_csv(tmp_path / "t.csv", rows))
    assert len(found.quotations) == 1
    report = "\n".join(found.report)
    assert (
        "row 3, beginning with “So did she.”: read as a note, as it has no words in a stage"
        in report
    )
    assert "2 lines outside the rows kept with the notes: “So did she.”, “Bo”" in report


@pytest.mark.parametrize("kind", ["csv", "semicolon", "utf-16", "xlsx", "docx"])
def test_a_plain_table_of_any_program_comes_over_cell_by_cell(tmp_path, kind):
    rows = [[*row] for row in ROWS]
    rows[1][0] = "Neu hier, größer"
    if kind in ("xlsx", "docx"):
        write = write_xlsx if kind == "xlsx" else lambda path, rows: write_docx(path, [rows])
        path = write(tmp_path / f"t.{kind}", rows)
    else:
        encoding = "utf-16" if kind == "utf-16" else "utf-8-sig"
        mark = {"semicolon": ";", "utf-16": "\t"}.get(kind, ",")
        path = write_csv(tmp_path / "t.csv", rows, encoding, mark)
    found = import_table(path)
    assert [stage.stage for stage in found.stages] == ["context", "mechanism", "outcome"]
    assert stage_texts(found) == rows[1:]
    assert [row["position"] for row in found.configurations] == ["1", "2"]
    assert len({row["configuration"] for row in found.configurations}) == 2
    assert found.notes == []
    assert any("“Outcome” is blank in row 3" in line for line in found.report)


HEADED = [
    ["CMO no.", "Context", "Mechanism", "", "Outcomes", "Illustrative quote", "Notes"],
    ["", "", "Resource", "Reasoning", "", "", ""],
    ["1", "New here", "A welcome", "Feels seen", "Comes again", "“I came back.”", "check"],
    ["2", "", "Coffee", "Stays to talk", "Knows others", "“We sat.”", ""],
]


def check_headed(found):
    assert [s.stage for s in found.stages] == ["context", "resource", "reaction", "outcome"]
    assert [s.spanner for s in found.stages] == ["", "Mechanism", "Mechanism", ""]
    assert [s.label for s in found.stages] == ["Context", "Resource", "Reasoning", "Outcomes"]
    assert [row["text"] for row in found.quotations] == ["“I came back.”", "“We sat.”"]
    assert found.extra["notes"] == "Notes"
    assert [row["notes"] for row in found.configurations] == ["check", ""]


def test_a_head_that_spans_and_cells_merged_downwards_are_read_in_word(tmp_path):
    merged = [((0, 2), (0, 3)), ((2, 1), (3, 1))]
    merged += [((0, c), (1, c)) for c in (0, 1, 4, 5, 6)]
    found = import_table(write_docx(tmp_path / "t.docx", [HEADED], merged))
    check_headed(found)
    assert [row["context"] for row in found.configurations] == ["New here", "New here"]


def test_a_head_that_spans_and_cells_merged_downwards_are_read_in_excel(tmp_path):
    found = import_table(write_xlsx(tmp_path / "t.xlsx", HEADED, ["C1:D1", "B3:B4", "B1:B2"]))
    check_headed(found)
    assert [row["context"] for row in found.configurations] == ["New here", "New here"]


def test_a_blank_that_is_not_merged_stays_blank(tmp_path):
    found = import_table(write_xlsx(tmp_path / "t.xlsx", HEADED))
    check_headed(found)
    assert [row["context"] for row in found.configurations] == ["New here", ""]


def test_a_table_over_several_pages_with_its_headings_again_is_one_table(tmp_path):
    more = [ROWS[0], ["Third", "Finds it odd", "Leaves"]]
    found = import_table(write_docx(tmp_path / "t.docx", [[*ROWS, ROWS[0]], more]))
    assert [row["context"] for row in found.configurations] == ["New here", "Long here", "Third"]


def test_titles_sections_footnotes_and_other_tables_are_kept_as_notes(tmp_path):
    rows = [
        ["Table 3. What we found", "", ""],
        *ROWS[:2],
        ["Theme: staying", "", ""],
        ROWS[2],
        ["", "", ""],
    ]
    more = [("Codes", [["A", "alpha"], ["B", "beta"]])]
    path = write_xlsx(tmp_path / "t.xlsx", rows, ["A1:C1", "A4:C4"], more)
    found = import_table(path)
    assert stage_texts(found) == ROWS[1:]
    assert [row.get("section", "") for row in found.configurations] == ["", "Theme: staying"]
    assert "Table 3. What we found" in found.notes
    assert "B | beta" in found.notes


def test_a_title_above_the_headings_of_a_sheet_is_no_head_that_spans_them(tmp_path):
    found = import_table(write_xlsx(tmp_path / "t.xlsx", [["Table 4. What we found"], *ROWS]))
    assert [s.spanner for s in found.stages] == ["", "", ""]
    assert found.notes == ["Table 4. What we found"]


SECTIONS = [
    ["", "C", "", "M", "", "O"],
    ["Programme theory 1: time", "", "", "", "", ""],
    ["CMO1", "Long here", "", "Trusts", "", "• Asks\n• Tells"],
    ["CMO2", "New here", "", "Is lost", "", "- Leaves"],
    ["Programme theory 2: place", "", "", "", "", ""],
    ["CMO3", "Small place", "", "Is seen", "", "Stays"],
    ["Note: all of it is invented.", "", "", "", "", ""],
]


@pytest.mark.parametrize("kind", ["merged", "plain", "word"])
def test_programme_theories_between_the_rows_are_no_configurations(tmp_path, kind):
    places = [1, 4, 6]
    if kind == "word":
        merged = [((row, 0), (row, 5)) for row in places]
        path = write_docx(tmp_path / "t.docx", [SECTIONS], merged)
    else:
        merged = [f"A{row + 1}:F{row + 1}" for row in places] if kind == "merged" else []
        path = write_xlsx(tmp_path / "t.xlsx", SECTIONS, merged)
    found = import_table(path)
    assert [s.stage for s in found.stages] == ["context", "mechanism", "outcome"]
    assert [row["configuration"] for row in found.configurations] == ["cmo1", "cmo2", "cmo3"]
    assert [row["section"][:18] for row in found.configurations] == [
        *["Programme theory 1"] * 2,
        "Programme theory 2",
    ]
    assert [row["outcome"] for row in found.configurations] == [
        "• Asks\n• Tells",
        "Leaves",
        "Stays",
    ]
    assert set(found.extra) == {"number", "section"}
    assert found.notes == ["Note: all of it is invented."]
    assert any("2 cells with bullets" in line for line in found.report)


def test_a_row_with_a_context_alone_is_kept(tmp_path):
    rows = [*ROWS, ["Somewhere else", "", ""], ["* At least once.", "", ""]]
    found = import_table(write_csv(tmp_path / "t.csv", rows))
    assert [row["context"] for row in found.configurations][2:] == ["Somewhere else"]
    assert any(
        "beginning with “Somewhere else”: read as a configuration" in line for line in found.report
    )
    assert found.notes == ["* At least once."]
    assert any(
        "beginning with “* At least once.”: read as a title" in line for line in found.report
    )


@pytest.mark.parametrize("kind", ["xlsx", "docx", "csv"])
def test_a_table_on_its_side_is_read_along_its_rows(tmp_path, kind):
    rows = [["", "CMO 1", "CMO 2"], *[[ROWS[0][i], ROWS[1][i], ROWS[2][i]] for i in range(3)]]
    write = {"xlsx": write_xlsx, "csv": write_csv, "docx": lambda p, r: write_docx(p, [r])}[kind]
    found = import_table(write(tmp_path / f"t.{kind}", rows))
    assert stage_texts(found) == ROWS[1:]
    assert [row["configuration"] for row in found.configurations] == ["cmo-1", "cmo-2"]
    assert any("stand at the left" in line for line in found.report)


def test_a_small_table_for_each_configuration_is_kept(tmp_path):
    tables = [[[ROWS[0][i], row[i]] for i in range(3)] for row in ROWS[1:]]
    found = import_table(write_docx(tmp_path / "t.docx", tables, paragraphs=["CMOC 1"]))
    assert stage_texts(found) == ROWS[1:]
    assert found.notes == ["CMOC 1"]


def test_words_for_nothing_become_blanks(tmp_path):
    rows = [
        ["Programme theory", "Context", "Outcome", "Quote"],
        ["PT1", "New", "N/A", "–"],
        ["PT1", "—", "Comes", "“One.” (P1) “Two.” (Helper 2)"],
        ["PT2", "Old", "None of them comes", "“Three,” she said"],
    ]
    found = import_table(write_csv(tmp_path / "t.csv", rows))
    assert [s.stage for s in found.stages] == ["context", "outcome"]
    assert found.extra == {"programme_theory": "Programme theory"}
    assert stage_texts(found) == [["New", ""], ["", "Comes"], ["Old", "None of them comes"]]
    assert [(q["text"], q["speaker"]) for q in found.quotations] == [
        ("“One.”", "P1"),
        ("“Two.”", "Helper 2"),
        ("“Three,” she said", ""),
    ]
    assert found.notes == ["row 2, Outcome: N/A", "row 2, Quote: –", "row 3, Context: —"]


def test_a_head_without_merging_leaves_the_column_behind_it(tmp_path):
    rows = [
        ["", "", "Mechanism", "", ""],
        ["CMOC", "Context", "Resource", "Reasoning", "Outcome"],
        ["1", "New", "A greeting", "Feels seen", "Comes"],
    ]
    found = import_table(write_xlsx(tmp_path / "t.xlsx", rows))
    assert [s.spanner for s in found.stages] == ["", "Mechanism", "Mechanism", ""]


@pytest.mark.parametrize(
    ("order", "is_told"), [((0, 1, 2), False), ((0, 2, 1), True), ((1, 0, 2), True)]
)
def test_stages_out_of_causal_order_are_told(tmp_path, order, is_told):
    rows = [[row[i] for i in order] for row in ROWS]
    found = import_table(write_csv(tmp_path / "t.csv", rows))
    assert [s.label for s in found.stages] == rows[0]
    assert any("change their order in data/study.yml" in line for line in found.report) == is_told


def test_a_further_sheet_is_told_from_the_others_and_its_columns_are_those_of_the_first(tmp_path):
    first = [[*ROWS[0], "Quote"], ["Part one", "", "", ""], ["a", "b", "c", "One."]]
    other = [[*ROWS[0], "Quotation"], ["Part two", "", "", ""], ["d", "e", "f", "Two."]]
    found = import_table(write_xlsx(tmp_path / "table.xlsx", first, more=[("South", other)]))
    assert stage_texts(found) == [["a", "b", "c"], ["d", "e", "f"]]
    assert [row["section"] for row in found.configurations] == ["Part one", "South: Part two"]
    assert [row["text"] for row in found.quotations] == ["One.", "Two."]


def test_several_stages_in_one_heading_are_a_configuration_only_if_they_are_all():
    assert match_heading("Context, mechanism, outcome") == "configuration"
    assert match_heading("Context-outcome configuration") == "configuration"
    assert match_heading("Context and outcome") is None
    # A blank within a word is passed over in the names of stages alone.
    assert match_heading("Con text") == "context"
    assert match_heading("R ow") is None


def test_single_letters_name_stages_only_where_context_and_outcome_are_there():
    assert blank_letters(["C", "O"]) == ["C", "O"]
    assert blank_letters(["c", "M", "O", "Notes"]) == ["c", "M", "O", "Notes"]
    assert blank_letters(["C", "A", "Notes"]) == ["", "", "Notes"]


def test_a_column_of_another_stage_does_not_stand_below_a_head():
    assert not belongs_below("Outcome", "Context")
    assert belongs_below("Resource", "Mechanism")
    assert not belongs_below("Resource", "Outcome")
    assert belongs_below("Whatever", "Context")


def test_numbers_and_truth_values_of_a_workbook_are_kept_as_they_are_read(tmp_path):
    rows = [
        [*ROWS[0], "Measured", "Certain", "Seen"],
        [*ROWS[1], 0.1 + 0.2, True, 3],
        [*ROWS[2], 1e14, False, -2.5],
    ]
    found = import_table(write_xlsx(tmp_path / "table.xlsx", rows))
    keys = {heading: key for key, heading in found.extra.items()}
    assert [[row[keys[name]] for name in rows[0][3:]] for row in found.configurations] == [
        ["0.3", "true", "3"],
        ["100000000000000", "false", "-2.5"],
    ]


def test_a_long_sentence_is_no_heading(tmp_path):
    sentence = "In this setting the response of all those who came was at first a good one"
    rows = [["Circumstances", "What they felt", "Result"], [sentence, "an effect", "an activity"]]
    found = import_table(write_csv(tmp_path / "t.csv", rows))
    assert [s.label for s in found.stages] == ["Circumstances", "Result"]


def test_a_second_quotation_of_merged_rows_makes_no_second_configuration(tmp_path):
    rows = [
        ["Context", "Outcome", "Quotes", "Participant"],
        ["New", "Comes", "“One.”", "P1"],
        ["", "", "“Two.”", "P2"],
    ]
    found = import_table(write_xlsx(tmp_path / "t.xlsx", rows, ["A2:A3", "B2:B3"]))
    assert len(found.configurations) == 1
    assert [(q["position"], q["speaker"]) for q in found.quotations] == [("1", "P1"), ("2", "P2")]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("t.pdf", b"%PDF", "Save the table as"),
        ("t.xlsx", b"PK\x03\x04 cut", "save it anew"),
        ("t.docx", b"nonsense", "save it anew"),
        ("t.csv", b"a,b\n1,2\n", "no row of headings names two stages"),
        ("t.csv", b"CMO 1: When they meet in context (C), it works (O)\n", "divide them so"),
        ("t.csv", b"", "an empty file"),
        ("t.csv", "Context;Outcome\ngrößer;da\n".encode("cp1252"), "row 2, column Context"),
        ("t.csv", b"Context,Outcome\n,\n", "no row below the headings"),
        ("t.csv", None, "no such file"),
    ],
)
def test_what_cannot_be_taken_over_is_refused_with_what_to_do(tmp_path, name, content, words):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(TableError, match=words):
        import_table(tmp_path / name)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("CONTEXTS", "context"),
        ("Context (individual)", "context"),
        ("Mechanism – resource", "resource"),
        ("Walker's reaction or reasoning", "reaction"),
        ("Mechansim", "mechanism"),
        ("Contxt", "context"),
        ("Outccome", "outcome"),
        ("Reaction²", "reaction"),
        ("Nº", "configuration"),
        ("Outcomesᵃ", "outcome"),
        ("Out\xa0come", "outcome"),
        ("\u200bCon\xadtext", "context"),
        ("Source", None),
        ("Data sources", None),
        ("Action", None),
        ("Content", None),
        ("Contest", None),
        ("Sequence", None),
        ("Redaction", None),
        ("Level", None),
        ("Mécanisme", "mechanism"),
        ("Ergebnisse", "outcome"),
        ("C", "context"),
        ("Programme activity", "intervention"),
        ("Programme outcomes", "outcome"),
        ("Context of the intervention", "context"),
        ("Mechanism (resource/reasoning)", "mechanism"),
        ("Actors", "actor"),
        ("Supporting quotations for outcomes", "quotation"),
        ("Context-mechanism-outcome configuration", "configuration"),
        ("CMOc", "configuration"),
        ("ID", "configuration"),
        ("Notes", None),
        ("Identity", None),
        ("", None),
        ("Context and outcome", None),
    ],
)
def test_a_heading_is_matched_as_a_reader_would(heading, kind):
    assert match_heading(heading) == kind


def test_columns_under_a_known_head_with_unknown_headings_are_that_stage(tmp_path):
    rows = [["Context", "Mechanism", ""], ["", "What is offered", "Reasoning"], ["a", "b", "c"]]
    found = import_table(write_xlsx(tmp_path / "t.xlsx", rows, ["B1:C1"]))
    assert [s.stage for s in found.stages] == ["context", "mechanism", "reaction"]


TEXTS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=12)
# The cells below the headings, and at the end the one of the stage, which may be blank.
ROW = st.builds(
    lambda cells, stage: [*cells, stage],
    st.lists(TEXTS, min_size=7, max_size=7),
    st.sampled_from(["", "it ends well"]),
)
HEADINGS = st.lists(
    st.sampled_from(
        ["Context", "Context", "Mechanism", "Outcome", "Quote", "Speaker", "Notes", "ID", "", "x y"]
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(HEADINGS, st.lists(ROW, max_size=7), st.booleans())
def test_no_word_of_the_table_is_lost(tmp_path, headings, body, merge):
    rows = [
        ["A title"],
        ["Outcome", "Context", *headings],
        *[[*row[7:], "", *row[: len(headings)]] for row in body],
        ["it begins", "", *[""] * len(headings)],
    ]
    clean = [[re.sub(r"_x[0-9a-fA-F]{4}_", "", cell) for cell in row] for row in rows]
    clean = [[cell if not cell.startswith("=") else "" for cell in row] for row in clean]
    areas = ["A3:A4"] if merge and len(body) > 1 else []
    if areas:
        # What a program merges shows the first of the cells only.
        clean[3][0] = ""
    path = write_xlsx(tmp_path / "t.xlsx", clean, areas)
    words = {word for row in clean for cell in row for word in fold(cell).split()}
    assert words - all_words(import_table(path)) == set()

"""The elements of a cell: one for each line, and the same words are the same element."""

import docx
import pytest

from scripts.importer.importing import import_table
from scripts.study.elements import find_continuation_line, split_cell
from scripts.study.study import check_study
from tests.studies import make_study, write_study


@pytest.mark.parametrize(
    ("text", "sign", "wanted"),
    [
        ("", "", ()),
        ("Comes", "", ("Comes",)),
        ("Comes\nTalks", "", ("Comes", "Talks")),
        ("Comes\r\n\r\n  Talks  \rSleeps\u2028Eats", "", ("Comes", "Talks", "Sleeps", "Eats")),
        ("Comes; talks", "", ("Comes; talks",)),
        ("Comes; talks;", ";", ("Comes", "talks")),
        ("Comes; talks\nSleeps", ";", ("Comes", "talks", "Sleeps")),
        ("and/or / both", " / ", ("and/or", "both")),
        ("Comes\nComes", "", ("Comes",)),
        ("Comes (alone; late); talks", ";", ("Comes (alone; late)", "talks")),
        (
            "Feels [seen (or heard; or met); safe]; stays",
            ";",
            ("Feels [seen (or heard; or met); safe]", "stays"),
        ),
        ("(Alone; late); talks", ";", ("(Alone; late)", "talks")),
        ("Comes (alone; talks", ";", ("Comes (alone", "talks")),
        ("a) comes; b) talks", ";", ("a) comes", "b) talks")),
        ("يأتي (وحده؛ متأخرا)؛ يتكلم", "؛", ("يأتي (وحده؛ متأخرا)", "يتكلم")),
        (";", ";", (";",)),
        ("• Comes\n•Talks", "", ("Comes", "Talks")),
        ("• Comes", "", ("Comes",)),
        ("- Comes\n- Talks", "", ("Comes", "Talks")),
        ("- Comes\nTalks", "", ("- Comes", "Talks")),
        ("- Comes", "", ("- Comes",)),
        ("-2 of 3\n-1 of 3", "", ("-2 of 3", "-1 of 3")),
        ("•", "", ("•",)),
    ],
)
def test_each_line_of_a_cell_is_kept_without_the_sign_of_a_list(text, sign, wanted):
    assert split_cell(text, sign) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Feels that somebody\nis there", "is there"),
        ("Comes again\nTalks more and\nsleeps", "sleeps"),
        ("Comes again\nTalks more", ""),
        ("comes again\ntalks more", ""),
        ("Comes again;\ntalks more", ""),
        ("Comes again.\n\ntalks more.", ""),
        ("• Comes again\n• talks more", ""),
        ("Comes again", ""),
        ("", ""),
        ("يأتي\nيتكلم", ""),
    ],
)
def test_a_line_that_only_goes_on_is_noticed(text, wanted):
    assert find_continuation_line(text) == wanted


def test_the_codes_of_a_cell_stand_before_its_words(tmp_path):
    rows = [{"configuration": "a", "context": "Tired\nalone", "outcome": "Sleeps"}]
    stages = ["context", "outcome"]
    plain = make_study(tmp_path / "plain", stages=stages, configurations=rows)
    assert plain.stage_elements == {
        ("a", "context"): ("Tired", "alone"),
        ("a", "outcome"): ("Sleeps",),
    }
    elements = [
        {"element": e, "stage": s, "label": e}
        for e, s in (("t", "context"), ("l", "context"), ("z", "outcome"))
    ]
    codings = [
        {"configuration": "a", "stage": s, "element": e, "phrase": p}
        for e, s, p in (
            ("t", "context", "tired"),
            ("l", "context", "alone"),
            ("z", "outcome", "sleeps"),
        )
    ]
    coded = make_study(
        tmp_path / "coded", stages=stages, configurations=rows, elements=elements, codings=codings
    )
    assert coded.stage_elements == {("a", "context"): ("t", "l"), ("a", "outcome"): ("z",)}


@pytest.mark.parametrize("sign", ["and", " ", "", ";\n", "a;", ";;;;"])
def test_a_sign_that_would_cut_words_apart_is_refused(tmp_path, sign):
    stages = [{"stage": "context", "label": "Context", "split_at": sign}]
    (problem,) = check_study(write_study(tmp_path / "data", stages=stages))
    assert problem.column == "stages, context, split_at"
    assert "such as ;" in problem.allowed


def test_entries_of_a_list_in_a_word_table_are_elements_of_their_own(tmp_path):
    document = docx.Document()
    table = document.add_table(2, 3)
    for cell, text in zip(table.rows[0].cells, ("Context", "Mechanism", "Outcome"), strict=True):
        cell.text = text
    for cell, text in zip(table.rows[1].cells, ("Alone", "Is seen", "Comes"), strict=True):
        cell.text = text
    table.rows[1].cells[2].add_paragraph("Talks", style="List Bullet")
    document.save(tmp_path / "table.docx")
    found = import_table(tmp_path / "table.docx")
    assert split_cell(found.configurations[0]["outcome"]) == ("Comes", "Talks")
    assert any("1 cell of stages with several lines" in line for line in found.report)


def test_the_elements_of_a_cell_are_its_parts_and_a_code_counts_once(tmp_path):
    stages = [{"stage": "context", "label": "Context", "split_at": ";"}, "outcome"]
    rows = [{"configuration": "a", "context": "Alone; tired; Alone", "outcome": "Sleeps; eats"}]
    rows += [{"configuration": "b", "context": "tired"}]
    study = make_study(tmp_path / "words", stages=stages, configurations=rows)
    assert study.stage_elements == {
        ("a", "context"): ("Alone", "tired"),
        ("a", "outcome"): ("Sleeps; eats",),
        ("b", "context"): ("tired",),
    }

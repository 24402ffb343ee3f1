"""What must hold between the files of a study: one thing is spoilt, and named at its place."""

import pytest

from scripts.study.study import check_study
from tests.studies import write_study

STAGES = [
    {"stage": "context", "label": "Context", "levels": ["person", "place"]},
    {"stage": "outcome", "label": "Outcome"},
]


def test_levels_of_a_coded_cell_are_not_given_to_its_codes_by_chance(tmp_path):
    row = {"configuration": "a", "context": "Old\nPoor", "context_level": "person\nplace"}
    codes = ("old", "poor")
    folder = write_study(
        tmp_path / "data",
        stages=STAGES,
        configurations=[row],
        elements=[{"element": code, "stage": "context", "label": code} for code in codes],
        codings=[
            {"configuration": "a", "stage": "context", "element": code, "phrase": code}
            for code in codes
        ],
    )
    (problem,) = check_study(folder)
    assert (problem.found, problem.column) == ("2 levels", "context_level")
    assert "codings.csv" in problem.allowed


@pytest.mark.parametrize(
    ("cell", "level", "found", "fix"),
    [
        ("Alone", "person", None, ""),
        ("Alone", "", None, ""),
        ("Alone\nPoor", "person", None, ""),
        ("Alone\nPoor", "person\nplace", None, ""),
        ("Alone\nPoor\nOld", "person\n\nplace", None, ""),
        ("Alone", "persn", "“persn”", "Did you mean “person”?"),
        ("Alone\nPoor", "person\nplanet", "“planet”", "Use one of the values allowed"),
        ("", "person", "“person”, but no text in context", "Fill that cell"),
        ("Alone\nPoor\nOld", "person\nplace", "2 levels", "as many lines as that cell"),
        ("Alone", "person\nplace", "2 levels", "one level for all"),
    ],
)
def test_a_level_that_belongs_to_nothing_is_refused(tmp_path, cell, level, found, fix):
    row = {"configuration": "a", "context": cell, "context_level": level, "outcome": "Comes"}
    folder = write_study(tmp_path / "data", stages=STAGES, configurations=[row])
    problems = check_study(folder)
    assert [(p.found, p.row, p.column) for p in problems] == (
        [(found, 2, "context_level")] if found else []
    )
    assert all(fix in problem.fix for problem in problems)


def test_levels_are_checked_of_each_stage_that_has_some(tmp_path):
    stages = [stage | {"levels": ["person", "place"]} for stage in STAGES]
    row = {"configuration": "a", "context": "Alone", "outcome": "Comes"}
    row |= {"outcome_level": "person\nplace"}
    folder = write_study(tmp_path / "data", stages=stages, configurations=[row])
    (problem,) = check_study(folder)
    assert (problem.found, problem.column) == ("2 levels", "outcome_level")


# What must hold between files: one thing spoilt at a time

PEOPLE = [
    {"group": "clients", "label": "Clients", "n": 8},
    {"group": "cooks", "label": "Cooks", "n": 4},
]
SOUND = {
    "groups": PEOPLE,
    "stages": ["context", "outcome"],
    "theories": ["first"],
    "configurations": [
        {"configuration": "stays", "context": "New  Here", "outcome": "Stays", "first": "yes"},
        {"configuration": "goes", "context": "Old here", "first": "no", "valence": "bad"},
    ],
    "characteristics": [{"characteristic": "age", "label": "Age", "responses": "multiple"}],
    "demographics": [
        {"characteristic": "age", "level": "Old", "group": group, "count": 2}
        for group in ("clients", "cooks")
    ],
    "interviews": [{"group": group, "interviewees": 2} for group in ("clients", "cooks")],
    "quotations": [
        {"configuration": "stays", "speaker": "Ada", "speaker_group": "cooks", "text": "So."}
    ],
    "elements": [
        {"element": "new", "stage": "context", "label": "Is new"},
        {"element": "old", "stage": "context", "label": "Is old"},
        {"element": "stay", "stage": "outcome", "label": "Stays"},
    ],
    "codings": [
        {"configuration": "stays", "stage": "context", "element": "new", "phrase": "new here"},
        {"configuration": "stays", "stage": "outcome", "element": "stay", "phrase": "Stays"},
        {"configuration": "goes", "stage": "context", "element": "old", "phrase": "Old"},
    ],
    "conjectures": [
        {"configuration": "goes", "stage": "outcome", "text": "Leaves", "confidence": "low"}
    ],
    "synonyms": [
        {"term": "poor", "column": "valence", "finds": "bad"},
        {"term": "anything", "column": "", "finds": "whatever"},
    ],
    "passages": [
        {"passage": "p1", "configuration": "stays", "relation": "supports", "text": "So it is."},
        {"passage": "p2", "configuration": "goes", "relation": "silent", "text": ""},
    ],
    "exhibits": [
        {"exhibit": "table_1", "kind": "demographics", "groups": ["clients", "cooks"]},
        {"exhibit": "talks", "kind": "interviews", "groups": ["clients", "cooks"]},
        {"exhibit": "figure_1", "kind": "diagram", "show": {"valence": "bad"}},
    ],
}


def change(table, row, **values):
    """The sound study with cells of one row changed."""
    rows = [{**each, **(values if i == row else {})} for i, each in enumerate(SOUND[table])]
    return {table: rows}


def drop(table, row):
    return {table: [each for i, each in enumerate(SOUND[table]) if i != row]}


CHAINS, SETTINGS = "configurations.csv", "study.yml"
SPOILT = [
    (
        change("demographics", 1, group="coocs"),
        ("demographics.csv", 3, "group", "“coocs”"),
        "one of clients, cooks",
        "Use a key of study.yml, or add it there. Did you mean “cooks”?",
    ),
    (
        change("interviews", 0, group="client"),
        ("interviews.csv", 2, "group", "“client”"),
        "one of clients, cooks",
        "Did you mean “clients”?",
    ),
    (
        change("quotations", 0, speaker_group="nobody"),
        ("quotations.csv", 2, "speaker_group", "“nobody”"),
        "one of clients, cooks",
        "Use a key of study.yml, or add it there.",
    ),
    (
        {"elements": [*SOUND["elements"], {"element": "far", "stage": "contxt", "label": "Far"}]},
        ("elements.csv", 5, "stage", "“contxt”"),
        "one of context, outcome",
        "Use a key of study.yml, or add it there. Did you mean “context”?",
    ),
    (
        change("conjectures", 0, stage="outcomes"),
        ("conjectures.csv", 2, "stage", "“outcomes”"),
        "one of context, outcome",
        "Did you mean “outcome”?",
    ),
    (
        change("codings", 2, element="stay"),
        ("codings.csv", 4, "stage", "“context”"),
        "outcome, the stage of “stay” in elements.csv",
        "Correct the stage, or choose another element.",
    ),
    (
        change("codings", 0, phrase="newly here"),
        ("codings.csv", 2, "phrase", "“newly here”"),
        "words of the context of stays: “New  Here”",
        "Copy the words from the cell, or mend the cell.",
    ),
    (
        change("passages", 0, text=""),
        ("passages.csv", 2, "text", "no words"),
        "words of the report, or none where the relation is silent",
        "Copy the words, or correct the relation.",
    ),
    (
        change("passages", 1, text="Words."),
        ("passages.csv", 3, "text", "“Words.”"),
        "none where the relation is silent",
        "Copy the words, or correct the relation.",
    ),
    (
        change("conjectures", 0, configuration="stays"),
        ("conjectures.csv", 2, "stage", "a conjecture, though the source gives “Stays”"),
        "a cell that is blank in configurations.csv",
        "Take the conjecture out, or correct the stage.",
    ),
    (
        change("synonyms", 0, column="valance"),
        ("synonyms.csv", 2, "column", "“valance”"),
        "valence",
        "Correct it. Did you mean “valence”?",
    ),
    (
        change("synonyms", 0, finds="bed"),
        ("synonyms.csv", 2, "finds", "“bed”"),
        "bad",
        "Correct it. Did you mean “bad”?",
    ),
    (
        change("configurations", 1, first="yess"),
        (CHAINS, 3, "first", "“yess”"),
        "one of yes, no, or an empty cell",
        "Use one of the values allowed. Did you mean “yes”?",
    ),
    (
        drop("codings", 1),
        (CHAINS, 2, "outcome", "“Stays” without a coding"),
        "one row at least in codings.csv for each cell with text",
        "Code the cell, or leave codings.csv and elements.csv out altogether.",
    ),
    (
        change("configurations", 1, context="") | drop("codings", 2),
        (CHAINS, 3, "context, outcome", "no text in any stage"),
        "text in one stage at least",
        "Fill the row, or delete it.",
    ),
    (
        drop("demographics", 1),
        (
            *(SETTINGS, "- label: Table 1", "exhibits, table_1"),
            "“cooks”, of whom demographics.csv has no row for age",
        ),
        "one of clients",
        "name the groups that this exhibit shows: groups: [clients]",
    ),
    (
        drop("interviews", 0),
        (
            *(SETTINGS, "- label: Talks", "exhibits, talks"),
            "“clients”, of whom interviews.csv has no row for the interviews",
        ),
        "one of cooks",
        "groups: [cooks]",
    ),
    (
        change("exhibits", 2, show={"valance": "bad"}),
        (SETTINGS, "valance: bad", "exhibits, figure_1, show, valance", "“valance”"),
        "a column of configurations.csv: configuration, position, context",
        "Correct the name. Did you mean “valence”?",
    ),
    (
        change("exhibits", 2, show={"valence": "bed"}),
        (SETTINGS, "valence: bed", "exhibits, figure_1, show, valence", "“bed”"),
        "a value that some configuration has: one of bad",
        "Correct the value, or take the exhibit out. Did you mean “bad”?",
    ),
    (
        {"elements": None},
        ("codings.csv", None, "element", "rows, but no file elements.csv"),
        "both files or neither",
        "Add elements.csv, or take codings.csv out.",
    ),
    (
        {"interviews": None},
        (
            *(SETTINGS, "- label: Talks", "exhibits, talks"),
            "the kind “interviews”, but no file interviews.csv",
        ),
        "an exhibit whose table is there",
        "Add the file, or take the exhibit out.",
    ),
]


def test_files_that_fit_together_are_in_order(tmp_path):
    assert check_study(write_study(tmp_path / "data", **SOUND)) == []
    whole = SOUND | {"codings": None, "elements": None}
    assert check_study(write_study(tmp_path / "bare", **whole)) == []


@pytest.mark.parametrize(("spoilt", "place", "allowed", "fix"), SPOILT)
def test_what_does_not_fit_together_is_one_problem_at_its_place(
    tmp_path, spoilt, place, allowed, fix
):
    data = write_study(tmp_path / "data", **(SOUND | spoilt))
    (problem,) = check_study(data)
    file, row, column, found = place
    assert (problem.file, problem.column, problem.found) == (file, column, found)
    if file == SETTINGS:
        lines = (data / SETTINGS).read_text("utf-8").splitlines()
        assert row in lines[problem.row - 1]
    else:
        assert problem.row == row
    assert allowed in problem.allowed
    assert problem.fix.endswith(fix)


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("caption", "a name other than caption and heading"),
        ("heading", "a name other than caption and heading"),
        ("con", "a name that every system allows"),
    ],
)
def test_a_configuration_has_a_name_that_means_nothing_else(tmp_path, name, allowed):
    rows = [{"configuration": "a", "context": "C"}, {"configuration": name, "context": "C"}]
    (problem,) = check_study(write_study(tmp_path / "data", configurations=rows))
    assert (problem.file, problem.row, problem.column) == (CHAINS, 3, "configuration")
    assert problem.found == f"“{name}”"
    assert allowed in problem.allowed
    assert problem.fix.startswith("Rename")


def test_notes_and_printed_cells_are_of_an_exhibit(tmp_path):
    exhibits = [{"exhibit": "table_2", "kind": "configurations"}]
    printed = {"table_2": {("only", "context"): "Another"}}
    note = {"exhibit": "table2", "row": "only", "field": "context", "kind": "differs"}
    note |= {"source_reading": "Another", "reading_used": "A context", "reason": "So."}
    values = {"exhibits": exhibits, "published": printed}
    data = write_study(tmp_path / "data", notes=[note], **values)
    (problem,) = check_study(data)
    assert (problem.file, problem.row, problem.column) == ("editorial_notes.csv", 2, "exhibit")
    assert problem.fix.endswith("Use a key of study.yml, or add it there. Did you mean “table_2”?")
    data = write_study(tmp_path / "other", **values)
    path = data / "study.yml"
    path.write_text(path.read_text("utf-8").replace("exhibit: table_2", "exhibit: table_3"))
    found = {(p.file, p.column): p for p in check_study(data)}
    problem = found["published/table_2.csv", None]
    assert problem.found == "printed cells of “table_2”, which is no exhibit"
    assert problem.allowed == "one of table_3"
    assert problem.fix.endswith("or take this file out. Did you mean “table_3”?")

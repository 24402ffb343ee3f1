import pytest

from tests.spoiling import (
    Spoilt,
    both,
    check_plainly,
    check_spoilt,
    edit_dictionary,
    edit_rows,
    edit_settings,
    remove,
    replace,
    set_cell,
    write,
)

COUNTS, CHAINS, CODES = "demographics.csv", "configurations.csv", "codings.csv"


def drop_exhibit(name):
    def change(content):
        content["exhibits"] = [e for e in content["exhibits"] if e["exhibit"] != name]

    return edit_settings(change)


def free(table, column):
    """Return a spoiler that takes the legal values of a column out of the dictionary."""

    def change(tables):
        fields = tables[table]["schema"]["fields"]
        next(f for f in fields if f["name"] == column).pop("constraints")

    return edit_dictionary(change)


def blank_stages(rows):
    for i in map(rows[0].index, ("context", "resource", "reaction", "outcome")):
        rows[12 - 1][i] = ""


SPOILT = [
    Spoilt(
        "study.yml without a group that has counts",
        replace("study.yml", "group: staff", "group: team"),
        "interviews.csv",
        4,
        "group",
        "“staff”",
        "one of volunteers, mothers, team",
        "Use a key of study.yml, or add it there",
        alone=False,
    ),
    Spoilt(
        "group with a capital",
        set_cell("interviews.csv", 4, "group", "Staff"),
        "interviews.csv",
        4,
        "group",
        "“Staff”",
        fix="Did you mean “staff”?",
        alone=False,
    ),
    Spoilt(
        "speaker of an unknown group",
        set_cell("quotations.csv", 3, "speaker_group", "mother"),
        "quotations.csv",
        3,
        "speaker_group",
        "“mother”",
        fix="Did you mean “mothers”?",
    ),
    Spoilt(
        "element of an unknown stage",
        edit_rows(
            "elements.csv", lambda rows: rows.append(["new", "contxt", "New", "is new", "", "New"])
        ),
        "elements.csv",
        119,
        "stage",
        "“contxt”",
        "one of context, resource, reaction, outcome",
        "Did you mean “context”?",
    ),
    Spoilt(
        "coding at another stage than its element",
        set_cell(CODES, 6, "stage", "reaction"),
        CODES,
        6,
        "stage",
        "“reaction”",
        "resource, the stage of “without-judgement” in elements.csv",
        alone=False,
    ),
    Spoilt(
        "coding whose phrase is not in its cell",
        set_cell(CODES, 5, "phrase", "Peers hear"),
        CODES,
        5,
        "phrase",
        "“Peers hear”",
        "words of the resource of listening-understood: “Peers listen non-judgementally",
        "Copy the words from the cell",
    ),
    Spoilt(
        "conjecture about a cell that the source gives",
        set_cell("conjectures.csv", 2, "configuration", "cherished"),
        "conjectures.csv",
        2,
        "stage",
        "a conjecture, though the source gives “Feels cherished”",
        "a cell that is blank in configurations.csv",
    ),
    Spoilt(
        "synonym of a column that is not there",
        set_cell("synonyms.csv", 2, "column", "valance"),
        "synonyms.csv",
        2,
        "column",
        "“valance”",
        fix="Did you mean “valence”?",
    ),
    Spoilt(
        "synonym of a value that no configuration has",
        both(
            set_cell("synonyms.csv", 2, "column", "delivery"),
            set_cell("synonyms.csv", 2, "finds", "groups"),
        ),
        "synonyms.csv",
        2,
        "finds",
        "“groups”",
        fix="Did you mean “group”?",
    ),
    Spoilt(
        "cell without a coding",
        edit_rows(CODES, lambda rows: rows.pop(16)),
        CHAINS,
        3,
        "reaction",
        "“No opportunity to speak” without a coding",
        "one row at least in codings.csv",
        "leave codings.csv and elements.csv out",
    ),
    Spoilt(
        "configuration without text",
        both(
            edit_rows(CHAINS, blank_stages),
            edit_rows(
                CODES,
                lambda rows: [rows.remove(r) for r in list(rows) if r[0] == "normalisation-fails"],
            ),
        ),
        CHAINS,
        12,
        "context, resource, reaction, outcome",
        "no text in any stage",
        fix="Fill the row, or delete it",
    ),
    Spoilt(
        "configuration called like a part of the table",
        both(
            edit_rows(
                CHAINS,
                lambda rows: rows.append(["caption", "34", "A title", *rows[1][3:]]),
            ),
            remove("codings.csv"),
        ),
        CHAINS,
        35,
        "configuration",
        "“caption”",
        "a name other than caption and heading",
    ),
    Spoilt(
        "word in a theory column whose legal values nobody listed",
        both(free("configurations", "final"), set_cell(CHAINS, 3, "final", "Yes")),
        CHAINS,
        3,
        "final",
        "“Yes”",
        "one of yes, no, or an empty cell",
        "Did you mean “yes”?",
    ),
    Spoilt(
        "exhibit filter naming a missing column",
        replace("study.yml", "valence: positive}", "valance: positive}"),
        "study.yml",
        "valance: positive",
        "exhibits, figure_1, show, valance",
        "“valance”",
        "a column of configurations.csv: configuration, position",
        "Did you mean “valence”?",
    ),
    Spoilt(
        "exhibit filter that nothing passes",
        replace("study.yml", "valence: positive}", "valence: positiv}"),
        "study.yml",
        "positiv}",
        "exhibits, figure_1, show, valence",
        "“positiv”",
        "one of positive, negative",
        "Did you mean “positive”?",
    ),
    Spoilt(
        "exhibit of a group without counts",
        replace("study.yml", "groups: [volunteers, mothers]", "groups: [mothers, staff]"),
        "study.yml",
        "exhibit: table_1",
        "exhibits, table_1",
        "“staff”, of whom demographics.csv has no row for ethnicity",
        "mothers, volunteers",
        "or name the groups that this exhibit shows",
        alone=False,
    ),
    Spoilt(
        "exhibit of a group without interviews",
        edit_rows("interviews.csv", lambda rows: rows.pop()),
        "study.yml",
        "exhibit: interviews",
        "exhibits, interviews",
        "“staff”, of whom interviews.csv has no row",
    ),
    Spoilt(
        "exhibit whose table is not there",
        remove("interviews.csv"),
        "study.yml",
        "exhibit: interviews",
        "exhibits, interviews",
        "no file interviews.csv",
        fix="Add the file, or take the exhibit out",
    ),
    Spoilt(
        "codings without a codebook",
        remove("elements.csv"),
        CODES,
        None,
        "element",
        "rows, but no file elements.csv",
        "both files or neither",
    ),
    Spoilt(
        "passage without words",
        set_cell("passages.csv", 2, "text", ""),
        "passages.csv",
        2,
        "text",
        "no words",
        fix="Copy the words, or correct the relation",
    ),
    Spoilt(
        "passage with words where the paper is silent",
        set_cell("passages.csv", 2, "relation", "silent"),
        "passages.csv",
        2,
        "text",
        "“a sense of shame",
        "silent",
    ),
    Spoilt(
        "note on an unknown exhibit",
        set_cell("editorial_notes.csv", 2, "exhibit", "table1"),
        "editorial_notes.csv",
        2,
        "exhibit",
        "“table1”",
        fix="Did you mean “table_1”?",
    ),
    Spoilt(
        "printed cells of an exhibit that was taken out",
        drop_exhibit("figure_2"),
        "published/figure_2.csv",
        None,
        None,
        "printed cells of “figure_2”",
        "figure_1",
        alone=False,
    ),
]


@pytest.mark.parametrize("case", SPOILT, ids=str)
def test_what_does_not_fit_together_is_refused_at_its_place(data_copy, case):
    check_spoilt(data_copy, case)


@pytest.mark.parametrize(
    "phrase", ["PEERS LISTEN", "Peers  listen", "Peers\nlisten"], ids=["capitals", "blanks", "line"]
)
def test_a_phrase_may_differ_in_capitals_and_line_breaks_only(data_copy, phrase):
    set_cell(CODES, 5, "phrase", phrase)(data_copy)
    assert check_plainly(data_copy) == []


OPTIONAL = [
    (("interviews.csv", "published/interviews.csv"), drop_exhibit("interviews")),
    (("quotations.csv", "accepted_warnings.csv"), None),
    (("codings.csv",), None),
    (("elements.csv", "codings.csv"), None),
    (("editorial_notes.csv",), None),
    (("transcription_agreement.csv",), None),
    (("second_coding.csv",), None),
    (("passages.csv",), None),
]


@pytest.mark.parametrize(("names", "also"), OPTIONAL, ids=[", ".join(n) for n, _ in OPTIONAL])
def test_a_study_may_do_without_the_optional_tables(data_copy, names, also):
    remove(*names)(data_copy)
    if also:
        also(data_copy)
    assert check_plainly(data_copy) == []


def test_a_study_may_do_without_the_description_of_optional_tables_too(data_copy):
    def change(tables):
        for name in ("quotations", "elements", "codings", "interviews"):
            del tables[name]

    remove("quotations.csv", "elements.csv", "codings.csv", "accepted_warnings.csv")(data_copy)
    remove("interviews.csv", "published/interviews.csv")(data_copy)
    edit_dictionary(change)(data_copy)
    drop_exhibit("interviews")(data_copy)
    assert check_plainly(data_copy) == []


def test_a_study_may_have_one_theory_and_other_stages(data_copy):
    edit_settings(lambda content: content.update(theories=[]))(data_copy)
    assert check_plainly(data_copy) == []


def test_an_optional_table_may_have_a_heading_only(data_copy):
    write("quotations.csv", "configuration,position,speaker,speaker_group,text\n")(data_copy)
    remove("accepted_warnings.csv")(data_copy)
    assert check_plainly(data_copy) == []

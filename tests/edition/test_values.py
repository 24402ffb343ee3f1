import pytest

from scripts.study.study import load_study
from tests.spoiling import (
    Spoilt,
    both,
    check_plainly,
    check_spoilt,
    edit_dictionary,
    edit_rows,
    replace,
    set_cell,
)

COUNTS, CHAINS, QUOTES = "demographics.csv", "configurations.csv", "quotations.csv"
PEOPLE, CODES, CODEBOOK = "interviews.csv", "codings.csv", "elements.csv"


def drop_column(file, column):
    def change(rows):
        index = rows[0].index(column)
        for row in rows:
            del row[index]

    return edit_rows(file, change)


def add_column(file, column):
    return edit_rows(
        file, lambda rows: [row.append("x" if i else column) for i, row in enumerate(rows)]
    )


def count(value, found, hint="", name=None):
    name = name or f"count {value}"
    spoil = set_cell(COUNTS, 3, "count", value)
    return Spoilt(name, spoil, COUNTS, 3, "count", found, "a whole number in digits", hint)


def field(table, column, **values):
    def change(tables):
        fields = tables[table]["schema"]["fields"]
        next(f for f in fields if f["name"] == column).update(values)

    return edit_dictionary(change)


SPOILT = [
    Spoilt(
        "missing column",
        drop_column(COUNTS, "position"),
        COUNTS,
        1,
        "position",
        "no such column",
        "characteristic, level, group, position, count",
        "Add the column",
    ),
    Spoilt(
        "unknown column",
        add_column(COUNTS, "percentage"),
        COUNTS,
        1,
        "percentage",
        "the unknown column “percentage”",
        "the columns characteristic",
        "describe the column in datapackage.json",
    ),
    Spoilt(
        "heading with a slip",
        replace(COUNTS, "position,count", "position,counts"),
        COUNTS,
        1,
        "counts",
        fix="Did you mean “count”?",
        alone=False,
    ),
    Spoilt(
        "stage missing from the table",
        drop_column(CHAINS, "outcome"),
        CHAINS,
        1,
        "outcome",
        "no such column",
    ),
    Spoilt(
        "stage that the table does not have",
        replace("study.yml", "{stage: outcome", "{stage: effect"),
        "configurations.csv",
        1,
        "effect",
        "no such column",
        "the columns configuration, position",
        alone=False,
    ),
    count("fifteen", "“fifteen”"),
    count("012", "“012”", "Did you mean 12?"),
    count("1e1", "“1e1”", "Did you mean 10?"),
    count("18.0", "“18.0”", "Did you mean 18?"),
    count("1,000", "“1,000”", "Did you mean 1000?"),
    count("1_8", "“1_8”"),
    count("NaN", "“NaN”"),
    count("18.5", "“18.5”", "leave the cell empty"),
    count("1,5", "“1,5”", "Write digits only"),
    count("٥", "“٥”", name="count in Arabic digits"),
    count("−5", "“−5”", name="count with a typographic minus"),
    count("9" * 30, "“999", name="count of thirty digits"),
    count("18 (90%)", "“18 (90%)”"),
    Spoilt(
        "negative count",
        set_cell(COUNTS, 20, "count", "-1"),
        COUNTS,
        20,
        "count",
        "“-1”",
        "0 or more",
        "Correct the number",
    ),
    Spoilt(
        "length with a comma",
        set_cell(PEOPLE, 2, "mean", "37,5"),
        PEOPLE,
        2,
        "mean",
        "“37,5”",
        "12.5",
    ),
    Spoilt("endless length", set_cell(PEOPLE, 2, "maximum", "inf"), PEOPLE, 2, "maximum", "“inf”"),
    Spoilt(
        "position nought",
        set_cell(CHAINS, 2, "position", "0"),
        CHAINS,
        2,
        "position",
        "“0”",
        "1 or more",
    ),
    Spoilt(
        "position twice",
        set_cell(CHAINS, 3, "position", "1"),
        CHAINS,
        3,
        "position",
        "“1” again",
        "each value once",
    ),
    Spoilt(
        "no position",
        set_cell(CHAINS, 3, "position", " "),
        CHAINS,
        3,
        "position",
        "an empty cell",
        "a value",
        "Fill the cell",
    ),
    Spoilt(
        "unknown valence",
        set_cell(CHAINS, 2, "valence", "positve"),
        CHAINS,
        2,
        "valence",
        "“positve”",
        "one of positive, negative",
        "Did you mean “positive”?",
    ),
    Spoilt(
        "valence with a capital",
        set_cell(CHAINS, 2, "valence", "Positive"),
        CHAINS,
        2,
        "valence",
        "“Positive”",
        fix="Did you mean “positive”?",
    ),
    Spoilt(
        "unknown value of a theory",
        set_cell(CHAINS, 5, "final", "Y"),
        CHAINS,
        5,
        "final",
        "“Y”",
        "one of yes, no",
        alone=False,
    ),
    Spoilt(
        "unknown kind of responses",
        set_cell("characteristics.csv", 3, "responses", "many"),
        "characteristics.csv",
        3,
        "responses",
        "“many”",
        "one of single, multiple",
    ),
    Spoilt(
        "name with a capital",
        set_cell(CODEBOOK, 4, "element", "Avoids Groups"),
        CODEBOOK,
        4,
        "element",
        "“Avoids Groups”",
        "small letters and digits, joined by - or _ as in the other rows, such as “shame”",
        "Rename it",
        alone=False,
    ),
    Spoilt(
        "form of a name that the study chose",
        both(
            field("characteristics", "label", constraints={"pattern": "[A-Z][a-zA-Z ()/]*"}),
            set_cell("characteristics.csv", 3, "label", "age"),
        ),
        "characteristics.csv",
        3,
        "label",
        "“age”",
        "text of the form [A-Z][a-zA-Z ()/]*, such as “Ethnicity”",
    ),
    Spoilt(
        "label that is too long",
        both(
            field("characteristics", "label", constraints={"maxLength": 60}),
            set_cell("characteristics.csv", 2, "label", "E" * 61),
        ),
        "characteristics.csv",
        2,
        "label",
        "“EEE",
        "60 letters or fewer",
        "Shorten it",
    ),
    Spoilt(
        "quotation without speaker",
        set_cell(QUOTES, 7, "speaker", ""),
        QUOTES,
        7,
        "speaker",
        "an empty cell",
        "a value",
    ),
    Spoilt(
        "quotation of an unknown configuration",
        set_cell(QUOTES, 2, "configuration", "listening-understod"),
        QUOTES,
        2,
        "configuration",
        "“listening-understod”, which configurations.csv does not have",
        "one of listening-understood",
        "Did you mean “listening-understood”?",
    ),
    Spoilt(
        "coding with an unknown element",
        set_cell(CODES, 2, "element", "Shame"),
        CODES,
        2,
        "element",
        "“Shame”, which elements.csv does not have",
        "one of shame",
        "add the row to elements.csv. Did you mean “shame”?",
    ),
    Spoilt(
        "counts of an unknown characteristic",
        edit_rows(COUNTS, lambda rows: rows.append(["religion", "Any", "mothers", "1", ""])),
        COUNTS,
        40,
        "characteristic",
        "“religion”, which characteristics.csv does not have",
        alone=False,
    ),
    Spoilt(
        "count given twice",
        edit_rows(COUNTS, lambda rows: rows.insert(3, list(rows[2]))),
        COUNTS,
        4,
        "characteristic, level, group",
        "the key “ethnicity, White British, mothers” again",
        "each key once",
        "Delete the duplicate row",
        alone=False,
    ),
    Spoilt(
        "element defined twice",
        edit_rows(CODEBOOK, lambda rows: rows.append(list(rows[1]))),
        CODEBOOK,
        119,
        "element",
        "the key “shame” again",
    ),
    Spoilt(
        "no key at all",
        set_cell(CODEBOOK, 118, "element", ""),
        CODEBOOK,
        118,
        "element",
        "an empty cell",
        alone=False,
    ),
    Spoilt(
        "date in another order",
        both(
            edit_dictionary(
                lambda tables: tables["interviews"]["schema"]["fields"].append(
                    {"name": "ended", "type": "date"}
                )
            ),
            edit_rows(
                PEOPLE,
                lambda rows: [
                    row.append(value)
                    for row, value in zip(
                        rows, ["ended", "2019-05-31", "31.5.2019", ""], strict=True
                    )
                ],
            ),
        ),
        PEOPLE,
        3,
        "ended",
        "“31.5.2019”",
        "a date such as 2024-05-31",
    ),
]


@pytest.mark.parametrize("case", SPOILT, ids=str)
def test_a_cell_that_is_wrong_is_refused_at_its_place(data_copy, case):
    check_spoilt(data_copy, case)


def test_rows_are_numbered_as_the_spreadsheet_shows_them_below_blank_rows(data_copy):
    replace(COUNTS, "\nage,Age 20-30,volunteers", "\n\n , ,\nage,Age 20-30,volunteers")(data_copy)
    set_cell(COUNTS, 14, "count", "x")(data_copy)
    assert [(p.row, p.column) for p in check_plainly(data_copy)] == [(14, "count")]


def test_a_number_that_is_none_is_one_problem_not_also_a_key_that_is_double(data_copy):
    set_cell(QUOTES, 2, "position", "x")(data_copy)
    set_cell(QUOTES, 3, "position", "y")(data_copy)
    found = sorted((p.row, p.column, p.found) for p in check_plainly(data_copy))
    assert found == [(2, "position", "“x”"), (3, "position", "“y”")]


@pytest.mark.parametrize("level", ["None", "NA", "nan", "NULL", "n/a", "-", "0", "no"])
def test_a_level_may_have_any_name(data_copy, level):
    replace(COUNTS, "ethnicity,White Other,", f"ethnicity,{level},", times=2)(data_copy)
    assert check_plainly(data_copy) == []
    assert list(load_study(data_copy).demographics["level"][2:4]) == [level, level]


def test_a_count_left_empty_is_not_available_rather_than_nought(data_copy):
    set_cell(COUNTS, 2, "count", "")(data_copy)
    assert check_plainly(data_copy) == []
    counts = load_study(data_copy).demographics["count"]
    assert counts.isna().sum() == 6
    assert counts.isna()[0]


def test_a_reference_within_one_table_is_followed(data_copy):
    def change(tables):
        schema = tables["elements"]["schema"]
        link = {"fields": "theory", "reference": {"resource": "elements", "fields": "element"}}
        schema["foreignKeys"] = [link]

    edit_dictionary(change)(data_copy)
    problems = check_plainly(data_copy)
    assert problems
    assert {(p.file, p.column) for p in problems} == {(CODEBOOK, "theory")}
    assert "which elements.csv does not have" in problems[0].found

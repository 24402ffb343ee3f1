"""Headings that are compared, printed cells taken apart, and two readings of one value."""

import pytest

from scripts.published.printed_cells import (
    COMPUTED,
    TYPED,
    Cell,
    Value,
    is_same_reading,
    list_headings,
    normalise,
    pair_values,
    split_quotations,
)
from tests.studies import make_study

GROUPS = (
    {"group": "clients", "label": "Clients", "n": 8, "code": "C"},
    {"group": "workers", "label": "Workers (paid)", "n": 4, "code": "W+"},
)


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    folder = tmp_path_factory.mktemp("readings") / "data"
    return make_study(folder, groups=GROUPS, zero_cell="{count}").settings


def share(number, percent, printed):
    parts = (Value("count", number), Value("percent", percent, COMPUTED))
    return Cell("age/Old", "clients", f"{number} ({percent}%)", parts, printed)


def quotations(printed, *spoken):
    parts = tuple(
        p for words, who in spoken for p in (Value("words", words), Value("speaker", who))
    )
    return Cell("a", "quotations", "…", parts, printed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("‘It’s’", "'It's'"),
        ("“so”", '"so"'),
        ("a\u00a0b", "a b"),
        ("a  b\n c", "a b c"),
        ("✗", "x"),
        ("×", "x"),
        ("e\u0301", "é"),
    ],
)
def test_the_style_of_marks_and_blanks_makes_no_difference(one, other):
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("a-b", "a–b"), ("A", "a"), ("x y", "✗ y"), ("✓", "✗"), ("a b", "ab"), ("1.0", "1")),
        # A capital is a word, a sign of its own stays one, and a comma is not decoration.
        *(("X", "✗"), ("X", "x"), ("½", "1⁄2"), ("ﬁve", "five"), ("x²", "x2"), ("so,", "so")),
    ],
)
def test_readings_that_differ_are_not_the_same(one, other):
    assert not is_same_reading(Value("text", one, printed=other))


def test_a_value_that_is_not_printed_is_not_equal():
    assert not is_same_reading(Value("text", "", printed=None))


def test_the_marks_around_a_quotation_make_no_difference():
    assert is_same_reading(Value("words", "So it is", printed="'So it is'."))
    assert not is_same_reading(Value("words", "So it is", printed="'So is it'."))
    assert not is_same_reading(Value("text", "So it is", printed="'So it is'."))
    # What is left out is the marks and the stop, and no other sign.
    assert not is_same_reading(Value("words", "So it is", printed="'So it is,'"))
    assert not is_same_reading(Value("words", "So it is", printed="'So it is'!"))
    assert not is_same_reading(Value("words", "So it is", printed="-So it is"))


def test_count_and_percentage_are_compared_one_by_one(settings):
    values = pair_values(share("3", "37.5", "3 (37.6%)"), settings)
    assert [(value.part, value.rebuilt, value.printed) for value in values] == [
        ("count", "3", "3"),
        ("percent", "37.5", "37.6"),
    ]


@pytest.mark.parametrize("printed", ["3", "3 (37.5)", "three (37.5%)", "", "3 (37.5%) people"])
def test_a_cell_in_another_form_is_not_taken_apart(settings, printed):
    (value,) = pair_values(share("3", "37.5", printed), settings)
    assert (value.part, value.rebuilt, value.printed) == ("text", "3 (37.5%)", printed)


def test_a_printed_zero_is_read(settings):
    zero = Cell("age/Old", "clients", "0", (Value("count", "0"),))
    assert pair_values(zero._replace(printed="0"), settings) == [Value("count", "0", printed="0")]
    (value,) = pair_values(zero._replace(printed="0 (0%)"), settings)
    assert not is_same_reading(value)


@pytest.mark.parametrize("gap", ["", " ", "  "])
def test_a_blank_before_the_code_of_a_speaker_makes_no_difference(settings, gap):
    printed = f"'One'. Ada{gap}(C) ‘Two, said (Cy)’ Bo{gap}(W+)"
    assert split_quotations(printed, settings) == [
        ("'One'.", "Ada (C)"),
        ("‘Two, said (Cy)’", "Bo (W+)"),
    ]


def test_quotations_are_paired_in_order(settings):
    printed = "'One'. Ada (C) 'Too'. Bo (W+)"
    cell = quotations(printed, ("One", "Ada (C)"), ("Two", "Bo (W+)"))
    same = [is_same_reading(value) for value in pair_values(cell, settings)]
    assert same == [True, True, False, True]


def test_a_quotation_more_leaves_the_others(settings):
    cell = quotations("'One'. Ada (C) 'Two'. Bo (W+)", ("Two", "Bo (W+)"))
    values = pair_values(cell, settings)
    assert [value.part for value in values] == ["words", "speaker"] + ["printed only"] * 2
    assert [(value.rebuilt, value.printed) for value in values] == [
        ("Two", "'Two'."),
        ("Bo (W+)", "Bo (W+)"),
        (None, "'One'."),
        (None, "Ada (C)"),
    ]
    cell = quotations("'Two'. Bo (W+)", ("One", "Ada (C)"), ("Two", "Bo (W+)"))
    printed = [value.printed for value in pair_values(cell, settings)]
    assert printed == [None, None, "'Two'.", "Bo (W+)"]


def test_where_nobody_is_quoted_and_nothing_printed_the_words_are_the_same(settings):
    cell = Cell("a", "quotations", "", (), "")
    assert pair_values(cell, settings) == [Value("words", "", printed="")]


def test_no_heading_is_read_as_a_quotation(settings):
    heading = Value("", "Quotation", TYPED)
    cell = Cell("heading", "quotations", "Quotation", (heading,), "Quotation")
    assert pair_values(cell, settings) == [heading._replace(printed="Quotation")]


@pytest.mark.parametrize(
    ("printed", "same"),
    [
        ("- Comes\n- Stays", True),
        ("• Comes\n• Stays", True),
        ("Comes\n– Stays", True),
        ("Comes - Stays", False),
        ("-Comes\nStays", False),
        ("Comes\nStays\n–", False),
    ],
)
def test_the_bullets_of_a_list_are_no_difference_and_a_dash_is_one(printed, same):
    assert is_same_reading(Value("text", "Comes\nStays", printed=printed)) == same


def test_a_quotation_may_run_over_lines_and_words_of_nobody_come_last(settings):
    printed = "'One\nmore'. Ada (C) and some words."
    assert split_quotations(printed, settings) == [
        ("'One\nmore'.", "Ada (C)"),
        ("and some words", ""),
    ]
    assert split_quotations("Words only.", settings) == [("Words only", "")]
    assert split_quotations("Words, only,", settings) == [("Words, only,", "")]
    assert split_quotations("Xs and Xs", settings) == [("Xs and Xs", "")]


def test_without_codes_of_speakers_all_words_are_one_quotation(tmp_path):
    groups = [{"group": "clients", "label": "Clients", "n": 8}]
    plain = make_study(tmp_path / "data", groups=groups).settings
    assert split_quotations("'One'. Ada ()", plain) == [("One'. Ada ()", "")]


@pytest.mark.parametrize("words", ["X marks it", "it marks X"])
def test_no_letter_is_taken_for_a_mark_around_a_quotation(words):
    assert not is_same_reading(Value("words", words, printed=words.strip("X ")))
    assert not is_same_reading(Value("words", words.strip("X "), printed=words))


# Headings

PEOPLE = (
    {"group": "clients", "label": "Clients", "n": 8},
    {"group": "cooks", "label": "Cooks", "n": 2},
)


def make(folder, *exhibits, **values):
    return make_study(folder, groups=PEOPLE, exhibits=exhibits, **values)


def cells(study, key):
    return [tuple(row) for row in list_headings(study, key).to_numpy().tolist()]


def test_interviews_have_neither_caption_nor_headings(tmp_path):
    rows = [{"group": "clients", "interviewees": 3}]
    exhibits = ({"exhibit": "talks", "kind": "interviews", "groups": ["clients"]},)
    study = make(tmp_path / "data", *exhibits, interviews=rows)
    assert cells(study, "talks") == []
    assert list(list_headings(study, "talks").columns) == ["row", "column", "cell"]


def test_a_diagram_has_a_caption_alone(tmp_path):
    study = make(tmp_path / "data", {"exhibit": "figure", "kind": "diagram"})
    assert cells(study, "figure") == [("caption", "caption", "The exhibit figure.")]


def test_a_table_of_people_has_its_groups_and_the_blocks_of_these_groups(tmp_path):
    blocks = [
        {"characteristic": name, "label": name.title(), "responses": "multiple"}
        for name in ("age", "tasks")
    ]
    counts = [
        {"characteristic": "age", "level": "any", "group": "clients", "count": 6},
        {"characteristic": "tasks", "level": "any", "group": "cooks", "count": 2},
    ]
    exhibits = ({"exhibit": "people", "kind": "demographics", "groups": ["clients"]},)
    study = make(tmp_path / "data", *exhibits, characteristics=blocks, demographics=counts)
    assert cells(study, "people") == [
        ("caption", "caption", "The exhibit people."),
        ("heading", "clients", "Clients (n = 8)"),
        ("age", "label", "Age"),
    ]


def test_a_table_of_configurations_has_a_head_for_each_column_and_each_span(tmp_path):
    stages = [
        {"stage": "context", "label": "Context"},
        {"stage": "resource", "label": "Resource", "spanner": "Mechanism"},
        {"stage": "reaction", "label": "Reaction", "spanner": "Mechanism"},
    ]
    values = {"stages": stages, "theories": ("first",), "quotations_label": "Quotation"}
    exhibits = ({"exhibit": "table", "kind": "configurations"},)
    study = make(tmp_path / "data", *exhibits, **values)
    wanted = [
        ("caption", "caption", "The exhibit table."),
        ("heading", "mechanism", "Mechanism"),
        ("heading", "context", "Context"),
        ("heading", "resource", "Resource"),
        ("heading", "reaction", "Reaction"),
        ("heading", "first", "First theory"),
    ]
    assert cells(study, "table") == wanted
    said = [{"configuration": "only", "speaker": "Ada", "text": "So."}]
    study = make(tmp_path / "said", *exhibits, **values, quotations=said)
    assert cells(study, "table") == [*wanted, ("heading", "quotations", "Quotation")]


def test_a_head_that_is_called_like_a_column_is_told_from_it(tmp_path):
    stages = [
        {"stage": "context", "label": "Where", "spanner": "Context"},
        {"stage": "resource", "label": "Resource", "spanner": "Quotations"},
        {"stage": "outcome", "label": "Outcome", "spanner": "Mechanism"},
    ]
    study = make(tmp_path / "data", {"exhibit": "table", "kind": "configurations"}, stages=stages)
    heads = [(column, text) for row, column, text in cells(study, "table") if row == "heading"]
    assert heads[:3] == [
        ("context/spanner", "Context"),
        ("quotations/spanner", "Quotations"),
        ("mechanism", "Mechanism"),
    ]

import pytest

from scripts.privacy.confidentiality import KINDS, check_accepted, find_concerns, list_open
from scripts.study.study import load_study
from scripts.study.workbook_writing import swap_tables
from tests.studies import make_study, write_study

GROUPS = ({"group": "clients", "label": "Clients", "n": 8},)
PEOPLE = {
    "characteristics": [{"characteristic": "age", "label": "Age", "responses": "single"}],
    "demographics": [
        {"characteristic": "age", "level": level, "group": "clients", "count": count}
        for level, count in {"young": 2, "old": 6, "none": 0}.items()
    ],
}


def say(*texts, speaker="Ada"):
    return [
        {"configuration": "only", "position": i, "speaker": speaker, "text": text}
        for i, text in enumerate(texts, start=1)
    ]


def kinds(study):
    return [(c.kind, c.file, c.row, c.column) for c in list_open(study)]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Write to x@example.org", "email", "“x@example.org”"),
        ("x@example.org, y@example.org", "email", "“x@example.org”, “y@example.org”"),
        ("Ring 020 7946 0018", "phone", "“020 7946 0018”"),
        ("at SW1A 1AA", "postcode", "“SW1A 1AA”"),
        ("born on 12/03/2019", "date", "“12/03/2019”"),
        ("then Ada came", "speaker_name", "“Ada”"),
        ("it was in Bradstow then, by Elmhouse", "proper_name", "“Bradstow”, “Elmhouse”"),
        (
            "word " * 81,
            "long_quotation",
            "81 words, beginning with “word word word word word word…”",
        ),
    ],
)
def test_a_quotation_that_may_identify_somebody_is_named_with_its_row(tmp_path, text, kind, found):
    study = make_study(tmp_path / "data", quotations=say("I was glad of it.", text))
    (concern,) = list_open(study)
    assert (concern.kind, concern.file, concern.row) == (kind, "quotations.csv", 3)
    assert (concern.table, concern.column) == ("quotations", "text")
    assert concern.found == found
    assert concern.why == KINDS[kind]["why"]
    assert concern.fix == KINDS[kind]["fix"]


def test_addresses_in_other_texts_of_the_study_are_seen(tmp_path):
    chain = [{"configuration": "only", "context": "x@example.org", "outcome": "Ada feels well"}]
    quotations = say("Good.")
    study = make_study(tmp_path / "data", configurations=chain, quotations=quotations)
    assert kinds(study) == [
        ("email", "configurations.csv", 2, "context"),
        ("speaker_name", "configurations.csv", 2, "outcome"),
    ]


def test_what_the_paper_prints_is_not_warned_of(tmp_path):
    published = {"t": {("only", "context"): "x@example.org"}}
    exhibits = [{"exhibit": "t", "kind": "configurations"}]
    study = make_study(tmp_path / "data", published=published, exhibits=exhibits)
    assert list_open(study) == []


def test_small_counts_are_warned_of_until_the_study_says_what_is_small(tmp_path):
    study = make_study(tmp_path / "a", groups=GROUPS, **PEOPLE)
    (concern,) = list_open(study)
    assert (concern.kind, concern.found) == ("small_count", "1 count below 5")
    study = make_study(tmp_path / "b", groups=GROUPS, smallest_count=1, **PEOPLE)
    assert list_open(study) == []


def test_counts_that_the_book_hides_but_the_file_holds_are_warned_of(tmp_path):
    study = make_study(tmp_path / "data", groups=GROUPS, smallest_count=5, **PEOPLE)
    (concern,) = list_open(study)
    assert (concern.kind, concern.column) == ("raw_counts", "count")
    assert concern.found == "3 counts that the book does not show"


def test_few_people_interviewed_are_warned_of_even_where_counts_are_hidden(tmp_path):
    row = {"group": "clients", "interviewees": 3, "mean": 20, "minimum": 10, "maximum": 30}
    study = make_study(tmp_path / "data", groups=GROUPS, interviews=[row], smallest_count=5)
    (concern,) = list_open(study)
    assert (concern.kind, concern.file) == ("few_interviewed", "interviews.csv")
    assert concern.found == "1 count below 5"


def test_a_group_that_is_small_as_a_whole_is_warned_of(tmp_path):
    groups = ({"group": "few", "label": "Few", "n": 3},)
    (concern,) = list_open(make_study(tmp_path / "data", groups=groups))
    assert (concern.kind, concern.file, concern.key) == ("small_group", "study.yml", "few")
    assert concern.place == ("small_group", "study", "few", "n")
    assert concern.found == "“Few” with n = 3"


@pytest.mark.parametrize(
    ("smallest", "n", "is_small"), [(None, 4, True), (None, 5, False), (3, 3, False), (8, 7, True)]
)
def test_which_group_is_small_is_the_studys_own(tmp_path, smallest, n, is_small):
    groups = ({"group": "few", "label": "Few", "n": n},)
    settings = {} if smallest is None else {"smallest_count": smallest}
    concerns = list_open(make_study(tmp_path / "data", groups=groups, **settings))
    assert [c.kind for c in concerns] == ["small_group"] * is_small


@pytest.mark.parametrize(("count", "found"), [(0, []), (1, ["1 count below 5"]), (5, [])])
def test_nobody_is_no_small_count_and_one_is(tmp_path, count, found):
    counts = [{**PEOPLE["demographics"][0], "count": count}]
    counts += [{**PEOPLE["demographics"][1], "count": 8 - count}] if count != 5 else []
    block = {**PEOPLE["characteristics"][0], "responses": "multiple"}
    people = {"characteristics": [block], "demographics": counts}
    concerns = list_open(make_study(tmp_path / "data", groups=GROUPS, **people))
    assert [c.found for c in concerns] == found


def test_the_length_of_a_long_quotation_is_the_studys_own(tmp_path):
    study = make_study(tmp_path / "data", quotations=say("a b c d"), longest_quotation=3)
    assert [c.kind for c in list_open(study)] == ["long_quotation"]


ACCEPTED = {
    "warning": "speaker_name",
    "table": "quotations",
    "row": "only, 1",
    "column": "text",
    "reason": "She agreed.",
}


def with_key(folder):
    """Give the quotations their key, as the dictionary of a real study does."""
    path = folder / "datapackage.json"
    text = path.read_text("utf-8")
    old = '"path": "quotations.csv", "schema": {'
    assert old in text
    path.write_text(text.replace(old, f'{old}"primaryKey": ["configuration", "position"], '))
    return folder


def test_an_accepted_warning_is_not_given_again(tmp_path):
    quotations = say("then Ada came", "so Ada went")
    folder = write_study(tmp_path / "data", quotations=quotations, accepted=[ACCEPTED])
    study = load_study(with_key(folder))
    assert [c.key for c in find_concerns(study)] == ["only, 1", "only, 2"]
    assert [c.key for c in list_open(study)] == ["only, 2"]


@pytest.mark.parametrize(
    ("change", "column", "found", "fix"),
    [
        ({"row": "only, 2"}, None, "no longer given", "Did you mean “quotations, only, 1, text”?"),
        ({"column": "speaker"}, None, "no longer given", "Delete the row"),
        ({"warning": "speaker name"}, "warning", "“speaker name”", "Did you mean “speaker_name”?"),
        ({"reason": ""}, "reason", "no reason", "Say why"),
    ],
)
def test_an_acceptance_that_accepts_nothing_or_gives_no_reason_is_a_problem(
    tmp_path, change, column, found, fix
):
    accepted = [{**ACCEPTED, **change}]
    folder = write_study(tmp_path / "data", quotations=say("then Ada came"), accepted=accepted)
    (problem,) = check_accepted(load_study(with_key(folder)))
    assert (problem.file, problem.row, problem.column) == ("accepted_warnings.csv", 2, column)
    assert found in problem.found
    assert fix in problem.fix
    if column == "warning":
        assert problem.allowed.startswith("one of small_count, raw_counts")


def test_in_a_workbook_a_warning_names_its_sheet_and_what_is_hidden_is_warned_of(tmp_path):
    from openpyxl import load_workbook

    folder = write_study(tmp_path / "data", quotations=say("Good.", "then Ada came"))
    swap_tables(folder)
    book = load_workbook(folder / "study.xlsx")
    book["quotations"].row_dimensions[2].hidden = True
    book.save(folder / "study.xlsx")
    place = "study.xlsx, sheet quotations"
    assert kinds(load_study(folder)) == [
        ("speaker_name", place, 3, "text"),
        ("hidden", place, None, "row 2"),
    ]
    assert list_open(load_study(folder))[-1].place == ("hidden", "quotations", "", "row 2")


def test_all_that_is_accepted_is_left_out_and_no_two_acceptances_hide_each_other(tmp_path):
    quotations = say("then Ada came", "so Ada went", "and Ada slept")
    accepted = [ACCEPTED, {**ACCEPTED, "row": "only, 3"}]
    folder = write_study(tmp_path / "data", quotations=quotations, accepted=accepted)
    study = load_study(with_key(folder))
    assert [c.key for c in list_open(study)] == ["only, 2"]
    assert check_accepted(study) == []

"""What the fuzz tests found, kept as fixed examples."""

import json
import zipfile

import pytest

from scripts.analysis import list_elements
from scripts.exports.downloads import write_package
from scripts.study.study import check_study
from tests.comparisons import compare_exhibit
from tests.studies import make_study, write_study

GROUP = {"group": "clients", "label": "Clients", "n": 8, "code": "C"}


@pytest.mark.parametrize("name", ["element", "stage", "label", "outcome", "configurations"])
def test_a_stage_called_like_a_column_of_our_own_keeps_its_elements(tmp_path, name):
    rows = [
        {"configuration": "one", name: "A", "last": "B", "valence": "good", "final": "yes"},
        {"configuration": "two", name: "A", "last": "C", "valence": "bad", "final": "yes"},
    ]
    staged = make_study(
        tmp_path / "a", stages=(name, "last"), theories=("final",), configurations=rows
    )
    shown = list_elements(staged)
    assert list(shown["element"]) == ["A", "B", "A", "C"]
    assert list(shown["stage"].unique()) == [name, "last"]


@pytest.mark.parametrize("speaker", ["Bo Berg", "O'Neill", "Ada (C)", "Mx.", "<i>I</i>"])
def test_a_quotation_printed_as_it_is_rebuilt_agrees(tmp_path, speaker):
    words = {"configuration": "only", "speaker": speaker, "speaker_group": "clients"}
    printed = f"‘said (C) twice’ {speaker} (C)"
    study = make_study(
        tmp_path / "data",
        groups=[GROUP],
        quotations=[{**words, "text": "said (C) twice"}],
        exhibits=[{"exhibit": "table", "kind": "configurations"}],
        published={"table": {("only", "quotations"): printed}},
    )
    values = compare_exhibit(study, "table").values
    own = values[values["column"] == "quotations"]
    assert set(own.loc[own["row"] == "only", "verdict"]) == {"transcribed"}


@pytest.mark.parametrize("pattern", ["{count} of {count}", "none", "{percent}%, {percent}"])
def test_a_pattern_with_a_place_twice_or_none_stops_nothing(tmp_path, pattern):
    study = make_study(
        tmp_path / "data",
        groups=[GROUP],
        characteristics=[{"characteristic": "age", "label": "Age", "responses": "multiple"}],
        demographics=[{"characteristic": "age", "level": "30", "group": "clients", "count": 4}],
        exhibits=[{"exhibit": "people", "kind": "demographics", "groups": ["clients"]}],
        published={"people": {("age/30", "clients"): "5 of 5"}},
        count_cell=pattern,
        zero_cell=pattern,
    )
    values = compare_exhibit(study, "people").values
    (verdict,) = set(values.loc[values["row"] == "age/30", "verdict"])
    assert verdict == "differs"


@pytest.mark.parametrize("letter", ["\x01", "\x0b", "\x1b", "\x85", "\x9d", "\ufffe"])
def test_no_character_that_nobody_can_see_reaches_a_drawing(tmp_path, letter):
    data = write_study(tmp_path / "data")
    path = data / "configurations.csv"
    text = path.read_text("utf-8")
    path.write_text(text.replace("A context", f"A{letter}context"), "utf-8", newline="")
    (problem,) = check_study(data)
    assert (problem.file, problem.row, problem.column) == ("configurations.csv", 2, "context")
    assert f"U+{ord(letter):04X}" in problem.found


def test_every_character_that_nobody_can_see_is_reported(tmp_path):
    data = write_study(tmp_path / "data")
    path = data / "configurations.csv"
    text = path.read_text("utf-8").replace("A context", "A\x1b\x1bcontext")
    path.write_text(text.rstrip() + "\x07\n", "utf-8", newline="")
    first, second = check_study(data)
    assert (first.row, first.column, first.found[-8:]) == (2, "context", "(U+001B)")
    assert (second.row, second.column, second.found[-8:]) == (2, "valence", "(U+0007)")


def test_characters_that_nobody_can_see_are_reported_where_there_are_many(tmp_path):
    data = write_study(tmp_path / "data")
    path = data / "configurations.csv"
    text = path.read_text("utf-8").rstrip().replace("A context", "A context" + 98 * "\x07")
    path.write_text(f"{text}\x07\n\x1b\n", "utf-8", newline="")
    assert [problem.row for problem in check_study(data)] == [2, 2, 3]
    path.write_text(f"{text}\x07\n\x1b\n\x1b\n", "utf-8", newline="")
    *_, last = problems = check_study(data)
    assert [problem.row for problem in problems] == [2, 2, 3, None]
    assert last.found == "more than 100 characters that cannot be seen; the first are named"


def test_an_escape_for_a_character_that_nobody_can_see_is_refused(tmp_path):
    data = write_study(tmp_path / "data")
    path = data / "study.yml"
    good = path.read_text("utf-8")
    path.write_text(good.replace("title: An invented study", 'title: "a\\x07b"'), "utf-8")
    (problem,) = check_study(data)
    assert (problem.file, problem.row) == ("study.yml", 1)
    assert "U+0007" in problem.found
    path.write_text(good, "utf-8")
    package = json.loads((data / "datapackage.json").read_text("utf-8"))
    package["resources"][1]["title"] = "half of a letter: \ud83d"
    (data / "datapackage.json").write_text(json.dumps(package), "utf-8")
    (problem,) = check_study(data)
    assert problem.column == "resources, demographics, title"
    assert "U+D83D" in problem.found
    str(problem).encode()


@pytest.mark.parametrize("blank", [" ", "\n", "\u00a0", "\t "])
def test_a_label_of_blanks_is_refused(tmp_path, blank):
    data = write_study(tmp_path / "data", groups=[{**GROUP, "label": blank}])
    (problem,) = check_study(data)
    assert (problem.file, problem.column) == ("study.yml", "groups, clients, label")
    assert problem.found == "nothing but blanks"


def test_a_key_that_ends_in_a_line_break_is_refused(tmp_path):
    data = write_study(tmp_path / "data", groups=[{**GROUP, "group": "clients\n"}])
    problems = check_study(data)
    assert any("small letters" in problem.allowed for problem in problems)


@pytest.mark.parametrize("form", [("utf-16", ","), ("utf-8", ";"), ("utf-8-sig", "\t")])
def test_the_data_package_holds_tables_in_the_form_it_says(tmp_path, form):
    study = make_study(tmp_path / "data")
    encoding, mark = form
    path = study.directory / "configurations.csv"
    plain = path.read_text("utf-8")
    path.write_bytes(plain.replace(",", mark).encode(encoding))
    with zipfile.ZipFile(write_package(study, tmp_path / "data.zip")) as file:
        assert file.read("data/configurations.csv").decode("utf-8") == plain

import random

import pytest

from scripts.files.problems import StudyError
from scripts.study.study import check_study, find_data, load_study, open_study
from tests.spoiling import both, check_plainly, edit_dictionary, remove, replace, set_cell, write


def test_the_study_of_this_edition_is_in_order(data_copy):
    assert check_plainly(data_copy) == []


def test_problems_of_all_files_are_named_at_once(data_copy):
    both(
        set_cell("demographics.csv", 3, "count", "many"),
        set_cell("configurations.csv", 2, "valence", "good"),
        set_cell("quotations.csv", 2, "speaker", ""),
        set_cell("interviews.csv", 2, "mean", "99"),
        set_cell("elements.csv", 2, "definition", ""),
        replace("codings.csv", "phrase", "words"),
        replace("study.yml", "valence: positive}", "valance: positive}"),
        write("notes.csv", "a,b\n"),
    )(data_copy)
    lines = (data_copy / "study.yml").read_text("utf-8").splitlines()
    shown = next(i for i, line in enumerate(lines, start=1) if "valance" in line)
    places = {(p.file, p.row, p.column) for p in check_plainly(data_copy)}
    assert places == {
        ("demographics.csv", 3, "count"),
        ("configurations.csv", 2, "valence"),
        ("quotations.csv", 2, "speaker"),
        ("interviews.csv", 2, "mean"),
        ("elements.csv", 2, "definition"),
        ("codings.csv", 1, "phrase"),
        ("codings.csv", 1, "words"),
        ("study.yml", shown, "exhibits, figure_1, show, valance"),
        ("notes.csv", None, None),
    }


def test_a_broken_study_yml_does_not_hide_what_is_wrong_in_the_tables(data_copy):
    write("study.yml", "title: [\n")(data_copy)
    set_cell("demographics.csv", 3, "count", "many")(data_copy)
    problems = check_plainly(data_copy)
    assert ("demographics.csv", 3, "count") in {(p.file, p.row, p.column) for p in problems}
    assert {p.file for p in problems} == {"study.yml", "demographics.csv"}


def test_a_broken_dictionary_does_not_hide_what_is_wrong_in_study_yml(data_copy):
    write("datapackage.json", "{")(data_copy)
    replace("study.yml", "n: 9}", "n: nine}")(data_copy)
    assert {p.file for p in check_plainly(data_copy)} == {"datapackage.json", "study.yml"}


@pytest.mark.parametrize("file", ["extra.csv", "published/extra.csv", "old/EXTRA.CSV"])
def test_a_table_that_the_dictionary_does_not_describe_is_refused(data_copy, file):
    (data_copy / "old").mkdir()
    write(file, "a\n1\n")(data_copy)
    (problem,) = check_plainly(data_copy)
    assert (problem.file, problem.row, problem.column) == (file, None, None)
    assert "the dictionary does not describe" in problem.found
    assert "Describe the file there, or move it out" in problem.fix


def test_what_programs_leave_in_the_folder_does_no_harm(data_copy):
    (data_copy / ".ipynb_checkpoints").mkdir()
    write(".ipynb_checkpoints/demographics-checkpoint.csv", "a\n")(data_copy)
    write("._demographics.csv", b"\0\1")(data_copy)
    write(".~lock.demographics.csv#", "me")(data_copy)
    write("readme.txt", "hello")(data_copy)
    assert check_plainly(data_copy) == []


@pytest.mark.parametrize(
    ("name", "file", "found"),
    [
        ("configurations", "configurations.csv", "no such file"),
        ("characteristics", "demographics.csv", "rows, but no file characteristics.csv"),
        ("demographics", "study.yml", "the kind “demographics”, but no file demographics.csv"),
    ],
)
def test_a_required_table_that_is_missing_is_named(data_copy, name, file, found):
    remove(f"{name}.csv")(data_copy)
    problems = check_plainly(data_copy)
    assert [(p.file, p.found) for p in problems] == [(file, found)]


@pytest.mark.parametrize("make", ["missing", "file", "empty"])
def test_a_folder_that_is_none_is_a_problem_and_no_crash(tmp_path, make):
    folder = tmp_path / "data"
    if make == "file":
        folder.write_text("x")
    elif make == "empty":
        folder.mkdir()
    problems = check_plainly(folder)
    assert {p.file for p in problems} == {"study.yml", "datapackage.json"}


FILES = ("study.yml", "datapackage.json", "demographics.csv", "configurations.csv", "codings.csv")
PIECES = [b"\0", b'"', b",", b"\n", b"\r", b"\xff", b"{", b"]", b": ", b"- ", b"", b"9" * 40, b"\t"]


@pytest.mark.parametrize("seed", range(40))
def test_no_damage_whatever_makes_the_check_itself_fail(data_copy, seed):
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 3)):
        path = data_copy / chance.choice(FILES)
        raw = path.read_bytes()
        start = chance.randrange(len(raw))
        end = start + chance.choice([0, 1, 5, 400])
        path.write_bytes(raw[:start] + chance.choice(PIECES) + raw[end:])
    problems = check_plainly(data_copy)
    assert all(p.file.endswith((".csv", ".yml", ".json")) for p in problems)
    if not problems:
        assert load_study(data_copy).configurations["position"].is_monotonic_increasing


def test_a_wrong_study_is_not_loaded_and_the_error_lists_all_that_is_wrong(data_copy):
    set_cell("demographics.csv", 3, "count", "many")(data_copy)
    set_cell("interviews.csv", 2, "mean", "99")(data_copy)
    with pytest.raises(StudyError, match="2 problems found") as error:
        load_study(data_copy)
    assert {p.file for p in error.value.problems} == {"demographics.csv", "interviews.csv"}
    assert "row 3, column count" in str(error.value)


def test_the_data_folder_is_found_from_any_folder_below_the_project(data_copy, tmp_path):
    (tmp_path / "chapters" / "deep").mkdir(parents=True)
    assert find_data(tmp_path / "chapters" / "deep") == data_copy.resolve()
    assert find_data(tmp_path) == data_copy.resolve()


def test_no_data_folder_is_said_with_the_place_that_was_searched(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"no folder data/ with study.yml at or above .*"):
        find_data(tmp_path)


def test_rows_come_in_the_order_of_their_positions(data_copy):
    set_cell("configurations.csv", 2, "position", "99")(data_copy)
    set_cell("quotations.csv", 2, "position", "7")(data_copy)
    study = load_study(data_copy)
    assert study.configurations["configuration"].iloc[-1] == "listening-understood"
    last = study.quotations[study.quotations["configuration"] == "listening-understood"]
    assert list(last["speaker"]) == ["Annie", "Grace"]
    assert last.index[-1] == len(study.quotations) - 1


OPTIONAL = ["interviews", "quotations", "elements", "codings", "editorial_notes"]


@pytest.mark.parametrize("name", OPTIONAL)
def test_an_absent_table_has_its_columns_and_types_and_no_rows(data_copy, study, name):
    remove(f"{name}.csv")(data_copy)
    _drop_needs(data_copy, name)
    described = load_study(data_copy).frame(name)
    edit_dictionary(lambda tables: tables.pop(name))(data_copy)
    bare = load_study(data_copy).frame(name)
    whole = study.frame(name)
    for frame in (described, bare):
        assert len(frame) == 0
        for column in frame.columns:
            assert frame[column].dtype == whole[column].dtype
    assert set(described.columns) == set(whole.columns)
    assert set(bare.columns) <= set(whole.columns)


def _drop_needs(data, name):
    if name == "elements":
        remove("codings.csv")(data)
    if name == "quotations":
        # Nothing is left to warn of that was accepted.
        remove("accepted_warnings.csv")(data)
    if name == "interviews":
        text = (data / "study.yml").read_text("utf-8")
        start = text.index("  - exhibit: interviews")
        end = text.index("  - exhibit:", start + 5)
        write("study.yml", text[:start] + text[end:])(data)
        remove("published/interviews.csv")(data)


def test_what_is_published_is_empty_where_nothing_is_given(data_copy):
    remove("published/table_1.csv")(data_copy)
    study = open_study(data_copy)
    assert study.published("table_1").empty
    assert not study.published("table_2").empty
    assert study.published("table_99").empty


def test_a_published_cell_that_reads_none_is_text(data_copy):
    replace("published/table_1.csv", "mothers,0,", "mothers,None,")(data_copy)
    assert check_study(data_copy) == []
    assert "None" in set(load_study(data_copy).published("table_1")["printed"])

"""The data of this edition: what they must hold, whatever the code makes of them."""

import csv
import re
import subprocess
import sys

import pytest

from tests import ROOT

DATA = ROOT / "data"
# Words that join phrases without being coded themselves, and marks of emphasis.
JOINING = {"and", "or", "group", "only", "from", "increased"}


def read(file):
    with (DATA / file).open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))


COUNTS, CHAINS = read("demographics.csv"), read("configurations.csv")
QUOTES, CODES, CODEBOOK = read("quotations.csv"), read("codings.csv"), read("elements.csv")
STAGES = ("context", "resource", "reaction", "outcome")


def test_the_data_package_is_valid_for_the_ordinary_frictionless_command():
    done = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "datapackage.json"],
        cwd=DATA,
        capture_output=True,
        text=True,
        check=False,
        env={"NO_COLOR": "1", "COLUMNS": "200", "PATH": ""},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "INVALID" not in done.stdout.upper()


def test_every_table_in_the_folder_is_described(study):
    held = {path.relative_to(DATA).as_posix() for path in DATA.rglob("*.csv")}
    assert held == {table.path for table in study.tables.values()}


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.csv")), ids=lambda path: path.name)
def test_tables_are_saved_in_one_plain_form(path):
    raw = path.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    rows = list(csv.reader(raw.decode("utf-8").splitlines(keepends=True)))
    assert all(cell == cell.strip() for row in rows for cell in row)


def test_table_1_has_38_counts_of_which_5_are_not_available():
    assert len(COUNTS) == 38
    lacking = [row for row in COUNTS if row["count"] == ""]
    assert len(lacking) == 5
    assert {(row["characteristic"], row["group"]) for row in lacking} == {
        ("deprivation_quintile", "volunteers")
    }


def test_there_are_33_configurations_of_which_27_are_in_the_final_theory():
    assert len(CHAINS) == 33
    assert len({row["configuration"] for row in CHAINS}) == 33
    assert sum(row["final"] == "yes" for row in CHAINS) == 27


def test_the_final_theory_and_no_other_configuration_has_quotations():
    final = {row["configuration"] for row in CHAINS if row["final"] == "yes"}
    assert {row["configuration"] for row in QUOTES} == final


def test_there_are_35_quotations_27_of_mothers_and_8_of_volunteers():
    groups = [row["speaker_group"] for row in QUOTES]
    assert (len(groups), groups.count("mothers"), groups.count("volunteers")) == (35, 27, 8)


def test_quotations_stand_without_their_outer_quotation_marks():
    assert [q["text"] for q in QUOTES if q["text"][0] in "'‘“\"" and q["text"][-1] in "'’”\""] == []


def test_the_quotations_of_a_configuration_are_numbered_from_one():
    for chain in {row["configuration"] for row in QUOTES}:
        numbers = [int(q["position"]) for q in QUOTES if q["configuration"] == chain]
        assert numbers == list(range(1, len(numbers) + 1)), chain


@pytest.mark.parametrize("coding", CODES, ids=lambda c: f"{c['configuration']}-{c['element']}")
def test_the_phrase_of_a_coding_stands_in_its_cell(coding):
    chain = next(row for row in CHAINS if row["configuration"] == coding["configuration"])
    assert coding["phrase"].casefold() in chain[coding["stage"]].casefold()


CELLS = [(row, stage) for row in CHAINS for stage in STAGES if row[stage]]


@pytest.mark.parametrize(
    ("chain", "stage"), CELLS, ids=[f"{row['configuration']}-{stage}" for row, stage in CELLS]
)
def test_every_letter_of_a_cell_is_coded_apart_from_joining_words(chain, stage):
    cell = chain[stage].casefold()
    covered = [False] * len(cell)
    for coding in CODES:
        if (coding["configuration"], coding["stage"]) == (chain["configuration"], stage):
            phrase = coding["phrase"].casefold()
            start = cell.index(phrase)
            covered[start : start + len(phrase)] = [True] * len(phrase)
    rest = "".join(" " if done else c for c, done in zip(cell, covered, strict=True))
    left = set(re.findall(r"[^\W_]+", rest))
    assert left <= JOINING


def test_every_joining_word_is_needed():
    words = " ".join(row[stage].casefold() for row, stage in CELLS)
    phrases = " ".join(coding["phrase"].casefold() for coding in CODES)
    for word in JOINING:
        assert len(re.findall(rf"\b{word}\b", words)) > 0, word
        assert len(re.findall(rf"\b{word}\b", words)) > len(re.findall(rf"\b{word}\b", phrases)), (
            word
        )


def test_every_element_of_the_codebook_is_used_and_at_its_own_stage():
    assert {row["element"] for row in CODEBOOK} == {row["element"] for row in CODES}
    stages = {row["element"]: row["stage"] for row in CODEBOOK}
    assert [c for c in CODES if stages[c["element"]] != c["stage"]] == []


def test_printed_counts_equal_the_counts_typed_on_the_input_side():
    printed = {(row["row"], row["column"]): row["printed"] for row in read("published/table_1.csv")}
    compared = 0
    for row in COUNTS:
        cell = printed.get((f"{row['characteristic']}/{row['level']}", row["group"]), "")
        if row["count"] == "":
            assert cell in ("", "Not available")
            continue
        assert re.match(r"\d+", cell).group() == row["count"], row
        compared += 1
    assert compared == 33


def test_no_percentage_is_stored_on_the_input_side():
    files = [p.name for p in DATA.glob("*.csv") if p.name != "editorial_notes.csv"]
    assert len(files) >= 7
    for file in files:
        for row in read(file):
            assert not [cell for cell in row.values() if re.search(r"\d\s*%|per ?cent\b", cell)], (
                row
            )
            assert not [name for name in row if re.search("percent|share|%", name)]


def test_the_counts_of_a_group_stay_within_its_number(study):
    sizes = {group.group: group.n for group in study.settings.groups}
    assert sizes == {"volunteers": 27, "mothers": 20, "staff": 9}
    assert all(int(row["count"]) <= sizes[row["group"]] for row in COUNTS if row["count"])


def test_every_configuration_has_a_passage_or_is_said_to_have_none():
    passages = read("passages.csv")
    held = {row["configuration"] for row in passages}
    assert held == {row["configuration"] for row in CHAINS}
    silent = [row["configuration"] for row in passages if row["relation"] == "silent"]
    assert [row for row in passages if row["configuration"] in silent and row["text"]] == []
    assert silent == [
        "practical-help",
        "friendship-cliques",
        "social-obligation",
        "cherished",
        "worth-a-volunteers-time",
        "let-down",
    ]


def test_a_passage_is_short():
    assert max(len(row["text"].split()) for row in read("passages.csv")) <= 40


def test_the_second_coding_codes_every_configuration():
    keys = [row["configuration"] for row in read("second_coding.csv")]
    assert keys == [row["configuration"] for row in CHAINS]


def test_valence_was_coded_alike_by_both_and_delivery_was_not():
    second = {row["configuration"]: row for row in read("second_coding.csv")}
    for name, agreed in (("earlier_coding.csv", 24), ("configurations.csv", 29)):
        rows = read(name)
        assert all(row["valence"] == second[row["configuration"]]["valence"] for row in rows)
        same = [
            row["delivery"].replace("-", " ") == second[row["configuration"]]["delivery"]
            for row in rows
        ]
        assert (len(same), sum(same)) == (33, agreed)

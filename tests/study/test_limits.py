"""Limits of what data may be, each tried on its two sides."""

import json

import pytest

from scripts.analysis.crosslinks import address_configuration
from scripts.study.study import check_study
from tests.studies import write_study


def write(folder, counts, n=8, **values):
    return write_study(
        folder,
        groups=[{"group": "clients", "label": "Clients", "n": n, "code": "C"}],
        characteristics=[{"characteristic": "age", "label": "Age", "responses": "single"}],
        demographics=[
            {"characteristic": "age", "level": f"level {i}", "group": "clients", "count": count}
            for i, count in enumerate(counts)
        ],
        **values,
    )


@pytest.mark.parametrize("counts", [(0, 8), (8, 0), (0, 0, 8), (3, 5), (8,), (0, "")])
def test_counts_that_add_to_the_group_are_in_order(tmp_path, counts):
    assert check_study(write(tmp_path / "data", counts)) == []


@pytest.mark.parametrize("counts", [(0, 7), (0, 0), (0, 8, 1), (8, 8), (7,), (0, 9, "")])
def test_counts_that_do_not_are_refused_with_a_zero_among_them_too(tmp_path, counts):
    assert check_study(write(tmp_path / "data", counts)) != []


@pytest.mark.parametrize(
    "sign", ["\x7f", "\x80", "\x9f", "\x00", "\x1f", "\x0b", "\ufffe", "\ufdd0"]
)
@pytest.mark.parametrize("file", ["configurations.csv", "study.yml", "datapackage.json"])
def test_each_sign_that_nobody_sees_is_refused(tmp_path, sign, file):
    data = write_study(tmp_path / "data")
    path, old = data / file, {"configurations.csv": "A context"}.get(file, "An invented study")
    old = {"datapackage.json": "invented"}.get(file, old)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, f"a{sign}b", 1), "utf-8")
    problems = check_study(data)
    assert any(
        p.file == file and ("cannot be seen" in p.found or "null" in p.found) for p in problems
    )


@pytest.mark.parametrize("sign", ["\x7f", "\x9f"])
def test_written_as_an_escape_it_is_refused_as_well(tmp_path, sign):
    data = write_study(tmp_path / "data")
    path = data / "datapackage.json"
    path.write_text(
        path.read_text("utf-8").replace('"invented"', json.dumps(f"a{sign}b"), 1), "utf-8"
    )
    (problem,) = check_study(data)
    assert f"U+{ord(sign):04X}" in problem.found


@pytest.mark.parametrize(
    ("phrase", "fits"),
    [
        *(("STRASSE", True), ("Straße", True), ("straſse", True), ("Strase", False)),
        *(("die  straße", True), ("Straße,", False)),
    ],
)
def test_a_phrase_is_found_whatever_its_capitals(tmp_path, phrase, fits):
    data = write_study(
        tmp_path / "data",
        configurations=[{"configuration": "only", "context": "Auf die Straße"}],
        elements=[{"element": "a", "stage": "context", "label": "A"}],
        codings=[{"configuration": "only", "stage": "context", "element": "a", "phrase": phrase}],
    )
    assert (check_study(data) == []) == fits


def test_no_two_long_names_share_a_page():
    names = [f"{'k' * 120}-{i}" for i in range(60)]
    assert len({address_configuration(name) for name in names}) == 60

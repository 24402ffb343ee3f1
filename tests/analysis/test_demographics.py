"""Participants: counts turned into numbers and cells; Table 1 of the paper, cell by cell."""

from __future__ import annotations

from scripts.analysis.demographics import (
    build_interview_cells,
    compute_demographics,
)

from tests.studies import make_study

BLOCKS = ({"characteristic": "age", "label": "Age", "responses": "single"},)
GROUPS = (
    {"group": "clients", "label": "Clients", "n": 8, "code": "C"},
    {"group": "helpers", "label": "Helpers", "n": 4},
)


def count(level, group, number, characteristic="age"):
    return {"characteristic": characteristic, "level": level, "group": group, "count": number}


def test_blocks_are_not_in_the_order_of_their_file(tmp_path):
    blocks = [
        {"characteristic": "sex", "label": "Sex", "position": 2, "responses": "single"},
        {"characteristic": "age", "label": "Age", "position": 1, "responses": "single"},
    ]
    counts = [
        count("Any", "clients", 8, "sex"),
        count("Young", "clients", 3),
        count("Old", "clients", 5),
    ]
    study = make_study(tmp_path / "data", characteristics=blocks, demographics=counts)
    assert list(compute_demographics(study)["level"]) == ["Young", "Old", "Any"]


def test_levels_that_look_like_missing_values_are_lost(tmp_path):
    names = ["None", "NA", "nan", "null"]
    study = make_study(
        tmp_path / "data",
        characteristics=BLOCKS,
        demographics=[count(name, "clients", 2) for name in names],
    )
    assert list(compute_demographics(study)["level"]) == names


def test_a_length_that_is_not_given_stops_the_table(tmp_path):
    study = make_study(
        tmp_path / "data",
        interviews=[{"group": "clients", "interviewees": 8, "mean": 30.25}],
        exhibits=[{"exhibit": "talks", "kind": "interviews", "groups": ["clients"]}],
    )
    cells = build_interview_cells(study, study.settings.exhibit("talks"))
    assert [cell.text for cell in cells] == ["8", "30.3", "", ""]

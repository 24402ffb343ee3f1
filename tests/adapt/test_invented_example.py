"""The invented example: in order for any groups and stages, and never taken for a real study."""

import pytest

from scripts.adapt import plans as example
from scripts.adapt.plans import read_groups, read_stages
from scripts.importer.headings import STAGES, match_heading


@pytest.mark.parametrize("sizes", ["A=1", "A=12,B=3", "A=48,B=18,C=7", "A=999"])
def test_the_people_of_a_group_add_up(sizes):
    groups = read_groups(sizes)
    rows = example.count_people(groups)
    for group in groups:
        counts = [
            int(r["count"])
            for r in rows
            if (r["characteristic"], r["group"]) == ("years", group.group)
        ]
        assert sum(counts) == group.n
        assert min(counts) >= 0
    for row in rows:
        size = next(group.n for group in groups if group.group == row["group"])
        assert row["count"] == "" or 0 <= int(row["count"]) <= size


def test_each_level_has_one_place():
    rows = example.count_people(read_groups("A=12,B=3"))
    places = {(r["characteristic"], r["level"]): r["position"] for r in rows}
    assert len(set(places.values())) == len(places)
    assert {r["characteristic"] for r in rows} == {
        r["characteristic"]
        for r in example.plan_example("T", read_groups("A=12,B=3"), ()).tables["characteristics"]
    }


def test_something_is_not_known_and_said_so():
    one = example.count_people(read_groups("A=12"))
    assert all(row["count"] for row in one)
    two = example.count_people(read_groups("A=12,B=8"))
    assert {r["group"] for r in two if not r["count"]} == {"b"}


@pytest.mark.parametrize(
    "stages",
    [
        "context,mechanism,outcome",
        "context,Mechanism/resource,Mechanism/reaction,outcome",
        "intervention,context,actor,mechanism,outcome",
        "Kontext,Folge",
        "a",
    ],
)
def test_each_stage_has_words_of_its_own(stages):
    stages = read_stages(stages)
    rows = example.tell_strands(stages)
    assert len({row["configuration"] for row in rows}) == len(rows)
    assert [row["position"] for row in rows] == [str(i) for i in range(1, len(rows) + 1)]
    for stage in stages:
        assert any(row[stage.stage] for row in rows)
        if match_heading(stage.label) not in STAGES:
            assert all("invented" in row[stage.stage] for row in rows)


def test_something_is_missing_shared_new_and_dropped():
    rows = example.tell_strands(read_stages("context,mechanism,outcome"))
    assert any(row["outcome"] == "" for row in rows)
    assert {(row["initial"], row["final"]) for row in rows} == {
        *(("yes", "yes"), ("no", "yes"), ("yes", "no")),
    }
    assert len({row["valence"] for row in rows}) == 2
    contexts = [row["context"] for row in rows]
    assert len(set(contexts)) < len(contexts)


def test_each_quotation_has_its_configuration_and_speaker():
    groups = read_groups("A=12,B=8,C=3")
    rows = example.plan_example("T", groups, ()).tables["quotations"]
    names = {strand["configuration"] for strand in example.tell_strands(())}
    assert {row["configuration"] for row in rows} <= names
    assert {row["speaker_group"] for row in rows} == {group.group for group in groups}
    keys = [(row["configuration"], row["position"]) for row in rows]
    assert len(set(keys)) == len(keys)


def test_the_lengths_of_interviews_are_in_order():
    for row in example.measure_interviews(read_groups("A=12,B=1")):
        assert float(row["minimum"]) <= float(row["mean"]) <= float(row["maximum"])
    (alone,) = example.measure_interviews(read_groups("A=1"))
    assert alone["minimum"] == alone["mean"] == alone["maximum"]


def test_the_example_says_that_it_is_invented():
    assert example.NOTICE.startswith("Invented example")
    assert "study.yml" in example.NOTICE


def test_a_stage_of_a_known_kind_gets_words_of_its_kind():
    stages = read_stages("setting,resource,Mechanism/reasoning,ergebnis,cmo,weather")
    for number, row in enumerate(example.tell_strands(stages), start=1):
        assert not any("invented words" in row[s.stage] for s in stages[:4])
        assert row["cmo"] == f"Cmo: invented words of row {number}"
        assert row["weather"] == f"Weather: invented words of row {number}"

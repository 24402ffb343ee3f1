"""``study.yml`` of a new book: read as it was meant, whatever the words are."""

import pytest

from scripts.adapt.new_evaluation import CLAUSES, format_settings
from scripts.adapt.plans import BookPlan, plan_example, read_groups, read_stages
from scripts.study.settings import Group, Stage, Theory, read_settings

ODD = 'Tea: "black" & \\ #1 – no, {yes}: ☕'


def settle(tmp_path, plan):
    """Return the settings that a plan becomes."""
    (tmp_path / "study.yml").write_text(format_settings(plan), encoding="utf-8")
    settings, problems = read_settings(tmp_path)
    assert problems == []
    return settings


def test_words_with_signs_of_yaml_are_read_as_they_were(tmp_path):
    stages = (
        Stage("one", ODD, "short " + ODD, "head " + ODD, ODD, ("a: b", "#c")),
        Stage("two", "Two", "Two", split_at=";"),
    )
    plan = BookPlan(ODD, (Group("g", ODD, 3, "Ö"),), stages, (Theory("t", ODD),), notice=ODD)
    settings = settle(tmp_path, plan)
    assert settings.facts["title"] == settings.facts["notice"] == ODD
    assert settings.groups == plan.groups
    assert settings.stages == stages
    assert settings.theories == plan.theories


def test_a_plan_without_groups_has_none(tmp_path):
    settings = settle(tmp_path, BookPlan("T", (), (Stage("a", "A", "A"),)))
    assert settings.groups == ()
    text = (tmp_path / "study.yml").read_text("utf-8")
    # The comments show what to write: without their signs they are groups.
    (tmp_path / "study.yml").write_text(text.replace("#  - {group", "  - {group"), "utf-8")
    settings, problems = read_settings(tmp_path)
    assert problems == []
    assert len(settings.groups) == 2
    assert settings.exhibits[0].groups == tuple(group.group for group in settings.groups)


@pytest.mark.parametrize(
    ("valences", "shown"),
    [
        ([], [{}]),
        (["good"], [{}]),
        (["good", "bad"], [{"valence": "good"}, {"valence": "bad"}]),
        (["a", "b", "", "c"], [{"valence": "a"}, {"valence": "b"}, {"valence": "c"}]),
        (list("abcdefg"), [{"valence": v} for v in "abcde"]),
    ],
)
def test_figures_show_the_configurations_that_there_are(tmp_path, valences, shown):
    rows = [{"configuration": f"c-{i}", "valence": v} for i, v in enumerate(valences)]
    plan = BookPlan("T", (), (Stage("a", "A", "A"),), tables={"configurations": rows})
    assert plan.valences == ([v for v in valences if v] if len(valences) > 1 else [])
    figures = [e for e in settle(tmp_path, plan).exhibits if e.kind == "diagram"]
    assert [dict(figure.show) for figure in figures] == shown
    assert [f.exhibit for f in figures] == [f"figure_{i + 1}" for i in range(len(shown))]


def test_each_exhibit_leads_to_a_chapter_of_the_template(tmp_path):
    from scripts.adapt.framework_files import TEMPLATE

    plan = plan_example("T", read_groups("A=20"), read_stages("context,outcome"))
    exhibits = settle(tmp_path, plan).exhibits
    assert {e.kind for e in exhibits} == {
        *("demographics", "interviews", "configurations", "diagram", "claims"),
    }
    assert all((TEMPLATE / exhibit.chapter).is_file() for exhibit in exhibits)


def test_a_known_stage_begins_its_part_of_a_sentence(tmp_path):
    stages = read_stages("intervention,context,actor,mechanism,reasoning,outcome,learning")
    settings = settle(tmp_path, BookPlan("T", (), stages))
    assert [stage.as_clause for stage in settings.stages] == [
        *(CLAUSES[stage.stage.replace("reasoning", "reaction")] for stage in stages[:-1]),
        "",
    ]


def test_two_plans_alike_make_the_same_file():
    plans = [plan_example("T", read_groups("A=20"), read_stages("a,b")) for _ in range(2)]
    assert format_settings(plans[0]) == format_settings(plans[1])

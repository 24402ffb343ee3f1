"""Marks of configurations and the legend, for studies of any make."""

import pytest

from scripts.diagrams.layout import LINE_LENGTH, SAMPLE_GAP, SAMPLE_WIDTH, layout_legend
from scripts.look.text import text_width
from tests.change_models import build_change_model, draw_change_model, find_marks
from tests.studies import make_study


def test_what_is_known_of_no_configuration_has_no_legend(tmp_path):
    study = make_study(tmp_path / "data", theories=("one", "two"))
    marks = find_marks(study, status=True, delivery=True, valence=True)
    assert marks.classes("only") == ()
    assert marks.describe("only") == ""
    assert layout_legend(marks, ["only"], 800, 100) == ((), 106)


def test_what_is_known_of_one_only_is_said_of_the_others_too(tmp_path):
    rows = [
        {"configuration": "a", "context": "C", "valence": "good"},
        {"configuration": "b", "context": "C"},
    ]
    study = make_study(tmp_path / "data", configurations=rows)
    marks = find_marks(study, status=True, delivery=True, valence=True)
    assert (marks.classes("a"), marks.classes("b")) == (("light",), ("unstated",))
    assert marks.describe("b") == "valence not stated"


def test_no_two_of_five_valences_look_alike(tmp_path):
    rows = [{"configuration": f"c-{i}", "context": "C", "valence": f"value {i}"} for i in range(5)]
    study = make_study(tmp_path / "data", configurations=rows)
    marks = find_marks(study, valence=True)
    tones = [marks.classes(row["configuration"]) for row in rows]
    assert len(set(tones)) == 5
    svg = draw_change_model(
        study, build_change_model(study, study.configurations), "x", "X", valence=True
    )
    for (tone,) in tones[1:]:
        assert f".{tone}" in svg


def test_what_is_not_asked_for_is_not_marked(tmp_path):
    study = make_study(tmp_path / "data")
    marks = find_marks(study)
    assert marks.classes("only") == marks.box_classes(["only"]) == ()


def test_status_comes_from_the_first_and_last_theory(tmp_path):
    held = {"a": "yyy", "b": "nny", "c": "yyn", "d": "nyn", "e": "y.y", "f": ".ny"}
    words = {"y": "yes", "n": "no", ".": ""}
    theories = ("one", "two", "three")
    rows = [
        {
            "configuration": c,
            "context": "C",
            **{t: words[v] for t, v in zip(theories, own, strict=True)},
        }
        for c, own in held.items()
    ]
    study = make_study(tmp_path / "data", theories=theories, configurations=rows)
    marks = find_marks(study, status=True)
    found = {c: marks.classes(c)[0] for c in held}
    assert found == {
        "a": "is-retained",
        "b": "is-new",
        "c": "is-dropped",
        "d": "is-not-stated",
        "e": "is-retained",
        "f": "is-not-stated",
    }
    assert marks.box_classes(["a", "e"]) == ("is-retained",)
    assert marks.box_classes(["a", "b"]) == ()


@pytest.mark.parametrize("width", [300, 500, 888])
def test_entries_of_the_legend_stand_apart_on_the_page(study, width):
    marks = find_marks(study, status=True, delivery=True, valence=True)
    entries, bottom = layout_legend(marks, study.configurations["configuration"], width, 100)
    rows = {}
    for entry in entries:
        words = text_width(entry.label, bold=not entry.kind)
        line = LINE_LENGTH + SAMPLE_GAP if entry.kind in ("status", "valence") else 0
        end = entry.x + words + (line + SAMPLE_WIDTH + SAMPLE_GAP if entry.kind else 0)
        assert end <= width - 6
        assert 100 < entry.y < bottom
        rows.setdefault(entry.y, []).append((entry.x, end))
    assert len(rows) >= len(marks.values)
    for areas in rows.values():
        for (_, end), (start, _) in zip(sorted(areas), sorted(areas)[1:], strict=False):
            assert end < start


def test_the_legend_names_only_what_is_shown(tmp_path):
    values = {"a": "positive", "b": "negative"}
    rows = [{"configuration": c, "context": "C", "valence": v} for c, v in values.items()]
    marks = find_marks(make_study(tmp_path / "data", configurations=rows), valence=True)
    entries, _ = layout_legend(marks, ["b"], 800, 0)
    assert [entry.label for entry in entries] == ["Valence:", "negative"]

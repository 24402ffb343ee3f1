"""Charts of the configurations: what is drawn is what the data say."""

from __future__ import annotations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from scripts.analysis import summaries
from scripts.charts import charts, view_charts
from tests.studies import make_study

VIEWS = {
    "shared": (
        summaries.list_shared_elements,
        view_charts.draw_shared_elements,
        view_charts.describe_shared_elements,
    ),
    "changes": (
        summaries.count_element_changes,
        view_charts.draw_element_changes,
        view_charts.describe_element_changes,
    ),
    "speakers": (
        summaries.list_speakers,
        view_charts.draw_speakers,
        view_charts.describe_speakers,
    ),
}


def draw(study, view):
    """Return frame, figure and description of a view."""
    compute, build, describe = VIEWS[view]
    frame = compute(study)
    return frame, build(frame, study.settings), describe(frame, study.settings)


def test_a_person_has_no_place_or_a_quotation_no_mark(study):
    speakers, figure, _ = draw(study, "speakers")
    most = max(group.n for group in study.settings.groups)
    for group, axis in zip(study.settings.groups, figure.axes, strict=True):
        own = speakers[speakers["speaker_group"] == group.group]
        *filled, silent = axis.collections
        assert sum(len(marks.get_offsets()) for marks in filled) == own["quotations"].sum()
        assert len(silent.get_offsets()) == group.n - len(own)
        named = list(own["speaker"]) if most <= view_charts.MOST_NAMES else []
        assert [text.get_text() for text in axis.get_xticklabels()] == named
        assert f"{len(own)} of {group.n} quoted" in axis.get_title(loc="left")


@pytest.mark.parametrize("view", VIEWS)
def test_the_bytes_of_a_chart_change_from_run_to_run(study, view):
    one, other = (charts.chart_svg(draw(study, view)[1], view, "t", "d") for _ in range(2))
    assert one == other


def test_the_description_does_not_say_what_is_drawn(study):
    _, _, text = draw(study, "speakers")
    first = study.settings.groups[0]
    own = study.quotations[study.quotations["speaker_group"] == first.group]
    assert f"{own['speaker'].nunique()} of {first.n} are quoted, {len(own)} times" in text
    changes, _, text = draw(study, "changes")
    for count in changes["elements"]:
        assert f"{count} " in text
    shared, _, text = draw(study, "shared")
    assert all(f"“{label}”" in text for label in shared["label"])


@pytest.mark.parametrize("view", VIEWS)
def test_a_study_without_codings_valence_theories_or_quotations_stops_a_chart(tmp_path, view):
    frame, figure, text = draw(make_study(tmp_path / "data"), view)
    assert frame.empty
    assert text == view_charts.NOTHING
    assert view_charts.NOTHING in charts.chart_svg(figure, view, "t", text)


def test_a_study_without_codings_has_no_shared_elements(tmp_path):
    rows = [
        {"configuration": f"c-{i}", "context": "Same", "outcome": outcome, "valence": valence}
        for i, (outcome, valence) in enumerate(
            (("Good", "positive"), ("Bad", "negative"), ("", "negative"), ("", "positive"))
        )
    ]
    study = make_study(tmp_path / "data", configurations=rows)
    shared, figure, text = draw(study, "shared")
    assert set(shared["label"]) == {"Same"}
    # A gap of both valences has two marks, which do not cover each other.
    places = [p for m in figure.axes[0].collections for p in m.get_offsets().tolist()]
    assert len(set(map(tuple, places))) == len(shared) == 4
    assert "“Same”: 1 positive, 1 negative" in text


def test_a_chart_is_larger_than_a_page_or_hides_what_it_leaves_out(tmp_path):
    rows = [
        {"configuration": f"c-{i}-{v}", "context": f"C{i // 2}", "outcome": f"O{i}", "valence": v}
        for i in range(100)
        for v in ("positive", "negative")
    ]
    quotations = [
        {"configuration": "c-0-positive", "speaker": "Someone", "speaker_group": "g", "text": "T"}
        | {"position": i + 1}
        for i in range(300)
    ]
    groups = [{"group": "g", "label": "G", "n": 3, "code": "G"}]
    study = make_study(tmp_path / "data", groups=groups, configurations=rows, quotations=quotations)
    for view in ("shared", "speakers"):
        _, figure, text = draw(study, view)
        assert figure.get_figwidth() * 25.4 <= 277
        assert figure.get_figheight() * 25.4 <= 297
        words = "Shown: the 24 most frequent elements of 50 and the 36 most frequent outcomes of 48"
        drawn = [text.get_text() for text in figure.texts]
        assert (view == "shared") == (words in text) == any(words in line for line in drawn)
    axis = figure.axes[0]
    assert [bar.get_height() for bar in axis.patches] == [300]
    assert "a bar for those of each person" in axis.get_title(loc="left")


def test_large_groups_and_long_labels_cannot_be_drawn(tmp_path):
    groups = [{"group": "g", "label": "G", "n": 200, "code": "G"}]
    labels = [
        f"Long label number {i} of quite a few words that has to be wrapped" for i in range(30)
    ]
    rows = [
        {"configuration": f"c-{i}-{v}", "context": label, "outcome": f"{label} {v}", "valence": v}
        for i, label in enumerate(labels)
        for v in ("positive", "negative")
    ]
    quotations = [
        {"configuration": "c-0-positive", "speaker": "Someone", "speaker_group": "g", "text": "T"}
    ]
    study = make_study(tmp_path / "data", groups=groups, configurations=rows, quotations=quotations)
    for view in ("shared", "speakers"):
        _, figure, _ = draw(study, view)
        assert figure.get_figwidth() * 25.4 > 170
        renderer = FigureCanvasAgg(figure).get_renderer()
        figure.draw(renderer)

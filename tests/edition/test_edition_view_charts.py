"""What holds for the study of this edition alone: view charts."""

from __future__ import annotations

from matplotlib.colors import to_hex

from scripts.analysis.configurations import STATUSES
from scripts.look.palette import STATUS_COLOURS
from tests.charts.test_view_charts import draw


def test_an_element_is_marked_at_an_outcome_that_it_does_not_lead_to(study):
    shared, figure, _ = draw(study, "shared")
    (axis,) = figure.axes
    columns = [text.get_text().replace("\n", " ") for text in axis.get_xticklabels()]
    rows = [text.get_text().replace("\n", " ") for text in axis.get_yticklabels()]
    drawn = []
    for marks in axis.collections:
        if marks.get_label() in set(shared["valence"]):
            for x, y in marks.get_offsets().data:
                drawn.append((columns[round(x)], rows[round(y)], marks.get_label()))
    wanted = list(shared[["label", "outcome", "valence"]].itertuples(index=False, name=None))
    assert sorted(drawn) == sorted(wanted)
    numbers = [text.get_text() for text in axis.texts if text.get_text().isdigit()]
    assert sorted(numbers) == sorted(map(str, shared["configurations"]))


def test_two_valences_have_the_same_mark(study):
    _, figure, _ = draw(study, "shared")
    marks = [
        m for m in figure.axes[0].collections if len(m.get_offsets()) and m.get_label()[0] != "_"
    ]
    assert len({to_hex(m.get_facecolor()[0]) for m in marks}) == len(marks) == 2
    assert len({m.get_paths()[0].vertices.tobytes() for m in marks}) == 2


def test_a_bar_is_not_as_long_as_its_count(study):
    changes, figure, _ = draw(study, "changes")
    (axis,) = figure.axes
    for status, bars in zip(STATUSES, axis.containers, strict=True):
        own = changes[changes["status"] == status]
        assert [bar.get_width() for bar in bars] == list(own["elements"])
        assert {to_hex(bar.get_facecolor()) for bar in bars} == {STATUS_COLOURS[status]}

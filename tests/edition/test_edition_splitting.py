"""What holds for the study of this edition alone: splitting."""

from __future__ import annotations

from scripts.analysis.change_models import build_diagram
from scripts.diagrams.layout import WIDTH, layout_diagram
from scripts.diagrams.splitting import split_diagram
from tests.change_models import list_frames


def test_what_fits_on_a_page_is_not_split(study):
    for key in ("figure_1", "figure_2"):
        rows = study.configurations
        for column, value in study.settings.exhibit(key).show.items():
            rows = rows[rows[column] == value]
        (part,) = split_diagram(*list_frames(study, rows), study.settings.stages)
        assert list(part.boxes["configuration"].unique()) == list(rows["configuration"])


def test_the_parts_of_the_whole_study_are_even_and_say_by_what_they_were_split(study):
    stages = study.settings.stages
    parts = split_diagram(*list_frames(study, study.configurations), stages)
    sizes = [part.boxes["configuration"].nunique() for part in parts]
    assert len(parts) == 2
    assert max(sizes) - min(sizes) <= 1
    for part in parts:
        layout = layout_diagram(build_diagram(part.boxes, part.links, stages), stages)
        # At 170 mm of width.
        assert layout.height * 170 / WIDTH <= 250
        assert any(f"split by {stage.short_label.lower()}:" in part.rule for stage in stages)
        assert "Of the stages" in part.rule

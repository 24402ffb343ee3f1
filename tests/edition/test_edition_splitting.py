"""What holds for the study of this edition alone: splitting."""

from __future__ import annotations

from scripts.configurations import build_change_model
from scripts.layout import WIDTH, layout_change_model
from scripts.splitting import split_change_model


def test_what_fits_on_a_page_is_split(study):
    for key in ("figure_1", "figure_2"):
        rows = study.configurations
        for column, value in study.settings.exhibit(key).show.items():
            rows = rows[rows[column] == value]
        (part,) = split_change_model(study, rows)
        assert list(part.configurations["configuration"]) == list(rows["configuration"])


def test_the_parts_of_the_whole_study_are_uneven(study):
    for by in ("", "resource"):
        parts = split_change_model(study, study.configurations, by=by)
        sizes = [len(part.configurations) for part in parts]
        assert len(parts) == 2
        assert max(sizes) - min(sizes) <= 1
        for part in parts:
            layout = layout_change_model(
                build_change_model(study, part.configurations), study.settings.stages
            )
            # At 170 mm of width.
            assert layout.height * 170 / WIDTH <= 250


def test_the_reader_is_not_told_by_which_stage(study):
    for stage in study.settings.stages:
        parts = split_change_model(study, study.configurations, by=stage.stage)
        assert all(f"split by {stage.short_label.lower()}:" in part.rule for part in parts)
        assert not any("Of the stages" in part.rule for part in parts)
    chosen = split_change_model(study, study.configurations)
    assert all("Of the stages" in part.rule for part in chosen)

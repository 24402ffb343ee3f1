"""What holds for the study of this edition alone: splitting."""

from scripts.diagrams.figures import PAPERS, split_model
from scripts.diagrams.layout import WIDTH, layout_diagram
from tests.change_models import build_change_model


def test_what_fits_on_a_page_is_not_split(study):
    for key in ("figure_1", "figure_2"):
        rows = study.configurations
        for column, value in study.exhibit(key).show.items():
            rows = rows[rows[column] == value]
        model = build_change_model(study, rows)
        _, ((_, part),) = split_model(model, PAPERS["column"])
        assert list(part.numbers) == list(rows["configuration"])


def test_the_parts_of_the_whole_study_are_even_and_say_by_what_they_were_split(study):
    stages = study.settings.stages
    model = build_change_model(study, study.configurations)
    rule, parts = split_model(model, PAPERS["column"])
    sizes = [len(part.numbers) for _, part in parts]
    assert len(parts) == 2
    assert max(sizes) - min(sizes) <= 1
    assert any(f"split by {stage.short_label.lower()}:" in rule for stage in stages)
    assert "Of the stages" in rule
    for _, part in parts:
        layout = layout_diagram(part)
        # At 170 mm of width.
        assert layout.height * 170 / WIDTH <= 250

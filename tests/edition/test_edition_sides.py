"""What holds for the study of this edition alone: sides."""

from scripts.analysis.configurations import list_elements
from scripts.chapters.in_process import read_cells, run_cells
from tests import ROOT
from tests.change_models import build_change_model
from tests.diagrams.test_layout import separate


def test_the_sides_of_the_most_shared_element_are_apart(study):
    cells = read_cells(ROOT / "chapters" / "shared_resource.ipynb")
    label = run_cells(cells, study).numbers["label"]
    passes = list_elements(study)
    own = passes.loc[passes["label"] == label, "configuration"]
    frame = study.configurations[study.configurations["configuration"].isin(own)]
    model = build_change_model(study, frame)
    order = ["positive", "negative"]
    sides = {row.configuration: order.index(row.valence) for row in frame.itertuples()}
    layout = separate(model, sides)
    for stage in model.stages:
        column = sorted((b for b in layout.boxes if b.box.stage == stage.stage), key=lambda b: b.y)
        ranks = [sum({sides[n] for n in b.box.configurations} or {0}) for b in column]
        pure = [
            r
            for r, b in zip(ranks, column, strict=True)
            if len({sides[n] for n in b.box.configurations}) == 1
        ]
        assert pure == sorted(pure)

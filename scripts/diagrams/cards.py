"""A change model for narrow screens: its boxes as cards, stage below stage."""

from __future__ import annotations

from collections.abc import Mapping

from scripts.analysis.change_models import Box, ChangeModel
from scripts.diagrams.marks import TITLES, Marks
from scripts.look.markup import render
from scripts.study.settings import Stage


def format_cards(
    identifier: str,
    model: ChangeModel,
    stages: tuple[Stage, ...],
    marks: Marks,
    rows: Mapping[str, str],
) -> str:
    """Return a change model as cards, in HTML: what a drawing shows where it has no room.

    Parameters
    ----------
    identifier : str
        That of the drawing.
    model : ChangeModel
        What is shown.
    stages : tuple of Stage
        For the heads.
    marks : Marks
        What is marked of each configuration.
    rows : mapping of str to str
        Where each configuration's row of a table stands.
    """

    def tell(box: Box) -> str:
        return " ".join(str(model.numbers[name]) for name in box.configurations)

    layers = [(stage, model.layer(stage.stage)) for stage in stages]
    legend = [(TITLES[kind], own) for kind, own in marks.list_legend(model.numbers)]
    return render(
        "diagrams/cards.html",
        identifier=identifier,
        layers=layers,
        marks=marks,
        model=model,
        rows=rows,
        tell=tell,
        legend=legend,
    )

"""The change models that a book shows: its exhibits, what is shared, and what changed."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from scripts.analysis.configurations import (
    describe_sharing,
    find_most_shared,
    list_boxes,
    list_links,
    select_by_element,
    select_configurations,
    select_known_change,
)
from scripts.diagrams.marks import Marks, find_marks
from scripts.diagrams.model_figures import ModelFigure, build_model_figure
from scripts.study.study import Study


@dataclass(frozen=True)
class Subject:
    """What one figure is of.

    Attributes
    ----------
    key : str
        Names its files, and with hyphens its place on the page.
    title : str
        Accessible name, and with the label the caption.
    configurations : pandas.DataFrame
        Rows of the study's configurations.
    label : str
        What an exhibit is called; empty for what is none.
    marked : tuple of str
        Which of ``status``, ``delivery`` and ``valence`` are marked.
    """

    key: str
    title: str
    configurations: pd.DataFrame
    label: str = ""
    marked: tuple[str, ...] = ()

    def find_marks(self, study: Study) -> Marks:
        """Return the marks of the configurations."""
        return find_marks(study, **dict.fromkeys(self.marked, True))


def find_exhibit(study: Study, key: str) -> Subject:
    """Return what an exhibit of the kind ``diagram`` shows."""
    exhibit = study.settings.exhibit(key)
    shown = select_configurations(study, exhibit.show)
    return Subject(key, exhibit.caption, shown, exhibit.label)


def find_shared(study: Study) -> Subject | None:
    """Return the configurations that pass through the most shared element, if any is shared."""
    found = find_most_shared(study)
    if found is None:
        return None
    _, element = found
    label = describe_sharing(study, element)["label"]
    title = f"All configurations that pass through “{label}”"
    return Subject(
        "shared", title, select_by_element(study, element), marked=("delivery", "valence")
    )


def find_change(study: Study) -> Subject | None:
    """Return the configurations of two theories of which it is known what became of them."""
    shown = select_known_change(study)
    if shown.empty:
        return None
    title = "Configurations retained, new and dropped between the first and the last theory"
    return Subject("both_theories", title, shown, marked=("status", "valence"))


def list_subjects(study: Study) -> list[Subject]:
    """Return all change models of the book in their order."""
    keys = [e.exhibit for e in study.settings.exhibits if e.kind == "diagram"]
    others = (find_shared(study), find_change(study))
    return [*(find_exhibit(study, key) for key in keys), *(s for s in others if s is not None)]


def build_subject_figure(study: Study, subject: Subject) -> ModelFigure:
    """Return the figure of a subject for a page, in one picture or several."""
    boxes = list_boxes(study, subject.configurations)
    return build_model_figure(
        boxes,
        list_links(boxes, study.settings.stages),
        study,
        subject.key.replace("_", "-"),
        subject.title,
        label=subject.label,
        marked=subject.marked,
    )

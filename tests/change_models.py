"""Change models of a study as its chapters make them, for tests that need one to look at."""

import pandas as pd

from scripts.analysis.change_models import ChangeModel, build_diagram
from scripts.analysis.configurations import list_elements, select_configurations
from scripts.chapters.results import Results
from scripts.diagrams.drawing import draw_layout
from scripts.diagrams.figures import PAPERS, UNITS, find_rows
from scripts.diagrams.layout import layout_diagram
from scripts.diagrams.marks import Marks, read_marks
from scripts.study.study import Study
from scripts.tables.table import Table

# That of a picture on a page of the book.
MOST_HEIGHT = PAPERS["column"].height * UNITS
STATUSES = {("yes", "yes"): "retained", ("no", "yes"): "new", ("yes", "no"): "dropped"}


def add_status(study: Study, configurations: pd.DataFrame) -> pd.DataFrame:
    """Return configurations with what became of them between the first and the last theory."""
    theories = [theory.theory for theory in study.settings.theories]
    if len(theories) < 2:
        return configurations.assign(status="")
    marks = zip(configurations[theories[0]], configurations[theories[-1]], strict=True)
    return configurations.assign(status=[STATUSES.get(pair, "") for pair in marks])


def show_status(study: Study) -> Results:
    """Return what a chapter shows that says what became of each configuration."""
    frame = add_status(study, study.configurations).set_index("configuration")[["status"]]
    return Results(tables={"theory_change": Table("theory_change", "What changed", frame)})


def list_frames(study: Study, configurations: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the boxes and the links of some configurations."""
    frame = add_status(study, configurations)
    kept = ["configuration", "position", "status"]
    kept += [name for name in ("delivery", "valence") if name in frame]
    boxes = frame[kept].merge(list_elements(study), on="configuration")
    links = boxes.merge(boxes, on="configuration", suffixes=("_from", "_to"))
    return boxes, links.query("order_to == order_from + 1")


def build_change_model(study: Study, configurations: pd.DataFrame) -> ChangeModel:
    """Return the graph of some configurations with all links between neighbouring stages."""
    return build_diagram(*list_frames(study, configurations), study.settings.stages)


def build_figure_model(study: Study, key: str) -> ChangeModel:
    """Return the change model that an exhibit of the kind ``diagram`` shows."""
    return build_change_model(study, select_configurations(study, study.exhibit(key).show))


def find_marks(study: Study, **marked: bool) -> Marks:
    """Return the marks of all configurations: status, delivery or valence, if asked for."""
    kinds = [kind for kind, is_asked in marked.items() if is_asked]
    return read_marks(add_status(study, study.configurations), kinds, study)


def draw_change_model(
    study: Study, model: ChangeModel, identifier: str, title: str, live: bool = False, **marked
) -> str:
    """Return a change model as SVG; `marked` as for `find_marks`."""
    marks = find_marks(study, **marked)
    layout = layout_diagram(model, marks)
    rows = find_rows(study) if live else None
    return draw_layout(study, layout, identifier, title, rows=rows)

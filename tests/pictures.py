"""The pictures of a diagram as files."""

from collections.abc import Collection
from pathlib import Path

import pandas as pd

from scripts.display.diagram_exhibits import print_diagram
from scripts.exports.drawings import write_drawing
from scripts.study.study import Study
from tests.change_models import list_frames


def write_pictures(
    study: Study,
    configurations: pd.DataFrame,
    key: str,
    folder: Path,
    marked: Collection[str] = (),
) -> list[Path]:
    """Write all pictures of some configurations, and return the paths."""
    drawings = print_diagram(*list_frames(study, configurations), study, key, "A title", marked)
    return [
        path
        for drawing in drawings
        for path in write_drawing(drawing["svg"], folder, drawing["key"])
    ]

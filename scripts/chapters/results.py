"""What the executed chapters have shown: tables, drawings and verdicts, taken from their outputs.

Downloads, marks and totals are made from it, and chapters that sum up others read it.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pandas as pd

from scripts.analysis.change_models import BOX_COLUMNS, LINK_COLUMNS, ChangeModel, build_diagram
from scripts.chapters.contents import list_chapters
from scripts.chapters.notebooks import ChapterError, list_code_cells, read_chapter
from scripts.files import mime_types
from scripts.files.problems import quote
from scripts.published.comparison import COLUMNS, Comparison
from scripts.study.settings import Settings
from scripts.study.study import find_data, open_study
from scripts.tables.table import Table, read_resource

# The environment variable that says where a build keeps the chapters executed so far.
EXECUTED_VARIABLE = "EDITION_EXECUTED"
# A chapter that calls the first of these functions sums up the others, and is executed after
# them; one that calls the second lists all that there is, and is executed last.
SUMMING_CALLS = ("load_results", "load_all_results")


@dataclass(frozen=True)
class Drawing:
    """A drawing that a chapter shows: its key, its caption, its shape if it has several, its SVG.

    The SVG needs nothing but itself.
    """

    key: str
    caption: str
    shape: str
    svg: str


@dataclass(frozen=True)
class Results:
    """What chapters have shown, in the order of the book.

    Tables, drawings and what the diagrams show are found by their keys, comparisons by the key of
    the exhibit. `chapters` has the name of the chapter in which a key stands, such as
    ``chapters/views.ipynb``, and `titles` the title of each chapter. Of code that is run without
    a kernel there are tables and comparisons only, and the `numbers` for its prose.
    """

    tables: dict[str, Table] = field(default_factory=dict)
    drawings: dict[str, Drawing] = field(default_factory=dict)
    diagrams: dict[str, ChangeModel] = field(default_factory=dict)
    comparisons: dict[str, Comparison] = field(default_factory=dict)
    chapters: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)

    @property
    def values(self) -> pd.DataFrame:
        """Every value of every exhibit with its verdict; exhibit says which."""
        frames = [c.values.assign(exhibit=key) for key, c in self.comparisons.items()]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=COLUMNS)

    def column(self, key: str, column: str) -> pd.Series:
        """Return a column of a table, by the keys of its rows; empty if no chapter shows it."""
        table = self.tables.get(key)
        return pd.Series(dtype="str") if table is None else table.frame[column]


def read_results(chapters: Mapping[str, nbformat.NotebookNode], settings: Settings) -> Results:
    """Return what executed chapters have shown; these are given by name, in their order.

    A key that two chapters use raises ChapterError: one table, drawing or verdict would replace
    the other.
    """
    found, judged = Results(), {}
    known = {exhibit.exhibit: exhibit for exhibit in settings.exhibits}
    for name, notebook in chapters.items():
        found.titles[name] = _find_title(notebook)
        for data in list_outputs(notebook):
            if mime_types.TABLE in data:
                table = read_resource(data[mime_types.TABLE])
                _note_chapter(found.chapters, table.key, name)
                found.tables[table.key] = table
            if mime_types.FIGURE in data:
                for about in data[mime_types.FIGURE]["drawings"]:
                    drawing = Drawing(**about)
                    _note_chapter(found.chapters, drawing.key, name)
                    found.drawings[drawing.key] = drawing
                if diagram := data[mime_types.FIGURE].get("diagram"):
                    boxes = pd.DataFrame(diagram["boxes"], columns=list(BOX_COLUMNS))
                    links = pd.DataFrame(diagram["links"], columns=list(LINK_COLUMNS))
                    found.diagrams[diagram["key"]] = build_diagram(boxes, links, settings.stages)
            if mime_types.VERDICT in data and data[mime_types.VERDICT]["exhibit"] in known:
                key, rows = data[mime_types.VERDICT]["exhibit"], data[mime_types.VERDICT]["values"]
                _note_chapter(judged, key, name)
                values = pd.DataFrame(rows, columns=None if rows else COLUMNS, dtype="str")
                found.comparisons[key] = Comparison(known[key], values, ())
    return found


def _note_chapter(chapters: dict[str, str], key: str, name: str) -> None:
    """Note in which chapter a key stands, which must be the only one."""
    first = chapters.setdefault(key, name)
    if first != name:
        raise ChapterError(
            f"{name}: the key {quote(key)} is used in {first} already, and only one of the two "
            "would be kept. Change the key in one of these chapters, and run make refresh."
        )


def load_results(
    folder: Path | None = None, data: Path | None = None, last_wave: int = 0
) -> Results:
    """Return what the other chapters of the book have shown, for one that sums them up.

    In a build these are the chapters just executed; elsewhere the outputs as they are stored.
    `folder` is where the executed chapters are, if elsewhere, and `data` the data folder of the
    book, by default the nearest. Chapters of later waves are left out; see `find_wave`.
    """
    data = data or find_data()
    root, chapters = data.parent, {}
    folder = folder or Path(os.environ.get(EXECUTED_VARIABLE) or root)
    for name in (path.relative_to(root) for path in list_chapters(root)):
        if (folder / name).is_file():
            chapter = read_chapter(folder / name)
            if find_wave(chapter) <= last_wave:
                chapters[name.as_posix()] = chapter
    return read_results(chapters, open_study(data).settings)


def load_all_results(folder: Path | None = None, data: Path | None = None) -> Results:
    """Return what all chapters have shown, those that sum up others among them.

    See `load_results`; of a chapter that calls this function nothing is returned.
    """
    return load_results(folder, data, last_wave=1)


def find_wave(notebook: nbformat.NotebookNode) -> int:
    """Return the wave of a chapter: 0 first, 1 if it sums up others, 2 if it lists all."""
    code = "\n".join(cell.source for cell in list_code_cells(notebook))
    return max((wave for wave, name in enumerate(SUMMING_CALLS, 1) if name in code), default=0)


def list_outputs(notebook: nbformat.NotebookNode) -> Iterable[dict]:
    """Yield the data of each output of a chapter, in order."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if "data" in output:
                yield output["data"]


def _find_title(notebook: nbformat.NotebookNode) -> str:
    """Return the first heading of a chapter."""
    for cell in notebook.cells:
        for line in cell.source.splitlines() if cell.cell_type == "markdown" else ():
            if line.startswith("# "):
                return line[2:].strip()
    return ""


_RECORDER: ContextVar[Results | None] = ContextVar("recorder", default=None)
# Who notes what is shown, where a chapter is run for its verdict: nothing is drawn then.
find_recorder = _RECORDER.get


@contextmanager
def record() -> Iterator[Results]:
    """Note what is shown, for a while, and publish no numbers."""
    recorder = Results()
    token = _RECORDER.set(recorder)
    try:
        yield recorder
    finally:
        _RECORDER.reset(token)

"""Which files a reader can take away, and how they come into the site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from scripts.apparatus import build_codebook_table, build_notes_table
from scripts.book_figures import Subject, find_exhibit, list_subjects
from scripts.book_pdf import BOOK
from scripts.export_charts import list_charts, write_chart
from scripts.export_grid import Grid, build_grid, describe_notes
from scripts.settings import Exhibit
from scripts.study import Study
from scripts.tables import (
    PublicationTable,
    build_configurations_table,
    build_demographics_table,
    build_interviews_table,
)

DATA = "data.zip"
TABLE_FORMATS = {".docx": "Word", ".xlsx": "Excel", ".csv": "CSV", ".tex": "LaTeX"}
FIGURE_FORMATS = {".svg": "SVG", ".pdf": "PDF", ".png": "PNG"}
BUILDERS: dict[str, Callable[[Study, str], PublicationTable]] = {
    "demographics": build_demographics_table,
    "interviews": build_interviews_table,
    "configurations": partial(build_configurations_table, levels_apart=True),
}
# What the names of the pages of a figure mean to a reader.
SHAPES = {"column": "upright", "landscape": "on its side"}
TABLES, FIGURES, CHARTS, WHOLE = "Tables", "Figures", "Charts", "Everything at once"
NOTES, CODEBOOK = "editorial_notes", "codebook"


@dataclass(frozen=True)
class Download:
    """Files that hold the same thing: what it is, and file names by the words for the format.

    `subject` is the key of the exhibit, or another name where it is none; `section` is
    the heading in the list of all downloads, and `shape` tells apart the files of one
    exhibit. A change model of too many parts has no files, and its `shape` says so.
    """

    section: str
    subject: str
    title: str
    files: tuple[tuple[str, str], ...]
    shape: str = ""


def list_downloads(study: Study) -> list[Download]:
    """Return everything that can be downloaded, in the order of the list."""
    keys = [exhibit.exhibit for exhibit in study.settings.exhibits]
    found = [download for key in keys for download in list_exhibit_downloads(study, key)]
    for key, title, _ in _list_own_tables(study):
        found.append(Download(TABLES, key, title, _name_files(key, TABLE_FORMATS)))
    # Exhibits have been listed with the tables; what else the book draws comes behind.
    for subject in (s for s in list_subjects(study) if s.key not in keys):
        found += _list_figure_downloads(study, subject)
    for chart in list_charts(study):
        files = _name_files(chart.name, FIGURE_FORMATS)
        found.append(Download(CHARTS, chart.exhibit or chart.name, chart.title, files))
    sections = (TABLES, FIGURES, CHARTS)
    found.sort(key=lambda download: sections.index(download.section))
    title = "All data files, with a dictionary and the licence"
    found.append(Download(WHOLE, "data", title, (("zip", DATA),)))
    title = "The whole book, every table and figure inside"
    found.append(Download(WHOLE, "book", title, (("PDF", BOOK),)))
    return found


def list_exhibit_downloads(study: Study, key: str) -> list[Download]:
    """Return the files of one exhibit; charts are left out."""
    exhibit = study.settings.exhibit(key)
    if exhibit.kind in BUILDERS:
        title = f"{exhibit.label}. {exhibit.caption}"
        return [Download(TABLES, key, title, _name_files(key, TABLE_FORMATS))]
    if exhibit.kind != "diagram":
        return []
    return _list_figure_downloads(study, find_exhibit(study, key))


def _list_figure_downloads(study: Study, subject: Subject) -> list[Download]:
    """Return the files of one change model."""
    from scripts.print_figures import MOST_PARTS

    found = []
    names = list_figure_names(study, subject)
    if not names:
        title = f"{subject.label}. {subject.title}" if subject.label else subject.title
        words = f"not made as files, as it has more than {MOST_PARTS} parts"
        return [Download(FIGURES, subject.key, title, (), words)]
    for name, words in names:
        title = f"{subject.title} ({words})"
        if subject.label:
            title = f"{subject.label}, {words}. {subject.title}"
        found.append(
            Download(FIGURES, subject.key, title, _name_files(name, FIGURE_FORMATS), words)
        )
    return found


def _name_files(name: str, formats: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the words for each format and the name of the file."""
    return tuple((words, f"{name}{suffix}") for suffix, words in formats.items())


def _list_own_tables(study: Study) -> list[tuple[str, str, Callable[[Study], PublicationTable]]]:
    """Return the tables of the edition itself: key, title and builder, where there are any."""
    found = []
    if len(study.editorial_notes):
        found.append((NOTES, "Editorial notes, one for each cell concerned", build_notes_table))
    if len(study.elements):
        found.append((CODEBOOK, "The codebook", build_codebook_table))
    return found


def list_figure_names(study: Study, subject: Subject) -> list[tuple[str, str]]:
    """Return the names of the files of a diagram without suffix, with words for each shape.

    A diagram that is too tall for a page has several, with numbers.
    """
    from scripts.print_figures import list_pictures

    names = []
    for picture in list_pictures(study, subject):
        words = SHAPES.get(picture.shape, picture.shape)
        if picture.count > 1:
            words += f", part {picture.number} of {picture.count}"
        names.append((picture.name, words))
    return names


def list_grids(study: Study) -> dict[str, tuple[str, Grid]]:
    """Return the label and the cells of each table that can be downloaded, by its key."""
    return {key: build() for key, build in _list_grid_builders(study).items()}


def _list_grid_builders(study: Study) -> dict[str, Callable[[], tuple[str, Grid]]]:
    """Return for each table, by its key, what builds its label and its cells."""
    builders: dict[str, Callable[[], tuple[str, Grid]]] = {}
    for exhibit in study.settings.exhibits:
        if exhibit.kind in BUILDERS:
            builders[exhibit.exhibit] = partial(_build_exhibit_grid, study, exhibit)
    for key, title, build in _list_own_tables(study):
        builders[key] = partial(_build_own_grid, study, title, build)
    return builders


def _build_exhibit_grid(study: Study, exhibit: Exhibit) -> tuple[str, Grid]:
    key = exhibit.exhibit
    table = BUILDERS[exhibit.kind](study, key)
    return exhibit.label, build_grid(table, describe_notes(study, key))


def _build_own_grid(
    study: Study, title: str, build: Callable[[Study], PublicationTable]
) -> tuple[str, Grid]:
    return title.partition(",")[0], build_grid(build(study))


def write_downloads(study: Study, folder: Path, share: int = 1, shares: int = 1) -> list[Path]:
    """Write everything but the book itself into a folder, and return the paths.

    Parameters
    ----------
    study : Study
        The study.
    folder : Path
        Where to; made if it is not there.
    share, shares : int
        Which of how many shares of about equal work to write, counted from 1, so that
        several processes can write them together. By default all.
    """
    from scripts.export_package import write_package
    from scripts.print_figures import list_pictures, write_picture

    folder.mkdir(parents=True, exist_ok=True)
    tasks: list[Callable[[], list[Path]]] = []
    for subject in list_subjects(study):
        tasks += [
            partial(write_picture, study, subject, picture, folder)
            for picture in list_pictures(study, subject)
        ]
    tasks += [partial(write_chart, chart, folder) for chart in list_charts(study)]
    for key, build in _list_grid_builders(study).items():
        tasks.append(partial(_write_table, key, build, folder))
    tasks.append(lambda: [write_package(study, folder / DATA)])
    return [path for write in tasks[share - 1 :: shares] for path in write()]


def _write_table(key: str, build: Callable[[], tuple[str, Grid]], folder: Path) -> list[Path]:
    """Write a table in each format."""
    from scripts.export_csv import write_csv
    from scripts.export_excel import write_excel
    from scripts.export_latex import write_latex
    from scripts.export_word import write_word

    label, grid = build()
    title = grid.caption.text
    return [
        write_word([grid], folder / f"{key}.docx", title),
        write_excel([(label, grid)], folder / f"{key}.xlsx", title),
        write_csv(grid, folder / f"{key}.csv"),
        write_latex(grid, folder / f"{key}.tex"),
    ]

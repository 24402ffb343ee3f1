"""Which files a reader can take away, and how they come into the site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from scripts.book.book_pdf import BOOK
from scripts.diagrams.book_figures import Subject, list_subjects
from scripts.exports.chart_files import Chart, find_exhibit_charts, list_charts, write_chart
from scripts.exports.download_tables import (
    DATA_TABLES,
    TABLES,
    VERDICTS,
    TableSource,
    find_exhibit_table,
    list_tables,
)
from scripts.exports.grid import Grid
from scripts.study.study import Study

DATA = "data.zip"
TABLE_FORMATS = {".docx": "Word", ".xlsx": "Excel", ".csv": "CSV", ".tex": "LaTeX"}
FIGURE_FORMATS = {".svg": "SVG", ".pdf": "PDF", ".png": "PNG"}
# What the names of the pages of a figure mean to a reader.
SHAPES = {"column": "upright", "landscape": "on its side"}
FIGURES, CHARTS, WHOLE = "Figures", "Charts", "Everything at once"
SECTIONS = (TABLES, FIGURES, CHARTS, VERDICTS, DATA_TABLES)


@dataclass(frozen=True)
class Download:
    """Files that hold the same thing: what it is, and file names by the words for the format.

    `subject` is the key of the exhibit, or another name where it is none, and `label` what
    it is called in few words; `section` is the heading in the list of all downloads, and
    `shape` tells apart the files of one figure. A change model of too many parts has no
    files, and its `shape` says so.
    """

    section: str
    subject: str
    title: str
    files: tuple[tuple[str, str], ...]
    label: str
    shape: str = ""


def list_downloads(study: Study) -> list[Download]:
    """Return everything that can be downloaded, in the order of the list."""
    found = [_describe_table(source) for source in list_tables(study)]
    for subject in list_subjects(study):
        found += _list_figure_downloads(study, subject)
    found += [_describe_chart(chart) for chart in list_charts(study)]
    found.sort(key=lambda download: SECTIONS.index(download.section))
    title = "All data files, with a dictionary and the licence"
    found.append(Download(WHOLE, "data", title, (("zip", DATA),), title))
    title = "The whole book, every table and figure inside"
    found.append(Download(WHOLE, "book", title, (("PDF", BOOK),), title))
    return found


def find_downloads(study: Study, key: str) -> list[Download]:
    """Return the files of one table, figure or chart; none where the study has no data for it.

    Parameters
    ----------
    study : Study
        The study.
    key : str
        Key of an exhibit, or the name that the files of another table, figure or chart
        have, such as ``editorial_notes``, ``both_theories`` or ``speakers-chart``.
    """
    table = find_exhibit_table(study, key)
    if table is not None:
        # A chapter that offers one table need not be made anew when others change.
        return [_describe_table(table)]
    found = [_describe_chart(chart) for chart in find_exhibit_charts(study, key)]
    if found:
        return found
    found = [_describe_table(source) for source in list_tables(study) if source.key == key]
    for subject in list_subjects(study) if not found else ():
        if subject.key == key:
            found += _list_figure_downloads(study, subject)
    charts = list_charts(study) if not found else ()
    return found or [_describe_chart(chart) for chart in charts if chart.name == key]


def _describe_table(source: TableSource) -> Download:
    """Return the files of a table."""
    files = _name_files(source.key, TABLE_FORMATS)
    return Download(source.section, source.key, source.title, files, source.label)


def _describe_chart(chart: Chart) -> Download:
    """Return the files of a chart."""
    return Download(
        CHARTS, chart.name, chart.title, _name_files(chart.name, FIGURE_FORMATS), chart.title
    )


def _list_figure_downloads(study: Study, subject: Subject) -> list[Download]:
    """Return the files of one change model."""
    from scripts.exports.print_figures import MOST_PARTS

    found = []
    label = subject.label or subject.title
    names = list_figure_names(study, subject)
    if not names:
        title = f"{subject.label}. {subject.title}" if subject.label else subject.title
        words = f"not made as files, as it has more than {MOST_PARTS} parts"
        return [Download(FIGURES, subject.key, title, (), label, words)]
    for name, words in names:
        title = f"{subject.title} ({words})"
        if subject.label:
            title = f"{subject.label}, {words}. {subject.title}"
        files = _name_files(name, FIGURE_FORMATS)
        found.append(Download(FIGURES, subject.key, title, files, label, words))
    return found


def _name_files(name: str, formats: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the words for each format and the name of the file."""
    return tuple((words, f"{name}{suffix}") for suffix, words in formats.items())


def list_figure_names(study: Study, subject: Subject) -> list[tuple[str, str]]:
    """Return the names of the files of a diagram without suffix, with words for each shape.

    A diagram that is too tall for a page has several, with numbers.
    """
    from scripts.exports.print_figures import list_pictures

    names = []
    for picture in list_pictures(study, subject):
        words = SHAPES.get(picture.shape, picture.shape)
        if picture.count > 1:
            words += f", part {picture.number} of {picture.count}"
        names.append((picture.name, words))
    return names


def list_grids(study: Study) -> dict[str, tuple[str, Grid]]:
    """Return the label and the cells of each table that can be downloaded, by its key."""
    return {s.key: (s.label, s.build_grid(study)) for s in list_tables(study)}


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
    from scripts.exports.package import write_package
    from scripts.exports.print_figures import list_pictures, write_picture

    folder.mkdir(parents=True, exist_ok=True)
    tasks: list[Callable[[], list[Path]]] = []
    for subject in list_subjects(study):
        tasks += [
            partial(write_picture, study, subject, picture, folder)
            for picture in list_pictures(study, subject)
        ]
    tasks += [partial(write_chart, chart, folder) for chart in list_charts(study)]
    tasks += [partial(_write_table, study, source, folder) for source in list_tables(study)]
    tasks.append(lambda: [write_package(study, folder / DATA)])
    return [path for write in tasks[share - 1 :: shares] for path in write()]


def _write_table(study: Study, source: TableSource, folder: Path) -> list[Path]:
    """Write a table in each format."""
    from scripts.exports.comma_separated import write_csv
    from scripts.exports.excel import write_excel
    from scripts.exports.latex import write_latex
    from scripts.exports.word import write_word

    key, grid = source.key, source.build_grid(study)
    title = grid.caption.text
    return [
        write_word([grid], folder / f"{key}.docx", title),
        write_excel([(source.label, grid)], folder / f"{key}.xlsx", title),
        write_csv(grid, folder / f"{key}.csv"),
        write_latex(grid, folder / f"{key}.tex"),
    ]

"""Which files a reader can take away, made from what the executed chapters have shown."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from scripts.chapters.results import Results
from scripts.exports.drawings import write_drawing
from scripts.exports.grid import build_grid, describe_notes
from scripts.study.study import Study
from scripts.tables.table import Table

# The folder of the downloads beside the chapters, the data, and the printed book.
FOLDER, DATA, READING, BOOK = "downloads", "data.zip", "reading.pdf", "book.pdf"
BOOKS = (READING, BOOK)
TABLE_FORMATS = {".docx": "Word", ".xlsx": "Excel", ".csv": "CSV", ".tex": "LaTeX"}
FIGURE_FORMATS = {".svg": "SVG", ".pdf": "PDF", ".png": "PNG"}
WHOLE = "Everything at once"


@dataclass(frozen=True)
class Download:
    """Files that hold the same thing: what it is, and file names by the words for the format.

    `section` is the heading in the list of all downloads: the title of the page on which it
    stands.
    """

    section: str
    title: str
    files: tuple[tuple[str, str], ...]


def list_downloads(study: Study, results: Results) -> list[Download]:
    """Return everything that can be downloaded, in the order of the book."""
    title = "All data files, with a dictionary and the licence"
    found = [Download(WHOLE, title, (("zip", DATA),))]
    title = "The reading edition: findings, figures and tables"
    found.append(Download(WHOLE, title, (("PDF", READING),)))
    title = "The full record: the whole book, every table and figure inside"
    found.append(Download(WHOLE, title, (("PDF", BOOK),)))
    for key, chapter in results.chapters.items():
        if key in results.tables:
            title, formats = results.tables[key].caption, TABLE_FORMATS
        else:
            drawing, formats = results.drawings[key], FIGURE_FORMATS
            title = drawing.caption
            if drawing.shape:
                title = f"{title.rstrip('.')} ({drawing.shape})"
        files = tuple((words, f"{key}{suffix}") for suffix, words in formats.items())
        found.append(Download(results.titles[chapter], title, files))
    return found


def write_downloads(study: Study, results: Results, folder: Path) -> list[Path]:
    """Write everything but the book itself into a folder, and return the paths.

    Parameters
    ----------
    study : Study
        The study.
    results : Results
        What the executed chapters have shown.
    folder : Path
        Where to; made if it is not there.
    """
    from scripts.exports.package import write_package

    folder.mkdir(parents=True, exist_ok=True)
    drawn = [write_drawing(d.svg, folder, d.key) for d in results.drawings.values()]
    written = [write_table(study, table, folder) for table in results.tables.values()]
    return [*chain(*drawn, *written), write_package(study, folder / DATA)]


def write_table(study: Study, table: Table, folder: Path) -> list[Path]:
    """Write a table in each format, with the notes on it, and return the paths."""
    from scripts.exports.comma_separated import write_csv
    from scripts.exports.excel import write_excel
    from scripts.exports.latex import write_latex
    from scripts.exports.word import write_word

    grid = build_grid(table, describe_notes(study, table.key))
    key, title = table.key, grid.caption.text
    label = title.partition(". ")[0]
    return [
        write_word([grid], folder / f"{key}.docx", title),
        write_excel([(label, grid)], folder / f"{key}.xlsx", title),
        write_csv(grid, folder / f"{key}.csv"),
        write_latex(grid, folder / f"{key}.tex"),
    ]

"""Which files a reader can take away, made from what the executed chapters have shown."""

import json
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from scripts.chapters.results import Results
from scripts.files.paths import write_zip
from scripts.files.spreadsheets import write_sheet
from scripts.privacy.suppression import hide_counts
from scripts.study.dictionary import FILE as DICTIONARY
from scripts.study.settings import FILE as SETTINGS
from scripts.study.study import Study
from scripts.tables.edition_tables import build_dictionary_table, build_files_table
from scripts.tables.table import Table

# The folder of the downloads beside the chapters, the data, and the printed book.
FOLDER, DATA, READING, BOOK = "downloads", "data.zip", "reading.pdf", "book.pdf"
BOOKS = (READING, BOOK)
TABLE_FORMATS = {".docx": "Word", ".xlsx": "Excel", ".csv": "CSV", ".tex": "LaTeX"}
FIGURE_FORMATS = {".svg": "SVG", ".pdf": "PDF", ".png": "PNG"}
WHOLE = "Everything at once"


class Download(NamedTuple):
    """Files that hold the same thing: what it is, and file names by the words for the format."""

    title: str
    files: dict[str, str]


def list_downloads(results: Results) -> dict[str, list[Download]]:
    """Return everything that can be downloaded, by the title of the page on which it stands."""
    found = {
        WHOLE: [
            Download("All data files, with a dictionary and the licence", {"zip": DATA}),
            Download("The reading edition: findings, figures and tables", {"PDF": READING}),
            Download(
                "The full record: the whole book, every table and figure inside", {"PDF": BOOK}
            ),
        ]
    }
    for key, chapter in results.chapters.items():
        if key in results.tables:
            title, formats = results.tables[key].caption, TABLE_FORMATS
        else:
            drawing, formats = results.drawings[key], FIGURE_FORMATS
            title = drawing.caption
            if drawing.shape:
                title = f"{title.rstrip('.')} ({drawing.shape})"
        files = {words: f"{key}{suffix}" for suffix, words in formats.items()}
        found.setdefault(results.titles[chapter], []).append(Download(title, files))
    return found


def write_downloads(study: Study, results: Results, folder: Path) -> list[Path]:
    """Write everything but the book itself into a folder, and return the paths."""
    from scripts.exports.drawings import write_drawing

    folder.mkdir(parents=True, exist_ok=True)
    drawn = [write_drawing(d.svg, folder, d.key) for d in results.drawings.values()]
    written = [write_table(study, table, folder) for table in results.tables.values()]
    return [*chain(*drawn, *written), write_package(study, folder / DATA)]


def write_table(study: Study, table: Table, folder: Path) -> list[Path]:
    """Write a table in each format, with the notes on it, and return the paths."""
    from scripts.exports.excel import write_excel
    from scripts.exports.text_formats import write_csv, write_latex
    from scripts.exports.word import write_word
    from scripts.tables.grid import build_grid, describe_notes

    grid = build_grid(table, describe_notes(study, table.key))
    return [
        write_word(grid, folder / f"{table.key}.docx"),
        write_excel(grid, folder / f"{table.key}.xlsx"),
        write_csv(grid, folder / f"{table.key}.csv"),
        write_latex(grid, folder / f"{table.key}.tex"),
    ]


def write_package(study: Study, path: Path) -> Path:
    """Write all data of a study as a zip file that explains itself, and return the path.

    A readme, a dictionary and a licence are for people. The same data give the same bytes.
    """
    from scripts.exports.text_formats import load_text_templates

    entries = {
        # Git may have changed the ends of lines on this machine.
        f"data/{name}": (study.directory / name).read_bytes().replace(b"\r\n", b"\n")
        for name in (SETTINGS, DICTIONARY)
    } | {
        # What the book does not show must not be had from its downloads.
        f"data/{study.tables[name].path}": write_sheet(hide_counts(study, name, sheet))
        for name, sheet in study.sheets.items()
    }
    about = json.loads((study.directory / DICTIONARY).read_text("utf-8-sig"))
    facts = study.settings.facts
    words = {
        "title": about.get("title") or facts["title"],
        "description": about.get("description") or "The data of a realist evaluation.",
        "about": about,
        "facts": facts,
        "files": build_files_table(study).frame,
        "fields": build_dictionary_table(study).frame,
    }
    for name in ("README.md", "DICTIONARY.md", "LICENCE.md"):
        text = load_text_templates().get_template(name).render(words)
        entries[name] = text.encode()
    return write_zip(path, entries)

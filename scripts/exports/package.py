"""The data package as one zip file, with a dictionary and a licence that people can read."""

from __future__ import annotations

import json
import re
from pathlib import Path

from scripts.files.spreadsheets import write_sheet
from scripts.files.zipping import write_zip
from scripts.privacy.suppression import hide_counts
from scripts.study.dictionary import FILE as DICTIONARY
from scripts.study.settings import FILE as SETTINGS
from scripts.study.study import Study

FOLDER = "data"
README = """# {title}

{description}

- `{folder}/` holds the data as the project keeps them: spreadsheets in CSV (UTF-8), the study's \
settings (`study.yml`), and `datapackage.json`, which describes every column for programs \
(Frictionless Data Package).
- `DICTIONARY.md` says the same for people.
- `LICENCE.md` says what you may do with the data, and how to cite them.

## Opening the files in a spreadsheet program

The files hold the data to the letter, so a cell may begin with a sign that a spreadsheet program \
takes for a formula. Import the files with every column as text (in Excel: Data, From Text/CSV, \
and change the type of the columns); do not open them with a double click. The tables among the \
downloads are safe either way.

An empty cell means that the source does not give the value. It never means zero.
"""


def write_package(study: Study, path: Path) -> Path:
    """Write all data of a study, with readme, dictionary and licence, and return the path.

    The same data give the same bytes.
    """
    entries = {
        # Git may have changed the ends of lines on this machine.
        f"{FOLDER}/{name}": (study.directory / name).read_bytes().replace(b"\r\n", b"\n")
        for name in (SETTINGS, DICTIONARY)
    } | {
        # What the book does not show must not be had from its downloads.
        f"{FOLDER}/{study.tables[name].path}": write_sheet(hide_counts(study, name, sheet))
        for name, sheet in study.sheets.items()
    }
    about = json.loads((study.directory / "datapackage.json").read_text("utf-8-sig"))
    title = about.get("title") or study.settings.facts.get("title") or "Data"
    description = about.get("description") or "The data of a realist evaluation."
    readme = README.format(title=title, description=description, folder=FOLDER)
    entries["README.md"] = readme.encode()
    entries["DICTIONARY.md"] = format_dictionary(study).encode()
    entries["LICENCE.md"] = format_licence(study, about).encode()
    return write_zip(path, entries)


def format_dictionary(study: Study) -> str:
    """Return the meaning of every file and column, as Markdown."""
    lines = ["# Data dictionary", ""]
    for table in (study.tables[name] for name in study.sheets):
        lines += [f"## {FOLDER}/{table.path}", "", _escape(table.description), ""]
        lines += [f"{len(study.frame(table.name))} rows.", ""]
        lines += ["| column | type | legal values | meaning |", "| --- | --- | --- | --- |"]
        for field in table.fields:
            rules = field.get("constraints", {})
            kind = field.get("type", "") + (", required" if rules.get("required") else "")
            legal = ", ".join(map(str, rules.get("enum", ())))
            cells = (field["name"], kind, legal, field.get("description", ""))
            lines.append(f"| {' | '.join(_escape(cell) for cell in cells)} |")
        lines.append("")
    return "\n".join(lines)


def _escape(text: str) -> str:
    """Return text on one line that Markdown takes neither for a table nor for HTML or a link."""
    text = re.sub(r"([\\|\[\]])", r"\\\1", " ".join(str(text).split()))
    return text.replace("&", "&amp;").replace("<", "&lt;")


def format_licence(study: Study, about: dict) -> str:
    """Return licence, sources and citation, as Markdown."""
    lines = ["# Licence and citation", ""]
    licences = about.get("licenses") or ()
    for licence in licences:
        name = _escape(licence.get("title") or licence.get("name") or "")
        lines.append(f"Licence of the data: {name}. {_escape(licence.get('path', ''))}".strip())
    if not licences:
        lines.append("No licence is stated; ask before you use the data.")
    facts = study.settings.facts
    if facts.get("citation"):
        doi = f" https://doi.org/{facts['doi']}" if facts.get("doi") else ""
        lines += ["", "Please cite:", "", f"> {_escape(facts['citation'])}{doi}"]
    if facts.get("licence"):
        lines += ["", f"Licence of the work cited: {_escape(facts['licence'])}."]
    for source in about.get("sources") or ():
        where = _escape(source.get("path", ""))
        lines += ["", f"Source: {_escape(source.get('title', ''))} {where}".strip()]
    return "\n".join(lines) + "\n"

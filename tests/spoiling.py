"""Ways to spoil a data folder, and the one way to say what the check should answer."""

import csv
import json
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from scripts.files.problems import Problem, format_problems
from scripts.study.study import check_study

# Words that only people who program understand, and marks of Python's own notation.
JARGON = re.compile(
    r"Traceback|\w+Error\b|\bNoneType\b|<class|object at 0x|\bdtype\b|regex"
    r"|\[['\"]|\{['\"]|: None\b|\bTrue\b|\bFalse\b|\\[nxu]"
    r"|is not of type|is a required property|[Ff]rictionless|[Jj]sonschema|JSON Schema"
    r"|foreign.key|primary.key|\bconstraint|\benum\b|tuple|\bdict\b|\barray\b|unhashable"
)


@dataclass(frozen=True)
class Spoilt:
    """A way to spoil a data folder and the one problem that has to come of it.

    A row given as text is the line of the spoilt file in which the text stands.
    """

    name: str
    spoil: object
    file: str
    row: int | str | None = None
    column: str | None = None
    found: str = ""
    allowed: str = ""
    fix: str = ""
    alone: bool = True

    def __str__(self):
        return self.name


def check_spoilt(data: Path, case: Spoilt) -> None:
    """Spoil a folder and assert that the problem is named where it is, and no other."""
    case.spoil(data)
    problems = check_plainly(data)
    report = format_problems(problems)
    row = case.row
    if isinstance(row, str):
        lines = (data / case.file).read_text(encoding="utf-8").splitlines()
        row = next(i for i, line in enumerate(lines, start=1) if row in line)
    hits = [p for p in problems if (p.file, p.row, p.column) == (case.file, row, case.column)]
    hits = [p for p in hits if case.found in p.found and case.allowed in p.allowed]
    hits = [p for p in hits if case.fix in p.fix]
    assert len(hits) == 1, report
    assert len(problems) == 1 or not case.alone, report


def check_plainly(data: Path) -> list[Problem]:
    """Return the problems of a folder after asserting that anybody can understand them."""
    problems = check_study(data)
    for problem in problems:
        words = f"{problem.found} | {problem.allowed} | {problem.fix}"
        assert all((problem.found.strip(), problem.allowed.strip(), problem.fix.strip())), words
        # The entries of the dictionary have to be called by their names.
        named = words if problem.file != "datapackage.json" else words.replace(" enum,", "")
        assert not JARGON.search(named), words
        assert problem.row is None or problem.row >= 1
        str(problem).encode("utf-8")
    return problems


def replace(file: str, old: str, new: str, *, times: int = 1):
    """Return a spoiler that replaces text in a file."""

    def spoil(data: Path) -> None:
        text = (data / file).read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}"
        (data / file).write_text(text.replace(old, new, times), encoding="utf-8")

    return spoil


def replace_bytes(file: str, change):
    """Return a spoiler that passes the bytes of a file through a function."""

    def spoil(data: Path) -> None:
        path = data / file
        path.write_bytes(change(path.read_bytes()))

    return spoil


def write(file: str, content: str | bytes):
    """Return a spoiler that writes a file anew."""

    def spoil(data: Path) -> None:
        raw = content.encode() if isinstance(content, str) else content
        (data / file).write_bytes(raw)

    return spoil


def remove(*names: str):
    """Return a spoiler that deletes files."""

    def spoil(data: Path) -> None:
        for name in names:
            (data / name).unlink()

    return spoil


def make_folder(file: str):
    """Return a spoiler that puts a folder in the place of a file."""

    def spoil(data: Path) -> None:
        (data / file).unlink(missing_ok=True)
        (data / file).mkdir()

    return spoil


def set_cell(file: str, row: int, column: str, value: str):
    """Return a spoiler that sets a cell, with rows numbered as a spreadsheet does."""

    def change(rows: list[list[str]]) -> None:
        rows[row - 1][rows[0].index(column)] = value

    return edit_rows(file, change)


def edit_rows(file: str, change):
    """Return a spoiler that passes the rows of a table, heading first, to a function."""

    def spoil(data: Path) -> None:
        with (data / file).open(encoding="utf-8", newline="") as source:
            rows = list(csv.reader(source))
        change(rows)
        with (data / file).open("w", encoding="utf-8", newline="") as target:
            csv.writer(target, lineterminator="\n").writerows(rows)

    return spoil


def edit_settings(change):
    """Return a spoiler that passes the content of study.yml to a function."""

    def spoil(data: Path) -> None:
        # The plain base loader: every value is text, as the file writes it, save for these.
        content = yaml.load((data / "study.yml").read_text("utf-8"), yaml.BaseLoader)
        for group in content["groups"]:
            group["n"] = int(group["n"])
        content["year"] = int(content["year"])
        content["rounding"]["decimals"] = int(content["rounding"]["decimals"])
        if "smallest_count" in content:
            content["smallest_count"] = int(content["smallest_count"])
        for exhibit in content["exhibits"]:
            if "published" in exhibit:
                exhibit["published"] = exhibit["published"] == "true"
        change(content)
        text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
        (data / "study.yml").write_text(text, encoding="utf-8")

    return spoil


def edit_dictionary(change):
    """Return a spoiler that passes the resources of datapackage.json, by name, to a function."""

    def spoil(data: Path) -> None:
        content = json.loads((data / "datapackage.json").read_text("utf-8"))
        named = {entry["name"]: entry for entry in content["resources"]}
        change(named)
        content["resources"] = list(named.values())
        (data / "datapackage.json").write_text(json.dumps(content), encoding="utf-8")

    return spoil


def both(*spoilers):
    """Return a spoiler that does one thing after the other."""

    def spoil(data: Path) -> None:
        for one in spoilers:
            one(data)

    return spoil

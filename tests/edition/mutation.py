"""One datum changed at a time, and whether the edition notices and says where.

Run ``python -m tests.edition.mutation`` for every mutant; ``data/mutation_report.csv`` keeps the
result for the book.
"""

import csv
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from html import unescape
from pathlib import Path

import pandas as pd

from scripts.chapters.in_process import ChapterStoppedError
from scripts.files.problems import Problem
from scripts.study.study import Study, check_study, load_study
from tests.chapter_runs import ROOT, find_changed_output
from tests.comparisons import compare_exhibit

DATA = ROOT / "data"
REPORT = DATA / "mutation_report.csv"
REPORT_COLUMNS = ("file", "tried", "by_comparison", "by_gate", "by_stored_output")
REPORT_COLUMNS += ("undetectable", "survived")
# The columns that an exhibit or a claim depends on. The keys of the rows are left out: the
# gate for data tries those. Remarks, definitions and reasons are left out: no value rests
# on them, and the strict comparison of stored outputs holds them.
MUTATED = {
    "characteristics": ("label", "responses"),
    "demographics": ("level", "count"),
    "interviews": ("interviewees", "mean", "minimum", "maximum"),
    "configurations": (
        *("context", "resource", "reaction", "outcome"),
        *("initial", "final", "valence"),
    ),
    "quotations": ("speaker", "speaker_group", "text"),
    "elements": ("label",),
    "codings": ("element", "phrase"),
    "editorial_notes": ("source_reading", "reading_used"),
    "published_table_1": ("printed",),
    "published_interviews": ("printed",),
    "published_table_2": ("printed",),
    "published_figure_1": ("printed",),
    "published_figure_2": ("printed",),
    "published_claims": ("printed", "value", "second_reading"),
}
# Changes that nothing can notice, with the reason; an entry that is noticed after all fails.
UNDETECTABLE = {
    ("characteristics", "responses", "single"): "Only frees the gate from adding up counts.",
}
FIGURES = ("chapters/figure_1.ipynb", "chapters/figure_2.ipynb")
# Where the stored outputs show a table, in the order in which they name a place best.
SHOWN_IN = {
    "configurations": (
        *FIGURES,
        "chapters/theory_change.ipynb",
        "chapters/configurations.ipynb",
        "chapters/explorer.ipynb",
    ),
    "elements": (*FIGURES, "chapters/data_dictionary.ipynb"),
    "codings": (*FIGURES, "chapters/data_dictionary.ipynb"),
    "editorial_notes": ("chapters/editorial_notes.ipynb",),
    "published_claims": ("chapters/reproduction_report.ipynb",),
}
# The gate is asked first where it knows best.
GATE_FIRST = ("codings",)


@dataclass(frozen=True)
class Mutant:
    """One change: table, row number in the frame, column, value before and after."""

    table: str
    row: int
    column: str
    before: str
    after: str


class MutatedStudy(Study):
    """A study with one cell changed in memory."""

    def frame(self, name: str) -> pd.DataFrame:
        """Return a table, changed if it is the one."""
        frame = _frame(name)
        mutant: Mutant = self.__dict__["mutant"]
        if name != mutant.table:
            return frame.copy()
        changed = frame.copy()
        number = changed[mutant.column].dtype.name in ("Int64", "Float64")
        value = pd.NA if number and mutant.after == "" else mutant.after
        place = changed.columns.get_loc(mutant.column)
        changed.iloc[mutant.row, place] = int(value) if number and mutant.after else value
        return changed


class ReadingStudy(Study):
    """A study that notes which tables are asked for."""

    def frame(self, name: str) -> pd.DataFrame:
        """Return a table, and note its name."""
        self.__dict__["read"].add(name)
        return _frame(name)


@cache
def _study() -> Study:
    return load_study(DATA)


@cache
def _frame(name: str) -> pd.DataFrame:
    return _study().frame(name)


def list_mutants() -> list[Mutant]:
    """Return every mutant: each cell of each column in `MUTATED` changed once."""
    mutants = []
    for name, columns in MUTATED.items():
        frame = _frame(name)
        for column in columns:
            legal = _study().tables[name].allowed(column)
            for row, value in enumerate(frame[column]):
                before = "" if pd.isna(value) else str(value)
                after = _change(before, legal, frame[column].dtype.name)
                if column == "element":
                    after = _other_element(before)
                mutants.append(Mutant(name, row, column, before, after))
    return mutants


def _other_element(element: str) -> str:
    """Return another code of the same stage, which the gate has no reason to refuse."""
    elements = _frame("elements").set_index("element")["stage"]
    others = elements.index[elements == elements[element]]
    return others[(list(others).index(element) + 1) % len(others)]


def _change(value: str, legal: tuple[str, ...], dtype: str) -> str:
    """Return another value of the same kind."""
    if legal:
        others = [name for name in legal if name != value]
        return others[0]
    if dtype in ("Int64", "Float64"):
        return str(int(float(value)) + 1) if value else "1"
    if not value:
        return "word"
    for place in sorted(range(len(value)), key=lambda i: abs(i - len(value) // 2)):
        letter = value[place]
        if letter.isdigit():
            return value[:place] + str((int(letter) + 1) % 10) + value[place + 1 :]
        if letter.isalpha():
            return value[:place] + ("k" if letter != "k" else "m") + value[place + 1 :]
        if letter in "✓✗":
            return value[:place] + ("✗" if letter == "✓" else "✓") + value[place + 1 :]
    return value + "k"


def examine(mutant: Mutant) -> tuple[Mutant, str, str]:
    """Return the mutant, what noticed it, and the message that names its place.

    The second is ``comparison``, ``gate``, ``stored output`` or empty if nothing did.
    """
    base = _study()
    study = MutatedStudy(base.directory, base.settings, base.tables, base.sheets)
    study.__dict__["mutant"] = mutant
    attempts = {"comparison": _by_comparison, "gate": _by_gate, "stored output": _by_output}
    order = ["gate", "comparison"] if mutant.table in GATE_FIRST else ["comparison", "gate"]
    for name in [*order, "stored output"]:
        message = attempts[name](mutant, study)
        if message:
            return mutant, name, message
    return mutant, "", ""


def _by_comparison(mutant: Mutant, study: Study) -> str:
    """Return the failure of the comparison with the published side that names the place."""
    for exhibit in _exhibits_of(mutant.table):
        try:
            failures = compare_exhibit(study, exhibit).failures
        except (KeyError, ValueError, IndexError, ChapterStoppedError):
            continue  # A broken reference; the gate has to explain it.
        message = next((line for line in failures if _names_place(mutant, line)), "")
        if message:
            return message
    return ""


@cache
def _exhibits_of(table: str) -> tuple[str, ...]:
    """Return the exhibits whose comparison reads a table."""
    base, read = _study(), {}
    for exhibit in base.settings.exhibits:
        study = ReadingStudy(base.directory, base.settings, base.tables, base.sheets)
        study.__dict__["read"] = read[exhibit.exhibit] = set()
        compare_exhibit(study, exhibit.exhibit)
    return tuple(exhibit for exhibit, tables in read.items() if table in tables)


def _by_gate(mutant: Mutant, study: Study) -> str:
    """Return the problem of the gate that is about the row or the key of the mutant."""
    return next((str(p) for p in _gate(mutant) if _names_row(mutant, p)), "")


def _by_output(mutant: Mutant, study: Study) -> str:
    """Return the stored output that differs, where the difference shows the place."""
    section = ""
    if mutant.table == "published_claims":
        claims = _frame(mutant.table).set_index("claim", drop=False)
        claim = claims.iloc[mutant.row]
        # A claim that repeats another is told with it.
        section = f'"{claims["section"].get(claim["repeats"], claim["section"])}"'
    for chapter in SHOWN_IN.get(mutant.table, ()):
        message = find_changed_output(study, ROOT / chapter, section)
        if _names_place(mutant, message) or _shows_change(mutant, message):
            return message
    return ""


def _shows_change(mutant: Mutant, message: str) -> bool:
    """Return whether a changed line has a word that only the mutant has."""
    message = unescape(message)
    if len(mutant.after) > 4 and mutant.after[:110] in message:
        return True
    old, new = set(re.findall(r"\w+", mutant.before)), set(re.findall(r"\w+", mutant.after))
    return any(word in message for word in new - old)


def _keys(mutant: Mutant) -> list[str]:
    """Return the words by which a message can name the mutant's row, any of them."""
    table, frame = _study().tables[mutant.table], _frame(mutant.table)
    row = frame.iloc[mutant.row]
    if mutant.table == "demographics":
        return [f"{row['characteristic']}/{row['level']}, column {row['group']}"]
    if mutant.table == "characteristics":
        return [f"row {row['characteristic']}", f"{row['characteristic']}/"]
    if mutant.table == "interviews":
        return [f"row {row['group']}"]
    if mutant.table.startswith("published_") and "column" in frame:
        return [f"row {row['row']}, column {row['column']}"]
    if mutant.table == "editorial_notes":
        return [f"row {row['row']}, column {row['field']}", f"claim {row['row']}"]
    if mutant.table == "codings":
        labels = _frame("elements").set_index("element")["label"]
        return [row["configuration"], labels.get(mutant.before, mutant.before)]
    if mutant.table == "elements":
        return [f'data-elements="{row["element"]}', f" {row['element']}"]
    return [f"{row[table.key[0]]}"]


def _names_place(mutant: Mutant, message: str) -> bool:
    """Return whether a message names the row of the mutant, before or after the change."""
    keys = _keys(mutant)
    if mutant.before and mutant.after and mutant.before in "".join(keys):
        keys = keys + [key.replace(mutant.before, mutant.after) for key in keys]
    return any(key in message for key in keys)


def _gate(mutant: Mutant) -> list[Problem]:
    """Return what the gate for data says to the change, made in a copy of the folder."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "data"
        shutil.copytree(DATA, copy)
        path = copy / _study().tables[mutant.table].path
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        rows[mutant.row + 1][rows[0].index(mutant.column)] = mutant.after
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(rows)
        return check_study(copy)


def _names_row(mutant: Mutant, problem: Problem) -> bool:
    """Return whether a problem of the gate is about the row or the key of the mutant."""
    file = _study().tables[mutant.table].path
    if problem.file == file:
        row = mutant.row + 2
        return (
            problem.row == row
            or re.search(rf"row {row}\b", problem.found)
            or _names_place(mutant, str(problem))
        )
    return bool(mutant.before) and mutant.before in str(problem)


def list_setting_changes() -> Iterator[tuple[str, Study]]:
    """Yield what was changed and the study, for each number and label of ``study.yml``."""
    base = _study()
    settings = base.settings
    for i, group in enumerate(settings.groups):
        for change in ({"n": group.n + 1}, {"label": group.label + "k"}):
            groups = tuple(
                replace(g, **change) if j == i else g for j, g in enumerate(settings.groups)
            )
            field = next(iter(change))
            yield f"{group.group} {field}", replace(base, settings=replace(settings, groups=groups))
    for i, stage in enumerate(settings.stages):
        stages = tuple(
            replace(s, label=s.label + "k") if j == i else s for j, s in enumerate(settings.stages)
        )
        yield stage.stage, replace(base, settings=replace(settings, stages=stages))
    for i, theory in enumerate(settings.theories):
        theories = tuple(
            replace(t, label=t.label + "k") if j == i else t
            for j, t in enumerate(settings.theories)
        )
        yield theory.theory, replace(base, settings=replace(settings, theories=theories))


def find_failures(study: Study) -> list[str]:
    """Return all failures of all comparisons of a study."""
    exhibits = [exhibit.exhibit for exhibit in study.settings.exhibits]
    return [line for name in exhibits for line in compare_exhibit(study, name).failures]


def main() -> int:
    """Try every mutant, write the report, and print those that survived."""
    os.chdir(ROOT / "chapters")
    mutants = list_mutants()
    rows: dict[str, dict[str, int]] = {}
    survivors, stale = [], []
    names = {"comparison": "by_comparison", "gate": "by_gate", "stored output": "by_stored_output"}
    with ProcessPoolExecutor(2) as pool:
        for mutant, noticed, message in pool.map(examine, mutants, chunksize=20):
            file = _study().tables[mutant.table].path
            row = rows.setdefault(file, dict.fromkeys(REPORT_COLUMNS[1:], 0))
            row["tried"] += 1
            known = (mutant.table, mutant.column, mutant.before) in UNDETECTABLE
            row[names.get(noticed, "undetectable" if known else "survived")] += 1
            if not noticed and not known:
                survivors.append((mutant, message))
            if noticed and known:
                stale.append((mutant, message))
    with REPORT.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(REPORT_COLUMNS)
        for file, row in rows.items():
            writer.writerow([file, *row.values()])
    for mutant, message in survivors:
        print(f"survived: {mutant}\n  {message}")
    for mutant, _ in stale:
        print(f"noticed after all: {mutant}")
    print(f"{len(mutants)} mutants, {len(survivors)} survived")
    return 1 if survivors or stale else 0


if __name__ == "__main__":
    sys.exit(main())

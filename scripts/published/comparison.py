"""Rebuilt values held against the published ones: the one comparator of the edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from scripts.analysis.formatting import format_cell_name, format_percent
from scripts.files.problems import RefusalError, quote
from scripts.published.readings import (
    COMPUTED,
    QUOTATIONS,
    TYPED,
    Cell,
    Part,
    is_same_reading,
    normalise,
    pair_values,
    split_quotations,
)
from scripts.study.exhibit_rules import MISSING
from scripts.study.settings import Exhibit, Settings
from scripts.study.study import Study

REPRODUCED, TRANSCRIBED = "reproduced", "transcribed"
CONSISTENT, DIFFERS, CANNOT_COMPARE = "consistent", "differs", "cannot compare"
VERDICTS = (REPRODUCED, TRANSCRIBED, CONSISTENT, DIFFERS, CANNOT_COMPARE)
# Of the verdicts on the values of a cell, the first of these is the cell's.
VERDICT_ORDER = (DIFFERS, REPRODUCED, TRANSCRIBED, CONSISTENT, CANNOT_COMPARE)
# Kinds of note that keep the printed words, so that there is no difference to explain.
READING_KEPT = ("contradictory", "doubtful", "inferred")
COLUMNS = ["row", "column", "part", "basis", "rebuilt", "printed"]
COLUMNS += ["verdict", "kind", "reason", "place"]
# What a reader calls the value.
NAME = "name"
# The exhibit kind that a chapter answers in its code, see `scripts.published.claims`.
CLAIMS = "claims"
CHECKED = "checked"
# Name of the value of a cell whose count is not shown.
SUPPRESSED = "suppressed"
SUPPRESSED_MARKS = ("small", "hidden")


@dataclass(frozen=True)
class Comparison:
    """An exhibit held against what is published of it.

    Attributes
    ----------
    exhibit : Exhibit
        The exhibit.
    values : pandas.DataFrame
        One row for each value: row, column, part, rebuilt, printed, verdict, kind and
        reason of the note, place in the paper.
    failures : tuple of str
        Differences without a note, and notes without their difference. Empty when all
        is in order.
    unexplained : tuple of Cell
        The cells among them that lack a note.
    cells : tuple of Cell
        All cells that were rebuilt.
    """

    exhibit: Exhibit
    values: pd.DataFrame
    failures: tuple[str, ...]
    unexplained: tuple[Cell, ...] = ()
    cells: tuple[Cell, ...] = ()

    def counts(self) -> dict[str, tuple[int, int]]:
        """Return each verdict's number of values and the number that could have had it."""
        return count_verdicts(self.values)


class UnexplainedError(RefusalError):
    """Raised when rebuilt and published values differ without a note, or a note is stale."""


def compare(
    beside: pd.DataFrame,
    study: Study,
    key: str,
    typed: Sequence[str] = ("cell",),
    computed: Sequence[str] = (),
) -> Comparison:
    """Return the verdict on every value of an exhibit, rebuilt beside printed.

    Quotation-mark style, runs of blanks and the bullets of a list are not compared, nor are
    the marks around a whole quotation and the stop behind it. Everything else is, to the letter.

    Parameters
    ----------
    beside : pandas.DataFrame
        One row for each cell: row and column (str, its keys), cell (str, its text
        as rebuilt), printed and place (str; missing where
        nothing is printed), and the columns that `typed` and `computed` name: the rebuilt
        cells, merged with `Study.published` on row and column. What is printed and not among
        them differs.
    study : Study
        For the editorial notes, and for how numbers are printed.
    key : str
        Key of the exhibit in ``study.yml``.
    typed, computed : sequence of str
        Columns whose values stand in the data, and such as were calculated from other data.
        ``cell`` is the whole text; ``count`` and ``percent`` are looked for within it.
    """
    exhibit = study.settings.exhibit(key)
    bases = dict.fromkeys(typed, TYPED) | dict.fromkeys(computed, COMPUTED)
    printed = beside[beside["place"].notna()]
    pages = {(page.row, page.column): page for page in printed.itertuples()}
    notes = study.editorial_notes
    notes = {(n.row, n.field): n for n in notes[notes["exhibit"] == key].itertuples()}
    rows, failures, unexplained = [], [], []
    cells = [_read_cell(row, bases, study.settings) for row in beside.to_dict("records")]
    for cell in cells:
        found = _compare_cell(cell, pages, notes, exhibit, study.settings)
        rows += found
        wrong = _check_note(cell, found, pages, notes, key)
        failures += wrong
        if wrong and (cell.row, cell.column) not in notes:
            unexplained.append(cell)
    shown = {(cell.row, cell.column) for cell in cells}
    for page in study.published(key).itertuples():
        row, column = page.row, page.column
        if (row, column) not in shown:
            failures.append(f"{key}, row {row}, column {column}: printed but not rebuilt")
            value = (TYPED, "", page.printed, DIFFERS, "", "Not rebuilt.", page.place)
            rows.append([row, column, "text", *value])
    failures += [
        f"{key}, row {row}, column {field}: a note on a cell that the exhibit does not have"
        for row, field in notes
        if (row, field) not in shown
    ]
    if study.published(key).empty:
        # With nothing to compare, no difference can be wanting its note. A note, though, is
        # still a note without its difference; only what no source gives may be said of a blank.
        blank = {(c.row, c.column) for c in cells if not c.text}
        failures = [
            f"{key}, row {note.row}, column {note.field}: a note of the kind {note.kind}, "
            "but nothing is published of this exhibit"
            for place, note in notes.items()
            if note.kind != MISSING or place not in blank or normalise(note.source_reading)
        ]
        unexplained = []
    values = pd.DataFrame(rows, columns=COLUMNS)
    titles = dict(study.configurations[["configuration", "title"]].itertuples(index=False))
    values[NAME] = [
        format_cell_name(titles.get(row, row), column)
        for row, column in zip(values["row"], values["column"], strict=True)
    ]
    return Comparison(exhibit, values, tuple(failures), tuple(unexplained), tuple(cells))


def _read_cell(row: Mapping[str, object], bases: Mapping[str, str], settings: Settings) -> Cell:
    """Return a row of the frame as a cell with its values, such as count and percentage."""
    text = str(row["cell"])
    names = [name for name in bases if name != "cell" and not pd.isna(row.get(name, pd.NA))]
    # What is not within the words for the cell is not shown: 0 has no percentage in some papers.
    template = settings.zero_cell if row.get("count") == 0 else settings.count_cell
    names = [name for name in names if f"{{{name}}}" in template]
    if row.get("suppressed", "") in SUPPRESSED_MARKS:
        parts = (Part(SUPPRESSED, text),)
    elif names:
        parts = tuple(Part(n, _format_value(n, row[n], settings), bases[n]) for n in names)
    elif row["column"] == QUOTATIONS and row["row"] not in ("heading", "caption"):
        parts = tuple(
            part
            for words, speaker in split_quotations(text, settings)
            for part in (Part("words", words.strip("‘’")), Part("speaker", speaker))
        )
    else:
        parts = (Part("text", text, bases.get("cell", TYPED)),)
    keys = {stage.stage for stage in settings.stages} | {t.theory for t in settings.theories}
    is_body = row["row"] not in ("heading", "caption")
    return Cell(str(row["row"]), str(row["column"]), text, parts, is_body and row["column"] in keys)


def _format_value(name: str, value: object, settings: Settings) -> str:
    """Return a value of a cell as it is printed."""
    return format_percent(float(value), settings) if name == "percent" else str(int(value))


def count_verdicts(values: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Return, for each verdict, the number of values and its denominator.

    Only computed values that are printed can be reproduced, only typed ones transcribed and
    only checked ones consistent; any that is printed can differ. What cannot be compared is
    counted among all that the exhibit has.
    """
    found = values["verdict"].value_counts()
    printed = values[values["printed"] != ""]
    bases = printed["basis"].value_counts()
    wholes = {
        REPRODUCED: bases.get(COMPUTED, 0),
        TRANSCRIBED: bases.get(TYPED, 0),
        CONSISTENT: bases.get(CHECKED, 0),
        DIFFERS: (values["verdict"].eq(DIFFERS) | values["printed"].ne("")).sum(),
        CANNOT_COMPARE: len(values),
    }
    return {v: (int(found.get(v, 0)), int(wholes[v])) for v in VERDICTS}


def require_explained(comparisons: Mapping[str, Comparison]) -> None:
    """Raise unless every difference has its note and every note its difference.

    Raises
    ------
    UnexplainedError
        With one line for each failure, naming exhibit, row and column.
    """
    failures = [line for comparison in comparisons.values() for line in comparison.failures]
    if failures:
        raise UnexplainedError(
            "\n".join(failures) + f"\n{len(failures)} unexplained. Correct the data, or "
            "explain the difference in editorial_notes.csv."
        )


def _compare_cell(cell: Cell, pages: Mapping, notes: Mapping, exhibit: Exhibit, settings: Settings):
    """Return one row of the comparison for each value of a cell."""
    page = pages.get((cell.row, cell.column))
    note = notes.get((cell.row, cell.column))
    kind, reason = (note.kind, note.reason) if note else ("", "")
    place = page.place if page else ""
    if any(part.name == SUPPRESSED for part in cell.parts):
        why = f"Not shown: counts below {settings.smallest_count} might identify people."
        values = [TYPED, cell.text, "", CANNOT_COMPARE, kind, why, place]
        return [[cell.row, cell.column, SUPPRESSED, *values]]
    if page is None:
        is_empty = not any(part.text for part in cell.parts) and not cell.blank_is_a_gap
        if is_empty or _only_caption(pages):
            # What the source does not print at all, such as a figure that it lacks.
            return []
        why = reason or exhibit.cannot_compare or "Nothing published to compare with."
        return [
            [cell.row, cell.column, p.name, p.basis, p.text, "", CANNOT_COMPARE, kind, why, place]
            for p in cell.parts
        ]
    if cell.blank_is_a_gap and not cell.text and not page.printed:
        why = reason or "The source does not give it."
        return [[cell.row, cell.column, "text", TYPED, "", "", CANNOT_COMPARE, kind, why, place]]
    rows = []
    for part, printed in pair_values(cell, page.printed, settings):
        rebuilt = part.text if part else ""
        name, basis = (part.name, part.basis) if part else ("printed only", TYPED)
        if part is not None and is_same_reading(part, printed):
            verdict = REPRODUCED if part.basis == COMPUTED else TRANSCRIBED
        else:
            verdict = DIFFERS
        about = (kind, reason) if verdict == DIFFERS or kind in READING_KEPT else ("", "")
        values = [basis, rebuilt, printed or "", verdict, *about, place]
        rows.append([cell.row, cell.column, name, *values])
    return rows


def _check_note(cell: Cell, found: list, pages: Mapping, notes: Mapping, key: str) -> list[str]:
    """Return what is wrong with the note of a cell, or with its lack of one."""
    note = notes.get((cell.row, cell.column))
    page = pages.get((cell.row, cell.column))
    where = f"{key}, row {cell.row}, column {cell.column}"
    printed = page.printed if page else ""
    differing = [row for row in found if row[COLUMNS.index("verdict")] == DIFFERS]
    if note is None:
        failures = [
            f"{where}, {name}: rebuilt {quote(rebuilt)}, printed {quote(text)}"
            for _, _, name, _, rebuilt, text, *_ in differing
        ]
        covered = bool(pages) and (page is not None or not _only_caption(pages))
        if cell.blank_is_a_gap and not cell.text and covered:
            failures.append(f"{where}: empty, without a note that says why")
        elif page is None and covered and found:
            failures.append(f"{where}: rebuilt {quote(cell.text)}, but nothing is printed")
        return failures
    if any(part.name == SUPPRESSED for part in cell.parts):
        return [f"{where}: a note on a count that is not shown, which the note may tell"]
    failures = []
    if normalise(note.source_reading) != normalise(printed):
        failures.append(
            f"{where}: the note was written for the printed words "
            f"{quote(note.source_reading)}, but published/ has {quote(printed)}"
        )
    if normalise(note.reading_used) != normalise(cell.text):
        failures.append(
            f"{where}: the note speaks of the reading {quote(note.reading_used)}, "
            f"but the exhibit has {quote(cell.text)}"
        )
    if note.kind == MISSING:
        needed = not cell.text and not printed
    elif note.kind in READING_KEPT:
        needed = not differing
    else:
        needed = bool(differing) or page is None
    if not needed:
        failures.append(f"{where}: the note of the kind {note.kind} has no such difference")
    return failures


def _only_caption(pages: Mapping) -> bool:
    """Return whether only captions are published, so that blanks are no surprise."""
    return all(row == "caption" for row, _ in pages)

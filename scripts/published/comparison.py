"""Rebuilt values held against the published ones: the one comparator of the edition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from scripts.analysis.formatting import format_cell_name, format_percent
from scripts.files.problems import RefusalError, quote
from scripts.privacy.suppression import HIDDEN, SMALL
from scripts.published.printed_cells import (
    COMPUTED,
    QUOTATIONS,
    TYPED,
    Cell,
    Value,
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
# Of the verdicts on the values of a cell, the first of these is the cell's.
VERDICT_ORDER = (DIFFERS, REPRODUCED, TRANSCRIBED, CONSISTENT, CANNOT_COMPARE)
# Kinds of note that keep the printed words, so that there is no difference to explain.
READING_KEPT = ("contradictory", "doubtful", "inferred")
# What a reader calls the value.
NAME = "name"
CHECKED = "checked"
# Name of the value of a cell whose count is not shown.
SUPPRESSED = "suppressed"
COLUMNS = ["row", "column", "part", "basis", "rebuilt", "printed"]
COLUMNS += ["verdict", "kind", "reason", "place"]


@dataclass(frozen=True)
class Comparison:
    """An exhibit held against what is published of it.

    `values` has a row for each `Value`, with its cell, its place and what a reader calls it.
    `failures` are differences without a note and notes without their difference; `unexplained`
    are the cells that lack a note, of all `cells` that were rebuilt.
    """

    exhibit: Exhibit
    values: pd.DataFrame
    failures: tuple[str, ...]
    unexplained: tuple[Cell, ...] = ()
    cells: tuple[Cell, ...] = ()

    def counts(self) -> dict[str, tuple[int, int]]:
        """Return, for each verdict, the number of values and its denominator.

        Only computed values that are printed can be reproduced, only typed ones transcribed and
        only checked ones consistent; any that is printed can differ. What cannot be compared is
        counted among all that the exhibit has.
        """
        values = self.values
        found = values["verdict"].value_counts()
        bases = values[values["printed"] != ""]["basis"].value_counts()
        wholes = {
            REPRODUCED: bases.get(COMPUTED, 0),
            TRANSCRIBED: bases.get(TYPED, 0),
            CONSISTENT: bases.get(CHECKED, 0),
            DIFFERS: (values["verdict"].eq(DIFFERS) | values["printed"].ne("")).sum(),
            CANNOT_COMPARE: len(values),
        }
        return {v: (int(found.get(v, 0)), int(whole)) for v, whole in wholes.items()}


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
        The rebuilt cells, merged with `Study.published` on row and column: its keys, its text
        as rebuilt (cell), printed and place (missing where nothing is printed), and what
        `typed` and `computed` name. What is printed and not among them differs.
    study : Study
        For the editorial notes, and for how numbers are printed.
    key : str
        Key of the exhibit in ``study.yml``.
    typed, computed : sequence of str
        Columns whose values stand in the data, and such as were calculated from other data.
        ``cell`` is the whole text; ``count`` and ``percent`` are looked for within it.
    """
    exhibit, settings = study.exhibit(key), study.settings
    bases = dict.fromkeys(typed, TYPED) | dict.fromkeys(computed, COMPUTED)
    cells = [_read_cell(record, bases, settings) for record in beside.to_dict("records")]
    cells = {(cell.row, cell.column): cell for cell in cells}
    # What the source does not print at all, such as a figure that it lacks, may have a caption.
    is_printed = any(c.printed is not None and c.row != "caption" for c in cells.values())
    notes = study.editorial_notes
    notes = {(note.row, note.field): note for note in notes[notes["exhibit"] == key].itertuples()}
    rows, wrong, unexplained = [], [], []
    for at, cell in cells.items():
        note = notes.get(at)
        found = _compare_cell(cell, note, is_printed, exhibit, settings)
        if note is None:
            own = _find_unexplained(cell, is_printed, found)
        else:
            own = _find_wrong_note(cell, note, found)
        rows += [(*at, cell.place, *value) for value in found]
        wrong += [(*at, words) for words in own]
        unexplained += [cell] if own and note is None else []
    for page in study.published(key).itertuples():
        at = page.row, page.column
        if at not in cells:
            wrong.append((*at, ": printed but not rebuilt"))
            value = Value("text", "", TYPED, page.printed, DIFFERS, reason="Not rebuilt.")
            rows.append((*at, page.place, *value))
    nowhere = ": a note on a cell that the exhibit does not have"
    wrong += [(*at, nowhere) for at in notes if at not in cells]
    failures = tuple(f"{key}, row {row}, column {column}{words}" for row, column, words in wrong)
    frame = pd.DataFrame(rows, columns=["row", "column", "place", *Value._fields])[COLUMNS]
    titles = dict(study.configurations[["configuration", "title"]].itertuples(index=False))
    cell_names = zip(frame["row"], frame["column"], strict=True)
    frame[NAME] = [format_cell_name(titles.get(row, row), column) for row, column in cell_names]
    return Comparison(exhibit, frame, failures, tuple(unexplained), tuple(cells.values()))


def _read_cell(row: Mapping[str, object], bases: Mapping[str, str], settings: Settings) -> Cell:
    """Return a row of the frame as a cell with its values, such as count and percentage."""
    text, is_body = str(row["cell"]), row["row"] not in ("heading", "caption")
    # What is not within the words for the cell is not shown: 0 has no percentage in some papers.
    template = settings.zero_cell if row.get("count") == 0 else settings.count_cell
    values = [
        Value(name, _format_value(name, row[name], settings), basis)
        for name, basis in bases.items()
        if name != "cell" and f"{{{name}}}" in template and not pd.isna(row.get(name, pd.NA))
    ]
    if row.get("suppressed", "") in (SMALL, HIDDEN):
        values = [Value(SUPPRESSED, text)]
    elif not values and row["column"] == QUOTATIONS and is_body:
        for words, speaker in split_quotations(text, settings):
            values += [Value("words", words.strip("‘’")), Value("speaker", speaker)]
    elif not values:
        values = [Value("text", text, bases.get("cell", TYPED))]
    keys = {stage.stage for stage in settings.stages} | {t.theory for t in settings.theories}
    is_gap = is_body and row["column"] in keys
    page = (None, "") if pd.isna(row["place"]) else (row["printed"], row["place"])
    return Cell(str(row["row"]), str(row["column"]), text, tuple(values), *page, is_gap)


def _format_value(name: str, value: object, settings: Settings) -> str:
    """Return a value of a cell as it is printed."""
    return format_percent(float(value), settings) if name == "percent" else str(int(value))


def require_explained(comparisons: Mapping[str, Comparison]) -> None:
    """Raise an `UnexplainedError` unless every difference has its note, and the other way round."""
    failures = [line for comparison in comparisons.values() for line in comparison.failures]
    if failures:
        raise UnexplainedError(
            "\n".join(failures) + f"\n{len(failures)} unexplained. Correct the data, or "
            "explain the difference in editorial_notes.csv."
        )


def _compare_cell(
    cell: Cell, note, is_printed: bool, exhibit: Exhibit, settings: Settings
) -> list[Value]:
    """Return the verdict on each value of a cell."""
    kind, reason = (note.kind, note.reason) if note else ("", "")
    values, why = cell.values, ""
    if _is_suppressed(cell):
        why = f"Not shown: counts below {settings.smallest_count} might identify people."
    elif cell.printed is None:
        is_empty = not any(value.rebuilt for value in values) and not cell.blank_is_a_gap
        if is_empty or not is_printed:
            return []
        why = reason or exhibit.cannot_compare or "Nothing published to compare with."
    elif cell.blank_is_a_gap and not cell.text and not cell.printed:
        values, why = (Value("text", ""),), reason or "The source does not give it."
    if why:
        return [v._replace(verdict=CANNOT_COMPARE, kind=kind, reason=why) for v in values]
    values = []
    for value in pair_values(cell, settings):
        verdict = DIFFERS
        if is_same_reading(value):
            verdict = REPRODUCED if value.basis == COMPUTED else TRANSCRIBED
        about = (kind, reason) if verdict == DIFFERS or kind in READING_KEPT else ("", "")
        read = value.rebuilt or "", value.basis, value.printed or ""
        values.append(Value(value.part, *read, verdict, *about))
    return values


def _is_suppressed(cell: Cell) -> bool:
    """Return whether the count of a cell is not shown."""
    return [value.part for value in cell.values] == [SUPPRESSED]


def _find_unexplained(cell: Cell, is_printed: bool, found: Sequence[Value]) -> list[str]:
    """Return what is wrong with a cell that has no note."""
    wrong = [
        f", {value.part}: rebuilt {quote(value.rebuilt)}, printed {quote(value.printed)}"
        for value in found
        if value.verdict == DIFFERS
    ]
    if cell.blank_is_a_gap and not cell.text and (cell.printed is not None or is_printed):
        wrong.append(": empty, without a note that says why")
    elif cell.printed is None and is_printed and found:
        wrong.append(f": rebuilt {quote(cell.text)}, but nothing is printed")
    return wrong


def _find_wrong_note(cell: Cell, note, found: Sequence[Value]) -> list[str]:
    """Return what is wrong with the note of a cell."""
    if _is_suppressed(cell):
        return [": a note on a count that is not shown, which the note may tell"]
    wrong, printed = [], cell.printed or ""
    if normalise(note.source_reading) != normalise(printed):
        wrong.append(
            f": the note was written for the printed words {quote(note.source_reading)}, "
            f"but published/ has {quote(printed)}"
        )
    if normalise(note.reading_used) != normalise(cell.text):
        wrong.append(
            f": the note speaks of the reading {quote(note.reading_used)}, "
            f"but the exhibit has {quote(cell.text)}"
        )
    differs = any(value.verdict == DIFFERS for value in found)
    if note.kind == MISSING:
        is_needed = not cell.text and not printed
    elif note.kind in READING_KEPT:
        is_needed = not differs
    else:
        is_needed = differs or cell.printed is None
    if not is_needed:
        wrong.append(f": the note of the kind {note.kind} has no such difference")
    return wrong

"""The cells of an exhibit as they are compared: taken apart into values, two readings of each."""

import re
import unicodedata
from itertools import chain
from typing import NamedTuple

import pandas as pd

from scripts.analysis.change_models import group_spanners
from scripts.study.elements import LIST_SIGN
from scripts.study.settings import Settings
from scripts.study.study import Study

# The column of a table of configurations that holds what people said.
QUOTATIONS = "quotations"
_MARKS = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "×": "✗", "\u00a0": " "})
TYPED, COMPUTED = "typed", "computed"


class Value(NamedTuple):
    """One value within a cell, and what became of it once it is compared.

    Rebuilt or printed is None where a quotation has no counterpart.
    """

    part: str
    rebuilt: str | None
    # ``typed`` where it stands in the input data, ``computed`` where it was calculated from others.
    basis: str = TYPED
    printed: str | None = ""
    verdict: str = ""
    # Of the note on it.
    kind: str = ""
    reason: str = ""


class Cell(NamedTuple):
    """One cell of a rebuilt exhibit, by row and column key, and what is printed there, if any."""

    row: str
    column: str
    text: str
    values: tuple[Value, ...]
    printed: str | None = None
    place: str = ""
    # Whether an empty cell is a value that the source lacks, and not one with nothing to say.
    blank_is_a_gap: bool = False


def pair_values(cell: Cell, settings: Settings) -> list[Value]:
    """Return each value of a printed cell with its printed counterpart; either may be lacking."""
    if cell.values and normalise(cell.printed) == normalise(cell.text):
        # Nothing has to be taken apart, whatever the words look like.
        return [value._replace(printed=value.rebuilt) for value in cell.values]
    if cell.column == QUOTATIONS and cell.row not in ("heading", "caption"):
        return _pair_quotations(cell, settings)
    names = {value.part for value in cell.values}
    if names == {"text"}:
        return [cell.values[0]._replace(printed=cell.printed)]
    pattern = re.escape(settings.count_cell if "percent" in names else settings.zero_cell)
    for place, form in (("count", r"\d+"), ("percent", r"[\d.,]+")):
        # A place that comes again has to hold the same number again.
        pattern = pattern.replace(rf"\{{{place}\}}", f"(?P<{place}>{form})", 1)
        pattern = pattern.replace(rf"\{{{place}\}}", f"(?P={place})")
    match = re.fullmatch(pattern, cell.printed)
    if match is None or not names <= match.groupdict().keys():
        return [Value("text", cell.text, printed=cell.printed)]
    return [value._replace(printed=match[value.part]) for value in cell.values]


def _pair_quotations(cell: Cell, settings: Settings) -> list[Value]:
    """Return words and speakers of each quotation, rebuilt beside printed.

    Quotations are paired in order; where their numbers differ, by their words.
    """
    ours = list(zip(cell.values[::2], cell.values[1::2], strict=True))
    theirs = split_quotations(cell.printed, settings)
    if not ours and not theirs:
        return [Value("words", "")]
    if len(ours) != len(theirs):
        rest, theirs = theirs, []
        for words, _ in ours:
            same = (other for other in rest if is_same_reading(words._replace(printed=other[0])))
            theirs.append(next(same, (None, None)))
            rest = [other for other in rest if other is not theirs[-1]]
        ours += [(Value("printed only", None),) * 2] * len(rest)
        theirs += rest
    values, printed = chain.from_iterable(ours), chain.from_iterable(theirs)
    return [value._replace(printed=p) for value, p in zip(values, printed, strict=True)]


def split_quotations(printed: str, settings: Settings) -> list[tuple[str, str]]:
    """Return the quotations of a printed cell as words and speaker.

    A quotation ends with the speaker's name and the code of a group in brackets. Words
    that are not part of one come last, without a speaker.
    """
    codes = "|".join(re.escape(group.code) for group in settings.groups if group.code)
    pattern = re.compile(
        rf"(?P<words>.*?)\s*(?P<name>[^\s'\"‘’“”.]+)\s*\((?P<code>{codes})\)\s*", re.S
    )
    matches = list(pattern.finditer(printed)) if codes else []
    rest = printed[matches[-1].end() if matches else 0 :].strip("'\"‘’“”. ")
    quotations = [(match["words"], f"{match['name']} ({match['code']})") for match in matches]
    return quotations + ([(rest, "")] if rest else [])


def normalise(text: str) -> str:
    """Return text with quotation marks, cross marks and blanks in one style, without bullets."""
    text = unicodedata.normalize("NFC", text).translate(_MARKS)
    text = " ".join(LIST_SIGN.sub("", text).split())
    return "✗" if text == "x" else text


def is_same_reading(value: Value) -> bool:
    """Return whether a value equals its printed counterpart."""
    if value.rebuilt is None or value.printed is None:
        return False
    ours, theirs = normalise(value.rebuilt), normalise(value.printed)
    if value.part == "words":
        ours, theirs = ours.strip("'\". "), theirs.strip("'\". ")
    return ours == theirs


def list_headings(study: Study, key: str) -> pd.DataFrame:
    """Return the caption, the headings and the labels of blocks of an exhibit.

    Returns
    -------
    pandas.DataFrame
        row, column and cell (str), by the keys of the printed side: the caption is
        ``caption, caption``, a heading ``heading, KEY``, and the label of a block
        ``BLOCK, label``.
    """
    exhibit, settings = study.exhibit(key), study.settings
    # What the paper says of interviews in its text has neither caption nor headings.
    cells = [] if exhibit.kind == "interviews" else [("caption", "caption", exhibit.caption)]
    if exhibit.kind == "demographics":
        cells += [("heading", g, study.groups.loc[g, "heading"]) for g in exhibit.groups]
        shown = study.demographics["group"].isin(exhibit.groups)
        blocks = study.demographics.loc[shown, "characteristic"].unique()
        labels = study.characteristics.set_index("characteristic")["label"]
        cells += [(block, "label", labels[block]) for block in blocks]
    if exhibit.kind == "configurations":
        spanners = dict.fromkeys(head for head, _ in group_spanners(settings.stages))
        heads = {**study.further_columns, **study.stages["label"], **study.theories["label"]}
        for spanner in spanners:
            # A stage or theory of the very name of a head that spans stages keeps the name.
            key = spanner.casefold()
            is_taken = key in heads or key == QUOTATIONS
            cells.append(("heading", f"{key}/spanner" if is_taken else key, spanner))
        if len(study.quotations):
            heads[QUOTATIONS] = settings.quotations_label
        cells += [("heading", column, label) for column, label in heads.items()]
    return pd.DataFrame(cells, columns=["row", "column", "cell"], dtype="str")

"""The cells of an exhibit as they are compared: taken apart into values, two readings of each."""

import re
import unicodedata
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


class Part(NamedTuple):
    """One value within a cell."""

    name: str
    text: str
    # ``typed`` where it stands in the input data, ``computed`` where it was calculated from others.
    basis: str = TYPED


class Cell(NamedTuple):
    """One cell of a rebuilt exhibit, by row and column key, with its text and values."""

    row: str
    column: str
    text: str
    parts: tuple[Part, ...]
    # Whether an empty cell is a value that the source lacks, and not one with nothing to say.
    blank_is_a_gap: bool = False


def pair_values(
    cell: Cell, printed: str, settings: Settings
) -> list[tuple[Part | None, str | None]]:
    """Return each value of a cell with its printed counterpart; either may be lacking."""
    if cell.parts and normalise(printed) == normalise(cell.text):
        # Nothing has to be taken apart, whatever the words look like.
        return [(part, part.text) for part in cell.parts]
    if cell.column == QUOTATIONS and cell.row not in ("heading", "caption"):
        return _pair_quotations(cell, printed, settings)
    names = {part.name for part in cell.parts}
    if names == {"text"}:
        return [(cell.parts[0], printed)]
    pattern = re.escape(settings.count_cell if "percent" in names else settings.zero_cell)
    for place, form in (("count", r"\d+"), ("percent", r"[\d.,]+")):
        # A place that comes again has to hold the same number again.
        pattern = pattern.replace(rf"\{{{place}\}}", f"(?P<{place}>{form})", 1)
        pattern = pattern.replace(rf"\{{{place}\}}", f"(?P={place})")
    match = re.fullmatch(pattern, printed)
    if match is None or not names <= match.groupdict().keys():
        return [(Part("text", cell.text), printed)]
    return [(part, match[part.name]) for part in cell.parts]


def _pair_quotations(cell: Cell, printed: str, settings: Settings):
    """Return words and speakers of each quotation, rebuilt beside printed.

    Quotations are paired in order; where their numbers differ, by their words.
    """
    ours = list(zip(cell.parts[::2], cell.parts[1::2], strict=True))
    theirs = split_quotations(printed, settings)
    if not ours and not theirs:
        return [(Part("words", ""), "")]
    if len(ours) != len(theirs):
        nothing, rest, theirs = (None, None), theirs, []
        for words, _ in ours:
            theirs.append(next((o for o in rest if is_same_reading(words, o[0])), nothing))
            rest = [other for other in rest if other is not theirs[-1]]
        ours, theirs = ours + [nothing] * len(rest), theirs + rest
    return [pair for both in zip(ours, theirs, strict=True) for pair in zip(*both, strict=True)]


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


def is_same_reading(part: Part, printed: str | None) -> bool:
    """Return whether a value equals its printed counterpart."""
    if printed is None:
        return False
    ours, theirs = normalise(part.text), normalise(printed)
    if part.name == "words":
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

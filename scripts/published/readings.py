"""Rebuilt and printed cells taken apart into values, and two readings of a value held together."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from scripts.study.elements import LIST_SIGN
from scripts.study.settings import Settings

# The column of a table of configurations that holds what people said.
QUOTATIONS = "quotations"
_MARKS = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "×": "✗", "\u00a0": " "})
TYPED, COMPUTED = "typed", "computed"


@dataclass(frozen=True)
class Part:
    """One value within a cell.

    `basis` is ``typed`` where the value stands in the input data and ``computed``
    where it was calculated from other data.
    """

    name: str
    text: str
    basis: str = TYPED


@dataclass(frozen=True)
class Cell:
    """One cell of a rebuilt exhibit, by row and column key, with its text and values.

    `blank_is_a_gap` says that an empty cell is a value that the source lacks, rather
    than a cell with nothing to say.
    """

    row: str
    column: str
    text: str
    parts: tuple[Part, ...]
    blank_is_a_gap: bool = False


def pair_values(
    cell: Cell, printed: str, settings: Settings
) -> list[tuple[Part | None, str | None]]:
    """Return each value of a cell with its printed counterpart; either may be lacking."""
    names = {part.name for part in cell.parts}
    if names and normalise(printed) == normalise(cell.text):
        # Nothing has to be taken apart, whatever the words look like.
        return [(part, part.text) for part in cell.parts]
    if cell.column == QUOTATIONS and cell.row not in ("heading", "caption"):
        return _pair_quotations(cell, printed, settings)
    if names == {"text"}:
        return [(cell.parts[0], printed)]
    template = settings.count_cell if "percent" in names else settings.zero_cell
    pattern = re.escape(template)
    for place, form in (("count", r"\d+"), ("percent", r"[\d.,]+")):
        # A place that comes again has to hold the same number again.
        pattern = pattern.replace(rf"\{{{place}\}}", f"(?P<{place}>{form})", 1)
        pattern = pattern.replace(rf"\{{{place}\}}", f"(?P={place})")
    match = re.fullmatch(pattern, printed)
    if match is None or not names <= match.groupdict().keys():
        whole = Part("text", cell.text)
        return [(whole, printed)]
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
        aligned = []
        rest = list(theirs)
        for words, speaker in ours:
            match = next((t for t in rest if is_same_reading(words, t[0])), None)
            if match:
                rest.remove(match)
            aligned.append(((words, speaker), match or (None, None)))
        aligned += [((None, None), pair) for pair in rest]
    else:
        aligned = list(zip(ours, theirs, strict=True))
    return [
        (part, text) for parts, texts in aligned for part, text in zip(parts, texts, strict=True)
    ]


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

"""What stands in the cell of a stage: one element, or several, each on a line of its own."""

import re
from collections.abc import Iterable
from itertools import pairwise

import pandas as pd

from scripts.study.settings import Stage

LINE_END = re.compile("\r\n|[\n\r\u2028\u2029]")
# Signs with which people begin the entries of a list that they type. A dash or an asterisk
# can be part of the words, so it is taken for such a sign only where each line has one.
BULLET = re.compile(r"[•◦▪‣●]\s*(?=\S)")
DASH = re.compile(r"[-–—*]\s+(?=\S)")
BRACKETS = {"(": ")", "[": "]", "{": "}", "（": "）", "「": "」"}
# What stands behind an entry of a list, and not within a sentence.
ENDS = (";", ".", "/", "|", "؛", "。")
# Such signs at the beginning of any line, as lists have them in print.
LIST_SIGN = re.compile(r"^(?:[•▪·‣◦⁃∙●○■□▸►✓❖➢\uf0b7\uf0a7]\s*|[-–—]\s+)(?=\S)", re.MULTILINE)


def split_cell(text: str, sign: str = "") -> tuple[str, ...]:
    """Return the elements of a cell: its lines, each once, without the signs of a list.

    The sign is what else stands between two elements, as ``split_at`` of a stage says. Within
    brackets it stands between words of one element.
    """
    lines = LINE_END.split(text)
    parts = [part.strip() for line in lines for part in _split_line(line, sign)]
    parts = [BULLET.sub("", part, count=1) for part in parts if part]
    if len(parts) > 1 and all(DASH.match(part) for part in parts):
        parts = [DASH.sub("", part, count=1) for part in parts]
    # Signs alone are the words of a cell, too.
    return tuple(dict.fromkeys(parts)) or ((text,) if text.strip() else ())


def _split_line(line: str, sign: str) -> list[str]:
    """Return the parts of a line between the signs that stand outside brackets."""
    if not sign or sign not in line:
        return [line]
    closing, parts, start, place = [], [], 0, 0
    while place < len(line):
        letter = line[place]
        if not closing and line.startswith(sign, place):
            parts.append(line[start:place])
            place = start = place + len(sign)
            continue
        if letter in BRACKETS:
            closing.append(BRACKETS[letter])
        elif closing and letter == closing[-1]:
            closing.pop()
        place += 1
    # A bracket that is never closed holds nothing together.
    return line.split(sign) if closing else [*parts, line[start:]]


def find_continuation_line(text: str) -> str:
    """Return the first line of a cell that seems to go on with the one above; blank if none.

    The cell begins with a capital and the line with a small letter, and no sign that
    divides a list stands between them.
    """
    lines = [line.strip() for line in LINE_END.split(text) if line.strip()]
    if len(lines) < 2 or not lines[0][:1].isupper():
        return ""
    pairs = pairwise(lines)
    return next((low for up, low in pairs if low[0].islower() and up[-1] not in ENDS), "")


def find_elements(
    stages: Iterable[Stage], configurations: pd.DataFrame, codings: pd.DataFrame
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the elements of each cell, by configuration and stage; gaps are left out.

    Where there are no codings, an element is the words themselves, so that equal words are one.
    """
    if codings.empty:
        return {
            (name, stage.stage): split_cell(text, stage.split_at)
            for stage in stages
            for name, text in configurations[["configuration", stage.stage]].itertuples(index=False)
            if text
        }
    found: dict[tuple[str, str], dict[str, None]] = {}
    for coding in codings.itertuples():
        found.setdefault((coding.configuration, coding.stage), {})[coding.element] = None
    return {place: tuple(elements) for place, elements in found.items()}

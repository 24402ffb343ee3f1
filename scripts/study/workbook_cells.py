"""The cells of a workbook as text, with what a spreadsheet program has made of them."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from scripts.files.problems import one_of, quote

if TYPE_CHECKING:
    from openpyxl.cell import Cell

    from scripts.study.dictionary import Table

# Fifteen digits are what a spreadsheet program keeps of a number.
MOST_DIGITS = 10**15
# How the format writes characters that XML cannot hold, and text that looks like that.
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
AS_TEXT = "Give the column the format Text, and then type the value again."


def escape(text: str) -> str:
    """Return text as a workbook can hold it; `unescape` gives it back."""
    return NOT_IN_XML.sub(lambda match: f"_x{ord(match.group()):04X}_", text)


def unescape(text: str) -> str:
    """Return text with every character in its own form."""
    return ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)


def read_cell(
    cell: Cell | None, table: Table, column: str
) -> tuple[str, tuple[str, str, str] | None]:
    """Return a cell as text; or what it holds, what is allowed and what to do.

    Whole numbers come without a point and others with at most fifteen digits; TRUE and
    FALSE are understood as yes and no where the column has these.
    """
    if cell is None:
        return "", None
    value, kind = cell.value, cell.data_type
    field = table.field(column)
    if kind == "f":
        formula = getattr(value, "text", value)
        fix = "Copy the cell, and paste it in the same place as “values only”."
        return "?", (f"the formula {quote(formula)}", "the value itself", fix)
    if kind == "e":
        fix = "Type the value that is meant; leave the cell empty where nothing is known."
        return "?", (f"the error {quote(value)} of a formula", "a value", fix)
    if isinstance(value, bool):
        return _read_truth(value, table, column)
    if isinstance(value, (date, datetime)) or kind == "d":
        return _read_date(value, field)
    if isinstance(value, (int, float)):
        return _read_number(value, cell.number_format, field)
    return unescape(str(value)).strip(), None


def _read_truth(value: bool, table: Table, column: str):
    legal = table.allowed(column)
    if table.field(column).get("type") == "boolean":
        return str(value).lower(), None
    if {"yes", "no"} <= set(legal):
        return "yes" if value else "no", None
    allowed = one_of(legal) if legal else "text or a number"
    found = f"{quote(str(value).upper())}, which the spreadsheet program made of a word"
    return "?", (found, allowed, AS_TEXT)


def _read_date(value, field):
    if isinstance(value, datetime) and field.get("type") == "date":
        return value.date().isoformat(), None
    if isinstance(value, date):
        day, month = value.day, value.month
        meant = f"perhaps from {day}-{month} or {month}-{day}"
        found = f"the date {value:%Y-%m-%d}, which the spreadsheet program made, {meant}"
        return "?", (found, "the text as you typed it", AS_TEXT)
    found = f"the time {quote(value)}, which the spreadsheet program made"
    return "?", (found, "the text as you typed it", AS_TEXT)


def _read_number(value: float, look: str, field):
    if isinstance(value, float) and "%" in look:
        found = f"{value:.15g}, which the sheet shows as {100 * value:g}%"
        fix = "Give the column the format Text, and type the number without the sign %."
        return "?", (found, "the number as it is meant", fix)
    if abs(value) >= MOST_DIGITS:
        found = f"{value:.15g}, a number of more than fifteen digits"
        return "?", (found, "a shorter number, or text", AS_TEXT)
    text = f"{value:.15g}"
    if "e" in text:
        text = f"{value:.15f}".rstrip("0")
    return text, None

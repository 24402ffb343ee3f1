"""Tables as CSV that a spreadsheet program opens as text and never as a formula.

One line of headings, one line for each row; the heading of a group is the first column, and
the notes on a row are the last. UTF-8 with a byte order mark, without which Excel would
guess another encoding. A cell that a program might run (it begins with = + - @ or a tab) is
written with an apostrophe before it, and so is one that begins with an apostrophe: take one
off each cell that begins with it, and the text is as it was. Negative numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from scripts.exports.grid import Grid, name_columns, read_number

# The wide forms of these signs begin a formula, too, where the keyboard has them.
STARTERS = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠", "'")
BEHIND_A_SIGN = re.compile(r"([;\t|\r\n]\s*\"?\s*)(?=[=+@＝＋＠]|[-－](?![\d\s]))")
GROUP, NOTES = "Group", "Notes"


def guard_text(text: str) -> str:
    """Return the text of a cell so that no program takes it for a formula."""
    if text.lstrip(" ").startswith(STARTERS) and read_number(text) is None:
        text = f"'{text}"
    # A program that takes another sign than the comma to part cells finds one behind it, and does
    # not know that a line within marks goes on.
    return BEHIND_A_SIGN.sub(r"\1'", text)


def list_records(grid: Grid) -> list[list[str]]:
    """Return headings and rows of a grid, with a column for groups and one for notes."""
    has_groups = any(line.is_group for line in grid.lines)
    texts = dict(grid.notes)
    names = name_columns(grid)
    head = [GROUP] * has_groups + names + [NOTES] * bool(texts)
    records, group, group_marks = [head], "", ()
    for line in grid.lines:
        if line.is_group:
            group, group_marks = line.cells[0].text, line.cells[0].marks
            continue
        record = [group] * has_groups + [cell.text for cell in line.cells]
        if texts:
            said = [texts[mark] for mark in group_marks]
            for name, cell in zip(names, line.cells, strict=True):
                said += [f"{name}: {texts[mark]}" for mark in cell.marks]
            record.append(" ".join(said))
        records.append(record)
    return records


def write_csv(grid: Grid, path: Path) -> Path:
    """Write a grid as CSV and return its path."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerows([guard_text(text) for text in record] for record in list_records(grid))
    path.write_bytes(stream.getvalue().encode("utf-8-sig"))
    return path

"""What is wrong with a data folder, said so that it can be mended."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import groupby

# A sentence lists at most this many row numbers.
MOST_ROWS = 10
# To compare a longer text with others takes long, and nobody mistyped it for a name.
LONGEST_MEANT = 200
# What people write for yes and no, in capitals or not. An x is either: a tick, or a cross.
YES = {"yes", "y", "true", "1", "✓", "✔", "ja", "oui", "si", "sí", "sì", "sim", "tak"}
NO = {"no", "n", "false", "0", "✗", "✘", "×", "-", "–", "nein", "non", "não", "nee", "nie"}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and where: what was found, what is allowed, what to do."""

    # File within the data folder.
    file: str
    # Row as a spreadsheet numbers it: the heading is row 1. Of what is no table, the line.
    row: int | None
    # Column name, or path of a setting in ``study.yml``.
    column: str | None
    found: str
    allowed: str
    fix: str
    # Files and columns that have to be right for this to be more than a consequence.
    needs: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """Return the problem as an indented paragraph."""
        return self.describe([] if self.row is None else [self.row])

    def describe(self, rows: Sequence[int]) -> str:
        """Return the problem as an indented paragraph that names some rows."""
        where = []
        if rows:
            more = f" and {len(rows) - MOST_ROWS} more" if len(rows) > MOST_ROWS else ""
            shown = ", ".join(map(str, rows[:MOST_ROWS]))
            where.append(f"row{'s' if len(rows) > 1 else ''} {shown}{more}")
        if self.column:
            kind = "entry" if self.file.endswith((".yml", ".json")) else "column"
            where.append(f"{kind} {self.column}")
        return (
            f"  {', '.join(where) or 'whole file'}\n"
            f"    found:   {self.found}\n"
            f"    allowed: {self.allowed}\n"
            f"    to do:   {self.fix}"
        )


def place_sheet(workbook: str, title: str) -> str:
    """Return the place of a sheet of a workbook, as problems name it; `split_place` undoes it."""
    return f"{workbook}, sheet {title}"


def split_place(place: str) -> tuple[str, str | None]:
    """Return file and sheet of a place; None where the file has no sheets."""
    file, _, sheet = place.partition(", sheet ")
    return file, sheet or None


class RefusalError(Exception):
    """Raised for what a person has to put right; the message says all, so no traceback is shown."""


class StudyError(RefusalError):
    """Raised when a data folder cannot be used; carries every problem at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n" + format_problems(self.problems))


def format_problems(problems: Iterable[Problem]) -> str:
    """Return all problems as text, grouped by file, with their number at the end.

    The same slip in many rows is told once, with the rows.
    """
    ordered = sorted(problems, key=lambda p: (p.file, p.row or 0, p.column or ""))
    lines = []
    for file, group in groupby(ordered, key=lambda p: p.file):
        lines.append(file)
        alike: dict[Problem, list[int]] = {}
        for problem in group:
            rows = alike.setdefault(replace(problem, row=None), [])
            rows += [problem.row] if problem.row is not None else []
        lines.extend(problem.describe(rows) for problem, rows in alike.items())
    lines.append(f"{count(len(ordered), 'problem')} found.")
    return "\n".join(lines)


def quote(value: object, width: int = 70) -> str:
    """Return a value in quotation marks on one line, shortened to `width` characters.

    A character that cannot be seen shows as a box, so that nobody looks for it in vain.
    """
    text = _shorten(str(value), width)
    shown = (c if c.isprintable() else " " if c.isspace() else "□" for c in text)
    return f"“{''.join(shown)}”"


def count(number: int, thing: str) -> str:
    """Return a number of things in words, such as ``1 cell`` and ``2 cells``."""
    return f"{number} {thing}" + ("" if number == 1 else "s")


def _shorten(text: str, width: int = 70) -> str:
    """Return text of at most so many characters."""
    return text if len(text) <= width else text[: width - 1] + "…"


def one_of(values: Iterable[object], limit: int = 12) -> str:
    """Return the legal values as a short list in words."""
    names = list(dict.fromkeys(_shorten(str(value)) for value in values))
    if not names:
        return "nothing yet: no values are defined"
    shown = ", ".join(names[:limit])
    return f"one of {shown}" + (f", and {len(names) - limit} more" if len(names) > limit else "")


def is_forbidden_name(name: str) -> bool:
    """Return whether Windows keeps a name of a file for itself, whatever its ending."""
    return bool(re.fullmatch(r"(?i)con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]", name.split(".")[0]))


def did_you_mean(value: object, legal: Iterable[object], cutoff: float = 0.6) -> str:
    """Return a hint at the nearest legal value, or an empty string.

    Words and signs for yes and no are understood; `cutoff` says how near is near enough,
    from 0 to 1, which is the same.
    """
    lowered = {str(name).casefold(): name for name in legal}
    given = str(value).casefold().strip("\"'“”‘’«». ")
    for word, others in (("yes", YES), ("no", NO)):
        if word in lowered and given in others:
            return f" Did you mean {quote(lowered[word])}?"
    if len(given) > LONGEST_MEANT:
        return ""
    close = get_close_matches(given, list(lowered), n=1, cutoff=cutoff)
    return f" Did you mean {quote(lowered[close[0]])}?" if close else ""


def drop_consequences(problems: Sequence[Problem]) -> list[Problem]:
    """Return problems without those that only follow from others among them."""
    wrong = {(p.file, p.column) for p in problems if not p.needs}
    return [p for p in problems if not wrong & set(p.needs)]

"""What is wrong with a data folder, said so that it can be mended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import groupby


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and where.

    Attributes
    ----------
    file : str
        File within the data folder.
    row : int or None
        Row as a spreadsheet numbers it: the heading is row 1. In a file that is not a
        table, the line.
    column : str or None
        Column name, or path of a setting in ``study.yml``.
    found : str
        What stands there.
    allowed : str
        What may stand there.
    fix : str
        What to do.
    """

    file: str
    row: int | None
    column: str | None
    found: str
    allowed: str
    fix: str

    def __str__(self) -> str:
        """Return the problem as an indented paragraph."""
        where = ", ".join(
            part
            for part in (
                f"row {self.row}" if self.row is not None else "",
                f"column {self.column}" if self.column else "",
            )
            if part
        )
        return (
            f"  {where or 'whole file'}\n"
            f"    found:   {self.found}\n"
            f"    allowed: {self.allowed}\n"
            f"    to do:   {self.fix}"
        )


class StudyError(ValueError):
    """Raised when a data folder cannot be used; carries every problem at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n" + format_problems(self.problems))


def format_problems(problems: Iterable[Problem]) -> str:
    """Return all problems as text, grouped by file, with their number at the end."""
    ordered = sorted(problems, key=lambda p: (p.file, p.row or 0, p.column or ""))
    lines = []
    for file, group in groupby(ordered, key=lambda p: p.file):
        lines.append(file)
        lines.extend(str(problem) for problem in group)
    count = len(ordered)
    lines.append(f"{count} problem{'' if count == 1 else 's'} found.")
    return "\n".join(lines)


def quote(value: object, width: int = 70) -> str:
    """Return a value in quotation marks on one line, shortened to `width` characters.

    A character that cannot be seen shows as a box, so that nobody looks for it in vain.
    """
    text = str(value)
    text = text if len(text) <= width else text[: width - 1] + "…"
    shown = (c if c.isprintable() else " " if c.isspace() else "□" for c in text)
    return f"“{''.join(shown)}”"


def one_of(values: Iterable[object], limit: int = 12) -> str:
    """Return the legal values as a short list in words."""
    names = [str(value) for value in values]
    if not names:
        return "nothing yet: there are no values to choose from"
    shown = ", ".join(names[:limit])
    return f"one of {shown}" + (f", and {len(names) - limit} more" if len(names) > limit else "")


def did_you_mean(value: object, legal: Iterable[object]) -> str:
    """Return a hint at the nearest legal value, or an empty string."""
    lowered = {str(name).casefold(): name for name in legal}
    close = get_close_matches(str(value).casefold(), list(lowered), n=1, cutoff=0.6)
    return f" Did you mean {quote(lowered[close[0]])}?" if close else ""

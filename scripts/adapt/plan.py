"""What a new book is to hold, whether it comes from an example or from a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scripts.study.settings import Group, Stage, Theory

Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class BookPlan:
    """What a new book is to hold.

    Attributes
    ----------
    title : str
        Title of the evaluation.
    groups, stages, theories : tuple
        As in ``study.yml``.
    tables : mapping of str to rows
        Rows of each table by its name in the dictionary; those that each book has may be missing.
    notice : str
        What stands on every page; empty for none.
    extra : mapping of str to str
        Further columns of the configurations, with their headings.
    notes : str
        Text that is kept beside the data, and never published; empty for none.
    """

    title: str
    groups: tuple[Group, ...]
    stages: tuple[Stage, ...]
    theories: tuple[Theory, ...] = ()
    tables: Mapping[str, Rows] = field(default_factory=dict)
    notice: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    notes: str = ""

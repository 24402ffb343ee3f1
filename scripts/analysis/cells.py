"""The rebuilt cells of an exhibit: what is shown, and what each part of it rests on."""

from __future__ import annotations

from dataclasses import dataclass

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

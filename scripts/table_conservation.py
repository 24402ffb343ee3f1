"""The proof that an import has lost nothing: each word of the file is in the data or the notes."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from scripts.problems import quote
from scripts.table_grids import TableError

# Signs before the entries of a list, which may go: whatever else is a sign may not.
BULLETS = set("▪◦●○■□▸►❖➢")
PIECES = re.compile(r"\w+|[^\w\s]")


def check_conserved(source: Sequence[tuple[str, str]], kept: Iterable[str]) -> None:
    """Stop if a word or sign of a file stands less often in what was kept of it.

    Parameters
    ----------
    source : sequence of (str, str)
        Place and text of all that the file holds, read in the simplest way.
    kept : iterable of str
        All texts of the data and of the notes.

    Raises
    ------
    TableError
        With the place and the first words of what is missing.
    """
    there = Counter(piece for text in kept for piece in list_pieces(text))
    pieces = [list_pieces(text) for _, text in source]
    missing = Counter(piece for own in pieces for piece in own) - there
    if not missing:
        return
    lost = [sum(piece in missing for piece in own) / max(len(own), 1) for own in pieces]
    place, text = source[lost.index(max(lost))]
    words = ", ".join(map(quote, list(missing)[:5]))
    raise TableError(
        f"{place}: the text beginning with {quote(text.strip())} would be lost in part ({words}), "
        "so nothing was made. Copy the table into a new file as plain text, with this place "
        "written anew, and begin with that."
    )


def list_pieces(text: str) -> list[str]:
    """Return the words and signs of a text; punctuation may change with the form of a table."""
    return [
        piece
        for piece in PIECES.findall(text.casefold())
        if piece[0].isalnum() or (unicodedata.category(piece[0])[0] == "S" and piece not in BULLETS)
    ]

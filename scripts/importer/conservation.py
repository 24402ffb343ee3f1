"""The proof that an import has lost nothing: each word of the file is in the data or the notes."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from scripts.files.problems import quote
from scripts.importer.source_tables import TableError

# Signs before the entries of a list, which may go: whatever else is a sign may not.
BULLETS = set("▪◦●○■□▸►❖➢")
WORDS = re.compile(r"\w+|[^\w\s]")


def check_conserved(source: Sequence[tuple[str, Sequence[str]]], kept: Iterable[str]) -> None:
    """Stop if a word or sign of a file stands less often in what was kept of it.

    Parameters
    ----------
    source : sequence of (str, sequence of str)
        All that the file holds, read in the simplest way: for each place, the pieces of its text.
    kept : iterable of str
        All texts of the data and of the notes.

    Raises
    ------
    TableError
        With the place and the first words of what is missing.
    """
    stored = [word for text in kept for word in list_words(text)]
    words = [list_words("".join(pieces)) for _, pieces in source]
    missing = _subtract(words, stored)
    if missing:
        letters = "".join(stored)
        pairs = zip(words, source, strict=True)
        words = [_drop_parted(own, pieces, missing, letters) for own, (_, pieces) in pairs]
        missing = _subtract(words, stored)
    if not missing:
        return
    lost = [sum(word in missing for word in own) / max(len(own), 1) for own in words]
    place, pieces = source[lost.index(max(lost))]
    named = ", ".join(map(quote, list(missing)[:5]))
    raise TableError(
        f"{place}: the text beginning with {quote(''.join(pieces).strip())} would be lost in part "
        f"({named}), so nothing was made. Copy the table into a new file as plain text, with this "
        "place written anew, and begin with that."
    )


def _subtract(words: Iterable[Sequence[str]], stored: Sequence[str]) -> Counter:
    """Return how often each word is missing."""
    return Counter(word for own in words for word in own) - Counter(stored)


def _drop_parted(
    words: Sequence[str], pieces: Sequence[str], missing: Iterable[str], letters: str
) -> list[str]:
    """Return words without those that were parted, as where some of their letters are struck out.

    They run over several pieces of the text, each of which has been kept.
    """
    whole = {word for piece in pieces for word in list_words(piece)}
    parted = set(words) & set(missing) - whole
    if parted and all("".join(list_words(piece)) in letters for piece in pieces):
        return [word for word in words if word not in parted]
    return list(words)


def list_words(text: str) -> list[str]:
    """Return the words and signs of a text; punctuation may change with the form of a table."""
    return [
        word
        for word in WORDS.findall(text.casefold())
        if word[0].isalnum() or (unicodedata.category(word[0])[0] == "S" and word not in BULLETS)
    ]

"""Names of small letters and digits, as files, keys and addresses have them."""

from __future__ import annotations

import re
import unicodedata


def make_slug(text: str, mark: str = "-", most: int | None = None) -> str:
    """Return text in small letters and digits, without accents; all else becomes one `mark`.

    Parameters
    ----------
    text : str
        Any words; the slug is empty where they hold no letter of the English alphabet.
    mark : str
        What stands between the words.
    most : int, optional
        How many letters it may have.

    Examples
    --------
    >>> make_slug("Été à Paris", "_")
    'ete_a_paris'
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", mark, plain).strip(mark)[:most].strip(mark)

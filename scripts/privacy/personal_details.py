"""Details in free text by which a person might be found: addresses, numbers, dates, names."""

import re
from collections import Counter
from collections.abc import Sequence

from scripts.files.plain_yaml import read_own

WORDS = read_own(__package__, "personal_details.yml")

# The pattern of each kind of detail, which has one of some forms.
PATTERNS = {
    kind: re.compile(re.sub(r"<(\w+)>", lambda part: WORDS["parts"][part[1]], "|".join(forms)))
    for kind, forms in WORDS["patterns"].items()
}
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
# After these a capital letter is no name, as a sentence may begin.
_OPENING = re.compile(r"(?:^|[.!?…:;\"“”‘'’(\[\])–—/\n-]|\.\.\.)\s*$")
_COMMON = {word for line in WORDS["common"] for word in line}
# A name that stands in more cells than this is no rare one.
MOST_CELLS = 2
# Where more words than this have a capital within a sentence, the language writes nouns so.
MOST_CAPITALS = 0.2


def find_details(text: str) -> dict[str, list[str]]:
    """Return the addresses, numbers and dates in a text, by their kind in `PATTERNS`."""
    hits = {k: [m.group().strip() for m in p.finditer(text)] for k, p in PATTERNS.items()}
    return {kind: found for kind, found in hits.items() if found}


def find_names(text: str, names: Sequence[str]) -> list[str]:
    """Return which of some names stand in a text as whole words, with their capitals."""
    return [
        name
        for name in names
        if len(name) > 1 and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    ]


def capitals_mark_names(texts: Sequence[str]) -> bool:
    """Return whether a capital within a sentence marks a name in the language of some texts."""
    within = [word for text in texts for word, start in _words(text) if not start]
    capitals = sum(word[0].isupper() and not _is_own(word) for word in within)
    return capitals <= MOST_CAPITALS * max(len(within), 1)


def find_proper_names(texts: Sequence[str], known: Sequence[str]) -> list[list[str]]:
    """Return for each text the rare names in it: capitals within a sentence, as in English.

    This is a rule of thumb. It misses names that begin a sentence or that are written in
    small letters, and in languages that write all nouns with capitals it is not used. Names in
    `known` are looked for otherwise.
    """
    small = {word for text in texts for word, _ in _words(text) if word[0].islower()}
    found = [_names_in(text, small, set(known)) for text in texts]
    cells = Counter(name for names in found for name in names)
    return [[name for name in names if cells[name] <= MOST_CELLS] for names in found]


def _words(text: str) -> list[tuple[str, bool]]:
    """Return each word and whether a sentence may begin with it."""
    return [
        (match.group(), bool(_OPENING.search(text[: match.start()])))
        for match in _WORD.finditer(text)
    ]


def _is_own(word: str) -> bool:
    """Return whether a word is the English "I", as it stands or shortened, or an abbreviation."""
    return word.split("'")[0].split("’")[0] == "I" or (word.isupper() and len(word) < 4)


def _names_in(text: str, small: set[str], known: set[str]) -> list[str]:
    """Return the names in a text, each once."""
    names: list[str] = []
    parts: list[str] = []
    pending: list[str] = []
    for word, start in [*_words(text), ("", True)]:
        plain = word.split("'")[0].split("’")[0]
        letters = not any(character.isdigit() for character in word)
        capital = word[:1].isupper() and letters and not _is_own(word) and plain not in known
        common = plain.lower() in _COMMON or plain.lower() in small
        if capital and not start and (pending or not common):
            parts += [*pending, plain]
            pending = []
        elif parts and word in WORDS["links"] and not start:
            pending.append(word)
        else:
            if parts:
                names.append(" ".join(parts))
            parts, pending = [], []
    return list(dict.fromkeys(names))

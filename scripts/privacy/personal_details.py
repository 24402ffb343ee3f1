"""Details in free text by which a person might be found: addresses, numbers, dates, names."""

import re
from collections import Counter
from collections.abc import Sequence

# The first letters of the months in some European languages; in full dates only.
_MONTH = (
    r"(?:jan|ene|gen|f[eé]v|feb|m[aä]r|apr|abr|avr|ma[iyjg]|mei|jun|jui|giu|jul|lug|aug|ago|ao[uû]"
    r"|sep|set|o[ck]t|out|ott|nov|d[eéi][ck]|dez)[^\W\d_]*\.?"
)
_YEAR = r"(?:19|20)\d\d"
_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM"
    "|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC"
)
PATTERNS = {
    "email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    # From nine digits on; not within a longer number, an address of the web or a date.
    "phone": re.compile(
        r"(?<![\w./-])(?:\+\d{1,3}[ .-]?|\(?0)(?:\(?\d\)?[ ./-]?){7,12}\d(?![\w-])"
        r"|(?<![\w./-])(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?![\w-])"
    ),
    "postcode": re.compile(
        r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"
        rf"|\b(?:{_STATES}),? \d{{5}}(?:-\d{{4}})?\b"
        r"|\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b|\b\d{4} [A-Z]{2}\b(?= |$|[.,;])|\b\d{5} (?=[A-Z][a-zà-ž])"
    ),
    "date": re.compile(
        rf"\b\d{{1,2}}(?:st|nd|rd|th|\.|er|º)? (?:of |de |del )?{_MONTH},?(?: de| del)? {_YEAR}\b"
        rf"|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? {_YEAR}\b"
        rf"|\b\d{{1,2}}([./-])\d{{1,2}}\1(?:{_YEAR}|\d\d)\b|\b{_YEAR}([./-])\d{{1,2}}\2\d{{1,2}}\b",
        re.IGNORECASE,
    ),
}
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
# After these a capital letter is no name, as a sentence may begin.
_OPENING = re.compile(r"(?:^|[.!?…:;\"“”‘'’(\[\])–—/\n-]|\.\.\.)\s*$")
# Days are shared by all; a name of these letters is hardly one.
_COMMON = {
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december", "christmas", "easter", "god", "internet", "english"),
}
# Small words that stand within a name.
_LINKS = {"of", "in", "and", "the", "for", "de", "du", "la", "van", "von", "der", "del"}
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
        elif parts and word in _LINKS and not start:
            pending.append(word)
        else:
            if parts:
                names.append(" ".join(parts))
            parts, pending = [], []
    return list(dict.fromkeys(names))

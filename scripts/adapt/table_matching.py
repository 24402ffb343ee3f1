"""The headings of somebody's table of configurations, matched with what the stages are called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import get_close_matches
from functools import lru_cache

CONFIGURATION, QUOTATION, SPEAKER = "configuration", "quotation", "speaker"
SPEAKER_GROUP, VALENCE = "speaker_group", "valence"
# Of the kinds that the words of a heading fit, the first here is meant: "outcome quotations"
# are quotations, and a "mechanism (resource)" is a resource.
WORDS: dict[str, tuple[str, ...]] = {
    QUOTATION: (
        *("quotation", "quote", "verbatim", "excerpt", "extract", "zitat", "citation", "cita"),
        *("verbatims", "citazione", "citaat", "participant voice", "in their own words"),
    ),
    SPEAKER_GROUP: ("speaker group", "participant group", "group of speaker", "participant type"),
    SPEAKER: (
        *("speaker", "participant", "pseudonym", "respondent", "interviewee", "who said"),
        *("sprecher", "sprecherin", "locuteur", "locutrice", "hablante", "parlante", "spreker"),
    ),
    CONFIGURATION: (
        *("configuration", "cmo", "cmoc", "icmo", "icamo", "cimo", "id", "no", "nr", "number"),
        *("row", "#", "ref", "code", "nummer", "numéro", "número"),
    ),
    VALENCE: ("valence", "direction", "polarity", "sign", "positive or negative"),
    "resource": ("resource", "ressource", "recurso", "risorsa"),
    "reaction": (
        *("reaction", "reasoning", "response", "responses", "reaktion", "réaction", "reacción"),
    ),
    "intervention": (
        *("intervention", "programme", "program", "activity", "strategy", "programm"),
        *("intervención", "programa", "intervento", "i"),
    ),
    "actor": ("actor", "agent", "stakeholder", "akteur", "acteur", "attore", "a"),
    "mechanism": (
        *("mechanism", "mechanismus", "mechanismen", "mécanisme", "mecanismo", "meccanismo"),
        *("because", "mechanisme", "m"),
    ),
    "context": (
        *("context", "contextual", "circumstance", "setting", "condition", "kontext", "contexte"),
        *("contexto", "contesto", "contextual factor", "if", "c"),
    ),
    "outcome": (
        *("outcome", "result", "consequence", "effect", "impact", "ergebnis", "ergebnisse"),
        *("résultat", "resultado", "esito", "uitkomst", "wirkung", "then", "o"),
    ),
}
STAGES = ("intervention", "context", "actor", "mechanism", "resource", "reaction", "outcome")
# Words as short as these count only where they are the whole heading.
SHORT = 2
_ALONE = {"if", "then", "because", "no", "row", "code", "ref", "participant", "sign", "number"}
# Of these, two in one heading speak of a whole configuration.
_CHAIN = ("context", "mechanism", "outcome")
# What stands below a heading with one of these groups configurations, such as "Programme theory".
_GROUPING = {"theory", "theorie", "théorie", "teoría", "teoria", "theme", "thema", "hypothesis"}
_GROUPING |= {"domain", "pt", "ipt"}
# Stages that are parts of another one.
_PARTS = {"mechanism": ("resource", "reaction")}


def fold(text: str) -> str:
    """Return words without regard to case, accents, punctuation and blanks."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.findall(r"#|[^\W_]+", plain))


def match_heading(heading: str, spanner: str = "") -> str | None:
    """Return what the cells below a heading are, such as "context", or None if that is unknown.

    Case, plurals, accents and slips of the pen do not matter. Where the heading itself says
    nothing, the head that spans it may.

    Parameters
    ----------
    heading, spanner : str
        The words above the column, and above it and its neighbours.
    """
    return _match(heading) or (_match(spanner) if spanner else None)


def belongs_below(heading: str, head: str) -> bool:
    """Return whether a column can be one of those that a head to its left stands above.

    A column of outcomes is none of mechanisms; one whose words say nothing may be either.
    """
    own, above = _match(heading), _match(head)
    return own in (None, above) or above not in STAGES or own in _PARTS.get(above, ())


@lru_cache(maxsize=4096)
def _match(heading: str) -> str | None:
    """Return what the words of a heading say; a cell is asked for in many places."""
    folded = fold(heading)
    if not folded:
        return None
    words = [_singular(word) for word in folded.split()]
    chain = [stage for stage in _CHAIN if stage in words]
    if len(chain) > 1:
        return CONFIGURATION if len(chain) == len(_CHAIN) or CONFIGURATION in words else None
    if {_singular(fold(word)) for word in _GROUPING} & set(words):
        return None
    text = " ".join(words)
    for kind, names in WORDS.items():
        for name in names:
            plain = " ".join(_singular(word) for word in fold(name).split())
            if text == plain:
                return kind
    for kind, names in WORDS.items():
        for name in names:
            plain = " ".join(_singular(word) for word in fold(name).split())
            alone = len(plain) <= SHORT or plain in _ALONE
            if plain and not alone and f" {plain} " in f" {text} ":
                return kind
    return _match_slip(words)


def _match_slip(words: Sequence[str]) -> str | None:
    """Return the stage that a misspelt word means, if there is just one."""
    kinds = {}
    for kind in (*STAGES, QUOTATION):
        for name in WORDS[kind]:
            if len(name) > 5:
                kinds[fold(name)] = kind
    for word in words:
        close = get_close_matches(word, list(kinds), n=1, cutoff=0.82) if len(word) > 5 else []
        if close:
            return kinds[close[0]]
    return None


def _singular(word: str) -> str:
    """Return a word without the s of the plural."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word

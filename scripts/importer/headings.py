"""The headings of somebody's table of configurations, matched with what the stages are called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

CONFIGURATION, QUOTATION, SPEAKER = "configuration", "quotation", "speaker"
SPEAKER_GROUP, VALENCE = "speaker_group", "valence"
# Of the kinds that the words of a heading fit, the first here is meant: "outcome quotations"
# are quotations, a "mechanism (resource)" is a resource, and a "programme outcome" an outcome.
WORDS: dict[str, tuple[str, ...]] = {
    QUOTATION: (
        *("quotation", "quote", "verbatim", "excerpt", "extract", "zitat", "citation", "cita"),
        *("verbatims", "citazione", "citaat", "participant voice", "in their own words"),
        *("illustrative data",),
    ),
    SPEAKER_GROUP: ("speaker group", "participant group", "group of speaker", "participant type"),
    SPEAKER: (
        *("speaker", "participant", "pseudonym", "respondent", "interviewee", "who said"),
        *("sprecher", "sprecherin", "locuteur", "locutrice", "hablante", "parlante", "spreker"),
    ),
    CONFIGURATION: (
        *(
            "configuration",
            "cmo",
            "cmoc",
            "icmo",
            "scmo",
            "icamo",
            "cimo",
            "id",
            "no",
            "nr",
            "number",
        ),
        *("row", "#", "ref", "code", "nummer", "numéro", "número"),
    ),
    VALENCE: ("valence", "direction", "polarity", "sign", "positive or negative"),
    "resource": ("resource", "ressource", "recurso", "risorsa"),
    "reaction": (
        *("reaction", "reasoning", "response", "responses", "reaktion", "réaction", "reacción"),
        *("raisonnement", "razonamiento", "reazione"),
    ),
    "mechanism": (
        *("mechanism", "mechanismus", "mechanismen", "mécanisme", "mecanismo", "meccanismo"),
        *("because", "mechanisme", "mekanism", "mekanisme", "m"),
    ),
    "context": (
        *("context", "contextual", "circumstance", "setting", "condition", "kontext", "contexte"),
        *("contexto", "contesto", "kontekst", "contextual factor", "if", "c"),
    ),
    "outcome": (
        *("outcome", "result", "consequence", "effect", "impact", "ergebnis", "ergebnisse"),
        *("résultat", "effet", "resultado", "desfecho", "esito", "uitkomst", "wirkung"),
        *("resultat", "utfall", "utfald", "then", "o"),
    ),
    "intervention": (
        *("intervention", "programme", "program", "activity", "strategy", "programm"),
        *("intervención", "programa", "intervento", "i"),
    ),
    "actor": ("actor", "agent", "stakeholder", "akteur", "acteur", "attore", "a"),
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
# Words that are understood with one slip of the pen: no other word is as near to them.
_SLIPS = {"context": "context", "mechanism": "mechanism", "outcome": "outcome"}
_SLIPS |= {"intervention": "intervention", "quotation": QUOTATION}


def fold(text: str) -> str:
    """Return words without regard to case, accents, punctuation, blanks and what is unseen.

    What is raised is the mark of a note, and no part of a word.
    """
    plain = unicodedata.normalize("NFKD", "".join(c for c in text if not _is_raised(c)).casefold())
    seen = (c for c in plain if unicodedata.category(c) != "Cf" and not unicodedata.combining(c))
    plain = "".join(seen)
    return " ".join(re.findall(r"#|[^\W_]+", plain))


def _is_raised(letter: str) -> bool:
    """Return whether a letter or digit is raised; that of nº belongs to its word."""
    return unicodedata.decomposition(letter).startswith("<super>") and letter not in "ªº"


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
    text = fold_plurals(heading)
    words = text.split()
    chain = [stage for stage in _CHAIN if stage in words]
    if len(chain) > 1:
        return CONFIGURATION if len(chain) == len(_CHAIN) or CONFIGURATION in words else None
    if set(map(fold_plurals, _GROUPING)) & set(words):
        return None
    for kind, names in WORDS.items():
        for name in names:
            plain = fold_plurals(name)
            # A blank that does not break stands in the midst of a word now and then.
            if plain in (text, text.replace(" ", "") if kind in STAGES else text):
                return kind
    parts = _PARTS["mechanism"]
    if all(set(map(fold_plurals, WORDS[part])) & set(words) for part in parts):
        # Both parts in one column are the whole.
        return "mechanism"
    for kind, names in WORDS.items():
        for name in names:
            plain = fold_plurals(name)
            alone = len(plain) <= SHORT or plain in _ALONE
            if plain and not alone and f" {plain} " in f" {text} ":
                return kind
    return next((kind for word in words for w, kind in _SLIPS.items() if is_slip(word, w)), None)


def is_slip(word: str, meant: str) -> bool:
    """Return whether a word is another with one letter too many, one lost, or two swapped.

    Another letter in the place of one makes real words of each other, such as content of context.
    """
    if word[:1] != meant[:1] or abs(len(word) - len(meant)) > 1:
        return False
    longer, shorter = sorted((word, meant), key=len, reverse=True)
    if len(longer) > len(shorter):
        return any(longer[:i] + longer[i + 1 :] == shorter for i in range(1, len(longer)))
    swaps = (meant[:i] + meant[i + 1] + meant[i] + meant[i + 2 :] for i in range(1, len(meant) - 1))
    return word in swaps


def fold_plurals(text: str) -> str:
    """Return words as `fold` does, and without the s of the plural."""
    words = fold(text).split()
    return " ".join(re.sub(r"(?<=..[^s])s\Z", "", word) for word in words)


def blank_letters(headings: Sequence[str]) -> list[str]:
    """Return headings without single letters, which name stages only where C and O are there."""
    has_chain = {"c", "o"} <= set(map(fold, headings))
    return [text if has_chain or len(fold(text)) != 1 else "" for text in headings]

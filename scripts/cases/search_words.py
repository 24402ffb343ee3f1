"""Which words the search of the explorer takes for each other: forms of a word, and synonyms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

import pandas as pd
from snowballstemmer import stemmer

from scripts.cases.dossiers import Dossier
from scripts.cases.facets import Facet
from scripts.study.study import Study

WORD = re.compile(r"[^\W\d_]+")
# Words that say nothing of what is looked for.
SILENT = (
    "a an and are as at be by can do does for from has have how i in is it its me my of on or our "
    "that the their them they this to was we what when where which who why will with"
)


def fold(text: str) -> str:
    """Return text in small letters without accents, with British endings, as the script does."""
    plain = unicodedata.normalize("NFD", text)
    letters = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return re.sub(r"([^\W\d_]{3})iz(?=[aei])", r"\1is", letters.replace("’", "'"))


def build_word_index(
    texts: Iterable[str], synonyms: pd.DataFrame, facets: Iterable[Facet]
) -> dict[str, object]:
    """Return what the script needs to know of the words in a list.

    Parameters
    ----------
    texts : iterable of str
        All that can be found.
    synonyms : pandas.DataFrame
        ``term``, a word or phrase that somebody may search for, and what it ``finds`` as well:
        words, or a value of a ``column`` that can be filtered by.
    facets : iterable of Facet
        What can be filtered by.

    Returns
    -------
    dict
        ``stems``: for each word whose stem (Porter, 2001) is another, the stem;
        ``synonyms``: words and values for each term; ``silent``: words that are passed over.
    """
    options = {facet.key: {v: k for k, v in facet.options.items()} for facet in facets}
    also: dict[str, dict[str, list]] = {}
    for row in synonyms.itertuples():
        own = also.setdefault(fold(row.term), {"words": [], "values": []})
        if not row.column:
            own["words"].append(fold(row.finds))
        elif row.finds in options.get(row.column, {}):
            own["values"].append([row.column, options[row.column][row.finds]])
    words = {word for text in texts for word in WORD.findall(fold(text))} | set(also)
    english = stemmer("english")
    stems = {word: english.stemWord(word) for word in sorted(words) if WORD.fullmatch(word)}
    return {
        "stems": {word: stem for word, stem in stems.items() if word != stem},
        "synonyms": also,
        "silent": SILENT.split(),
    }


def list_texts(study: Study, dossiers: Sequence[Dossier]) -> list[str]:
    """Return all texts of the explorer that a search is to find."""
    labels = study.element_labels
    texts = []
    for d in dossiers:
        texts += [d.title, d.sentence, d.valence, d.valence_basis, d.delivery, d.delivery_basis]
        texts += [d.status, *d.further.values()]
        texts += [line for own in d.lines.values() for line in own]
        texts += [labels.get(e, e) for own in d.elements.values() for e in own]
        texts += [f"{q.text} {q.speaker} {q.member}" for q in d.quotations]
        texts += [f"{p.relation} {p.text} {p.place} {p.note}" for p in d.passages]
        texts += [f"{n.exhibit} {n.cell} {n.kind} {n.reason}" for n in d.notes]
    return texts

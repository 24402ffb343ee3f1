"""The explorer: all configurations in a list, complete in itself, made to be searched."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pandas as pd
from IPython.display import HTML
from snowballstemmer import stemmer

from scripts.analysis.crosslinks import address_configuration
from scripts.analysis.formatting import format_theory_mark
from scripts.cases.dossiers import Dossier, build_dossiers, list_further_columns
from scripts.cases.facets import Facet, build_facets
from scripts.look.markup import render
from scripts.study.study import Study
from scripts.tables.html import format_lines

# Of what is coded, what is searched: the grades are said in other words.
SEARCHED = ("valence", "valence_basis", "delivery", "delivery_basis")
WORD = re.compile(r"[^\W\d_]+")
# Words that say nothing of what is looked for.
SILENT = (
    "a an and are as at be by can do does for from has have how i in is it its me my of on or our "
    "that the their them they this to was we what when where which who why will with"
)


def show_explorer(
    study: Study, configurations: pd.DataFrame, caption: str = "All configurations"
) -> HTML:
    """Return the configurations of a frame as a list that a script makes searchable.

    Without a script it is a plain list that lacks nothing.

    Parameters
    ----------
    study : Study
        The study; what it does not have is left out.
    configurations : pandas.DataFrame
        Rows of ``study.configurations``, in the order to show. Columns that a chapter has
        added are shown, and can be filtered by where several rows share a value.
    caption : str
        What the list shows.
    """
    dossiers = build_dossiers(study, configurations)
    further = list_further_columns(study, configurations)
    facets = build_facets(study, dossiers, further)
    words = build_word_index(list_texts(study, dossiers), study.synonyms, facets)
    return HTML(
        render(
            "cases/explorer.html",
            caption=caption,
            stages=study.settings.stages,
            gap=study.settings.not_in_source,
            dossiers=dossiers,
            facets=facets,
            further=further,
            words=json.dumps(words, ensure_ascii=False, separators=(",", ":")),
            address=address_configuration,
            # From a chapter every page of the book can be reached.
            place=lambda address: address,
            lines=format_lines,
            mark=format_theory_mark,
        )
    )


def fold(text: str) -> str:
    """Return text in small letters without accents, with British endings.

    The script that searches does the same: `fold` in ``scripts/site/static/explorer.js``.
    """
    plain = unicodedata.normalize("NFD", text)
    letters = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return re.sub(r"([^\W\d_]{3})iz(?=[aei])", r"\1is", letters.replace("’", "'"))


def build_word_index(
    texts: Iterable[str], synonyms: pd.DataFrame, facets: Mapping[str, Facet]
) -> dict[str, object]:
    """Return what the script needs to know of the words in texts that can be found.

    That is for each word whose stem (Porter, 2001) is another, the stem; what is found beside
    each term of the synonyms, words or values that can be filtered by; and words that are
    passed over.
    """
    also: dict[str, dict[str, list]] = {}
    for row in synonyms.itertuples():
        own = also.setdefault(fold(row.term), {"words": [], "values": []})
        options = facets[row.column].options if row.column in facets else {}
        if not row.column:
            own["words"].append(fold(row.finds))
        own["values"] += [[row.column, key] for key, v in options.items() if v == row.finds]
    words = {word for text in texts for word in WORD.findall(fold(text))} | set(also)
    english = stemmer("english")
    stems = {word: english.stemWord(word) for word in sorted(words) if WORD.fullmatch(word)}
    return {
        "stems": {word: stem for word, stem in stems.items() if word != stem},
        "synonyms": also,
        "silent": SILENT.split(),
    }


def list_texts(study: Study, dossiers: Sequence[Dossier]) -> Iterator[str]:
    """Yield all texts of the explorer that a search is to find."""
    labels = study.element_labels
    for d in dossiers:
        yield from (d.title, d.sentence, d.status, *d.further.values())
        yield from (d.coded.get(key, "") for key in SEARCHED)
        for lines in d.lines.values():
            yield from lines
        for elements in d.elements.values():
            yield from (labels.get(e, e) for e in elements)
        yield from (f"{q.text} {q.said}" for q in d.quotations)
        yield from (f"{p.relation} {p.text} {p.place} {p.note}" for p in d.passages)
        yield from (f"{n.label} {n.cell} {n.kind} {n.reason}" for n in d.notes)

"""The explorer: all configurations in a list, complete in itself, made to be searched."""

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup
from snowballstemmer import stemmer

from scripts.analysis.crosslinks import address_configuration
from scripts.analysis.formatting import format_theory_mark
from scripts.cases.dossiers import build_dossiers
from scripts.cases.facets import Facet, build_facets
from scripts.look.markup import render
from scripts.published.comparison import Comparison
from scripts.study.study import Study
from scripts.tables.html import format_lines

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
    shown = describe_cases(study, configurations, {})
    return HTML(
        render(
            "cases/explorer.html",
            caption=caption,
            list_words=partial(list_searched_words, study.synonyms, shown["facets"]),
            address=address_configuration,
            # From a chapter every page of the book can be reached.
            place=lambda address: address,
            **shown,
        )
    )


def describe_cases(
    study: Study, configurations: pd.DataFrame, comparisons: Mapping[str, Comparison]
) -> dict[str, Any]:
    """Return what the explorer and the pages show of configurations, by its name in templates."""
    dossiers = build_dossiers(study, configurations, comparisons)
    known = {*study.configurations, "status"}
    added = [name for name in configurations if name not in known]
    named = {name: name.replace("_", " ").capitalize() for name in added}
    # The headings of columns beside the stages: those of the table, then a chapter's.
    further = study.further_columns | named
    return {
        "dossiers": dossiers,
        "facets": build_facets(study, dossiers, further),
        "further": further,
        "stages": study.settings.stages,
        "theories": study.theories["label"],
        "gap": study.settings.not_in_source,
        "lines": lambda cell: format_lines(*zip(*cell, strict=True)),
        "mark": format_theory_mark,
    }


def fold_word(text: str) -> str:
    """Return text in small letters without accents, with British endings.

    The script that searches does the same: `fold` in ``scripts/site/static/explorer.js``.
    """
    plain = unicodedata.normalize("NFD", text)
    letters = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return re.sub(r"([^\W\d_]{3})iz(?=[aei])", r"\1is", letters.replace("’", "'"))


def list_searched_words(synonyms: pd.DataFrame, facets: Mapping[str, Facet], rows: Markup) -> str:
    """Return what the script needs to know of the words of the rows, in which it searches, as JSON.

    That is for each word whose stem (Porter, 2001) is another, the stem; what is found beside
    each term of the synonyms, words or values that can be filtered by; and words that are
    passed over.
    """
    also: dict[str, dict[str, list]] = {}
    for row in synonyms.itertuples():
        own = also.setdefault(fold_word(row.term), {"words": [], "values": []})
        options = facets[row.column].options if row.column in facets else {}
        if not row.column:
            own["words"].append(fold_word(row.finds))
        own["values"] += [[row.column, key] for key, v in options.items() if v == row.finds]
    words = {*WORD.findall(fold_word(rows.striptags())), *also}
    english = stemmer("english")
    stems = {word: english.stemWord(word) for word in sorted(words) if WORD.fullmatch(word)}
    index = {
        "stems": {word: stem for word, stem in stems.items() if word != stem},
        "synonyms": also,
        "silent": SILENT.split(),
    }
    return json.dumps(index, ensure_ascii=False, separators=(",", ":"))

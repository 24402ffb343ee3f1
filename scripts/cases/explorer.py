"""The explorer: all configurations in a list, complete in itself, made to be searched."""

from __future__ import annotations

import json

import pandas as pd
from IPython.display import HTML

from scripts.analysis.crosslinks import address_configuration
from scripts.cases.dossiers import build_dossiers, list_further_columns
from scripts.cases.facets import build_facets
from scripts.cases.markup import render
from scripts.cases.search_words import build_word_index, list_texts
from scripts.study.study import Study


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
        added are shown, and can be filtered by where they bring several rows together.
    caption : str
        What the list shows.
    """
    dossiers = build_dossiers(study, configurations)
    further = list_further_columns(study, configurations)
    facets = build_facets(study, dossiers, further)
    words = build_word_index(list_texts(study, dossiers), study.synonyms, facets)
    return HTML(
        render(
            "explorer.html",
            caption=caption,
            stages=study.settings.stages,
            gap=study.settings.not_in_source,
            dossiers=dossiers,
            facets={facet.key: facet for facet in facets},
            further=further,
            words=json.dumps(words, ensure_ascii=False, separators=(",", ":")),
            address=address_configuration,
            # From a chapter every page of the book can be reached.
            place=lambda address: address,
        )
    )

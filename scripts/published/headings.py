"""The caption and the headings that a study gives its exhibits, as cells to compare."""

from __future__ import annotations

import pandas as pd

from scripts.analysis.change_models import group_spanners
from scripts.published.readings import QUOTATIONS
from scripts.study.study import Study


def list_headings(study: Study, key: str) -> pd.DataFrame:
    """Return the caption, the headings and the labels of blocks of an exhibit.

    Returns
    -------
    pandas.DataFrame
        row, column and cell (str), by the keys of the printed side: the caption is
        ``caption, caption``, a heading ``heading, KEY``, and the label of a block
        ``BLOCK, label``.
    """
    exhibit, settings = study.settings.exhibit(key), study.settings
    cells = [("caption", "caption", exhibit.caption)]
    if exhibit.kind == "interviews":
        # What the paper says of interviews in its text has neither caption nor headings.
        cells = []
    if exhibit.kind == "demographics":
        cells += [
            ("heading", group, study.groups.loc[group, "heading"]) for group in exhibit.groups
        ]
        shown = study.demographics["group"].isin(exhibit.groups)
        blocks = study.demographics.loc[shown, "characteristic"].unique()
        labels = study.characteristics.set_index("characteristic")["label"]
        cells += [(block, "label", labels[block]) for block in blocks]
    if exhibit.kind == "configurations":
        spanners = dict.fromkeys(head for head, _ in group_spanners(settings.stages))
        cells += [("heading", spanner_key(study, spanner), spanner) for spanner in spanners]
        heads = {**study.further_columns, **study.stages["label"], **study.theories["label"]}
        if len(study.quotations):
            heads[QUOTATIONS] = settings.quotations_label
        cells += [("heading", column, label) for column, label in heads.items()]
    return pd.DataFrame(cells, columns=["row", "column", "cell"], dtype="str")


def spanner_key(study: Study, spanner: str) -> str:
    """Return the column key of a head that spans stages: the head in small letters.

    A stage or theory of that very name keeps the name; the head is then ``NAME/spanner``.
    """
    taken = {*study.stages.index, *study.theories.index, QUOTATIONS}
    key = spanner.casefold()
    return f"{key}/spanner" if key in taken else key

"""The cells of a table of configurations: their lines, their levels, and the quotations."""

from __future__ import annotations

import pandas as pd

from scripts.analysis.formatting import format_quotation
from scripts.study.elements import split_cell
from scripts.study.study import Study


def split_lines(configurations: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return configurations with each element of a cell on a line of its own."""
    lines = {
        stage.stage: [
            "\n".join(split_cell(text, stage.split_at)) for text in configurations[stage.stage]
        ]
        for stage in study.settings.stages
    }
    return configurations.assign(**lines)


def list_levels(configurations: pd.DataFrame, study: Study) -> dict[tuple[str, str], tuple]:
    """Return the level of each line of a cell, by configuration and stage, where one is known."""
    levels = {}
    for row in configurations.to_dict("records"):
        for stage in study.settings.stages:
            lines = split_cell(row[stage.stage], stage.split_at)
            own = study.find_levels(row["configuration"], stage.stage, len(lines))
            if any(own):
                levels[row["configuration"], stage.stage] = own
    return levels


def join_quotations(study: Study) -> pd.Series:
    """Return all that is quoted for a configuration, each with its speaker, by configuration."""
    codes = study.groups["code"]
    quotations = study.quotations
    texts = [
        format_quotation(q.text, q.speaker, codes.get(q.speaker_group, ""))
        for q in quotations.itertuples()
    ]
    texts = pd.Series(texts, index=quotations["configuration"], dtype="str", name="quotations")
    return texts.groupby(level="configuration", sort=False).agg("\n".join).astype("str")

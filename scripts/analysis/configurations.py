"""What a study holds, as frames: configurations, elements, cells, quotations; and their counts."""

from collections.abc import Mapping

import pandas as pd

from scripts.analysis.formatting import format_speaker
from scripts.study.elements import split_cell
from scripts.study.study import Study

NOT_STATED = "not stated"


def select_configurations(study: Study, show: Mapping[str, str]) -> pd.DataFrame:
    """Return the configurations whose columns have the given values, in order."""
    frame = study.configurations
    for column, value in show.items():
        frame = frame[frame[column] == value]
    return frame.reset_index(drop=True)


def list_elements(study: Study) -> pd.DataFrame:
    """Return one row for each element that a configuration passes through, stage by stage.

    An element is a code of the codebook; without codings each distinct line of a cell is one.
    A stage that the source does not give has one row, whose element is blank.

    Returns
    -------
    pandas.DataFrame
        configuration, stage, order (of the stage, from 0), element, label, level, and words
        (the text of the cell, or of the line).
    """
    labels, absent = study.element_labels, study.settings.not_in_source
    rows = []
    for row in study.configurations.to_dict("records"):
        name = row["configuration"]
        for order, stage in enumerate(study.settings.stages):
            elements = study.stage_elements.get((name, stage.stage), ())
            levels = study.find_levels(name, stage.stage, len(elements)) if elements else ("",)
            for element, level in zip(elements or ("",), levels, strict=True):
                words = element if study.codings.empty else row[stage.stage]
                label = labels.get(element, element) or absent
                rows.append((name, stage.stage, order, element, label, level, words))
    columns = ["configuration", "stage", "order", "element", "label", "level", "words"]
    return pd.DataFrame(rows, columns=columns)


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
    codes, quotations = study.groups["code"], study.quotations
    texts = [
        f"‘{q.text}’ {format_speaker(q.speaker, codes.get(q.speaker_group, ''))}".strip()
        for q in quotations.itertuples()
    ]
    texts = pd.Series(texts, index=quotations["configuration"], dtype="str", name="quotations")
    return texts.groupby(level="configuration", sort=False).agg("\n".join).astype("str")


def count_all(study: Study) -> dict[str, int]:
    """Return the numbers of people, configurations, quotations and speakers by their names.

    ``n_GROUP`` and ``n_all``, in which who belongs to a group and to a part of it counts once;
    ``configurations``, ``VALENCE``, ``THEORY`` and ``THEORY_VALENCE``; and ``quotations``,
    ``quotations_GROUP`` and ``speakers_GROUP``.
    """
    groups, frame, quotations = study.settings.groups, study.configurations, study.quotations
    counts = {f"n_{group.group}": group.n for group in groups}
    counts["n_all"] = sum(group.n for group in groups if not group.part_of)
    counts["configurations"] = len(frame)
    counts |= frame["valence"].value_counts(sort=False)
    for theory in study.theories.index:
        held = frame.loc[frame[theory] == "yes", "valence"]
        counts[theory] = len(held)
        counts |= {f"{theory}_{v}": (held == v).sum() for v in frame["valence"].unique()}
    counts["quotations"] = len(quotations)
    for group in groups:
        own = quotations.loc[quotations["speaker_group"] == group.group, "speaker"]
        counts[f"quotations_{group.group}"] = len(own)
        counts[f"speakers_{group.group}"] = own.nunique()
    return {name: int(count) for name, count in counts.items()}

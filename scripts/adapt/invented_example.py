"""The invented example of a new book: a community garden, told in the stages that are asked for.

Everything in here is made up. It says nothing about real people or gardens.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

import pandas as pd

from scripts.importer.headings import STAGES, match_heading
from scripts.study.settings import Group, Stage

NOTICE = (
    "Invented example: the people, counts and words on this page are made up. "
    "Replace the files in data/ by your own, and take the line “notice” out of data/study.yml."
)
THEORIES = {"initial": "First theory", "final": "Final theory"}
CHARACTERISTICS = (
    {
        "characteristic": "years",
        "label": "How old they are",
        "position": "1",
        "responses": "single",
    },
    {
        "characteristic": "reason",
        "label": "Why they come",
        "position": "2",
        "responses": "multiple",
    },
)
# Shares of a group at each level, in twelfths; where there is none, the rest.
LEVELS = (
    ("years", "Under 40", 4),
    ("years", "40 to 64", 5),
    ("years", "65 or over", None),
    ("reason", "To grow food", 7),
    ("reason", "To meet people", 9),
    ("reason", "To be outdoors", 5),
)


def _read_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table beside this module."""
    with files("scripts.adapt").joinpath(f"{name}.csv").open(encoding="utf-8") as file:
        return pd.read_csv(file, dtype="str", keep_default_na=False).to_dict("records")


def tell_strands(stages: Sequence[Stage]) -> list[dict[str, str]]:
    """Return the configurations with a text for each stage.

    A stage of another name than those known here gets words that say what would stand in it.
    """
    keys = [stage.stage for stage in stages]
    kinds = {key: key for key in keys}
    for stage in stages:
        # A stage may bear another name for the same thing, such as reasoning, or be no English.
        kind = match_heading(stage.label)
        if stage.stage not in STAGES and kind in STAGES and kind not in kinds.values():
            kinds[stage.stage] = kind
    rows = []
    for number, strand in enumerate(_read_rows("invented_strands"), start=1):
        row = {key: strand[key] for key in ("configuration", "title")} | {"position": str(number)}
        for stage in stages:
            words = strand.get(kinds[stage.stage])
            if words is None:
                words = f"{stage.short_label}: invented words of row {number}"
            row[stage.stage] = words
        rows.append(row | {key: strand[key] for key in (*THEORIES, "valence")})
    return rows


def tell_quotations(groups: Sequence[Group]) -> list[dict[str, str]]:
    """Return the quotations, spoken by the groups in turn."""
    told = pd.DataFrame(_read_rows("invented_quotations"))
    places = told.groupby("configuration").cumcount() + 1
    speakers = [groups[number % len(groups)].group for number in range(len(told))]
    told = told.assign(position=places.astype("str"), speaker_group=speakers)
    order = ["configuration", "position", "speaker", "speaker_group", "text"]
    return told[order].to_dict("records")


def count_people(groups: Sequence[Group]) -> list[dict[str, str]]:
    """Return counts for each group; the reasons of the last of several groups are not known."""
    rows = []
    for position, (characteristic, level, share) in enumerate(LEVELS, start=1):
        for group in groups:
            shares = (n for key, _, n in LEVELS if key == characteristic and n)
            rest = group.n - sum(round(group.n * n / 12) for n in shares)
            count = rest if share is None else round(group.n * share / 12)
            is_unknown = characteristic == "reason" and group in groups[1:][-1:]
            rows.append(
                {
                    "characteristic": characteristic,
                    "level": level,
                    "group": group.group,
                    "position": str(position),
                    "count": "" if is_unknown else str(count),
                }
            )
    return rows


def measure_interviews(groups: Sequence[Group]) -> list[dict[str, str]]:
    """Return numbers and lengths of interviews, in minutes."""
    return [
        {
            "group": group.group,
            "interviewees": str(group.n),
            "mean": str(30 + 5 * i),
            "minimum": str(30 + 5 * i - (10 if group.n > 1 else 0)),
            "maximum": str(30 + 5 * i + (15 if group.n > 1 else 0)),
        }
        for i, group in enumerate(groups)
    ]

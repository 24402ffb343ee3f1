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
# Shares of a group at each level, in twelfths; the rest is at the last level.
AGES = (("Under 40", 4), ("40 to 64", 5), ("65 or over", 3))
REASONS = (("To grow food", 7), ("To meet people", 9), ("To be outdoors", 5))


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
    for position, (level, share) in enumerate(AGES, start=1):
        for group in groups:
            others = sum(round(group.n * part / 12) for name, part in AGES[:-1])
            count = round(group.n * share / 12) if level != AGES[-1][0] else group.n - others
            rows.append(_count("years", level, group, position, str(count)))
    for position, (level, share) in enumerate(REASONS, start=len(AGES) + 1):
        for group in groups:
            is_unknown = len(groups) > 1 and group == groups[-1]
            count = "" if is_unknown else str(round(group.n * share / 12))
            rows.append(_count("reason", level, group, position, count))
    return rows


def _count(characteristic: str, level: str, group: Group, position: int, count: str) -> dict:
    """Return one row of the counts."""
    keys = {"characteristic": characteristic, "level": level, "group": group.group}
    return {**keys, "position": str(position), "count": count}


def list_characteristics() -> list[dict[str, str]]:
    """Return the blocks of the table of participants."""
    return [
        {"characteristic": key, "label": label, "position": str(i), "responses": responses}
        for i, (key, label, responses) in enumerate(
            (("years", "How old they are", "single"), ("reason", "Why they come", "multiple")),
            start=1,
        )
    ]


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

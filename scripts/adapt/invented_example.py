"""The invented example of a new book: a community garden, told in the stages that are asked for.

Everything in here is made up. It says nothing about real people or gardens.
"""

import csv
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files

from scripts.importer.headings import STAGES, match_heading
from scripts.study.settings import Group, Stage

NOTICE = (
    "Invented example: the people, counts and words on this page are made up. "
    "Replace the files in data/ by your own, and take the line “notice” out of data/study.yml."
)
THEORIES = {"initial": "First theory", "final": "Final theory"}


def _read_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table beside this module."""
    with files(__package__).joinpath(f"invented_{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def tell_strands(stages: Sequence[Stage]) -> list[dict[str, str]]:
    """Return the configurations with a text for each stage.

    A stage of another name than those known here gets words that say what would stand in it.
    """
    kinds = {stage.stage: stage.stage for stage in stages}
    for stage in stages:
        # A stage may bear another name for the same thing, such as reasoning, or be no English.
        kind = match_heading(stage.label)
        if stage.stage not in STAGES and kind in STAGES and kind not in kinds.values():
            kinds[stage.stage] = kind
    rows = []
    for number, strand in enumerate(_read_rows("strands"), start=1):
        row = {key: strand[key] for key in ("configuration", "title")} | {"position": str(number)}
        for stage in stages:
            otherwise = f"{stage.short_label}: invented words of row {number}"
            row[stage.stage] = strand.get(kinds[stage.stage], otherwise)
        rows.append(row | {key: strand[key] for key in (*THEORIES, "valence")})
    return rows


def tell_quotations(groups: Sequence[Group]) -> list[dict[str, str]]:
    """Return the quotations, spoken by the groups in turn."""
    places: Counter[str] = Counter()
    rows = []
    for number, told in enumerate(_read_rows("quotations")):
        places[told["configuration"]] += 1
        group = groups[number % len(groups)].group
        place = str(places[told["configuration"]])
        rows.append({**told, "position": place, "speaker_group": group})
    return rows


def list_characteristics() -> list[dict[str, str]]:
    """Return the blocks of the table of participants."""
    return _read_rows("characteristics")


def count_people(groups: Sequence[Group]) -> list[dict[str, str]]:
    """Return counts for each group; the reasons of the last of several groups are not known.

    The share of a level is given in twelfths; a level without one has the rest.
    """
    rows = []
    for group in groups:
        left = group.n
        for level in _read_rows("levels"):
            share = level.pop("twelfths")
            count = round(group.n * int(share) / 12) if share else left
            left -= count
            is_unknown = level["characteristic"] == "reason" and group in groups[1:][-1:]
            shown = "" if is_unknown else str(count)
            rows.append({**level, "group": group.group, "count": shown})
    return sorted(rows, key=lambda row: int(row["position"]))


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

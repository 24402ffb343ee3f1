"""The invented example of a new book: a community garden, told in the stages that are asked for.

Everything in here is made up. It says nothing about real people or gardens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scripts.adapt.table_matching import STAGES, match_heading
from scripts.study.settings import Group, Stage

NOTICE = (
    "Invented example: the people, counts and words on this page are made up. "
    "Replace the files in data/ by your own, and take the line “notice” out of data/study.yml."
)
# What happens at each stage, by the names that realist evaluations give their stages.
STRANGER, KNOWING, BALCONY = (
    "New to the street and knows nobody",
    "Has grown vegetables for years",
    "Has a balcony but has never grown anything",
)
SESSION, PRIZE = "An open garden session every week", "A prize for the largest vegetable"
HELPER, STEWARD = "Neighbours who already come", "Those who look after the tools"
STRANDS: Sequence[Mapping[str, str]] = (
    {
        "configuration": "works-beside",
        "title": "Working side by side",
        "context": STRANGER,
        "intervention": SESSION,
        "actor": HELPER,
        "resource": "Somebody shows newcomers a job and works beside them",
        "reaction": "Feels expected and useful",
        "mechanism": "Working beside somebody makes a newcomer feel useful",
        "outcome": "Comes again the next week",
        "valence": "positive",
        "initial": "yes",
        "final": "yes",
    },
    {
        "configuration": "stands-about",
        "title": "Standing about",
        "context": STRANGER,
        "intervention": SESSION,
        "actor": STEWARD,
        "resource": "Nobody has time for newcomers",
        "reaction": "Feels in the way",
        "mechanism": "With nothing to do, a newcomer feels in the way",
        "outcome": "Does not come back",
        "valence": "negative",
        "initial": "no",
        "final": "yes",
    },
    {
        "configuration": "sees-it-done",
        "title": "Seeing how it is done",
        "context": BALCONY,
        "intervention": SESSION,
        "actor": HELPER,
        "resource": "Seedlings to take home",
        "reaction": "Thinks: I can do that too",
        "mechanism": "Seeing it done makes it look possible",
        "outcome": "Grows herbs at home",
        "valence": "positive",
        "initial": "yes",
        "final": "yes",
    },
    {
        "configuration": "is-asked",
        "title": "Being asked for advice",
        "context": KNOWING,
        "intervention": SESSION,
        "actor": HELPER,
        "resource": "Others ask for advice",
        "reaction": "Feels that experience counts",
        "mechanism": "Being asked makes experience count",
        "outcome": "Teaches others",
        "valence": "positive",
        "initial": "yes",
        "final": "yes",
    },
    {
        "configuration": "competes",
        "title": "Competing for a prize",
        "context": KNOWING,
        "intervention": PRIZE,
        "actor": STEWARD,
        "resource": "Beds are judged",
        "reaction": "Wants to win",
        "mechanism": "Prizes turn the beds into a contest",
        "outcome": "Keeps the best seeds",
        "valence": "negative",
        "initial": "no",
        "final": "yes",
    },
    {
        "configuration": "free-harvest",
        "title": "A share of the harvest",
        "context": "Short of money",
        "intervention": SESSION,
        "actor": HELPER,
        "resource": "A share of the harvest",
        "reaction": "Sees a reason to come",
        "mechanism": "Free vegetables are a reason to come",
        "outcome": "",
        "valence": "positive",
        "initial": "yes",
        "final": "no",
    },
)
THEORIES = {"initial": "First theory", "final": "Final theory"}
QUOTATIONS = (
    ("works-beside", "Ada", "He gave me a fork and we dug. I did not have to talk."),
    ("works-beside", "Bo", "You come back because the bed is half done."),
    ("stands-about", "Cleo", "I stood by the shed for an hour. Nobody meant it badly."),
    ("sees-it-done", "Dara", "If it grows in a bucket here, it grows in a bucket at home."),
    ("is-asked", "Emil", "They wanted to know how I do my beans. That was new."),
    ("competes", "Fay", "After the prize I kept my seeds to myself, I admit it."),
)
# Shares of a group at each level, in twelfths; the rest is at the last level.
AGES = (("Under 40", 4), ("40 to 64", 5), ("65 or over", 3))
REASONS = (("To grow food", 7), ("To meet people", 9), ("To be outdoors", 5))


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
    for number, strand in enumerate(STRANDS, start=1):
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
    rows, places = [], {}
    for number, (configuration, speaker, text) in enumerate(QUOTATIONS):
        places[configuration] = places.get(configuration, 0) + 1
        rows.append(
            {
                "configuration": configuration,
                "position": str(places[configuration]),
                "speaker": speaker,
                "speaker_group": groups[number % len(groups)].group,
                "text": text,
            }
        )
    return rows


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

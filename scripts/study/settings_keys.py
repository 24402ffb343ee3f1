"""The keys of ``study.yml``: each used once, and each leading to something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import Formatter
from typing import TYPE_CHECKING

from scripts.files.problems import Problem, did_you_mean, one_of, quote

if TYPE_CHECKING:
    from scripts.study.settings import Settings

# Columns of the tables of configurations that no stage or theory may be called after.
RESERVED = ("configuration", "position", "title", "quotations")
RESERVED += ("valence", "valence_grade", "valence_basis")
RESERVED += ("delivery", "delivery_only", "delivery_grade", "delivery_basis")
# What may stand in braces in each pattern of a printed cell.
PLACES = {
    "count_cell": ("count", "percent"),
    "zero_cell": ("count", "percent"),
    "group_heading": ("label", "n"),
    "small_cell": ("smallest",),
}
# The same for each part of a sentence about a configuration.
SENTENCE = {"frame": ("first", "then"), "without": ("then",), "perhaps": ("then",)}
# Kinds of exhibit that have one column or row for each group.
BY_GROUP = ("demographics", "interviews")


def check_keys(settings: Settings, file: str) -> list[Problem]:
    """Return a problem for each key that is used twice or that leads nowhere."""

    def refuse(where: str, found: str, allowed: str, fix: str) -> Problem:
        return Problem(file, None, where, found, allowed, fix)

    problems = []
    stages = [stage.stage for stage in settings.stages]
    stages += [stage.level_column for stage in settings.stages if stage.levels]
    theories = [theory.theory for theory in settings.theories]
    groups = [group.group for group in settings.groups]
    for name, keys in (
        ("groups", groups),
        ("stages", stages),
        ("theories", theories),
        ("exhibits", [exhibit.exhibit for exhibit in settings.exhibits]),
    ):
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            problems.append(refuse(name, f"{quote(key)} twice", "each key once", "Rename one."))
    for name, keys, taken in (
        ("stages", stages, RESERVED),
        ("theories", theories, (*RESERVED, *stages)),
    ):
        for key in dict.fromkeys(key for key in keys if key in taken):
            allowed = "a key that is not also the name of another column of configurations.csv"
            problems.append(refuse(name, quote(key), allowed, "Rename it, here and there."))
    problems += [Problem(file, None, *words) for words in _check_parts(settings)]
    for name, legal in PLACES.items():
        if not _fits(getattr(settings, name), legal):
            allowed = "text with " + " and ".join(f"{{{place}}}" for place in legal)
            fix = "Correct what stands in braces."
            problems.append(refuse(name, quote(getattr(settings, name)), allowed, fix))
    for part, legal in SENTENCE.items() if settings.sentence else ():
        text = getattr(settings.sentence, part)
        if not _fits(text, legal) or any(f"{{{place}}}" not in text for place in legal):
            allowed = "text with " + " and ".join(f"{{{place}}}" for place in legal)
            fix = "Correct what stands in braces."
            problems.append(refuse(f"sentence, {part}", quote(text), allowed, fix))
    for exhibit in settings.exhibits:
        where = f"exhibits, {exhibit.exhibit}, groups"
        if exhibit.kind in BY_GROUP and not exhibit.groups and groups:
            allowed = f"one group or more, as the kind {exhibit.kind} needs"
            fix = "Name the groups, or take the entry out: all of them are shown then."
            problems.append(refuse(where, "no groups", allowed, fix))
        for key in exhibit.groups:
            if key not in groups:
                fix = "Use the key of a group, or add the group." + did_you_mean(key, groups)
                problems.append(refuse(where, quote(key), one_of(groups), fix))
    return problems


def _check_parts(settings: Settings) -> Iterator[tuple[str, str, str, str]]:
    """Yield where, found, allowed and fix of groups that are parts of what they cannot be."""
    groups = {group.group: group for group in settings.groups}
    for group in settings.groups:
        where, chain = f"groups, {group.group}, part_of", [group.group]
        if group.part_of and group.part_of not in groups:
            fix = "Use the key of a group, or take the entry out."
            fix += did_you_mean(group.part_of, groups)
            yield where, quote(group.part_of), one_of(groups), fix
            continue
        while (whole := groups[chain[-1]].part_of) in groups and whole not in chain:
            chain.append(whole)
        if whole in chain:
            found = f"{quote(whole)}, which is a part of {quote(group.group)} itself"
            yield where, found, "another group", "Take the entry out of one of them."
        elif whole == "" and len(chain) > 1 and group.n > groups[group.part_of].n:
            found = f"{group.n} people as a part of {groups[group.part_of].n}"
            fix = "Correct one n, or take the entry out."
            yield where, found, "no more people than the whole has", fix


def _fits(pattern: str, places: Sequence[str]) -> bool:
    """Return whether a pattern of a printed cell can be filled."""
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError:
        return False
    return all(
        name is None or (name in places and not spec and not conversion)
        for _, name, spec, conversion in parts
    )

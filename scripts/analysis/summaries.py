"""Counts that a claim can be named after, and is then held against."""

from __future__ import annotations

from scripts.study.study import Study


def count_people(study: Study) -> dict[str, int]:
    """Return ``n_GROUP`` for each participant group, and ``n_all``.

    In ``n_all``, who belongs to a group and to a part of it counts once.
    """
    groups = study.settings.groups
    sizes = {f"n_{group.group}": group.n for group in groups}
    return {**sizes, "n_all": sum(group.n for group in groups if not group.part_of)}


def count_configurations(study: Study) -> dict[str, int]:
    """Return how many configurations there are, by theory version and by valence.

    Keys: ``configurations``, ``VALENCE``, and for each theory ``THEORY`` and
    ``THEORY_VALENCE``.
    """
    frame = study.configurations
    counts = {"configurations": len(frame)}
    valences = list(dict.fromkeys(frame["valence"]))
    counts |= {valence: int((frame["valence"] == valence).sum()) for valence in valences}
    for theory in (theory.theory for theory in study.settings.theories):
        held = frame[frame[theory] == "yes"]
        counts[theory] = len(held)
        counts |= {f"{theory}_{v}": int((held["valence"] == v).sum()) for v in valences}
    return counts


def count_quotations(study: Study) -> dict[str, int]:
    """Return ``quotations``, and ``quotations_GROUP`` and ``speakers_GROUP`` for each group."""
    frame = study.quotations
    counts = {"quotations": len(frame)}
    for group in (group.group for group in study.settings.groups):
        own = frame[frame["speaker_group"] == group]
        counts[f"quotations_{group}"] = len(own)
        counts[f"speakers_{group}"] = int(own["speaker"].nunique())
    return counts

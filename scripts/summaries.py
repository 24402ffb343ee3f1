"""Counts that the prose of the chapters takes up by name."""

from __future__ import annotations

import pandas as pd

from scripts.configurations import STATUSES, compute_theory_change
from scripts.published import Comparison, count_verdicts
from scripts.study import Study


def count_people(study: Study) -> dict[str, int]:
    """Return ``n_GROUP`` for each participant group, and ``n_all``."""
    sizes = {f"n_{group.group}": group.n for group in study.settings.groups}
    return {**sizes, "n_all": sum(sizes.values())}


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


def count_theory_change(study: Study) -> dict[str, int]:
    """Return ``STATUS`` and ``STATUS_VALENCE`` counts, and ``status_unknown``."""
    change = compute_theory_change(study)
    counts = {"status_unknown": int((change["status"] == "").sum())}
    for status in STATUSES:
        own = change[change["status"] == status]
        counts[status] = len(own)
        for valence in dict.fromkeys(change["valence"]):
            counts[f"{status}_{valence}"] = int((own["valence"] == valence).sum())
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


def count_comparisons(comparisons: dict[str, Comparison]) -> dict[str, int]:
    """Return ``values``, and for each verdict ``VERDICT`` and ``VERDICT_of``, its denominator."""
    values = pd.concat([comparison.values for comparison in comparisons.values()])
    counts = {"values": len(values)}
    for verdict, (number, whole) in count_verdicts(values).items():
        name = verdict.replace(" ", "_")
        counts |= {name: number, f"{name}_of": whole}
    return counts

"""Counts that the prose of the chapters takes up by name."""

from __future__ import annotations

import pandas as pd

from scripts.analysis.configurations import NOT_STATED, STATUSES, compute_theory_change
from scripts.published.comparison import Comparison, count_verdicts
from scripts.study.settings import Settings
from scripts.study.study import Study


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


def list_elements(study: Study) -> pd.DataFrame:
    """Return one row for each element that a configuration passes through.

    Without codings each distinct line of a cell is an element, as in the diagrams.

    Returns
    -------
    pandas.DataFrame
        configuration, stage, element, label and valence.
    """
    frame = study.configurations[["configuration", "valence"]]
    if study.codings.empty:
        cells = [
            (name, stage, element)
            for (name, stage), elements in study.stage_elements.items()
            for element in elements
        ]
        coded = pd.DataFrame(cells, columns=["configuration", "stage", "element"], dtype="str")
        coded["label"] = coded["element"]
    else:
        coded = study.codings[["configuration", "stage", "element"]]
        labels = study.elements.drop_duplicates("element").set_index("element")["label"]
        coded = coded.assign(label=coded["element"].map(labels).fillna(coded["element"]))
    found = coded.drop_duplicates(["configuration", "stage", "element"])
    return found.merge(frame, on="configuration").reset_index(drop=True)


def _select_by_theory(study: Study, elements: pd.DataFrame, theory: str) -> pd.DataFrame:
    """Return the elements of the configurations that a theory holds."""
    frame = study.configurations
    held = frame.loc[frame[theory] == "yes", "configuration"]
    return elements[elements["configuration"].isin(held)]


def list_shared_elements(study: Study) -> pd.DataFrame:
    """Return which elements lead to outcomes of more than one valence, and to which.

    Of the last theory, where there are theories; elements of the first two stages that
    come before the last one.

    Returns
    -------
    pandas.DataFrame
        stage, element, label, outcome (label of an element of the last stage, or the
        words for a gap), valence and configurations (how many), in the order of the tables.
    """
    chain = [stage.stage for stage in study.settings.stages]
    elements = list_elements(study)
    if study.settings.theories:
        elements = _select_by_theory(study, elements, study.settings.theories[-1].theory)
    first = elements[elements["stage"].isin(chain[:-1][:2]) & (elements["valence"] != "")]
    sides = first.groupby(["stage", "element"])["valence"].nunique()
    both = sides[sides > 1].index
    first = first[pd.MultiIndex.from_frame(first[["stage", "element"]]).isin(both)]
    last = elements[elements["stage"] == chain[-1]][["configuration", "label"]]
    joined = first.merge(last.rename(columns={"label": "outcome"}), on="configuration", how="left")
    joined["outcome"] = joined["outcome"].fillna(study.settings.not_in_source)
    keys = ["stage", "element", "label", "outcome", "valence"]
    return (
        joined.groupby(keys, sort=False)["configuration"]
        .nunique()
        .reset_index(name="configurations")
    )


def keep_most_shared(
    shared: pd.DataFrame, elements: int, outcomes: int
) -> tuple[pd.DataFrame, str]:
    """Return the most frequent of the shared elements, and words for what is left out.

    Parameters
    ----------
    shared : pandas.DataFrame
        As from `list_shared_elements`.
    elements, outcomes : int
        How many elements to keep at most, and how many of the outcomes that these lead to:
        those of most configurations, and among equals the first.

    Returns
    -------
    tuple of pandas.DataFrame and str
        The rows that are kept, and a sentence; empty where nothing is left out.
    """
    found, words = shared, []
    for columns, most, name in (
        (["stage", "element"], elements, "elements"),
        (["outcome"], outcomes, "outcomes"),
    ):
        sums = found.groupby(columns, sort=False)["configurations"].sum()
        if len(sums) > most:
            kept = sums.sort_values(ascending=False, kind="stable").index[:most]
            found = found[found.set_index(columns).index.isin(kept)]
            words.append(f"the {most} most frequent {name} of {len(sums)}")
    return found, f"Shown: {' and '.join(words)}." if words else ""


def count_element_changes(study: Study) -> pd.DataFrame:
    """Return how many elements were retained, new or dropped, by stage and valence.

    An element is retained for a valence if a configuration of that valence passes
    through it in the first theory, and the same or another one in the last.

    Returns
    -------
    pandas.DataFrame
        stage, valence, status and elements (how many); no rows without two theories.
    """
    theories = [theory.theory for theory in study.settings.theories]
    columns = ["stage", "valence", "status", "elements"]
    if len(theories) < 2:
        return pd.DataFrame(columns=columns)
    elements = list_elements(study)
    valences = list(dict.fromkeys(study.configurations["valence"]))
    rows = []
    for stage in study.settings.stages:
        for valence in valences:
            own = elements[(elements["stage"] == stage.stage) & (elements["valence"] == valence)]
            before, after = (
                set(_select_by_theory(study, own, t)["element"])
                for t in (theories[0], theories[-1])
            )
            sizes = (len(before & after), len(after - before), len(before - after))
            rows += [(stage.stage, valence, s, n) for s, n in zip(STATUSES, sizes, strict=True)]
    return pd.DataFrame(rows, columns=columns)


def name_sides(changes: pd.DataFrame, settings: Settings) -> dict[tuple[str, str], str]:
    """Return the words for each stage and valence; where no valence is known, for the stage."""
    labels = {stage.stage: stage.short_label for stage in settings.stages}
    has_valences = (changes["valence"] != "").any()
    sides = changes[["stage", "valence"]].drop_duplicates().itertuples(index=False, name=None)
    return {
        (stage, valence): f"{labels[stage]}, {valence or NOT_STATED}"
        if has_valences
        else labels[stage]
        for stage, valence in sides
    }


def list_speakers(study: Study) -> pd.DataFrame:
    """Return speaker_group, speaker and quotations (how many), the most quoted first.

    Speakers of no known group are left out.
    """
    keys = ["speaker_group", "speaker"]
    known = study.quotations[study.quotations["speaker_group"] != ""]
    counts = known.groupby(keys, sort=False).size().reset_index(name="quotations")
    rank = {group.group: i for i, group in enumerate(study.settings.groups)}
    counts["_rank"] = counts["speaker_group"].map(rank)
    ordered = counts.sort_values(
        ["_rank", "quotations"], ascending=[True, False], kind="stable", ignore_index=True
    )
    return ordered.drop(columns="_rank")


def count_views(study: Study) -> dict[str, int]:
    """Return ``shared_STAGE`` and ``STAGE_VALENCE_STATUS`` counts of elements."""
    shared, changes = list_shared_elements(study), count_element_changes(study)
    counts = {
        f"shared_{stage.stage}": int(
            shared.loc[shared["stage"] == stage.stage, "element"].nunique()
        )
        for stage in study.settings.stages
    }
    rows = changes.itertuples()
    return counts | {f"{r.stage}_{r.valence}_{r.status}": int(r.elements) for r in rows}

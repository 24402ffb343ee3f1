"""What the configurations of a study can be filtered by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scripts.cases.dossiers import Dossier
from scripts.study.settings import Stage
from scripts.study.study import Study

# What a filter calls the cells that the source does not give; no key of an element is like it.
GAP = "-"
# Keys of filters that are no stage: a stage's key has no hyphen.
THEORY, STATUS, SPEAKERS = "in-theory", "theory-status", "speaker-group"
# What comes before the name of a further column.
PREFIX = "further-"
# A filter with more choices than these is a second table.
MOST_CHOICES = 30
LONGEST_OPTION = 40  # characters of the part of an address that stands for a text


@dataclass(frozen=True)
class Facet:
    """Something to filter by.

    Attributes
    ----------
    key : str
        Unique in the explorer; a part of its address.
    label : str
        What a reader sees.
    options : mapping of str to str
        The label of each value, in the order shown.
    members : mapping of str to tuple of str
        The values of each configuration.
    chosen : str
        The value that is chosen at first; empty for none.
    """

    key: str
    label: str
    options: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]
    chosen: str = ""

    def count(self, option: str) -> int:
        """Return how many configurations have a value."""
        return sum(option in own for own in self.members.values())


def build_facets(
    study: Study, dossiers: Sequence[Dossier], further: Mapping[str, str]
) -> tuple[Facet, ...]:
    """Return what the configurations of a study can be filtered by; nothing that it lacks.

    Parameters
    ----------
    study : Study
        The study.
    dossiers : sequence of Dossier
        From `scripts.cases.dossiers.build_dossiers`.
    further : mapping of str to str
        Headings of further columns, from `scripts.cases.dossiers.list_further_columns`.
    """
    facets = []
    for stage in study.settings.stages:
        facets.append(build_stage_facet(study, stage, dossiers))
        facets.append(_level_facet(stage, dossiers))
    facets.append(_theory_facet(study, dossiers))
    for key, label, column in (
        ("valence", "Valence", "valence"),
        ("delivery", "Delivery", "delivery"),
        (STATUS, "Theory status", "status"),
    ):
        facets.append(_plain_facet(key, label, {d.name: getattr(d, column) for d in dossiers}))
    facets.append(_plain_facet(SPEAKERS, "Who is quoted", {d.name: d.groups for d in dossiers}))
    for column, label in further.items():
        texts = {d.name: d.further[column] for d in dossiers}
        if is_filterable(texts.values()):
            order = sorted(filter(None, texts.values()), key=str.casefold)
            facets.append(_plain_facet(f"{PREFIX}{column}", label, texts, order))
    return tuple(facet for facet in facets if facet.options)


def build_stage_facet(study: Study, stage: Stage, dossiers: Sequence[Dossier]) -> Facet:
    """Return the filter of the elements of a stage, in the order of the alphabet."""
    labels = study.element_labels
    names = {d.name: d.elements[stage.stage] for d in dossiers}
    # Only the words of cells have to be made into keys; a codebook has its own.
    keys = _key_texts(element for own in names.values() for element in own)
    if not study.codings.empty:
        keys = {element: element for element in keys}
    options = sorted(((labels.get(e, e), key) for e, key in keys.items()), key=_alphabetical)
    shown = {key: label for label, key in options}
    if not all(names.values()):
        shown[GAP] = study.settings.not_in_source
    members = {name: tuple(keys[e] for e in own) or (GAP,) for name, own in names.items()}
    return Facet(stage.stage, stage.short_label, shown, members)


def _level_facet(stage: Stage, dossiers: Sequence[Dossier]) -> Facet:
    """Return the filter of the levels of a stage, in their order in ``study.yml``."""
    values = {d.name: set(d.levels[stage.stage]) for d in dossiers}
    ordered = {name: [level for level in stage.levels if level in v] for name, v in values.items()}
    found = [level for level in stage.levels if any(level in v for v in values.values())]
    return _plain_facet(f"{stage.stage}-level", stage.level_label, ordered, found)


def _theory_facet(study: Study, dossiers: Sequence[Dossier]) -> Facet:
    """Return the filter of the versions of the theory; the last one is chosen at first."""
    labels = {theory.label: theory.theory for theory in study.settings.theories}
    members = {
        d.name: tuple(key for label, key in labels.items() if d.theories[label] == "yes")
        for d in dossiers
    }
    last = list(labels.values())[-1:]
    is_held = any(last[0] in own for own in members.values()) if last else False
    options = {key: label for label, key in labels.items()}
    return Facet(THEORY, "Theory", options, members, last[0] if is_held else "")


def _plain_facet(
    key: str,
    label: str,
    values: Mapping[str, str | Iterable[str]],
    order: Iterable[str] = (),
) -> Facet:
    """Return a filter whose values are words that stand in the list, in order if there is one."""
    own = {name: (v,) if isinstance(v, str) else tuple(v) for name, v in values.items()}
    keys = _key_texts([*order, *(text for texts in own.values() for text in texts if text)])
    members = {name: tuple(keys[text] for text in texts if text) for name, texts in own.items()}
    return Facet(key, label, {key: value for value, key in keys.items()}, members)


def is_filterable(texts: Iterable[str]) -> bool:
    """Return whether a column brings several configurations together, so that it can filter."""
    filled = [text for text in texts if text]
    return len(set(filled)) < len(filled) and len(set(filled)) <= MOST_CHOICES


def _alphabetical(option: tuple[str, str]) -> tuple[str, str]:
    """Return what options are sorted by."""
    return option[0].casefold(), option[1]


def _key_texts(texts: Iterable[str]) -> dict[str, str]:
    """Return a key of letters, digits and hyphens for each text, no two alike."""
    keys: dict[str, str] = {}
    taken = {GAP}
    for text in dict.fromkeys(texts):
        words = "".join(c if c.isalnum() else " " for c in text.lower()).split()
        plain = "-".join(words)[:LONGEST_OPTION].strip("-") or "text"
        key, number = plain, 1
        while key in taken:
            number += 1
            key = f"{plain}-{number}"
        keys[text] = key
        taken.add(key)
    return keys

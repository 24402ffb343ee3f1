"""The filters of the explorer (facets): what configurations can be filtered by."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scripts.cases.dossiers import Dossier
from scripts.study.settings import Stage
from scripts.study.study import Study
from scripts.tables.table import number_alike

# What a filter calls the cells that the source does not give; no key of an element is like it.
GAP = "-"
# A filter with more choices than these is a second table.
MOST_CHOICES = 30
LONGEST_OPTION = 40  # characters of the part of an address that stands for a text


@dataclass(frozen=True)
class Facet:
    """Something to filter by.

    Its key is a part of the explorer's address. `options` has the label of each value, in the
    order shown; `members` the values of each configuration; `chosen` the value that is chosen
    at first, or nothing.
    """

    key: str
    label: str
    options: Mapping[str, str]
    members: Mapping[str, Sequence[str]]
    chosen: str = ""

    def count(self, option: str) -> int:
        """Return how many configurations have a value."""
        return sum(option in own for own in self.members.values())


def build_facets(
    study: Study, dossiers: Sequence[Dossier], further: Mapping[str, str]
) -> dict[str, Facet]:
    """Return by key what the configurations can be filtered by; nothing that the study lacks.

    `further` has the headings of further columns. The key of what is no stage has a hyphen or is
    one that no stage may have.
    """
    facets = []
    for stage in study.settings.stages:
        facets.append(_build_stage_facet(study, stage, dossiers))
        given = {d.name: {level for _, level in d.lines[stage.stage]} for d in dossiers}
        levels = {n: [level for level in stage.levels if level in v] for n, v in given.items()}
        facets.append(_build_facet(f"{stage.stage}-level", stage.level_label, levels, stage.levels))
    facets.append(_build_theory_facet(study, dossiers))
    for key in ("valence", "delivery"):
        values = {d.name: [d.row.get(key, "")] for d in dossiers}
        facets.append(_build_facet(key, key.capitalize(), values))
    status = {d.name: [d.status] for d in dossiers}
    facets.append(_build_facet("theory-status", "Theory status", status))
    groups = {d.name: dict.fromkeys(q.group for q in d.quotations) for d in dossiers}
    facets.append(_build_facet("speaker-group", "Who is quoted", groups))
    for column, label in further.items():
        texts = {d.name: [d.row[column]] for d in dossiers}
        words = [text for (text,) in texts.values() if text]
        if is_filterable(words):
            order = sorted(words, key=str.casefold)
            facets.append(_build_facet(f"further-{column}", label, texts, order))
    return {facet.key: facet for facet in facets if facet.options}


def _build_stage_facet(study: Study, stage: Stage, dossiers: Sequence[Dossier]) -> Facet:
    """Return the filter of the elements of a stage, in the order of the alphabet."""
    labels = study.element_labels
    names = {d.name: [e for e, _ in d.elements[stage.stage]] for d in dossiers}
    # Only the words of cells have to be made into keys; a codebook has its own.
    keys = _key_texts(element for own in names.values() for element in own)
    if not study.codings.empty:
        keys = {element: element for element in keys}
    options = {key: labels.get(element, element) for element, key in keys.items()}
    shown = dict(sorted(options.items(), key=lambda own: (own[1].casefold(), own[0])))
    if not all(names.values()):
        shown[GAP] = study.settings.not_in_source
    members = {name: [keys[e] for e in own] or [GAP] for name, own in names.items()}
    return Facet(stage.stage, stage.short_label, shown, members)


def _build_theory_facet(study: Study, dossiers: Sequence[Dossier]) -> Facet:
    """Return the filter of the versions of the theory; the last one is chosen at first."""
    labels = dict(study.theories["label"])
    held = {d.name: [key for key in labels if d.row[key] == "yes"] for d in dossiers}
    last = next(reversed(labels), "")
    is_held = any(last in own for own in held.values())
    return Facet("in-theory", "Theory", labels, held, last if is_held else "")


def _build_facet(
    key: str, label: str, values: Mapping[str, Iterable[str]], order: Iterable[str] = ()
) -> Facet:
    """Return a filter whose values are words that stand in the list, in order if there is one."""
    found = dict.fromkeys(text for own in values.values() for text in own if text)
    keys = _key_texts([*(text for text in order if text in found), *found])
    members = {name: [keys[text] for text in own if text] for name, own in values.items()}
    return Facet(key, label, {key: value for value, key in keys.items()}, members)


def is_filterable(texts: Iterable[str]) -> bool:
    """Return whether several configurations share a value, so that a filter is of use."""
    filled = [text for text in texts if text]
    return len(set(filled)) < len(filled) and len(set(filled)) <= MOST_CHOICES


def _key_texts(texts: Iterable[str]) -> dict[str, str]:
    """Return a key of letters, digits and hyphens for each text, no two alike."""
    own = list(dict.fromkeys(texts))
    plain = (re.sub(r"[\W_]+", "-", text.lower()).strip("-")[:LONGEST_OPTION] for text in own)
    return dict(zip(own, number_alike(key.strip("-") or "text" for key in plain), strict=True))

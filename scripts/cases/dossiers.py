"""All that a study says of one configuration, gathered from its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, pairwise

from scripts.analysis.configurations import (
    NOT_STATED,
    Box,
    ChangeModel,
    Link,
    compute_theory_change,
)
from scripts.analysis.crosslinks import OF_CONFIGURATIONS
from scripts.published.comparison import VERDICT_ORDER, Comparison
from scripts.published.readings import QUOTATIONS
from scripts.study.elements import split_cell
from scripts.study.further_columns import read_further
from scripts.study.study import Study
from scripts.tables.anchors import (
    NOTES_PAGE,
    VERDICTS_PAGE,
    make_note_anchors,
    make_verdict_anchors,
)

# Columns of the configurations that a study may have.
CODED = ("title", "valence", "valence_grade", "valence_basis")
CODED += ("delivery", "delivery_only", "delivery_grade", "delivery_basis")
# Of a configuration of a middle theory alone.
IN_BETWEEN = "in between"


@dataclass(frozen=True)
class Quotation:
    """A quotation: its words, who speaks, their group and what a member of it is called."""

    text: str
    speaker: str
    group: str = ""
    member: str = ""


@dataclass(frozen=True)
class Note:
    """An editorial note on a cell: exhibit, cell, kind, reason, evidence, and its address."""

    exhibit: str
    cell: str
    kind: str
    reason: str
    evidence: str
    confidence: str
    address: str


@dataclass(frozen=True)
class Verdict:
    """The verdict on a cell of an exhibit, and where it is told in full."""

    exhibit: str
    cell: str
    verdict: str
    address: str


@dataclass(frozen=True)
class Dossier:
    """One configuration.

    Attributes
    ----------
    name : str
        Its key.
    number : int
        The number that the tables give it.
    lines : mapping of str to tuple of str
        The lines of the cell of each stage; none where the source does not give it.
    levels : mapping of str to tuple of str
        The level of each of these lines; blank where it is not known.
    elements : mapping of str to tuple of str
        The codes of each stage; without codings, the lines of its cell.
    element_levels : mapping of str to tuple of str
        The level of each of these.
    theories : mapping of str to str
        ``yes``, ``no`` or nothing for each version of the theory, by its label.
    valence, delivery, status : str
        Empty where the study does not speak of it.
    valence_grade, delivery_grade : str
        Who says so, such as the authors or a quotation.
    delivery_only : str
        ``yes`` where it is confined to that form of delivery.
    valence_basis, delivery_basis : str
        Why it is coded so.
    title : str
        What it is about, in a few words for people; empty where the study has none.
    quotations, notes, verdicts : tuple
        In the order of their files. Addresses are those seen from a chapter.
    further : mapping of str to str
        What stands in columns of its table that are no stages, by name.
    """

    name: str
    number: int
    lines: Mapping[str, tuple[str, ...]]
    elements: Mapping[str, tuple[str, ...]]
    levels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    element_levels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    theories: Mapping[str, str] = field(default_factory=dict)
    valence: str = ""
    delivery: str = ""
    delivery_only: str = ""
    delivery_grade: str = ""
    delivery_basis: str = ""
    valence_grade: str = ""
    valence_basis: str = ""
    title: str = ""
    status: str = ""
    quotations: tuple[Quotation, ...] = ()
    notes: tuple[Note, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    further: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The groups whose members are quoted."""
        return tuple(dict.fromkeys(q.group for q in self.quotations if q.group))


def build_dossiers(
    study: Study, comparisons: Mapping[str, Comparison] | None = None
) -> tuple[Dossier, ...]:
    """Return the dossier of every configuration, in order.

    Verdicts are in it where the comparisons of the exhibits are given.
    """
    settings = study.settings
    stages = [stage.stage for stage in settings.stages]
    status = dict(compute_theory_change(study)[["configuration", "status"]].itertuples(index=False))
    quotations, notes, verdicts = (
        _quotations(study),
        _notes(study),
        _verdicts(study, comparisons or {}),
    )
    dossiers, further = [], study.further_columns
    for row in study.configurations.to_dict("records"):
        name = row["configuration"]
        coded = {key: row.get(key, "") for key in CODED}
        lines = {s.stage: split_cell(row[s.stage], s.split_at) for s in settings.stages}
        elements = {stage: study.stage_elements.get((name, stage), ()) for stage in stages}
        dossiers.append(
            Dossier(
                name,
                int(row["position"]),
                lines,
                elements,
                {s: study.find_levels(name, s, len(own)) for s, own in lines.items()},
                {s: study.find_levels(name, s, len(own)) for s, own in elements.items()},
                {t.label: row[t.theory] for t in settings.theories},
                status=status[name]
                or _name_other_status([row[t.theory] for t in settings.theories]),
                quotations=tuple(quotations.get(name, ())),
                notes=tuple(notes.get(name, ())),
                verdicts=tuple(verdicts.get(name, ())),
                further=read_further(row, further),
                **coded,
            )
        )
    return tuple(dossiers)


def name_configuration(dossier: Dossier) -> str:
    """Return the title of a configuration's page: its number, and its title or name in words.

    A name that only says the number again is left out.
    """
    number, words = f"Configuration {dossier.number}", title_configuration(dossier)
    return number if words == number.casefold() else f"{number}: {words}"


def title_configuration(dossier: Dossier) -> str:
    """Return the title that the study gives a configuration, or its name in words."""
    return dossier.title or dossier.name.replace("-", " ")


def _name_other_status(marks: Sequence[str]) -> str:
    """Return what is said of a configuration that was neither kept, added nor dropped."""
    if len(marks) < 2:
        return ""
    return IN_BETWEEN if marks[0] == marks[-1] == "no" and "yes" in marks else NOT_STATED


def build_chain(study: Study, dossier: Dossier) -> ChangeModel:
    """Return the graph of one configuration: one box for the elements of a stage at a level.

    It is what `scripts.analysis.configurations.build_change_model` makes of this configuration, but
    without looking through the tables again for each.
    """
    labels, gap = study.element_labels, (study.settings.not_in_source,)
    own = (dossier.name,)
    layers: list[list[Box]] = []
    for stage, elements in dossier.elements.items():
        groups: dict[str, list[str]] = {}
        for element, level in zip(elements, dossier.element_levels[stage], strict=True):
            groups.setdefault(level, []).append(element)
        boxes = [
            (tuple(group), tuple(labels.get(e, e) for e in group), own, level)
            for level, group in groups.items()
        ]
        boxes = boxes or [((), gap, own, "")]
        layers.append([Box(f"{stage}-{i}", stage, *box) for i, box in enumerate(boxes, start=1)])
    links = (
        Link(one.key, other.key, own)
        for left, right in pairwise(layers)
        for one in left
        for other in right
    )
    stages, boxes = tuple(dossier.elements), tuple(chain.from_iterable(layers))
    return ChangeModel(stages, boxes, tuple(links), {dossier.name: dossier.number})


def _quotations(study: Study) -> dict[str, list[Quotation]]:
    """Return the quotations of each configuration."""
    groups = {group.group: group for group in study.settings.groups}
    found: dict[str, list[Quotation]] = {}
    for row in study.quotations.itertuples():
        group = groups.get(row.speaker_group)
        label = group.label if group else row.speaker_group
        member = (group.member if group else "") or label
        quotation = Quotation(row.text, row.speaker, label, member)
        found.setdefault(row.configuration, []).append(quotation)
    return found


def _label_cells(study: Study) -> dict[str, str]:
    """Return what the column of a table of configurations is called, in a line of text."""
    settings = study.settings
    labels = {stage.stage: stage.short_label for stage in settings.stages}
    labels |= {theory.theory: theory.label for theory in settings.theories}
    return labels | {QUOTATIONS: settings.quotations_label}


def _notes(study: Study) -> dict[str, list[Note]]:
    """Return the editorial notes on the cells of each configuration."""
    exhibits = {e.exhibit: e for e in study.settings.exhibits}
    cells = _label_cells(study)
    found: dict[str, list[Note]] = {}
    rows = zip(study.editorial_notes.itertuples(), make_note_anchors(study), strict=True)
    for row, anchor in rows:
        if exhibits[row.exhibit].kind in OF_CONFIGURATIONS:
            found.setdefault(row.row, []).append(
                Note(
                    exhibits[row.exhibit].label,
                    cells.get(row.field, row.field),
                    row.kind,
                    row.reason,
                    row.evidence,
                    row.confidence,
                    f"{NOTES_PAGE}#{anchor}",
                )
            )
    return found


def _verdicts(study: Study, comparisons: Mapping[str, Comparison]) -> dict[str, list[Verdict]]:
    """Return the verdicts on the cells of each configuration, where something is printed."""
    cells = _label_cells(study)
    found: dict[str, list[Verdict]] = {}
    for exhibit in study.settings.exhibits:
        comparison = comparisons.get(exhibit.exhibit)
        if exhibit.kind != "configurations" or comparison is None:
            continue
        if study.published(exhibit.exhibit).empty:
            continue
        values = comparison.values
        anchors = make_verdict_anchors(exhibit.exhibit, values)
        kinds: dict[tuple[str, str], set[str]] = {}
        for value in values.itertuples():
            kinds.setdefault((value.row, value.column), set()).add(value.verdict)
        for (row, column), verdicts in kinds.items():
            verdict = next(v for v in VERDICT_ORDER if v in verdicts)
            address = f"{VERDICTS_PAGE}#{anchors[row, column]}"
            entry = Verdict(exhibit.label, cells.get(column, column), verdict, address)
            found.setdefault(row, []).append(entry)
    return found

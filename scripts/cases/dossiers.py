"""All that a study says of one configuration, gathered from its tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from scripts.analysis.configurations import NOT_STATED
from scripts.analysis.crosslinks import OF_CONFIGURATIONS
from scripts.diagrams.sentences import build_plain_sentences, cite_stages
from scripts.published.comparison import VERDICT_ORDER, Comparison
from scripts.published.readings import QUOTATIONS
from scripts.study.elements import split_cell
from scripts.study.study import Study
from scripts.tables.edition_tables import (
    NOTES_PAGE,
    VERDICTS_PAGE,
    make_note_anchors,
    make_verdict_anchors,
)

# Columns of the configurations that a study may have, beside its valence.
CODED = ("valence", "valence_grade", "valence_basis", "delivery", "delivery_only")
CODED += ("delivery_grade", "delivery_basis")
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
class Passage:
    """A passage of the report: how it bears on the configuration, its words, place and a note.

    Without words where the report is silent.
    """

    relation: str
    text: str
    place: str
    note: str


@dataclass(frozen=True)
class Conjecture:
    """What may have stood in a blank cell, and the passage of the report that it rests on."""

    text: str
    passage: str
    place: str
    confidence: str


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
    name, title, sentence : str
        Its key, what people call it, and all of it in a sentence.
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
    delivery_only : str
        ``yes`` where it is confined to that form of delivery.
    valence_grade, delivery_grade : str
        Who says so, such as the authors or a quotation.
    valence_basis, delivery_basis : str
        Why it is coded so.
    conjectures : mapping of str to Conjecture
        What may have stood in cells that the source does not give, by stage.
    quotations, passages, notes, verdicts : tuple
        In the order of their files. Addresses are those seen from a chapter.
    further : mapping of str to str
        What stands in columns of its table that are no stages, by name.
    """

    name: str
    title: str
    number: int
    lines: Mapping[str, tuple[str, ...]]
    elements: Mapping[str, tuple[str, ...]]
    levels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    element_levels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    theories: Mapping[str, str] = field(default_factory=dict)
    valence: str = ""
    valence_grade: str = ""
    valence_basis: str = ""
    delivery: str = ""
    delivery_only: str = ""
    delivery_grade: str = ""
    delivery_basis: str = ""
    status: str = ""
    quotations: tuple[Quotation, ...] = ()
    passages: tuple[Passage, ...] = ()
    notes: tuple[Note, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    further: Mapping[str, str] = field(default_factory=dict)
    conjectures: Mapping[str, Conjecture] = field(default_factory=dict)
    sentence: str = ""

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The groups whose members are quoted."""
        return tuple(dict.fromkeys(q.group for q in self.quotations if q.group))


def build_dossiers(
    study: Study,
    configurations: pd.DataFrame | None = None,
    comparisons: Mapping[str, Comparison] | None = None,
) -> tuple[Dossier, ...]:
    """Return the dossier of each configuration, in the order of the rows.

    Parameters
    ----------
    study : Study
        The study.
    configurations : pandas.DataFrame, optional
        Rows of ``study.configurations``, all of them if not given. What stands in columns
        that a chapter has added is told like a further column of the table; of these,
        ``status`` says what became of a configuration between the theories.
    comparisons : mapping of str to Comparison, optional
        Those of the exhibits, which the verdicts are taken from.
    """
    frame = study.configurations if configurations is None else configurations
    settings = study.settings
    stages = [stage.stage for stage in settings.stages]
    status = _find_status(study, frame)
    quotations, passages = _quotations(study), _passages(study)
    conjectures, plain = _conjectures(study), build_plain_sentences(study, frame)
    notes, verdicts = _notes(study), _verdicts(study, comparisons or {})
    dossiers, further = [], list_further_columns(study, frame)
    for row in frame.to_dict("records"):
        name = row["configuration"]
        lines = {s.stage: split_cell(row[s.stage], s.split_at) for s in settings.stages}
        levels = {s: study.find_levels(name, s, len(own)) for s, own in lines.items()}
        cited = {s: tuple(zip(lines[s], levels[s], strict=True)) for s in stages}
        elements = {stage: study.stage_elements.get((name, stage), ()) for stage in stages}
        dossiers.append(
            Dossier(
                name,
                row["title"],
                int(row["position"]),
                lines,
                elements,
                levels,
                {s: study.find_levels(name, s, len(own)) for s, own in elements.items()},
                {t.label: row[t.theory] for t in settings.theories},
                status=status.get(name, ""),
                quotations=tuple(quotations.get(name, ())),
                passages=tuple(passages.get(name, ())),
                notes=tuple(notes.get(name, ())),
                verdicts=tuple(verdicts.get(name, ())),
                further={key: "" if row[key] is None else str(row[key]) for key in further},
                conjectures=conjectures.get(name, {}),
                sentence=plain.get(name) or cite_stages(study, cited),
                **{key: row.get(key, "") for key in CODED},
            )
        )
    return tuple(dossiers)


def list_further_columns(study: Study, configurations: pd.DataFrame) -> dict[str, str]:
    """Return the headings of columns beside the stages: those of the table, then a chapter's."""
    known = {*study.configurations, "status"}
    added = [name for name in configurations if name not in known]
    named = {name: name.replace("_", " ").capitalize() for name in added}
    return study.further_columns | named


def _find_status(study: Study, configurations: pd.DataFrame) -> dict[str, str]:
    """Return what became of each configuration, by its name; nothing where no chapter says so."""
    if "status" not in configurations:
        return {}
    frame = configurations.assign(status=configurations["status"].astype(object).fillna(""))
    if not frame["status"].any():
        return {}
    theories = [theory.theory for theory in study.settings.theories]
    found = {}
    for row in frame.to_dict("records"):
        marks = [row[theory] for theory in theories]
        is_between = marks[0] == marks[-1] == "no" and "yes" in marks
        found[row["configuration"]] = row["status"] or (IN_BETWEEN if is_between else NOT_STATED)
    return found


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


def _passages(study: Study) -> dict[str, list[Passage]]:
    """Return the passages of the report that bear on each configuration."""
    found: dict[str, list[Passage]] = {}
    for row in study.passages.itertuples():
        passage = Passage(row.relation, row.text, row.place, row.note)
        found.setdefault(row.configuration, []).append(passage)
    return found


def _conjectures(study: Study) -> dict[str, dict[str, Conjecture]]:
    """Return the conjectures about blank cells of each configuration, by stage."""
    found: dict[str, dict[str, Conjecture]] = {}
    for row in study.conjectures.itertuples():
        own = Conjecture(row.text, row.passage, row.place, row.confidence)
        found.setdefault(row.configuration, {})[row.stage] = own
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

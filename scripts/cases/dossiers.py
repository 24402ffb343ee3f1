"""All that a study says of one configuration, gathered from its tables."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from scripts.analysis.configurations import NOT_STATED
from scripts.analysis.crosslinks import OF_CONFIGURATIONS
from scripts.analysis.formatting import format_speaker
from scripts.diagrams.sentences import build_plain_sentences, cite_stages
from scripts.published.comparison import Comparison
from scripts.published.printed_cells import QUOTATIONS
from scripts.study.elements import split_cell
from scripts.study.study import Study
from scripts.tables.edition_tables import NOTES_PAGE, judge_cells, make_note_anchors

# Columns of the configurations that a study may have, beside its valence.
CODED = ("valence", "valence_grade", "valence_basis", "delivery", "delivery_only")
CODED += ("delivery_grade", "delivery_basis")
# Of a configuration of a middle theory alone.
IN_BETWEEN = "in between"
MOST_NEIGHBOURS = 6  # of one configuration; the explorer lists the others

# The texts of each stage.
Texts = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Dossier:
    """One configuration: its key, what people call it, the number that tables give it, and more."""

    name: str
    title: str
    number: int
    # The codes of each stage and the level of each; without codings the lines of its cell.
    elements: Texts
    element_levels: Texts
    # The lines of each cell, none where the source does not give it, and the level of each.
    lines: Texts = field(default_factory=dict)
    levels: Texts = field(default_factory=dict)
    # Valence and delivery, who says so and why; empty where the study does not speak of it.
    coded: Mapping[str, str] = field(default_factory=dict)
    # Yes, no or nothing for each version of the theory, by its label.
    theories: Mapping[str, str] = field(default_factory=dict)
    # What became of it between the theories, and all of it in a sentence.
    status: str = ""
    sentence: str = ""
    # What stands in columns of its table that are no stages, by name.
    further: Mapping[str, str] = field(default_factory=dict)
    # Of cells that the source does not give, by stage, and the rows of the other tables.
    conjectures: Mapping[str, Any] = field(default_factory=dict)
    quotations: Sequence[Any] = ()
    passages: Sequence[Any] = ()
    notes: Sequence[Any] = ()
    verdicts: Sequence[Mapping[str, str]] = ()

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups whose members are quoted."""
        return tuple(dict.fromkeys(q.group for q in self.quotations if q.group))

    @cached_property
    def cells(self) -> dict[str, list[tuple[str, str]]]:
        """Each element of each stage once, with its level, by which it is another element."""
        return {
            stage: list(dict.fromkeys(zip(own, self.element_levels[stage], strict=True)))
            for stage, own in self.elements.items()
        }


def build_dossiers(
    study: Study,
    configurations: pd.DataFrame | None = None,
    comparisons: Mapping[str, Comparison] | None = None,
) -> tuple[Dossier, ...]:
    """Return the dossier of each configuration, in the order of the rows, by default all.

    What stands in columns that a chapter has added to the configurations is told like a further
    column of the table; of these, ``status`` says what became of a configuration between the
    theories. Verdicts are taken from the comparisons of the exhibits.
    """
    frame = study.configurations if configurations is None else configurations
    further = list_further_columns(study, frame)
    status, plain = _find_status(study, frame), build_plain_sentences(study, frame)
    conjectures = _group_rows(study.conjectures)
    others = {
        "quotations": _group_rows(_build_quotation_rows(study)),
        "passages": _group_rows(study.passages),
        "notes": _group_rows(_build_note_rows(study), "row"),
        "verdicts": _list_verdicts(study, comparisons or {}),
    }
    dossiers = []
    for row in frame.to_dict("records"):
        name = row["configuration"]
        cells = _split_cells(study, row)
        lines, levels = cells["lines"], cells["levels"]
        cited = {stage: tuple(zip(lines[stage], levels[stage], strict=True)) for stage in lines}
        dossiers.append(
            Dossier(
                name,
                row["title"],
                int(row["position"]),
                **cells,
                coded={key: row.get(key, "") for key in CODED},
                theories={t.label: row[t.theory] for t in study.settings.theories},
                status=status.get(name, ""),
                sentence=plain.get(name) or cite_stages(study, cited),
                further={key: "" if row[key] is None else str(row[key]) for key in further},
                conjectures={guess.stage: guess for guess in conjectures.get(name, ())},
                **{key: rows.get(name, ()) for key, rows in others.items()},
            )
        )
    return tuple(dossiers)


def _split_cells(study: Study, row: Mapping[str, Any]) -> dict[str, Texts]:
    """Return the lines and the elements of the cells of a configuration, each with its levels."""
    name = row["configuration"]
    lines = {s.stage: split_cell(row[s.stage], s.split_at) for s in study.settings.stages}
    elements = {stage: study.stage_elements.get((name, stage), ()) for stage in lines}
    levels, element_levels = (
        {stage: study.find_levels(name, stage, len(own)) for stage, own in texts.items()}
        for texts in (lines, elements)
    )
    return {
        "lines": lines,
        "levels": levels,
        "elements": elements,
        "element_levels": element_levels,
    }


def list_further_columns(study: Study, configurations: pd.DataFrame) -> dict[str, str]:
    """Return the headings of columns beside the stages: those of the table, then a chapter's."""
    known = {*study.configurations, "status"}
    added = [name for name in configurations if name not in known]
    named = {name: name.replace("_", " ").capitalize() for name in added}
    return study.further_columns | named


def find_neighbours(
    dossiers: Sequence[Dossier], most: int = MOST_NEIGHBOURS
) -> dict[str, list[Dossier]]:
    """Return the nearest of those that share an element with a configuration, by its name.

    Nearest is who has most stages that are the same, then who shares most elements, then
    who comes first. A gap is never shared.
    """
    holders: dict[Hashable, list[int]] = defaultdict(list)
    for i, dossier in enumerate(dossiers):
        for stage, places in dossier.cells.items():
            for key in [*places, frozenset(places)]:
                holders[stage, key].append(i)
    found = {}
    for i, dossier in enumerate(dossiers):
        # For each other one, how many stages are the same as here, and elements shared.
        same: Counter[int] = Counter()
        shared: Counter[int] = Counter()
        for stage, places in dossier.cells.items():
            for place in places:
                shared.update(holders[stage, place])
            if places:
                same.update(holders[stage, frozenset(places)])
        nearest = sorted(shared.keys() - {i}, key=lambda j: (-same[j], -shared[j], j))
        found[dossier.name] = [dossiers[j] for j in nearest[:most]]
    return found


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


def _group_rows(frame: pd.DataFrame, by: str = "configuration") -> dict[str, list[Any]]:
    """Return the rows of a table for each configuration."""
    found: dict[str, list[Any]] = {}
    for row in frame.itertuples(index=False):
        found.setdefault(getattr(row, by), []).append(row)
    return found


def _build_quotation_rows(study: Study) -> pd.DataFrame:
    """Return the quotations with the group of each speaker, and how who speaks is said."""
    groups = {group.group: group for group in study.settings.groups}
    codes, speakers = study.quotations["speaker_group"], study.quotations["speaker"]
    labels = [groups[code].label if code in groups else code for code in codes]
    members = [groups[code].member if code in groups else "" for code in codes]
    said = [
        format_speaker(speaker, member or label)
        for speaker, member, label in zip(speakers, members, labels, strict=True)
    ]
    return study.quotations.assign(group=labels, said=said)


def _build_note_rows(study: Study) -> pd.DataFrame:
    """Return the editorial notes on cells of configurations, with names and addresses."""
    exhibits = {e.exhibit: e for e in study.settings.exhibits}
    cells, notes = _label_cells(study), study.editorial_notes
    notes = notes.assign(
        label=[exhibits[key].label for key in notes["exhibit"]],
        cell=[cells.get(key, key) for key in notes["field"]],
        address=[f"{NOTES_PAGE}#{anchor}" for anchor in make_note_anchors(study)],
    )
    return notes[[exhibits[key].kind in OF_CONFIGURATIONS for key in notes["exhibit"]]]


def _label_cells(study: Study) -> dict[str, str]:
    """Return what the column of a table of configurations is called, in a line of text."""
    settings = study.settings
    labels = {stage.stage: stage.short_label for stage in settings.stages}
    labels |= {theory.theory: theory.label for theory in settings.theories}
    return labels | {QUOTATIONS: settings.quotations_label}


def _list_verdicts(
    study: Study, comparisons: Mapping[str, Comparison]
) -> dict[str, list[dict[str, str]]]:
    """Return the verdicts on the cells of each configuration, where something is printed."""
    cells = _label_cells(study)
    found: dict[str, list[dict[str, str]]] = {}
    for exhibit in study.settings.exhibits:
        comparison = comparisons.get(exhibit.exhibit)
        if exhibit.kind != "configurations" or comparison is None:
            continue
        if study.published(exhibit.exhibit).empty:
            continue
        for (row, column), (verdict, address) in judge_cells(comparison).items():
            entry = {"exhibit": exhibit.label, "cell": cells.get(column, column)}
            found.setdefault(row, []).append(entry | {"verdict": verdict, "address": address})
    return found

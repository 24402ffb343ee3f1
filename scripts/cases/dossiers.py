"""All that a study says of one configuration, gathered from its tables."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
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
from scripts.tables.edition_tables import judge_cells, link_notes

# Of a configuration of a middle theory alone.
IN_BETWEEN = "in between"
MOST_NEIGHBOURS = 6  # of one configuration; the explorer lists the others

# What stands in the cell of each stage: texts, each with its level.
Cells = Mapping[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class Dossier:
    """One configuration: its key, what people call it, the number that tables give it, and more."""

    name: str
    title: str
    number: int
    # The codes of each stage; without codings the lines of its cell. No two are the same.
    elements: Cells
    # The lines of each cell, none where the source does not give it.
    lines: Cells = field(default_factory=dict)
    # Its row in the table and what a chapter has added, as text; a blank for what is not known.
    row: Mapping[str, str] = field(default_factory=dict)
    # What became of it between the theories, and all of it in a sentence.
    status: str = ""
    sentence: str = ""
    # Of cells that the source does not give, by stage, and the rows of the other tables.
    conjectures: Mapping[str, Any] = field(default_factory=dict)
    quotations: Sequence[Any] = ()
    passages: Sequence[Any] = ()
    notes: Sequence[Any] = ()
    verdicts: Sequence[Any] = ()


def build_dossiers(
    study: Study, frame: pd.DataFrame, comparisons: Mapping[str, Comparison]
) -> tuple[Dossier, ...]:
    """Return the dossier of each configuration of a frame, in the order of the rows.

    What stands in columns that a chapter has added to the configurations is told like a further
    column of the table; of these, ``status`` says what became of a configuration between the
    theories. Verdicts are taken from the comparisons of the exhibits.
    """
    stages, theories = study.settings.stages, list(study.theories.index)
    plain = build_plain_sentences(study, frame)
    conjectures = _group_rows(study.conjectures)
    others = {
        "quotations": _group_rows(_build_quotation_rows(study)),
        "passages": _group_rows(study.passages),
        "notes": _group_rows(_build_note_rows(study), "row"),
        "verdicts": _group_rows(_build_verdict_rows(study, comparisons), "row"),
    }

    def add_levels(name: str, texts: Mapping[str, Sequence[str]]) -> Cells:
        return {
            stage: tuple(zip(own, study.find_levels(name, stage, len(own)), strict=True))
            for stage, own in texts.items()
        }

    dossiers = []
    text = frame.map(lambda value: "" if pd.isna(value) else str(value))
    is_told = "status" in text and (text["status"] != "").any()
    for row in text.to_dict("records"):
        name = row["configuration"]
        elements = {s.stage: study.stage_elements.get((name, s.stage), ()) for s in stages}
        lines = add_levels(name, {s.stage: split_cell(row[s.stage], s.split_at) for s in stages})
        dossiers.append(
            Dossier(
                name,
                row["title"],
                int(row["position"]),
                add_levels(name, elements),
                lines,
                row,
                status=_find_status(row, theories) if is_told else "",
                sentence=plain.get(name) or cite_stages(study, lines),
                conjectures={guess.stage: guess for guess in conjectures.get(name, ())},
                **{key: rows.get(name, ()) for key, rows in others.items()},
            )
        )
    return tuple(dossiers)


def find_neighbours(dossiers: Sequence[Dossier]) -> dict[str, list[Dossier]]:
    """Return the nearest of those that share an element with a configuration, by its name.

    Nearest is who has most stages that are the same, then who shares most elements, then
    who comes first. A gap is never shared.
    """
    having: dict[Hashable, list[int]] = defaultdict(list)
    filled = [[(s, cell) for s, cell in d.elements.items() if cell] for d in dossiers]
    for i, cells in enumerate(filled):
        for stage, cell in cells:
            for part in [*cell, frozenset(cell)]:
                having[stage, part].append(i)
    found = {}
    for i, cells in enumerate(filled):
        # For each other one, how many stages are the same as here, and elements shared.
        same = Counter(j for stage, cell in cells for j in having[stage, frozenset(cell)])
        shared = Counter(
            j for stage, cell in cells for element in cell for j in having[stage, element]
        )
        nearest = sorted(shared.keys() - {i}, key=lambda j: (-same[j], -shared[j], j))
        found[dossiers[i].name] = [dossiers[j] for j in nearest[:MOST_NEIGHBOURS]]
    return found


def _find_status(row: Mapping[str, str], theories: Sequence[str]) -> str:
    """Return what became of a configuration between the theories, as far as it is known."""
    marks = [row[theory] for theory in theories]
    is_between = marks[0] == marks[-1] == "no" and "yes" in marks
    return row["status"] or (IN_BETWEEN if is_between else NOT_STATED)


def _group_rows(frame: pd.DataFrame, by: str = "configuration") -> dict[str, list[Any]]:
    """Return the rows of a table for each configuration."""
    return {name: list(own.itertuples(index=False)) for name, own in frame.groupby(by, sort=False)}


def _build_quotation_rows(study: Study) -> pd.DataFrame:
    """Return the quotations with the group of each speaker, and how who speaks is said."""
    rows, groups = study.quotations, study.settings.groups
    labels = {group.group: group.label for group in groups}
    members = {group.group: group.member or group.label for group in groups}
    speakers = list(zip(rows["speaker"], rows["speaker_group"], strict=True))
    return rows.assign(
        group=[labels.get(code, code) for _, code in speakers],
        said=[format_speaker(speaker, members.get(code, code)) for speaker, code in speakers],
    )


def _build_note_rows(study: Study) -> pd.DataFrame:
    """Return the editorial notes on cells of configurations, with names and addresses."""
    cells, notes = _label_cells(study), link_notes(study)
    exhibits = [study.exhibit(key) for key in notes["exhibit"]]
    notes = notes.assign(
        label=[exhibit.label for exhibit in exhibits],
        cell=[cells.get(key, key) for key in notes["field"]],
    )
    return notes.loc[[exhibit.kind in OF_CONFIGURATIONS for exhibit in exhibits]]


def _build_verdict_rows(study: Study, comparisons: Mapping[str, Comparison]) -> pd.DataFrame:
    """Return the verdicts on the cells of configurations, where something is printed."""
    cells = _label_cells(study)
    rows = [
        (row, comparison.exhibit.label, cells.get(column, column), judged.verdict, judged.address)
        for key, comparison in comparisons.items()
        if comparison.exhibit.kind == "configurations" and not study.published(key).empty
        for (row, column), judged in judge_cells(comparison).items()
    ]
    return pd.DataFrame(rows, columns=["row", "exhibit", "cell", "verdict", "address"])


def _label_cells(study: Study) -> dict[str, str]:
    """Return what the column of a table of configurations is called, in a line of text."""
    labels = study.stages["short_label"].to_dict() | study.theories["label"].to_dict()
    return labels | {QUOTATIONS: study.settings.quotations_label}

"""The cells of a table of configurations, and the values of a diagram."""

from __future__ import annotations

from collections.abc import Iterable

from scripts.analysis.cells import Cell, Part, typed_cell
from scripts.analysis.configurations import group_spanners, select_configurations
from scripts.analysis.formatting import format_quotation, format_theory_mark
from scripts.study.further_columns import find_further_columns, read_further
from scripts.study.settings import Exhibit
from scripts.study.study import Study

QUOTATIONS = "quotations"


def build_configuration_cells(study: Study, exhibit: Exhibit) -> list[Cell]:
    """Return the cells of a table of configurations: caption, headings, one row each."""
    settings = study.settings
    theories = [theory.theory for theory in settings.theories]
    cells = [typed_cell("caption", "caption", exhibit.caption)]
    for spanner in dict.fromkeys(head for head, _ in group_spanners(settings.stages)):
        cells.append(typed_cell("heading", spanner_key(study, spanner), spanner))
    further = find_further_columns(study)
    cells += [typed_cell("heading", name, label) for name, label in further.items()]
    cells += [typed_cell("heading", stage.stage, stage.label) for stage in settings.stages]
    cells += [typed_cell("heading", theory.theory, theory.label) for theory in settings.theories]
    quoted: dict[str, list] = {}
    if not study.quotations.empty:
        cells.append(typed_cell("heading", QUOTATIONS, settings.quotations_label))
    for quotation in study.quotations.itertuples():
        quoted.setdefault(quotation.configuration, []).append(quotation)
    for row in select_configurations(study, exhibit.show).to_dict("records"):
        key = row["configuration"]
        texts = read_further(row, further)
        cells += [typed_cell(key, name, text) for name, text in texts.items()]
        for stage in settings.stages:
            cells.append(typed_cell(key, stage.stage, row[stage.stage], blank_is_a_gap=True))
        for theory in theories:
            mark = format_theory_mark(row[theory])
            cells.append(typed_cell(key, theory, mark, blank_is_a_gap=True))
        if not study.quotations.empty:
            cells.append(_quotation_cell(study, key, quoted.get(key, ())))
    return cells


def spanner_key(study: Study, spanner: str) -> str:
    """Return the column key of a head that spans stages: the head in small letters.

    A stage or theory of that very name keeps the name; the head is then ``NAME/spanner``.
    """
    settings = study.settings
    taken = {stage.stage for stage in settings.stages} | {t.theory for t in settings.theories}
    key = spanner.casefold()
    return f"{key}/spanner" if key in taken | {QUOTATIONS} else key


def _quotation_cell(study: Study, key: str, own: Iterable) -> Cell:
    """Return the cell with all quotations of a configuration, two values for each."""
    codes = {group.group: group.code for group in study.settings.groups}
    texts, parts = [], []
    for row in own:
        code = codes.get(row.speaker_group, "")
        texts.append(format_quotation(row.text, row.speaker, code))
        parts.append(Part("words", row.text))
        parts.append(Part("speaker", f"{row.speaker} ({code})" if code else row.speaker))
    return Cell(key, QUOTATIONS, "\n".join(texts), tuple(parts))


def build_diagram_cells(study: Study, exhibit: Exhibit) -> list[Cell]:
    """Return the values of a diagram: its caption and the cells that its paths go through."""
    cells = [typed_cell("caption", "caption", exhibit.caption)]
    for row in select_configurations(study, exhibit.show).to_dict("records"):
        cells += [
            typed_cell(row["configuration"], stage.stage, row[stage.stage], blank_is_a_gap=True)
            for stage in study.settings.stages
        ]
    return cells

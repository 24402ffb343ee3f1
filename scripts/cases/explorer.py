"""The explorer: one table of all configurations, complete in itself, made to be filtered."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from IPython.display import HTML

from scripts.analysis.crosslinks import address_configuration
from scripts.analysis.formatting import format_quotation
from scripts.cases.dossiers import Dossier, Note, Quotation, Verdict, build_dossiers
from scripts.look.direction import mark_direction
from scripts.study.further_columns import PREFIX, divides
from scripts.study.settings import Stage
from scripts.study.study import Study
from scripts.tables.html import format_lines

IDENTIFIER = "explorer"
# What a filter calls the cells that the source does not give; no key of an element is like it.
GAP = "-"
# Keys of filters that are no stage: a stage's key has no hyphen.
STATUS, SPEAKERS = "theory-status", "speaker-group"
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
    """

    key: str
    label: str
    options: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]


def build_facets(study: Study, dossiers: Sequence[Dossier]) -> tuple[Facet, ...]:
    """Return what the configurations of a study can be filtered by; nothing that it lacks.

    Parameters
    ----------
    study : Study
        The study.
    dossiers : sequence of Dossier
        From `scripts.cases.dossiers.build_dossiers`.
    """
    labels = study.element_labels
    facets = []
    for stage in study.settings.stages:
        names = {d.name: d.elements[stage.stage] or (GAP,) for d in dossiers}
        # Only the words of cells have to be made into keys; a codebook has its own.
        keys = _key_texts(element for d in dossiers for element in d.elements[stage.stage])
        if not study.codings.empty:
            keys = {element: element for element in keys}
        options = sorted(((labels.get(e, e), key) for e, key in keys.items()), key=_alphabetical)
        shown = {key: label for label, key in options}
        if (GAP,) in names.values():
            shown[GAP] = study.settings.not_in_source
        members = {name: tuple(keys.get(e, GAP) for e in own) for name, own in names.items()}
        facets.append(Facet(stage.stage, stage.short_label, shown, members))
        facets.append(_level_facet(stage, dossiers))
    for column, label in study.further_columns.items():
        texts = {d.name: d.further[column] for d in dossiers}
        if divides(list(texts.values())):
            values = {name: (text,) if text else () for name, text in texts.items()}
            facets.append(_plain_facet(f"{PREFIX}{column}", label, values))
    for key, label, column in (
        ("valence", "Valence", "valence"),
        ("delivery", "Delivery", "delivery"),
        (STATUS, "Theory status", "status"),
    ):
        values = {d.name: getattr(d, column) for d in dossiers}
        facets.append(_plain_facet(key, label, {n: (v,) if v else () for n, v in values.items()}))
    facets.append(_plain_facet(SPEAKERS, "Who is quoted", {d.name: d.groups for d in dossiers}))
    return tuple(facet for facet in facets if facet.options)


def _level_facet(stage: Stage, dossiers: Sequence[Dossier]) -> Facet:
    """Return the filter of the levels of a stage, in their order in ``study.yml``."""
    values = {d.name: set(d.levels[stage.stage]) for d in dossiers}
    found = [level for level in stage.levels if any(level in own for own in values.values())]
    keys = _key_texts(found)
    members = {
        name: tuple(keys[level] for level in found if level in own) for name, own in values.items()
    }
    options = {key: level for level, key in keys.items()}
    return Facet(f"{stage.stage}-level", stage.level_label, options, members)


def _plain_facet(key: str, label: str, values: Mapping[str, tuple[str, ...]]) -> Facet:
    """Return a filter whose values are words that stand in the table."""
    keys = _key_texts(value for own in values.values() for value in own)
    members = {name: tuple(keys[value] for value in own) for name, own in values.items()}
    return Facet(key, label, {key: value for value, key in keys.items()}, members)


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


def show_explorer(study: Study, caption: str = "All configurations") -> HTML:
    """Return the table of all configurations, with what a script needs to filter it.

    Without a script it is a plain table that lacks nothing.

    Parameters
    ----------
    study : Study
        The study; columns that it does not have are left out.
    caption : str
        What the table shows.
    """
    dossiers = build_dossiers(study)
    facets = build_facets(study, dossiers)
    columns = _list_columns(study, facets, dossiers)
    heads = "".join(
        f'<th scope="col"{mark_direction(label)} data-column="{escape(key, quote=True)}">'
        f"{escape(label)}</th>"
        for key, label in columns.items()
    )
    # Keys before labels, which are for readers; the order is the one shown.
    about = [[f.key, f.label, list(f.options.items())] for f in facets]
    listed = escape(json.dumps(about, ensure_ascii=False, separators=(",", ":")), quote=True)
    rows = "\n".join(_show_row(study, dossier, facets, columns) for dossier in dossiers)
    name = escape(caption, quote=True)
    return HTML(
        f'<div class="edition-scroll" role="region" aria-label="{name}" tabindex="0">\n'
        f'<table class="edition-table edition-table-wide explorer-table" id="{IDENTIFIER}" '
        f'data-facets="{listed}">\n<caption{mark_direction(caption)}>{escape(caption)}</caption>\n'
        f"<thead>\n<tr>{heads}</tr>\n</thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</div>"
    )


def _list_columns(
    study: Study, facets: Sequence[Facet], dossiers: Sequence[Dossier]
) -> dict[str, str]:
    """Return the columns that the study has, with their heads."""
    columns = {"number": "No."}
    columns |= {f"{PREFIX}{key}": head for key, head in study.further_columns.items()}
    columns |= {f"stage-{s.stage}": s.label for s in study.settings.stages}
    shown = {facet.key: facet.label for facet in facets}
    columns |= {key: shown[key] for key in ("valence", "delivery", STATUS) if key in shown}
    if any(d.quotations for d in dossiers):
        columns["quotations"] = "Quotations"
    if any(d.notes or d.verdicts for d in dossiers):
        columns["notes"] = "Notes and verdicts"
    return columns


def _show_row(
    study: Study, dossier: Dossier, facets: Sequence[Facet], columns: Mapping[str, str]
) -> str:
    """Return the row of a configuration."""
    values = "".join(
        f' data-filter-{facet.key}="{escape(" ".join(own), quote=True)}"'
        for facet in facets
        if (own := facet.members[dossier.name])
    )
    name = escape(dossier.name, quote=True)
    address = escape(address_configuration(dossier.name), quote=True)
    cells = [
        f'<th scope="row" class="gt_stub" data-label="No."><a href="{address}" '
        f'aria-label="{dossier.number}: the page of this configuration">{dossier.number}</a></th>'
    ]
    for key, label in columns.items():
        title = f'data-label="{escape(label, quote=True)}"'
        if key.startswith("stage-"):
            lines, levels = (
                own[key.removeprefix("stage-")] for own in (dossier.lines, dossier.levels)
            )
            if lines:
                cells.append(f'<td dir="auto" {title}>{format_lines(lines, levels)}</td>')
            else:
                gap = escape(study.settings.not_in_source)
                cells.append(f'<td class="gap"{mark_direction(gap)} {title}>{gap}</td>')
        elif key.startswith(PREFIX):
            text = escape(dossier.further[key.removeprefix(PREFIX)])
            cells.append(f'<td dir="auto" {title}>{text}</td>')
        elif key == "quotations":
            cells.append(f"<td {title}>{show_quotations(dossier.quotations)}</td>")
        elif key == "notes":
            notes = show_notes(dossier.notes) + show_verdicts(dossier.verdicts)
            cells.append(f"<td {title}>{notes}</td>")
        elif key != "number":
            text = dossier.status if key == STATUS else getattr(dossier, key)
            cells.append(f"<td{mark_direction(text)} {title}>{escape(text)}</td>")
    return f'<tr id="explore-{name}" data-configuration="{name}"{values}>{"".join(cells)}</tr>'


def show_quotations(quotations: Iterable[Quotation]) -> str:
    """Return quotations as paragraphs, each with its speaker and the group in full."""
    texts = [escape(format_quotation(q.text, q.speaker, q.member)) for q in quotations]
    return "".join(f'<p class="quotation" dir="auto">{text}</p>' for text in texts)


def link(address: str, text: str) -> str:
    """Return a link, with its text escaped."""
    return f'<a href="{escape(address, quote=True)}">{escape(text)}</a>'


def show_notes(notes: Iterable[Note], link: Callable[[str, str], str] = link) -> str:
    """Return editorial notes as paragraphs, each with a link to where all of it stands.

    Parameters
    ----------
    notes : iterable of Note
        The notes.
    link : callable
        Makes a link from address and text.
    """
    return "".join(
        f'<p class="explorer-note">{link(n.address, f"Note on {n.exhibit}, {n.cell}")} '
        f"({escape(n.kind)}): {escape(n.reason)}</p>"
        for n in notes
    )


def show_verdicts(verdicts: Iterable[Verdict], link: Callable[[str, str], str] = link) -> str:
    """Return verdicts as a paragraph for each exhibit; each cell leads to its verdict."""
    found: dict[str, dict[str, list[Verdict]]] = {}
    for verdict in verdicts:
        kinds = found.setdefault(verdict.exhibit, {})
        kinds.setdefault(verdict.verdict, []).append(verdict)
    return "".join(
        f'<p class="explorer-verdicts">Verdicts on {escape(exhibit)}: '
        + "; ".join(
            f"{escape(kind)}: {', '.join(link(v.address, v.cell) for v in own)}"
            for kind, own in kinds.items()
        )
        + ".</p>"
        for exhibit, kinds in found.items()
    )

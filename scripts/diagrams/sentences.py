"""A change model in words: description, nested list, sentences."""

from collections.abc import Collection, Iterable, Mapping
from itertools import chain

import pandas as pd

from scripts.analysis.change_models import ChangeModel
from scripts.analysis.crosslinks import address_configuration
from scripts.analysis.formatting import format_list
from scripts.diagrams.marks import NO_MARKS, TITLES, Marks
from scripts.look.markup import render
from scripts.look.text import isolate
from scripts.study.settings import Stage
from scripts.study.study import Study

LEVELS_TOLD = "In italics above some elements: their level."


def describe_change_model(
    model: ChangeModel, marks: Marks = NO_MARKS, on_page: bool = False
) -> str:
    """Return the drawing in a few sentences: what there is, and how to read it.

    On a page the lists that stand below the drawing are told as well.
    """
    boxes = ", ".join(
        f"{len(model.layer(stage.stage))} of {stage.short_label.lower()}" for stage in model.stages
    )
    count = len(model.numbers)
    text = (
        f"{count} configuration{'s' if count != 1 else ''} drawn from left to right through "
        f"{len(model.stages)} stages, with boxes {boxes}. The numbers in a box are those of the "
        "configurations that pass through it."
    )
    if any(box.level for box in model.boxes):
        text += f" {LEVELS_TOLD}"
    for kind, own in marks.values.items():
        found = [own[name] for name in model.numbers]
        counts = [f"{found.count(v)} {v}" for v in marks.styles[kind] if v in found]
        text += f" {TITLES[kind]}: {', '.join(counts)}."
    text += f" {describe_meeting(model)}"
    return f"{text} The lists below the figure say the same in words." if on_page else text


def describe_meeting(model: ChangeModel) -> str:
    """Return in a sentence where the configurations of a change model meet, and where they lead.

    Of the boxes of all stages but the last the one with most configurations, and of the last
    stage as well; of equals the first. What only one configuration has is no meeting, and what
    all have tells nothing of them.
    """
    *before, last = (model.layer(stage.stage) for stage in model.stages)
    count, parts = len(model.numbers), []
    for verb, boxes in (("pass through", chain(*before)), ("lead to", last)):
        own = [box for box in boxes if not box.is_gap and 1 < len(box.configurations) < count]
        if own:
            busiest = max(own, key=lambda box: len(box.configurations))
            words = " and ".join(f"“{label}”" for label in busiest.labels)
            words += f" ({busiest.level})" if busiest.level else ""
            parts.append(f"{len(busiest.configurations)} {verb} {words}")
    if not parts:
        return "" if count < 2 else f"No two of the {count} configurations share a box."
    return f"Of {count} configurations, {' and '.join(parts)}."


def format_outline(
    parts: Iterable[tuple[str, ChangeModel]], marks: Marks = NO_MARKS, summary: str = ""
) -> str:
    """Return change models as nested lists, in HTML: stages, their boxes, and where each leads.

    Where there are several parts, each has its title. The number of a configuration leads to
    its page; what is marked is said behind it.
    """
    return render(
        "diagrams/outline.html",
        parts=list(parts),
        address=address_configuration,
        summary=summary,
        marks=marks,
    )


def build_sentences(study: Study, model: ChangeModel, marks: Marks = NO_MARKS) -> list[str]:
    """Return one sentence for each configuration of a change model, as `cite_stages` puts it.

    A sentence says where no link leads from one stage to the next.
    """
    stage_of = {box.key: box.stage for box in model.boxes}
    linked = {(stage_of[k.target], name) for k in model.links for name in k.configurations}
    sentences = []
    for name, number in model.numbers.items():
        stages = [s.stage for s in model.stages if (name, s.stage) in model.words]
        words = {key: model.words[name, key] for key in stages}
        text = cite_stages(study, words, [key for key in stages[1:] if (key, name) not in linked])
        marked = f" ({marks.describe(name)})" if marks.values else ""
        sentences.append(f"No. {number}{marked}: {text}")
    return sentences


def cite_stages(
    study: Study, words: Mapping[str, Iterable[tuple[str, str]]], cut: Collection[str] = ()
) -> str:
    """Return an if-then-because sentence in which the words of the stages are cited.

    Where the study says with ``as_clause`` how each stage enters a sentence, the stages keep
    their order; otherwise the sentence reads: if the first, then the last, because of those
    between. `words` has those of each stage with their level, in causal order; of the stages in
    `cut` the sentence says that no link leads to them.
    """
    shown = {stage.stage: stage for stage in study.settings.stages}
    is_whole = all(stage.as_clause for stage in shown.values())
    clauses = []
    for key, own in words.items():
        stage = shown[key]
        begin = isolate(stage.as_clause) or f"{isolate(stage.short_label)}:"
        clauses.append(f"{'[not linked] ' if key in cut else ''}{begin} {_cite(study, stage, own)}")
    if is_whole or len(clauses) < 2:
        text = ", ".join(clauses)
        text = text[:1].upper() + text[1:] if is_whole else text
    else:
        first, *between, last = clauses
        because = f", because {' and '.join(between)}" if between else ""
        text = f"If {first}, then {last}{because}"
    return f"{text}."


def build_plain_sentences(study: Study, configurations: pd.DataFrame) -> dict[str, str]:
    """Return one plain sentence in our own words for each configuration, by its name.

    It is put together from the clauses of the codebook, by the frame in ``study.yml``: who
    the person is, then what happens, in causal order. Of the stages that the source does not
    give it says so. A configuration with an element that has no clause is left out.
    """
    frame = study.settings.sentence
    if frame is None or "clause" not in study.elements:
        return {}
    clauses = dict(study.elements[["element", "clause"]].itertuples(index=False))
    sentences = {}
    for name in configurations["configuration"]:
        told = _collect_clauses(study, name, clauses)
        first, *later = (told or {"": ""}).values()
        if not any(later):
            continue
        *most, last = filter(None, later)
        # Each may itself be a list with an “and”: a comma says where the next begins.
        then = f"{', '.join(most)}, and {last}" if most else last
        text = frame["frame" if first else "without"].format(first=first, then=then)
        gaps = [s.short_label.lower() for s in study.settings.stages if not told[s.stage]]
        if gaps:
            text += f" [{format_list(gaps)} {study.settings.not_in_source.lower()}]"
        sentences[name] = f"{text}."
    return sentences


def _collect_clauses(
    study: Study, configuration: str, clauses: Mapping[str, str]
) -> dict[str, str] | None:
    """Return the clauses of each stage in a row, or None where an element has none.

    A stage that the source does not give is blank.
    """
    codings = study.codings[study.codings["configuration"] == configuration]
    is_or = codings["joined_by"] == "or" if "joined_by" in codings else [False] * len(codings)
    alternatives = set(codings.loc[is_or, "stage"])
    told = {}
    for stage in study.settings.stages:
        elements = study.stage_elements.get((configuration, stage.stage), ())
        own = [isolate(clauses.get(element, "")) for element in elements]
        if not all(own):
            return None
        word = "or" if stage.stage in alternatives else "and"
        told[stage.stage] = format_list(own, word) if own else ""
    return told


def _cite(study: Study, stage: Stage, words: Iterable[tuple[str, str]]) -> str:
    """Return the words of a stage in quotation marks, each with its level if that is known.

    What the source lacks stands in square brackets, as words of an editor do. It is named
    where no label does so.
    """
    if not words:
        name = f"{stage.short_label} " if stage.as_clause else ""
        return isolate(f"[{name}{study.settings.not_in_source}]".lower())
    return format_list(
        isolate(f"“{line.rstrip('.')}”") + (f" ({isolate(level)})" if level else "")
        for line, level in words
    )

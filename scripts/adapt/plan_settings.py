"""``study.yml`` of a new book, with a line about each entry."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files

from scripts.adapt.plan import BookPlan
from scripts.importer.headings import match_heading
from scripts.privacy.concerns import USUAL_SMALLEST
from scripts.study.settings import Group, Stage

# Words with which the cell of a stage becomes part of a sentence.
CLAUSES = {
    "intervention": "Where there is",
    "context": "in the context",
    "actor": "with",
    "mechanism": "what happens is",
    "resource": "and there is",
    "reaction": "so that the response is",
    "outcome": "and it leads to",
}
# What stands in the place of groups that nobody has named yet, as comments.
EXAMPLES = (Group("members", "Members", 12), Group("leaders", "Leaders", 8))
# One entry of `exhibits` for each table that a book may have.
EXHIBITS = files("scripts.adapt") / "exhibits.txt"
# The template has a chapter for so many change models, one for each valence.
MOST_DIAGRAMS = 5
DIAGRAM = """\
  - exhibit: {key}
    kind: diagram
    label: {label}
    caption: {caption}
{show}    chapter: chapters/{key}.ipynb
    published: false
"""


def format_settings(plan: BookPlan) -> str:
    """Return ``study.yml`` for a plan."""
    lines = [
        "# What this study is. The tables, diagrams and checks follow what stands here.",
        "# What the columns of the tables mean stands in datapackage.json.",
        f"title: {_text(plan.title)}",
    ]
    if plan.notice:
        lines += [
            "",
            "# This stands on every page. Take it out when the data are your own.",
            f"notice: {_text(plan.notice)}",
        ]
    lines += [
        "",
        "# Groups of participants: a key, a label, how many people, and the letter that",
        "# stands behind the name of a speaker. Where the people of a group belong to another",
        "# one of these as well, such as to all participants, `part_of: KEY` says so, and",
        "# nobody is counted twice.",
        "groups:",
    ]
    if not plan.groups:
        lines += [
            f"#  - {{group: {group.group}, label: {_text(group.label)}, n: {group.n}}}"
            for group in EXAMPLES
        ]
    for group in plan.groups:
        code = f", code: {_text(group.code)}" if group.code else ""
        label = _text(group.label)
        lines.append(f"  - {{group: {group.group}, label: {label}, n: {group.n}{code}}}")
    lines += [
        "",
        "# The stages of a configuration, in causal order: each is a column of the table of",
        "# configurations. Stages that share a `spanner` stand under one head. `as_clause`",
        "# begins the part of a sentence that a cell becomes. `levels: [individual, group]`",
        "# adds a column that says at which level a stage lies. Each line of a cell counts as",
        '# an element, such as an outcome, of its own; with `split_at: ";"` each part between',
        "# semicolons does as well.",
        "stages:",
        *map(_format_stage, plan.stages),
    ]
    if plan.theories:
        lines += [
            "",
            "# Versions of the theory, oldest first; each is a column with yes or no. Leave them",
            "# out where there is only one.",
            "theories:",
        ]
        for theory in plan.theories:
            lines.append(f"  - {{theory: {theory.theory}, label: {_text(theory.label)}}}")
    lines += [
        "",
        "# How numbers are printed, and the words for what is missing.",
        "rounding: {decimals: 0, trailing_zeros: drop}",
        'count_cell: "{count} ({percent}%)"',
        'group_heading: "{label} (n = {n})"',
        "not_available: Not available",
        "not_in_source: Not known",
        "quotations_label: Quotation",
        "",
        "# Counts of fewer people are not shown, and no others that would give them away.",
        "# 1 shows all.",
        f"smallest_count: {USUAL_SMALLEST}",
        "",
        "# Tables and figures. `kind` says how each is made; `show` picks configurations by",
        "# the value of a column, and `groups: [one, another]` picks groups. A chapter whose",
        "# exhibit is taken out, or whose table has no rows yet, is left out of the book.",
        "# `published: false` says that no paper prints it yet. Take that out once the folder",
        "# data/published/ has what a paper prints: the book then compares the two.",
        "exhibits:",
    ]
    return "\n".join(lines) + "\n" + _format_exhibits(plan)


def _format_stage(stage: Stage) -> str:
    """Return the entry of a stage."""
    parts = [f"stage: {stage.stage}", f"label: {_text(stage.label)}"]
    if stage.short_label != stage.label:
        parts.append(f"short_label: {_text(stage.short_label)}")
    if stage.spanner:
        parts.append(f"spanner: {_text(stage.spanner)}")
    if stage.split_at:
        parts.append(f"split_at: {_text(stage.split_at)}")
    if stage.levels:
        parts.append(f"levels: [{', '.join(map(_text, stage.levels))}]")
    clause = (
        stage.as_clause or CLAUSES.get(stage.stage) or CLAUSES.get(match_heading(stage.label), "")
    )
    if clause:
        parts.append(f"as_clause: {_text(clause)}")
    return f"  - {{{', '.join(parts)}}}"


def _format_exhibits(plan: BookPlan) -> str:
    """Return the entries of the tables and figures that the plan has rows for."""
    blocks = (
        EXHIBITS.read_text("utf-8")
        .format(quoted=", with quotations" if plan.tables.get("quotations") else "")
        .split("  - exhibit: ")[1:]
    )
    entries = [f"  - exhibit: {block}" for block in blocks]
    # The numbers in the text come behind tables and figures.
    kept, last = entries[:-1], entries[-1]
    shown = list_valences(plan.tables.get("configurations", ())) or [""]
    for number, valence in enumerate(shown[:MOST_DIAGRAMS], start=1):
        caption = f"Change model: {valence} configurations." if valence else "Change model."
        kept.append(
            DIAGRAM.format(
                key=f"figure_{number}",
                label=f"Figure {number}",
                caption=_text(caption),
                show=f"    show: {{valence: {_text(valence)}}}\n" if valence else "",
            )
        )
    return "".join([*kept, last])


def list_valences(rows: Sequence[Mapping[str, str]]) -> list[str]:
    """Return the valences of configurations, if these have two or more of them."""
    valences = [v for v in dict.fromkeys(row.get("valence", "") for row in rows) if v]
    return valences if len(valences) > 1 else []


def _text(words: str) -> str:
    """Return words as YAML text in quotation marks."""
    return json.dumps(words, ensure_ascii=False)

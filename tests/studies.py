"""Invented studies for the tests: a data folder made from plain values.

Nothing in here is about a real study. The people, counts and words are made up, so that
the tests can have any number of groups, stages, theories and configurations.
"""

import csv
import json
from collections.abc import Mapping, Sequence
from itertools import pairwise, product
from pathlib import Path
from random import Random

import yaml
from hypothesis import strategies as st

from scripts.analysis.change_models import Box, ChangeModel, Link
from scripts.study.settings import Stage
from scripts.study.study import Study, load_study

GROUPS = ({"group": "clients", "label": "Clients", "n": 8, "code": "C"},)
STAGES = ("context", "mechanism", "outcome")
INTEGER, NUMBER, STRING = "integer", "number", "string"
# Short and long words, some that no line holds, and letters that a font may lack.
WORDS = ("a", "and", "kindness", "self-compassionate-and-attentive", "W" * 20, "x" * 90)
WORDS += ("Donaudampfschifffahrtsgesellschaft", "人" * 12, "<b>", "&", "مشاركون")


# The chapters of this book that rebuild an exhibit of a kind.
CHAPTERS = {
    "demographics": "participants",
    "interviews": "interviews",
    "configurations": "configurations",
    "claims": "reproduction_report",
}


def write_study(
    folder: Path,
    *,
    groups: Sequence[Mapping] = GROUPS,
    stages: Sequence[str | Mapping] = STAGES,
    theories: Sequence[str] = (),
    configurations: Sequence[Mapping] = ({"configuration": "only", "context": "A context"},),
    characteristics: Sequence[Mapping] = (),
    demographics: Sequence[Mapping] = (),
    interviews: Sequence[Mapping] | None = None,
    quotations: Sequence[Mapping] | None = None,
    elements: Sequence[Mapping] | None = None,
    codings: Sequence[Mapping] | None = None,
    notes: Sequence[Mapping] | None = None,
    accepted: Sequence[Mapping] | None = None,
    passages: Sequence[Mapping] | None = None,
    conjectures: Sequence[Mapping] | None = None,
    synonyms: Sequence[Mapping] | None = None,
    exhibits: Sequence[Mapping] = (),
    published: Mapping[str, Mapping[tuple[str, str], str]] | None = None,
    **settings: object,
) -> Path:
    """Return a data folder that holds an invented study.

    Parameters
    ----------
    folder : Path
        Where to write; made if it is not there.
    groups, exhibits : sequence of mapping
        As in ``study.yml``. An exhibit needs no label, caption or chapter.
    stages : sequence of str or mapping
        Keys, or entries as in ``study.yml``.
    theories : sequence of str
        Keys; the labels are made from them.
    configurations, characteristics, demographics, interviews, quotations, elements, codings, notes
        Rows of the tables, as are `accepted` and `passages`; columns that a row does not name are
        blank, and positions are numbered. Without rows an optional table is not written.
    published : mapping
        For each exhibit, the printed text by row and column.
    settings
        Further entries of ``study.yml``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stages = [{"stage": s, "label": s.title()} if isinstance(s, str) else dict(s) for s in stages]
    keys = [stage["stage"] for stage in stages]
    shown = [
        {
            "label": e["exhibit"].replace("_", " ").capitalize(),
            "caption": f"The exhibit {e['exhibit']}.",
            "chapter": f"chapters/{CHAPTERS.get(e['kind'], e['exhibit'])}.ipynb",
            **({} if e["exhibit"] in (published or {}) else {"published": False}),
            **e,
        }
        for e in exhibits
    ]
    content = {
        "title": "An invented study",
        "groups": [dict(group) for group in groups],
        "stages": stages,
        "exhibits": shown,
        **settings,
    }
    if theories:
        content["theories"] = [{"theory": t, "label": f"{t.title()} theory"} for t in theories]
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    (folder / "study.yml").write_text(text, encoding="utf-8")
    # The dictionary need not describe columns of levels, as they follow from the stages.
    levels = [f"{stage['stage']}_level" for stage in stages if "levels" in stage]
    chain = [*keys, *levels, *theories, "valence"]
    tables = {
        "characteristics": (characteristics, ["characteristic", "label", "position", "responses"]),
        "demographics": (demographics, ["characteristic", "level", "group", "position", "count"]),
        "interviews": (interviews, ["group", "interviewees", "mean", "minimum", "maximum"]),
        "configurations": (configurations, ["configuration", "position", *chain]),
        "quotations": (
            quotations,
            ["configuration", "position", "speaker", "speaker_group", "text"],
        ),
        "elements": (elements, ["element", "stage", "label", "clause", "theory", "definition"]),
        "codings": (codings, ["configuration", "stage", "element", "phrase", "joined_by"]),
        "editorial_notes": (
            notes,
            [
                *("exhibit", "row", "field", "kind", "source_reading", "reading_used"),
                *("reason", "evidence", "confidence"),
            ],
        ),
        "accepted_warnings": (accepted, ["warning", "table", "row", "column", "reason"]),
        "transcription_agreement": (None, ["exhibit", "field", "compared", "agreed", "remark"]),
        "conjectures": (
            conjectures,
            ["configuration", "stage", "text", "clause", "passage", "place", "confidence"],
        ),
        "synonyms": (synonyms, ["term", "column", "finds"]),
        "passages": (
            passages,
            ["passage", "configuration", "relation", "place", "text", "note"],
        ),
        "second_coding": (None, ["configuration", "valence", "valence_grade", "reason"]),
    }
    resources = []
    for name, (rows, columns) in tables.items():
        told = [column for column in columns if column not in levels]
        resources.append(_describe(name, f"{name}.csv", told))
        if rows is not None:
            _write(folder / f"{name}.csv", columns, rows)
    for exhibit in shown:
        name = exhibit["exhibit"]
        columns = ["row", "column", "printed", "place"]
        if exhibit["kind"] == "claims":
            columns = ["claim", "section", "statement", "printed", "unit", "kind", "value"]
            columns += ["second_reading", "answer", "repeats", "would_fail"]
        resources.append(_describe(f"published_{name}", f"published/{name}.csv", columns))
        if published and name in published:
            rows = [
                {"row": row, "column": column, "printed": printed, "place": "invented"}
                for (row, column), printed in published[name].items()
            ]
            _write(folder / "published" / f"{name}.csv", columns, rows)
    package = {"name": "invented", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return folder


def say_published(folder: Path) -> None:
    """Let ``study.yml`` say that the paper prints every exhibit, as somebody does who typed it."""
    path = folder / "study.yml"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(ln for ln in lines if "published: false" not in ln), "utf-8")


def make_study(folder: Path, **values: object) -> Study:
    """Return an invented study, written to a folder and loaded; values as for `write_study`."""
    return load_study(write_study(folder, **values))


def name_stages(*keys: str) -> tuple[Stage, ...]:
    """Return stages that are called by their keys."""
    return tuple(Stage(key, key, key) for key in keys)


@st.composite
def change_models(draw, most: int = 60, most_stages: int = 6) -> ChangeModel:
    """Return an invented change model.

    Made without the package's own builder: each configuration passes in each stage
    through up to three of a pool of elements; through none, there is a gap.
    """
    chance = Random(draw(st.integers(0, 10**6)))
    first, count = draw(st.sampled_from((1, 90, 980))), draw(st.integers(1, most))
    numbers = {f"c-{i}": first + i for i in range(count)}

    def label() -> str:
        return " ".join(chance.choices(WORDS, k=chance.randint(1, 9)))

    keys = [f"stage_{i}" for i in range(draw(st.integers(2, most_stages)))]
    heads = ("", "Before", "A head of many words")
    stages = [Stage(key, key, label(), chance.choice(heads)) for key in keys]
    boxes: list[Box] = []
    for key in keys:
        pool = chance.randint(1, count)
        passes = {
            name: {chance.randrange(pool) for _ in range(chance.randint(0, 3))} for name in numbers
        }
        shared: dict[tuple[str, ...], list[str]] = {}
        for element in range(pool):
            names = tuple(name for name, elements in passes.items() if element in elements)
            if names:
                shared.setdefault(names, []).append(f"{key}-{element}")
        made = [(names, tuple(own), tuple(label() for _ in own)) for names, own in shared.items()]
        made += [((name,), (), ("Not in the source",)) for name, own in passes.items() if not own]
        boxes += [
            Box(f"{key}-{i}", key, elements, labels, names)
            for i, (names, elements, labels) in enumerate(made, start=1)
        ]
    links = []
    for left, right in pairwise(keys):
        for one, other in product(boxes, boxes):
            if (one.stage, other.stage) == (left, right):
                common = tuple(c for c in one.configurations if c in other.configurations)
                links += [Link(one.key, other.key, common)] if common else []
    return ChangeModel(tuple(stages), tuple(boxes), tuple(links), numbers)


def _describe(name: str, path: str, columns: Sequence[str]) -> dict:
    """Return the entry of a table in the data dictionary."""
    whole = {"position", "count", "interviewees", "compared", "agreed"}
    numbers = {"mean", "minimum", "maximum"}
    kinds = dict.fromkeys(whole, INTEGER) | dict.fromkeys(numbers, NUMBER)
    fields = [{"name": column, "type": kinds.get(column, STRING)} for column in columns]
    schema = {"fields": fields, "missingValues": [""]}
    return {"name": name, "path": path, "schema": schema}


def _write(path: Path, columns: Sequence[str], rows: Sequence[Mapping]) -> None:
    """Write rows as CSV, with positions numbered where a row has none."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        places: dict[object, int] = {}
        for number, row in enumerate(rows, start=1):
            if "position" in columns:
                # A level has one position for all groups.
                place = (row["characteristic"], row["level"]) if "count" in columns else number
                row = {"position": places.setdefault(place, len(places) + 1), **row}
            writer.writerow(row)

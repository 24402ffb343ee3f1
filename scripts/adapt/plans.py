"""What a new book is to hold, whether it comes from an example or from a table."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import cycle

from scripts.files.paths import make_key
from scripts.files.problems import RefusalError
from scripts.importer.headings import STAGES, fold, match_heading
from scripts.importer.rows import ImportedTable
from scripts.look.markup import render
from scripts.study.dictionary import TABLE
from scripts.study.settings import Group, Stage, Theory

NOTICE = (
    "Invented example: the people, counts and words on this page are made up. "
    "Replace the files in data/ by your own, and take the line “notice” out of data/study.yml."
)
# Columns of the invented configurations beside their stages.
STRAND = ("configuration", "position", "title", "initial", "final", "valence")
# Marks around a whole quotation.
MARKS = (("“", "”"), ("‘", "’"), ('"', '"'), ("'", "'"), ("„", "“"), ("«", "»"), ("״", "״"))


@dataclass(frozen=True)
class BookPlan:
    """What a new book is to hold."""

    title: str
    groups: tuple[Group, ...]
    stages: tuple[Stage, ...]
    theories: tuple[Theory, ...] = ()
    # Rows of each table by its name in the dictionary; those that each book has may be missing.
    tables: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)
    # What stands on every page.
    notice: str = ""
    # Further columns of the configurations, with their headings.
    extra: Mapping[str, str] = field(default_factory=dict)
    # Text that is kept beside the data, and never published.
    notes: str = ""

    @property
    def valences(self) -> list[str]:
        """The valences of the configurations, if these have two or more of them."""
        rows = self.tables.get(TABLE, ())
        valences = [v for v in dict.fromkeys(row.get("valence", "") for row in rows) if v]
        return valences if len(valences) > 1 else []


def plan_example(title: str, groups: Sequence[Group], stages: Sequence[Stage]) -> BookPlan:
    """Return the plan of a book about an invented example, a community garden.

    Everything in it is made up. It says nothing about real people or gardens.
    """
    theories = (Theory("initial", "First theory"), Theory("final", "Final theory"))
    tables = {
        "characteristics": _read_rows("characteristics"),
        "demographics": count_people(groups),
        "interviews": measure_interviews(groups),
        TABLE: tell_strands(stages),
        # The groups speak in turn.
        "quotations": [
            {**told, "speaker_group": group.group}
            for told, group in zip(_read_rows("quotations"), cycle(groups), strict=False)
        ],
    }
    return BookPlan(title, tuple(groups), tuple(stages), theories, tables, NOTICE)


def _read_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table beside this module."""
    with files(__package__).joinpath(f"invented_{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def tell_strands(stages: Sequence[Stage]) -> list[dict[str, str]]:
    """Return the configurations with a text for each stage.

    A stage of another name than those known here gets words that say what would stand in it.
    """
    kinds = {stage.stage: stage.stage for stage in stages}
    for stage in stages:
        # A stage may bear another name for the same thing, such as reasoning, or be no English.
        kind = match_heading(stage.label)
        if stage.stage not in STAGES and kind in STAGES and kind not in kinds.values():
            kinds[stage.stage] = kind
    rows = []
    for strand in _read_rows("strands"):
        row = {key: strand[key] for key in STRAND}
        for stage in stages:
            otherwise = f"{stage.short_label}: invented words of row {strand['position']}"
            row[stage.stage] = strand.get(kinds[stage.stage], otherwise)
        rows.append(row)
    return rows


def count_people(groups: Sequence[Group]) -> list[dict[str, str]]:
    """Return counts for each group; the reasons of the last of several groups are not known.

    The share of a level is given in twelfths; a level without one has the rest.
    """
    rows = []
    for group in groups:
        left = group.n
        for level in _read_rows("levels"):
            share = level.pop("twelfths")
            count = round(group.n * int(share) / 12) if share else left
            left -= count
            is_unknown = level["characteristic"] == "reason" and group in groups[1:][-1:]
            shown = "" if is_unknown else str(count)
            rows.append({**level, "group": group.group, "count": shown})
    return sorted(rows, key=lambda row: int(row["position"]))


def measure_interviews(groups: Sequence[Group]) -> list[dict[str, str]]:
    """Return numbers and lengths of interviews, in minutes."""
    rows = []
    for i, group in enumerate(groups):
        shorter, longer = (10, 15) if group.n > 1 else (0, 0)
        lengths = {"minimum": -shorter, "mean": 0, "maximum": longer}
        row = {"group": group.group, "interviewees": str(group.n)}
        rows.append(row | {name: str(30 + 5 * i + more) for name, more in lengths.items()})
    return rows


def plan_import(found: ImportedTable, title: str, groups: Sequence[Group]) -> BookPlan:
    """Return the plan of a book about a table that was taken over.

    A speaker's group becomes one of the groups where it bears its name; otherwise it stays
    beside the name of the speaker.
    """
    names = {fold(text): group.group for group in groups for text in (group.group, group.label)}
    quotations = []
    for row in found.quotations:
        group = names.get(fold(row["speaker_group"]), "")
        others = "" if group else row["speaker_group"]
        speaker = ", ".join(filter(None, (row["speaker"], others)))
        text = _without_marks(row["text"])
        quotations.append({**row, "speaker": speaker, "speaker_group": group, "text": text})
    return BookPlan(
        title,
        tuple(groups),
        tuple(found.stages),
        tuple(found.theories),
        {TABLE: found.configurations, "quotations": quotations},
        extra=found.extra,
        notes=render("adapt/import_notes.txt", found=found),
    )


def _without_marks(text: str) -> str:
    """Return a quotation without the marks around the whole of it."""
    for first, last in MARKS:
        inner = text[1:-1]
        if text[:1] == first and text[-1:] == last and first not in inner and last not in inner:
            return inner.strip() or text
    return text


def _split_names(option: str, text: str, example: str) -> Iterator[str]:
    """Yield the names in an option, which may not lack all of them."""
    names = list(filter(None, map(str.strip, text.split(","))))
    if not names:
        raise RefusalError(f"{option}: there is no name. Write for example: {option} {example}")
    yield from names


def read_groups(text: str) -> tuple[Group, ...]:
    """Return groups from words such as ``Gardeners=12, Organisers=4``."""
    groups: list[Group] = []
    for part in _split_names("--groups", text, "Gardeners=12"):
        label, _, size = (words.strip() for words in part.partition("="))
        if (size and not re.fullmatch(r"[1-9][0-9]{0,5}", size)) or not label:
            raise RefusalError(
                f"--groups: “{part}” is not a name with a number of people behind it. "
                "Write for example: --groups Gardeners=12,Organisers=4"
            )
        key = make_key(label, f"group_{len(groups) + 1}", [group.group for group in groups])
        letters = (letter.upper() for letter in label if letter.isalpha())
        taken = {group.code for group in groups}
        code = next((letter for letter in letters if letter not in taken), "")
        groups.append(Group(key, label, int(size or 10), code))
    return tuple(groups)


def read_stages(text: str, taken: Sequence[str] = ()) -> tuple[Stage, ...]:
    """Return stages from words such as ``context, Mechanism/resource, outcome``.

    What stands before a slash is a head above neighbouring stages.
    """
    stages: list[Stage] = []
    for part in _split_names("--stages", text, "context,outcome"):
        spanner, _, label = (words.strip() for words in part.rpartition("/"))
        if not label:
            raise RefusalError(f"--stages: “{part}” has nothing behind the slash.")
        label, spanner = (words[:1].upper() + words[1:] for words in (label, spanner))
        keys = [*taken, *(stage.stage for stage in stages)]
        key = make_key(label, f"stage_{len(stages) + 1}", keys)
        stages.append(Stage(key, label, label, spanner))
    return tuple(stages)

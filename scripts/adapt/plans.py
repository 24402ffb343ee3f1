"""What a new book is to hold, whether it comes from an example or from a table."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from scripts.adapt import invented_example
from scripts.files.paths import make_slug
from scripts.files.problems import RefusalError
from scripts.importer.headings import fold
from scripts.importer.rows import ImportedTable
from scripts.study.dictionary import TABLE
from scripts.study.settings import Group, Stage, Theory

# Marks around a whole quotation.
MARKS = (("“", "”"), ("‘", "’"), ('"', '"'), ("'", "'"), ("„", "“"), ("«", "»"), ("״", "״"))


class NewBookError(RefusalError):
    """Raised when a new book cannot be made; nothing has been written then."""


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
    """Return the plan of a book about an invented example."""
    theories = tuple(Theory(key, label) for key, label in invented_example.THEORIES.items())
    tables = {
        "characteristics": invented_example.list_characteristics(),
        "demographics": invented_example.count_people(groups),
        "interviews": invented_example.measure_interviews(groups),
        TABLE: invented_example.tell_strands(stages),
        "quotations": invented_example.tell_quotations(groups),
    }
    notice = invented_example.NOTICE
    return BookPlan(title, tuple(groups), tuple(stages), theories, tables, notice)


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
    lines = ["What became of the table that this book was made from:", "", *found.report]
    if found.notes:
        lines += ["", "Text of the same file that stands in none of the rows:", "", *found.notes]
    if found.record:
        lines += ["", "Headings, numbers and signs that the book writes in its own way:", ""]
        lines += found.record
    return BookPlan(
        title,
        tuple(groups),
        tuple(found.stages),
        tuple(found.theories),
        {TABLE: found.configurations, "quotations": quotations},
        extra=found.extra,
        notes="\n".join(lines) + "\n",
    )


def _without_marks(text: str) -> str:
    """Return a quotation without the marks around the whole of it."""
    for first, last in MARKS:
        inner = text[1:-1]
        if text[:1] == first and text[-1:] == last and first not in inner and last not in inner:
            return inner.strip() or text
    return text


def make_key(label: str, otherwise: str, taken: Sequence[str] = ()) -> str:
    """Return a key in small letters for a label; `otherwise` where it has no such letters."""
    key = make_slug(label, "_").lstrip("0123456789_") or otherwise
    while key in taken:
        key += "_2"
    return key


def _split_names(option: str, text: str, example: str) -> Iterator[str]:
    """Yield the names in an option, which may not lack all of them."""
    names = list(filter(None, map(str.strip, text.split(","))))
    if not names:
        raise NewBookError(f"{option}: there is no name. Write for example: {option} {example}")
    yield from names


def read_groups(text: str) -> tuple[Group, ...]:
    """Return groups from words such as ``Gardeners=12, Organisers=4``."""
    groups: list[Group] = []
    for part in _split_names("--groups", text, "Gardeners=12"):
        label, _, size = (words.strip() for words in part.partition("="))
        if (size and not re.fullmatch(r"[1-9][0-9]{0,5}", size)) or not label:
            raise NewBookError(
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
            raise NewBookError(f"--stages: “{part}” has nothing behind the slash.")
        label, spanner = (words[:1].upper() + words[1:] for words in (label, spanner))
        keys = [*taken, *(stage.stage for stage in stages)]
        key = make_key(label, f"stage_{len(stages) + 1}", keys)
        stages.append(Stage(key, label, label, spanner))
    return tuple(stages)

"""What a study is: its groups, stages, theories and exhibits, from ``study.yml``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from scripts.files.plain_yaml import Document, parse_yaml, read_own
from scripts.files.problems import Problem, did_you_mean, one_of, quote
from scripts.files.text_files import read_text
from scripts.study.schema_errors import find_errors

FILE = "study.yml"
SCHEMA = read_own(__package__, "study.schema.json")
# Columns of the tables of configurations that no stage or theory may be called after.
RESERVED = ("configuration", "position", "title", "quotations")
RESERVED += ("valence", "valence_grade", "valence_basis")
RESERVED += ("delivery", "delivery_only", "delivery_grade", "delivery_basis")
# The ledger of claims is no table of rows and columns.
CLAIMS, CLAIMS_TABLE = "claims", "published_claims"
# Kinds of exhibit that have one column or row for each group.
BY_GROUP = ("demographics", "interviews")


@dataclass(frozen=True)
class Group:
    """A participant group: key, label, number of participants, speaker code.

    `member` is what one of them is called, such as volunteer. `part_of` is the key of a group
    to which its people belong as well, such as all of them.
    """

    group: str
    label: str
    n: int
    code: str = ""
    member: str = ""
    part_of: str = ""


@dataclass(frozen=True)
class Stage:
    """A stage of the configuration chain: key, labels, head that spans it.

    `levels`, such as individual and organisation, are legal in a column of their own.
    `split_at`, such as a semicolon, stands between elements of a cell, as line breaks do.
    """

    stage: str
    label: str
    short_label: str
    spanner: str = ""
    as_clause: str = ""
    levels: tuple[str, ...] = ()
    split_at: str = ""

    @property
    def level_column(self) -> str:
        """The column of the configurations that says at which level this stage lies."""
        return f"{self.stage}_level"

    @property
    def level_label(self) -> str:
        """The heading of that column."""
        return f"Level of {self.short_label.lower()}"


@dataclass(frozen=True)
class Theory:
    """A version of the programme theory."""

    theory: str
    label: str


@dataclass(frozen=True)
class Exhibit:
    """A table or figure that is rebuilt.

    `kind` says what it is made from: demographics, interviews, configurations, diagram or claims.
    `show` maps columns of the configurations to the value that a row must have.
    `published` is false where the paper prints nothing of it; otherwise its cells are compared.
    """

    exhibit: str
    kind: str
    label: str
    caption: str
    chapter: str
    groups: tuple[str, ...] = ()
    show: Mapping[str, str] = field(default_factory=dict)
    cannot_compare: str = ""
    published: bool = True

    @property
    def table(self) -> str:
        """The table of the dictionary that holds what is printed of it."""
        return CLAIMS_TABLE if self.kind == CLAIMS else f"published_{self.exhibit}"


@dataclass(frozen=True)
class Settings:
    """All of ``study.yml``; `facts` holds title, authors, citation, doi and the like.

    `sentence` says how one plain sentence about a configuration is put together: its `frame` has
    places for the clauses of the first stage and for those that then follow, and `without` is
    for a first stage that is not known.
    Without `smallest_count` nothing is hidden, and the check warns of what might have to be.
    """

    groups: tuple[Group, ...]
    stages: tuple[Stage, ...]
    theories: tuple[Theory, ...]
    exhibits: tuple[Exhibit, ...]
    decimals: int
    keep_trailing_zeros: bool
    count_cell: str
    zero_cell: str
    group_heading: str
    not_available: str
    not_in_source: str
    quotations_label: str
    small_cell: str
    hidden_cell: str
    smallest_count: int | None
    longest_quotation: int
    sentence: Mapping[str, str] | None
    facts: Mapping[str, object]
    document: Document = field(compare=False, repr=False)


def read_settings(directory: Path) -> tuple[Settings | None, list[Problem]]:
    """Return the settings of a study and what is wrong with them.

    The form of the file, with what holds where an entry is left out, is described by
    ``study.schema.json`` in this package.
    """
    text, problems = read_text(directory, FILE)
    if text is None:
        return None, problems
    document, problems = parse_yaml(FILE, text)
    if problems:
        return None, problems
    if isinstance(document.content, dict) and document.content.get("groups", True) is None:
        # All lines below it may still be comments.
        document = replace(document, content={**document.content, "groups": []})
    problems = [problem for _, problem in find_errors(document, SCHEMA)]
    if problems:
        return None, problems
    settings = _build_settings(document)
    return settings, [*_check_keys(settings), *_check_groups(settings), *_check_parts(settings)]


def _build_settings(document: Document) -> Settings:
    """Return settings from content that the schema has passed."""
    entries = SCHEMA["properties"].items()
    defaults = {name: entry["default"] for name, entry in entries if "default" in entry}
    content = {**defaults, **document.content}
    groups = tuple(Group(**entry) for entry in content["groups"])
    # An exhibit that names no groups shows all of them.
    every = dict.fromkeys(BY_GROUP, tuple(group.group for group in groups))
    own = {each.name for each in fields(Settings)}
    return Settings(
        groups=groups,
        stages=tuple(
            Stage(**{"short_label": e["label"], **e, "levels": tuple(e.get("levels", ()))})
            for e in content["stages"]
        ),
        theories=tuple(Theory(**entry) for entry in content.get("theories", [])),
        exhibits=tuple(
            Exhibit(**{**e, "groups": tuple(e.get("groups", every.get(e["kind"], ())))})
            for e in content["exhibits"]
        ),
        decimals=content.get("rounding", {}).get("decimals", 1),
        keep_trailing_zeros=content.get("rounding", {}).get("trailing_zeros") == "keep",
        sentence=content.get("sentence"),
        **{name: content[name] for name in defaults},
        facts={name: value for name, value in content.items() if name not in {*own, "rounding"}},
        document=document,
    )


def _check_keys(settings: Settings) -> Iterator[Problem]:
    """Yield keys that are used twice, or for another column of the configurations as well."""
    stages = [stage.stage for stage in settings.stages]
    stages += [stage.level_column for stage in settings.stages if stage.levels]
    theories = [theory.theory for theory in settings.theories]
    for name, keys, taken in (
        ("groups", [group.group for group in settings.groups], ()),
        ("stages", stages, RESERVED),
        ("theories", theories, (*RESERVED, *stages)),
        ("exhibits", [exhibit.exhibit for exhibit in settings.exhibits], ()),
    ):
        for key in dict.fromkeys(keys):
            if keys.count(key) > 1:
                found, fix = f"{quote(key)} twice", "Rename one."
                yield settings.document.refuse([name], found, "each key once", fix)
            if key in taken:
                allowed = "a key that is not also the name of another column of configurations.csv"
                fix = "Rename it, here and there."
                yield settings.document.refuse([name], quote(key), allowed, fix)


def _check_groups(settings: Settings) -> Iterator[Problem]:
    """Yield where a group is named that there is not, or none where one is needed."""
    groups = [group.group for group in settings.groups]
    named = [(["groups", n, "part_of"], group.part_of) for n, group in enumerate(settings.groups)]
    for number, exhibit in enumerate(settings.exhibits):
        path = ["exhibits", number, "groups"]
        named += [(path, key) for key in exhibit.groups]
        if exhibit.kind in BY_GROUP and not exhibit.groups and groups:
            allowed = f"one group or more, as the kind {exhibit.kind} needs"
            fix = "Name the groups, or take the entry out: all of them are shown then."
            yield settings.document.refuse(path, "no groups", allowed, fix)
    for path, key in named:
        if key and key not in groups:
            fix = "Use the key of a group, add the group, or take the entry out."
            fix += did_you_mean(key, groups)
            yield settings.document.refuse(path, quote(key), one_of(groups), fix)


def _check_parts(settings: Settings) -> Iterator[Problem]:
    """Yield groups that are parts of themselves, or of one that has fewer people."""
    groups = {group.group: group for group in settings.groups}
    for number, group in enumerate(settings.groups):
        path, chain = ["groups", number, "part_of"], [group.group]
        while (whole := groups[chain[-1]].part_of) in groups and whole not in chain:
            chain.append(whole)
        if whole in chain:
            found = f"{quote(whole)}, which is a part of {quote(group.group)} itself"
            fix = "Take the entry out of one of them."
            yield settings.document.refuse(path, found, "another group", fix)
        elif whole == "" and len(chain) > 1 and group.n > groups[group.part_of].n:
            found = f"{group.n} people as a part of {groups[group.part_of].n}"
            allowed = "no more people than the whole has"
            fix = "Correct one n, or take the entry out."
            yield settings.document.refuse(path, found, allowed, fix)

"""What a study is: its groups, stages, theories and exhibits, from ``study.yml``."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from string import Formatter

import yaml
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from scripts.files.plain_yaml import find_entry, parse_yaml
from scripts.files.problems import Problem, did_you_mean, is_forbidden_name, one_of, quote
from scripts.files.slugs import make_slug
from scripts.files.spreadsheets import read_text

FILE = "study.yml"
TYPES = {
    "string": "text",
    "integer": "a whole number",
    "array": "a list, each entry on a row of its own that begins with a hyphen",
    "object": "names and values with a colon between them",
    "boolean": "true or false",
}
CHAPTER = "a notebook in the folder chapters/ of this book that _toc.yml names"
# Columns of the tables of configurations that no stage or theory may be called after.
RESERVED = ("configuration", "position", "title", "quotations")
RESERVED += ("valence", "valence_grade", "valence_basis")
RESERVED += ("delivery", "delivery_only", "delivery_grade", "delivery_basis")
# What may stand in braces in each pattern of a printed cell.
PLACES = {
    "count_cell": ("count", "percent"),
    "zero_cell": ("count", "percent"),
    "group_heading": ("label", "n"),
    "small_cell": ("smallest",),
}
# The same for each part of a sentence about a configuration.
SENTENCE = {"frame": ("first", "then"), "without": ("then",)}
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
class SentenceFrame:
    """How one plain sentence about a configuration is put together from clauses.

    `frame` has places for the clauses of the first stage and for those that then follow.
    `without` is for a first stage that is not known.
    """

    frame: str
    without: str


@dataclass(frozen=True)
class Theory:
    """A version of the programme theory."""

    theory: str
    label: str


@dataclass(frozen=True)
class Exhibit:
    """A table or figure that is rebuilt.

    `kind` is the builder: demographics, interviews, configurations or diagram.
    `show` maps columns of the configurations to the value that a row must have.
    `published` is false where the paper prints nothing of it; its cells are compared else.
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
        return f"published_{'claims' if self.kind == 'claims' else self.exhibit}"


@dataclass(frozen=True)
class Settings:
    """All of ``study.yml``; `facts` holds title, authors, citation, doi and the like."""

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
    sentence: SentenceFrame | None
    facts: Mapping[str, object]

    def group(self, key: str) -> Group:
        """Return a participant group by its key."""
        return next(group for group in self.groups if group.group == key)

    def exhibit(self, key: str) -> Exhibit:
        """Return an exhibit by its key.

        Raises
        ------
        KeyError
            If ``study.yml`` has no such exhibit; the message lists those it has.
        """
        for exhibit in self.exhibits:
            if exhibit.exhibit == key:
                return exhibit
        names = ", ".join(exhibit.exhibit for exhibit in self.exhibits)
        raise KeyError(f"study.yml has no exhibit {quote(key)}; it has {names}")


# A whole number is one that is written as such: 27, not 27.0.
_Validator = extend(
    Draft202012Validator,
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine(
        "integer", lambda _, value: type(value) is int
    ),
)


def read_settings(directory: Path) -> tuple[Settings | None, list[Problem]]:
    """Return the settings of a study and what is wrong with them.

    The form of the file is described by ``study.schema.json`` in this package.
    """
    text, problems = read_text(directory, FILE)
    if text is None:
        return None, problems
    content, root, problems = parse_yaml(FILE, text)
    if problems:
        return None, problems
    if isinstance(content, dict) and content.get("groups", True) is None:
        # All lines below it may still be comments.
        content = {**content, "groups": []}
    schema = json.loads(files("scripts.study").joinpath("study.schema.json").read_text("utf-8"))
    errors = _Validator(schema).iter_errors(content)
    problems = [problem for error in errors for problem in _translate(error, content, root)]
    if problems:
        return None, problems
    settings = _build_settings(content)
    return settings, check_keys(settings, FILE)


def _describe(value: object) -> str:
    """Return a value of the file in words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "the bare word true or false"
    if isinstance(value, (str, int, float)):
        return quote(value)
    kinds = {dict: "a group of entries", list: "a list"}
    return kinds.get(type(value), "something of another kind")


def _translate(error: ValidationError, content: object, root: yaml.Node | None) -> list[Problem]:
    """Return an error of the form of the file as problems in plain words."""
    where, row = find_entry(error.absolute_path, content, root)
    rule, value = error.validator_value, error.instance
    found, fix = _describe(value), "Change the value."
    if error.validator == "required":
        # One error comes for each name; it stands between the first two quotation marks.
        name = error.message.split(chr(39))[1]
        others = [key for key in value if key not in error.schema["properties"]]
        if any(quote(name) in did_you_mean(key, error.schema["properties"]) for key in others):
            # It is there under a misspelt name, which is a problem of its own.
            return []
        found = f"no entry {quote(name)}"
        allowed, fix = f"the entries {', '.join(rule)}, and others", "Add the entry."
    elif error.validator == "additionalProperties":
        known = list(error.schema["properties"])
        return [
            Problem(
                FILE,
                find_entry([*error.absolute_path, name], content, root)[1],
                where,
                f"the unknown entry {quote(name)}",
                one_of(known),
                "Check the spelling, or take the entry out." + did_you_mean(name, known),
            )
            for name in value
            if name not in known
        ]
    elif error.validator == "type":
        allowed = TYPES[rule]
        if rule == "string" and isinstance(value, (int, float)):
            fix = "Put the value in quotation marks."
        elif value is None:
            fix = "Fill it in. Text that begins with # needs quotation marks."
        elif rule == "integer" and isinstance(value, str) and value.strip().isdecimal():
            fix = f"Write it without quotation marks: {value.strip()}"
    elif error.validator == "enum":
        allowed = one_of(rule)
        fix += did_you_mean(value, rule)
    elif error.validator == "maxLength":
        allowed, fix = f"{rule} letters or fewer", "Shorten it, here and in the other files."
    elif error.validator in ("minLength", "minItems"):
        found, allowed, fix = "nothing", "one entry or more", "Fill it in."
    elif error.validator == "pattern" and "chapters" in rule:
        allowed, fix = CHAPTER, "Give the name of the chapter, such as chapters/the_exhibit.ipynb."
    elif error.validator == "pattern" and r"\w" in rule:
        allowed = "a sign such as ; or / that stands between two entries of a cell"
        fix = "Use such a sign, or take the entry out: a line break always does."
    elif error.validator == "pattern" and "?!" in rule and "a-z" not in rule:
        found, allowed, fix = "blanks only", "words", "Fill it in, or leave the entry out."
    elif error.validator == "pattern":
        allowed = "small letters, digits and underscores, beginning with a letter"
        plain = make_slug(str(value), "_").strip("_0123456789")
        fix += f" Did you mean {quote(plain)}?" if plain else ""
    else:
        allowed = f"{rule} or {'more' if error.validator == 'minimum' else 'less'}"
    return [Problem(FILE, row, where, found, allowed, fix)]


def _build_settings(content: Mapping) -> Settings:
    """Return settings from content that the schema has passed."""
    rounding = content.get("rounding", {})
    known = {"groups", "stages", "theories", "exhibits", "rounding", "sentence"}
    texts = {
        "count_cell": "{count} ({percent}%)",
        "zero_cell": "{count} ({percent}%)",
        "group_heading": "{label} (n = {n})",
        "not_available": "Not available",
        "not_in_source": "Not in the source text",
        "quotations_label": "Illustrative quotation",
        "small_cell": "<{smallest}",
        "hidden_cell": "Not shown",
    }
    # Without smallest_count nothing is hidden, and the check warns of what might have to be.
    numbers = {"smallest_count": None, "longest_quotation": 80}
    groups = tuple(Group(**entry) for entry in content["groups"])
    # An exhibit that names no groups shows all of them.
    every = defaultdict(tuple, dict.fromkeys(BY_GROUP, tuple(group.group for group in groups)))
    return Settings(
        groups=groups,
        stages=tuple(
            Stage(**{"short_label": e["label"], **e, "levels": tuple(e.get("levels", ()))})
            for e in content["stages"]
        ),
        theories=tuple(Theory(**entry) for entry in content.get("theories", [])),
        exhibits=tuple(
            Exhibit(**{**entry, "groups": tuple(entry.get("groups", every[entry["kind"]]))})
            for entry in content["exhibits"]
        ),
        decimals=rounding.get("decimals", 1),
        sentence=SentenceFrame(**content["sentence"]) if "sentence" in content else None,
        keep_trailing_zeros=rounding.get("trailing_zeros", "drop") == "keep",
        **{key: content.get(key, default) for key, default in {**texts, **numbers}.items()},
        facts={k: v for k, v in content.items() if k not in known | set(texts) | set(numbers)},
    )


def check_keys(settings: Settings, file: str) -> list[Problem]:
    """Return a problem for each key that is used twice or that leads nowhere."""

    def refuse(where: str, found: str, allowed: str, fix: str) -> Problem:
        return Problem(file, None, where, found, allowed, fix)

    problems = []
    stages = [stage.stage for stage in settings.stages]
    stages += [stage.level_column for stage in settings.stages if stage.levels]
    theories = [theory.theory for theory in settings.theories]
    groups = [group.group for group in settings.groups]
    for name, keys in (
        ("groups", groups),
        ("stages", stages),
        ("theories", theories),
        ("exhibits", [exhibit.exhibit for exhibit in settings.exhibits]),
    ):
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            problems.append(refuse(name, f"{quote(key)} twice", "each key once", "Rename one."))
    for name, keys, taken in (
        ("stages", stages, RESERVED),
        ("theories", theories, (*RESERVED, *stages)),
    ):
        for key in dict.fromkeys(key for key in keys if key in taken):
            allowed = "a key that is not also the name of another column of configurations.csv"
            problems.append(refuse(name, quote(key), allowed, "Rename it, here and there."))
    problems += [Problem(file, None, *words) for words in _check_parts(settings)]
    for name, legal in PLACES.items():
        if not _fits(getattr(settings, name), legal):
            allowed = "text with " + " and ".join(f"{{{place}}}" for place in legal)
            fix = "Correct what stands in braces."
            problems.append(refuse(name, quote(getattr(settings, name)), allowed, fix))
    for part, legal in SENTENCE.items() if settings.sentence else ():
        text = getattr(settings.sentence, part)
        if not _fits(text, legal) or any(f"{{{place}}}" not in text for place in legal):
            allowed = "text with " + " and ".join(f"{{{place}}}" for place in legal)
            fix = "Correct what stands in braces."
            problems.append(refuse(f"sentence, {part}", quote(text), allowed, fix))
    for exhibit in settings.exhibits:
        if is_forbidden_name(exhibit.exhibit):
            where, allowed = f"exhibits, {exhibit.exhibit}", "a name that every system allows"
            fix = "Rename it, here and in the other files: Windows keeps this name for itself."
            problems.append(refuse(where, quote(exhibit.exhibit), allowed, fix))
        where = f"exhibits, {exhibit.exhibit}, groups"
        if exhibit.kind in BY_GROUP and not exhibit.groups and groups:
            allowed = f"one group or more, as the kind {exhibit.kind} needs"
            fix = "Name the groups, or take the entry out: all of them are shown then."
            problems.append(refuse(where, "no groups", allowed, fix))
        for key in exhibit.groups:
            if key not in groups:
                fix = "Use the key of a group, or add the group." + did_you_mean(key, groups)
                problems.append(refuse(where, quote(key), one_of(groups), fix))
    return problems


def _check_parts(settings: Settings) -> Iterator[tuple[str, str, str, str]]:
    """Yield where, found, allowed and fix of groups that are parts of what they cannot be."""
    groups = {group.group: group for group in settings.groups}
    for group in settings.groups:
        where, chain = f"groups, {group.group}, part_of", [group.group]
        if group.part_of and group.part_of not in groups:
            fix = "Use the key of a group, or take the entry out."
            fix += did_you_mean(group.part_of, groups)
            yield where, quote(group.part_of), one_of(groups), fix
            continue
        while (whole := groups[chain[-1]].part_of) in groups and whole not in chain:
            chain.append(whole)
        if whole in chain:
            found = f"{quote(whole)}, which is a part of {quote(group.group)} itself"
            yield where, found, "another group", "Take the entry out of one of them."
        elif whole == "" and len(chain) > 1 and group.n > groups[group.part_of].n:
            found = f"{group.n} people as a part of {groups[group.part_of].n}"
            fix = "Correct one n, or take the entry out."
            yield where, found, "no more people than the whole has", fix


def _fits(pattern: str, places: Sequence[str]) -> bool:
    """Return whether a pattern of a printed cell can be filled."""
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError:
        return False
    return all(
        name is None or (name in places and not spec and not conversion)
        for _, name, spec, conversion in parts
    )

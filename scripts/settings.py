"""What a study is: its groups, stages, theories and exhibits, from ``study.yml``."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator

from scripts.problems import Problem, quote

FILE = "study.yml"


@dataclass(frozen=True)
class Group:
    """A participant group: key, label, number of participants, speaker code."""

    group: str
    label: str
    n: int
    code: str = ""


@dataclass(frozen=True)
class Stage:
    """A stage of the configuration chain: key, labels, head that spans it."""

    stage: str
    label: str
    short_label: str
    spanner: str = ""
    as_clause: str = ""


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
    """

    exhibit: str
    kind: str
    label: str
    caption: str
    chapter: str
    groups: tuple[str, ...] = ()
    show: Mapping[str, str] = field(default_factory=dict)
    cannot_compare: str = ""


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


class _PlainLoader(yaml.SafeLoader):
    """YAML without surprises: ``no`` stays a word and ``012`` stays text."""


_PlainLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"^(true|false)$", "tf"),
    ("int", r"^-?(0|[1-9][0-9]*)$", "-0123456789"),
    ("float", r"^-?(0|[1-9][0-9]*)\.[0-9]+$", "-0123456789"),
    ("null", r"^(null|~|)$", ["n", "~", ""]),
):
    _PlainLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first)
    )


def read_settings(directory: Path) -> tuple[Settings | None, list[Problem]]:
    """Return the settings of a study and what is wrong with them.

    The form of the file is described by ``study.schema.json`` in this package.
    """
    path = directory / FILE

    def refuse(where: str | None, found: str, allowed: str, fix: str, row: int | None = None):
        return None, [Problem(FILE, row, where, found, allowed, fix)]

    if not path.is_file():
        return refuse(None, "no such file", "a file study.yml", "Put the file back.")
    try:
        content = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_PlainLoader)
    except UnicodeDecodeError:
        return refuse(None, "text that is not UTF-8", "UTF-8", "Save the file as UTF-8.")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return refuse(
            None,
            f"text that is not YAML ({getattr(error, 'problem', None) or error})",
            "names and values with a colon between them, indented alike",
            "Look at this row and the one above: a quotation mark, colon or indent is off.",
            mark.line + 1 if mark else None,
        )
    schema = json.loads(files("scripts").joinpath("study.schema.json").read_text("utf-8"))
    errors = sorted(Draft202012Validator(schema).iter_errors(content), key=lambda e: e.json_path)
    if errors:
        return None, [_translate(error) for error in errors]
    settings = _build_settings(content)
    return settings, _check_keys(settings)


def _translate(error) -> Problem:
    """Return a JSON Schema error as a problem."""
    where = error.json_path.removeprefix("$").lstrip(".") or None
    found = quote(error.instance) if where else quote("the whole file")
    if error.validator == "required":
        found = "no entry " + quote(error.message.split("'")[1])
        allowed, fix = "every entry of this list", "Add the entry."
    elif error.validator == "additionalProperties":
        found, allowed = error.message, "the entries that CONTRIBUTING.md lists"
        fix = "Check the spelling of the entry, or take it out."
    else:
        allowed = {
            "enum": f"one of {', '.join(map(str, error.validator_value))}"
            if error.validator == "enum"
            else "",
            "type": f"a value of the type {error.validator_value}",
            "pattern": "small letters, digits and underscores",
            "minimum": f"{error.validator_value} or more",
        }.get(error.validator, error.message)
        fix = "Change the value."
    return Problem(FILE, None, where, found, allowed, fix)


def _build_settings(content: Mapping) -> Settings:
    """Return settings from content that the schema has passed."""
    rounding = content.get("rounding", {})
    known = {"groups", "stages", "theories", "exhibits", "rounding"}
    texts = {
        "count_cell": "{count} ({percent}%)",
        "zero_cell": "{count} ({percent}%)",
        "group_heading": "{label} (n = {n})",
        "not_available": "Not available",
        "not_in_source": "Not in the source text",
        "quotations_label": "Illustrative quotation",
    }
    return Settings(
        groups=tuple(Group(**entry) for entry in content["groups"]),
        stages=tuple(
            Stage(**{"short_label": entry["label"], **entry}) for entry in content["stages"]
        ),
        theories=tuple(Theory(**entry) for entry in content.get("theories", [])),
        exhibits=tuple(
            Exhibit(**{**entry, "groups": tuple(entry.get("groups", ()))})
            for entry in content["exhibits"]
        ),
        decimals=rounding.get("decimals", 1),
        keep_trailing_zeros=rounding.get("trailing_zeros", "drop") == "keep",
        **{key: content.get(key, default) for key, default in texts.items()},
        facts={key: value for key, value in content.items() if key not in known | set(texts)},
    )


def _check_keys(settings: Settings) -> list[Problem]:
    """Return a problem for each key that is used twice or that leads nowhere."""
    problems = []
    for name, keys in (
        ("groups", [group.group for group in settings.groups]),
        ("stages", [stage.stage for stage in settings.stages]),
        ("theories", [theory.theory for theory in settings.theories]),
        ("exhibits", [exhibit.exhibit for exhibit in settings.exhibits]),
    ):
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            problems.append(
                Problem(FILE, None, name, f"{quote(key)} twice", "each key once", "Rename one.")
            )
    groups = [group.group for group in settings.groups]
    for exhibit in settings.exhibits:
        for key in exhibit.groups:
            if key not in groups:
                problems.append(
                    Problem(
                        FILE,
                        None,
                        f"exhibits, {exhibit.exhibit}, groups",
                        quote(key),
                        f"one of {', '.join(groups)}",
                        "Use the key of a group, or add the group.",
                    )
                )
    return problems

"""YAML without surprises, with the row of each entry."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import yaml

from scripts.files.problems import Problem, quote
from scripts.files.text_files import UNSEEN, find_invisible

# So much of a text is told.
MOST_SHOWN = 70
# By these an entry of a list is known.
KEYS = ("group", "stage", "theory", "exhibit", "name")


@dataclass(frozen=True)
class Document:
    """A file of names and values as it was read; `root` knows the row of each entry."""

    file: str
    content: object = None
    root: yaml.Node | None = None

    def refuse(
        self, path: Sequence, found: str, allowed: str, fix: str, needs: tuple = ()
    ) -> Problem:
        """Return a problem with the entry to which names of entries and indices of lists lead."""
        where, row = self._find(path)
        return Problem(self.file, row, where and UNSEEN.sub("□", where), found, allowed, fix, needs)

    def _find(self, path: Sequence) -> tuple[str | None, int | None]:
        """Return the name of an entry, in words, and its row, where there is a tree of nodes."""
        names, row, value, node = [], None, self.content, self.root
        for step in path:
            whole, value = value, value[step]
            if isinstance(whole, list):
                held = value if isinstance(value, dict) else {}
                key = next((k for k in KEYS if isinstance(held.get(k), str)), None)
                names.append(held[key] if key else f"entry {step + 1}")
                if isinstance(node, yaml.SequenceNode):
                    node = node.value[step]
                    row = node.start_mark.line + 1
            else:
                names.append(str(step))
                pairs = node.value if isinstance(node, yaml.MappingNode) else []
                pair = next((pair for pair in pairs if pair[0].value == str(step)), None)
                row, node = (pair[0].start_mark.line + 1, pair[1]) if pair else (row, None)
        return ", ".join(names) or None, row


class _RefusedError(yaml.MarkedYAMLError):
    """Raised for what YAML would let pass: with what is found, what is allowed, what to do."""

    def __init__(self, mark: yaml.Mark, *words: str) -> None:
        super().__init__(problem_mark=mark)
        self.words = words


class CheckedLoader(yaml.SafeLoader):
    """YAML in which nothing refers elsewhere, stands twice or hides."""

    def compose_node(self, parent, index):
        """Return a node; a reference to another one is refused, as it may go round in circles."""
        if self.check_event(yaml.AliasEvent):
            found, fix = "an entry that refers to another one by *", "Write it out."
            raise _RefusedError(self.peek_event().start_mark, found, "entries in full", fix)
        return super().compose_node(parent, index)

    def construct_scalar(self, node):
        """Return the text of a node, which has to be text that can be seen."""
        text = super().construct_scalar(node)
        hidden = find_invisible(text)
        if hidden:
            raise _RefusedError(node.start_mark, hidden, "plain text", "Write it anew.")
        return text

    def construct_mapping(self, node, deep=False):
        """Return the entries of a mapping, none of them twice."""
        names = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in names:
                found = f"the entry {quote(key.value)} twice in one place"
                raise _RefusedError(key.start_mark, found, "each entry once", "Delete one.")
            names.add(key.value if isinstance(key, yaml.ScalarNode) else None)
        return super().construct_mapping(node, deep)


class PlainLoader(CheckedLoader):
    """The same, in which ``no`` stays a word and ``012`` stays text."""


PlainLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"^(true|false)$", "tf"),
    ("int", r"^-?(0|[1-9][0-9]*)$", "-0123456789"),
    ("float", r"^-?(0|[1-9][0-9]*)\.[0-9]+$", "-0123456789"),
    ("null", r"^(null|~|)$", ["n", "~", ""]),
):
    PlainLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first)
    )


# Text behind a name that means something else to YAML: it has a colon, or begins with a sign.
UNQUOTED = re.compile(r"-?\s*\w+:\s+(?:[^\"'#\[{|>].*:(?:\s|$)|[\[{].*[\]}]\s*[^\s,#\]}]|[&*!%@`])")


def parse_yaml(
    file: str, text: str, loader: type[CheckedLoader] = PlainLoader
) -> tuple[Document, list[Problem]]:
    """Return what a YAML file holds, and what keeps it from being read."""
    try:
        reader = loader(text)
        root = reader.get_single_node()
        return Document(file, reader.construct_document(root) if root else None, root), []
    except _RefusedError as error:
        row = error.problem_mark.line + 1
        return Document(file), [Problem(file, row, None, *error.words)]
    # Beside YAMLError: what PyYAML lets through for odd tags, huge numbers and deep nests.
    except (
        yaml.YAMLError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as e:
        mark = getattr(e, "problem_mark", None)
        row = mark.line + 1 if mark else None
        lines = text.splitlines()
        words = lines[row - 1].strip() if row and row <= len(lines) else ""
        found = "text that cannot be read as YAML" + (f" at {quote(words)}" if words else "")
        allowed = "names and values with a colon between them, indented alike"
        fix = "Look at this row and the one above: a quotation mark, colon or indent is off."
        before = getattr(e, "context_mark", None)
        if before is not None and "quoted scalar" in str(getattr(e, "context", "")):
            row, found = before.line + 1, "a quotation mark that is opened and never closed"
            fix = "Write the same mark behind the text, too."
        elif UNQUOTED.match(words):
            name, behind = words.split(":", 1)
            fix = f"Put the text in quotation marks: {name}: {_quote_text(behind.strip())}"
        return Document(file), [Problem(file, row, None, found, allowed, fix)]


def read_own(package: str, name: str) -> dict:
    """Return what one of the YAML or JSON files of a room holds, which is known to be right."""
    text = (files(package) / name).read_text("utf-8")
    return json.loads(text) if name.endswith(".json") else yaml.load(text, PlainLoader)


def _quote_text(text: str) -> str:
    """Return text as YAML in quotation marks, those of a word processor taken off."""
    inner = text[1:-1] if text[0] in "“„«" and text[-1] in "”“»" and len(text) > 2 else text
    inner = inner if len(inner) <= MOST_SHOWN else inner[:MOST_SHOWN] + " …"
    return json.dumps(inner, ensure_ascii=False)

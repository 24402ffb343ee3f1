"""The themes' style sheets without the rules that no page of the book can ever use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

# Most of what the theme brings is Bootstrap and an icon font, for pages unlike these.
PRUNED = (
    "basic.css",
    "styles/pydata-sphinx-theme.css",
    "styles/sphinx-book-theme.css",
    "mystnb*.css",
)
ICON_FONT = re.compile(r"^fa([srbld]|-.*)?$")
WORD = re.compile(r"[A-Za-z_][\w-]*")
# A class or an id in a selector; what stands in brackets or quotation marks is neither.
NAMED = re.compile(r"[.#]([A-Za-z_](?:[\w-]|\\.)*)")
ASIDE = re.compile(r"\[[^\]]*\]|:(?:not|is|where|has)\((?:[^()]|\([^()]*\))*\)")
COMMENT = re.compile(r"/\*.*?\*/", re.S)
GROUPS = ("@media", "@supports", "@layer", "@container")


def prune_styles(site: Path) -> None:
    """Take the rules that nothing can use out of the themes' style sheets.

    A rule goes only if each of its selectors needs a class or an id that is a word of no
    page and of no script: a script may set classes.
    """
    static = site / "_static"
    words: set[str] = set()
    for path in site.rglob("*"):
        if path.suffix in {".html", ".js"}:
            words |= set(WORD.findall(path.read_text("utf-8")))
    for pattern in PRUNED:
        for path in static.glob(pattern):
            pruned = prune_rules(path.read_text("utf-8"), words)
            path.write_text(pruned, "utf-8", newline="\n")


def prune_rules(css: str, words: Iterable[str]) -> str:
    """Return a style sheet without rules for classes and ids that are not among the words."""
    known = set(words)
    return "".join(_prune(COMMENT.sub("", css), known))


def _prune(css: str, words: set[str]) -> Iterator[str]:
    """Yield the rules that stay."""
    for head, body in _split(css):
        name = head.split(None, 1)[0].partition("(")[0] if head else ""
        if body is None:
            yield f"{head};"
        elif name in GROUPS:
            inner = "".join(_prune(body, words))
            if inner:
                yield f"{head}{{{inner}}}\n"
        elif name.startswith("@"):
            if "fontawesome" not in body and "keyframes fa-" not in head:
                yield f"{head}{{{body}}}\n"
        else:
            kept = [part for part in _split_selectors(head) if _can_match(part, words)]
            if kept:
                yield f"{','.join(kept)}{{{body}}}\n"


def _split(css: str) -> Iterator[tuple[str, str | None]]:
    """Yield what stands before each block and the block; None for statements without one."""
    start = position = 0
    while position < len(css):
        mark = css[position]
        if mark in "\"'":
            position = _end_of_string(css, position)
        elif mark == ";":
            yield css[start:position].strip(), None
            start = position = position + 1
        elif mark == "{":
            end = _end_of_block(css, position)
            yield css[start:position].strip(), css[position + 1 : end - 1].strip()
            start = position = end
        else:
            position += 1


def _end_of_string(css: str, start: int) -> int:
    """Return the position after a string."""
    match = re.compile(r"""(["'])(?:\\.|(?!\1).)*\1""", re.S).match(css, start)
    return match.end() if match else len(css)


def _end_of_block(css: str, start: int) -> int:
    """Return the position after the brace that closes a block."""
    depth, position = 0, start
    while position < len(css):
        mark = css[position]
        if mark in "\"'":
            position = _end_of_string(css, position)
            continue
        depth += (mark == "{") - (mark == "}")
        position += 1
        if not depth:
            return position
    raise ValueError("a style sheet has a brace that is not closed")


def _split_selectors(head: str) -> list[str]:
    """Return the selectors of a rule; commas in parentheses and brackets separate nothing."""
    parts, depth = [""], 0
    for mark in head:
        depth += (mark in "([") - (mark in ")]")
        if mark == "," and not depth:
            parts.append("")
        else:
            parts[-1] += mark
    return [part.strip() for part in parts]


def _can_match(selector: str, words: set[str]) -> bool:
    """Return whether all classes and ids that a selector needs are known, and no icon's."""
    while True:
        plain = ASIDE.sub("", selector)
        if plain == selector:
            break
        selector = plain
    names = [name.replace("\\", "") for name in NAMED.findall(selector)]
    return not any(ICON_FONT.match(name) for name in names) and words.issuperset(names)

"""From what a number in the prose or a table was calculated: the statements of its chapter."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# What brings numbers into the prose, and frames onto the page.
GLUE, TABLE = "glue", "show_table"
# How many statements a card has room for, beside the one that is asked about.
MOST_STATEMENTS = 4
# What every chapter begins with says nothing of a calculation.
BEGINNINGS = {"study", "exhibit", "results"}


@dataclass(frozen=True)
class Statement:
    """A statement of a chapter: its code, what it binds, and in which cell it stands.

    `bound` has the column for each name of which only a column is set, and else nothing.
    """

    code: str
    node: ast.AST
    bound: dict[str, str | None]
    cell: int


def read_statements(sources: Sequence[str]) -> list[Statement]:
    """Return the statements of the cells of a chapter, in their order.

    A cell that is no plain Python, such as one with a magic of Jupyter, has none.
    """
    found = []
    for cell, source in enumerate(sources):
        try:
            body = ast.parse(source).body
        except SyntaxError:
            continue
        for node in body:
            code = " ".join((ast.get_source_segment(source, node) or "").split())
            found.append(Statement(code, node, dict(_list_bound(node)), cell))
    return found


def find_cell(name: str, sources: Sequence[str]) -> int | None:
    """Return which cell brings a number into the prose."""
    statements = read_statements(sources)
    found = _find_number(name, statements)
    return statements[found[0]].cell if found else None


def describe_number(name: str, sources: Sequence[str]) -> list[str]:
    """Return how a number that `glue` has named was calculated, then what that rests on."""
    statements = read_statements(sources)
    found = _find_number(name, statements)
    if found is None:
        return []
    place, argument = found
    code = " ".join(ast.unparse(argument.value).replace("'", '"').split())
    code = f"{name} = {code}" if argument.arg else code
    return [code, *_trace(argument.value, argument.value, statements[:place])]


def list_tables(sources: Sequence[str]) -> dict[str, list[str]]:
    """Return how the frame of each table was calculated, by the key that it is shown under."""
    statements = read_statements(sources)
    found = {}
    for place, call in _list_calls(statements, TABLE):
        match call.args:
            case [frame, ast.Constant(value=str(key)), *_]:
                found[key] = _trace(frame, call, statements[:place])
    return found


def _find_number(name: str, statements: Sequence[Statement]) -> tuple[int, ast.keyword] | None:
    """Return the argument that names a number, with the place of its statement."""
    for is_meant in (_is_named, _is_made, _is_open):
        for place, call in _list_calls(statements, GLUE):
            for argument in call.keywords:
                if is_meant(argument, name):
                    return place, argument
    return None


def _list_bound(node: ast.AST) -> Iterator[tuple[str, str | None]]:
    """Yield the names that a statement binds, with the column where it sets no more than that."""
    targets = node.targets if isinstance(node, ast.Assign) else []
    for target in targets:
        for part in target.elts if isinstance(target, ast.Tuple | ast.List) else [target]:
            if isinstance(part, ast.Name):
                yield part.id, None
            elif isinstance(part, ast.Subscript) and isinstance(part.value, ast.Name):
                yield part.value.id, ast.unparse(part.slice).strip("'\"")


def _list_calls(statements: Sequence[Statement], name: str) -> Iterator[tuple[int, ast.Call]]:
    """Yield the calls of a function, last first, with the place of their statement."""
    for place, statement in reversed(list(enumerate(statements))):
        for part in ast.walk(statement.node):
            if isinstance(part, ast.Call) and getattr(part.func, "id", "") == name:
                yield place, part


def _is_named(argument: ast.keyword, name: str) -> bool:
    """Return whether an argument has a name."""
    return argument.arg == name


def _is_made(argument: ast.keyword, name: str) -> bool:
    """Return whether a name is among those that a comprehension makes from a pattern."""
    key = getattr(argument.value, "key", None) if argument.arg is None else None
    if not isinstance(key, ast.JoinedStr):
        return False
    parts = (re.escape(p.value) if isinstance(p, ast.Constant) else ".+" for p in key.values)
    return re.fullmatch("".join(parts), name) is not None


def _is_open(argument: ast.keyword, name: str) -> bool:
    """Return whether only running an argument would tell which names it has."""
    return argument.arg is None and not isinstance(
        getattr(argument.value, "key", None), ast.JoinedStr
    )


def _list_parts(node: ast.AST, kind: type, name: str) -> set[str]:
    """Return the names or the texts within an expression."""
    return {str(getattr(part, name)) for part in ast.walk(node) if isinstance(part, kind)}


def _trace(node: ast.AST, context: ast.AST, before: Sequence[Statement]) -> list[str]:
    """Return the statements that an expression rests on, nearest first, as far as there is room.

    A statement that sets a column matters only where the column is spoken of.
    """
    names = _list_parts(node, ast.Name, "id") - BEGINNINGS
    columns = _list_parts(context, ast.Constant, "value")
    found: list[str] = []
    for statement in reversed(before):
        bound = {name for name, column in statement.bound.items() if column in {None, *columns}}
        if bound & names and len(found) < MOST_STATEMENTS:
            found.append(statement.code)
            names |= _list_parts(statement.node, ast.Name, "id") - BEGINNINGS
            columns |= _list_parts(statement.node, ast.Constant, "value")
    return found

"""From what a number in the prose or a table was calculated: the statements of its chapter."""

import ast
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

# What brings numbers into the prose, and frames onto the page.
GLUE, TABLE = "glue", "show_table"
# Any part of a name, in a pattern.
ANY = ".+"
# How many statements a card has room for, beside the one that is asked about.
MOST_STATEMENTS = 4
# What every chapter begins with says nothing of a calculation.
BEGINNINGS = {"study", "exhibit", "results"}


class Statement(NamedTuple):
    """A statement of a chapter, its code in one line, and the number of its cell."""

    node: ast.AST
    code: str
    cell: int


def read_statements(sources: Sequence[str]) -> list[Statement]:
    """Return the statements of the cells of a chapter, in their order.

    A cell that is no plain Python, such as one with a magic of Jupyter, has none.
    """
    found = []
    for cell, source in enumerate(sources):
        with suppress(SyntaxError):
            for node in ast.parse(source).body:
                code = ast.get_source_segment(source, node) or ""
                found.append(Statement(node, " ".join(code.split()), cell))
    return found


def explain_number(name: str, statements: Sequence[Statement]) -> tuple[int, list[str]] | None:
    """Return which cell brings a number into the prose, and how it was calculated.

    Of several arguments of `glue` that may have named it the one that says most of the name;
    then come the statements that it rests on. Without any such argument there is nothing.
    """
    found = [
        (_read_name(argument), place, argument)
        for place, call in _list_calls(statements, GLUE)
        for argument in call.keywords
    ]
    found = [own for own in found if re.fullmatch(own[0], name)]
    if not found:
        return None
    _, place, argument = max(found, key=lambda own: len(own[0].replace(ANY, "")))
    code = " ".join(ast.unparse(argument.value).replace("'", '"').split())
    code = f"{name} = {code}" if argument.arg else code
    rest = _trace(argument.value, argument.value, statements[:place])
    return statements[place].cell, [code, *rest]


def list_tables(statements: Sequence[Statement]) -> dict[str, list[str]]:
    """Return how the frame of each table was calculated, by the key that it is shown under."""
    found = {}
    for place, call in _list_calls(statements, TABLE):
        match call.args:
            case [frame, ast.Constant(value=str(key)), *_]:
                found[key] = _trace(frame, call, statements[:place])
    return found


def _read_name(argument: ast.keyword) -> str:
    """Return a pattern of the names that an argument gives to numbers.

    A comprehension may say a part of them; of the rest only running it would tell.
    """
    if argument.arg is not None:
        return argument.arg
    key = getattr(argument.value, "key", None)
    parts = key.values if isinstance(key, ast.JoinedStr) else [key]
    return "".join(re.escape(p.value) if isinstance(p, ast.Constant) else ANY for p in parts)


def _list_calls(statements: Sequence[Statement], name: str) -> Iterator[tuple[int, ast.Call]]:
    """Yield the calls of a function, last first, with the place of their statement."""
    for place, statement in reversed(list(enumerate(statements))):
        for part in ast.walk(statement.node):
            if isinstance(part, ast.Call) and getattr(part.func, "id", "") == name:
                yield place, part


def _trace(node: ast.AST, context: ast.AST, before: Sequence[Statement]) -> list[str]:
    """Return the statements that an expression rests on, nearest first, as far as there is room.

    A statement that sets a column matters only where the column is spoken of.
    """
    names = _list_parts(node, ast.Name, "id")
    columns = {None, *_list_parts(context, ast.Constant, "value")}
    found: list[str] = []
    for statement in reversed(before):
        bound = {name for name, column in _list_bound(statement.node) if column in columns}
        if bound & names - BEGINNINGS and len(found) < MOST_STATEMENTS:
            found.append(statement.code)
            names |= _list_parts(statement.node, ast.Name, "id")
            columns |= _list_parts(statement.node, ast.Constant, "value")
    return found


def _list_bound(node: ast.AST) -> Iterator[tuple[str, str | None]]:
    """Yield the names that a statement binds, with the column where it sets no more than that."""
    for target in node.targets if isinstance(node, ast.Assign) else ():
        for part in target.elts if isinstance(target, ast.Tuple | ast.List) else [target]:
            if isinstance(part, ast.Name):
                yield part.id, None
            elif isinstance(part, ast.Subscript) and isinstance(part.value, ast.Name):
                yield part.value.id, ast.unparse(part.slice).strip("'\"")


def _list_parts(node: ast.AST, kind: type, name: str) -> set[str]:
    """Return the names or the texts within an expression."""
    return {str(getattr(part, name)) for part in ast.walk(node) if isinstance(part, kind)}

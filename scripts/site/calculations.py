"""From what a number in the prose or a table was calculated: the statements of its chapter."""

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


def _list_bound(node: ast.AST) -> Iterator[tuple[str, str | None]]:
    """Yield the names that a statement binds, with the column where it sets no more than that."""
    for target in node.targets if isinstance(node, ast.Assign) else ():
        for part in target.elts if isinstance(target, ast.Tuple | ast.List) else [target]:
            if isinstance(part, ast.Name):
                yield part.id, None
            elif isinstance(part, ast.Subscript) and isinstance(part.value, ast.Name):
                yield part.value.id, ast.unparse(part.slice).strip("'\"")


def find_cell(name: str, statements: Sequence[Statement]) -> int | None:
    """Return which cell brings a number into the prose."""
    found = _find_number(name, statements)
    return statements[found[0]].cell if found else None


def describe_number(name: str, statements: Sequence[Statement]) -> list[str]:
    """Return how a number that `glue` has named was calculated, then what that rests on."""
    found = _find_number(name, statements)
    if found is None:
        return []
    place, argument = found
    code = " ".join(ast.unparse(argument.value).replace("'", '"').split())
    code = f"{name} = {code}" if argument.arg else code
    return [code, *_trace(argument.value, argument.value, statements[:place])]


def list_tables(statements: Sequence[Statement]) -> dict[str, list[str]]:
    """Return how the frame of each table was calculated, by the key that it is shown under."""
    found = {}
    for place, call in _list_calls(statements, TABLE):
        match call.args:
            case [frame, ast.Constant(value=str(key)), *_]:
                found[key] = _trace(frame, call, statements[:place])
    return found


def _find_number(name: str, statements: Sequence[Statement]) -> tuple[int, ast.keyword] | None:
    """Return the argument that most surely makes a number, with the place of its statement."""
    found = [
        (place, argument)
        for place, call in _list_calls(statements, GLUE)
        for argument in call.keywords
        if _doubt(argument, name) is not None
    ]
    return min(found, key=lambda own: _doubt(own[1], name), default=None)


def _doubt(argument: ast.keyword, name: str) -> int | None:
    """Return how doubtful it is that an argument makes a number; None if it does not.

    None at all if it has its name, some if a comprehension makes names of such a pattern, most
    if only running the argument would tell which names it has.
    """
    if argument.arg is not None:
        return 0 if argument.arg == name else None
    key = getattr(argument.value, "key", None)
    if not isinstance(key, ast.JoinedStr):
        return 2
    parts = (re.escape(p.value) if isinstance(p, ast.Constant) else ".+" for p in key.values)
    return 1 if re.fullmatch("".join(parts), name) else None


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


def _list_parts(node: ast.AST, kind: type, name: str) -> set[str]:
    """Return the names or the texts within an expression."""
    return {str(getattr(part, name)) for part in ast.walk(node) if isinstance(part, kind)}

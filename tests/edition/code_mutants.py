"""Small changes of the code of a room, made by mutmut's operators, one at a time.

This changes code; `tests.edition.mutation` changes data.
"""

import ast
import hashlib
import types
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import libcst as cst
from libcst.metadata import MetadataWrapper, ParentNodeProvider, PositionProvider
from mutmut.mutation.mutators import mutation_operators

from tests import ROOT

# The rooms that must not go wrong in silence.
ROOMS = ("study", "privacy", "analysis", "published", "importer")
# Without these, nothing differs on the machines that the tests run on.
SAFEGUARDS = {"encoding", "newline", "strict"}
# As in mutmut: `len(None)` tries nothing but whether a line is reached.
PASSED_BY = {"len", "isinstance"}
PROSE = (cst.FormattedString, cst.ConcatenatedString)


@dataclass(frozen=True)
class CodeMutant:
    """One change: where it is, what stood there, what stands there now."""

    module: str
    function: str
    line: int
    before: str
    after: str
    # The lines of the statement: a test that runs none of them cannot notice the change.
    lines: range = field(compare=False)
    # Tells apart two changes that read the same in one function.
    number: int = 0
    nodes: tuple[cst.CSTNode, cst.CSTNode] = field(compare=False, repr=False, default=())

    def __str__(self) -> str:
        """Return the place and the change, for a message."""
        return f"{self.module}:{self.line} in {self.function}: {self.before} -> {self.after}"

    @property
    def key(self) -> tuple[str, str, str, str, int]:
        """What stays the same when lines move."""
        return self.module, self.function, self.before, self.after, self.number


def list_modules(room: str) -> list[str]:
    """Return the modules of a room, as paths with slashes."""
    paths = (ROOT / "scripts" / room).glob("*.py")
    return sorted(path.relative_to(ROOT).as_posix() for path in paths if path.stem != "__init__")


def hash_module(module: str) -> str:
    """Return the hash of a module's code; comments, docstrings and line ends do not count."""
    tree = ast.parse((ROOT / module).read_text("utf-8"))
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            value = body[0].value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                value.value = ""
    return hashlib.sha256(ast.unparse(tree).encode()).hexdigest()[:16]


@cache
def _parse(module: str) -> MetadataWrapper:
    return MetadataWrapper(cst.parse_module((ROOT / module).read_text("utf-8")))


@cache
def build_mutants(module: str) -> tuple[CodeMutant, ...]:
    """Return all changes of the bodies of the functions of a module."""
    wrapper = _parse(module)
    finder = _Finder(module)
    wrapper.visit(finder)
    return tuple(finder.mutants)


def choose_mutants(module: str, count: int) -> list[CodeMutant]:
    """Return at most so many changes of a module, always the same, from all over it."""
    ordered = sorted(build_mutants(module), key=lambda mutant: _digest(str(mutant.key)))
    return ordered[:count]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def compile_mutant(mutant: CodeMutant) -> types.CodeType | None:
    """Return the code of the changed function, or None where the change changes nothing."""
    module = _parse(mutant.module).module
    changed = module.deep_replace(*mutant.nodes).code
    path = str(ROOT / mutant.module)
    try:
        new = _find_code(compile(changed, path, "exec", dont_inherit=True), mutant.function)
    except SyntaxError:
        return None
    old = _find_code(compile(module.code, path, "exec", dont_inherit=True), mutant.function)
    is_other = new is not None and new != old and len(new.co_freevars) == len(old.co_freevars)
    return new if is_other else None


def _find_code(code: types.CodeType, function: str) -> types.CodeType | None:
    """Return the code object of a function, among those below another."""
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            if constant.co_qualname == function:
                return constant
            if function.startswith(constant.co_qualname + "."):
                found = _find_code(constant, function)
                if found is not None:
                    return found
    return None


class _Finder(cst.CSTVisitor):
    """Collects the changes of the bodies of functions."""

    METADATA_DEPENDENCIES = (PositionProvider, ParentNodeProvider)

    def __init__(self, module: str) -> None:
        self.module = module
        self.mutants: list[CodeMutant] = []
        self._names: list[str] = []
        # How many functions deep, and the outermost of them by its full name.
        self._depth = 0
        self._function = ""
        self._lines = [range(0)]
        self._met: dict[tuple, int] = {}

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.Annotation | cst.Decorator | cst.Parameters) or (
            isinstance(node, cst.Arg) and _is_safeguard(node)
        ):
            return False
        if isinstance(node, cst.ClassDef | cst.FunctionDef):
            self._names.append(node.name.value)
            if isinstance(node, cst.FunctionDef):
                self._depth += 1
                if self._depth == 1:
                    self._function = ".".join(self._names)
        if isinstance(node, cst.BaseStatement | cst.ExceptHandler | cst.Else | cst.Finally):
            self._lines.append(self._list_lines(node))
        if isinstance(node, cst.Call) and getattr(node.func, "value", None) in PASSED_BY:
            return False
        if self._depth:
            self._collect(node)
        return not isinstance(node, PROSE)

    def on_leave(self, original_node: cst.CSTNode) -> None:
        node = original_node
        if isinstance(node, cst.BaseStatement | cst.ExceptHandler | cst.Else | cst.Finally):
            self._lines.pop()
        if isinstance(node, cst.ClassDef | cst.FunctionDef):
            self._names.pop()
            self._depth -= isinstance(node, cst.FunctionDef)

    def _list_lines(self, node: cst.CSTNode) -> range:
        """Return the lines of a statement, of a compound one those of its heading."""
        place = self.get_metadata(PositionProvider, node)
        body = getattr(node, "body", None)
        if isinstance(body, cst.BaseSuite):
            below = self.get_metadata(PositionProvider, body).start.line
            return range(place.start.line, max(below, place.start.line + 1))
        return range(place.start.line, place.end.line + 1)

    def _collect(self, node: cst.CSTNode) -> None:
        """Collect the changes of one node."""
        for changed in _change(node):
            before, after = (" ".join(_write(each).split()) for each in (node, changed))
            place = self.get_metadata(PositionProvider, node, None)
            line = place.start.line if place else self._lines[-1].start
            key = (self._function, before, after)
            number = self._met[key] = self._met.get(key, -1) + 1
            mutant = (self.module, self._function, line, before, after)
            lines = self._lines[-1]
            self.mutants.append(CodeMutant(*mutant, lines, number, (node, changed)))


def _write(node: cst.CSTNode) -> str:
    return cst.Module([]).code_for_node(node)


def _change(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """Yield what mutmut makes of a node, without what only changes words for people."""
    for kind, operator in mutation_operators:
        if not isinstance(node, kind) or _is_prose(node):
            continue
        changes = list(operator(node))
        if isinstance(node, cst.BaseString):
            changes = changes[:1]  # The others change nothing but capitals.
        for changed in changes:
            if isinstance(node, cst.Call):
                gone = [arg for arg in node.args if all(arg is not new for new in changed.args)]
                if any(_is_prose(arg.value) or _is_safeguard(arg) for arg in gone):
                    continue
            if isinstance(node, cst.Assign | cst.AnnAssign) and _is_prose(node.value):
                continue
            yield changed


def _is_prose(node: cst.CSTNode | None) -> bool:
    """Return whether a node is a text for people."""
    return isinstance(node, PROSE) or (
        isinstance(node, cst.SimpleString) and " " in node.value.strip("\"' ")
    )


def _is_safeguard(arg: cst.Arg) -> bool:
    return arg.keyword is not None and arg.keyword.value in SAFEGUARDS

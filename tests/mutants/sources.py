"""The mutants of a module: where each is, what it changes, and the code that it makes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import CodeType
from typing import NamedTuple

from tests.mutants.operators import Place, alternatives

ROOT = Path(__file__).parent.parent.parent

MODULES = (
    *sorted(
        str(path.relative_to(ROOT))
        for room in ("scenarios", "overlays")
        for path in (ROOT / "policykit" / room).glob("[!_]*.py")
    ),
    *(
        f"policykit/comparison/{name}.py"
        for name in ("guarantees", "outcomes", "promises", "rights", "search")
    ),
    *(
        f"policykit/library/{name}.py"
        for name in ("answer", "answering", "compiled", "decision", "live", "questions", "reach")
    ),
)

WENT = "__went__"
"""What a watched module calls."""

Function = tuple[str, int]
"""A function by its qualified name and the line where it, or its first decorator, begins."""


class Mutant(NamedTuple):
    """
    One change of one module.

    `number` is its place among those of the module, `lines` those of which a test that can find
    it runs one, `function` the outermost function it is in, None for what runs on import.
    """

    module: str
    number: int
    line: int
    lines: range
    where: str
    change: str
    function: Function | None


@cache
def text_of(module: str) -> str:
    """The source of a module, named by its path in the project."""
    return (ROOT / module).read_text(encoding="utf-8")


def mutants(module: str) -> list[Mutant]:
    """All mutants of a module, in the order of its text."""
    found = []
    for number, (path, change, _, _) in enumerate(_changes(ast.parse(text_of(module)))):
        node = path[-1]
        assert isinstance(node, ast.expr | ast.stmt)
        function = _function(path)
        where = [one.name for one in path if isinstance(one, ast.ClassDef | ast.FunctionDef)]
        found.append(
            Mutant(
                module,
                number,
                node.lineno,
                _lines(path),
                ".".join(where) or "(module)",
                change,
                function,
            )
        )
    return sorted(found, key=lambda one: (one.line, one.number))


def code_of(mutant: Mutant) -> CodeType:
    """The module with that change."""
    tree = ast.parse(text_of(mutant.module))
    for number, (_, _, place, other) in enumerate(_changes(tree)):
        if number == mutant.number:
            parent, field, at = place
            if at is None:
                setattr(parent, field, other)
            else:
                getattr(parent, field)[at] = other
            break
    return compile(tree, str(ROOT / mutant.module), "exec", dont_inherit=True)


def watched(module: str) -> CodeType:
    """The module with a call of `WENT` with its line before each statement."""
    tree = ast.parse(text_of(module))
    for node in [*ast.walk(tree)]:
        for field in ("body", "orelse", "finalbody"):
            many = getattr(node, field, None)
            if isinstance(many, list) and not isinstance(node, ast.Module | ast.ClassDef):
                told = [[_told(one), one] for one in many if isinstance(one, ast.stmt)]
                setattr(node, field, [one for pair in told for one in pair])
    return compile(tree, str(ROOT / module), "exec", dont_inherit=True)


def _told(statement: ast.stmt) -> ast.stmt:
    call = ast.parse(f"{WENT}({statement.lineno})").body[0]
    for node in ast.walk(call):
        ast.copy_location(node, statement)
    return call


def functions(code: CodeType) -> Iterator[tuple[Function, CodeType]]:
    """The functions of a module and of its classes, without those within functions."""
    for part in code.co_consts:
        if isinstance(part, CodeType):
            if part.co_flags & 0x2:  # it has locals of its own: a function, not a class
                yield (part.co_qualname, part.co_firstlineno), part
            else:
                yield from functions(part)


def _changes(
    tree: ast.Module,
) -> Iterator[tuple[tuple[ast.AST, ...], str, Place, ast.AST]]:
    for path, place in _nodes((tree,)):
        for change, other in alternatives(path[-1], place):
            yield path, change, place, other


def _nodes(path: tuple[ast.AST, ...]) -> Iterator[tuple[tuple[ast.AST, ...], Place]]:
    node = path[-1]
    for field, value in ast.iter_fields(node):
        for at, child in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(child, ast.AST) and not _left_out(node, field, child):
                here = (*path, child)
                yield here, (node, field, at if isinstance(value, list) else None)
                yield from _nodes(here)


def _left_out(parent: ast.AST, field: str, node: ast.AST) -> bool:
    """What has no bearing on answers: types, texts, slots, and asserts, which state a law."""
    if field in ("annotation", "returns", "decorator_list", "bases", "pattern"):
        return True
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Assert() | ast.JoinedStr():
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.AnnAssign(annotation=ast.Name(id="TypeAlias")):
            return True
        case ast.Assign(targets=[ast.Name(id="__slots__" | "__all__")]):
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.keyword(arg="strict"):
            return True
    if isinstance(parent, ast.Subscript) and field == "slice":
        return getattr(parent.value, "id", "") in ("dict", "list", "set", "Counter")
    return isinstance(parent, ast.Raise)


def _function(path: tuple[ast.AST, ...]) -> Function | None:
    names: list[str] = []
    for node, child in pairwise(path):
        if isinstance(node, ast.ClassDef):
            names.append(node.name)
        elif isinstance(node, ast.FunctionDef):
            if child not in node.body:
                return None  # a default, worked out when the function is made
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
            return ".".join([*names, node.name]), first
        elif isinstance(node, ast.Lambda):
            return None
    return None


def _lines(path: tuple[ast.AST, ...]) -> range:
    """The lines of the statement that a node is in; of one with a body, those of its head."""
    statement = next(one for one in reversed(path) if isinstance(one, ast.stmt))
    if statement is path[-1] or not hasattr(statement, "body"):
        return range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)
    node = path[path.index(statement) + 1]
    last = getattr(node, "end_lineno", None) or getattr(path[-1], "end_lineno", None)
    return range(statement.lineno, (last or statement.lineno) + 1)

"""What can be put in the place of a piece of code: each a fault that someone could have written."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import copy
from typing import Any, Final

COMPARED: Final[dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
CALCULATED: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitOr,
}
SWAPPED: Final = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "union": "intersection",
    "intersection": "union",
    "issubset": "issuperset",
    "issuperset": "issubset",
    "startswith": "endswith",
    "endswith": "startswith",
}
BARE: Final = frozenset({"sorted", "reversed"})
"""Calls that may be left out: what they do to a list is all they do."""

Place = tuple[ast.AST, str, int | None]
"""Where a node is: in what, in which field, and the how-manieth of a list."""


def alternatives(node: ast.AST, place: Place) -> Iterator[tuple[str, ast.AST]]:
    """What could stand there instead, each with how the change is said."""
    for text, other in _others(node, place):
        ast.copy_location(other, node)
        ast.fix_missing_locations(other)
        yield text or f"{said(node)} → {said(other)}", other


def said(node: ast.AST) -> str:
    """A piece of code in one line."""
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 90 else f"{text[:60]} … {text[-25:]}"


def _others(node: ast.AST, place: Place) -> Iterator[tuple[str, ast.AST]]:
    parent, field, _ = place
    if isinstance(node, ast.expr) and field == "test":
        if isinstance(parent, ast.If) or not isinstance(node, ast.Constant):
            yield f"if {said(node)} → if False", ast.Constant(value=False)
        if isinstance(parent, ast.If):
            yield f"if {said(node)} → if True", ast.Constant(value=True)
    if isinstance(node, ast.expr) and isinstance(parent, ast.comprehension) and field == "ifs":
        yield f"for … if {said(node)} → for …", ast.Constant(value=True)
    if isinstance(node, ast.expr) and isinstance(parent, ast.For) and field == "iter":
        yield f"for … in {said(node)} → no turn", ast.Tuple(elts=[], ctx=ast.Load())
    if isinstance(node, ast.expr):
        yield from _expressions(node)
    elif isinstance(node, ast.stmt):
        yield from _statements(node)


def _expressions(node: ast.expr) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Constant(value=bool() as truth):
            yield "", ast.Constant(value=not truth)
        case ast.Constant(value=int() as number):
            for value in (number + 1, number - 1):
                yield "", ast.Constant(value=value)
        case ast.Constant(value=str() as word) if " " not in word:  # texts have golden files
            yield "", ast.Constant(value=f"{word}~")
        case ast.Compare(ops=[only]):
            for kind in COMPARED[type(only)]:
                yield "", _with(node, ops=[kind()])
        case ast.BoolOp():
            yield "", _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
            for values in _less_one(node.values):
                yield "", values[0] if len(values) == 1 else _with(node, values=values)
        case ast.BinOp():
            if type(node.op) in CALCULATED:
                yield "", _with(node, op=CALCULATED[type(node.op)]())
            yield "", node.left
            yield "", node.right
        case ast.UnaryOp():
            yield "", node.operand
        case ast.IfExp():
            yield "", node.body
            yield "", node.orelse
        case ast.Call():
            yield from _calls(node)
        case ast.Subscript(slice=ast.Slice() as part):
            yield "", _with(node, slice=ast.Slice())
            if part.lower is not None and part.upper is not None:
                yield "", _with(node, slice=ast.Slice(lower=part.lower))
                yield "", _with(node, slice=ast.Slice(upper=part.upper))
        case ast.List() | ast.Set() | ast.Tuple() if isinstance(
            getattr(node, "ctx", ast.Load()), ast.Load
        ):
            if len(node.elts) > 1 or isinstance(node, ast.List | ast.Set):
                for elements in _less_one(node.elts):
                    empty_set = isinstance(node, ast.Set) and not elements
                    yield (
                        "",
                        ast.Tuple(elts=[], ctx=ast.Load())
                        if empty_set
                        else _with(node, elts=elements),
                    )
        case ast.Dict():
            for at in range(len(node.keys)):
                yield (
                    f"{said(node)} less {said(node.values[at])}",
                    _with(
                        node,
                        keys=[*node.keys[:at], *node.keys[at + 1 :]],
                        values=[*node.values[:at], *node.values[at + 1 :]],
                    ),
                )


def _calls(node: ast.Call) -> Iterator[tuple[str, ast.AST]]:
    function = node.func
    name = getattr(function, "id", getattr(function, "attr", ""))
    if name in SWAPPED:
        other = copy(function)
        setattr(other, "id" if isinstance(function, ast.Name) else "attr", SWAPPED[name])
        yield "", _with(node, func=other)
    if name in BARE and node.args:
        yield "", ast.Call(ast.Name("list", ast.Load()), [node.args[0]], [])
    if name == "get" and len(node.args) == 2:
        yield "", _with(node, args=node.args[:1])
    for keywords in _less_one(node.keywords):
        if any(one.arg == "strict" for one in {*node.keywords} - {*keywords}):
            continue  # like an assert, it states a law
        yield "", _with(node, keywords=keywords)


def _statements(node: ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    gone = f"{said(node)} → (nothing)"
    match node:
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()):
            yield gone, ast.Pass()
        case ast.AugAssign():
            yield gone, ast.Pass()
            yield "", ast.Assign(targets=[node.target], value=node.value)
            if type(node.op) in CALCULATED:
                yield "", _with(node, op=CALCULATED[type(node.op)]())
        case ast.Assign(targets=[ast.Subscript() | ast.Attribute()]) | ast.Delete() | ast.Raise():
            yield gone, ast.Pass()
        case ast.Continue():
            yield "", ast.Break()
        case ast.Break():
            yield "", ast.Continue()
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield "", ast.Return(value=ast.Constant(value=None))
        case ast.Match():
            for cases in _less_one(node.cases):
                [left_out] = [one for one in node.cases if one not in cases]
                text = f"match {said(node.subject)} less case {said(left_out.pattern)}"
                yield text, _with(node, cases=cases)


def _less_one(many: list[Any]) -> Iterator[list[Any]]:
    for at in range(len(many)):
        yield [*many[:at], *many[at + 1 :]]


def _with(node: ast.AST, **fields: Any) -> Any:
    other = copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other

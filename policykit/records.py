"""
`NamedTuple`, as typing has it, made in less than half of the time.

Each takes typing a tenth of a millisecond, for it looks at every annotation, and a short run loads
some fifty of them. These keep their annotations as they are written.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing's constant, without the time its import takes
if TYPE_CHECKING:
    from typing import Any, NamedTuple
else:
    from collections import namedtuple

    class _Naming(type):
        """Makes a named tuple of the body of a class that names `NamedTuple` as its base."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            defaults = [body.pop(field) for field in fields if field in body]
            made = namedtuple(name, fields, defaults=defaults, module=body["__module__"])
            for key, value in body.items():
                if key not in ("__module__", "__qualname__"):
                    setattr(made, key, value)
            return made

    class NamedTuple(metaclass=_Naming):
        """The base to name."""


__all__ = ["NamedTuple"]

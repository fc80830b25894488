"""What a clause says, whatever the order and the spelling it is said in."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, Final

from policykit.vocabulary import Commitment
from policykit.vocabulary.commitments import canonical

_GOES_WITHOUT_SAYING: Final[Mapping[str, Any]] = {"effect": "permitted", "otherwise": False}
"""Fields at the value that leaving them out means."""


def said(normal: Mapping[str, Any], commitments: Mapping[str, Commitment]) -> Hashable:
    """
    A stand-in for some fields of a clause in normal form: equal if they say the same.

    The order of keys, of terms and of the maps of a `when` or an `unless` is left out, and so is
    what goes without saying (`effect: permitted`); P12M is P1Y. The order of a commitment's cases
    counts, for the first that applies is the one that holds.
    """
    found: dict[str, Hashable] = {}
    for name, value in normal.items():
        if name in _GOES_WITHOUT_SAYING and value == _GOES_WITHOUT_SAYING[name]:
            continue
        if name == "operations" and value == [normal.get("kind")]:
            continue
        if name == "commitments" and isinstance(value, Mapping):
            found[name] = frozenset(
                (one, _cases(cases, commitments.get(one))) for one, cases in value.items()
            )
        elif name in ("when", "unless") and isinstance(value, list):
            found[name] = frozenset(unordered(one) for one in value)
        else:
            found[name] = unordered(value)
    return frozenset(found.items())


def unordered(value: Any) -> Hashable:
    """A value with the order of keys and of terms left out; that of other lists is kept."""
    if isinstance(value, Mapping):
        return frozenset((name, unordered(one)) for name, one in value.items())
    if isinstance(value, list):
        made = [unordered(one) for one in value]
        return frozenset(made) if all(isinstance(one, str) for one in value) else tuple(made)
    return (type(value).__name__, value)


def _cases(value: Any, kind: Commitment | None) -> Hashable:
    """The cases of a commitment, in their order."""
    found = []
    for case in value if isinstance(value, list) else [value]:
        if not isinstance(case, Mapping):
            return unordered(value)
        fields = {name: one for name, one in case.items() if name != "value"}
        promised: Hashable = None
        if "value" in case:
            plain = case["value"]
            promised = unordered(plain) if kind is None else canonical(kind, plain)
        found.append((promised, said(fields, {})))
    return tuple(found)

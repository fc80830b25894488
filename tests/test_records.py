"""Our `NamedTuple` makes what that of typing does."""

from __future__ import annotations

import copy
import pickle
import typing

import pytest

from policykit import records


class Ours(records.NamedTuple):
    """What it is for."""

    one: str
    other: tuple[int, ...] = ()

    @property
    def both(self) -> str:
        """A property."""
        return f"{self.one}{self.other}"

    def __str__(self) -> str:
        return self.one


# The same body once more: what is compared is what the two bases make of it.
class Theirs(typing.NamedTuple):
    """What it is for."""

    one: str
    other: tuple[int, ...] = ()

    @property
    def both(self) -> str:
        """A property."""
        return f"{self.one}{self.other}"

    def __str__(self) -> str:
        return self.one


@pytest.mark.parametrize("made", [Ours, Theirs])
def test_a_named_tuple_is_one(made: typing.Any) -> None:
    found = made("a", other=(1,))
    assert found == ("a", (1,)) == made("b", (1,))._replace(one="a")
    assert (made("a").other, found.both, str(found)) == ((), "a(1,)", "a")
    assert (made._fields, made._field_defaults) == (("one", "other"), {"other": ()})
    assert made.__bases__ == (tuple,)
    assert (made.__module__, made.__doc__) == (__name__, "What it is for.")
    assert (made.__name__, made.__qualname__) == (type(found).__name__,) * 2
    assert repr(found) == f"{made.__name__}(one='a', other=(1,))"
    sent = pickle.loads(pickle.dumps(found))  # noqa: S301  from our own process
    assert (type(sent), sent, copy.deepcopy(found)) == (made, found, found)
    assert found._asdict() == {"one": "a", "other": (1,)}
    assert made.__match_args__ == ("one", "other")
    with pytest.raises(TypeError, match="missing"):
        made()
    with pytest.raises(AttributeError):
        found.one = "b"
    with pytest.raises(AttributeError):
        found.third = "b"


def test_annotations_are_kept_as_they_are_written() -> None:
    assert Ours.__annotations__ == {"one": "str", "other": "tuple[int, ...]"}

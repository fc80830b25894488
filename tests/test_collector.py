"""The search for cycles is off while documents are made, and on again after, whatever happens."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from policykit.document import collector_paused
from policykit.validation import validate_all


@pytest.fixture(autouse=True)
def searching() -> Iterator[None]:
    was = gc.isenabled()
    gc.enable()
    yield
    (gc.enable if was else gc.disable)()


def test_it_is_off_within_a_block_and_on_after_it() -> None:
    with collector_paused():
        assert not gc.isenabled()
        with collector_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_is_on_after_an_error() -> None:
    with pytest.raises(KeyError), collector_paused():
        raise KeyError
    assert gc.isenabled()


def test_who_has_turned_it_off_finds_it_off() -> None:
    gc.disable()
    with collector_paused():
        pass
    assert not gc.isenabled()


def test_the_block_that_began_the_pause_ends_it_though_another_thread_is_in_one() -> None:
    inside, done = threading.Event(), threading.Event()

    def other() -> None:
        with collector_paused():
            inside.set()
            assert done.wait(10)

    with collector_paused():
        thread = threading.Thread(target=other)
        thread.start()
        assert inside.wait(10)
    assert gc.isenabled()
    done.set()
    thread.join()
    assert gc.isenabled()


def test_validating_leaves_it_as_it_was(root: Path) -> None:
    validate_all([root / "policies"])
    assert gc.isenabled()

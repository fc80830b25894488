"""The number of processes changes nothing but the time."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policykit.validation import validate, validate_all
from policykit.validation.sharing import MANY, can_share, in_parts, shared_out
from tests.running import policykit

pytestmark = pytest.mark.skipif(
    not can_share(MANY), reason="processes are shared out under Linux only"
)


def policies(root: Path, count: int) -> Path:
    """Policies of two versions, most with something wrong, one with an unreadable header."""
    dice = random.Random(count)
    for number in range(count):
        folder = root / f"p{number}" / "privacy"
        folder.mkdir(parents=True)
        head = f"format: 1\nid: p{number}/privacy\nkind: privacy_policy\ntitle: P\npublisher: P\n"
        (folder / "policy.yaml").write_text(head if number != 3 else "a: [")
        for minor in range(2):
            terms = dice.choice(
                ["[email_address]", "[email_adress]", "[email_address, contact_data]"]
            )
            (folder / f"1.{minor}.0.yaml").write_text(
                f"format: 1\npolicy: p{number}/privacy\nversion: 1.{minor}.0\n"
                f"published: 2024-01-0{minor + 1}\nclauses:\n"
                f"  - {{id: share, kind: disclosure, personal_data: {terms}}}\n"
                + dice.choice(["", "  # policykit: ignore PK201 -- no\n", "  - {id: x}\n"])
            )
    (root / "p1" / "privacy" / "9.0.0.yaml").symlink_to("nowhere")
    return root


def test_the_report_is_the_same_whatever_the_number_of_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policykit.validation.sharing.MANY", 0)
    folder = policies(tmp_path, 9)
    alone = validate_all([folder])
    assert len(alone.findings) > 9
    assert alone.unreadable
    for workers in (2, 3, 20):
        shared = validate_all([folder], workers=workers)
        assert shared == alone
        assert [*shared.findings] == [*alone.findings]


def test_the_command_prints_the_same(tmp_path: Path) -> None:
    folder = policies(tmp_path, 6)
    # Enough bytes for the work to be shared out.
    with (folder / "p2" / "privacy" / "policy.yaml").open("a") as file:
        file.write("# much ado\n" * 10**5)
    runs = [policykit("validate", "--jobs", jobs, str(folder)) for jobs in ("1", "2", "5")]
    assert runs[0] == runs[1] == runs[2]
    assert runs[0].code == 3
    assert "PK201" in runs[0].out


def test_jobs_are_a_number_of_processes(root: Path) -> None:
    for wrong in ("0", "-1", "many"):
        assert policykit("validate", "--jobs", wrong).code == 2
    assert policykit("validate", "--jobs", "1").code == 0


def test_what_a_process_cannot_do_is_done_here() -> None:
    here = os.getpid()

    def work(some: Sequence[int]) -> list[int]:
        if os.getpid() != here and 5 in some:
            raise ValueError
        return [one * one for one in some]

    assert shared_out(work, [[1, 2], [3, 4], [5, 6]]) == [[1, 4], [9, 16], [25, 36]]


def test_an_error_is_raised_here_and_leaves_no_process_behind() -> None:
    def work(some: Sequence[int]) -> list[int]:
        if 1 in some:
            raise ValueError
        return list(some)

    with pytest.raises(ValueError):  # noqa: PT011  our own
        shared_out(work, [[1], [2], [3]])
    with pytest.raises(ValueError):  # noqa: PT011  our own
        shared_out(work, [[2], [1], [3]])
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_more_than_a_pipe_holds_comes_back() -> None:
    found = shared_out(lambda some: "x" * 10**6 * some[0], [[1], [2], [3]])
    assert [len(one) for one in found] == [10**6, 2 * 10**6, 3 * 10**6]


@given(st.lists(st.integers(0, 100), max_size=30), st.integers(1, 9))
def test_parts_are_the_items_in_order_and_no_more_than_asked_for(
    sizes: list[int], most: int
) -> None:
    items = list(range(len(sizes)))
    parts = in_parts(items, sizes, most)
    assert [one for part in parts for one in part] == items
    assert len(parts) <= most
    assert all(parts)


def test_a_library_call_stays_in_its_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policykit.validation.sharing.MANY", 0)
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("a process was begun"))
    folder = policies(tmp_path, 6)
    (folder / "p1" / "privacy" / "9.0.0.yaml").unlink()
    assert validate(folder)

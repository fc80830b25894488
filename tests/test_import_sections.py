"""Which part of a page is the text, and which section of the next text is which clause."""

from __future__ import annotations

from pathlib import Path

import pytest

from policykit.importing import parse
from tests.imports import begun, clauses, imported, versions


def words_of(page: str) -> str:
    return " ".join(f"{one.heading} {one.text}" for one in parse(page, "html").sections)


STORY = " ".join(f"word{number}" for number in range(200))


@pytest.mark.parametrize(
    "around",
    [
        "<form><input>{}</form>",
        "<dialog>{}</dialog>",
        "<nav>{}</nav>",
        "<div class='cookie-banner'>{}<button>Yes</button></div>",
        "<div role='dialog'><p>{}</p></div>",
        "<footer>{}</footer>",
    ],
)
def test_what_holds_half_of_a_page_is_the_text_whatever_it_calls_itself(around: str) -> None:
    assert STORY in words_of(f"<h1>Privacy</h1>{around.format(STORY)}<p>End.</p>")
    small = words_of(
        f"<h1>Privacy</h1>{around.format('words that only stand around it')}<p>{STORY}</p>"
    )
    assert "only stand around" not in small
    assert STORY in small


def test_a_form_around_part_of_a_text_hides_nothing() -> None:
    long = " ".join(f"other{number}" for number in range(400))
    page = f"<h1>Privacy</h1><p>{long}</p><form><input><p>{STORY}</p></form>"
    assert STORY in words_of(page)
    headed = f"<h1>Privacy</h1><p>{STORY}</p><form><input><h2>Choices</h2><p>few</p></form>"
    assert "Choices few" in words_of(headed)


BEGUN = {
    "its beginning": (
        "# Privacy\n\nOld words to begin with.\n\n## One\n\nText of the first.\n",
        "# What we promise\n\nSomething else altogether, and longer.\n\n"
        "## One\n\nText of the first.\n",
    ),
    "a heading reworded, number and text alike": (
        "## 3. Who gets it\n\nThe carrier gets it alone.\n",
        "## 3. Recipients\n\nThe carrier gets it only.\n",
    ),
    "a heading reworded, the text the same": (
        "## Who gets it\n\nNobody.\n\n## Two\n\nx\n",
        "## Two\n\nx\n\n## Recipients\n\nNobody.\n",
    ),
    "another heading, no number, a text much alike": (
        "## Who gets it\n\nWe give your name and your address to the carrier that you chose.\n",
        "## Two\n\nNew and unlike.\n\n## Recipients\n\n"
        "We give your name and your full address to the carrier that you chose.\n",
    ),
}


@pytest.mark.parametrize("case", BEGUN)
def test_a_section_is_known_again_by(case: str, tmp_path: Path) -> None:
    folder = begun(tmp_path)
    before, after = BEGUN[case]
    assert imported(tmp_path, "one.md", before, "2025-02-01").code == 0
    ran = imported(tmp_path, "two.md", after, "2025-03-01")
    assert ran.code == 0, ran.err
    assert "gone: 0\n" in ran.out
    (number,) = set(versions(tmp_path)) - {"1.0.0.yaml"}
    assert set(clauses(folder / "1.0.0.yaml")) <= set(clauses(folder / number))


def test_a_section_with_another_text_is_not_taken_for_one_that_is_gone(tmp_path: Path) -> None:
    begun(tmp_path)
    imported(
        tmp_path, "one.md", "## A\n\nThe carrier gets your name and nothing else.\n", "2025-02-01"
    )
    text = "## B\n\nCourts may order us to hand over logs, and then we appeal.\n"
    ran = imported(tmp_path, "two.md", text, "2025-03-01")
    assert "new: 1 (b)\n  gone: 1 (a)\n" in ran.out

"""`policykit terms`: lists, trees, cards and searches of the vocabulary."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from policykit.jurisdictions import atlas
from policykit.render.terms import Found, as_text
from policykit.render.text import Style
from policykit.vocabulary import vocabulary
from policykit.vocabulary.listing import Listing
from policykit.vocabulary.terms import LISTS
from tests.conftest import ROOT
from tests.running import command
from tests.writing import folder

SHIPPED = Listing(vocabulary(), atlas())
SHARE: dict[str, Any] = {
    "id": "share",
    "kind": "disclosure",
    "personal_data": ["email_address"],
    "recipients": ["acme_ads"],
    "when": {"premium": True},
    "overlays": {"FR-75C": {"recipients": ["advertiser"]}},
    "commitments": {"legal_review": True},
}
WORDS: dict[str, Any] = {
    "recipients": {"acme_ads": {"title": "Acme Ads", "broader": ["advertiser"]}},
    "personal_data": {"basics": {"members": ["name", "email_address"]}},
    "conditions": {
        "premium": {"title": "Premium", "shape": "boolean"},
        "tier": {"title": "Tier", "shape": "tree", "terms": {"gold": {"title": "Gold"}}},
    },
    "groups": {"europe": {"members": ["EEA", "GB"], "assumed": True}},
}


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    folder(tmp_path, {"1.0.0": [SHARE]}, vocabulary=WORDS)
    return tmp_path


def words(*arguments: str, cwd: Path) -> Any:
    ran = command("terms", *arguments, "-o", "json", cwd=cwd)
    assert ran.code == 0, ran.err
    return ran.json("terms")


def test_without_a_word_all_lists_are_named(tmp_path: Path) -> None:
    out = command("terms", cwd=tmp_path).out
    found = words(cwd=tmp_path)
    names = [one["list"] for one in found["lists"]]
    assert names == [*LISTS, "conditions", "commitments", "jurisdictions"]
    assert found["words"] == []
    assert all(name in out for name in names)
    assert found["lists"][1]["count"] == len(vocabulary().lists["personal_data"])


@pytest.mark.parametrize("name", [one.list for one in SHIPPED.lists()])
def test_every_list_is_shown_whole(name: str) -> None:
    found = Found("tree", None, None, SHIPPED.lists(), SHIPPED.words(name), {})
    text = as_text(found, Style())
    for word in SHIPPED.words(name):
        above = max(len(word.more.get("broader", ())), 1)
        lines = [line for line in text.splitlines() if word.id in line.split("  ")]
        lines += [line for line in text.splitlines() if line.strip().startswith(f"{word.id} ")]
        assert len({line for line in lines if line}) >= 1, word.id
        repeated = [line for line in set(lines) if line.endswith((" above)", word.title))]
        assert name in ("conditions", "commitments", "jurisdictions") or len(repeated) <= above


def test_a_term_stands_under_each_broader_one_and_is_marked_when_it_comes_again() -> None:
    found = Found("tree", None, None, (), SHIPPED.words("personal_data"), {})
    lines = [line.split() for line in as_text(found, Style()).splitlines()]
    postal = [line for line in lines if line[0] == "postal_address"]
    assert [line[-1] == "above)" for line in postal] == [False, True]


@pytest.mark.parametrize("view", ["instrument", "law_enforcement"])
def test_what_is_shown_reads_as_the_golden_file(view: str, tmp_path: Path) -> None:
    file = ROOT / "tests" / "golden" / f"terms-{view}.text"
    ran = command("terms", view, cwd=tmp_path)
    if os.environ.get("POLICYKIT_WRITE_GOLDEN"):
        file.write_text(ran.out)
    assert ran.out == file.read_text()


def test_a_card_says_what_stands_around_a_term_and_what_it_matches(tmp_path: Path) -> None:
    (card,) = words("public_authority", cwd=tmp_path)["words"]
    assert card["broader"] == ["recipient"]
    assert "law_enforcement" in card["narrower"]
    assert card["matches"] == [
        {
            "standard": "dpv",
            "version": "2.3",
            "kind": "exact",
            "concept": "dpv:GovernmentalOrganisation",
            "iri": "https://w3id.org/dpv#GovernmentalOrganisation",
        }
    ]


def test_a_word_of_two_lists_has_a_card_in_each_and_a_list_names_one(tmp_path: Path) -> None:
    both = words("law_enforcement", cwd=tmp_path)["words"]
    assert [one["list"] for one in both] == ["recipients", "purposes"]
    (one,) = words("purposes/law_enforcement", cwd=tmp_path)["words"]
    assert one["list"] == "purposes"


def test_conditions_commitments_groups_and_places_have_cards(tmp_path: Path) -> None:
    (notice,) = words("user_notice", cwd=tmp_path)["words"]
    assert (notice["type"], notice["protects"], notice["absent"]) == ("level", "later", "none")
    assert notice["levels"][0] == "none"
    (emergency,) = words("emergency", cwd=tmp_path)["words"]
    assert emergency["values"] == [True, False]
    (union,) = words("EU", cwd=tmp_path)["words"]
    assert {"member": "GB", "from": "1973-01-01", "until": "2020-01-31"} in union["memberships"]
    (region,) = words("FR-IDF", cwd=tmp_path)["words"]
    assert region["broader"] == ["FR"]
    assert "FR-75C" in region["narrower"]
    (norway,) = words("NO", cwd=tmp_path)["words"]
    assert norway["groups"] == ["EEA", "EFTA", "SCHENGEN", "COE"]


def test_a_policys_own_words_are_among_them_and_who_uses_them(acme: Path) -> None:
    (own,) = words("acme_ads", "--policy", "acme/privacy", cwd=acme)["words"]
    assert own["own"]
    assert own["used"] == [{"version": "1.0.0", "clause": "share"}]
    for name in ("premium", "email_address", "legal_review", "FR-75C", "advertiser"):
        (word,) = words(name, "--policy", "acme/privacy", cwd=acme)["words"]
        assert word["used"], name
    for name in ("basics", "phone_number", "emergency", "europe", "gold"):
        (word,) = words(name, "--policy", "acme/privacy", cwd=acme)["words"]
        assert word["used"] == [], name
    out = command("terms", "recipients", "--policy", "acme/privacy", cwd=acme).out
    assert "acme_ads" in out
    assert "[the policy's own]" in out
    assert "acme_ads" not in command("terms", "recipients", cwd=acme).out
    gathered = command("terms", "personal_data", "--policy", "acme/privacy", cwd=acme).out
    assert "= name, email_address" in gathered
    assert "gold" in command("terms", "tier", "--policy", "acme/privacy", cwd=acme).out


@pytest.mark.parametrize(
    ("wanted", "first"),
    [
        ("public_authority", "public_authority"),
        ("public authorities", "public_authority"),
        ("law enforcment", "law_enforcement"),
        ("ip adress", "ip_address"),
        ("warrant", "search_warrant"),
        ("germany", "DE"),
        ("european union", "EU"),
        ("transparency report", "transparency_report_every"),
        ("gag", "gag_order"),
        ("credit card", "payment_card"),
        ("user.government_id", "government_id"),
        ("dpv:DataProcessor", "processor"),
        ("debit card", "payment_card"),
    ],
)
def test_a_search_finds_what_is_meant_first(wanted: str, first: str) -> None:
    assert first in [word.id for word in SHIPPED.search(wanted)[:2]]


def test_a_search_may_keep_to_one_list_and_may_find_nothing(acme: Path) -> None:
    found = words("recipients", "--search", "law enforcement", cwd=acme)
    assert {one["list"] for one in found["words"]} == {"recipients"}
    assert found["search"] == "law enforcement"
    ran = command("terms", "--search", "qqqqqq", cwd=acme)
    assert (ran.code, ran.out) == (0, "Nothing is near to 'qqqqqq'.\n")
    (first, *_) = words("--search", "acme ads", "--policy", "acme/privacy", cwd=acme)["words"]
    assert first["id"] == "acme_ads"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["pubic_authority"], "there is no list or term 'pubic_authority'; did you mean 'public_"),
        (["recipient/public"], "there is no list 'recipient'; did you mean 'recipients'?"),
        (["recipients/pubic"], "no list or term 'pubic' in recipients; did you mean 'public'?"),
        (["recipient", "--search", "x"], "there is no list 'recipient' to search"),
        (["--search", " "], "--search takes words"),
        (["--policy", "acme/privcy"], "did you mean 'acme/privacy'?"),
        (["-o", "sarif"], "there is no format 'sarif'"),
    ],
)
def test_what_is_not_there_is_2_with_what_may_have_been_meant(
    acme: Path, arguments: list[str], said: str
) -> None:
    ran = command("terms", *arguments, cwd=acme)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_policy_needs_a_folder_of_policies(tmp_path: Path) -> None:
    assert command("terms", "--policy", "acme/privacy", cwd=tmp_path).code == 2
    assert command("terms", "--policy", "a/b", "--policies", "no", cwd=tmp_path).code == 3

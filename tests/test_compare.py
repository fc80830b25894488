"""Two policies side by side: exact, with words that are their own told apart."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import policykit
from policykit.comparison import PolicyComparison, compare, diff
from policykit.comparison.apart import apart
from policykit.library.content import Header
from policykit.library.policy import Version
from policykit.library.reading import read_header, read_version
from policykit.render import comparison as rendered
from policykit.render.text import Style
from policykit.schema import schema_text
from tests.conftest import ROOT
from tests.running import policykit as run
from tests.test_oracle import pair
from tests.writing import HEADER, content

Clauses = list[dict[str, Any]]
SHARE: dict[str, Any] = {
    "id": "share",
    "kind": "disclosure",
    "personal_data": ["email_address"],
    "recipients": ["advertiser"],
}


def header(name: str, **more: Any) -> Header:
    data = {**HEADER, "id": f"{name}/privacy", "publisher": name.capitalize(), **more}
    data["title"] = more.get("title", f"{name.capitalize()} Privacy Policy")
    found, findings = read_header(json.dumps(data), "policy.yaml", f"{name}/privacy")
    assert found is not None, findings
    return found


def version(name: str, clauses: Clauses, of: Header | None = None, **more: Any) -> Version:
    of = of or header(name)
    data = {**content(clauses, **more), "policy": of.id}
    found, findings = read_version(json.dumps(data), "1.0.0.yaml", of, "1.0.0")
    assert found is not None, findings
    return Version(of, found, "1.0.0.yaml")


def compared(one: Version, other: Version, **more: Any) -> PolicyComparison:
    found = compare(one, other, **more)
    jsonschema.Draft202012Validator(json.loads(schema_text("comparison"))).validate(found.as_json())
    return found


def acme_and_beta(one: Clauses, other: Clauses, own: Any = None, others: Any = None) -> Any:
    return (
        version("acme", one, header("acme", **({"vocabulary": own} if own else {}))),
        version("beta", other, header("beta", **({"vocabulary": others} if others else {}))),
    )


def sentences(found: PolicyComparison) -> list[str]:
    lists = (found.disclosures, found.processing, found.commitments, found.rights, found.statements)
    return [one.sentence for changes in lists for one in changes]


# The same algorithm


def beta(clauses: Clauses) -> Version:
    return version("beta", clauses)


@pytest.mark.parametrize("seed", range(60))
def test_policies_are_compared_as_exactly_as_versions(seed: int) -> None:
    _, other, before, after = pair(seed + 9_000)
    expected = diff(before, after)
    found = compared(before, beta(other))
    assert (found.verdict, found.jurisdictions) == (expected.verdict, expected.jurisdictions)
    for name in ("disclosures", "processing"):
        told = [
            (one.before, one.after, one.jurisdictions, one.scenario, one.except_, one.witness)
            for one in getattr(found, name)
        ]
        assert told == [
            (one.before, one.after, one.jurisdictions, one.scenario, one.except_, one.witness)
            for one in getattr(expected, name)
        ]
    assert [
        (one.commitment, one.before, one.after, one.direction, one.jurisdictions, one.scenario)
        for one in found.commitments
        if one.scenario
    ] == [
        (one.commitment, one.before, one.after, one.direction, one.jurisdictions, one.scenario)
        for one in expected.commitments
        if one.scenario
    ]
    assert sentences(found) == sentences(pickle.loads(pickle.dumps(found)))  # noqa: S301  our own


@pytest.mark.parametrize("seed", range(30))
def test_a_policy_is_like_itself_and_the_sides_mirror_each_other(seed: int) -> None:
    one, other, before, _ = pair(seed + 9_500)
    assert compared(before, beta(one)).alike
    there, back = compared(before, beta(other)), compared(beta(other), before)
    mirror = {"broader": "narrower", "narrower": "broader"}
    assert back.verdict == mirror.get(there.verdict, there.verdict)
    for name in ("disclosures", "processing"):
        told, mirrored = (
            sorted(change.sentence for change in getattr(found, name)) for found in (there, back)
        )
        assert told == mirrored


def test_past_the_bound_nothing_is_claimed() -> None:
    one, other = acme_and_beta(
        [SHARE], [SHARE, {**SHARE, "id": "more", "recipients": ["data_broker"]}]
    )
    found = compared(one, other, work=0)
    assert (found.verdict, found.alike, "undecided" in found.kinds()) == ("undecided", False, True)


def test_a_jurisdiction_and_a_day_are_looked_at_alone() -> None:
    one, other = acme_and_beta([{**SHARE, "jurisdictions": ["EU"]}], [SHARE])
    assert compared(one, other).verdict == "broader"
    assert compared(one, other, jurisdiction="DE").alike
    assert compared(one, other).verdict_in("BR") == "broader"
    assert compared(one, other, jurisdiction="GB", on="2019-01-01").alike
    assert not compared(one, other, jurisdiction="GB", on="2021-01-01").alike


# What is said


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (
            [],
            [SHARE],
            "In every country, Beta may disclose email addresses to advertisers. Under the policy "
            "of Acme it may not.",
        ),
        (
            [SHARE],
            [],
            "In every country, Acme may disclose email addresses to advertisers. Under the policy "
            "of Beta it may not.",
        ),
        (
            [{**SHARE, "effect": "prohibited"}],
            [SHARE],
            "In every country, Beta may disclose email addresses to advertisers. Acme promises "
            "not to.",
        ),
        (
            [SHARE],
            [{**SHARE, "purposes": ["marketing"]}],
            "In every country, Acme may disclose email addresses to advertisers for any purpose "
            "(other than marketing). Under the policy of Beta it may not.",
        ),
        (
            [SHARE],
            [SHARE, {**SHARE, "id": "no", "purposes": ["data_sale"], "effect": "prohibited"}],
            "In every country, Acme may disclose email addresses to advertisers for the sale of "
            "data (no clause that allows this says for what purpose). Beta promises not to.",
        ),
        (
            [SHARE, {**SHARE, "id": "no", "purposes": ["data_sale"], "effect": "prohibited"}],
            [SHARE],
            "In every country, Beta may disclose email addresses to advertisers for the sale of "
            "data (no clause that allows this says for what purpose). Acme promises not to.",
        ),
        (
            [
                {**SHARE, "purposes": ["data_sale"]},
                {**SHARE, "id": "no", "purposes": ["data_sale"], "effect": "prohibited"},
            ],
            [{**SHARE, "purposes": ["data_sale"]}],
            "In every country, Beta may disclose email addresses to advertisers for the sale of "
            "data. Acme promises not to.",
        ),
        (
            [{**SHARE, "effect": "prohibited"}],
            [],
            "In every country, Acme promises not to disclose email addresses to advertisers. Beta "
            "makes no such promise.",
        ),
        (
            [{**SHARE, "effect": "required"}],
            [SHARE],
            "In every country, Acme must disclose email addresses to advertisers. Beta may, but "
            "does not have to.",
        ),
        (
            [{**SHARE, "commitments": {"legal_review": True}}],
            [SHARE],
            "In every country, Acme promises a legal review of each request, where both may "
            "disclose email addresses to advertisers. Beta does not.",
        ),
        (
            [{**SHARE, "commitments": {"transparency_report_every": "P6M"}}],
            [{**SHARE, "commitments": {"transparency_report_every": "P3M"}}],
            "In every country, Acme promises a transparency report every 6 months, where both may "
            "disclose email addresses to advertisers. Beta promises a transparency report every 3 "
            "months.",
        ),
        (
            [],
            [{"id": "r", "kind": "right", "rights": ["access"]}],
            "In every country, Beta grants people the right of access. Acme does not.",
        ),
        (
            [{"id": "s", "kind": "statement", "text": "No orders so far."}],
            [],
            "In every country, Acme states: No orders so far.",
        ),
    ],
)
def test_each_kind_of_difference_is_said_of_both(one: Any, other: Any, said: str) -> None:
    assert sentences(compared(*acme_and_beta(one, other))) == [said]


@pytest.mark.parametrize(
    ("other", "named"),
    [
        ({}, False),
        ({"unless": [{"purposes": ["marketing"]}]}, False),
        ({"when": [{"emergency": True}, {"emergency": False, "purposes": ["research"]}]}, False),
        ({"when": [{"emergency": True, "purposes": ["data_sale", "research"]}]}, True),
        ({"purposes": ["data_sale"], "when": [{"emergency": True}]}, True),
    ],
)
def test_no_purpose_is_put_into_the_mouth_of_who_names_none(other: Any, named: bool) -> None:
    never = {**SHARE, "id": "no", "purposes": ["data_sale"], "effect": "prohibited"}
    said = sentences(compared(*acme_and_beta([SHARE, never], [{**SHARE, **other}])))
    (sold,) = (one for one in said if "Beta may" in one)
    assert "for the sale of data" in sold
    assert ("(no clause that allows this says for what purpose)" in sold) is not named


def test_publishers_that_are_one_are_told_apart_by_document_or_by_version() -> None:
    one = version("acme", [SHARE])
    terms = header("acme")._replace(id="acme/terms", title="Acme Terms")
    found = compared(one, Version(terms, one.content, "1.0.0.yaml"))
    assert found.names == ("Acme (Acme Privacy Policy)", "Acme (Acme Terms)")
    other = terms._replace(title="Acme Privacy Policy")
    found = compared(one, Version(other, one.content, "1.0.0.yaml"))
    assert found.names == ("Acme (acme/privacy)", "Acme (acme/terms)")
    _, _, before, after = pair(1)
    assert compared(before, after).names == ("Acme 1.0.0", "Acme 2.0.0")


# Clauses are not paired


NOTICE: dict[str, Any] = {"id": "n", "kind": "notice", "commitments": {"contact": "a"}}


def test_ids_mean_nothing_across_policies() -> None:
    other = [{**SHARE, "id": "quite-another"}, {**NOTICE, "id": "m"}]
    assert compared(*acme_and_beta([SHARE, NOTICE], other)).alike
    found = compared(*acme_and_beta([NOTICE], [{**NOTICE, "commitments": {"contact": "b"}}]))
    assert [(one.commitment, one.before, one.after) for one in found.commitments] == [
        ("contact", "a", "b")
    ]
    assert found.commitments[0].clauses == (("n",), ("n",))


def test_what_a_policy_promises_in_any_clause_counts() -> None:
    spread = [
        {**NOTICE, "jurisdictions": ["EU"]},
        {**NOTICE, "id": "m", "jurisdictions": {"except": ["EU"]}},
    ]
    assert compared(*acme_and_beta([NOTICE], spread)).alike
    found = compared(*acme_and_beta([NOTICE], spread[:1]))
    (one,) = found.commitments
    assert (one.before, one.after, one.jurisdictions.except_) == ("a", None, ("EU",))
    other = [{**clause, "commitments": {"contact": "b"}} for clause in spread]
    (one,) = compared(*acme_and_beta([NOTICE], other)).commitments
    assert (one.jurisdictions.terms, one.jurisdictions.except_) == (("*",), ())
    assert one.clauses == (("n",), ("n", "m"))
    several = [NOTICE, {**NOTICE, "id": "m", "commitments": {"contact": "b"}}]
    (extra,) = compared(*acme_and_beta([NOTICE], several)).commitments
    assert (extra.before, extra.after, extra.clauses) == (None, "b", ((), ("m",)))


def test_values_that_mean_the_same_are_the_same() -> None:
    claim = {"id": "e", "kind": "eligibility"}
    clauses = [[{**claim, "commitments": {"retention_max": value}}] for value in ("P12M", "P1Y")]
    assert compared(*acme_and_beta(*clauses)).alike


def test_a_statement_in_the_same_words_is_the_same_statement() -> None:
    claim = {"id": "a", "kind": "statement", "text": {"en": "We never sold  data.", "de": "x"}}
    other = {"id": "b", "kind": "statement", "text": {"en": "We never sold data."}}
    assert compared(*acme_and_beta([claim], [other])).alike
    limited = compared(*acme_and_beta([claim], [{**other, "jurisdictions": ["EU"]}]))
    assert [(one.id, one.change, one.jurisdictions.except_) for one in limited.statements] == [
        ("a", "withdrawn", ("EU",))
    ]


# Words of their own


def under(parent: str, title: str = "Partners") -> dict[str, Any]:
    return {"recipients": {"partners": {"title": title, "broader": [parent]}}}


TO_PARTNERS = [{**SHARE, "recipients": ["partners"]}]


def test_one_id_under_two_parents_is_two_things() -> None:
    found = compared(
        *acme_and_beta(TO_PARTNERS, TO_PARTNERS, under("advertiser"), under("processor"))
    )
    assert found.verdict == "mixed"
    terms = {one.scenario["recipients"].terms for one in found.disclosures}
    assert terms == {("acme/privacy:partners",), ("beta/privacy:partners",)}
    assert "Partners (Acme)" in " ".join(sentences(found))


def test_one_id_with_two_titles_is_two_things() -> None:
    own = under("advertiser"), under("advertiser", "Trusted partners")
    assert compared(*acme_and_beta(TO_PARTNERS, TO_PARTNERS, *own)).verdict == "mixed"


def test_one_id_with_one_meaning_is_one_thing() -> None:
    own = under("advertiser"), under("advertiser")
    assert compared(*acme_and_beta(TO_PARTNERS, TO_PARTNERS, *own)).alike
    one, other = acme_and_beta(TO_PARTNERS, TO_PARTNERS, *own)
    assert apart(one, other) == (one, other)


def test_what_stands_under_two_things_is_two_things() -> None:
    def own(parent: str) -> dict[str, Any]:
        below = {"close_partners": {"title": "Close", "broader": ["partners"]}}
        return {"recipients": {**under(parent)["recipients"], **below}}

    clauses = [{**SHARE, "recipients": ["close_partners"]}]
    found = compared(*acme_and_beta(clauses, clauses, own("advertiser"), own("processor")))
    assert {one.scenario["recipients"].terms for one in found.disclosures} == {
        ("acme/privacy:close_partners",),
        ("beta/privacy:close_partners",),
    }


def test_a_word_of_one_policy_alone_is_a_part_of_what_it_stands_under() -> None:
    found = compared(*acme_and_beta(TO_PARTNERS, [SHARE], under("advertiser"), None))
    assert found.verdict == "broader"
    (one,) = found.disclosures
    assert (one.scenario["recipients"].terms, one.scenario["recipients"].except_) == (
        ("advertiser",),
        ("partners",),
    )


def plan(shape: str, **more: Any) -> dict[str, Any]:
    return {"conditions": {"plan": {"title": "Plan", "shape": shape, **more}}}


def test_one_condition_of_two_shapes_is_two_conditions() -> None:
    own = plan("boolean"), plan("tree", terms={"free": {"title": "Free"}})
    one = [{**SHARE, "when": {"plan": True}}]
    other = [{**SHARE, "when": {"plan": ["free"]}}]
    found = compared(*acme_and_beta(one, other, *own))
    assert found.verdict == "mixed"
    fields = {field for change in found.disclosures for field in change.scenario}
    fields |= {
        field for change in found.disclosures for part in change.except_ for field in part.scenario
    }
    assert {"acme/privacy:plan", "beta/privacy:plan"} <= fields
    assert compared(*acme_and_beta(one, one, own[0], own[0])).alike


def test_one_commitment_of_two_types_is_two_commitments() -> None:
    def own(**more: Any) -> dict[str, Any]:
        return {"commitments": {"seal": {"title": "Seal", **more}}}

    vocabularies = own(type="boolean", protects=True), own(type="count", protects="more")
    one = [{"id": "n", "kind": "notice", "commitments": {"seal": True}}]
    other = [{"id": "n", "kind": "notice", "commitments": {"seal": 3}}]
    found = compared(*acme_and_beta(one, other, *vocabularies))
    assert {name.commitment for name in found.commitments} == {
        "acme/privacy:seal",
        "beta/privacy:seal",
    }


@pytest.mark.parametrize("where", ["clause", "version", "overlay", "destination", "when"])
def test_one_group_of_two_memberships_is_two_groups(where: str) -> None:
    def own(*members: str) -> dict[str, Any]:
        return {"groups": {"europe": {"title": "Europe", "members": [*members]}}}

    def clauses() -> Clauses:
        match where:
            case "clause":
                return [{**SHARE, "jurisdictions": ["europe"]}]
            case "overlay":
                return [{**SHARE, "overlays": {"europe": None}}]
            case "destination":
                return [{**SHARE, "destinations": ["europe"]}]
            case "when":
                return [{**SHARE, "when": {"authority_in": ["europe"]}}]
        return [SHARE]

    whole = {"jurisdictions": ["europe"]} if where == "version" else {}
    eu_and_gb, eu = own("EU", "GB"), own("EU")
    one = version("acme", clauses(), header("acme", vocabulary=eu_and_gb), **whole)
    other = version("beta", clauses(), header("beta", vocabulary=eu), **whole)
    found = compared(one, other)
    assert found.verdict == ("broader" if where == "overlay" else "narrower")
    if where in ("clause", "version", "overlay"):
        assert [place.jurisdictions.terms for place in found.jurisdictions] == [("GB",)]
    same = version("beta", clauses(), header("beta", vocabulary=eu_and_gb), **whole)
    assert compared(one, same).alike


def test_a_group_that_holds_one_of_two_memberships_is_two_groups() -> None:
    def own(*members: str) -> dict[str, Any]:
        inner = {"title": "Europe", "members": [*members]}
        return {"groups": {"europe": inner, "west": {"title": "West", "members": ["europe", "US"]}}}

    clauses = [{**SHARE, "jurisdictions": ["west"]}]
    found = compared(*acme_and_beta(clauses, clauses, own("EU", "GB"), own("EU")))
    assert [place.jurisdictions.terms for place in found.jurisdictions] == [("GB",)]
    assert "beta/privacy:west" in found.verdicts.codes


def test_telling_words_apart_changes_no_meaning() -> None:
    """A policy whose words are renamed decides every question as it did."""
    own = {
        **under("advertiser"),
        **plan("tree", terms={"free": {"title": "Free"}, "paid": {"title": "Paid"}}),
        "commitments": {"seal": {"title": "Seal", "type": "boolean", "protects": True}},
        "groups": {"europe": {"title": "Europe", "members": ["EU", "GB"]}},
    }
    other = {
        **under("processor"),
        **plan("boolean"),
        "commitments": {"seal": {"title": "Seal", "type": "count", "protects": "more"}},
        "groups": {"europe": {"title": "Europe", "members": ["EU"]}},
    }
    clauses: Clauses = [
        {
            **SHARE,
            "recipients": ["partners", "public"],
            "jurisdictions": {"except": ["europe"]},
            "when": [{"plan": ["free"]}, {"authority_in": ["europe"]}],
            "unless": [{"recipients": ["partners"], "emergency": True}],
            "commitments": {"seal": {"value": True, "when": {"plan": ["paid"]}}},
            "overlays": {"BR": {"when": {"plan": ["paid"]}, "commitments": None}},
        }
    ]
    one, two = acme_and_beta(clauses, [], own, other)
    renamed, _ = apart(one, two)
    assert renamed is not one
    name = "acme/privacy:{}".format
    for plan_ in ("free", "paid"):
        for place in ("BR", "IN", "DE", "GB"):
            for recipient in ("partners", "public"):
                for urgent in (True, False):
                    asked: dict[str, Any] = {
                        "jurisdiction": place,
                        "personal_data": "email_address",
                        "authority_in": "IN",
                        "emergency": urgent,
                    }
                    was = one.decide(**asked, recipient=recipient, plan=plan_)
                    to = name(recipient) if recipient == "partners" else recipient
                    now = renamed.decide(**asked, recipient=to, **{name("plan"): plan_})
                    assert (now.outcome, now.clauses) == (was.outcome, was.clauses)
                    assert {key.replace(name(""), "") for key in now.commitments} == set(
                        was.commitments
                    )


# The command


@pytest.fixture
def two(tmp_path: Path) -> Path:
    for name, clauses in (
        ("acme", [SHARE, {"id": "s", "kind": "statement", "text": "No orders."}]),
        (
            "beta",
            [
                {**SHARE, "recipients": ["data_broker"], "commitments": {"user_notice": "before"}},
                {"id": "r", "kind": "right", "rights": ["access"], "jurisdictions": ["EU"]},
                {**NOTICE, "title": "Contact"},
            ],
        ),
    ):
        place = tmp_path / "policies" / name / "privacy"
        place.mkdir(parents=True)
        head = {
            **HEADER,
            "id": f"{name}/privacy",
            "publisher": name.capitalize(),
            "title": f"{name.capitalize()} Privacy Policy",
        }
        (place / "policy.yaml").write_text(json.dumps(head))
        data = {**content(clauses), "policy": f"{name}/privacy"}
        (place / "1.0.0.yaml").write_text(json.dumps(data))
        later = {**data, "version": "2.0.0", "published": "2026-01-01", "clauses": [SHARE]}
        (place / "2.0.0.yaml").write_text(json.dumps(later))
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["acme/privacy@1.0.0", "beta/privacy@1.0.0"], 0, ""),
        (["acme/privacy@1.0.0", "beta/privacy@1.0.0", "--exit-code"], 1, ""),
        (["acme/privacy@2.0.0", "beta/privacy@2.0.0", "--exit-code"], 0, ""),
        (["acme/privacy", "beta/privacy", "--exit-code"], 0, ""),
        (["acme/privacy", "beta/privacy", "--on", "2025-06-01", "--exit-code"], 1, ""),
        (["acme/privacy@1.0.0", "beta/privacy@1.0.0", "--fail-on", "granted"], 1, ""),
        (["acme/privacy@1.0.0", "beta/privacy@1.0.0", "--fail-on", "weaker"], 0, ""),
        (
            ["acme/privacy@1.0.0", "beta/privacy@1.0.0", "--fail-on", "moved"],
            2,
            "no kind of change",
        ),
        (["acme/privacy", "gamma/privacy"], 2, "there is no policy 'gamma/privacy'"),
        (["acme/privacy", "beta/privacy", "--on", "2020-01-01"], 2, "was in force"),
        (["acme/privacy", "beta/privacy", "--on", "soon"], 2, "there is no day 'soon'"),
        (["acme/privacy", "beta/privacy", "--jurisdiction", "XX"], 2, "'XX' is no country"),
        (["acme/privacy", "./nowhere.yaml"], 3, "No such file"),
        (["acme/privacy"], 2, "OTHER"),
    ],
)
def test_exit_codes_are_those_of_diff(
    two: Path, arguments: list[str], code: int, said: str
) -> None:
    ran = run("compare", *arguments, cwd=two)
    assert (ran.code, "Traceback" in ran.err) == (code, False), ran.err
    assert said in ran.err


@pytest.mark.parametrize("format_", ["text", "json", "markdown", "html"])
def test_a_comparison_reads_as_the_golden_file(two: Path, format_: str) -> None:
    asked = ["acme/privacy@1.0.0", "beta/privacy@1.0.0", "-o", format_]
    ran = run("compare", *asked, cwd=two)
    if format_ == "json":
        ran.json("comparison")
    file = ROOT / "tests" / "golden" / f"compare.{format_}"
    assert ran.out == file.read_text("utf-8")


def test_a_comparison_is_said_in_another_language(two: Path) -> None:
    asked = ["acme/privacy@1.0.0", "beta/privacy@1.0.0", "--lang", "es-MX"]
    found = run("compare", *asked, "-o", "json", cwd=two).json("comparison")
    assert found["language"] == "es"
    assert found["rights"][0]["sentence"].startswith("En la UE, las personas tienen con Beta")
    assert "  solo Beta reconoce\n" in run("compare", *asked, cwd=two).out


def test_policies_that_say_the_same_say_so(two: Path) -> None:
    ran = run("compare", "acme/privacy", "beta/privacy", cwd=two)
    assert ran.out.endswith("\n\nBoth say the same.\n")
    library = policykit.load(two / "policies")
    one, other = (library[name]["2.0.0"] for name in ("acme/privacy", "beta/privacy"))
    found = policykit.compare(one, other)
    assert "Both say the same." in rendered.markdown(found)
    assert "Both say the same." in rendered.text(found, Style())


def test_what_no_field_says_is_not_said_to_be_the_same() -> None:
    words = [{"id": "law", "kind": "general", "text": f"The law of {one}."} for one in ("A", "B")]
    found = compared(*acme_and_beta([SHARE, words[0]], [SHARE, words[1]]))
    assert found.alike
    for said in (
        rendered.text(found, Style()),
        rendered.markdown(found),
        rendered.html(found),
    ):
        assert "Both say the same" not in said
        assert "Words that are their only meaning, and figures, are not compared." in " ".join(
            said.split()
        )

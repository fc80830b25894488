"""
Changes of every kind, and what is said of them: for the golden files and the laws of wording.

`python -m tests.sentences` writes the golden files, which are then read by eye.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from policykit.catalogue import languages
from policykit.comparison import PolicyDiff, compare, diff
from policykit.comparison.messages import Message
from policykit.library import Version
from policykit.model import Cover
from policykit.render.text import clause_message, membership_messages
from tests.conftest import ROOT
from tests.writing import header, version

GOLDEN = ROOT / "tests" / "golden" / "sentences"

Clauses = list[dict[str, Any]]


def clause(kind: str = "disclosure", id_: str = "share", **fields: Any) -> dict[str, Any]:
    return {"id": id_, "kind": kind, **{name: one for name, one in fields.items() if one != {}}}


def share(**fields: Any) -> dict[str, Any]:
    return clause(**{"personal_data": ["ip_address"], "recipients": ["police"], **fields})


def never(**fields: Any) -> dict[str, Any]:
    return share(id_="never", effect="prohibited", **fields)


def must(**fields: Any) -> dict[str, Any]:
    return share(effect="required", **fields)


SIX = ["phone_number", "email_address", "name", "username", "cookies", "message_content"]
FULL: dict[str, Any] = {
    "personal_data": ["ip_address"],
    "data_subjects": ["user"],
    "recipients": ["police", "court"],
    "purposes": ["law_enforcement", "public_safety"],
}

OUTCOMES: dict[str, tuple[Clauses, Clauses]] = {
    "new permission": ([], [share()]),
    "some of it already, some of it never": (
        [share(recipients=["internet_provider"]), share(id_="court", recipients=["court"])],
        [
            share(recipients=["internet_provider"]),
            share(id_="court", recipients=["court"]),
            never(recipients=["police"]),
            clause(id_="wide", recipients=["third_party", "public_authority"]),
        ],
    ),
    "all selectors": ([], [share(**FULL)]),
    "a purpose that nothing rules out any more": (
        [share(), never(purposes=["data_sale"])],
        [share()],
    ),
    "a purpose that is named": (
        [share(purposes=["data_sale"]), never(purposes=["data_sale"])],
        [share(purposes=["data_sale"])],
    ),
    "anything to anyone": ([], [clause()]),
    "several kinds of data of users": (
        [],
        [share(personal_data=["ip_address", "phone_number"], data_subjects=["user", "visitor"])],
    ),
    "six kinds of data": ([], [share(personal_data=SIX)]),
    "a destination": ([], [share(destinations=["US", "IN"])]),
    "a transfer": ([], [clause("transfer", personal_data=["name"], destinations=["US"])]),
    "a collection that a processor sees": (
        [],
        [
            clause(
                "collection",
                personal_data=["name"],
                recipients=["processor"],
                purposes=["security"],
            )
        ],
    ),
    "several operations": (
        [],
        [
            clause(
                "collection", operations=["collection", "use", "retention"], personal_data=["name"]
            )
        ],
    ),
    "on an order": ([], [share(when={"instrument": ["court_order", "subpoena"]})]),
    "on an order for a purpose": (
        [],
        [share(purposes=["law_enforcement"], when={"instrument": ["court_order"]})],
    ),
    "under conditions": (
        [],
        [
            share(
                when={
                    "instrument": ["judicial_order"],
                    "offence": ["crime"],
                    "suspicion": ["confirmed_suspect"],
                    "violates_terms": True,
                    "emergency": False,
                }
            )
        ],
    ),
    "conditions with lists": (
        [],
        [
            share(
                when={
                    "offence": ["fraud", "terrorism", "money_laundering"],
                    "trigger": ["pays", "posts_publicly"],
                    "authority_in": ["US", "EU"],
                }
            )
        ],
    ),
    "with or without an order": (
        [],
        [share(when={"instrument": ["court_order", "no_instrument"]})],
    ),
    "no order": ([], [share(when={"instrument": ["no_instrument"], "consent": ["explicit"]})]),
    "consent": ([], [share(when={"consent": ["opt_out_not_used"]})]),
    "offence or none": (
        [],
        [share(when={"offence": ["fraud", "no_offence"], "gag_order": True})],
    ),
    "not on an order": (
        [share(when={"instrument": ["court_order"]})],
        [share()],
    ),
    "any offence but one": (
        [share(when={"offence": ["terrorism"]})],
        [share(when={"offence": ["crime"]})],
    ),
    "any offence but none": (
        [share(when={"offence": ["no_offence"]})],
        [share()],
    ),
    "except some data to some": (
        [],
        [
            share(
                personal_data=["personal_data"],
                recipients=["recipient"],
                unless=[
                    {"personal_data": ["health_data"], "recipients": ["advertiser", "data_broker"]}
                ],
            )
        ],
    ),
    "several exceptions": (
        [],
        [
            share(
                personal_data=["personal_data"],
                recipients=["recipient"],
                unless=[
                    {"personal_data": ["health_data"], "recipients": ["advertiser"]},
                    {"purposes": ["advertising"], "emergency": False},
                    {"data_subjects": ["child_user"], "recipients": ["public"]},
                ],
            )
        ],
    ),
    "a cover less terms": (
        [],
        [
            share(
                personal_data=["contact_data", "device_data"],
                recipients=["public_authority"],
                unless=[{"personal_data": ["ip_address"]}, {"recipients": ["police", "court"]}],
            )
        ],
    ),
    "the unnamed rest": (
        [
            share(
                recipients=["other_users"],
            )
        ],
        [
            share(
                recipients=[
                    "contacts",
                    "chosen_users",
                    "nearby_users",
                    "group_members",
                    "community_moderator",
                    "business_users",
                ],
            )
        ],
    ),
    "in some countries": ([], [share(jurisdictions=["BR", "DE", "US"])]),
    "in a group less some": (
        [],
        [share(jurisdictions=["EU"], overlays={"DE": None, "IE": None})],
    ),
    "in two groups less one": (
        [],
        [share(jurisdictions=["EU", "FIVE_EYES"], overlays={"DE": None})],
    ),
    "outside": ([], [share(jurisdictions={"except": ["KP", "US-CA"]})]),
    "in a state": ([], [share(jurisdictions=["US-CA", "DE-BY"])]),
    "in a group of its own": ([], [share(jurisdictions=["europe"])]),
    "words of its own": (
        [],
        [share(recipients=["google"], when={"season": ["winter"], "opted_in": True})],
    ),
    "condition of its own with wording": (
        [],
        [share(when={"ticket": ["urgent"]})],
    ),
    "permitted, was prohibited": ([never()], [share()]),
    "permitted, was permitted in part": (
        [share(when={"offence": ["terrorism"], "instrument": ["court_order"]})],
        [share(when={"offence": ["crime"], "instrument": ["judicial_order"]})],
    ),
    "permitted, was prohibited but for some": (
        [
            never(
                recipients=["law_enforcement"],
                unless=[{"recipients": ["police"], "emergency": True}],
            ),
            share(when={"emergency": True}),
        ],
        [share(recipients=["law_enforcement"])],
    ),
    "a use but for some": (
        [],
        [
            clause(
                "use",
                personal_data=["personal_data"],
                unless=[{"personal_data": ["health_data"], "recipients": ["processor"]}],
            )
        ],
    ),
    "new obligation": ([], [must(recipients=["police", "court"], purposes=["law_enforcement"])]),
    "obligation, was permission": ([share()], [must()]),
    "obligation, was prohibition": ([never()], [must()]),
    "obligation to give anything": ([], [clause(effect="required")]),
    "obligation ends": ([must(when={"emergency": True})], [share(when={"emergency": True})]),
    "obligation ends, in part": (
        [must(personal_data=["contact_data"])],
        [
            share(personal_data=["contact_data"]),
            must(id_="must", personal_data=["contact_data"], when={"emergency": True}),
        ],
    ),
    "permission ends": ([share(**FULL)], []),
    "permission ends for anything": ([clause()], []),
    "permission ends but for some": (
        [share(recipients=["public_authority"])],
        [share(recipients=["public_authority"], when={"emergency": True, "offence": ["fraud"]})],
    ),
    "obligation gone": ([must()], []),
    "new promise": (
        [],
        [never(personal_data=["ip_address", "name"], recipients=["police", "court"])],
    ),
    "promise never to give anything": (
        [],
        [never(personal_data=["name"], recipients=["recipient"])],
    ),
    "promise never to sell": (
        [],
        [clause(id_="never", effect="prohibited", purposes=["data_sale"])],
    ),
    "promise instead of permission": ([share()], [never()]),
    "promise instead of obligation": ([must()], [never()]),
    "promise widened": ([never(recipients=["police"])], [never(recipients=["police", "court"])]),
    "promise dropped": ([never(personal_data=["ip_address", "name"])], []),
    "promise dropped in part": (
        [never()],
        [never(when={"emergency": False})],
    ),
}


def promising(**commitments: Any) -> Clauses:
    return [share(title="Authorities", section="8.3", commitments=commitments)]


def notice(**commitments: Any) -> Clauses:
    return [clause("change", "changes", title="Changes", section="9", commitments=commitments)]


def kept(**commitments: Any) -> Clauses:
    return [clause("retention", "keep", personal_data=["ip_address"], commitments=commitments)]


ATTEMPTS = ("none", "may", "after", "when_received", "before")
BY_GAG_ORDER = [{"value": "may", "when": {"gag_order": True}}, {"value": "before"}]

COMMITMENTS: dict[str, tuple[Clauses, Clauses]] = {
    "boolean made": (promising(), promising(legal_review=True)),
    "boolean ended": (promising(no_decryption=True), promising()),
    "boolean with a clause ended": (promising(successor_bound=True), promising()),
    "duration": (
        promising(transparency_report_every="P6M"),
        promising(transparency_report_every="P1M"),
    ),
    "duration made": (promising(), promising(transparency_report_every="P1Y6M")),
    "duration ended": (promising(transparency_report_every="P1Y6M"), promising()),
    "retention": (kept(retention_max="P30D"), kept(retention_max="P1Y")),
    "retention by a word": (kept(retention_max="P30D"), kept(retention_max="while_active")),
    "retention without a limit": (kept(retention_max="P30D"), kept()),
    "deletion": (kept(deletion_within="P1M"), kept(deletion_within="P2W")),
    "incomparable": (kept(deletion_within="P1M"), kept(deletion_within="P30D")),
    "level": (promising(user_notice="after"), promising(user_notice="before")),
    "level with days": (
        promising(user_notice={"level": "after", "days": 3}),
        promising(user_notice={"level": "before", "days": 10}),
    ),
    **{
        f"an attempt, {one} to {other}": (
            promising(notice_attempt=one),
            promising(notice_attempt=other),
        )
        for one in ATTEMPTS
        for other in ATTEMPTS
        if one != other
    },
    "may, that was nothing": (promising(), promising(user_notice="may")),
    "may no longer": (promising(user_notice="may"), promising()),
    "may, that was promised": (
        promising(challenge_overbroad="will"),
        promising(challenge_overbroad="may"),
    ),
    "promised, that was may": (
        promising(challenge_overbroad="may"),
        promising(challenge_overbroad="will"),
    ),
    "may or promised, by case": (notice(user_notice="after"), notice(user_notice=BY_GAG_ORDER)),
    "may in one case": (notice(), notice(user_notice=BY_GAG_ORDER[0])),
    "may in one case, that was in all": (
        notice(user_notice="may"),
        notice(user_notice=BY_GAG_ORDER[0]),
    ),
    "by case": (
        promising(user_notice="before"),
        promising(user_notice={"value": "before", "unless": [{"gag_order": True}]}),
    ),
    "in a scope with exceptions": (
        [
            share(
                recipients=["public_authority"], unless=[{"emergency": True, "offence": ["fraud"]}]
            )
        ],
        [
            share(
                recipients=["public_authority"],
                unless=[{"emergency": True, "offence": ["fraud"]}],
                commitments={"confidentiality": True},
            )
        ],
    ),
    "days": (notice(change_notice_days=10), notice(change_notice_days=30)),
    "days made": (notice(), notice(change_notice_days=1)),
    "age": (notice(minimum_age=13), notice(minimum_age=16)),
    "age stated": (notice(), notice(minimum_age=16)),
    "age no longer stated": (notice(minimum_age=16), notice()),
    "money": (
        notice(liability_cap={"amount": 50, "currency": "EUR"}),
        notice(liability_cap={"amount": 10000, "currency": "CHF"}),
    ),
    "money stated": (notice(), notice(liability_cap={"amount": 100, "currency": "USD"})),
    "text": (
        notice(governing_law="the law of Ireland"),
        notice(governing_law="the law of Delaware"),
    ),
    "burden": (notice(), notice(arbitration=True)),
    "burden lifted": (notice(class_action_waiver=True), notice()),
    "burden that is a rule": (notice(), notice(use_is_acceptance=True)),
    "rule lifted": (notice(effective_on_posting=True), notice()),
    "cases in a clause": (
        notice(change_notice_days=10),
        notice(
            change_notice_days=[
                {"value": 30, "when": {"consent": ["explicit"], "emergency": False}},
                {"value": 5, "unless": [{"emergency": True}, {"instrument": ["court_order"]}]},
            ]
        ),
    ),
    "in some countries": (
        notice(change_notice_days=10),
        [
            clause(
                "change",
                "changes",
                title="Changes",
                commitments={"change_notice_days": 10},
                overlays={"BR": {"commitments": {"change_notice_days": 20}}},
            )
        ],
    ),
    "of its own": (
        notice(own_days=10, own_promise=True),
        notice(own_days=12),
    ),
}


def right(*rights: str, **fields: Any) -> Clauses:
    return [clause("right", "rights", rights=list(rights), **fields)]


OTHERS: dict[str, tuple[Clauses, Clauses]] = {
    "right": ([], right("erasure")),
    "all rights": ([], right("right")),
    "right to some data of some": (
        [],
        right(
            "access",
            personal_data=["ip_address", "name"],
            data_subjects=["user", "visitor"],
            jurisdictions=["EU"],
        ),
    ),
    "right under a condition": ([], right("objection", when={"consent": ["explicit"]})),
    "right against some recipients": (
        [],
        right("opt_out_of_sale", when={"recipients": ["advertiser"], "purposes": ["data_sale"]}),
    ),
    "right with exceptions": (
        [],
        right("erasure", unless=[{"required_by_law": True}, {"personal_data": ["billing_data"]}]),
    ),
    "right withdrawn": (right("no_automated_decision", jurisdictions=["GB"]), []),
    "all rights withdrawn but one": (right("right"), right("access")),
    "statement": (
        [],
        [clause("statement", "canary", section="8.3", text="No order has ever been received.")],
    ),
    "statement in two languages": (
        [clause("statement", "canary", text={"en": "Never done.", "es": "Nunca se ha hecho."})],
        [],
    ),
    "statement without text": ([clause("statement", "canary", title="Canary")], []),
    "clauses": (
        [
            clause("general", "old", text="Old.", section="1"),
            clause("general", "moved", text="Same.", section="2"),
            clause("general", "words", text="These words.", section="3"),
            clause("general", "was", text="Kept.", section="4"),
        ],
        [
            clause("general", "new", text="New.", section="1"),
            clause("general", "moved", text="Same.", section="7"),
            clause("general", "words", text="Those words.", section="3"),
            clause("general", "is", text="Kept.", section="4", renamed_from=["was"]),
        ],
    ),
}

OWN = {
    "languages": ["en", "es"],
    "vocabulary": {
        "recipients": {"google": {"title": "Google LLC", "broader": ["processor"]}},
        "conditions": {
            "season": {
                "title": "Season",
                "shape": "tree",
                "terms": {"winter": {"title": "Winter"}, "summer": {"title": "Summer"}},
            },
            "opted_in": {"title": "Opted in", "shape": "boolean"},
            "ticket": {
                "title": "Ticket",
                "shape": "tree",
                "terms": {"urgent": {"title": "Urgent", "phrase": "an urgent one"}},
                "wording": {"where": "the ticket is {}"},
            },
        },
        "commitments": {
            "own_days": {"title": "Own days", "type": "count", "protects": "more", "unit": "days"},
            "own_promise": {"title": "Own promise", "type": "boolean", "protects": True},
        },
        "groups": {"europe": {"title": "Europe as we mean it", "members": ["EEA", "GB", "CH"]}},
    },
}

CASES = {**OUTCOMES, **COMMITMENTS, **OTHERS}


def compared(name: str, **more: Any) -> PolicyDiff:
    """The diff of a case."""
    of = header(**OWN)
    before, after = CASES[name]
    return diff(version(before, "1.0.0", of, **more), version(after, "2.0.0", of, **more))


def messages(name: str, found: PolicyDiff) -> Iterator[Message]:
    """All that is said of a diff."""
    for entries in (
        found.disclosures,
        found.processing,
        found.commitments,
        found.rights,
        found.statements,
    ):
        for one in entries:
            yield one.message
    if name not in OUTCOMES:
        yield from (clause_message(one, found) for one in found.clauses)
    yield from membership_messages(found)
    yield from found.reasons


def said(language: str) -> dict[str, str]:
    """The golden file of every kind of change: its message's id, and what each case says."""
    files: dict[str, list[str]] = {}
    for name in CASES:
        for message in messages(name, compared(name)):
            line = f"{name}\n    {message.sentence(language)}"
            lines = files.setdefault(message.id, [])
            if line not in lines:
                lines.append(line)
    for name, message in contrasts():
        line = f"{name}\n    {message.sentence(language)}"
        files.setdefault(message.id, []).append(line)
    for message in apart():
        files.setdefault(message.id, []).append(message.sentence(language))
    return {id_: "\n".join(lines) + "\n" for id_, lines in sorted(files.items())}


def apart() -> Iterator[Message]:
    """What only unusual pairs of versions lead to."""
    gone = diff(
        version([share(jurisdictions=["EU"])], published="2019-01-01"),
        version([share(jurisdictions=["EU"], section="2")], "2.0.0", published="2021-01-01"),
    )
    came = diff(
        version([share(jurisdictions=["EU"])], published="2012-01-01"),
        version([share(jurisdictions=["EU"], section="2")], "2.0.0", published="2014-01-01"),
    )
    yield from (*membership_messages(gone), *membership_messages(came))
    say = gone.words.message
    yield say("undecided", where=Cover(("DE", "FR")))
    yield say("unsaid", kind="newly_permitted", scenarios=12345)
    yield say("unsaid", kind="user_notice", scenarios=9)
    yield say("reason-undecided")
    yield say("reason-legal-bases-with-clause", id="share")
    yield say("reason-legal-bases-changed", id="share")
    yield say("reason-overlays-changed", id="canary")
    yield say("reason-fields-changed", id="share", fields=["applies_to"])
    yield say("reason-places-changed")
    yield say("reason-among", ways=["broader", "weaker"])


def both(**commitments: Any) -> Clauses:
    return [share(recipients=["court"], when={"emergency": True}, commitments=commitments)]


CONTRASTS: dict[str, tuple[Clauses, Clauses]] = {
    "one may": ([share(**FULL)], []),
    "each may where the other may not": (
        [share(when={"offence": ["terrorism"]})],
        [share(when={"offence": ["crime"]}, jurisdictions=["BR", "IN"])],
    ),
    "one may, the other promises not to": ([share()], [never()]),
    "the other must": ([], [must()]),
    "one promises not to, the other must": ([never()], [must()]),
    "one may, the other must": ([share()], [must()]),
    "one alone promises not to": ([never()], []),
    "one alone promises": (both(legal_review=True), both()),
    "the other alone promises": (both(), both(transparency_report_every="P3M")),
    "both promise": (both(user_notice="after"), both(user_notice={"level": "before", "days": 3})),
    "one promises, the other may": (both(user_notice="before"), both(user_notice="may")),
    "one may, the other promises": (both(user_notice="may"), both(user_notice="before")),
    "one says that it may": (both(user_notice="may"), both()),
    "one alone applies": (notice(arbitration=True), notice()),
    "one alone states": (notice(), notice(minimum_age=16)),
    "both state": (notice(governing_law="the law of Ireland"), notice(governing_law="Texas law")),
    "one grants": (right("erasure", jurisdictions=["EU"]), []),
    "the other states": ([], [clause("statement", "canary", section="2", text="Never so far.")]),
}


def contrasts() -> Iterator[tuple[str, Message]]:
    """What is said of two policies side by side."""
    of = header(**OWN)
    beta = of._replace(id="beta/privacy", publisher="Beta", title="Beta Privacy Policy")
    for name, (one, other) in CONTRASTS.items():
        second = Version(beta, version(other, "1.0.0", of).content, "1.0.0.yaml")
        found = compare(version(one, "1.0.0", of), second)
        for entries in (
            found.disclosures,
            found.processing,
            found.commitments,
            found.rights,
            found.statements,
        ):
            for entry in entries:
                yield name, entry.message


def write() -> None:
    """Write the golden files."""
    for language in languages():
        folder = GOLDEN / language
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.glob("*.text"):
            path.unlink()
        for id_, text in said(language).items():
            Path(folder / f"{id_}.text").write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    write()

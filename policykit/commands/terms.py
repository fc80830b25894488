"""`policykit terms [WORD]`: the words that documents may use."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from policykit.commands.asking import Usage, add_output, add_policies, emit, library_there, outputs

if TYPE_CHECKING:
    from policykit.library import Policy
    from policykit.vocabulary.listing import Listing, Word

ABOUT = (
    "Show the vocabulary: all its lists, one list as a tree, or one word with what stands around "
    "it, what it matches in other standards, and who uses it. LIST/TERM names a term of one list."
)
FORMATS = ("text", "json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument(
        "word",
        metavar="WORD",
        nargs="?",
        help="a list, a term, a condition, a commitment, a group or a place (default: all lists)",
    )
    parser.add_argument(
        "--search", metavar="WORDS", help="what is near to these words, in the list or in all"
    )
    parser.add_argument("--policy", metavar="ID", help="take in this policy's own words")
    add_policies(parser)
    add_output(parser, FORMATS)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    from policykit.jurisdictions import atlas
    from policykit.render import terms
    from policykit.vocabulary import vocabulary
    from policykit.vocabulary.listing import Listing

    wanted = outputs(options.output, FORMATS)
    policy = _policy(options)
    side = (vocabulary(), atlas()) if policy is None else policy.header.side
    listing = Listing(*side)
    shown, words = _asked(listing, options.word, options.search)
    uses = {}
    if policy is not None and shown == "cards":
        uses = {(word.list, word.id): tuple(_uses(policy, word)) for word in words}
    found = terms.Found(shown, options.policy, options.search, listing.lists(), words, uses)
    emit(
        wanted,
        {
            "text": lambda style: terms.as_text(found, style),
            "json": lambda _: terms.as_json(found),
        },
    )
    return 0


def _policy(options: argparse.Namespace) -> Policy | None:
    if options.policy is None:
        return None
    return library_there(options.policies)[options.policy]


def _asked(listing: Listing, word: str | None, search: str | None) -> tuple[str, tuple[Word, ...]]:
    """How to show what was asked for, and the words."""
    lists = [one.list for one in listing.lists()]
    if search is not None:
        if not search.strip():
            raise Usage("--search takes words to look for")
        if word is not None and word not in lists:
            raise Usage(f"there is no list '{word}' to search{_meant(word, lists)}")
        return "search", listing.search(search, () if word is None else (word,))
    if word is None:
        return "lists", ()
    if word in lists:
        return "tree", listing.words(word)
    found = listing.named(word)
    if found:
        return "cards", found
    where, slash, name = word.rpartition("/")
    if slash and where not in lists:
        raise Usage(f"there is no list '{where}'{_meant(where, lists)}")
    choices = [one.id for one in listing.words(where)] if slash else listing.names()
    inside = f" in {where}" if slash else ""
    hint = _meant(name, choices)
    if not hint and where in ("", "jurisdictions") and (places := listing.atlas.meant(name)):
        hint = f"; did you mean '{places[0]}'?"
    raise Usage(f"there is no list or term '{name}'{inside}{hint}")


def _meant(word: str, choices: Any) -> str:
    from policykit.findings import near

    hint = near(word, dict.fromkeys(choices))
    return f"; did you mean '{hint[0]}'?" if hint else ""


def _uses(policy: Policy, word: Word) -> Iterator[tuple[str, str]]:
    """The clauses of a policy that name a word, by version, in the order of the files."""
    fields = _fields(policy, word)
    for number, version in policy.versions.items():
        for clause in version.content.clauses:
            named = {**clause.normal, "overlays": clause.overlays}
            if _names(named, fields, word):
                yield number, clause.id


def _fields(policy: Policy, word: Word) -> frozenset[str]:
    """The fields whose values may be the word; empty for one that is itself a field."""
    from policykit.scenarios.coordinates import LIST_OF

    conditions = policy.header.side.vocabulary.conditions.values()
    if word.list == "jurisdictions":
        places = {one.id for one in conditions if one.shape == "jurisdictions"}
        return frozenset({"jurisdictions", "destinations", "except", "overlays", *places})
    if word.list in ("conditions", "commitments"):
        return frozenset()
    named = {field for field, list_ in LIST_OF.items() if list_ == word.list}
    if word.list == "operations":
        named = {"operations", "applies_to", "kind"}
    return frozenset({word.list, *named, *(one.id for one in conditions if one.list == word.list)})


def _names(value: Any, fields: frozenset[str], word: Word, field: str = "") -> bool:
    if isinstance(value, Mapping):
        if (not fields and word.id in value) or (field == "overlays" and word.id in value):
            return True
        return any(_names(below, fields, word, name) for name, below in value.items())
    if isinstance(value, list | tuple):
        return (field in fields and word.id in value) or any(
            _names(below, fields, word, field) for below in value if isinstance(below, Mapping)
        )
    return field in fields and value == word.id

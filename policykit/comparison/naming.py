"""Names in one language: of terms, places and covers, and conditions as they read in a clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from policykit.catalogue import ENGLISH, Catalogue
from policykit.comparison.lexicon import Lexicon
from policykit.model import EVERYWHERE, Cover
from policykit.remembering import remember
from policykit.scenarios.coordinates import LIST_OF, REST
from policykit.vocabulary import Condition, Term

FEW: Final = 5
"""How many things a sentence lists without counting them."""


class Named(NamedTuple):
    """
    A condition in words: an adverbial ("on a court order"), or else a clause after "if".

    `opposite` marks one that says what is not: "other than on a court order".
    """

    text: str
    adverbial: bool = False
    opposite: bool = False


class Wording(NamedTuple):
    """How a language words a condition; `{}` is where its terms stand."""

    yes: str
    no: str
    pattern: str
    opposite: str
    some: str
    rest: str
    other: str
    each: str
    adverbial: bool
    apart: bool


class Names:
    """What things are called in one language; `names` keeps them for the next comparison."""

    def __init__(self, lexicon: Lexicon, catalogue: Catalogue) -> None:
        self.lexicon = lexicon
        self.catalogue = catalogue
        self._named: dict[tuple[str, Cover, str, bool, bool, str], str] = {}
        self._conditions: dict[tuple[str, Cover], tuple[Named, ...]] = {}
        self._wordings: dict[str, Wording] = {}
        self._lists: dict[str, str] = {}

    # Covers

    def where(self, places: Cover) -> str:
        """As in "in every country", "in Brazil and the EU (in each case except Germany)"."""
        if places == EVERYWHERE:
            return self.catalogue.patterns["everywhere"]
        if places.terms == ("*",):
            outside = self.named("jurisdiction", Cover(places.except_), "and")
            return self.catalogue.pattern("outside", places=outside)
        inside = self.named("jurisdiction", places, "and", inline=True)
        return self.catalogue.pattern("in", places=inside)

    def named(
        self,
        field: str,
        found: Cover,
        joint: str,
        *,
        inline: bool = False,
        each: bool = False,
        all_: str = "",
    ) -> str:
        """
        A cover in words.

        Parameters:
            field: whose cover it is.
            found: the cover.
            joint: how several join: `and`, `or`, `nor`.
            inline: whether an exception may stand without brackets, because what follows could
                not be read as part of it.
            each: whether each word has the preposition that the language may want there.
            all_: what everything is called, if not as elsewhere.

        """
        key = (field, found, joint, inline, each, all_)
        text = self._named.get(key)
        if text is None:
            text = self._name(field, found, joint, inline, each, all_)
            remember(self._named, key, text)
        return text

    def _name(
        self, field: str, found: Cover, joint: str, inline: bool, each: bool, all_: str
    ) -> str:
        catalogue = self.catalogue
        said = self._each(field) if each else "{}"
        words = [all_ if all_ and term == "*" else self.word(field, term) for term in found.terms]
        kind = "but-places" if self.of_places(field) else "but"
        but = ""
        if found.except_:
            left_out = [self.word(field, term) for term in found.except_]
            but = catalogue.joined(left_out, catalogue.patterns[f"{kind}-joint"])
        if len(words) > FEW:
            listed = catalogue.joined(words, joint)
            if but:
                listed = catalogue.pattern(f"{kind}-many", terms=listed, but=but)
            many = self.field(field)["many"].format(count=catalogue.number(len(words)), list=listed)
            return said.format(many)
        listed = catalogue.joined([said.format(word) for word in words], joint)
        if not but:
            return listed
        if len(words) > 1:
            kind = f"{kind}-each"
        elif not inline or len(found.except_) > FEW:
            kind = f"{kind}-bracketed"
        return catalogue.pattern(kind, terms=listed, but=but)

    def _each(self, field: str) -> str:
        """What stands at each word of a list, such as a preposition."""
        if field in self.catalogue.fields:
            return self.catalogue.fields[field].get("each", "{}")
        return self.wording(field).each

    def field(self, field: str) -> Mapping[str, str]:
        """How the language words a field."""
        return self.catalogue.fields.get(field, self.catalogue.fields["*"])

    # Conditions

    def condition(self, field: str, found: Cover) -> tuple[Named, ...]:
        """What a condition's cover says, in one piece or two."""
        key = (field, found)
        pieces = self._conditions.get(key)
        if pieces is None:
            pieces = tuple(self._condition(field, found))
            remember(self._conditions, key, pieces)
        return pieces

    def _condition(self, field: str, found: Cover) -> Sequence[Named]:
        wording = self.wording(field)
        if isinstance(found.terms[0], bool):
            return [Named(wording.yes if found.terms == (True,) else wording.no)]
        if found.terms != ("*",):
            return self._any_of(field, found, wording)
        others = [term for term in found.except_ if not self._is_none(field, term)]
        not_named = self._clauses(field, Cover(tuple(others)), wording.opposite, "nor")
        if not wording.some or len(others) == len(found.except_):
            every = self._clauses(field, Cover(found.except_), wording.opposite, "nor")
            return [Named(every, wording.adverbial, opposite=True)]
        # All but none at all is some.
        if not others:
            return [Named(wording.some, wording.adverbial)]
        if not wording.adverbial:
            return [Named(wording.some), Named(not_named)]
        but = self.named(field, Cover(tuple(others)), self.catalogue.patterns["but-joint"])
        return [
            Named(
                self.catalogue.pattern("but-bracketed", terms=wording.some, but=but), adverbial=True
            )
        ]

    def _any_of(self, field: str, found: Cover, wording: Wording) -> Sequence[Named]:
        """Some of the terms; one that says there is nothing of the kind has words of its own."""
        alone: list[str] = []
        terms: list[str | bool] = []
        for term in found.terms:
            own = self.alone(field, term)
            if own:
                alone.append(own)
            else:
                terms.append(term)
        clauses = list(alone)
        if terms:
            named = Cover(tuple(terms), () if wording.apart else found.except_)
            clauses.insert(0, self._clauses(field, named, wording.pattern, "or"))
        listed = self.catalogue.joined(clauses, "or")
        if len(clauses) > 1 and not wording.adverbial:
            listed = self.catalogue.pattern("one-of", clauses=listed)
        pieces = [Named(listed, wording.adverbial)]
        if wording.apart and found.except_:
            left_out = Cover(found.except_)
            pieces.append(Named(self._clauses(field, left_out, wording.opposite, "nor")))
        return pieces

    def _clauses(self, field: str, found: Cover, pattern: str, joint: str) -> str:
        """Terms in the pattern of their condition; those that are whole clauses in brackets."""
        if not found.terms:
            return ""
        whole = self.wording(field).pattern == "{}"
        if not whole:
            # "A judicial order other than a court order where …" might be read two ways.
            inline = not self.wording(field).adverbial
            return pattern.format(self.named(field, found, joint, inline=inline, each=True))
        named = self.named(field, found, "or")
        if len(found.terms) == 1:
            return pattern.format(named)
        return self.catalogue.pattern("none-of" if joint == "nor" else "one-of", clauses=named)

    def wording(self, field: str) -> Wording:
        """How a condition is worded."""
        found = self._wordings.get(field)
        if found is None:
            found = self._wordings[field] = self._wording(self.lexicon.condition(field))
        return found

    def _wording(self, condition: Condition) -> Wording:
        catalogue = self.catalogue
        said: dict[str, str] = {}
        own = self.lexicon.is_own("conditions", condition.id)
        if not own:
            said |= catalogue.conditions.get(condition.id, {})
        if catalogue.language == ENGLISH:
            spoken = {
                "true": condition.where_true,
                "false": condition.where_false,
                "where": condition.where,
                "adverbial": condition.adverbial,
            }
            said |= {name: text for name, text in spoken.items() if text}
        quoted = {
            name: text.replace("{title}", condition.title.replace("{", "{{").replace("}", "}}"))
            for name, text in catalogue.own_condition.items()
        }
        pattern = said.get("adverbial") or said.get("where")
        opposite = said.get("not", "")
        if pattern is None:
            pattern, opposite = quoted["where"], quoted["not"]
        elif not opposite and said.get("adverbial"):
            opposite = catalogue.own_condition["not-adverbial"].replace("{adverbial}", pattern)
        return Wording(
            yes=said.get("true") or quoted["true"],
            no=said.get("false") or quoted["false"],
            pattern=pattern,
            opposite=opposite or catalogue.negated(pattern),
            some=said.get("some", ""),
            rest=said.get("rest") or catalogue.fields["*"]["rest"],
            other=said.get("other") or catalogue.patterns["other-kind"].replace("{term}", "{}"),
            each=said.get("each", "{}"),
            adverbial="adverbial" in said,
            apart=said.get("except") == "apart",
        )

    # Words

    def word(self, field: str, term: str | bool) -> str:
        """One term, code or atom in words."""
        name = str(term)
        if name == "*":
            return self.field(field)["all"]
        places = self.of_places(field)
        if name == REST:
            if places:
                return self.catalogue.fields["jurisdiction"]["rest"]
            in_act = field in self.catalogue.fields
            return self.field(field)["rest"] if in_act else self.wording(field).rest
        whole = name.removeprefix("other:")
        word = self.place(whole) if places else self.term(self.list_of(field), whole)
        if whole == name:
            return word
        if places:
            return self.catalogue.pattern("rest-of", place=word)
        if field in self.catalogue.fields:
            return self.catalogue.pattern("other-kind", term=word)
        return self.wording(field).other.format(word)

    def of_places(self, field: str) -> bool:
        """Whether the field's words are codes of places."""
        return self.list_of(field) == ""

    def list_of(self, field: str) -> str:
        """The list that a field takes its terms from; empty for places."""
        found = self._lists.get(field)
        if found is None:
            found = LIST_OF.get(field, "")
            if not found and field not in ("jurisdiction", "destinations"):
                found = self.lexicon.condition(field).list
            self._lists[field] = found
        return found

    def term(self, list_: str, term: str) -> str:
        """A term's phrase; of a word of the policy's own its title, where only English has more."""
        said = self.catalogue.terms.get(list_, {}).get(term)
        if said is not None and not self.lexicon.is_own(list_, term):
            return str(said["phrase"] if isinstance(said, Mapping) else said)
        found = self.lexicon.term(list_, term)
        if found is None:
            return term
        return found.phrase if self.catalogue.language == ENGLISH else found.title

    def alone(self, field: str, term: str | bool) -> str:
        """What replaces the whole wording of a condition for a term; empty if nothing does."""
        list_ = self.list_of(field)
        found = self.lexicon.term(list_, str(term)) if list_ else None
        if found is None or self.lexicon.is_own(list_, found.id):
            return ""
        if self.catalogue.language == ENGLISH:
            return found.alone
        said = self.catalogue.terms.get(list_, {}).get(found.id)
        return str(said.get("alone", "")) if isinstance(said, Mapping) else ""

    def _is_none(self, field: str, term: str | bool) -> bool:
        list_ = self.list_of(field)
        found: Term | None = self.lexicon.term(list_, str(term)) if list_ else None
        return found is not None and found.none

    def place(self, code: str) -> str:
        """A country, a subdivision with its country, or a group."""
        atlas = self.lexicon.atlas
        if code in atlas.own:
            return atlas.phrase(code)
        name = self.catalogue.places.get(code) or atlas.phrase(code)
        if atlas.is_subdivision(code):
            return self.catalogue.tail("to-country", place=name, country=code[:2])
        return name


@lru_cache(maxsize=8)
def names(lexicon: Lexicon, catalogue: Catalogue) -> Names:
    """The names of some words in a language: the same for all that is compared in these words."""
    return Names(lexicon, catalogue)

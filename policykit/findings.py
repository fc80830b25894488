"""
What is wrong in a document, where, and how to mend it.

A `Finding` is a record: a code that never changes its meaning, a place, and words. Codes are
listed once, in `CODES`; whoever reports one names the code and gives the particulars.

Source: design of the project, "Findings" and "A message" in CONTRIBUTING.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from policykit.records import NamedTuple

Severity = Literal["error", "warning", "info"]
SEVERITIES: Final[tuple[Severity, ...]] = ("info", "warning", "error")


MOST: Final = 1000
"""How many findings one document is given; what has more is no policy that was meant."""


class Code(NamedTuple):
    """
    A kind of finding: its stable code, its readable name, how bad it is, what it finds and why.

    `fails` is an example, a YAML text; empty where one would not fit in a few lines. Of a code
    PK1xx it is a version's fields, without those that every version has.
    """

    code: str
    name: str
    severity: Severity
    about: str
    why: str = ""
    fails: str = ""


class Edit(NamedTuple):
    """A stretch of a text, by character offsets (the end is outside), and what replaces it."""

    start: int
    end: int
    text: str


class Finding(NamedTuple):
    """
    One thing wrong (or worth saying) in one document.

    `line` and `column` count from 1, columns in characters. `pointer` is the node's path with
    clauses named by their id, `/clauses/law-enforcement/recipients/0`; empty for the whole file.
    `fingerprint` is 16 hex digits that survive re-indentation and moving: it hashes code,
    document, pointer without list positions, and the particulars, never lines; of findings that
    are alike in all of that (`told_apart`), how many came before as well.
    `edits` mend it, where the mend is certain; `validate --fix` makes them.
    """

    code: str
    name: str
    severity: Severity
    message: str
    help: str
    file: str
    line: int
    column: int
    pointer: str
    fingerprint: str
    waived_by: str | None = None
    edits: tuple[Edit, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The finding as an entry of `policykit.findings/1`."""
        shown = self._asdict()
        del shown["edits"]
        return shown


def _table(*codes: Code) -> dict[str, Code]:
    table = {code.code: code for code in codes}
    if len(table) != len(codes):
        raise ValueError("a code is listed twice")
    return table


CODES: Final[dict[str, Code]] = _table(
    # PK0xx: the text is not the YAML that this project reads.
    Code(
        "PK001",
        "yaml-syntax",
        "error",
        "The text is not well-formed YAML.",
        "A text that YAML cannot read is no document at all, and nothing in it has been checked.",
        "a: [1, 2\n",
    ),
    Code(
        "PK002",
        "encoding",
        "error",
        "The file is not UTF-8.",
        "Every tool reads another encoding its own way; UTF-8 is read the same everywhere.",
    ),
    Code(
        "PK003",
        "control-character",
        "error",
        "A character that no reader can see.",
        "What nobody sees on screen nobody has reviewed: controls, line breaks that only YAML 1.1 knows, byte order marks inside a text, zero-width spaces, soft hyphens, tags, and marks that turn the direction of words around, so that a text reads as what it does not say. Joiners and the marks U+200E and U+200F, which scripts need, are fine; so are a zero-width space beside a letter of Thai, Lao, Khmer, Myanmar or another script that has no spaces between words, a filler beside a letter of old Korean, and the tags of a flag such as that of England. `validate --fix` takes out zero-width spaces, word joiners, soft hyphens and byte order marks, which carry nothing, where the text says the same without them.",
        'a: "\\u0000"\n',
    ),
    Code(
        "PK004",
        "duplicate-key",
        "error",
        "A map names one key twice.",
        "Most tools silently keep the last of two equal keys, so that half of what was written is lost.",
        "a: 1\na: 2\n",
    ),
    Code(
        "PK005",
        "several-documents",
        "error",
        "A file holds more than one YAML document.",
        "A tool that reads the first document only would not see the second.",
        "a: 1\n---\nb: 2\n",
    ),
    Code(
        "PK006",
        "tag",
        "error",
        "An explicit YAML tag.",
        "A tag asks a reader to build something other than plain data; tools differ in what they build.",
        "a: !!int '3'\n",
    ),
    Code(
        "PK007",
        "alias",
        "error",
        "An alias that is unknown, recursive or expands too far.",
        "An alias that contains itself has no end, and aliases of aliases grow past any memory.",
        "a: &x [*x]\n",
    ),
    Code(
        "PK008",
        "too-deep",
        "error",
        "Maps and lists are nested too deeply.",
        "Documents are a few levels deep; what is nested deeper is a slip or an attack.",
    ),
    Code(
        "PK009",
        "too-large",
        "error",
        "The file is larger than a policy can be.",
        "A policy is some hundred kilobytes; what is larger than ten megabytes is something else.",
    ),
    Code(
        "PK010",
        "key-not-text",
        "error",
        "A key that is not text.",
        "Names are texts. `1:` and `'1':` would be two keys that look like one.",
        "1: one\n",
    ),
    Code(
        "PK011",
        "merge-key",
        "error",
        "A merge key, which YAML 1.2 does not have.",
        "YAML 1.2 has no merge keys; a clause says all it means where a reviewer sees it.",
        "a: &x {b: 1}\nc:\n  <<: *x\n",
    ),
    Code(
        "PK012",
        "directive",
        "error",
        "A YAML directive other than %YAML 1.2.",
        "A directive would have other tools read the text by other rules.",
        "%YAML 1.1\n---\na: 1\n",
    ),
    Code(
        "PK013",
        "empty",
        "error",
        "The file holds no document.",
        "An empty file is most often one that was never saved.",
        "# nothing yet\n",
    ),
    Code(
        "PK014",
        "number",
        "error",
        "A number that JSON cannot carry exactly.",
        "What JSON cannot carry exactly would change on its way to another tool.",
        "a: .nan\n",
    ),
    Code(
        "PK015",
        "too-many-faults",
        "error",
        "A file with more faults than anyone would read.",
        "What has hundreds of faults is most often no policy at all; listing each would take longer than reading.",
    ),
    # PK1xx: the document is not shaped like a policy, or names what does not exist.
    Code(
        "PK101",
        "shape",
        "error",
        "A value that the format does not allow in this place.",
        "Each field has one shape, so that every reader and every tool takes it for the same.",
        "clauses:\n  - {id: share, kind: disclosure, recipients: processor}\n",
    ),
    Code(
        "PK102",
        "unknown-term",
        "error",
        "A word that is in no vocabulary.",
        "Two versions can only be compared by words that mean one thing: those of the shipped vocabulary, and a policy's own under them.",
        "clauses:\n  - {id: share, kind: disclosure, recipients: [law_enforcment]}\n",
    ),
    Code(
        "PK103",
        "unknown-field",
        "error",
        "A field that the format does not know here.",
        "A field that nobody reads is a promise that nobody sees; most often its name is mistyped.",
        "clauses:\n  - {id: share, kind: disclosure, recipient: [processor]}\n",
    ),
    Code(
        "PK104",
        "missing-field",
        "error",
        "A field that the format asks for.",
        "Without it the document cannot be placed, dated or compared.",
        "clauses:\n  - {kind: disclosure}\n",
    ),
    Code(
        "PK105",
        "duplicate-id",
        "error",
        "Two clauses or terms of one name.",
        "An id is a clause's identity between versions; two clauses of one id cannot be told apart.",
        "clauses:\n  - {id: a, kind: general, text: One.}\n  - {id: a, kind: general, text: Two.}\n",
    ),
    Code(
        "PK106",
        "unknown-jurisdiction",
        "error",
        "A code of no country, subdivision or group.",
        "Places are ISO 3166 codes (`NO` is Norway) and groups with dated members, so that a diff can say where.",
        "clauses:\n  - {id: a, kind: general, text: One., jurisdictions: [UK]}\n",
    ),
    Code(
        "PK107",
        "commitment-value",
        "error",
        "A value that the commitment cannot take.",
        "A commitment's values have a type and an order, so that weaker and stronger can be told.",
        "clauses:\n  - {id: a, kind: retention, commitments: {retention_max: one year}}\n",
    ),
    Code(
        "PK108",
        "own-vocabulary",
        "error",
        "A policy's own term, condition or group is wrong.",
        "A policy adds words under the shipped ones and never changes what those mean; else two policies could not be compared.",
    ),
    Code(
        "PK109",
        "retired-term",
        "warning",
        "A term that has been retired for another.",
        "The term has another name now. It is still understood, and will be.",
    ),
    Code(
        "PK110",
        "wrong-place",
        "error",
        "Name, folder and content of a file disagree.",
        "Folder, file name and content say one thing, so that an address always leads to the same version.",
        "policy: acme/terms\nclauses:\n  - {id: a, kind: general, text: One.}\n",
    ),
    Code(
        "PK111",
        "date",
        "error",
        "A date that does not exist, or that contradicts another.",
        "What is in force on a day is found by dates; one that does not exist finds nothing.",
        "published: 2025-02-30\nclauses:\n  - {id: a, kind: general, text: One.}\n",
    ),
    Code(
        "PK112",
        "missing-header",
        "error",
        "A version without its policy.yaml, or the reverse.",
        "policy.yaml says whose versions these are and in which words they are written.",
    ),
    Code(
        "PK113",
        "too-many-cases",
        "error",
        "Exceptions of one clause multiply past a bound.",
        "Exceptions that multiply into thousands of cases can be neither compared nor read.",
    ),
    Code(
        "PK114",
        "start-collision",
        "error",
        "Two places that overlap take effect on different days.",
        "Neither of two places lies in the other, so that nothing says which day counts for the people in both.",
        "effective: {default: 2025-03-01, EU: 2025-06-01, SCHENGEN: 2025-07-01}\nclauses:\n  - {id: a, kind: general, text: One.}\n",
    ),
    Code(
        "PK115",
        "policy-twice",
        "error",
        "Two folders that are of one policy.",
        "A policy is known by the last two parts of its folder's path. Of two folders with the same, services would read one, and reviewers the other.",
    ),
    # PK12x: overlays.
    Code(
        "PK120",
        "overlay-collision",
        "error",
        "Two overlays set one thing differently.",
        "Neither of two overlays is narrower than the other, so that nothing says which one holds for the people in both, now or once a group they name has other members.",
        "clauses:\n  - {id: a, kind: retention, overlays: {EU: {commitments: {retention_max: P1Y}}, SCHENGEN: {commitments: {retention_max: P2Y}}}}\n",
    ),
    Code(
        "PK121",
        "overlay-unreachable",
        "error",
        "An overlay for places the clause never covers.",
        "An overlay for places where the clause never exists is never read; the place or the clause's `jurisdictions` is mistyped.",
        "clauses:\n  - {id: a, kind: retention, jurisdictions: [BR], overlays: {EU: {commitments: {retention_max: P1Y}}}}\n",
    ),
    Code(
        "PK122",
        "overlay-without-effect",
        "error",
        "An overlay that changes nothing.",
        "An overlay that says what the clause says already is dead text that will be forgotten at the next edit.",
        "clauses:\n  - {id: a, kind: retention, commitments: {retention_max: P1Y}, overlays: {EU: {commitments: {retention_max: P1Y}}}}\n",
    ),
    Code(
        "PK123",
        "overlay-below-removal",
        "error",
        "An overlay below one that drops the clause.",
        "`null` takes the clause away there; an overlay for a place inside would have to bring it back.",
        "clauses:\n  - {id: a, kind: retention, overlays: {EU: null, DE: {commitments: {retention_max: P1Y}}}}\n",
    ),
    Code(
        "PK124",
        "overlay-null-selector",
        "error",
        "An overlay that would drop a selector.",
        "A clause without the selector would speak of everything, which nobody means by `null`.",
        "clauses:\n  - {id: a, kind: retention, personal_data: [ip_address], overlays: {EU: {personal_data: null}}}\n",
    ),
    Code(
        "PK125",
        "overlay-result",
        "error",
        "A clause that an overlay leaves ill-formed.",
        "The clause as the overlay leaves it is held to the same rules as one that was written so.",
    ),
    # PK13x: suppressions.
    Code(
        "PK130",
        "suppression",
        "error",
        "A comment that is to ignore a finding, ill-formed.",
        "What a reviewer is asked to overlook has a reason that a reviewer can judge.",
    ),
    Code(
        "PK131",
        "unused-suppression",
        "warning",
        "A comment that ignores nothing.",
        "The finding is gone, or it stands elsewhere now; a stale comment would hide the next one.",
    ),
    # PK4xx: what an edit did to a policy, and what was released.
    Code(
        "PK401",
        "version-too-small",
        "error",
        "A version whose number rises less than its changes ask for.",
        "People who accepted a version, and services that import it, go by the number: a major version says that something got worse for somebody, somewhere.",
    ),
    Code(
        "PK402",
        "released-version-edited",
        "error",
        "A released version that is not what was released.",
        "Somebody accepted that text. What it says can be changed only by a new version.",
    ),
    Code(
        "PK403",
        "released-version-removed",
        "error",
        "A released version that is gone.",
        "What was in force on a day in the past can no longer be shown without it.",
    ),
    Code(
        "PK404",
        "version-put-between",
        "error",
        "A version that is not released, with a number below one that is.",
        "It would be put into a history that people have gone by; a new version has the highest number.",
    ),
    Code(
        "PK405",
        "notice-too-short",
        "error",
        "A new version that takes effect sooner than the one before it promises.",
        "The promise is owed to those who accepted the earlier version. Only a waiver sets it aside, no comment in the new version itself.",
    ),
    Code(
        "PK406",
        "policy-deleted",
        "error",
        "A policy that is gone.",
        "With it goes what its versions said, and every service that imports it breaks.",
    ),
    Code(
        "PK407",
        "policy-renamed",
        "warning",
        "A policy that has moved to another folder, and so has another id.",
        "Whoever asks for it by its old id finds nothing.",
    ),
    Code(
        "PK408",
        "policy-new",
        "info",
        "A policy that was not there before.",
        "There is nothing to compare it with, so that nothing is said of what it changes.",
    ),
    Code(
        "PK409",
        "base-unreadable",
        "error",
        "A document that has errors in the commit that is compared with.",
        "What an edit changed cannot be told when what it edited cannot be read.",
    ),
    Code(
        "PK410",
        "released-meaning-changed",
        "error",
        "A change of the policy's own words that changes what a released version means.",
        "A version means what its words mean. A term that moves takes with it the versions that name what it was part of, or is now; a commitment or a condition that is defined otherwise, those that name it.",
    ),
    Code(
        "PK411",
        "meaning-changed",
        "info",
        "What an edit changed in meaning: one sentence for each change.",
        "The line that caused it is where a reviewer looks; the sentence is what it does.",
    ),
    Code(
        "PK412",
        "profile-dropped",
        "error",
        "A policy that no longer turns on a profile.",
        "What the profile's rules found is not found any more, and nothing else says so. Where it is meant, somebody approves of it: a waiver.",
    ),
    Code(
        "PK420",
        "lock-of-another-policy",
        "error",
        "A lock that is of another policy than the one it lies beside.",
        "What it proves, it proves of other files; of these it says nothing.",
    ),
    Code(
        "PK421",
        "lock-chain",
        "error",
        "An entry of a lock that does not follow from the one before.",
        "Each entry is digested with the one before it, so that none can be changed, taken out, put in or moved unseen.",
    ),
    Code(
        "PK422",
        "lock-of-later-words",
        "error",
        "A version that was released with a later revision of the shipped vocabulary.",
        "What a word meant there, an older policykit does not know.",
    ),
    # PK43x: waivers.
    Code(
        "PK430",
        "waiver-expired",
        "error",
        "A waiver whose last day is over.",
        "Somebody decided to live with a finding until then. It counts again from that day, and so that nobody forgets, the waiver itself is an error until it is renewed or removed.",
    ),
    Code(
        "PK431",
        "waiver-unused",
        "warning",
        "A waiver that waives nothing.",
        "What it waived is gone, or has become another change, which is to be decided on anew. It is told where everything was looked at: not of some paths only, and of what an edit did only with `--against`.",
    ),
    Code(
        "PK432",
        "waiver-of-another-code",
        "error",
        "A waiver whose code is not that of the finding, or one that cannot be waived.",
        "The fingerprint is what is waived, and the code is what a reviewer reads: they say the same. What makes a document unreadable or a lock untrue cannot be lived with, for nothing is known behind it.",
    ),
    Code(
        "PK433",
        "waiver-too-long",
        "error",
        "A waiver that lasts longer than is allowed.",
        "Who decided it looks again now and then: after 366 days, or as `waiver-days` of the configuration says.",
    ),
    Code(
        "PK434",
        "waivers-unreadable",
        "warning",
        "Waivers that have errors in the revision that they are taken from.",
        "Nothing is waived by them. It is no error, so that the edit that mends them can pass.",
    ),
)


def fingerprint(code: str, *particulars: str) -> str:
    """First 64 bits of SHA-256 over the code and its particulars, as 16 hex digits."""
    import hashlib  # most runs find nothing

    hashed = "\0".join((code, *particulars)).encode("utf-8", "surrogatepass")  # names of files
    return hashlib.sha256(hashed).hexdigest()[:16]


def in_order(findings: list[Finding]) -> list[Finding]:
    """Findings by place, once each."""
    return sorted(
        dict.fromkeys(findings), key=lambda one: (one.file, one.line, one.column, one.code)
    )


def told_apart(findings: Iterable[Finding]) -> list[Finding]:
    """
    The findings, no two of which share a fingerprint.

    Those that are alike (one mistyped term, twice in one list) are counted in their order.
    """
    seen: dict[str, int] = {}
    found = []
    for one in findings:
        before = seen.get(one.fingerprint, 0)
        seen[one.fingerprint] = before + 1
        mark = fingerprint(one.fingerprint, str(before)) if before else one.fingerprint
        found.append(one._replace(fingerprint=mark))
    return found


def near(word: str, choices: Iterable[str]) -> tuple[str, ...]:
    """The choices a mistyped word may have meant, best first; empty if none is close."""
    from rapidfuzz import process  # only to word a mistake
    from rapidfuzz.distance import DamerauLevenshtein

    pool = list(choices)
    found = process.extract(
        word,
        pool,
        scorer=DamerauLevenshtein.normalized_similarity,
        processor=lambda text: text.lower().replace("-", "_").replace(" ", "_"),
        score_cutoff=0.6,
        limit=3,
    )
    return tuple(choice for choice, _, _ in found)

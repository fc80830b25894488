"""
The second part of CHANGELOG.md: what every version of the shipped policies changed, in a line.

`python -m tests.corpus.log` writes it from the policies; `tests/corpus/test_log.py` notices when it
is due.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import policykit
from policykit.catalogue import catalogue
from policykit.model import EVERYWHERE, Cover
from policykit.render.text import concerns_text
from tests.conftest import ROOT

TARGET = ROOT / "CHANGELOG.md"
HEAD = "## Policies\n"
_ENGLISH = catalogue("en")
_MANY = 5
_HOSTS = "https://github.com/"


def table() -> str:
    """All rows, policy by policy, the oldest version first."""
    library = policykit.load(ROOT / "policies")
    rows = [
        ("policy", "version", "effective", "jurisdiction", "effect", "clauses", "source"),
        ("---",) * 7,
        *(row for name in library for row in _rows(library[name])),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def _rows(policy: policykit.Policy) -> Iterator[tuple[str, ...]]:
    for entry in reversed(policykit.changelog(policy).entries):
        version = entry.version
        yield (
            policy.id,
            version.number,
            _day(entry),
            "" if entry.diff is None else _places(entry.diff),
            _effect(entry),
            _clauses(entry),
            _source(version),
        )


def _day(entry: Any) -> str:
    if entry.version.withdrawn:
        return f"never (announced {entry.day}, withdrawn {entry.version.withdrawn})"
    if entry.starts is None:
        return ""
    by = "" if entry.starts.known_by != "observed" else "seen "
    return f"{by}{entry.starts.day}"


def _places(diff: policykit.PolicyDiff) -> str:
    covers = {one.jurisdictions for one in (*diff.disclosures, *diff.processing)}
    covers |= {one.jurisdictions for one in diff.commitments}
    covers |= {one.jurisdictions for one in diff.rights}
    covers |= {one.jurisdictions for one in diff.statements}
    if not covers or EVERYWHERE in covers:
        return "everywhere" if covers else ""
    return "; ".join(sorted(map(_codes, covers)))


def _codes(cover: Cover) -> str:
    within = "everywhere" if cover.terms == ("*",) else ", ".join(map(str, cover.terms))
    return f"{within} but {', '.join(map(str, cover.except_))}" if cover.except_ else within


def _effect(entry: Any) -> str:
    if entry.diff is None:
        return f"first version known, {entry.clauses} clauses"
    if entry.nothing_changed:
        return "nothing changed in meaning"
    said = [_ENGLISH.label(f"{entry.verdict}-means"), concerns_text(entry.diff, _ENGLISH)]
    counts = {
        "stronger": sum(one.direction == "stronger" for one in entry.diff.commitments),
        "otherwise": sum(one.direction == "changed" for one in entry.diff.commitments),
    }
    said += [f"{count} commitments {way}" for way, count in counts.items() if count > 1]
    said += [f"1 commitment {way}" for way, count in counts.items() if count == 1]
    return "; ".join(filter(None, said))


def _clauses(entry: Any) -> str:
    names = list(dict.fromkeys(one.id for one in entry.changed if one.meaning != "same"))
    more = f" and {len(names) - _MANY} more" if len(names) > _MANY + 1 else ""
    return ", ".join(names[: _MANY if more else None]) + more


def _source(version: policykit.Version) -> str:
    sources = version.data.get("sources") or [{}]
    url, commit = str(sources[0].get("url", "")), str(sources[0].get("commit", ""))
    if commit and url.startswith(_HOSTS):
        return f"{url.removeprefix(_HOSTS)}@{commit[:10]}"
    return url


def text(whole: str) -> str:
    """The changelog with its second part as it is to be."""
    head, _, _ = whole.partition(HEAD)
    about = (
        "Each version beside the one in force before it, everywhere (made by `python -m "
        "tests.corpus.log`;\n`policykit changelog POLICY` tells it in sentences). Days are those "
        "of the policy; *seen* is the first stored copy.\n"
    )
    return f"{head}{HEAD}\n{about}\n{table()}"


def main() -> None:
    """Write it."""
    TARGET.write_text(text(TARGET.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()

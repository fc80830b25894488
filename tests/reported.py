"""What the tests of pages and comments show: a report with everything in it, and hostile texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import policykit
from policykit.comparison import Changelog, PolicyDiff
from policykit.findings import Finding
from policykit.library import Policy
from policykit.validation import Report, validate_all
from tests.repositories import SHARE, acme, git, header, repository, version, write
from tests.writing import header as read_header
from tests.writing import version as read_version

RIGHT: dict[str, Any] = {
    "id": "right",
    "kind": "right",
    "rights": ["access"],
    "text": "You may ask.",
}
PUBLIC = {**SHARE, "id": "public", "recipients": ["public"], "text": "We publish it."}
HOSTILE = (
    "<script>alert(1)</script> </bdi></style> \"quoted\" 'too' & &lt; @octocat @github/team #123 "
    "me/it#4 GH-5 `tick` ``` | <!-- x --> --> [a](javascript:b) ![i](http://x.example/i.png) "
    "*b* _i_ ~~s~~ $x^2$ :+1: https://github.com/a/b/issues/1 \u202egpj.exe\u2066 \x00\x1b[31m "
    "\ufdd0\n# head\r\n- list\u2028| cell |\n\n<details>\n> quote"
)


def everything(folder: Path, monkeypatch: Any) -> Report:
    """Of an edit that needs more than its number, with errors, a waiver and a path that is not."""
    place = repository(folder / "repository", acme(version("1.0.0", SHARE, RIGHT)))
    git(place, "checkout", "-q", "-b", "work")
    more = version("1.0.1", {**SHARE, "text": "We give it to advertisers."}, PUBLIC)
    other = "policies/acme/other"
    again = {**SHARE, "id": "again"}
    wrong = version("1.0.0", {**SHARE, "recipients": ["advertizer"]}, policy="acme/other")
    same = version("2.0.0", again, SHARE, policy="acme/other")
    write(
        place,
        {
            "policies/acme/privacy/1.0.1.yaml": {**more, "published": "2025-03-01"},
            f"{other}/policy.yaml": header("acme/other"),
            f"{other}/1.0.0.yaml": wrong,
            f"{other}/2.0.0.yaml": {**same, "published": "2025-03-01"},
        },
    )
    path = place / other / "2.0.0.yaml"
    mark = "# policykit: ignore PK210 -- both are in the text\n"
    path.write_text(path.read_text().replace("- id: share", f"{mark}- id: share"))
    monkeypatch.chdir(place)
    return validate_all(["policies", "nowhere"], against="main", today="2025-02-01")


def finding(number: int = 1, severity: Any = "error", **more: Any) -> Finding:
    """A finding whose texts are hostile."""
    place = f"policies/{HOSTILE}.yaml"
    return Finding(
        "PK101",
        "shape",
        severity,
        f"message {number}: {HOSTILE}",
        f"mend {HOSTILE}",
        place,
        number,
        2,
        f"/clauses/{HOSTILE}",
        f"{number:016x}",
    )._replace(**more)


def hostile_report() -> Report:
    """A report in which every text is hostile."""
    waived = finding(4, waived_by=HOSTILE)
    found = (finding(1, "info"), finding(2, "warning"), finding(3))
    return Report(found, 3, ((HOSTILE, HOSTILE),), (waived,))


def hostile_diff() -> PolicyDiff:
    """A diff of versions whose texts are hostile, as far as a document may be."""
    words = "".join(one for one in HOSTILE if one not in "\x00\x1b\ufdd0\u202e\u2066\u2028\r")
    of = read_header(title=words.replace("\n", " "), publisher=words.replace("\n", " ")[:200])
    claim = {"id": "claim", "kind": "statement", "text": words}
    before = read_version([{**SHARE, "text": f"Old {words}"}, claim], of=of)
    after = read_version(
        [{**SHARE, "title": words, "text": f"{words} new", "recipients": ["public"]}, RIGHT],
        "2.0.0",
        of,
    )
    found = policykit.diff(before, after)
    named = found.after._replace(title=HOSTILE)
    return found._replace(after=named)


def hostile_history() -> Changelog:
    """A history in which every text is hostile, as far as a document may be."""
    found = hostile_diff()
    words = found.words.who
    of = read_header(title=words, publisher=words)
    source = {"url": "https://acme.example/?q='\"><script>alert(1)</script>", "path": words}
    versions = {
        number: read_version([SHARE], number, of, published=day, sources=[source])
        for number, day in (("1.0.0", "2025-01-01"), ("2.0.0", "2025-02-01"))
    }
    history = policykit.changelog(Policy(of, versions, ""))
    new, old = history.entries
    new = new._replace(diff=found, changed=found.clauses)
    return history._replace(title=HOSTILE, entries=(new, old))

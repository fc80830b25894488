"""
The comment of action.yml: one on a pull request, which every run brings up to date.

It is known by a hidden first line. Where nothing is wrong none is begun, and the one that is there
says so. A token that may not comment, as that of a fork, is no failure: the summary of the job has
the same text. Nothing but GITHUB_API_URL is asked.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

MARKER = "<!-- policykit -->"
MAY_NOT = (401, 403, 404)
A_PAGE = 100
SECONDS = 30


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The token goes nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)


def main() -> int:
    """Bring the comment up to date; 0 whatever comes of it, since a comment is no gate."""
    asked = os.environ.get
    if asked("COMMENT", "").strip().lower() != "true":
        return 0
    number = _pull_request()
    if number is None:
        return _said("notice", "this is no pull request, so there is no comment")
    if not asked("GITHUB_TOKEN"):
        return _said("notice", "there is no token, so there is no comment")
    text = Path(os.environ["MARKDOWN"]).read_text("utf-8")
    clean = asked("CLEAN") == "true"
    if clean and "✅" not in text:
        text = text.replace(MARKER, f"{MARKER}\n✅ Nothing is left to mend.\n", 1)
    try:
        _bring_up_to_date(number, text, clean=clean)
    except urllib.error.HTTPError as error:
        if error.code in MAY_NOT:
            return _said("notice", f"the token may not comment here ({error.code})")
        return _said("warning", f"the comment was not written: {error}")
    except OSError as error:
        return _said("warning", f"the comment was not written: {error}")
    return 0


def _pull_request() -> int | None:
    """The number of the pull request that this run is about."""
    path = os.environ.get("GITHUB_EVENT_PATH")
    event = json.loads(Path(path).read_text("utf-8")) if path else {}
    number = (event.get("pull_request") or {}).get("number")
    return number if isinstance(number, int) else None


def _bring_up_to_date(number: int, text: str, *, clean: bool) -> None:
    old = _own(number)
    if old is None and not clean:
        _ask("POST", f"issues/{number}/comments", {"body": text})
    elif old is not None and old["body"] != text:
        _ask("PATCH", f"issues/comments/{old['id']}", {"body": text})


def _own(number: int) -> Any:
    """The comment of an earlier run, None if there is none."""
    page = 1
    while True:
        found = _ask("GET", f"issues/{number}/comments?per_page={A_PAGE}&page={page}")
        for one in found:
            if str(one.get("body") or "").startswith(MARKER) and _is_ours(one.get("user") or {}):
                return one
        if len(found) < A_PAGE:
            return None
        page += 1


def _is_ours(author: Any) -> bool:
    """Whether the token's own; people may quote the mark, and theirs is not ours to change."""
    if author.get("type") == "Bot":
        return True
    try:  # the token of a person can be asked whose it is, that of a job cannot
        return bool(_ask("GET", "", place="/user")["login"] == author.get("login"))
    except urllib.error.HTTPError:
        return False


def _ask(method: str, what: str, data: Any = None, place: str = "") -> Any:
    """Ask the API, of the repository where no other place is named."""
    place = place or f"/repos/{os.environ['GITHUB_REPOSITORY']}/{what}"
    request = urllib.request.Request(
        f"{os.environ['GITHUB_API_URL']}{place}",
        method=method,
        data=None if data is None else json.dumps(data).encode(),
        headers={
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {os.environ['GITHUB_TOKEN']}",
            "Content-Type": "application/json",
            "User-Agent": "policykit",
            "X-GitHub-Api-Version": "2022-11-28",
        },
    )
    with _OPENER.open(request, timeout=SECONDS) as answer:
        return json.loads(answer.read())


def _said(kind: str, message: str) -> int:
    escaped = message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    sys.stdout.write(f"::{kind} title=policykit::{escaped}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

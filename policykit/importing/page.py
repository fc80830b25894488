"""
What of an HTML page is the policy: which element holds it, and what inside it is no part of it.

Left out, and said so, is what stands around a text: navigation, the site's header and footer,
cookie banners, forms, closed dialogues. Nothing that holds half of a page's words is left out,
whatever it calls itself: then it is the text.
"""

from __future__ import annotations

import re
from typing import Any, Final

HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
SILENT: Final = (
    frozenset(("script", "style", "head", "title", "template", "svg", "canvas", "iframe"))
    | {"object", "embed", "video", "audio", "map", "input", "textarea", "select", "datalist"}
    | {"meter", "progress", "link", "meta"}
)
"""Elements without a word of the text in them."""
_WORDLESS: Final = frozenset(("script", "style", "head", "title", "desc", "metadata"))
"""Those of them, and those in a drawing, whose words no reader of a page is shown."""
_ROLES: Final = {
    "navigation": "nav",
    "search": "form",
    "menu": "nav",
    "menubar": "nav",
    "banner": "header",
    "contentinfo": "footer",
    "dialog": "dialog",
    "alertdialog": "dialog",
}
_INSIDE: Final = frozenset(("main", "article", "section"))
_FIELDS: Final = frozenset(("input", "select", "textarea", "button"))
_BANNERS: Final = re.compile(
    r"\b(onetrust|cybotcookie|usercentrics|truste|didomi|qc-cmp|cc-window|cmpbox|cky-|iubenda-cs|"
    r"klaro)",
    re.I,
)
"""How the tools that most sites ask for consent with call their elements."""
_COOKIES: Final = re.compile(
    r"(cookie|consent|gdpr|ccpa)[a-z]*[-_]?(banner|bar|popup|modal|overlay|dialog|message|notice|"
    r"consent|manager|wall|box|alert)",
    re.I,
)
_BANNER: Final = 1500
_FORM: Final = 600
"""What has more letters than this is a text with a form around it, as some servers make it."""


def letters(element: Any) -> int:
    """How many signs that are no space an element shows."""
    count = 0
    stack = [element]
    while stack:
        one = stack.pop()
        if isinstance(one.tag, str) and one.tag not in SILENT:
            count += _count(one.text)
            stack.extend(one)
        if one is not element:
            count += _count(one.tail)
    return count


def _count(text: str | None) -> int:
    return sum(map(len, text.split())) if text else 0


def _has_words(element: Any) -> bool:
    """Whether there is a word in an element, shown or not."""
    stack = [element]
    while stack:
        one = stack.pop()
        said = "" if one is element else one.tail or ""
        if isinstance(one.tag, str) and one.tag not in _WORDLESS:
            said += one.text or ""
            stack.extend(one)
        if any(map(str.isalnum, said)):
            return True
    return False


class Page:
    """A page's tree: where the policy is in it, and what is passed over there."""

    def __init__(self, root: Any) -> None:
        self.root = root  # not its <body>: words may stand behind that
        self.all = letters(root)
        self.policy = self._policy()
        self.skipped: set[str] = set()
        self.remarks: dict[str, None] = {}
        if self.policy is not root and self.all > letters(self.policy):
            self.skipped.add(f"what stands outside <{self.policy.tag}>")

    def _policy(self) -> Any:
        """The element that holds the policy: the one <main>, else the one <article>, else all."""
        for query in ("//main", "//*[@role='main']", "//article"):
            found = self.root.xpath(query)
            if len(found) == 1 and 2 * letters(found[0]) >= self.all > 0:
                return found[0]
        return self.root

    def passes_over(self, element: Any, tag: str) -> bool:
        """Whether an element is no part of the policy's text; one with words is noted."""
        if tag in SILENT:
            if _has_words(element):
                self.skipped.add(f"<{tag}>")
            return True
        if element is self.policy or (name := _around(element, tag)) is None:
            return False
        shown = letters(element)
        if 2 * shown >= self.all and shown:
            return False
        if name == "form" and (shown > _FORM or any(True for _ in element.iter(*HEADINGS))):
            return False
        if shown or _has_words(element):
            self.skipped.add(f"<{name}>" if " " not in name else name)
        return True


def _around(element: Any, tag: str) -> str | None:
    """What an element is called if it only stands around a text, else None."""
    role = (element.get("role") or "").strip().lower()
    name = _ROLES.get(role, tag)
    if name in ("header", "footer"):
        if any(one.tag in _INSIDE for one in element.iterancestors()):
            return None
        return None if name == "header" and any(True for _ in element.iter(*HEADINGS)) else name
    if name in ("nav", "noscript"):
        return name
    if name == "dialog":
        return None if tag == "dialog" and element.get("open") is not None else name
    if name == "form":
        return name if any(True for _ in element.iter(*_FIELDS)) else None
    if name == "button":
        return None if opens(element) or _in_heading(element) else name
    about = f"{element.get('id') or ''} {element.get('class') or ''}"
    if len(about) > 1 and _is_banner(element, about[:2000]) and _asks(element):
        return "a cookie banner"
    return None


def _is_banner(element: Any, about: str) -> bool:
    if _BANNERS.search(about):
        return True
    return (
        _COOKIES.search(about) is not None
        and letters(element) <= _BANNER
        and not any(one.tag in _INSIDE for one in element.iterancestors())
    )


def opens(element: Any) -> bool:
    """Whether a button is what a hidden part of a text unfolds at, so that it heads that part."""
    return any(element.get(name) is not None for name in ("aria-expanded", "aria-controls"))


def _in_heading(element: Any) -> bool:
    return any(
        one.tag in HEADINGS or one.tag == "summary" or one.get("role") == "heading"
        for one in element.iterancestors()
    )


def _asks(element: Any) -> bool:
    """Whether there is something to press."""
    return any(True for _ in element.iter(*_FIELDS)) or any(
        one.get("role") == "button" for one in element.iter("a", "div", "span")
    )


def heading_level(element: Any, tag: str) -> int:
    """The level of a heading, 0 of what is none."""
    if tag in HEADINGS:
        return int(tag[1])
    if (element.get("role") or "").lower() == "heading":
        level = (element.get("aria-level") or "2").strip()
        return int(level) if level in ("1", "2", "3", "4", "5", "6") else 2
    return 0

"""Which parser reads which kind of text, and what is checked of all of them."""

from __future__ import annotations

import html

from policykit.importing.sections import NotImportable, Parsed, counted, hidden, tidied


def parse(text: str, kind: str) -> Parsed:
    """
    The sections of a text.

    Parameters:
        text: the whole text.
        kind: `markdown`, `html` or `text`.

    Returns:
        Title, dates, sections in order, and notices of what was changed or left out.

    Raises:
        NotImportable: it holds no words, or is no text.

    """
    notices: list[str] = []
    # What a reference (`&#x202E;`) stands for is no more seen than what stands there itself.
    if unseen := hidden(text if kind == "text" else html.unescape(text)):
        notices.append(unseen)
    text = tidied(text, notices)
    if kind == "html":
        from policykit.importing.html import parse_html  # lxml, only for HTML

        parsed = parse_html(text)
    elif kind == "markdown":
        from policykit.importing.markdown import parse_markdown  # markdown-it, only for Markdown

        parsed = parse_markdown(text)
    else:
        from policykit.importing.plain import parse_plain

        parsed = parse_plain(text)
    sections = tuple(one for one in parsed.sections if one.heading or one.text)
    if not any(any(map(str.isalnum, one.heading + one.text)) for one in sections):
        raise NotImportable("the text holds no words", "name the file that has the policy in it")
    counted(len(sections))
    found = (*notices, *parsed.notices)
    if len(sections) == 1 and not sections[0].heading:
        found = (*found, "no headings were found: the whole text is one clause")
    return parsed._replace(sections=sections, notices=found)

"""A text or HTML body goes in; the same without the command line that was carried out comes out,
or a text with a note put in (for pages: `shown`).
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Literal

from mailtracker.mail.mime.html import Token, tokens, tokens_of, visible, without

_BLANK = frozenset(" \t\r\n\f\v\xa0\u200b\u2060\ufeff\xad")
_BLANK_IN_LINE = _BLANK - {"\n"}
_HEAD_SPAN = 64 * 1024  # where a page's first words are looked for
_CHARSET = re.compile(r"(charset\s{0,9}=\s{0,9}[\"']?\s{0,9})[\w.:-]{1,60}", re.IGNORECASE)
_META = re.compile("<meta", re.IGNORECASE)


def add_to_text(text: str, block: str, place: Literal["above", "below"]) -> str:
    """`block` on its own lines, set apart by one blank line; `strip_text`
    takes exactly that away again.
    """
    if not text:
        return block + "\n"
    if place == "above":
        return f"{block}\n\n{text}"
    gap = "\n" if text.endswith("\n") else "\n\n"
    return f"{text}{gap}{block}\n"


def declare_utf8(html: str) -> str:
    """Every charset that the page names in <meta> becomes utf-8, as the part is now;
    some mailers believe the page.
    """
    metas = [found.start() for found in _META.finditer(html)]
    if not metas:
        return html
    pieces, at = [], 0
    for token in takewhile(lambda one: one.start <= metas[-1], tokens_of(html)):
        if token.name == "meta":
            declared = _CHARSET.sub(r"\1utf-8", html[token.start : token.end])
            pieces += [html[at : token.start], declared]
            at = token.end
    return "".join([*pieces, html[at:]])


def cut_from_text(text: str, line: str) -> str:
    """`text` without `line` and one blank line behind it, if that stands first. Case
    and white space do not matter.
    """
    found = _first_words(text, line)
    if found is None:
        return text
    start, end = found
    start = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end) + 1 or len(text)
    after = text.find("\n", stop) + 1
    if after and not text[stop:after].strip():
        stop = after
    return text[:start] + text[stop:]


def cut_from_html(html: str, line: str) -> str:
    """The same for HTML, where it must be the first text that can be seen and fill its
    line. A <br> behind it goes too.
    """
    html, rest = html[:_HEAD_SPAN], html[_HEAD_SPAN:]
    stream = tokens(html)
    seen = visible(html, stream)
    found = _first_words(seen.text, line)
    if found is None:
        return html + rest
    start, end = seen.source(*found)
    return without(html, stream, [(start, end), *_break_behind(html, stream, end)]) + rest


def _break_behind(html: str, stream: list[Token], end: int) -> list[tuple[int, int]]:
    """The <br> of the line that ends here, if nothing but blanks stands before it."""
    for token in stream:
        if token.start < end:
            continue
        if (token.kind, token.name) == ("void", "br"):
            return [(token.start, token.end)]
        if token.kind != "text" or html[token.start : token.end].strip():
            break
    return []


def _first_words(text: str, line: str) -> tuple[int, int] | None:
    """Where `line` stands in `text`, if nothing stands before it and nothing
    behind it on its last line.
    """
    start = at = _behind(text, 0, _BLANK)
    wanted = [character.casefold() for character in line if character not in _BLANK]
    for character in wanted:
        at = _behind(text, at, _BLANK)
        if text[at : at + 1].casefold() != character:
            return None
        at += 1
    at = _behind(text, at, _BLANK_IN_LINE)
    fills_line = text[at : at + 1] in ("", "\n")
    return (start, at) if wanted and fills_line else None


def _behind(text: str, at: int, characters: frozenset[str]) -> int:
    """The first place from `at` on where none of these stands."""
    while at < len(text) and text[at] in characters:
        at += 1
    return at

"""A text or HTML body goes in; the same without the command line that was carried out comes out,
or a text with a note put in (for pages: `shown`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, takewhile
from typing import Literal

from mailtracker.mail.mime.html import Token, Visible, tokens, tokens_of, visible, without
from mailtracker.mail.text.quotes import glued
from mailtracker.mail.text.split import split

_BLANK = frozenset(" \t\r\n\f\v\xa0\u200b\u2060\ufeff\xad")
_BLANK_IN_LINE = _BLANK - {"\n"}
_HEAD_SPAN = 64 * 1024  # where the first words are looked for
_TRIES = 4  # lines that may be the command
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
    """`text` without `line` and one blank line behind it, if the writer says nothing above it:
    quotes and what a gateway put there may stand above. Case and white space do not matter.
    """
    found = _own_first_words(text[:_HEAD_SPAN], text[:_HEAD_SPAN], line)
    if found is None:
        return text
    start, end = found
    start = max(start - len(_indent(text, start)), 0)
    stop = text.find("\n", end) + 1 or len(text)
    after = text.find("\n", stop) + 1
    if after and not text[stop:after].strip():
        stop = after
    glued = start > 0 and text[start - 1] != "\n"  # to the heading of what is quoted
    return text[:start] + "\n\n" * glued + text[stop:]


def _indent(text: str, at: int) -> str:
    """The blanks right before this place, in its line."""
    begin = text.rfind("\n", 0, at) + 1
    return text[begin:at] if _behind(text, begin, _BLANK) >= at else ""


def cut_from_html(html: str, line: str) -> str:
    """The same for HTML, where it must fill a line that can be seen. A <br> behind it goes too."""
    html, rest = html[:_HEAD_SPAN], html[_HEAD_SPAN:]
    stream = tokens(html)
    seen = visible(html, stream)
    found = _own_first_words(seen.text, _quoting(seen), line)
    if found is None:
        return html + rest
    first, last = found
    start, end = seen.source(first - len(_indent(seen.text, first)), last)
    return without(html, stream, [(start, end), *_break_behind(html, stream, end)]) + rest


def _quoting(seen: Visible) -> str:
    """What is seen, as long as it is, with ">" for the first character of lines that are quoted."""
    lines, at = [], 0
    for line in seen.text.split("\n"):
        quoted = bool(line) and seen.level(at) > 0
        lines.append(">" + line[1:] if quoted else line)
        at += len(line) + 1
    return "\n".join(lines)


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


def _own_first_words(text: str, marked: str, line: str) -> tuple[int, int] | None:
    """Where the writer's first words are this `line`, whole. `marked` is `text` with ">" before
    what is quoted, place for place.
    """
    wanted = [character.casefold() for character in line if character not in _BLANK]
    if not wanted:
        return None
    for at in islice(_candidates(marked, wanted[0]), _TRIES):
        found = _words_at(text, wanted, at)
        if found is None:
            continue
        own = split(marked[: found[1]]).new
        if own:  # else it is quoted, though nothing marks it
            return found if _bare(own) == "".join(wanted) else None
    return None


def _candidates(text: str, first: str) -> Iterator[int]:
    """Where lines begin that begin with this letter; and what is glued to a heading above all."""
    at, begun = 0, False
    for line in text.split("\n"):
        bare = line[_behind(line, 0, _BLANK) :]
        if bare[:1].casefold() == first:
            yield at + len(line) - len(bare)
        elif bare and not begun and (parted := glued(line)):
            yield at + len(parted[0])
        begun = begun or bool(bare)
        at += len(line) + 1


def _bare(text: str) -> str:
    return "".join(character.casefold() for character in text if character not in _BLANK)


def _words_at(text: str, wanted: list[str], start: int) -> tuple[int, int] | None:
    """From where to where these characters stand in `text`, if nothing stands behind them on their
    last line.
    """
    at = start
    for character in wanted:
        at = _behind(text, at, _BLANK)
        if text[at : at + 1].casefold() != character:
            return None
        at += 1
    at = _behind(text, at, _BLANK_IN_LINE)
    return (start, at) if text[at : at + 1] in ("", "\n") else None


def _behind(text: str, at: int, characters: frozenset[str]) -> int:
    """The first place from `at` on where none of these stands."""
    while at < len(text) and text[at] in characters:
        at += 1
    return at

"""HTML goes in; its tags and texts by offset, its visible text, and the same HTML
without some of its text come out.

Reads tags as browsers do, in linear time, and never repairs: what is
not removed stays byte for byte.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import accumulate
from typing import Literal, NamedTuple

from mailtracker.record import dataclass

TAG_CAP = 100_000
"""How many "<" in a page are read, which takes a second; above that callers take a shorter way."""

VOID = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source "
    "track wbr".split()
)
_INVISIBLE_VOID = frozenset("base bgsound col link meta param source track wbr".split())
_RAW = frozenset("style script title textarea xmp iframe noembed noframes".split())
_INLINE = frozenset(
    """a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd label mark o:p q s samp
    small span strike strong sub sup tt u var wbr""".split()
)
_TABLE_PARTS = frozenset("thead tbody tfoot tr td th caption colgroup".split())
_FRAME = frozenset("html head body".split())
_TAGS = frozenset({"start", "end", "void"})
_STAYING = frozenset({"start", "end", "rest"})
# How comments and the like begin and end, and how much of the beginning may be part of the end.
_MARKUP = (("<!--", "-->", 2), ("<!", ">", 0), ("<?", ">", 0))
# A quote counts only after "=", as in browsers: <p don't> is a whole tag. Possessive,
# so that it never backtracks.
_TAG = r"(/?)([a-zA-Z][^\s/>]*+)(?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+>"
_OPENING = re.compile(f"<(?:{_TAG}|(?=/?[a-zA-Z]|[!?]))")
_PIECE = re.compile(r"&(?:#\w{1,8}|\w{1,31});?|(?:[^&]|&(?!#?\w))++|&")
_PIECE_IN_LINE = re.compile(
    r"&(?:#\w{1,8}|\w{1,31});?|[ \t\n\r\f]{2,}|"
    r"(?:[^& \t\n\r\f]++|&(?!#?\w)|[ \t\n\r\f](?![ \t\n\r\f]))++|&"
)
_SPACES = re.compile(r"[ \t\n\r\f]{2}")
_HTML_SPACE = frozenset(" \t\n\r\f")

Kind = Literal["text", "start", "end", "void", "raw", "other", "rest"]


class Token(NamedTuple):
    """One tag or text of a page, from `start` to `end`; `name` is the tag's, in lower case.

    The kind `rest` is what follows an unclosed comment, tag or style: nobody sees it, and
    nothing can be added behind it.
    """

    kind: Kind
    name: str
    start: int
    end: int


def tokens(html: str) -> list[Token]:
    """The whole of `html`, in order and without gaps."""
    return list(tokens_of(html))


def tokens_of(html: str) -> Iterator[Token]:
    """`tokens`, one by one: for who needs only the first of them."""
    at = 0
    while opening := _OPENING.search(html, at):
        begin = opening.start()
        if begin > at:
            yield Token("text", "", at, begin)
        after = _tag(opening) if opening[2] else _no_tag(html, begin)
        yield after
        at = after.end
        if after.name in _RAW and after.kind == "start":
            body = _raw(html, after)
            yield body
            at = body.end
    if at < len(html):
        yield Token("text", "", at, len(html))


def _tag(found: re.Match[str]) -> Token:
    name = found[2].lower()
    start, end = found.span()
    if found[1]:
        return Token("end", name, start, end)
    return Token("void" if name in VOID else "start", name, start, end)


def _no_tag(html: str, at: int) -> Token:
    """What begins like one: a comment, or a tag without an end."""
    for begin, end, skipped in _MARKUP:
        if html.startswith(begin, at) and (stop := html.find(end, at + skipped)) >= 0:
            return Token("other", "", at, stop + len(end))
        if html.startswith(begin, at):
            break
    return Token("rest", "", at, len(html))


def _raw(html: str, opener: Token) -> Token:
    end = re.compile(f"</{opener.name}(?=[\\s/>])", re.IGNORECASE).search(html, opener.end)
    if end is None:
        return Token("rest", "", opener.end, len(html))
    return Token("raw", opener.name, opener.end, end.start())


def partners(stream: list[Token]) -> tuple[list[int], list[int]]:
    """For each token the index of the tag that closes or opens it, -1 where there is none. And the
    tags still open at the end.
    """
    result = [-1] * len(stream)
    opened: list[int] = []
    count: Counter[str] = Counter()
    for index, token in enumerate(stream):
        if token.kind == "start":
            opened.append(index)
            count[token.name] += 1
        elif token.kind == "end" and count[token.name]:
            top = _pop(opened, count, stream, token.name)
            result[index], result[top] = top, index
    return result, opened


def _pop(opened: list[int], count: Counter[str], stream: list[Token], name: str) -> int:
    """The last open tag of this name, which goes, and those that were opened behind it."""
    while True:
        top = opened.pop()
        count[stream[top].name] -= 1
        if stream[top].name == name:
            return top


@dataclass(frozen=True, slots=True)
class Visible:
    """The text that a reader sees, block ends and <br> as "\\n", and where each
    character stands in the HTML.
    """

    #: All of it.
    text: str
    #: Where in `text` each piece begins, in order; the next two hold as many.
    _places: list[int]
    #: (start, end) of each piece in the HTML, and whether it stands there literally.
    _sources: list[tuple[int, int, bool]]
    #: How many blockquotes are open there.
    _levels: list[int]

    def level(self, at: int) -> int:
        """How many blockquotes are open at this place of `text`."""
        return self._levels[bisect_right(self._places, at) - 1]

    def place(self, at: int) -> int:
        """Where in `text` stands what begins at or behind this place of the HTML."""
        index = bisect_left(self._sources, (at, 0, False))
        return self._places[index] if index < len(self._places) else len(self.text)

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The (start, end) in the HTML of the non-empty range of `text`."""
        return self._source(start)[0], self._source(end - 1)[1]

    def _source(self, at: int) -> tuple[int, int]:
        index = bisect_right(self._places, at) - 1
        start, end, plain = self._sources[index]
        offset = at - self._places[index]
        return (start + offset, start + offset + 1) if plain else (start, end)


def visible(html: str, stream: list[Token]) -> Visible:
    """What is seen of `html`. A run of white space in the source is one space, as in browsers (not
    inside <pre>): mail programs indent what they quote.
    """
    texts: list[str] = []
    places: list[int] = []
    sources: list[tuple[int, int, bool]] = []
    levels: list[int] = []
    length = preformatted = level = 0
    for token in stream:
        level = _depth(token, "blockquote", level)
        preformatted = _depth(token, "pre", preformatted)
        if token.kind != "text" and (token.name in _INLINE or token.kind not in _TAGS):
            continue
        for text, start, end, plain in _pieces(html, token, preformatted > 0):
            texts.append(text)
            places.append(length)
            sources.append((start, end, plain))
            levels.append(level)
            length += len(text)
    return Visible("".join(texts), places, sources, levels)


def _depth(token: Token, name: str, depth: int) -> int:
    """How deep in elements of this name one stands behind a token."""
    if token.name != name:
        return depth
    return max(0, depth + (1 if token.kind == "start" else -1))


_Piece = tuple[str, int, int, bool]


def _pieces(html: str, token: Token, preformatted: bool) -> Iterable[_Piece]:
    """What is seen of a text or of a tag that breaks a line: the text, where it stands, and whether
    it stands there literally.
    """
    if token.kind == "text":
        return _text_pieces(html, token, preformatted)
    return [("\n", token.start, token.start, False)]


def _text_pieces(html: str, token: Token, preformatted: bool) -> Iterator[_Piece]:
    text = html[token.start : token.end]
    if not preformatted and "&" not in text and not _SPACES.search(text):
        yield text.replace("\n", " ").replace("\r", " "), token.start, token.end, True
        return
    pattern = _PIECE if preformatted else _PIECE_IN_LINE
    for found in pattern.finditer(text):
        piece = found[0]
        start, end = token.start + found.start(), token.start + found.end()
        if piece[0] == "&" and len(piece) > 1:
            yield unescape(piece), start, end, False
        elif preformatted:
            yield piece, start, end, True
        elif len(piece) > 1 and _HTML_SPACE.issuperset(piece):
            yield " ", start, end, False
        else:
            yield piece.replace("\n", " ").replace("\r", " "), start, end, True


def without(html: str, stream: list[Token], ranges: list[tuple[int, int]]) -> str:
    """`html` without the text in these (start, end) ranges, which are sorted and apart, and
    without tags that it leaves empty.

    Tags go only in pairs, so that the tree stays balanced. Pictures stay. So does text that stands
    in fewer blockquotes than a range's beginning: somebody wrote between quoted lines.
    """
    partner, _ = partners(stream)
    spans, touched = _spans(stream, ranges)
    kept = [_left(html, token, span) for token, span in zip(stream, spans, strict=True)]
    seen = [0, *accumulate(_is_seen(t, p) for t, p in zip(stream, kept, strict=True))]
    touches = [0, *accumulate(touched)]
    gone = _emptied(stream, partner, seen, touches, spans)
    return "".join("" if dead else piece for dead, piece in zip(gone, kept, strict=True))


_Span = list[tuple[int, int]]


def _spans(stream: list[Token], ranges: list[tuple[int, int]]) -> tuple[list[_Span], list[bool]]:
    """For each token the ranges that touch it, and whether text of it goes."""
    spans: list[_Span] = []
    touched: list[bool] = []
    first = level = 0
    levels: dict[int, int] = {}
    for token in stream:
        level = _depth(token, "blockquote", level)
        while first < len(ranges) and ranges[first][1] <= token.start:
            first += 1
        mine: _Span = []
        at = first
        while at < len(ranges) and ranges[at][0] < token.end:
            if level >= levels.setdefault(at, level):
                mine.append(ranges[at])
            at += 1
        spans.append(mine)
        touched.append(bool(mine) and token.kind == "text")
    return spans, touched


def _left(html: str, token: Token, span: _Span) -> str:
    """What stays of a token by itself; pairs of tags are judged later."""
    if not span or token.kind in _STAYING or token.name == "img":
        return html[token.start : token.end]
    left, at = [], token.start
    for start, end in span:
        left.append(html[at : max(at, start)])
        at = max(at, min(end, token.end))
    return "".join(left) + html[at : token.end]


def _is_seen(token: Token, left: str) -> bool:
    if token.kind == "text":
        # Nor what marks the lines of a page that is quoted as text.
        return bool("".join(left.replace("&nbsp;", "").split()).strip(">|"))
    return token.kind == "void" and bool(left) and token.name not in _INVISIBLE_VOID


def _emptied(
    stream: list[Token], partner: list[int], seen: list[int], touches: list[int], spans: list[_Span]
) -> list[bool]:
    gone = [False] * len(stream)
    dead_until = 0  # what stands empty inside an emptied element goes with it
    tables: list[int] = []
    for index, token in enumerate(stream):
        mate = partner[index]
        if tables and tables[-1] == mate:
            tables.pop()
        if token.kind != "start" or mate < 0:
            continue
        stays = token.name in _FRAME or (token.name in _TABLE_PARTS and _in_table(tables, gone))
        if seen[mate] == seen[index] and not stays:
            touched = touches[mate] > touches[index] or _in_one_range(spans[index], spans[mate])
            gone[index] = gone[mate] = touched or index < dead_until
        if gone[index]:
            dead_until = max(dead_until, mate)
        if token.name == "table":
            tables.append(index)
    return gone


def _in_table(tables: list[int], gone: list[bool]) -> bool:
    """Inside a table that stays."""
    return bool(tables) and not gone[tables[-1]]


def _in_one_range(opener: _Span, closer: _Span) -> bool:
    return bool(opener) and opener[:1] == closer[-1:]

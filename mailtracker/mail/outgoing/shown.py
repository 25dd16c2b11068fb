"""A page and a block of ours go in; the page with the block where every reader sees it comes out.

The page was written by somebody who may not want the block to be seen. So

- it stands in the body: behind what the page begins with as far as every word of that is understood
  (document type, <html>, <head> with title, style sheets and meta data, <body>), and before the
  first thing that is not;
- at the end of the page it stands only if all of the page is understood, tag by tag, and everything
  left open is closed first; else it stands at its beginning;
- each element of the block says in its own `style`, `!important`, all that could hide it: no style
  sheet outweighs that (CSS Cascade 5 §6.1);
- where the page has style sheets, <html> and <body> say so too: nothing inside a hidden element is
  shown, whatever it says itself.

What is left to the page: to paint something over the block, in readers that let mails do that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import Literal

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.mime.html import TAG_CAP, Token, tokens

_HEAD_SPAN = 64 * 1024  # how far a page's beginning is read
_LONG = 300  # characters of a tag that nothing is remembered of
_TAGS = frozenset({"start", "end", "void"})
_BLANK = r"[ \t\r\n\f]"
_ATTRIBUTE = (
    rf"{_BLANK}++[^ \t\r\n\f\"'<>/=]++"
    rf"(?:{_BLANK}*+={_BLANK}*+(?:\"[^\"]*+\"|'[^']*+'|[^ \t\r\n\f\"'<>=`]++))?+"
)
_REST = rf"(?:{_ATTRIBUTE})*+{_BLANK}*+/?+>"
_COMMENT = r"<!--(?!-?>|\[|[ \t\r\n\f]*+\[)(?:[^-]++|-(?!-)|--(?!!?>))*+-->"
# Outlook obeys what stands in such a comment; these names show and hide nothing.
_OFFICE = (
    r"<!--\[if[^\]<>]{1,40}\]>(?:[^<-]++|-(?!->|-!>)|"
    r"</?(?:xml|style|[ovwmx]:\w{1,40})(?![^ \t\r\n\f/>])(?:[^<>-]++|-(?!-))*+>)*+<!\[endif\]-->"
)
_STYLE = rf"<style{_REST}(?:[^<]++|<(?!/style))*+</style{_BLANK}*+>"
_TITLE = rf"<title{_REST}[^<]*+</title{_BLANK}*+>"
_OF_HEAD = rf"(?:{_BLANK}++|{_COMMENT}|{_OFFICE}|{_STYLE}|{_TITLE}|<(?:meta|link|base){_REST})*+"
_BEGINNING = late_pattern(
    rf"\ufeff?+(?:{_BLANK}++|{_COMMENT}|<\?xml[^<>]*+>)*+(?:<!doctype[^<>]*+>)?+(?:{_BLANK}++|{_COMMENT})*+"
    rf"(?P<html><html{_REST})?+{_OF_HEAD}(?:<head{_REST})?+{_OF_HEAD}(?:</head{_BLANK}*+>)?+"
    rf"{_OF_HEAD}(?P<body><body{_REST})?+",
    re.IGNORECASE,
)
_PLAIN_TAG = late_pattern(rf"</?[a-z][a-z0-9]*+(?::[a-z0-9]++)?+{_REST}", re.IGNORECASE)
_PLAIN_COMMENT = re.compile(_COMMENT)
_OFFICE_NAME = re.compile(r"[ovwmx]:[a-z0-9]{1,40}|st1:[a-z]{1,40}")
# Elements that browsers open and close by one rule: the end tag closes the nearest of its name
# inside the same table cell.
_ORDINARY = frozenset(
    """a abbr acronym address article aside b bdi bdo big blockquote center cite code dd del dfn
    dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header i ins kbd li main mark
    menu nav ol p pre q s samp section small span strike strong sub sup table tbody td tfoot th
    thead time tr tt u ul var""".split()
)
_ORDINARY_VOID = frozenset("area br hr img input wbr meta link base col".split())
_OF_TABLES = frozenset("td th tr tbody thead tfoot".split())
_ENDED_UNSAID = _OF_TABLES | {"p", "li", "dd", "dt"}
_ENDING = _OF_TABLES | frozenset(
    """table address article aside blockquote center dir div dl figcaption footer header main menu
    nav ol pre section ul li dd dt""".split()
)
_PAGE = frozenset("html head body".split())
# Whether anything in a page could hide its <html> or <body>.
_SHEET = re.compile(r"<(?:style|link)\b", re.IGNORECASE)
_HIDING = re.compile(r"\b(?:style|hidden)\b", re.IGNORECASE)
_LATE = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_STYLE_ATTRIBUTE = late_pattern(
    rf"{_BLANK}style{_BLANK}*+={_BLANK}*+(?:\"([^\"]*+)\"|'([^']*+)'|([^ \t\r\n\f\"'<>=`]++))",
    re.IGNORECASE,
)
_ROOT = (
    "display:block;visibility:visible;opacity:1;position:static;float:none;overflow:visible;"
    "transform:none;translate:none;rotate:none;scale:none;perspective:none;filter:none;"
    "clip-path:none;mask:none;-webkit-mask:none;contain:none;content-visibility:visible;zoom:1;"
    "columns:auto;writing-mode:horizontal-tb;text-indent:0;margin:"
)
_ROOTS = {"html": f"{_ROOT}0", "body": f"{_ROOT}8px"}
_DISPLAY = {
    "table": "table",
    "tbody": "table-row-group",
    "tr": "table-row",
    "td": "table-cell",
    "li": "list-item",
} | dict.fromkeys("div p ul ol pre blockquote h1 h2 h3 h4 hr".split(), "block")
# `all` ends everything that a style sheet says; the rest is for readers that do not know it.
_FIRST = "all:revert"
_SEEN = (
    "visibility:visible;opacity:1;position:static;color:inherit;font-size:inherit;"
    "line-height:inherit;unicode-bidi:isolate"
)


def add_to_html(html: str, block: str, place: Literal["above", "below"]) -> str:
    """`block` as first thing that is seen, or as last thing where the page is plain enough."""
    beginning = _BEGINNING.match(html[:_HEAD_SPAN])
    if beginning is None:  # it matches nothing, too
        return f"{block}{html}"
    at = beginning.end()
    head = html[:at]
    if _may_hide(html, beginning):
        head = _insisting_head(html, beginning)
    end = _end(html, at) if place == "below" else None
    if end is None:
        return f"{head}{block}{html[at:]}"
    stop, closing = end
    return f"{head}{html[at:stop]}{closing}{block}{html[stop:]}"


def _may_hide(html: str, beginning: re.Match[str]) -> bool:
    """A page without style sheets, and without such a word in <html> and <body>, hides neither."""
    said = f"{beginning['html'] or ''}{beginning['body'] or ''}"
    if _HIDING.search(said) or _SHEET.search(html):
        return True
    return _LATE.search(html, beginning.end()) is not None


def _insisting_head(html: str, beginning: re.Match[str]) -> str:
    """The page's beginning, with <html> and <body> that stay visible. Of later ones browsers take
    only what the first do not say.
    """
    added, pieces, at = "", [], 0
    for name, style in _ROOTS.items():
        start, stop = beginning.span(name)
        if start < 0:
            added += f'<{name} style="{_important(style)}">'
            continue
        tag = html[start:stop]
        behind = start + 1 + len(name)
        pieces += [html[at:behind], _root_style(tag, style), html[behind:stop]]
        at = stop
    return "".join([*pieces, html[at : beginning.end()], added])


def _root_style(tag: str, style: str) -> str:
    """The first `style` of a tag is the one that counts. The sender's goes on in ours, unless
    it could outweigh it.
    """
    found = _STYLE_ATTRIBUTE.search(tag)
    theirs = unescape(next(filter(None, found.groups()), "")) if found else ""
    kept = "" if "!" in theirs else theirs.replace("&", "&amp;").replace('"', "&quot;")
    return f' style="{_important(style)};{kept}"'


def _end(html: str, at: int) -> tuple[int, str] | None:
    """The place behind the last words of a page, and the end tags of all that is open there. None
    where not everything behind `at` is understood.
    """
    if html.count("<") > TAG_CAP:
        return None
    stream = tokens(html[at:])
    last = _last_place(stream)
    opened = _opened(html, at, stream[:last])
    if opened is None:
        return None
    stop = at + stream[last].start if last < len(stream) else len(html)
    while opened and opened[0] == "p":
        opened.pop(0)  # ended by the block itself
    left = (name for name in reversed(opened) if name not in _OF_TABLES)
    return stop, "".join(f"</{name}>" for name in left)


def _last_place(stream: list[Token]) -> int:
    """Before the end of the body, or before a last tag or comment that is never closed."""
    for name in ("body", "html"):
        for at in range(len(stream) - 1, -1, -1):
            if stream[at].name == name and stream[at].kind == "end":
                return at
    kinds = [(token.kind, token.name) for token in stream[-2:]]
    unclosed = kinds[-1:] == [("rest", "")] and kinds[:-1] != [("start", "style")]
    return len(stream) - unclosed


def _opened(html: str, at: int, stream: list[Token]) -> list[str] | None:
    """The names of what is open behind these tokens, the outermost first; None where something is
    not plain, so that browsers may read it in another way.
    """
    opened: list[str] = []
    for token in stream:
        if not _is_plain(token, html[at + token.start : at + token.end]):
            return None
        if token.kind == "start" and token.name in _OF_TABLES and "table" not in opened:
            return None  # browsers pass over it
        if token.kind == "start" and token.name != "style":
            if opened and opened[-1] == token.name and token.name in _ENDED_UNSAID:
                opened.pop()
            opened.append(token.name)
        elif token.kind == "end" and not _closed(opened, token.name):
            return None
    return opened


def _is_plain(token: Token, written: str) -> bool:
    """Whether every reader takes it for what we do."""
    if token.kind in ("text", "raw"):
        return True
    if token.kind == "other":
        return _PLAIN_COMMENT.fullmatch(written) is not None
    if token.kind == "rest" or not _is_plain_tag(written):
        return False
    if token.kind == "void":
        return token.name in _ORDINARY_VOID
    if token.kind == "end" and token.name in _PAGE:
        return True
    return token.name in _ORDINARY or token.name == "style" or _is_office(token.name)


def _is_plain_tag(written: str) -> bool:
    return _known_plain(written) if len(written) <= _LONG else _found_plain(written)


def _found_plain(written: str) -> bool:
    return _PLAIN_TAG.fullmatch(written) is not None


_known_plain = lru_cache(maxsize=2048)(_found_plain)
"""A page has few tags that differ. None that is kept is long."""


def _is_office(name: str) -> bool:
    return _OFFICE_NAME.fullmatch(name) is not None


def _closed(opened: list[str], name: str) -> bool:
    """Close the nearest of this name. False where another one stands open in it that does not end
    with it.
    """
    if name not in opened:
        return True
    unsaid = _ENDED_UNSAID if name in _ENDING else frozenset()
    while opened[-1] != name:
        if opened.pop() not in unsaid:
            return False
    opened.pop()
    return True


def all_plain(block: str, stream: list[Token]) -> bool:
    """Whether there are only texts and tags that end where they end, whatever stands behind the
    block: no quote is open, nor a comment.
    """
    return all(
        token.kind == "text"
        or (token.kind in _TAGS and _is_plain_tag(block[token.start : token.end]))
        for token in stream
    )


def insisting(block: str, stream: list[Token] | None = None) -> str:
    """`block`, which is ours, with every style `!important`, and in every element all that could
    hide it. `stream` is `tokens(block)`.
    """
    return "".join(_pieces(block, tokens(block) if stream is None else stream))


def _pieces(block: str, stream: list[Token]) -> Iterator[str]:
    for token in stream:
        written = block[token.start : token.end]
        if token.kind not in ("start", "void") or token.name == "br":
            yield written
        elif len(written) <= _LONG:
            yield _insisting_tag(token.name, written)
        else:
            yield _with_style(token.name, written)


def _with_style(name: str, tag: str) -> str:
    found = _STYLE_ATTRIBUTE.search(tag)
    own = unescape(next(filter(None, found.groups()), "")) if found else ""
    rest = tag.replace(found[0], "", 1) if found else tag
    behind = 1 + len(name)
    return f'{rest[:behind]} style="{_insisting(name, own)}"{rest[behind:]}'


_insisting_tag = lru_cache(maxsize=512)(_with_style)
"""Notes have few tags that differ, and few styles. None that is kept is long."""


@lru_cache(maxsize=256)
def _insisting(name: str, own: str) -> str:
    display = f"display:{_DISPLAY.get(name, 'inline')}"
    return _important(";".join(filter(None, [_FIRST, display, _SEEN, own]))).replace('"', "&quot;")


@lru_cache(maxsize=64)
def _important(style: str) -> str:
    said = (one.strip().removesuffix("!important").rstrip() for one in style.split(";"))
    return ";".join(f"{one}!important" for one in said if one)

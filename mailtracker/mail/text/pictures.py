"""A mail's HTML goes in; the pictures that it shows come out, each with the words that stand above
it: a screenshot is what somebody says, the logo of a signature is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import islice

from mailtracker.mail.message import Part, Picture
from mailtracker.mail.mime.charset import clean, decode, html_charset
from mailtracker.mail.mime.transfer import decoded
from mailtracker.mail.text.body import html_text
from mailtracker.record import dataclass

FEW_WORDS = 80
"""Whoever writes more has said something, whatever pictures stand beside it."""

MAX_PICTURES = 20
"""Of one mail that are looked at."""

_HTML_BYTES = 128 * 1024
_SMALL_BYTES = 64 * 1024
_SMALL_HEIGHT = 300  # pixels
_DIGEST_BYTES = 256 * 1024
_BEGIN, _END = "\ue003", "\ue004"
_SHOWN = re.compile(r"<img\b[^>]{0,300}?\bsrc\s{0,3}=\s{0,3}[\"']?cid:([^\"'>\s]{1,500})", re.I)
_TAG_END = re.compile(r"[^>]{0,2000}>")
_MARK = re.compile(f"{_BEGIN}(\\d{{1,2}}){_END}")


@dataclass(frozen=True, slots=True)
class Columns:
    """A text as its reader takes it apart: the writer's own words (`new`), what they passed on
    (`forwarded`), and all but what is quoted (`unquoted`).
    """

    new: str
    forwarded: str
    unquoted: str


_NO_COLUMNS = Columns("", "", "")


def shown_pictures(
    raw: bytes,
    html: Part | None,
    parts: Iterable[Part],
    columns: Callable[[str], Columns],
) -> tuple[Picture, ...]:
    """Those pictures of the `parts` that the `html` shows outside quotes and forwards, and those
    that it does not name: mail programs show these below it. `columns` takes a text apart. In a
    body of more than 128 KB none are looked for.
    """
    inline = {_bare_id(part): part for part in parts if _is_inline(part)}
    if not inline or (html is not None and html.body[1] - html.body[0] > _HTML_BYTES):
        return ()
    marked, named = _marked(_html_of(raw, html), inline) if html else ("", [])
    found = columns(html_text(marked)[0]) if named else _NO_COLUMNS
    shown = tuple(
        _picture(raw, part, found, number)
        for number, part in enumerate(named)
        if _mark(number) in found.unquoted and _mark(number) not in found.forwarded
    )
    beside = [part for part in inline.values() if part not in named]
    return (*shown, *(_picture(raw, part, _NO_COLUMNS, None) for part in beside[:MAX_PICTURES]))


def is_shown_inline(part: Part) -> bool:
    """Whether an HTML text may show this part: it has an id, and was not attached as a file."""
    return bool(part.content_id) and part.disposition != "attachment"


def _is_inline(part: Part) -> bool:
    return is_shown_inline(part) and part.content_type.startswith("image/")


def _bare_id(part: Part) -> str:
    return part.content_id.strip("<> \t")


def _html_of(raw: bytes, part: Part) -> str:
    page = decoded(raw[part.body[0] : part.body[1]], part.encoding)
    return _MARK.sub("", clean(decode(page, part.charset or html_charset(page), guess=False)))


def _marked(html: str, inline: Mapping[str, Part]) -> tuple[str, list[Part]]:
    """A mark in place of each picture, and the pictures by the numbers of their marks."""
    named: list[Part] = []
    pieces: list[str] = []
    rest = dict(islice(inline.items(), MAX_PICTURES))
    at = 0
    for hit in _SHOWN.finditer(html):
        part, end = rest.get(hit[1]), _TAG_END.match(html, hit.end())
        if part is None or end is None:
            continue
        del rest[hit[1]]
        pieces += [html[at : hit.start()], _mark(len(named))]
        named.append(part)
        at = end.end()
    return "".join([*pieces, html[at:]]), named


def _mark(number: int) -> str:
    return f"{_BEGIN}{number}{_END}"


def _picture(raw: bytes, part: Part, found: Columns, number: int | None) -> Picture:
    mark = _mark(number) if number is not None else ""
    signs = mark not in found.new
    column = found.unquoted if signs else found.new
    above = column.partition(mark)[0] if mark else ""
    data = _data(raw, part)
    return Picture(
        path=part.path,
        digest=sha256(data).hexdigest() if data else "",
        small=0 < len(data) <= _SMALL_BYTES and _height(data) <= _SMALL_HEIGHT,
        above=_MARK.sub("", above).strip(),
        signs=signs,
    )


def _data(raw: bytes, part: Part) -> bytes:
    """The picture's bytes, none of one that is too large for a signature."""
    start, end = part.body
    if end - start > 2 * _DIGEST_BYTES:
        return b""
    data = decoded(raw[start:end], part.encoding)
    return data if len(data) <= _DIGEST_BYTES else b""


def _height(data: bytes) -> int:
    """In pixels, of a PNG or a GIF; 0 where it is not said at the beginning."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return int.from_bytes(data[20:24], "big")
    return int.from_bytes(data[8:10], "little") if data.startswith(b"GIF8") else 0


def digests(raw: bytes, parts: Iterable[Part]) -> Iterator[str]:
    """Those of all pictures of a mail that a signature might show."""
    for part in filter(_is_inline, parts):
        if data := _data(raw, part):
            yield sha256(data).hexdigest()

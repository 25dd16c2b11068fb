"""A raw mail goes in; the same without keys of ours comes out, and which keys had to stay.

Looked through are header fields, texts and pages in every charset and transfer encoding, attached
messages down to their own parts, and what stands between parts. What holds no key stays byte for
byte. Keys stay in what must not or cannot be changed: signed and encrypted trees (the header of
the mail that is one is not in it), and files that are no text. What is packed (PDF, ZIP, Office
files) is not seen at all, nor are pictures, sound and film read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from mailtracker.mail.message import Message, Part
from mailtracker.mail.mime.charset import codec_of
from mailtracker.mail.mime.sealed import SEALED, is_armoured
from mailtracker.mail.mime.transfer import decoded, transfer_encoding
from mailtracker.mail.mime.tree import Node, scan
from mailtracker.mail.outgoing.encode import base64_lines, quoted_printable_lines
from mailtracker.mail.outgoing.quoted_keys import KeyForms, QuotedKeys, key_forms
from mailtracker.mail.outgoing.recipe import Piece, Recipe, Stretch, recipe_of
from mailtracker.record import dataclass

_UNENCODED = frozenset({"", "7bit", "8bit", "binary"})
_REWRITTEN = _UNENCODED | {"base64", "quoted-printable"}
_MESSAGES = frozenset({"message/rfc822", "message/global"})
_WORDS = ("text/", "message/", "multipart/")
_NO_WORDS = ("image/", "audio/", "video/", "font/")
# How PDF, ZIP (Office files too), gzip, bzip2, xz, 7z and RAR begin, and pictures that are
# declared as nothing.
_PACKED = (
    b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!",
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8",
)  # fmt: skip
# What every key has in it: the quick question to a large file.
_SHAPES = (
    *(re.compile(rb"1[A-Za-z2-7]{20}"), re.compile(rb"\.[0-9A-Fa-f]{32}")),
    re.compile(rb"[Aa][A-Za-z2-7]{35}"),
)
_CONTENT = re.compile(rb"^content-[^\n]*+\n?(?:[ \t][^\n]*+\n?)*+", re.IGNORECASE | re.MULTILINE)
_DEPTH_CAP = 20
_LEFT_CAP = 1_000
_WIDE = ("utf_16", "utf_32")


_Piece = bytes | memoryview
_Change = tuple[_Piece, _Piece]
"""What stands there, and what shall: the very same object where nothing changes."""


@dataclass(frozen=True, slots=True)
class Unkeyed:
    """A mail without keys of ours: `raw` is the very object that was given where there were none.
    `left`: those that can still be read in it, the first 1,000 of either kind.
    """

    raw: bytes
    left: QuotedKeys
    #: how `raw` is made of the mail that was given
    recipe: Recipe


def without_keys(raw: bytes, sealed: bool, addresses: tuple[str, ...]) -> Unkeyed:
    """`sealed`: nothing of this mail may be changed. `addresses` are those behind which tokens of
    ours stand. Linear, and never an exception.
    """
    cleaner = _Cleaner(key_forms(addresses))
    changes = cleaner.changes(raw, sealed, 0)
    return Unkeyed(_changed(raw, changes), cleaner.left, recipe_of(_pieces(changes)))


def _changed(raw: bytes, changes: Sequence[_Change]) -> bytes:
    return raw if all(new is old for old, new in changes) else b"".join(n for _, n in changes)


def _pieces(changes: Sequence[_Change]) -> Iterator[Piece]:
    at = 0
    for old, new in changes:
        yield Stretch(at, at + len(old)) if new is old else bytes(new)
        at += len(old)


def may_hold_keys(raw: bytes, message: Message, addresses: tuple[str, ...]) -> bool:
    """The quick question, by the structure that is known: False only where `without_keys` would
    change and find nothing. `message` is `parse(raw)`.
    """
    forms = key_forms(addresses)
    if message.sealed or any(_is_intricate(part) for part in message.parts):
        return True
    sources, at = [], 0
    for part in _leaves(message.parts):
        start, end = part.body
        sources.append(raw[at:start])
        if _may_hold(raw, part, forms):
            return True
        at = end
    return forms.may_stand_in(b"".join([*sources, raw[at:]]))


def _is_intricate(part: Part) -> bool:
    """What takes more than one look: mails in mails, and letters that are not bytes."""
    of_utf_7 = "7" in part.charset and "u" in part.charset
    return part.content_type in SEALED or part.content_type in _MESSAGES or of_utf_7


def _leaves(parts: tuple[Part, ...]) -> Iterator[Part]:
    """In document order a part that holds others stands before the first of them."""
    for part, following in zip(parts, (*parts[1:], None), strict=True):
        inside = f"{part.path}.1".lstrip(".")
        if following is None or following.path != inside:
            yield part


def _may_hold(raw: bytes, part: Part, forms: KeyForms) -> bool:
    is_text = part.content_type.startswith(_WORDS)
    if not is_text and _is_packed(raw, part.content_type, part.body, part.encoding):
        return False
    data = decoded(raw[part.body[0] : part.body[1]], part.encoding)
    if not is_text:
        flat = _flat(data)
        return _has_shape(flat) and forms.may_stand_in(flat)
    if b"\0" in data or forms.may_stand_in(data):
        return True
    return part.content_type == "text/html" and forms.may_stand_in_html(
        data.decode(_codec(data, ""))
    )


class _Cleaner:
    """One walk through a mail."""

    def __init__(self, forms: KeyForms) -> None:
        self._forms = forms
        self._left: list[QuotedKeys] = []

    @property
    def left(self) -> QuotedKeys:
        tokens = dict.fromkeys(token for one in self._left for token in one.tokens)
        ids = dict.fromkeys(ident for one in self._left for ident in one.ids)
        return QuotedKeys(tuple(islice(tokens, _LEFT_CAP)), tuple(islice(ids, _LEFT_CAP)))

    def changes(self, raw: bytes, sealed: bool, depth: int) -> list[_Change]:
        """Of all that stands in a message, from its beginning to its end."""
        if depth > _DEPTH_CAP:
            self._look(raw)
            return [(raw, raw)]
        return list(self._node(raw, scan(raw).root, sealed, depth))

    def _node(self, raw: bytes, node: Node, sealed: bool, depth: int) -> Iterator[_Change]:
        """From the part's header to its end."""
        if node.path or depth or not sealed:
            yield self._source(raw[node.begin if node.path else 0 : node.start], sealed)
        else:
            yield from self._top(raw[: node.start])
        if not node.children:
            yield self._leaf(raw, node, sealed, depth)
            return
        sealed = sealed or node.type in SEALED
        at = node.start
        for child in node.children:
            yield self._source(raw[at : child.begin], sealed)
            yield from self._node(raw, child, sealed, depth)
            at = child.end
        yield self._source(raw[at : node.end], sealed)

    def _top(self, head: bytes) -> Iterator[_Change]:
        """The header of a sealed mail is not in the seal: to whom it is, and what it answers. Only
        what says how to read it stays.
        """
        at = 0
        for found in _CONTENT.finditer(head):
            yield self._source(head[at : found.start()], sealed=False)
            yield self._source(found[0], sealed=True)
            at = found.end()
        yield self._source(head[at:], sealed=False)

    def _source(self, source: bytes, sealed: bool) -> _Change:
        """A header, or what stands between parts."""
        if sealed:
            self._look(source)
            return source, source
        text = source.decode("latin-1")
        new = self._forms.without(text)
        return source, source if new is text else new.encode("latin-1")

    def _leaf(self, raw: bytes, node: Node, sealed: bool, depth: int) -> _Change:
        encoding = transfer_encoding(node.head.get("content-transfer-encoding"))
        is_text = node.type.startswith(_WORDS)
        if not is_text and _is_packed(raw, node.type, (node.start, node.end), encoding):
            view = memoryview(raw)[node.start : node.end]
            return view, view
        body = raw[node.start : node.end]
        data = decoded(body, encoding)
        sealed = sealed or encoding not in _REWRITTEN or is_armoured(body, 0, len(body))
        if node.type in _MESSAGES:
            new = _changed(data, self.changes(data, sealed, depth + 1))
        elif is_text and not sealed:
            new = self._text(data, node)
        else:
            self._look(data)
            return body, body
        return body, body if new is data else _encoded(new, encoding, body)

    def _text(self, data: bytes, node: Node) -> bytes:
        codec = _codec(data, node.parameters.get("charset", ""))
        text = data.decode(codec)
        in_html = node.type == "text/html"
        new = self._forms.without_in_html(text) if in_html else self._forms.without(text)
        return data if new is text else new.encode(codec)

    def _look(self, data: bytes) -> None:
        """For keys that stay. Files of some programs hold texts of two bytes a letter."""
        flat = _flat(data)
        if _has_shape(flat):
            found = self._forms.found_in(flat.decode("latin-1"))
            if found:
                self._left.append(found)


def _flat(data: bytes) -> bytes:
    return data.translate(None, b"\0") if b"\0" in data else data


def _has_shape(flat: bytes) -> bool:
    return flat.isascii() or any(shape.search(flat) for shape in _SHAPES)


def _is_packed(raw: bytes, kind: str, body: tuple[int, int], encoding: str) -> bool:
    """Whether nobody reads words in it without unpacking it first."""
    start, end = body
    first = decoded(raw[start : min(start + 76, end)], encoding)
    return kind.startswith(_NO_WORDS) or first.startswith(_PACKED)


def _codec(data: bytes, charset: str) -> str:
    """One by which the text comes out, and goes back to the very same bytes wherever it is not
    changed. A key is ASCII: for what keeps ASCII as it is, nothing else counts.
    """
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\0" in data[:200]
    codec = "utf_16" if marked else codec_of(charset)
    if codec.startswith(_WIDE):
        codec = _with_byte_order(codec, data)
    wanted = codec if codec == "utf_7" or codec.startswith(_WIDE) else "utf_8"
    try:
        data.decode(wanted)
    except UnicodeError:
        return "latin_1"
    return wanted


def _with_byte_order(codec: str, data: bytes) -> str:
    """With the order named, the mark counts as a letter and comes out again."""
    if codec.endswith(("_le", "_be")):
        return codec
    little = data.startswith(b"\xff\xfe") or (data[:1] != b"\0" and data[:2] != b"\xfe\xff")
    return f"{codec}_{'le' if little else 'be'}"


def _encoded(data: bytes, encoding: str, body: bytes) -> bytes:
    """In the transfer encoding that the part declares; the line end at its end belongs to the
    boundary, unless there was one.
    """
    if encoding == "base64":
        lines = base64_lines(data)
    elif encoding == "quoted-printable":
        lines = quoted_printable_lines(data)
    else:
        return data
    return lines if body.endswith(b"\n") else lines.removesuffix(b"\r\n")

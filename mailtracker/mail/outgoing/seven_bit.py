"""A composed mail with 8-bit bytes in, the same mail in ASCII out: for servers without 8BITMIME
(RFC 6152 3).
"""

from __future__ import annotations

from collections.abc import Iterator

from mailtracker.mail.message import Part
from mailtracker.mail.mime.sealed import SEALED
from mailtracker.mail.mime.tree import DEPTH_CAP, part_of, scan
from mailtracker.mail.outgoing.encode import base64_lines, quoted_printable_lines
from mailtracker.mail.outgoing.part_head import Field, join_head, split_head

_ENCODING = "content-transfer-encoding"
_STRAY = bytes([*range(128), *b"?" * 128])

Piece = tuple[int, int, bytes]
"""What stands from one offset to another, and what comes in its place."""


def seven_bit(raw: bytes, depth: int = DEPTH_CAP) -> bytes | None:
    """Each part that holds 8-bit bytes is encoded anew: text as quoted-printable, an attached
    message part by part, all else as base64. What stands between parts, which nobody reads, loses
    such bytes. None where they stand in something signed or encrypted, which ends with the first
    changed byte (RFC 1847 2.1), or in messages that are attached `depth` deep.
    """
    if raw.isascii():
        return raw
    parts = [part_of(node) for node in scan(raw).nodes]
    if depth == 0 or any(_is_sealed(raw, part) for part in parts):
        return None
    out: list[bytes] = []
    at = 0
    for part in parts:
        for start, end, new in _pieces(raw, part, depth):
            out += [raw[at:start].translate(_STRAY), new]
            at = end
    whole = b"".join([*out, raw[at:].translate(_STRAY)])
    return whole if _SEALED not in out else None


_SEALED = b"\x80"
"""In place of a body that cannot be changed: no ASCII is that."""


def _is_sealed(raw: bytes, part: Part) -> bool:
    return part.content_type in SEALED and not raw[part.body[0] : part.body[1]].isascii()


def _pieces(raw: bytes, part: Part, depth: int) -> Iterator[Piece]:
    """The head and, but for a multipart, the body."""
    (at, head_end), (start, end) = part.head, part.body
    body = raw[start:end]
    if part.content_type.startswith("multipart/") or body.isascii():
        yield at, head_end, _head(raw[at:head_end], part, "7bit")
    else:
        encoding, new = _encoded(body, part, depth)
        yield at, head_end, _head(raw[at:head_end], part, encoding)
        yield start, end, new


def _encoded(body: bytes, part: Part, depth: int) -> tuple[str, bytes]:
    """The transfer encoding and the body in it."""
    if part.content_type in ("message/rfc822", "message/global"):
        inner = seven_bit(body, depth - 1)
        return "7bit", _SEALED if inner is None else inner
    if part.encoding in ("base64", "quoted-printable"):
        return part.encoding, body.translate(_STRAY)  # damaged; nothing can be encoded twice
    if part.content_type.startswith("text/"):
        return "quoted-printable", _as_ended(body, quoted_printable_lines(body))
    return "base64", base64_lines(body)


def _as_ended(body: bytes, lines: bytes) -> bytes:
    """The last line end belongs to the boundary where the body had none."""
    return lines if body.endswith(b"\n") else lines.removesuffix(b"\r\n")


def _head(head: bytes, part: Part, encoding: str) -> bytes:
    """`encoding` is named where it is not what the head said: 8bit and binary are no more."""
    if head.isascii() and encoding in (part.encoding, "7bit") and part.encoding in _SEVEN:
        return head
    kept = [field for field in split_head(head) if field.name != _ENCODING]
    named = part.encoding if part.encoding in _SEVEN and encoding == "7bit" else encoding
    said = [Field(_ENCODING, f"Content-Transfer-Encoding: {named}".encode())] if named else []
    return join_head([*kept, *said]) + b"\r\n"


_SEVEN = ("", "7bit", "base64", "quoted-printable")

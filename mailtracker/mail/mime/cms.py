"""A CMS SignedData (RFC 5652), as S/MIME puts one around a mail, goes in; that mail comes out.
Nothing is verified: whoever wants to know who signed it asks their mail program.

Only what stands before the content is walked over, in the one order that it has, so a few headers
of BER are all that is read here. Linear in the input; never raises.
"""

from __future__ import annotations

from mailtracker.record import dataclass

_SEQUENCE, _INTEGER, _SET, _OID = 0x30, 0x02, 0x31, 0x06
_EXPLICIT = 0xA0  # [0] EXPLICIT
_OCTETS, _OCTETS_IN_PIECES = 0x04, 0x24
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")  # 1.2.840.113549.1.7.2
_DATA = bytes.fromhex("2a864886f70d010701")  # 1.2.840.113549.1.7.1
_LENGTH_CAP = 8  # bytes of a length
_DEPTH_CAP = 8  # octet strings made of such


class _NotSigned(Exception):
    """These bytes are no SignedData with a mail in it."""


def signed_content(data: bytes) -> bytes:
    """The bytes that were signed; b"" where these are none that hold any (encrypted, detached,
    damaged).
    """
    try:
        return _content(data)
    except _NotSigned:
        return b""


@dataclass(frozen=True, slots=True)
class _Element:
    """An element of the kind that `tag` says. Its content stands from `start` to `stop`, None where
    an end mark ends it (X.690 §8.1.3.6).
    """

    tag: int
    start: int
    stop: int | None


def _content(data: bytes) -> bytes:
    """ContentInfo and SignedData, RFC 5652 §3 and §5.1, down to eContent."""
    pos = _entered(data, 0, _SEQUENCE)
    pos = _behind_id(data, pos, _SIGNED_DATA)
    pos = _entered(data, pos, _EXPLICIT)
    pos = _entered(data, pos, _SEQUENCE)
    for tag in (_INTEGER, _SET):  # version, digestAlgorithms
        pos = _behind(data, _expected(data, pos, tag))
    pos = _entered(data, pos, _SEQUENCE)
    pos = _behind_id(data, pos, _DATA)
    pos = _entered(data, pos, _EXPLICIT)
    return _octets(data, pos)


def _element(data: bytes, pos: int) -> _Element:
    if pos + 2 > len(data):
        raise _NotSigned
    tag, length, start = data[pos], data[pos + 1], pos + 2
    if length == 0x80:
        return _Element(tag, start, None)
    if length > 0x80:
        size = length & 0x7F
        if size > _LENGTH_CAP:
            raise _NotSigned
        length, start = int.from_bytes(data[start : start + size]), start + size
    return _Element(tag, start, min(start + length, len(data)))


def _expected(data: bytes, pos: int, tag: int) -> _Element:
    found = _element(data, pos)
    if found.tag != tag:
        raise _NotSigned
    return found


def _entered(data: bytes, pos: int, tag: int) -> int:
    return _expected(data, pos, tag).start


def _behind_id(data: bytes, pos: int, wanted: bytes) -> int:
    found = _expected(data, pos, _OID)
    if data[found.start : found.stop] != wanted:
        raise _NotSigned
    return _behind(data, found)


def _behind(data: bytes, found: _Element) -> int:
    """Where the next element begins."""
    depth, pos = 0, found.start
    if found.stop is not None:
        return found.stop
    while True:
        inner = _element(data, pos)
        pos = inner.start if inner.stop is None else inner.stop
        depth += inner.stop is None
        if inner.tag == 0:  # the end mark
            depth -= 1
            if depth < 0:
                return pos


def _octets(data: bytes, pos: int) -> bytes:
    """An octet string, whole or in pieces (X.690 §8.7)."""
    pieces: list[bytes] = []
    ends: list[int | None] = []  # of those that are open
    while True:
        found = _element(data, pos)
        if found.tag == _OCTETS and found.stop is not None:
            pieces.append(data[found.start : found.stop])
            pos = found.stop
        elif found.tag == _OCTETS_IN_PIECES and len(ends) < _DEPTH_CAP:
            ends.append(found.stop)
            pos = found.start
        elif found.tag == 0 and ends and ends[-1] is None:
            ends.pop()
            pos = found.start
        else:
            raise _NotSigned
        while ends and ends[-1] is not None and pos >= ends[-1]:
            ends.pop()
        if not ends:
            return b"".join(pieces)

"""An encoded MIME body goes in; the bytes it stands for come out. Damaged
input gives what can be saved.
"""

from __future__ import annotations

import binascii
import contextlib
import re
from collections.abc import Iterator

_WINDOW = 1 << 20
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_JUNK = bytes(byte for byte in range(256) if byte not in _ALPHABET)
_SOFT_BREAK = re.compile(rb"=[ \t]++\r?\n")
_UU_NAMES = frozenset({"x-uuencode", "uuencode", "x-uue", "uue"})
KNOWN = frozenset({"", "7bit", "8bit", "binary", "quoted-printable", "base64"}) | _UU_NAMES
_USUAL = {name.encode(): name for name in KNOWN}


def transfer_encoding(value: bytes) -> str:
    """Content-Transfer-Encoding as one lower-case word; gateways add comments and semicolons."""
    return _USUAL.get(value) or _one_word(value)


def _one_word(value: bytes) -> str:
    return value.partition(b";")[0].partition(b"(")[0].decode("ascii", "replace").strip().lower()


def decoded(body: bytes, encoding: str) -> bytes:
    """The whole body, decoded (RFC 2045 §6). Unknown encodings are
    taken as they are. Never raises.
    """
    if encoding == "base64":
        if not body.translate(None, _ALPHABET + b"\r\n"):
            return _clean_base64(body)
        return body if _is_prose(body) else base64_bytes(_without_footer(body))
    if encoding == "quoted-printable":
        return quoted_printable(body)
    return uudecoded(body) if encoding in _UU_NAMES else body


def windows(data: bytes, start: int, end: int, encoding: str) -> Iterator[bytes]:
    """The same in pieces of about 1 MB, for hashing large parts in little memory."""
    pos, carry = start, b""
    while pos < end:
        stop = data.find(b"\n", min(pos + _WINDOW, end), min(pos + 2 * _WINDOW, end)) + 1
        stop = stop or min(pos + 2 * _WINDOW, end)
        piece, pos = data[pos:stop], stop
        if encoding == "base64":
            piece = carry + piece.translate(None, _JUNK)
            keep = len(piece) // 4 * 4 if pos < end else len(piece)
            piece, carry = piece[:keep], piece[keep:]
            yield base64_bytes(piece) if piece.count(b"=") < 1000 else piece
        else:
            yield quoted_printable(piece) if encoding == "quoted-printable" else piece


def base64_bytes(text: bytes) -> bytes:
    """Lenient base64: foreign bytes are skipped, padding may be absent, or stand between pieces."""
    digits = text.translate(None, _JUNK)
    body = digits.rstrip(b"=")
    if b"=" in body:
        return b"".join(map(_base64_run, body.split(b"=")))
    return _base64_run(body)


def _clean_base64(text: bytes) -> bytes:
    """As `base64_bytes`, of the alphabet and line ends alone: the library steps over these."""
    if b"=" not in text.rstrip(b"=\r\n"):
        with contextlib.suppress(binascii.Error):  # no whole number of bytes
            return binascii.a2b_base64(text)
    return base64_bytes(text)


def _base64_run(digits: bytes) -> bytes:
    over = len(digits) % 4
    if over == 1:  # six bits are no byte
        digits, over = digits[:-1], 0
    try:
        return binascii.a2b_base64(digits + b"=" * (-len(digits) % 4))
    except binascii.Error:  # cannot happen on pure alphabet; kept so that nothing ever raises
        return b""


def _is_prose(body: bytes) -> bool:
    """Called base64, but words: much of its first line stands for nothing in that alphabet, or it
    is cut into pieces that are as short as words.
    """
    first = body[:2000].lstrip().partition(b"\n")[0].strip()
    if b" " not in first:
        return False
    pieces = first.split()
    in_words = len(pieces) > 3 and len(first) < 16 * len(pieces)
    return in_words or len(first.translate(None, _ALPHABET)) * 8 > len(first)


def _without_footer(body: bytes) -> bytes:
    """Lists append clear-text footers to base64 bodies; words would decode to rubbish, so
    stop at the first prose line.
    """
    kept: list[bytes] = []
    for line in body.split(b"\n"):
        line = line.strip()
        if b" " in line and kept:
            break
        kept.append(line)
    return b"\n".join(kept)


def quoted_printable(body: bytes) -> bytes:
    """Quoted-printable; raw 8-bit bytes in it stay as they are."""
    if b"=" not in body:
        return body
    if b"= " in body or b"=\t" in body:
        body = _SOFT_BREAK.sub(b"=\n", body)
    return binascii.a2b_qp(body)


def uudecoded(block: bytes) -> bytes:
    """The lines between "begin" and "end", decoded; bad lines are skipped."""
    out = []
    inside = False
    for line in block.split(b"\n"):
        line = line.rstrip(b"\r")
        if not inside:
            inside = line.startswith(b"begin ")
        elif line == b"end":
            break
        else:
            out.append(_uu_line(line))
    return b"".join(out)


def _uu_line(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        return b""

"""Text goes in; a MIME body that any server takes comes out: base64 or quoted-printable,
lines of at most 76 bytes, CRLF.
"""

from __future__ import annotations

import binascii
from functools import lru_cache

_HIGH = bytes(range(128, 256))
_LINE = 57  # bytes in a base64 line of 76 characters
_KNOWN = 300  # bytes of a line that is remembered


def encode_text(text: str, *, of_ours: bool = False) -> tuple[str, bytes]:
    """(transfer encoding, body) of a text in UTF-8, whichever is shorter. The body
    ends with CRLF unless it is empty. `of_ours`: most of its lines were in other letters too.

    Line ends of any kind become CRLF (RFC 2046 §4.1.1); NUL and lone surrogates, which no
    mail can carry, become U+FFFD.
    """
    raw = _utf8(text)
    if b"\r" in raw:
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    raw = raw.replace(b"\0", b"\xef\xbf\xbd").replace(b"\n", b"\r\n")
    high = 0 if raw.isascii() else len(raw) - len(raw.translate(None, _HIGH))
    if high * 6 > len(raw):
        return "base64", base64_lines(raw)
    return "quoted-printable", (_known_lines if of_ours else quoted_printable_lines)(raw)


def _utf8(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return (
            text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode("utf-8")
        )


def base64_lines(raw: bytes) -> bytes:
    """base64 in lines of 76, each ended by CRLF (RFC 2045 §6.8)."""
    line = binascii.b2a_base64
    return b"".join(
        [line(raw[at : at + _LINE], newline=False) + b"\r\n" for at in range(0, len(raw), _LINE)]
    )


def quoted_printable_lines(raw: bytes) -> bytes:
    """Quoted-printable of text with CRLF line ends; ends with CRLF unless empty (RFC 2045 §6.7)."""
    if raw and not raw.endswith(b"\r\n"):
        raw += b"\r\n"  # also tells the encoder which line end its soft breaks have to have
    return _without_from(binascii.b2a_qp(raw, istext=True))


def _known_lines(raw: bytes) -> bytes:
    """`quoted_printable_lines` of CRLF lines that are encoded each by itself, once for all letters
    that have it.
    """
    if not raw.endswith(b"\r\n"):
        raw += b"\r\n" if raw else b""
    lines = raw.split(b"\r\n")[:-1]
    short = [_known_line(line) if len(line) <= _KNOWN else _encoded_line(line) for line in lines]
    return _without_from(b"".join(short))


def _encoded_line(line: bytes) -> bytes:
    return binascii.b2a_qp(line + b"\r\n", istext=True)


_known_line = lru_cache(maxsize=1024)(_encoded_line)


def _without_from(lines: bytes) -> bytes:
    # Some mbox writers put ">" before a line that starts with "From "; a soft break
    # inside the word prevents it.
    lines = lines.replace(b"\nFrom ", b"\nF=\r\nrom ")
    return b"F=\r\nrom " + lines[5:] if lines.startswith(b"From ") else lines

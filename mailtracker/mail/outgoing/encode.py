"""Text goes in; a MIME body that any server takes comes out: base64 or quoted-printable,
lines of at most 76 bytes, CRLF.
"""

from __future__ import annotations

import binascii

_HIGH = bytes(range(128, 256))
_LINE = 57  # bytes in a base64 line of 76 characters


def encode_text(text: str) -> tuple[str, bytes]:
    """(transfer encoding, body) of a text in UTF-8, whichever is shorter. The body
    ends with CRLF unless it is empty.

    Line ends of any kind become CRLF (RFC 2046 §4.1.1); NUL and lone surrogates, which no
    mail can carry, become U+FFFD.
    """
    text = (
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd").replace("\n", "\r\n")
    )
    raw = _utf8(text)
    high = len(raw) - len(raw.translate(None, _HIGH))
    if high * 6 > len(raw):
        return "base64", base64_lines(raw)
    return "quoted-printable", quoted_printable_lines(raw)


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
    lines = binascii.b2a_qp(raw, istext=True)
    # Some mbox writers put ">" before a line that starts with "From "; a soft break
    # inside the word prevents it.
    lines = lines.replace(b"\nFrom ", b"\nF=\r\nrom ")
    return b"F=\r\nrom " + lines[5:] if lines.startswith(b"From ") else lines

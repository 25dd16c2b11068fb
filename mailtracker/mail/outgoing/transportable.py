"""The body of a MIME part goes in; one that any server with 8BITMIME
carries unchanged comes out.
"""

from __future__ import annotations

import re

from mailtracker.mail.message import Part
from mailtracker.mail.outgoing.encode import base64_lines
from mailtracker.mail.outgoing.recipe import Piece, Stretch
from mailtracker.record import dataclass

_LINE = 998
_WINDOW = 1 << 20
_HIGH_AND_NUL = bytes([0, *range(128, 256)])
_UNFIT_IN_QP = re.compile(rb"[\x00\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Body:
    """A body in `pieces`. `encoding` and `content_type` replace what the part's head says, ""
    leaves it. `eight` = it holds 8-bit bytes.
    """

    pieces: tuple[Piece, ...]
    encoding: str = ""
    content_type: str = ""
    eight: bool = False


def is_transportable(raw: bytes, start: int, end: int) -> bool:
    """ASCII without NUL, every line end CRLF, no line above 998 bytes (RFC 5321
    §4.5.3.1.6). No copy of it all is made.
    """
    if raw.find(b"\0", start, end) >= 0 or not is_seven_bit(raw, start, end):
        return False
    if _has_even_lines(raw, start, end):
        return True
    ends = {raw.count(mark, start, end) for mark in (b"\r\n", b"\n", b"\r")}
    return len(ends) == 1 and _short_lines(raw, start, end)


def _has_even_lines(raw: bytes, start: int, end: int) -> bool:
    """Whether each line but the last is as long as the first, with CRLF: so encoders write large
    files, and so it takes a fifth of the time to know.
    """
    width = raw.find(b"\n", start, min(end, start + _LINE + 2)) + 1 - start
    if width < 2:
        return False
    rows = (end - start) // width
    last = start + rows * width
    ends = rows + raw.endswith(b"\r\n", last, end)
    if raw[start + width - 1 : last : width] != b"\n" * rows:
        return False
    if raw[start + width - 2 : last : width] != b"\r" * rows:
        return False
    return raw.count(b"\n", start, end) == ends == raw.count(b"\r", start, end)


def is_seven_bit(raw: bytes, start: int, end: int) -> bool:
    if end - start <= _WINDOW:
        return raw[start:end].isascii()
    return all(raw[at : min(at + _WINDOW, end)].isascii() for at in range(start, end, _WINDOW))


def _short_lines(raw: bytes, start: int, end: int) -> bool:
    while end - start > _LINE:
        found = raw.rfind(b"\n", start, start + _LINE + 2)
        if found < 0 or found >= end:
            return False
        start = found + 1
    return True


def transportable_body(raw: bytes, part: Part, exact: bool) -> Body:
    """The part's body, made transportable where it is not. `exact`: line ends inside an
    unencoded attachment are content.

    message/* and multipart/* that we do not look into keep 8-bit bytes, since nothing but 7bit and
    8bit is allowed for them (RFC 2045 §6.4); a message with lines that no server carries goes on as
    a file.
    """
    start, end = part.body
    encoding = part.encoding.lower()
    if is_transportable(raw, start, end):
        return Body((Stretch(start, end),), encoding=_declared(encoding))
    body = raw[start:end]
    if encoding == "base64":
        return Body((wrapped(crlf(body.translate(None, _HIGH_AND_NUL)), 76),))
    if encoding == "quoted-printable":
        return Body((_short_qp(crlf(body)),))
    if part.content_type.startswith(("message/", "multipart/")):
        return _opaque(body, part)
    exact = exact and b"\r\n" in raw[: part.head[1]]
    if exact and not _is_body_text(part):
        return Body((base64_lines(body),), encoding="base64")
    lines = crlf(body)
    if is_transportable(lines, 0, len(lines)):
        return Body((lines,), encoding=_declared(encoding))
    text = part.content_type.startswith("text/")
    return Body((base64_lines(lines if text else body),), encoding="base64")


def _declared(encoding: str) -> str:
    """What is seven bit may say so; "" leaves what the head says."""
    return "7bit" if encoding == "binary" else ""


def _is_body_text(part: Part) -> bool:
    attached = part.disposition == "attachment" or bool(part.filename)
    return part.content_type.startswith("text/") and not attached


def _opaque(body: bytes, part: Part) -> Body:
    lines = crlf(body).replace(b"\0", b"")
    if _short_lines(lines, 0, len(lines)):
        return _unencoded(lines)
    if part.content_type.startswith("message/"):
        kind = 'application/octet-stream; name="message.eml"'
        return Body((base64_lines(body),), encoding="base64", content_type=kind)
    return _unencoded(wrapped(lines, _LINE))


def _unencoded(lines: bytes) -> Body:
    eight = not lines.isascii()
    return Body((lines,), encoding="8bit" if eight else "7bit", eight=eight)


def crlf(body: bytes) -> bytes:
    """Every line end as CRLF; a doubled CR before LF counts once."""
    return (
        body.replace(b"\r\r\n", b"\n")
        .replace(b"\r\n", b"\n")
        .replace(b"\r", b"\n")
        .replace(b"\n", b"\r\n")
    )


def wrapped(lines: bytes, width: int) -> bytes:
    """`lines` with breaks in those above 998 bytes only."""
    if _short_lines(lines, 0, len(lines)):
        return lines
    return b"\r\n".join(_broken(line, width) for line in lines.split(b"\r\n"))


def _broken(line: bytes, width: int) -> bytes:
    if len(line) <= _LINE:
        return line
    return b"\r\n".join(line[at : at + width] for at in range(0, len(line), width))


def between_parts(gap: bytes) -> bytes:
    """Boundary lines, and whatever else stands between parts (also parts that nobody
    counted), with lines that servers carry.
    """
    if is_transportable(gap, 0, len(gap)):
        return gap
    return wrapped(crlf(gap).replace(b"\0", b""), _LINE)


def _short_qp(lines: bytes) -> bytes:
    lines = _UNFIT_IN_QP.sub(lambda found: b"=%02X" % found[0][0], lines)
    if _short_lines(lines, 0, len(lines)):
        return lines
    return b"\r\n".join(b"=\r\n".join(_soft_pieces(line)) for line in lines.split(b"\r\n"))


def _soft_pieces(line: bytes) -> list[bytes]:
    pieces, at = [], 0
    while len(line) - at > _LINE - 10:
        end = at + _LINE - 20
        escape = line.rfind(b"=", end - 2, end)
        end = escape if escape >= 0 else end
        pieces.append(line[at:end])
        at = end
    return [*pieces, line[at:]]

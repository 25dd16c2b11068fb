"""The head of a MIME part goes in; its fields, and lines for them that servers carry, come out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote

from mailtracker.mail.mime.charset import decode
from mailtracker.mail.mime.header_text import clean_header
from mailtracker.mail.outgoing.header_fields import text_field

_LINE = 998
_NAME = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_BLANK_LINE = re.compile(rb"\n[ \t]*+(?:\n|\Z)")
_NEXT = re.compile(rb"\n(?![ \t])")
_CONTROLS = bytes([*range(9), *range(0x0B, 0x20), 0x7F])
_CONTROL = re.compile(b"[%s]+" % re.escape(_CONTROLS))
_PARAMETER = re.compile(r";\s*+([\w.*-]{1,60})\s*+=\s*+(\"(?:[^\"\\]|\\.)*+\"|[^;]*+)")
_NAMES = frozenset({"name", "filename"})
_NAME_CAP = 120
_SECTION = 50


class Field(NamedTuple):
    """One field, lower-case name and whole bytes: folded lines joined by CRLF, the last without."""

    name: str
    line: bytes


def split_head(head: bytes) -> list[Field]:
    """The fields of a head, in order. Lines that are no field are left out; bare CR and
    control characters become spaces.
    """
    fields = []
    for lines in _unparted(head.removeprefix(b"\xef\xbb\xbf").lstrip()):
        named = _NAME.match(lines)
        if named:
            name = named[1].decode("ascii").lower()
            fields.append(Field(name, lines.replace(b"\n", b"\r\n")))
    return fields


def _unparted(head: bytes) -> list[bytes]:
    """Each line with those that go on from it, parted by LF. Blank lines are none; control
    characters are spaces, hardly any head has one.
    """
    lines = head.replace(b"\r\n", b"\n")
    if len(lines.translate(None, _CONTROLS)) < len(lines):
        whole = (_CONTROL.sub(b" ", line.rstrip(b"\r")) for line in head.split(b"\n"))
        lines = b"\n".join(whole)
    if _BLANK_LINE.search(lines.rstrip(b"\n")):
        lines = b"\n".join(line for line in lines.split(b"\n") if line.strip())
    return _NEXT.split(lines.rstrip(b"\n"))


def join_head(fields: Iterable[Field]) -> bytes:
    """The fields as lines that servers carry, each ended by CRLF, without the blank line."""
    return b"".join(_transportable(field) + b"\r\n" for field in fields)


def _transportable(field: Field) -> bytes:
    longest = len(field.line)
    if longest > _LINE:
        longest = max(map(len, field.line.split(b"\r\n")))
    if field.line.isascii() and longest <= _LINE:
        return field.line
    name, _, value = field.line.partition(b":")
    title = name.decode("ascii").strip()
    text = decode(value.replace(b"\r\n", b""))
    if field.name in ("content-type", "content-disposition"):
        return _parameters(title, text).encode("ascii", "replace")  # a boundary may be of any bytes
    return text_field(title, text, None).encode()


def _parameters(title: str, text: str) -> str:
    """Names that are not ASCII are written as RFC 2231 says, in sections that fit a
    line. A boundary stays as it is.
    """
    lines = [clean_header(text.partition(";")[0])]
    for found in _PARAMETER.finditer(text):
        key, value = found[1].lower(), found[2].strip()
        if value.isascii() and len(value) <= 200:
            lines.append(f"{key}={value}")
        elif key in _NAMES:
            lines += _sections(key, value.strip('"'))
        elif key == "boundary":
            lines.append(f"{key}={value[:200]}")
    return f"{title}: " + ";\r\n ".join(lines)


def _sections(key: str, value: str) -> list[str]:
    whole = quote(clean_header(value, _NAME_CAP), safe="")
    pieces = re.findall(rf"(?:%..|[^%]){{1,{_SECTION // 3}}}", whole)
    if len(pieces) == 1:
        return [f"{key}*=utf-8''{whole}"]
    return [
        f"{key}*{number}*={'' if number else 'utf-8' + chr(39) * 2}{piece}"
        for number, piece in enumerate(pieces)
    ]

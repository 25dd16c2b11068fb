"""A file goes in; a MIME part that any client saves under the right name comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import quote

from mailtracker.mail.mime.header_text import clean_header
from mailtracker.mail.outgoing.encode import base64_lines
from mailtracker.mail.outgoing.envelope import Attachment

_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}")
_PIECE = 60  # of a name in percent signs: a folded line stays under 78


def attachment_part(file: Attachment) -> bytes:
    """One part, head and base64 body, ended by CRLF."""
    head = [
        f"Content-Type: {_content_type(file.content_type)}",
        "Content-Transfer-Encoding: base64",
        ";\r\n ".join(["Content-Disposition: attachment", *_named(_base_name(file.name))]),
    ]
    return "\r\n".join([*head, "", ""]).encode("ascii") + base64_lines(file.data)


def _content_type(said: str) -> str:
    """A text is UTF-8. What is itself a mail may not be in base64 (RFC 2046 §5.2.1),
    so it goes as a plain file.
    """
    kind = said.strip().lower()
    if not _TYPE.fullmatch(kind) or kind.startswith(("message/", "multipart/")):
        return "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _base_name(name: str) -> str:
    return clean_header(PurePosixPath(name.replace("\\", "/")).name, 150) or "file"


def _named(name: str) -> Iterator[str]:
    """The parameter `filename`: quoted where it is ASCII, else by RFC 2231,
    in pieces where it is long.
    """
    if name.isascii() and len(name) <= _PIECE:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        yield f'filename="{escaped}"'
        return
    pieces = _pieces([quote(character, safe="") for character in name])
    if len(pieces) == 1:
        yield f"filename*=utf-8''{pieces[0]}"
        return
    for number, piece in enumerate(pieces):
        charset = "" if number else "utf-8''"
        yield f"filename*{number}*={charset}{piece}"


def _pieces(characters: list[str]) -> list[str]:
    """Joined up to the width; no character is cut."""
    pieces = [""]
    for character in characters:
        if len(pieces[-1]) + len(character) > _PIECE:
            pieces.append("")
        pieces[-1] += character
    return pieces

"""Outlook's winmail.dat goes in; the names of the files that it holds come
out (MS-OXTNEF, by tnefparse).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from mailtracker.mail.message import Part
from mailtracker.mail.mime.charset import decode
from mailtracker.mail.mime.encoded_words import shown_name
from mailtracker.mail.mime.transfer import decoded

if TYPE_CHECKING:  # the library is loaded for a mail that has such a file: hardly any has
    from tnefparse.tnef import TNEFAttachment

_TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_SIGNATURE = struct.pack("<I", 0x223E9F78)  # MS-OXTNEF 2.1.1
_HEADER = 6
_OBJECT = struct.Struct(
    "<BHHI"
)  # level, name, type, length of what follows; two bytes of checksum end it
_FILES_CAP, _FILE_CAP, _OBJECT_CAP, _OBJECTS = 20, 50 * 1024 * 1024, 256 * 1024, 2_000


def packed_names(raw: bytes, attachments: tuple[Part, ...]) -> tuple[str, ...]:
    """Names of the files inside every winmail.dat among the first attachments;
    what cannot be read has none.
    """
    found: list[str] = []
    for part in attachments[:_FILES_CAP]:
        if part.content_type in _TYPES or part.filename.casefold() == "winmail.dat":
            start, end = part.body
            if end - start <= _FILE_CAP:
                found += _names(decoded(raw[start:end], part.encoding))
    return tuple(dict.fromkeys(found))


def _names(content: bytes) -> list[str]:
    if not content.startswith(_SIGNATURE):
        return []
    try:
        from tnefparse import TNEF

        files = TNEF(_what_names(content), do_checksum=False).attachments
        return [name for file in files if (name := shown_name(_name(file)))]
    except Exception:  # a foreign parser on hostile input: whatever it raises, the mail goes on
        return []


def _name(file: TNEFAttachment) -> str:
    """The library reads short names as UTF-8 only."""
    try:
        return str(file.long_filename() or "")
    except UnicodeDecodeError:
        return decode(bytes(file._name).rstrip(b"\0"))


def _what_names(content: bytes) -> bytes:
    """Only the objects that say how attachments are called: the library copies all
    that follows once an object.
    """
    from tnefparse import TNEF

    kept = [content[:_HEADER]]
    pos = _HEADER
    for _ in range(_OBJECTS):
        if pos + _OBJECT.size > len(content):
            break
        level, name, _, length = _OBJECT.unpack_from(content, pos)
        stop = pos + _OBJECT.size + length + 2
        wanted = (
            level == TNEF.LVL_ATTACHMENT and name != TNEF.ATTATTACHDATA
        ) or name == TNEF.ATTOEMCODEPAGE
        if wanted and length <= _OBJECT_CAP:
            kept.append(content[pos:stop])
        pos = stop
    return b"".join(kept)

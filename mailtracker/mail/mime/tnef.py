"""Outlook's winmail.dat goes in; the names of the files that it holds come out (MS-OXTNEF, by
tnefparse), and what it says of an appointment.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mailtracker.mail.message import Part, Scheduling
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
_MESSAGE, _MESSAGE_CLASS = 1, 0x8008  # level and name of what Outlook calls the kind of a mail
_CLASS_CAP = 200
_CLASSES = {
    "ipm.schedule.meeting.request": ("REQUEST", ""),
    "ipm.schedule.meeting.canceled": ("CANCEL", ""),
    "ipm.schedule.meeting.resp.pos": ("REPLY", "ACCEPTED"),
    "ipm.schedule.meeting.resp.neg": ("REPLY", "DECLINED"),
    "ipm.schedule.meeting.resp.tent": ("REPLY", "TENTATIVE"),
    # As MS-OXTNEF 2.1.3.3.14 has them written.
    "ipm.microsoft schedule.mtgreq": ("REQUEST", ""),
    "ipm.microsoft schedule.mtgcncl": ("CANCEL", ""),
    "ipm.microsoft schedule.mtgrespp": ("REPLY", "ACCEPTED"),
    "ipm.microsoft schedule.mtgrespn": ("REPLY", "DECLINED"),
    "ipm.microsoft schedule.mtgrespa": ("REPLY", "TENTATIVE"),
}
"""Method and answer of an appointment's mail, by the class that Outlook gives it."""
_FILES_CAP, _FILE_CAP, _OBJECT_CAP, _OBJECTS = 20, 50 * 1024 * 1024, 256 * 1024, 2_000


def packed_names(raw: bytes, attachments: tuple[Part, ...]) -> tuple[str, ...]:
    """Names of the files inside every winmail.dat among the first attachments;
    what cannot be read has none.
    """
    found = [name for content in _contents(raw, attachments) for name in _names(content)]
    return tuple(dict.fromkeys(found))


def packed_scheduling(raw: bytes, attachments: tuple[Part, ...]) -> Scheduling | None:
    """What Outlook did to an appointment, where that stands in a winmail.dat alone: the kind of the
    mail, and nothing of which appointment. None for any other mail.
    """
    for content in _contents(raw, attachments):
        for level, name, start, stop in _objects(content):
            if (level, name) == (_MESSAGE, _MESSAGE_CLASS):
                named = content[start : min(stop, start + _CLASS_CAP)].rstrip(b"\0")
                if said := _CLASSES.get(named.decode("ascii", "replace").casefold()):
                    return Scheduling(said[0], entry="", answer=said[1], program="Outlook")
    return None


def _contents(raw: bytes, attachments: tuple[Part, ...]) -> Iterator[bytes]:
    for part in attachments[:_FILES_CAP]:
        start, end = part.body
        if is_winmail(part) and end - start <= _FILE_CAP:
            yield decoded(raw[start:end], part.encoding)


def is_winmail(part: Part) -> bool:
    return part.content_type in _TYPES or part.filename.casefold() == "winmail.dat"


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
    for level, name, start, stop in _objects(content):
        wanted = (
            level == TNEF.LVL_ATTACHMENT and name != TNEF.ATTATTACHDATA
        ) or name == TNEF.ATTOEMCODEPAGE
        if wanted and stop - start <= _OBJECT_CAP:
            kept.append(content[start - _OBJECT.size : stop + 2])
    return b"".join(kept)


def _objects(content: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Level and name of each object, and where what it says begins and ends."""
    if not content.startswith(_SIGNATURE):
        return
    pos = _HEADER
    for _ in range(_OBJECTS):
        if pos + _OBJECT.size > len(content):
            return
        level, name, _, length = _OBJECT.unpack_from(content, pos)
        start = pos + _OBJECT.size
        yield level, name, start, start + length
        pos = start + length + 2

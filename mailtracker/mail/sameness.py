"""Two mails that look alike go in; whether they are copies of one mail comes out: the one place
that says what the same mail is (docs/reliability.md, I3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from mailtracker.mail.message import Message
from mailtracker.mail.mime.addresses import mailboxes
from mailtracker.mail.mime.fingerprint import Likeness, read_likeness, stands_in
from mailtracker.mail.subject import unmarked
from mailtracker.record import dataclass

DAY = timedelta(days=1)
"""So near to its arrival, or to when we have it, a Date is that of a clock that goes."""

TOGETHER = timedelta(minutes=10)
"""Within so long copies of one mail reach us by several ways."""

_WRITERS = ("x-original-from", "x-original-sender")
_TAG = re.compile(
    # What lists and gateways put before a subject, or behind its mark.
    r"\s*(?:\[(?P<tag>[^\]]{1,60})\]|\((?P<round>[^)]{1,60})\)|\*(?P<star>[^*]{1,60})\*:?"
    r"|(?P<word>ext|extern|external)\s?:)\s*",
    re.IGNORECASE,
)
_SUBJECT_CAP = 998  # characters
_NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Delivered:
    """One mail as it was delivered to us."""

    #: sha256 (hex) of its bytes.
    sha256: str
    #: As `Message.content_key`; "" for what could not be read.
    content_key: str
    #: In angle brackets, "" for none.
    message_id: str
    #: Key of who wrote it, "" where that is in doubt.
    sender: str
    #: Decoded.
    subject: str
    #: As `Message.likeness`; "" where an earlier version read it.
    likeness: str
    #: When the mail server got it.
    arrived: datetime
    #: When we did.
    fetched: datetime


def is_same(earlier: Delivered, later: Delivered, message: Message) -> bool:
    """Whether the `later` one, which is read as `message`, is a copy of the other: it was written
    once, and sent once. In doubt they are two: what comes twice is a nuisance, what is taken for a
    copy is lost.
    """
    if earlier.content_key == later.content_key != "":
        return _was_sent_once(earlier, later, message.date)
    if not _was_written_once(earlier, later, message):
        return False
    return _was_sent_once(earlier, later, message.date)


def _was_written_once(earlier: Delivered, later: Delivered, message: Message) -> bool:
    """One Message-ID, Date and author, and the words of the one stand in the other: below a
    gateway's banner, above a list's footer.
    """
    if earlier.message_id != later.message_id or not later.message_id:
        return False
    one, other = read_likeness(earlier.likeness), read_likeness(later.likeness)
    if one is None or other is None or not earlier.sender:
        return False
    if (one.sent, one.files) != (other.sent, other.files):
        return False
    if earlier.sender not in _writers(later, message):
        return False
    return _is_one_subject(earlier.subject, later.subject) and _are_one_text(one, other)


def _are_one_text(one: Likeness, other: Likeness) -> bool:
    return stands_in(one, other) or stands_in(other, one)


def _was_sent_once(earlier: Delivered, later: Delivered, date: datetime | None) -> bool:
    """Not so where a program sends what it sent before: a device without a clock has one Date, and
    often one Message-ID, for all its alarms.
    """
    if earlier.sha256 == later.sha256:
        return True
    one, other = read_likeness(earlier.likeness), read_likeness(later.likeness)
    if one and other and one.origin == other.origin != _NOTHING:
        return True
    if date is not None and _is_near(date, later):
        return True
    return _is_within(earlier, later, TOGETHER)


def _is_near(date: datetime, mail: Delivered) -> bool:
    return any(abs(at - date.astimezone(UTC)) <= DAY for at in (mail.arrived, mail.fetched))


def _is_within(one: Delivered, other: Delivered, span: timedelta) -> bool:
    """A downtime has us fetch in one go what came days apart."""
    both = ((one.arrived, other.arrived), (one.fetched, other.fetched))
    return all(abs(first - second) <= span for first, second in both)


def _writers(later: Delivered, message: Message) -> set[str]:
    """Who may have written it. A list that puts itself into From names the writer elsewhere; that
    is asked of the later mail alone: where the list's copy is the first, its author is the list,
    and would be answered in the writer's place.
    """
    found = {later.sender} - {""}
    if message.list_id:
        found |= {address.key for address in message.reply_to}
        found |= set(_named_by_list(message))
    return found


def _named_by_list(message: Message) -> Iterator[str]:
    for name, value in message.trace:
        if name in _WRITERS:
            yield from (found.address.key for found in mailboxes(value.encode("latin-1")))


def _is_one_subject(one: str, other: str) -> bool:
    """But for tags in front: the one has all of the other, and perhaps more."""
    (tags, rest), (more, same) = _parted(one), _parted(other)
    return rest == same and (tags <= more or more <= tags)


def _parted(subject: str) -> tuple[frozenset[str], str]:
    tags: set[str] = set()
    rest, _ = unmarked(subject[:_SUBJECT_CAP].strip())
    while hit := _TAG.match(rest):
        tags |= {said.casefold() for said in hit.groups() if said}
        rest, _ = unmarked(rest[hit.end() :])
    return frozenset(tags), " ".join(rest.casefold().split())

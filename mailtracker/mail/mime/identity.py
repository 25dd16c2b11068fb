"""A mail's header goes in; who wrote it, its ids and its date come out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from mailtracker.mail.address_key import address_key, is_mailable
from mailtracker.mail.message import Address
from mailtracker.mail.mime.addresses import Doubt, Found, mailboxes
from mailtracker.mail.mime.encoded_words import text_of
from mailtracker.mail.mime.header import Head
from mailtracker.mail.mime.transfer import base64_bytes

IDS_CAP = 500
ID_FIELD = "X-Mailtracker-Id"
"""In it a mail of ours says its Message-ID once more: some servers put their own in the place of
that (Exchange Online, Amazon SES), and leave fields alone that they do not know.
"""
_ID = re.compile(r"<([^<>]{1,990})>")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MAIL_INSIDE = re.compile(r"[^\s@<>()\",;:]{1,100}@[\w.-]{3,200}")
_THREAD_INDEX = 22 + 5 * 50
_YEARS = range(1980, 2101)
_BLANK, _ANGLES = frozenset(" \t"), frozenset("<>")


def sender_of(head: Head) -> tuple[Address | None, str]:
    """The one mailbox of From beyond doubt, or None and why not.

    From must occur once and hold exactly one mailbox, no group, nothing odd, its address literally
    in the raw header: a mail server that checked DMARC must have seen the same address
    (CVE-2023-27043; docs/reliability.md, T1).
    """
    values = head.values("from")
    if len(values) != 1:
        return None, f"From occurs {len(values)} times" if values else "no From"
    if head.cut & {"from", ""}:
        return None, "From or the header is too long"
    value = values[0]
    found = mailboxes(value)
    if len(found) != 1:
        return None, f"From names {len(found)} mailboxes" if found else "From has no address"
    doubt = odd(found[0]) or _odd_in_raw(found[0], value)
    return (found[0].address, "") if doubt is None else (None, doubt.value)


def odd(found: Found) -> Doubt | None:
    """What makes a mailbox doubtful, None for nothing."""
    if found.doubt:
        return found.doubt
    return None if is_mailable(found.address.email) else Doubt.NOT_PLAIN


def _odd_in_raw(found: Found, value: bytes) -> Doubt | None:
    if found.address.email.encode("utf-8", "replace") not in value:
        return Doubt.NOT_LITERAL
    return Doubt.CONTROL if _CONTROL.search(value) else None


def spoofed_name(sender: Address | None) -> str:
    """A defect text if the display name shows another address than the real one, "" otherwise."""
    shown = _MAIL_INSIDE.search(sender.name) if sender else None
    if sender is None or shown is None or address_key(shown[0].rstrip(".'")) == sender.key:
        return ""
    return "the sender's name shows another address"


def addresses_of(head: Head, *names: str) -> tuple[Address, ...]:
    """Every mailbox of the named fields, in order, without doubles."""
    found: dict[str, Address] = {}
    for address in _all_addresses(head, names):
        found.setdefault(address.key, address)
    return tuple(found.values())


def from_addresses(head: Head) -> tuple[Address, ...]:
    return tuple(_all_addresses(head, ("from",)))


def _all_addresses(head: Head, names: tuple[str, ...]) -> Iterator[Address]:
    for value in head.values(*names):
        yield from (entry.address for entry in mailboxes(value))


def ids_of(value: bytes) -> tuple[str, ...]:
    """Message-IDs with their angle brackets. Folded ones are put together; a
    lone bare id gets its brackets.
    """
    text = text_of(value)  # Exchange and others encode long ids as words
    found = ["".join(hit.split()) for hit in _ID.findall(text) if "@" in hit or _is_word(hit)]
    if not found:
        bare = text.strip(" <>\t\"'")
        found = [bare] if _is_bare_id(bare) else []
    return tuple(dict.fromkeys(f"<{one}>" for one in found))


def _is_word(text: str) -> bool:
    return _BLANK.isdisjoint(text)


def _is_bare_id(text: str) -> bool:
    return 0 < len(text) < 990 and _is_word(text) and _ANGLES.isdisjoint(text)


def message_id_of(head: Head) -> str:
    """The first readable Message-ID, "" for none."""
    return next(_ids_in(head, "message-id"), "")


def written_id_of(head: Head) -> str:
    """With which Message-ID a mail of ours was written, as it says itself; "" for none."""
    return next(_ids_in(head, ID_FIELD.lower()), "")


def references_of(head: Head, name: str) -> tuple[str, ...]:
    """The ids of In-Reply-To or References; of very many the newest 500, which stand last."""
    return tuple(dict.fromkeys(_ids_in(head, name)))[-IDS_CAP:]


def _ids_in(head: Head, name: str) -> Iterator[str]:
    for value in head.values(name):
        yield from ids_of(value)


def thread_index_of(head: Head) -> str:
    """Outlook's Thread-Index in hex; "" where there is none.

    [MS-OXOMSG] 2.2.1.3: one reserved byte (1), five of a time, sixteen of a GUID, the same in all
    of a conversation; each answer and each forward adds five more bytes.
    """
    value = base64_bytes(head.get("thread-index")[:4096])
    return value[:_THREAD_INDEX].hex() if len(value) >= 22 and value[0] == 1 else ""


def date_of(value: bytes) -> datetime | None:
    """The Date field as an aware UTC instant; None where absent, unreadable
    or absurd. No zone means UTC.
    """
    if not value:
        return None
    try:
        stamp = parsedate_to_datetime(value[:100].decode("ascii", "replace"))
        stamp = stamp.replace(tzinfo=UTC) if stamp.tzinfo is None else stamp.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None
    return stamp if stamp.year in _YEARS else None


def names_of(writers: tuple[Address, ...]) -> frozenset[str]:
    """The words of their names, case folded, by which a signature is known."""
    shown = " ".join(f"{one.name} {one.email.partition('@')[0]}" for one in writers[:3])
    return frozenset(
        "".join(character if character.isalpha() else " " for character in shown.casefold()).split()
    )

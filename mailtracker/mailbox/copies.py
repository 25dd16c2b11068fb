"""Message-IDs in, what a folder has of them out, and what it got last: on a connection of its own,
which changes nothing.
"""

from __future__ import annotations

import contextlib
import imaplib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC
from typing import Any

from mailtracker.errors import Unreachable
from mailtracker.mail.mime.header import read_head
from mailtracker.mail.mime.identity import (
    ID_FIELD,
    addresses_of,
    message_id_of,
    references_of,
    written_id_of,
)
from mailtracker.mailbox.connect import Account, connect, hang_up, not_opened, said
from mailtracker.mailbox.mailbox import Copy
from mailtracker.mailbox.put_away import stands_as

IDS_A_SEARCH = 10
"""Each takes up to some 180 bytes of a command, which shall stay short (RFC 7162 4)."""

NEWEST = 200
"""Mails that are looked through whatever a search says: not every server finds by fields that it
does not know.
"""

_OF_ANSWERS = "IN-REPLY-TO REFERENCES TO CC AUTO-SUBMITTED"
_FIELDS = f"BODY.PEEK[HEADER.FIELDS (MESSAGE-ID {ID_FIELD.upper()} {_OF_ANSWERS})]".encode()
_ANSWER = b"BODY[HEADER.FIELDS"


def copies(account: Account, folder: str, ids: Sequence[str]) -> list[Copy]:
    """Raises Unreachable, Untrusted, LoginRefused, or BadFolder where there is no such folder."""
    client = connect(account)
    try:
        with _opened(client, account, folder) as count:
            found = _newest(client, count)
            known = {ident for copy in found for ident in copy.ids}
            missing = [ident for ident in ids if ident not in known]
            for start in range(0, len(missing), IDS_A_SEARCH):
                found += _fetched(client, _search(client, missing[start : start + IDS_A_SEARCH]))
        with contextlib.suppress(Exception):
            client.logout()
        return list(dict.fromkeys(found))
    finally:
        hang_up(client)


@contextlib.contextmanager
def _opened(client: Any, account: Account, folder: str) -> Iterator[int]:
    """How many mails it has."""
    where = f"{account.where}: folder {folder} of {account.user}"
    try:
        name = stands_as(client, folder, frozenset(client.capabilities()))
        opened = client.select_folder(name, readonly=True)
    except imaplib.IMAP4.abort as error:
        raise Unreachable(f"{account.where} broke off: {said(error)}") from error
    except imaplib.IMAP4.error as error:
        raise not_opened(account, folder, error) from error
    try:
        yield int(opened.get(b"EXISTS", 0))
    except (imaplib.IMAP4.error, OSError, EOFError) as error:
        raise Unreachable(f"{where} cannot be searched: {said(error)}") from error


def _newest(client: Any, count: int) -> list[Copy]:
    """Fetched by their places in the folder: as a key of a UID SEARCH (RFC 3501 6.4.4) those are
    taken for UIDs by some servers (pymap).
    """
    client.use_uid = False
    try:
        return _fetched(client, range(max(count - NEWEST, 0) + 1, count + 1))
    finally:
        client.use_uid = True


def _search(client: Any, ids: Sequence[str]) -> list[int]:
    """One for all, by either field. Where the server wants no field that it does not know, by
    Message-ID alone.
    """
    by_both = [("HEADER", name, one) for one in ids for name in ("Message-ID", ID_FIELD)]
    found: list[int]
    try:
        found = client.search(_any_of(by_both))
    except imaplib.IMAP4.error:
        found = client.search(_any_of([("HEADER", "Message-ID", one) for one in ids]))
    return found


def _any_of(keys: Sequence[tuple[str, str, str]]) -> list[str]:
    """OR takes two keys: OR a OR b c."""
    *before, last = keys
    return [*(word for key in before for word in ("OR", *key)), *last]


def _fetched(client: Any, mails: Sequence[int]) -> list[Copy]:
    """A search finds what a field *contains* (RFC 3501 6.4.4), so the fields themselves are read.
    Some servers write the names in their answer in another way than they were asked for.
    """
    answers = client.fetch(mails, ["INTERNALDATE", _FIELDS]) if mails else {}
    return [_copy(value, answer) for answer in answers.values() for value in _values(answer)]


def _values(answer: Any) -> Iterator[bytes]:
    yield from (value or b"" for name, value in answer.items() if name.startswith(_ANSWER))


def _copy(fields: bytes, answer: Any) -> Copy:
    head = read_head(fields, 0, len(fields))
    plain = Copy(message_id_of(head), written_id_of(head))
    cited = (*references_of(head, "in-reply-to"), *references_of(head, "references"))
    arrived = answer.get(b"INTERNALDATE")
    by_a_program = bool(plain.written_id or head.get("auto-submitted"))
    if by_a_program or arrived is None or not cited:
        return plain
    to = tuple(dict.fromkeys(one.key for one in addresses_of(head, "to", "cc")))
    return replace(plain, answers=tuple(dict.fromkeys(cited)), to=to, at=arrived.astimezone(UTC))

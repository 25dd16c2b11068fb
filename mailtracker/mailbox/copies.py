"""Message-IDs in, those of them of which a folder has a mail out: on a connection of its own, which
changes nothing.
"""

from __future__ import annotations

import contextlib
import imaplib
from collections.abc import Iterator, Sequence
from typing import Any

from mailtracker.errors import Unreachable
from mailtracker.mail.mime.header import read_head
from mailtracker.mail.mime.identity import message_id_of
from mailtracker.mailbox.connect import Account, connect, hang_up, not_opened, said

IDS_A_SEARCH = 20
"""Each takes up to some 90 bytes of a command, which shall stay short (RFC 7162 4)."""

_FIELD = b"BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"
_ANSWER = b"BODY[HEADER.FIELDS (MESSAGE-ID)]"


def copies(account: Account, folder: str, ids: Sequence[str]) -> frozenset[str]:
    """Raises Unreachable, Untrusted, LoginRefused, or BadFolder where there is no such folder."""
    client = connect(account)
    try:
        with _opened(client, account, folder):
            found: set[str] = set()
            for start in range(0, len(ids), IDS_A_SEARCH):
                found |= _found(client, ids[start : start + IDS_A_SEARCH])
        with contextlib.suppress(Exception):
            client.logout()
        return frozenset(found & set(ids))
    finally:
        hang_up(client)


@contextlib.contextmanager
def _opened(client: Any, account: Account, folder: str) -> Iterator[None]:
    where = f"{account.where}: folder {folder} of {account.user}"
    try:
        client.select_folder(folder, readonly=True)
    except imaplib.IMAP4.abort as error:
        raise Unreachable(f"{account.where} broke off: {said(error)}") from error
    except imaplib.IMAP4.error as error:
        raise not_opened(account, folder, error) from error
    try:
        yield
    except (imaplib.IMAP4.error, OSError, EOFError) as error:
        raise Unreachable(f"{where} cannot be searched: {said(error)}") from error


def _found(client: Any, ids: Sequence[str]) -> set[str]:
    """One search for all. It finds what a field *contains* (RFC 3501 6.4.4), so the fields of what
    it finds are read.
    """
    uids = client.search(_any_of(ids))
    answers = client.fetch(uids, [_FIELD]) if uids else {}
    return {_message_id(answer.get(_ANSWER) or b"") for answer in answers.values()}


def _any_of(ids: Sequence[str]) -> list[str]:
    """OR takes two keys: OR a OR b c."""
    *before, last = ids
    pairs = [word for one in before for word in ("OR", *_header(one))]
    return [*pairs, *_header(last)]


def _header(ident: str) -> tuple[str, str, str]:
    return "HEADER", "Message-ID", ident


def _message_id(field: bytes) -> str:
    """The one id of a fetched header field."""
    return message_id_of(read_head(field, 0, len(field)))

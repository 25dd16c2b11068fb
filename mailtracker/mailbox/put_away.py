"""UIDs that we have in, word of where they are now out: moved, marked or left, as far as the server
can.
"""

from __future__ import annotations

import contextlib
import imaplib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from imapclient.exceptions import ProtocolError

from mailtracker.desk.put_away import PutAway
from mailtracker.mailbox.mailbox import Ways

KEYWORD = "$MailtrackerHandled"


@dataclass(frozen=True, slots=True)
class Means:
    """What one connection can do with mails that we have: the `folder` into which they go, "" where
    they shall stay; the server's `capabilities`; `can_mark`: it keeps a keyword of ours.
    """

    folder: str
    capabilities: frozenset[bytes]
    can_mark: bool


MOVERS = (b"MOVE", b"UIDPLUS")
"""Capabilities by one of which a mail can be moved, the better one first."""

NO_MEANS = Means("", frozenset(), can_mark=False)
"""Of a connection that may change nothing."""


def ways(means: Means, permanent: frozenset[bytes]) -> Ways:
    r"""The same in words. `permanent` are the flags that this user may change for good (RFC 3501
    7.1), none where the server does not say. Who may not delete cannot move either (RFC 6851 4.2).
    """
    found = [name for name in MOVERS if name in means.capabilities]
    may_delete = not permanent or rb"\deleted" in {flag.lower() for flag in permanent}
    moving = f"by {found[0].decode()}" if found else "the server offers neither MOVE nor UIDPLUS"
    if found and not may_delete:
        moving = "this user may not delete here"
    marking = f"by the keyword {KEYWORD}" if means.can_mark else "the server keeps no new keywords"
    return Ways(bool(found) and may_delete, moving, means.can_mark, marking)


def put_away(client: Any, uids: list[int], means: Means) -> PutAway:
    """Move, else copy and expunge by UID (UIDPLUS), else mark with a keyword, else leave."""
    if means.folder and _move(client, uids, means):
        return PutAway.MOVED
    if means.can_mark:
        with tolerated():
            client.add_flags(uids, [KEYWORD], silent=True)
            return PutAway.MARKED
    return PutAway.LEFT


def _move(client: Any, uids: list[int], means: Means) -> bool:
    if _move_once(client, uids, means):
        return True
    make_folder(client, means.folder)  # somebody may have removed it
    return _move_once(client, uids, means)


def _move_once(client: Any, uids: list[int], means: Means) -> bool:
    with tolerated():
        if b"MOVE" in means.capabilities:
            client.move(uids, means.folder)
            return True
        # Without UIDPLUS an EXPUNGE would take other people's mails too.
        if b"UIDPLUS" in means.capabilities:
            client.copy(uids, means.folder)
            client.add_flags(uids, [rb"\Deleted"], silent=True)
            client.uid_expunge(uids)
            return True
    return False


def find_folder(client: Any, name: str, capabilities: frozenset[bytes]) -> str:
    """The name under which a folder of ours goes, made when it is missing.

    Some servers want every folder under a personal prefix such as "INBOX." (RFC 2342).
    """
    if client.folder_exists(name):
        return name
    if b"NAMESPACE" in capabilities and (personal := client.namespace().personal):
        prefix = personal[0][0]
        name = prefix + name.removeprefix(prefix)
    make_folder(client, name)
    return name


def make_folder(client: Any, name: str) -> None:
    """Without success a mail is marked instead of moved."""
    with tolerated():
        if not client.folder_exists(name):
            client.create_folder(name)
            client.subscribe_folder(name)


@contextlib.contextmanager
def tolerated() -> Iterator[None]:
    """Go on when the server says NO. A broken connection or a read-only folder still raises."""
    try:
        yield
    except (imaplib.IMAP4.abort, ProtocolError):
        raise
    except imaplib.IMAP4.error:
        return

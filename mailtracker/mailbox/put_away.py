"""UIDs that we have in, word of where they are now out: moved, marked or
left, as far as the server can.
"""

from __future__ import annotations

import contextlib
import imaplib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from imapclient.exceptions import ProtocolError

from mailtracker.desk.put_away import PutAway

KEYWORD = "$MailtrackerHandled"


@dataclass(frozen=True, slots=True)
class Shelf:
    """What one connection can do with a mail that we have. `folder` is empty when
    mails shall stay where they are.
    """

    client: Any
    folder: str
    capabilities: frozenset[bytes]
    can_mark: bool

    def put(self, uids: list[int]) -> PutAway:
        """Move, else copy and expunge by UID (UIDPLUS), else mark with a keyword, else leave."""
        if self.folder and self._move(uids):
            return PutAway.MOVED
        if self.can_mark:
            with tolerated():
                self.client.add_flags(uids, [KEYWORD], silent=True)
                return PutAway.MARKED
        return PutAway.LEFT

    def _move(self, uids: list[int]) -> bool:
        for attempt in ("first", "again"):
            with tolerated():
                if b"MOVE" in self.capabilities:
                    self.client.move(uids, self.folder)
                    return True
                if (
                    b"UIDPLUS" in self.capabilities
                ):  # without it EXPUNGE would take other people's mails too
                    self.client.copy(uids, self.folder)
                    self.client.add_flags(uids, [rb"\Deleted"], silent=True)
                    self.client.uid_expunge(uids)
                    return True
            if attempt == "first":  # somebody may have removed the folder
                make_folder(self.client, self.folder)
        return False


def find_folder(client: Any, name: str, capabilities: frozenset[bytes]) -> str:
    """The name under which a folder of ours goes, made when it is missing.

    Some servers want every folder under a personal prefix such as "INBOX." (RFC 2342).
    """
    if client.folder_exists(name):
        return name
    if b"NAMESPACE" in capabilities and (personal := client.namespace().personal):
        prefix = personal[0][0]
        name = name if name.startswith(prefix) else prefix + name
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

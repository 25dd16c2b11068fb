"""The folders of an IMAP account, looked into and never changed: which mails lie there, and where
those that we have were put.
"""

from __future__ import annotations

import imaplib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from imapclient.exceptions import ProtocolError

from mailtracker.errors import NotGiven
from mailtracker.mailbox.fetched import PLACEHOLDER
from mailtracker.mailbox.flags import flags_in
from mailtracker.mailbox.imap import COMMAND_UIDS, UNIX_EPOCH, ImapMailbox
from mailtracker.mailbox.mailbox import Folder, ShelfHead
from mailtracker.mailbox.put_away import KEYWORD, stands_as

_FIELDS = b"BODY.PEEK[HEADER.FIELDS (MESSAGE-ID IN-REPLY-TO FROM SUBJECT DATE)]"
_HEAD_CAP = 16 << 10
"""Bytes of these fields that are looked at: hostile ones may have any size."""

_MADE_UP = PLACEHOLDER.partition(b"\r\n\r\n")[0]

WANTED = [b"FLAGS", b"INTERNALDATE", b"RFC822.SIZE", _FIELDS]


class ImapShelves(ImapMailbox):
    """`Shelves` that are read by UID. A connection that is opened read-only stays so (EXAMINE, RFC
    3501 6.3.2): beside a daemon, and of no mail a flag changes, `\\Recent` neither.
    """

    def look(self, folder: str = "") -> Folder | None:
        """One folder after another on one connection."""
        with self._speaking() as client:
            name = self._name(client, folder) if folder else self.account.folder
            if not name:
                return None
            try:
                answer = client.select_folder(name, readonly=True)
            except (imaplib.IMAP4.abort, ProtocolError):
                raise
            except imaplib.IMAP4.error:
                return None
            if b"UIDNEXT" not in answer:  # Courier says it to STATUS alone
                answer = {**answer, **client.folder_status(name, ("UIDNEXT",))}
        self._sizes, self._exists = {}, answer.get(b"EXISTS", 0)
        return Folder(answer.get(b"UIDVALIDITY", 0), answer.get(b"UIDNEXT", 0), self._exists)

    def _name(self, client: Any, folder: str) -> str:
        """As `put_away.find_folder` finds it, but nothing is made. "": it is not there."""
        name = stands_as(client, folder, self._capabilities)
        return name if client.folder_exists(name) else ""

    def heads(self, since: datetime | None = None) -> Iterator[list[ShelfHead]]:
        """Ascending, in groups. SINCE of IMAP knows days alone, in the server's zone: one more is
        asked for (RFC 3501 6.4.4).
        """
        day = ["SINCE", (since.astimezone(UTC) - timedelta(days=1)).date()] if since else ["ALL"]
        with self._speaking() as client:
            found = {uid for span in self._spans() for uid in client.search([*span, *day])}
        uids = sorted(found)
        for start in range(0, len(uids), COMMAND_UIDS):
            group = self._group(uids[start : start + COMMAND_UIDS])
            yield [head for head in group if since is None or head.arrived >= since]

    def _group(self, uids: Sequence[int]) -> list[ShelfHead]:
        """A mail of which the server says nothing holds back no other: there is one, is all."""
        try:
            with self._asking() as client:
                found = client.fetch(uids, WANTED)
        except NotGiven:
            if len(uids) > 1:
                return [head for uid in uids for head in self._group([uid])]
            return [ShelfHead(uids[0], 0, UNIX_EPOCH, b"", marked=False, deleted=False)]
        told = (_head(uid, found[uid]) for uid in uids if b"RFC822.SIZE" in found.get(uid, {}))
        heads = [head for head in told if not _is_made_up(head)]
        self._sizes.update((head.number, head.size) for head in heads)
        return heads


def _is_made_up(head: ShelfHead) -> bool:
    """In place of a mail that is gone. Only its size and its fields tell, where a mail is not
    fetched.
    """
    return head.size == len(PLACEHOLDER) and head.fields.strip() == _MADE_UP


def _head(uid: int, answer: dict[bytes, Any]) -> ShelfHead:
    flags = flags_in(answer.get(b"FLAGS", ()))
    fields = next((value for key, value in answer.items() if key.startswith(b"BODY[HEADER")), b"")
    return ShelfHead(
        number=uid,
        size=answer[b"RFC822.SIZE"],
        arrived=(answer.get(b"INTERNALDATE") or UNIX_EPOCH).astimezone(UTC),
        fields=(fields or b"")[:_HEAD_CAP],
        marked=KEYWORD.lower().encode() in flags,
        deleted=rb"\deleted" in flags,
    )

"""A folder of an IMAP account → mails of our own that have just come there, and what the server
does with them.

Folders are opened read-only (EXAMINE), as `shelves` does, but for a mail of ours that is marked or
removed. Of other people's mails nothing changes.
"""

from __future__ import annotations

import imaplib
from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import Any

from imapclient.exceptions import ProtocolError
from imapclient.imapclient import JUNK, SENT, TRASH

from mailtracker.errors import NotGiven, Unreachable
from mailtracker.mailbox.flags import flags_in
from mailtracker.mailbox.idle import Idle, IdleRefused
from mailtracker.mailbox.imap import IDLE_SPAN, UNIX_EPOCH, ImapMailbox
from mailtracker.mailbox.mailbox import FolderStanding, MailPlace, Use
from mailtracker.mailbox.put_away import KEYWORD, stands_as
from mailtracker.mailbox.shelves import ImapShelves
from mailtracker.tls import Certificate, certificate_of

BEGINNING = 16 << 10
"""Bytes of a mail: what its header has, and of a report also the header that it returns."""

AT_ONCE = 20
"""Mails that are asked for by one command."""

GMAIL = b"X-GM-EXT-1"
"""Here a mail that is removed from a folder is kept in another; it has to go to the bin."""


LAST = 0xFFFFFFFF
"""No UID is larger (RFC 3501 2.3.1.1); of "n:*" some servers find nothing."""

USES = {"junk": JUNK, "sent": SENT}


class ImapProbes(ImapShelves):
    """`Probes` that are looked for by UID."""

    def __init__(self, account: Any) -> None:
        super().__init__(account)
        self._next: dict[str, tuple[int, int]] = {}  # of each folder, its epoch and next UID
        self._idling: Idle | None = None

    # -- the server ---------------------------------------------------------------

    def capabilities(self) -> list[str]:
        """Of the connection that is logged in: before the login many servers say less."""
        return sorted(name.decode("ascii", "replace").upper() for name in self._capabilities)

    def certificate(self) -> Certificate | None:
        """As the handshake brought it."""
        with self._speaking() as client:
            sock = client.socket()
            told = getattr(sock, "getpeercert", None)
            return certificate_of(told(), sock.version()) if told else None

    def standing(self, folder: str) -> FolderStanding:
        """By NAMESPACE (RFC 2342), and the delimiter that LIST says (RFC 3501 7.2.2)."""
        with self._speaking() as client:
            name = stands_as(client, folder, self._capabilities)
            listed = client.list_folders("", "")  # "" asks for the delimiter alone
            delimiter = listed[0][1] if listed else b""
            exists = client.folder_exists(name)
        return FolderStanding(name, exists, (delimiter or b"").decode("ascii", "replace"))

    def special(self, use: Use) -> str:
        """By its special use (RFC 6154), else by the names that are usual."""
        with self._speaking() as client:
            return client.find_special_folder(USES[use]) or ""

    # -- what comes ---------------------------------------------------------------

    def begin(self, folders: Sequence[str]) -> list[str]:
        """What has come so far is known."""
        self._next = {}
        for folder in dict.fromkeys(["", *folders]):
            if (stands := self.look(folder)) is not None:
                self._next[folder] = stands.epoch, stands.next_number
        return list(self._next)

    def found(self) -> list[tuple[MailPlace, bytes]]:
        """Searches by UID alone: by header some servers find nothing."""
        return [one for folder in self._next for one in self._come(folder)]

    def _come(self, folder: str) -> Iterator[tuple[MailPlace, bytes]]:
        stands, (epoch, first) = self.look(folder), self._next[folder]
        if stands is None or stands.epoch != epoch:
            return
        with self._speaking() as client:
            found = sorted(client.search(["UID", f"{first}:{LAST}"]))
        for start in range(0, len(found), AT_ONCE):
            yield from self._beginnings(folder, epoch, found[start : start + AT_ONCE])
        if found:
            self._next[folder] = epoch, found[-1] + 1

    def _beginnings(
        self, folder: str, epoch: int, uids: list[int]
    ) -> Iterator[tuple[MailPlace, bytes]]:
        try:
            with self._asking() as client:
                found = client.fetch(uids, ["INTERNALDATE", f"BODY.PEEK[]<0.{BEGINNING}>"])
        except NotGiven:
            return  # somebody else took them away meanwhile
        for uid, answer in sorted(found.items()):
            arrived = (answer.get(b"INTERNALDATE") or UNIX_EPOCH).astimezone(UTC)
            yield MailPlace(folder, epoch, uid, arrived), answer.get(b"BODY[]<0>") or b""

    def announced(self, seconds: float) -> bool:
        """By IDLE alone (RFC 2177), on a connection that asks nothing else. What came before it
        servers tell as it begins, also those that then look for news once a minute.
        """
        if not self.idle:
            return False
        with self._speaking() as client:
            try:
                idle = Idle(client.socket(), self._bell.wire, self.account.timeout)
                self._idling = idle
                news = idle.wait(min(seconds, IDLE_SPAN))
            except IdleRefused:
                self._capabilities -= {b"IDLE"}
                return False
        self._pushes = self._pushes or idle.was_pushed
        return news and self._pushes

    @property
    def listens(self) -> bool:
        """An IDLE goes on for longer than a server needs to tell what it knew before."""
        return self._idling is not None and self._idling.has_settled

    # -- what becomes of ours -------------------------------------------------------

    def keeps_mark(self, place: MailPlace) -> bool | None:
        """PERMANENTFLAGS say what a server promises; only another session says what it does."""
        with self._speaking() as client:
            if not self._opens(client, place):
                return None
            try:
                client.add_flags([place.number], [KEYWORD], silent=True)
            except (imaplib.IMAP4.abort, ProtocolError):
                raise
            except imaplib.IMAP4.error:
                return False
        ImapMailbox.connect(self, readonly=True)
        if (stands := self.look(place.folder)) is None or stands.epoch != place.epoch:
            return None
        with self._speaking() as client:
            flags = client.get_flags([place.number]).get(place.number)
        return None if flags is None else KEYWORD.lower().encode() in flags_in(flags)

    def remove(self, place: MailPlace, words: bytes) -> bool:
        """Never an EXPUNGE of all that is marked: that would take mails of other people, too."""
        with self._speaking() as client:
            if not self._opens(client, place) or not _holds(client, place.number, words):
                return True  # it is gone
            if GMAIL in self._capabilities and (bin_ := client.find_special_folder(TRASH)):
                client.move([place.number], bin_)
                return True
            client.add_flags([place.number], [rb"\Deleted"], silent=True)
            if b"UIDPLUS" not in self._capabilities:
                return False
            client.uid_expunge([place.number])
        return True

    def _opens(self, client: Any, place: MailPlace) -> bool:
        """With the right to change it, in the epoch in which the mail has its number."""
        name = self._name(client, place.folder) if place.folder else self.account.folder
        try:
            answer = client.select_folder(name)
        except imaplib.IMAP4.readonly as error:  # an abort, too
            said = f"{self.account.where}: {name} may be read but not changed"
            raise Unreachable(said) from error
        return bool(name) and answer.get(b"UIDVALIDITY") == place.epoch


def _holds(client: Any, uid: int, words: bytes) -> bool:
    answer = client.fetch([uid], ["BODY.PEEK[HEADER]"]).get(uid, {})
    return words in (answer.get(b"BODY[HEADER]") or b"")

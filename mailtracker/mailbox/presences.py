"""A folder of an IMAP account → which databases have served it lately, and word of ours left there.

Where the server offers METADATA (RFC 5464) the word is an entry of the folder, shared by all who
may see it. Else it is a keyword on the newest mail that was put away, which is as old as that mail.
"""

from __future__ import annotations

import imaplib
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from imapclient.exceptions import ProtocolError

from mailtracker.mailbox.flags import flags_in
from mailtracker.mailbox.mailbox import FRESH, Presence
from mailtracker.mailbox.put_away import KEYWORD
from mailtracker.mailbox.shelves import ImapShelves

ENTRY = b"/shared/vendor/mailtracker/served-by"

FORGOTTEN = timedelta(days=7)
"""After that the word of a database that is gone is taken out of the entry."""

MOST = 20
"""Databases that one entry names."""

NEWEST = 50
"""Mails of which flags and arrival are asked for."""

_WORD = re.compile(rb"\b([0-9a-f]{16}) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)")
_AT = "%Y-%m-%dT%H:%M:%SZ"
_MARK = re.compile(rb"\$mt-([0-9a-f]{16})")


class ImapPresences(ImapShelves):
    """`Presences` of one account."""

    def seen(self, now: datetime) -> list[Presence]:
        """By the folder's entry, and by keywords where mails are put away and in the folder itself:
        who left them may have other rights than we.
        """
        found = [
            *self._noted(),
            *(one for folder in self._folders for one in self._marks(folder, now)),
        ]
        return sorted(found, key=lambda one: one.at)

    def leave(self, ident: str, now: datetime) -> bool:
        """The entry, else the keyword. False: the server takes neither, or there is no mail young
        enough to bear it.
        """
        own = Presence(ident, now)
        return self._note(own) or any(self._mark(folder, own) for folder in self._folders)

    @property
    def _folders(self) -> Sequence[str]:
        """Where mails are put away, "" for the folder that is served."""
        return (self.account.handled, "") if self.account.after == "move" else ("",)

    # -- the entry -------------------------------------------------------------

    def _noted(self) -> list[Presence]:
        data = self._say(b"GETMETADATA", ENTRY) or []
        pieces = [piece for one in data for piece in (one if isinstance(one, tuple) else (one,))]
        words = _WORD.findall(b" ".join(filter(None, pieces)))
        return [Presence(ident.decode(), _instant(at.decode())) for ident, at in words]

    def _note(self, own: Presence) -> bool:
        others = [
            one
            for one in self._noted()
            if one.ident != own.ident and abs(own.at - one.at) < FORGOTTEN
        ]
        words = "; ".join(f"{one.ident} {one.at:{_AT}}" for one in [own, *others[-MOST:]])
        return self._say(b"SETMETADATA", ENTRY + b' "' + words.encode() + b'"') is not None

    def _say(self, command: bytes, what: bytes) -> list[Any] | None:
        """The answer's pieces; None where the server does not have it, or says no."""
        if b"METADATA" not in self._capabilities:
            return None
        with self._speaking() as client:
            args = [client._normalise_folder(self.account.folder), b"(" + what + b")"]
            try:
                found: list[Any] = client._raw_command_untagged(
                    command, args, response_name="METADATA", uid=False
                )
            except (imaplib.IMAP4.abort, ProtocolError):
                raise
            except imaplib.IMAP4.error:
                return None
        return found

    # -- the keyword -------------------------------------------------------------

    def _marks(self, folder: str, now: datetime) -> Iterator[Presence]:
        """Keywords of any database on mails of the last days. Most servers say which there are as
        they open a folder (RFC 3501 7.2.6), of others the newest mails are looked at.
        """
        answer = self._turned_to(folder)
        if not answer:
            return
        words = flags_in([*answer.get(b"FLAGS", ()), *self._flags_of_newest(now)])
        for word in sorted(filter(_MARK.fullmatch, words)):
            newest = self._newest(["KEYWORD", word.decode()], now)
            if newest is not None:
                yield Presence(word[-16:].decode(), newest[1])

    def _mark(self, folder: str, own: Presence) -> bool:
        if not self._turned_to(folder):
            return False
        newest = self._newest([] if folder else ["KEYWORD", KEYWORD], own.at)
        if newest is None or abs(own.at - newest[1]) > FRESH:
            return False
        kept = self._turned_to(folder, readonly=False).get(b"PERMANENTFLAGS", ())
        word = f"$mt-{own.ident}"
        if not {rb"\*", word.encode()} & flags_in(kept):
            return False
        with self._speaking() as client:
            try:
                client.add_flags([newest[0]], [word], silent=True)
            except (imaplib.IMAP4.abort, ProtocolError):
                raise
            except imaplib.IMAP4.error:
                return False
        return True

    def _turned_to(self, folder: str, readonly: bool = True) -> dict[bytes, Any]:
        """What the server says of it as it opens it; {}: there is none, or it cannot be opened."""
        with self._speaking() as client:
            name = self._name(client, folder) if folder else self.account.folder
            if not name:
                return {}
            try:
                answer: dict[bytes, Any] = client.select_folder(name, readonly=readonly)
            except imaplib.IMAP4.readonly:  # an abort by its class, but not the connection's end
                return {}
            except (imaplib.IMAP4.abort, ProtocolError):
                raise
            except imaplib.IMAP4.error:
                return {}
        return answer

    def _newest(self, wanted: Sequence[str], now: datetime) -> tuple[int, datetime] | None:
        """The UID of the mail in the open folder that arrived last, in the last days, and when."""
        found = self._of_newest(wanted, now)
        arrivals = {
            uid: answer[b"INTERNALDATE"].astimezone(UTC)
            for uid, answer in found.items()
            if answer.get(b"INTERNALDATE")
        }
        newest = max(arrivals, key=lambda uid: arrivals[uid], default=None)
        return None if newest is None else (newest, arrivals[newest])

    def _flags_of_newest(self, now: datetime) -> list[object]:
        return [flag for one in self._of_newest([], now).values() for flag in one[b"FLAGS"]]

    def _of_newest(self, wanted: Sequence[str], now: datetime) -> dict[int, dict[bytes, Any]]:
        """Flags and arrival by UID. Days are the server's (RFC 3501 6.4.4)."""
        day = (now - timedelta(days=1)).date()
        with self._speaking() as client:
            uids = client.search([*wanted, "SINCE", day, "UNDELETED"])
            some = sorted(uids)[-NEWEST:]
            found = client.fetch(some, [b"FLAGS", b"INTERNALDATE"]) if some else {}
        return {uid: answer for uid, answer in found.items() if b"FLAGS" in answer}


def _instant(text: str) -> datetime:
    return datetime.strptime(text, _AT).replace(tzinfo=UTC)

"""Shelves of a Maildir, and a mail server that delivers into it: what several daemons in a process
need to see their own mail again.
"""

from __future__ import annotations

import email
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from mailtracker.mailbox.mailbox import Folder, ShelfHead
from tests.mailbox.folder_backend import FolderMailbox
from tests.servers.smtpd import SmtpSink

FIELDS = ("Message-ID", "In-Reply-To", "From", "Subject", "Date")


class FolderShelves(FolderMailbox):
    """`Shelves`: the folder that is served, and the one where its mails are put."""

    _shelf = ""

    def look(self, folder: str = "") -> Folder | None:
        self._shelf = folder
        if not folder:
            return self.refresh()
        if self._handled not in self._maildir().list_folders():
            return None
        return Folder(1, 1, len(self._put_away()))

    def heads(self, since: datetime | None = None) -> Iterator[list[ShelfHead]]:
        yield [head for head in self._all() if since is None or head.arrived >= since]

    def fetch(self, numbers: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        if not self._shelf:
            yield from super().fetch(numbers)
            return
        mails = self._put_away()
        for number in numbers:
            yield number, mails[number][1]

    def _all(self) -> Iterator[ShelfHead]:
        if self._shelf:
            found = self._put_away()
        else:
            box = self._maildir()
            found = {n: (box[k].get_date(), raw) for n, k, raw in self._found(self.waiting())}
        for number, (date, raw) in found.items():
            head = email.message_from_bytes(raw)
            fields = "".join(f"{name}: {head[name]}\r\n" for name in FIELDS if head[name])
            arrived = datetime.fromtimestamp(date, UTC)
            yield ShelfHead(number, len(raw), arrived, fields.encode(), False, False)

    def _put_away(self) -> dict[int, tuple[float, bytes]]:
        folder = self._maildir().get_folder(self._handled)
        keys = sorted(folder.keys())
        return {n: (folder[k].get_date(), folder.get_bytes(k)) for n, k in enumerate(keys, 1)}


class LocalPost(SmtpSink):
    """Also has mailboxes: `deliver(name, raw)` for name@ and name+key@corp.example."""

    deliver: Callable[[str, bytes], object] = staticmethod(lambda _name, _raw: None)

    async def keep(self, env_from: str, env_to: str, raw: bytes) -> None:
        local = env_to.partition("@")[0].partition("+")[0]
        if local.startswith("m") and local[1:].isdigit():
            self.deliver(local, raw)

"""What lies in a mailbox and in the folders where its mails were put, compared with the ledger:
each mail with the line that knows it, or with none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from mailtracker.config import MailboxConfig
from mailtracker.mail.mime.header import read_head
from mailtracker.mail.mime.identity import message_id_of
from mailtracker.mailbox.mailbox import Folder, ShelfHead, Shelves
from mailtracker.reader import Reader
from mailtracker.store import audit, ledger
from mailtracker.store.audit import Place
from mailtracker.store.database import Store
from mailtracker.store.ledger import MailboxState


class ShelfState(StrEnum):
    """How the ledger stands to a mail that lies in the mailbox."""

    KNOWN = "known"
    #: New: the next pass takes it, or it is being tried again.
    WAITING = "waiting"
    #: From before the first start, which left it where it was.
    OLDER = "older"
    #: Nobody knows it, and nobody will take it.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ShelfMail:
    """A mail that lies in a `folder` ("" for the one that is served), with its `head`; how the
    ledger stands to it (`standing`), and which of its lines knows it (`line_id`).
    """

    folder: str
    head: ShelfHead
    standing: ShelfState
    line_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Served:
    """The folder that is served, and what the ledger says of it."""

    #: As it stands now.
    folder: Folder
    #: Where it was begun; None: never.
    state: MailboxState | None
    #: The highest number that was taken.
    highest: int
    #: Numbers of mails that could not be taken yet.
    tried: frozenset[int]


@dataclass
class Comparing:
    """Of one mailbox. Its shelves are connected."""

    #: Where the ledger is.
    store: Store
    #: What the config says of the mailbox.
    box: MailboxConfig
    #: Its folders.
    shelves: Shelves
    #: Reads what only its content can tell.
    reader: Reader
    #: The present.
    now: datetime
    #: Folders that should be there and are not.
    missing: list[str] = field(default_factory=list)
    #: Lines that a mail was found for.
    _used: set[int] = field(default_factory=set)

    def all(self, since: datetime | None = None) -> Iterator[ShelfMail]:
        """Every mail of every folder; with `since` only what arrived then or later."""
        for folder in ("", *self._kept_in()):
            yield from self.in_folder(folder, since)

    def put_away(self, since: datetime | None = None) -> Iterator[ShelfMail]:
        """The same without what lies in the folder that is served and bears no mark of ours: that
        is still to come.
        """
        yield from self.in_folder("", since, marked=True)
        for folder in self._kept_in():
            yield from self.in_folder(folder, since)

    def in_folder(
        self, folder: str, since: datetime | None = None, marked: bool = False
    ) -> Iterator[ShelfMail]:
        opened = self.shelves.look(folder)
        if opened is None:
            self.missing.append(folder or self.box.folder)
            return
        served = None if folder else self._served(opened)
        for group in self.shelves.heads(since):
            heads = [head for head in group if head.marked or not marked]
            known = self._known(heads, opened.epoch if served else None)
            for head in heads:
                yield self._judged(folder, head, known.get(head.number), served)

    def _kept_in(self) -> list[str]:
        usual = [self.box.handled] if self.box.after == "move" else []
        return list(dict.fromkeys(filter(None, [*usual, self.box.confidential_folder])))

    def _served(self, folder: Folder) -> _Served:
        name = self.box.name
        with self.store.read() as conn:
            highest = audit.highest(conn, name, folder.epoch)
            tried = frozenset(audit.tried(conn, name, folder.epoch))
            return _Served(folder, ledger.mailbox_state(conn, name), highest, tried)

    def _judged(
        self, folder: str, head: ShelfHead, line_id: int | None, served: _Served | None
    ) -> ShelfMail:
        if line_id is not None:
            return ShelfMail(folder, head, ShelfState.KNOWN, line_id)
        standing = self._of_served(head, served) if served else self._of_put_away(head)
        return ShelfMail(folder, head, standing)

    def _of_served(self, head: ShelfHead, served: _Served) -> ShelfState:
        """What nobody put away is taken by the next pass, unless it was passed by long ago."""
        state = served.state
        if state and served.folder.epoch == state.uidvalidity and head.number < state.first_uid:
            return ShelfState.OLDER
        if head.deleted:
            return ShelfState.OLDER  # somebody of theirs wants it gone
        young = self.now - head.arrived < timedelta(seconds=2 * self.box.poll + 60)
        fresh = young or head.number > served.highest or head.number in served.tried
        return ShelfState.WAITING if fresh and not head.marked else ShelfState.UNKNOWN

    def _of_put_away(self, head: ShelfHead) -> ShelfState:
        with self.store.read() as conn:
            state = ledger.mailbox_state(conn, self.box.name)
        begun = _served_from(self.box, state)
        return ShelfState.OLDER if begun and head.arrived < begun else ShelfState.UNKNOWN

    # -- which line it is --------------------------------------------------------------

    def _known(self, heads: Sequence[ShelfHead], epoch: int | None) -> dict[int, int]:
        """Line ids by number: by the number where it came in, by Message-ID with the same arrival
        or size, and where that is not enough by content.
        """
        ids = {head.number: _message_id(head) for head in heads}
        with self.store.read() as conn:
            known: dict[int, int] = {}
            if epoch is not None:
                known = audit.by_number(conn, self.box.name, epoch, list(ids))
            self._used |= set(known.values())
            rest = [head for head in heads if head.number not in known]
            places = audit.by_message_id(conn, [ids[head.number] for head in rest])
            unread = audit.sizes_unread(conn)
        doubtful: list[int] = []
        for head in rest:
            ident = ids[head.number]
            same = self._same(head, places.get(ident, ())) if ident else None
            if same is not None:
                known[head.number] = same
            elif not ident or ident in places or head.size in unread:
                doubtful.append(head.number)
        return {**known, **self._by_content(doubtful)}

    def _same(self, head: ShelfHead, places: Sequence[Place]) -> int | None:
        """Of several lines one that no other mail has."""
        fitting = [
            place.line_id
            for place in places
            if place.size == head.size or abs((place.arrived - head.arrived).total_seconds()) < 1
        ]
        free = [line_id for line_id in fitting if line_id not in self._used] or fitting
        self._used.update(free[:1])
        return free[0] if free else None

    def _by_content(self, numbers: Sequence[int]) -> dict[int, int]:
        known: dict[int, int] = {}
        for number, raw in self.shelves.fetch(numbers):
            message = self.reader.read([raw])[0].message
            key, sha256 = message.content_key if message else "", hashlib.sha256(raw).hexdigest()
            with self.store.read() as conn:
                line_id = audit.by_content(conn, key, sha256)
            if line_id is not None:
                known[number] = line_id
                self._used.add(line_id)
        return known


def _message_id(head: ShelfHead) -> str:
    return message_id_of(read_head(head.fields, 0, len(head.fields)))


def _served_from(box: MailboxConfig, state: MailboxState | None) -> datetime | None:
    """What reached the mailbox before was never ours. None: everything was."""
    match box.start_from:
        case "all":
            return None
        case "now":
            return state.started_at.replace(microsecond=0) if state else None
        case start:
            return start
